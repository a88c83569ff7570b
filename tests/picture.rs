//! The pictures that the example `mnist` reads.

#[path = "../examples/mnist/picture.rs"]
mod picture;

use std::env;

use image::{DynamicImage, GrayImage, Luma, Rgba, RgbaImage};

/// A vertical stroke on paper.
fn stroke(side: u32, ink: u8, paper: u8) -> DynamicImage {
    let is_ink =
        |x: u32, y: u32| (3 * side..4 * side).contains(&(x * 7)) && y > side / 7 && y < side - side / 7;
    GrayImage::from_fn(side, side, |x, y| Luma([if is_ink(x, y) { ink } else { paper }])).into()
}

#[test]
fn pictures_are_white_on_black() {
    let white_on_black = picture::digit(&stroke(28, 255, 0));
    assert_eq!(white_on_black[14 * 28 + 14], 1.0);
    assert_eq!(white_on_black[14 * 28], 0.0);
    assert_eq!(picture::digit(&stroke(28, 0, 255)), white_on_black);
}

#[test]
fn what_is_transparent_is_paper() {
    let DynamicImage::ImageLuma8(grey) = stroke(28, 0, 255) else { unreachable!("it is grey") };
    let ink = RgbaImage::from_fn(28, 28, |x, y| Rgba([0, 0, 0, 255 - grey.get_pixel(x, y).0[0]]));
    assert_eq!(picture::digit(&ink.into()), picture::digit(&stroke(28, 255, 0)));
}

#[test]
fn larger_and_smaller_pictures_are_scaled() {
    for side in [7, 56, 280] {
        let found = picture::digit(&stroke(side, 0, 255));
        assert!(found[14 * 28 + 14] > 0.8 && found[14 * 28 + 3] < 0.1, "{side}");
    }
    let wide = DynamicImage::from(GrayImage::from_pixel(300, 3, Luma([200])));
    assert!(picture::digit(&wide).iter().all(|pixel| (pixel - 55.0 / 255.0).abs() < 1e-6));
}

#[test]
fn what_is_no_picture_is_named() {
    let file = env::temp_dir().join(format!("plies-picture-{}.png", std::process::id()));
    let error = picture::read(&file).unwrap_err().to_string();
    assert!(error.starts_with(&format!("cannot read `{}`: ", file.display())), "{error}");
    std::fs::write(&file, "no picture").unwrap();
    let error = picture::read(&file).unwrap_err().to_string();
    assert!(error.ends_with("expected a PNG file, best of 28×28 grey pixels"), "{error}");
    stroke(30, 0, 255).save(&file).unwrap();
    assert_eq!(picture::read(&file).unwrap(), picture::digit(&stroke(30, 0, 255)));
    std::fs::remove_file(file).unwrap();
}
