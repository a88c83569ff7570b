use incin::prelude::*;

fn main() -> Result<()> {
    // Filters, channels, kernel, stride, padding and dilation.
    let conv = Conv2d::<s![6, 3, 5, 1, 0, 1], DefaultBackend>::build(())?;
    //~ fix: let conv = Conv2d::<s![6, 4, 5, 1, 0, 1], DefaultBackend>::build(())?;
    let images = Tensor::<s![32, 4, 28, 28], DefaultBackend>::ones(())?;
    let _ = conv.forward(images)?;
    Ok(())
}
