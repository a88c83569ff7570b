//! Forward, and the gradients of a weight and of an input, in several libraries.

use std::hint::black_box;

use nalgebra::{DMatrix, SMatrix};

use crate::product::{Matrix, Product};
use crate::contender::Case;

/// A batch, a weight, and the gradient of what comes out; in row-major order.
pub struct Operands<const IN: usize, const OUT: usize, const BATCH: usize> {
    x: Vec<f32>,
    weight: Vec<f32>,
    dy: Vec<f32>,
}

impl<const IN: usize, const OUT: usize, const BATCH: usize> Operands<IN, OUT, BATCH> {
    pub fn new() -> Self {
        Operands { x: entries(BATCH * IN), weight: entries(OUT * IN), dy: entries(BATCH * OUT) }
    }
}

/// The same numbers as in python/gemm.py.
fn entries(count: usize) -> Vec<f32> {
    (0..count).map(|n| (n * 37 % 101) as f32 / 101.0 - 0.5).collect()
}

/// What contenders compare.
fn corners(c: &[f32]) -> [f32; 2] {
    [c[0], c[c.len() - 1]]
}

pub struct Plies<const IN: usize, const OUT: usize, const BATCH: usize>(pub Operands<IN, OUT, BATCH>);

impl<const IN: usize, const OUT: usize, const BATCH: usize> Plies<IN, OUT, BATCH> {
    /// Its forward product adds a bias, too.
    pub fn case(self, kind: &str) -> Case {
        let Operands { x, weight, dy } = self.0;
        let weight: Box<[[f32; IN]]> = weight.as_chunks().0.into();
        let weight: Box<[[f32; IN]; OUT]> = weight.try_into().expect("a row for each output");
        let bias = [0.0; OUT];
        match kind {
            "forward" => {
                let mut y = vec![[0.0; OUT]; BATCH];
                Box::new(move || {
                    plies::product::affine(black_box(x.as_chunks().0), &weight, &bias, &mut y);
                    corners(y.as_flattened())
                })
            }
            "dW" => {
                let mut dweight = weight.clone();
                Box::new(move || {
                    plies::product::outer(black_box(dy.as_chunks().0), x.as_chunks().0, &mut dweight);
                    corners(dweight.as_flattened())
                })
            }
            _ => {
                let mut dx = vec![[0.0; IN]; BATCH];
                Box::new(move || {
                    plies::product::times(black_box(dy.as_chunks().0), &weight, &mut dx);
                    corners(dx.as_flattened())
                })
            }
        }
    }
}

/// With a crate of products alone.
pub fn times<P: Product + 'static, const IN: usize, const OUT: usize, const BATCH: usize>(
    operands: Operands<IN, OUT, BATCH>,
    kind: &str,
) -> Case {
    let Operands { x, weight, dy } = operands;
    let kind = kind.to_string();
    let mut c = vec![
        0.0;
        match &kind[..] {
            "forward" => BATCH * OUT,
            "dW" => OUT * IN,
            _ => BATCH * IN,
        }
    ];
    Box::new(move || {
        let x = Matrix::new(black_box(&x), BATCH, IN);
        let (weight, dy) = (Matrix::new(&weight, OUT, IN), Matrix::new(&dy, BATCH, OUT));
        match &kind[..] {
            "forward" => P::product(x, weight.transposed(), &mut c, false),
            "dW" => P::product(dy.transposed(), x, &mut c, false),
            _ => P::product(dy, weight, &mut c, false),
        }
        corners(&c)
    })
}

/// Matrices of dynamic size; a column for each sample.
pub struct Nalgebra {
    x: DMatrix<f32>,
    weight: DMatrix<f32>,
    dy: DMatrix<f32>,
}

impl Nalgebra {
    pub fn new<const IN: usize, const OUT: usize, const BATCH: usize>(
        operands: Operands<IN, OUT, BATCH>,
    ) -> Self {
        Nalgebra {
            x: DMatrix::from_vec(IN, BATCH, operands.x),
            weight: DMatrix::from_vec(IN, OUT, operands.weight),
            dy: DMatrix::from_vec(OUT, BATCH, operands.dy),
        }
    }

    pub fn case(self, kind: &str) -> Case {
        let Nalgebra { x, weight, dy } = self;
        match kind {
            "forward" => {
                let mut y = dy;
                Box::new(move || {
                    y.gemm_tr(1.0, &weight, black_box(&x), 0.0);
                    corners(y.as_slice())
                })
            }
            "dW" => {
                let mut dweight = weight;
                Box::new(move || {
                    dweight.gemm(1.0, black_box(&x), &dy.transpose(), 0.0);
                    corners(dweight.as_slice())
                })
            }
            _ => {
                let mut dx = x;
                Box::new(move || {
                    dx.gemm(1.0, &weight, black_box(&dy), 0.0);
                    corners(dx.as_slice())
                })
            }
        }
    }
}

/// The same of static size.
pub struct NalgebraStatic<const IN: usize, const OUT: usize, const BATCH: usize> {
    x: Box<SMatrix<f32, IN, BATCH>>,
    weight: Box<SMatrix<f32, IN, OUT>>,
    dy: Box<SMatrix<f32, OUT, BATCH>>,
}

impl<const IN: usize, const OUT: usize, const BATCH: usize> NalgebraStatic<IN, OUT, BATCH> {
    pub fn new(operands: Operands<IN, OUT, BATCH>) -> Self {
        NalgebraStatic {
            x: Box::new(SMatrix::from_column_slice(&operands.x)),
            weight: Box::new(SMatrix::from_column_slice(&operands.weight)),
            dy: Box::new(SMatrix::from_column_slice(&operands.dy)),
        }
    }

    pub fn case(self, kind: &str) -> Case {
        let NalgebraStatic { x, weight, dy } = self;
        match kind {
            "forward" => {
                let mut y = dy;
                Box::new(move || {
                    y.gemm_tr(1.0, &weight, black_box(&x), 0.0);
                    corners(y.as_slice())
                })
            }
            "dW" => {
                let mut dweight = weight;
                Box::new(move || {
                    dweight.gemm(1.0, black_box(&x), &dy.transpose(), 0.0);
                    corners(dweight.as_slice())
                })
            }
            _ => {
                let mut dx = x;
                Box::new(move || {
                    dx.gemm(1.0, &weight, black_box(&dy), 0.0);
                    corners(dx.as_slice())
                })
            }
        }
    }
}
