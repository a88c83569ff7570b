//! A picture of a digit, as MNIST would have it.

use std::error::Error;
use std::path::Path;

use image::imageops::{self, FilterType};
use image::{DynamicImage, GrayImage, ImageReader, Luma};

/// Pixels on a side of an image.
const SIDE: u32 = 28;

/// The pixels of a file, row by row, from 0, the paper, to 1, the ink.
pub fn read(file: &Path) -> Result<[f32; 784], Box<dyn Error>> {
    let failed = |error: &dyn Error| format!("cannot read `{}`: {error}", file.display());
    let reader = ImageReader::open(file).map_err(|error| failed(&error))?;
    let reader = reader.with_guessed_format().map_err(|error| failed(&error))?;
    let image = reader.decode().map_err(|error| {
        format!("{}; expected a PNG file, best of {SIDE}×{SIDE} grey pixels", failed(&error))
    })?;
    let (width, height) = (image.width(), image.height());
    if (width, height) != (SIDE, SIDE) {
        println!("`{}` has {width}×{height} pixels: it is scaled to {SIDE}×{SIDE}", file.display());
    }
    Ok(digit(&image))
}

/// White on black, of 28×28 pixels.
pub fn digit(image: &DynamicImage) -> [f32; 784] {
    let grey = scaled(grey(image));
    let pixels: [f32; 784] = std::array::from_fn(|i| f32::from(grey.as_raw()[i]) / 255.0);
    // The paper is at the border.
    let border = (0..784).filter(|i| [i / 28, i % 28].iter().any(|place| [0, 27].contains(place)));
    let brightness = border.clone().map(|i| pixels[i]).sum::<f32>() / border.count() as f32;
    if brightness > 0.5 { pixels.map(|pixel| 1.0 - pixel) } else { pixels }
}

/// Without colours, and white where it is transparent.
fn grey(image: &DynamicImage) -> GrayImage {
    let image = image.to_luma_alpha8();
    let over_white = |[luma, alpha]: [u8; 2]| {
        let [luma, alpha] = [luma, alpha].map(u32::from);
        ((luma * alpha + 255 * (255 - alpha)) / 255) as u8
    };
    GrayImage::from_fn(image.width(), image.height(), |x, y| Luma([over_white(image.get_pixel(x, y).0)]))
}

/// In a square of 28×28 pixels, in the middle; what is added is as its corner.
fn scaled(image: GrayImage) -> GrayImage {
    let (width, height) = image.dimensions();
    if (width, height) == (SIDE, SIDE) || width == 0 || height == 0 {
        return GrayImage::from_fn(SIDE, SIDE, |x, y| *image.get_pixel_checked(x, y).unwrap_or(&Luma([0])));
    }
    let side = width.max(height);
    let [width, height] =
        [width, height].map(|length| (u64::from(length) * u64::from(SIDE)).div_ceil(u64::from(side)) as u32);
    let small = imageops::resize(&image, width, height, FilterType::Triangle);
    let mut square = GrayImage::from_pixel(SIDE, SIDE, *image.get_pixel(0, 0));
    imageops::replace(&mut square, &small, i64::from((SIDE - width) / 2), i64::from((SIDE - height) / 2));
    square
}
