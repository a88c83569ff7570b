use dfdx::prelude::*;

type Model = (Linear<784, 50>, Residual<Linear<50, 40>>);
//~ fix: type Model = (Linear<784, 50>, Residual<Linear<50, 50>>);

fn main() {
    let dev = AutoDevice::default();
    let model = dev.build_module::<Model, f32>();
    let images: Tensor<Rank2<32, 784>, f32, _> = dev.sample_normal();
    let _: Tensor<Rank2<32, 50>, f32, _> = model.forward(images);
}
