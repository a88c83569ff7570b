use incin::prelude::*;

fn main() -> Result<()> {
    let net = seq!(
        Linear::<s![784, 50], DefaultBackend>::build(())?,
        ReLU,
        Linear::<s![100, 10], DefaultBackend>::build(())?
        //~ fix: Linear::<s![50, 10], DefaultBackend>::build(())?
    );
    let images = Tensor::<s![32, 784], DefaultBackend>::ones(())?;
    let _: Tensor<s![32, 10], DefaultBackend, f32, Grad> = net.forward(images)?;
    Ok(())
}
