use dfdx::prelude::*;

type Model = (
    (Linear<748, 50>, ReLU),
    //~ fix: (Linear<784, 50>, ReLU),
    Linear<50, 10>,
);

fn main() {
    let dev = AutoDevice::default();
    let model = dev.build_module::<Model, f32>();
    let images: Tensor<Rank2<32, 784>, f32, _> = dev.sample_normal();
    let _: Tensor<Rank2<32, 10>, f32, _> = model.forward(images);
}
