use dfdx::prelude::*;

type Model = Conv2D<1, 8, 7, 1, 1>;
//~ fix: type Model = Conv2D<1, 8, 7, 1, 2>;

fn main() {
    let dev = AutoDevice::default();
    let model = dev.build_module::<Model, f32>();
    let images: Tensor<Rank4<32, 1, 4, 4>, f32, _> = dev.sample_normal();
    let _ = model.forward(images);
}
