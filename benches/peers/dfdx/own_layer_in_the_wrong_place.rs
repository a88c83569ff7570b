use dfdx::prelude::*;

/// Sums neighbours in pairs.
#[derive(Default, Clone, Copy)]
struct Pairs<const IN: usize, const OUT: usize>;

impl<const IN: usize, const OUT: usize> ZeroSizedModule for Pairs<IN, OUT> {}
impl<const IN: usize, const OUT: usize> NonMutableModule for Pairs<IN, OUT> {}

impl<const N: usize, const IN: usize, const OUT: usize, D: Device<f32>, T: Tape<f32, D>>
    Module<Tensor<Rank2<N, IN>, f32, D, T>> for Pairs<IN, OUT>
{
    type Output = Tensor<Rank2<N, OUT>, f32, D, T>;
    type Error = D::Err;

    fn try_forward(&self, x: Tensor<Rank2<N, IN>, f32, D, T>) -> Result<Self::Output, D::Err> {
        x.try_reshape::<Rank3<N, OUT, 2>>()?.try_sum()
    }
}

type Model = (
    Linear<8, 7>,
    //~ fix: Linear<8, 8>,
    Pairs<8, 4>,
    Linear<4, 10>,
);

fn main() {
    let dev = AutoDevice::default();
    let model = dev.build_module::<Model, f32>();
    let x: Tensor<Rank2<32, 8>, f32, _> = dev.sample_normal();
    let _: Tensor<Rank2<32, 10>, f32, _> = model.forward(x);
}
