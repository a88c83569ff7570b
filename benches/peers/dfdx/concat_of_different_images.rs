use dfdx::prelude::*;

type Images<Channels, const HEIGHT: usize, const WIDTH: usize> =
    Tensor<(Const<32>, Channels, Const<HEIGHT>, Const<WIDTH>), f32, AutoDevice>;

fn main() {
    let dev = AutoDevice::default();
    let a: Images<usize, 4, 4> = dev.zeros_like(&(Const, 2, Const, Const));
    let b: Images<usize, 4, 5> = dev.zeros_like(&(Const, 3, Const, Const));
    //~ fix: let b: Images<usize, 4, 4> = dev.zeros_like(&(Const, 3, Const, Const));
    let _ = (a, b).concat_along(Axis::<1>);
}
