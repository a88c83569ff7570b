//! The matrix products of the steps, by several libraries, and the peak of the machine.

#[path = "../../contender/mod.rs"]
mod contender;
mod libraries;
#[path = "../../../../peak.rs"]
mod peak;
#[path = "../../../../by_hand/product.rs"]
mod product;

use contender::{Case, serve};
use libraries::{Nalgebra, NalgebraStatic, Operands, Plies, times};
use plies::Scalar;
use product::{Faer, Gemm, MatrixMultiply, Product};

fn main() {
    serve(|_, name| match name.split('/').collect::<Vec<_>>()[..] {
        ["peak"] => peak::run().map(|run| Box::new(run) as Case),
        ["gemm", library, size, kind] => match size {
            "784x50b100" => case::<f32, 784, 50, 100>(library, kind),
            "50x10b100" => case::<f32, 50, 10, 100>(library, kind),
            "784x512b128" => case::<f32, 784, 512, 128>(library, kind),
            "512x512b128" => case::<f32, 512, 512, 128>(library, kind),
            "512x10b128" => case::<f32, 512, 10, 128>(library, kind),
            "784x50b100f64" => case::<f64, 784, 50, 100>(library, kind),
            "512x512b128f64" => case::<f64, 512, 512, 128>(library, kind),
            _ => None,
        },
        _ => None,
    });
}

fn case<T, const IN: usize, const OUT: usize, const BATCH: usize>(library: &str, kind: &str) -> Option<Case>
where
    T: Scalar,
    Gemm: Product<T>,
    Faer: Product<T>,
    MatrixMultiply: Product<T>,
{
    let operands = Operands::<T, IN, OUT, BATCH>::new();
    Some(match library {
        "plies" => Plies(operands).case(kind),
        "gemm" => times::<Gemm, T, IN, OUT, BATCH>(operands, kind),
        "faer" => times::<Faer, T, IN, OUT, BATCH>(operands, kind),
        "matrixmultiply" => times::<MatrixMultiply, T, IN, OUT, BATCH>(operands, kind),
        "nalgebra" => Nalgebra::new(operands).case(kind),
        "nalgebra-static" => NalgebraStatic::new(operands).case(kind),
        _ => return None,
    })
}
