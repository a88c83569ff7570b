//! Convolutions of many sizes against their definition, written as loops.

use super::{Convolution, direct};
use crate::Kernels;
use crate::testing::{Number, Random};

/// Calls with the place of each weight, and of the entries of the image and of the pixels that it joins.
fn for_each_product(sizes: &Convolution, mut visit: impl FnMut(usize, usize, usize)) {
    let Convolution { image: [height, width], pixels: [rows, columns], .. } = *sizes;
    let (channels, filters) = (sizes.channels / sizes.groups, sizes.filters / sizes.groups);
    for f in 0..sizes.filters {
        for c in 0..channels {
            for i in 0..sizes.kernel[0] {
                for j in 0..sizes.kernel[1] {
                    for row in 0..rows {
                        for column in 0..columns {
                            let y = row * sizes.stride[0] + i * sizes.dilation[0];
                            let x = column * sizes.stride[1] + j * sizes.dilation[1];
                            let (Some(y), Some(x)) =
                                (y.checked_sub(sizes.padding[0]), x.checked_sub(sizes.padding[1]))
                            else {
                                continue;
                            };
                            if y < height && x < width {
                                let weight = ((f * channels + c) * sizes.kernel[0] + i) * sizes.kernel[1] + j;
                                let channel = f / filters * channels + c;
                                let (at, pixel) =
                                    ((channel * height + y) * width + x, (f * rows + row) * columns + column);
                                visit(weight, at, pixel);
                            }
                        }
                    }
                }
            }
        }
    }
}

fn check<T: Number>(sizes: Convolution, random: &mut Random) {
    const SAMPLES: usize = 3;
    let image_len = sizes.channels * sizes.image[0] * sizes.image[1];
    let pixel_len = sizes.filters * sizes.pixels[0] * sizes.pixels[1];
    let weight_len = sizes.patch() * sizes.filters;
    let (weight, bias) = (random.integers::<T>(weight_len), random.integers::<T>(sizes.filters));
    let image_bias = random.integers::<T>(sizes.channels);
    let (images, pixels) =
        (random.integers::<T>(SAMPLES * image_len), random.integers::<T>(SAMPLES * pixel_len));
    let nan = T::from(f32::NAN);
    let mut scratch = vec![nan; sizes.scratch()];

    let mut y = vec![nan; SAMPLES * pixel_len];
    T::convolve(sizes, &weight, Some(&bias), &images, &mut y, &mut scratch);
    let mut expected: Vec<T> =
        (0..y.len()).map(|at| bias[at % pixel_len / (pixel_len / sizes.filters)]).collect();
    for n in 0..SAMPLES {
        for_each_product(&sizes, |w, at, pixel| {
            expected[n * pixel_len + pixel] += weight[w] * images[n * image_len + at]
        });
    }
    assert_eq!(y, expected, "forward, {sizes:?}");

    scratch.fill(nan);
    let mut dx = vec![nan; SAMPLES * image_len];
    T::convolve_back(sizes, &weight, Some(&image_bias), &pixels, &mut dx, &mut scratch);
    let mut expected: Vec<T> =
        (0..dx.len()).map(|at| image_bias[at % image_len / (image_len / sizes.channels)]).collect();
    for n in 0..SAMPLES {
        for_each_product(&sizes, |w, at, pixel| {
            expected[n * image_len + at] += weight[w] * pixels[n * pixel_len + pixel]
        });
    }
    assert_eq!(dx, expected, "backward, {sizes:?}");

    scratch.fill(nan);
    let mut dw = vec![nan; weight_len];
    let mut db = vec![nan; sizes.filters];
    T::convolve_weight(sizes, &images, &pixels, &mut dw, Some(&mut db), &mut scratch);
    let mut expected = vec![T::default(); weight_len];
    for n in 0..SAMPLES {
        for_each_product(&sizes, |w, at, pixel| {
            expected[w] += pixels[n * pixel_len + pixel] * images[n * image_len + at];
        });
    }
    assert_eq!(dw, expected, "gradient, {sizes:?}");
    let mut expected = vec![T::default(); sizes.filters];
    for (at, pixel) in pixels.iter().enumerate() {
        expected[at % pixel_len / (pixel_len / sizes.filters)] += *pixel;
    }
    assert_eq!(db, expected, "gradient of the bias, {sizes:?}");
}

#[test]
fn sizes_of_all_kinds_compute_what_is_defined() {
    let random = &mut Random::new(1);
    let mut checked = 0;
    while checked < 500 {
        let mut draw = |from, to| random.whole(from, to);
        let groups = draw(1, 3);
        let kernel = [draw(1, 5), draw(1, 5)];
        // Half of them as most are: dense.
        let is_dense = draw(0, 1) == 0;
        let stride = if is_dense { [1, 1] } else { [draw(1, 3), draw(1, 3)] };
        let padding = [draw(0, 3), draw(0, 3)];
        let dilation = [draw(1, 3), draw(1, 3)];
        let image = [draw(1, 12), draw(1, 20)];
        let (channels, filters) = (groups * draw(1, 4), groups * draw(1, if is_dense { 14 } else { 5 }));
        let mut pixels = [0; 2];
        let mut fits = true;
        for axis in 0..2 {
            let (padded, span) = (image[axis] + 2 * padding[axis], dilation[axis] * (kernel[axis] - 1) + 1);
            fits &= span <= padded;
            // A pixel less than there could be, sometimes: what an output padding leaves out.
            let most = padded.saturating_sub(span) / stride[axis] + 1;
            pixels[axis] = if most > 1 && draw(0, 3) == 0 { most - 1 } else { most };
        }
        if fits {
            let sizes =
                Convolution { channels, image, filters, pixels, kernel, stride, padding, dilation, groups };
            check::<f32>(sizes, random);
            check::<f64>(sizes, random);
            checked += 1;
        }
    }
}

