use incin::prelude::*;

fn main() -> Result<()> {
    let a = Tensor::<s![32, 2, 4, 4], DefaultBackend>::ones(())?;
    let b = Tensor::<s![32, 3, 4, 5], DefaultBackend>::ones(())?;
    //~ fix: let b = Tensor::<s![32, 3, 4, 4], DefaultBackend>::ones(())?;
    let _: Tensor<s![32, 5, 4, 4], DefaultBackend> = a.concat(&b, axis!(1))?;
    Ok(())
}
