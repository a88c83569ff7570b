use dfdx::data::OneHotEncode;
use dfdx::prelude::*;

type Model = Linear<784, 10>;

fn main() {
    let dev = AutoDevice::default();
    let model = dev.build_module::<Model, f32>();
    let images: Tensor<Rank2<3, 784>, f32, _> = dev.sample_normal();
    let labels = dev.one_hot_encode(Const::<11>, [9; 3]);
    //~ fix: let labels = dev.one_hot_encode(Const::<10>, [9; 3]);
    let logits = model.forward(images.leaky_trace());
    let _ = cross_entropy_with_logits_loss(logits, labels).backward();
}
