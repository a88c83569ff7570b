//! Forward, and the gradients of a weight and of an input, in several libraries.

use std::hint::black_box;

use nalgebra::{DMatrix, SMatrix};
use plies::Scalar;

use crate::contender::Case;
use crate::product::{Matrix, Product};

/// A batch, a weight, and the gradient of what comes out; in row-major order.
pub struct Operands<T, const IN: usize, const OUT: usize, const BATCH: usize> {
    x: Vec<T>,
    weight: Vec<T>,
    dy: Vec<T>,
}

impl<T: Scalar, const IN: usize, const OUT: usize, const BATCH: usize> Operands<T, IN, OUT, BATCH> {
    pub fn new() -> Self {
        Operands { x: entries(BATCH * IN), weight: entries(OUT * IN), dy: entries(BATCH * OUT) }
    }
}

/// The same numbers as in python/gemm.py.
fn entries<T: Scalar>(count: usize) -> Vec<T> {
    (0..count).map(|n| T::of((n * 37 % 101) as f64) / T::of(101.0) - T::of(0.5)).collect()
}

/// What contenders compare.
fn corners<T: Scalar>(c: &[T]) -> [f32; 2] {
    [c[0], c[c.len() - 1]].map(|entry| entry.to_f64() as f32)
}

pub struct Plies<T, const IN: usize, const OUT: usize, const BATCH: usize>(pub Operands<T, IN, OUT, BATCH>);

impl<T: Scalar, const IN: usize, const OUT: usize, const BATCH: usize> Plies<T, IN, OUT, BATCH> {
    /// Its forward product adds a bias, too.
    pub fn case(self, kind: &str) -> Case {
        let Operands { x, weight, dy } = self.0;
        let weight: Box<[[T; IN]]> = weight.as_chunks().0.into();
        let weight: Box<[[T; IN]; OUT]> = weight.try_into().expect("a row for each output");
        let bias = [T::zero(); OUT];
        match kind {
            "forward" => {
                let mut y = vec![[T::zero(); OUT]; BATCH];
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
                let mut dx = vec![[T::zero(); IN]; BATCH];
                Box::new(move || {
                    plies::product::times(black_box(dy.as_chunks().0), &weight, &mut dx);
                    corners(dx.as_flattened())
                })
            }
        }
    }
}

/// With a crate of products alone.
pub fn times<P: Product<T> + 'static, T: Scalar, const IN: usize, const OUT: usize, const BATCH: usize>(
    operands: Operands<T, IN, OUT, BATCH>,
    kind: &str,
) -> Case {
    let Operands { x, weight, dy } = operands;
    let kind = kind.to_string();
    let mut c = vec![
        T::zero();
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
pub struct Nalgebra<T> {
    x: DMatrix<T>,
    weight: DMatrix<T>,
    dy: DMatrix<T>,
}

impl<T: Scalar> Nalgebra<T> {
    pub fn new<const IN: usize, const OUT: usize, const BATCH: usize>(
        operands: Operands<T, IN, OUT, BATCH>,
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
                    y.gemm_tr(T::one(), &weight, black_box(&x), T::zero());
                    corners(y.as_slice())
                })
            }
            "dW" => {
                let mut dweight = weight;
                Box::new(move || {
                    dweight.gemm(T::one(), black_box(&x), &dy.transpose(), T::zero());
                    corners(dweight.as_slice())
                })
            }
            _ => {
                let mut dx = x;
                Box::new(move || {
                    dx.gemm(T::one(), &weight, black_box(&dy), T::zero());
                    corners(dx.as_slice())
                })
            }
        }
    }
}

/// The same of static size.
pub struct NalgebraStatic<T, const IN: usize, const OUT: usize, const BATCH: usize> {
    x: Box<SMatrix<T, IN, BATCH>>,
    weight: Box<SMatrix<T, IN, OUT>>,
    dy: Box<SMatrix<T, OUT, BATCH>>,
}

impl<T: Scalar, const IN: usize, const OUT: usize, const BATCH: usize> NalgebraStatic<T, IN, OUT, BATCH> {
    pub fn new(operands: Operands<T, IN, OUT, BATCH>) -> Self {
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
                    y.gemm_tr(T::one(), &weight, black_box(&x), T::zero());
                    corners(y.as_slice())
                })
            }
            "dW" => {
                let mut dweight = weight;
                Box::new(move || {
                    dweight.gemm(T::one(), black_box(&x), &dy.transpose(), T::zero());
                    corners(dweight.as_slice())
                })
            }
            _ => {
                let mut dx = x;
                Box::new(move || {
                    dx.gemm(T::one(), &weight, black_box(&dy), T::zero());
                    corners(dx.as_slice())
                })
            }
        }
    }
}