/// A convolution of one pixel, to which the output has some more.
fn pixelwise(channels: usize, image: [usize; 2], filters: usize, pixels: [usize; 2]) -> Convolution {
    let (kernel, stride, padding, dilation) = ([1, 1], [1, 1], [0, 0], [1, 1]);
    Convolution { channels, image, filters, pixels, kernel, stride, padding, dilation, groups: 1 }
}

#[test]
fn a_kernel_of_one_pixel_copies_no_image() {
    let sizes = pixelwise(4, [5, 6], 3, [5, 6]);
    // The weights, a table of pixels, the pixels with five filters that fill up a vector, and what is before a line.
    assert_eq!(sizes.scratch(), 4 * 8 + 30 + 8 * 30 + direct::LINE);
    check::<f64>(sizes, &mut Random::new(1));
}

#[test]
fn rows_stay_rows_where_there_are_other_pixels_than_in_the_image() {
    for [height, width] in [[20, 19], [19, 20], [18, 17]] {
        check::<f32>(pixelwise(8, [20, 20], 8, [height, width]), &mut Random::new(1));
        check::<f64>(pixelwise(3, [20, 20], 2, [height, width]), &mut Random::new(2));
    }
}

/// Kernels that lie on the margin wherever they lie, and a number that is none beside another channel.
#[test]
fn what_is_not_seen_does_not_matter() {
    let (dilation, groups) = ([1, 1], 1);
    for [height, stride, padding] in [[1, 100, 5], [9, 100, 5], [2, 7, 4]] {
        let (image, kernel, pixels) = ([height, 3], [3, 3], [1, 1]);
        let (stride, padding) = ([stride, 1], [padding, 0]);
        let sizes = Convolution {
            channels: 3,
            image,
            filters: 16,
            pixels,
            kernel,
            stride,
            padding,
            dilation,
            groups,
        };
        check::<f32>(sizes, &mut Random::new(1));
        check::<f64>(sizes, &mut Random::new(1));
    }

    // Another channel is not seen, however few rows there are, or however short they are.
    let (kernel, stride, padding) = ([3, 3], [1, 1], [0, 0]);
    for (image, filters) in [([6, 22], 1), ([14, 22], 1), ([14, 7], 4), ([7, 7], 3)] {
        let pixels = image.map(|size| size - 2);
        let sizes =
            Convolution { channels: 2, image, filters, pixels, kernel, stride, padding, dilation, groups };
        let (image_len, pixel_len) = (image[0] * image[1], pixels[0] * pixels[1]);
        let mut images = vec![1.0_f32; 2 * image_len];
        images[image_len] = f32::INFINITY;
        let (mut gradient, mut scratch) = (vec![0.0; filters * 18], vec![0.0; sizes.scratch()]);
        let pixels = vec![1.0; filters * pixel_len];
        f32::convolve_weight(sizes, &images, &pixels, &mut gradient, None, &mut scratch);
        for of_filter in gradient.chunks(18) {
            assert_eq!(of_filter[..9], [pixel_len as f32; 9], "{sizes:?}");
        }
    }
}

/// Wide images, many channels, and those in between, with vectors along either.
#[test]
fn large_sizes_compute_what_is_defined() {
    let random = &mut Random::new(3);
    let (stride, dilation, groups) = ([1, 1], [1, 1], 1);
    for [channels, side, filters, size, pad] in [
        [1, 28, 6, 5, 2],
        [6, 14, 16, 5, 0],
        [16, 41, 3, 3, 1],
        [9, 7, 24, 3, 1],
        [40, 5, 17, 2, 3],
        [2, 9, 8, 3, 4],
        // Rows of 14, 12 and 8 pixels for filters that fill a vector, and longer ones for few filters.
        [6, 18, 16, 5, 0],
        [5, 12, 16, 3, 1],
        [8, 16, 8, 3, 1],
        [3, 30, 4, 3, 1],
        [1, 44, 7, 5, 2],
        // The way back pixel by pixel, in rows of every remainder.
        [16, 13, 17, 3, 1],
        [12, 9, 20, 5, 2],
        [5, 7, 33, 5, 1],
    ] {
        let pixels = [side + 2 * pad - size + 1; 2];
        let (image, kernel, padding) = ([side; 2], [size; 2], [pad; 2]);
        let sizes =
            Convolution { channels, image, filters, pixels, kernel, stride, padding, dilation, groups };
        check::<f32>(sizes, random);
        check::<f64>(sizes, random);
        let pixels = pixels.map(|pixels| (pixels - 1) / 2 + 1);
        check::<f32>(Convolution { pixels, stride: [2, 2], ..sizes }, random);
    }
}
