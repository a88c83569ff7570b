use incin::prelude::*;

fn main() -> Result<()> {
    let affine1 = Linear::<s![784, 50], DefaultBackend>::build(())?;
    let affine2 = Linear::<s![50, 40], DefaultBackend>::build(())?;
    //~ fix: let affine2 = Linear::<s![50, 50], DefaultBackend>::build(())?;
    let images = Tensor::<s![32, 784], DefaultBackend>::ones(())?;
    let x = affine1.forward(images)?;
    let y = affine2.forward(x.clone())?;
    let _ = &x + &y;
    Ok(())
}
