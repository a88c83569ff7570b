use incin::prelude::*;

fn main() -> Result<()> {
    // Filters, channels, kernel, stride, padding and dilation.
    let conv = Conv2d::<s![8, 1, 7, 1, 1, 1], DefaultBackend>::build(())?;
    //~ fix: let conv = Conv2d::<s![8, 1, 7, 1, 2, 1], DefaultBackend>::build(())?;
    let images = Tensor::<s![32, 1, 4, 4], DefaultBackend>::ones(())?;
    let _ = conv.forward(images)?;
    Ok(())
}
