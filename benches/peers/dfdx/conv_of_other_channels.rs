use dfdx::prelude::*;

type Model = Conv2D<3, 6, 5>;
//~ fix: type Model = Conv2D<4, 6, 5>;

fn main() {
    let dev = AutoDevice::default();
    let model = dev.build_module::<Model, f32>();
    let images: Tensor<Rank4<32, 4, 28, 28>, f32, _> = dev.sample_normal();
    let _: Tensor<Rank4<32, 6, 24, 24>, f32, _> = model.forward(images);
}
