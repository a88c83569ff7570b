use incin::prelude::*;

fn main() -> Result<()> {
    let net = Linear::<s![784, 10], DefaultBackend>::build(())?;
    let images = Tensor::<s![3, 784], DefaultBackend>::ones(())?;
    let labels = Tensor::<s![3], DefaultBackend, i64>::from_slice(&[10, 10, 10], ())?;
    //~ fix: let labels = Tensor::<s![3], DefaultBackend, i64>::from_slice(&[9, 9, 9], ())?;
    let loss = net.forward(images)?.cross_entropy_loss(&labels)?;
    let _ = loss.backward()?;
    Ok(())
}
