//! Numbers as files hold them: little-endian, of any floating-point type.

use std::io::{self, Write};

use half::{bf16, f16};
use safetensors::Dtype;

use crate::Scalar;

/// The type of a network's numbers in a file.
pub fn dtype<T: Scalar>() -> Dtype {
    if size_of::<T>() == size_of::<f32>() { Dtype::F32 } else { Dtype::F64 }
}

/// What a type is called: `f32`.
pub fn name(dtype: Dtype) -> String {
    dtype.to_string().to_lowercase()
}

/// Whether a network can be told numbers of one type in another: halves are always converted, since nothing is lost and no
/// network has them; `f32` and `f64` where that is asked for.
pub fn fits(expected: Dtype, found: Dtype, convert: bool) -> bool {
    match found {
        Dtype::F16 | Dtype::BF16 => true,
        Dtype::F32 | Dtype::F64 => convert || found == expected,
        _ => found == expected,
    }
}

/// Writes numbers.
pub fn encode<T: Scalar>(values: &[T], to: &mut impl Write) -> io::Result<()> {
    match dtype::<T>() {
        Dtype::F32 => {
            values.iter().try_for_each(|value| to.write_all(&(value.to_f64() as f32).to_le_bytes()))
        }
        _ => values.iter().try_for_each(|value| to.write_all(&value.to_f64().to_le_bytes())),
    }
}

/// Reads as many numbers as there is room for.
pub fn decode<T: Scalar>(dtype: Dtype, bytes: &[u8], into: &mut [T]) {
    each(dtype, bytes, |i, value| {
        if let Some(place) = into.get_mut(i) {
            *place = value;
        }
    });
}

/// The first number that `T` holds as none, infinite or NaN, and where it is.
pub fn first_non_finite<T: Scalar>(dtype: Dtype, bytes: &[u8]) -> Option<(usize, f64)> {
    let mut found = None;
    each(dtype, bytes, |i, value: T| {
        if found.is_none() && !value.to_f64().is_finite() {
            found = Some((i, value.to_f64()));
        }
    });
    found
}

/// Visits numbers of a floating-point type; none of any other.
fn each<T: Scalar>(dtype: Dtype, bytes: &[u8], mut visit: impl FnMut(usize, T)) {
    fn chunks<const SIZE: usize>(bytes: &[u8], mut visit: impl FnMut(usize, [u8; SIZE])) {
        bytes.as_chunks().0.iter().enumerate().for_each(|(i, chunk)| visit(i, *chunk));
    }
    match dtype {
        Dtype::F16 => chunks(bytes, |i, chunk| visit(i, T::of(f16::from_le_bytes(chunk).to_f64()))),
        Dtype::BF16 => chunks(bytes, |i, chunk| visit(i, T::of(bf16::from_le_bytes(chunk).to_f64()))),
        Dtype::F32 => chunks(bytes, |i, chunk| visit(i, T::of(f32::from_le_bytes(chunk).into()))),
        Dtype::F64 => chunks(bytes, |i, chunk| visit(i, T::of(f64::from_le_bytes(chunk)))),
        _ => {}
    }
}
