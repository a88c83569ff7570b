use incin::prelude::*;

fn main() -> Result<()> {
    // Filters, channels, kernel, stride, padding and dilation.
    let conv1 = Conv2d::<s![6, 1, 5, 1, 0, 1], DefaultBackend>::build(())?;
    let conv2 = Conv2d::<s![16, 6, 5, 1, 0, 1], DefaultBackend>::build(())?;
    let pool = MaxPool2d::<typenum::U2, typenum::U2>::new()?;
    let affine1 = Linear::<s![400, 120], DefaultBackend>::build(())?;
    //~ fix: let affine1 = Linear::<s![256, 120], DefaultBackend>::build(())?;
    let affine2 = Linear::<s![120, 10], DefaultBackend>::build(())?;
    let images = Tensor::<s![32, 1, 28, 28], DefaultBackend>::ones(())?;
    let x = pool.forward(conv1.forward(images)?.relu()?)?;
    let x = pool.forward(conv2.forward(x)?)?;
    let x = x.reshape(shape![32, 400])?;
    //~ fix: let x = x.reshape(shape![32, 256])?;
    let _: Tensor<s![32, 10], DefaultBackend, f32, Grad> = affine2.forward(affine1.forward(x)?)?;
    Ok(())
}
