use incin::prelude::*;

fn main() -> Result<()> {
    let net = Linear::<s![784, 50], DefaultBackend>::build(())?;
    let images = Tensor::<s![32, 784], DefaultBackend>::ones(())?;
    let _: Tensor<s![32, 10], DefaultBackend, f32, Grad> = net.forward(images)?;
    //~ fix: let _: Tensor<s![32, 50], DefaultBackend, f32, Grad> = net.forward(images)?;
    Ok(())
}
