use dfdx::prelude::*;

type Model = (
    (Conv2D<1, 6, 5>, ReLU, MaxPool2D<2, 2>),
    (Conv2D<6, 16, 5>, MaxPool2D<2, 2>),
    Flatten2D,
    Linear<400, 120>,
    //~ fix: Linear<256, 120>,
    Linear<120, 10>,
);

fn main() {
    let dev = AutoDevice::default();
    let model = dev.build_module::<Model, f32>();
    let images: Tensor<Rank4<32, 1, 28, 28>, f32, _> = dev.sample_normal();
    let _: Tensor<Rank2<32, 10>, f32, _> = model.forward(images);
}
