//! The matrix products of the steps, by several libraries, and the peak of the machine.

mod libraries;
#[path = "../../../../peak.rs"]
mod peak;
#[path = "../../../../by_hand/product.rs"]
mod product;
#[path = "../../contender/mod.rs"]
mod contender;

use libraries::{Nalgebra, NalgebraStatic, Operands, Plies, times};
use product::{Faer, Gemm, MatrixMultiply};
use contender::{Case, serve};

fn main() {
    serve(|_, name| match name.split('/').collect::<Vec<_>>()[..] {
        ["peak"] => peak::run().map(|run| Box::new(run) as Case),
        ["gemm", library, size, kind] => match size {
            "784x50b100" => case::<784, 50, 100>(library, kind),
            "50x10b100" => case::<50, 10, 100>(library, kind),
            "784x512b128" => case::<784, 512, 128>(library, kind),
            "512x512b128" => case::<512, 512, 128>(library, kind),
            "512x10b128" => case::<512, 10, 128>(library, kind),
            _ => None,
        },
        _ => None,
    });
}

fn case<const IN: usize, const OUT: usize, const BATCH: usize>(library: &str, kind: &str) -> Option<Case> {
    let operands = Operands::<IN, OUT, BATCH>::new();
    Some(match library {
        "plies" => Plies(operands).case(kind),
        "gemm" => times::<Gemm, IN, OUT, BATCH>(operands, kind),
        "faer" => times::<Faer, IN, OUT, BATCH>(operands, kind),
        "matrixmultiply" => times::<MatrixMultiply, IN, OUT, BATCH>(operands, kind),
        "nalgebra" => Nalgebra::new(operands).case(kind),
        "nalgebra-static" => NalgebraStatic::new(operands).case(kind),
        _ => return None,
    })
}
