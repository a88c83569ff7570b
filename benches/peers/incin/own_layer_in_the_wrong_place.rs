use incin::prelude::*;

/// Sums neighbours in pairs.
#[module]
struct Pairs {}

impl Module<Tensor<s![32, 8], DefaultBackend, f32, Grad>> for Pairs {
    type Output = Tensor<s![32, 4], DefaultBackend, f32, Grad>;
    type Error = incin::Error;

    fn forward(&self, x: Tensor<s![32, 8], DefaultBackend, f32, Grad>) -> Result<Self::Output> {
        x.reshape(shape![32, 4, 2])?.sum(axis!(2))
    }
}

fn main() -> Result<()> {
    let net = seq!(
        Linear::<s![8, 7], DefaultBackend>::build(())?,
        //~ fix: Linear::<s![8, 8], DefaultBackend>::build(())?,
        Pairs {},
        Linear::<s![4, 10], DefaultBackend>::build(())?
    );
    let x = Tensor::<s![32, 8], DefaultBackend>::ones(())?;
    let _: Tensor<s![32, 10], DefaultBackend, f32, Grad> = net.forward(x)?;
    Ok(())
}
