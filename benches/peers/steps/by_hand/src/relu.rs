//! The rectifier, in place.

pub fn forward(y: &mut [f32]) {
    for y in y {
        *y = y.max(0.0);
    }
}

pub fn backward(y: &[f32], dy: &mut [f32]) {
    for (d, y) in dy.iter_mut().zip(y) {
        *d = if *y > 0.0 { *d } else { 0.0 };
    }
}
