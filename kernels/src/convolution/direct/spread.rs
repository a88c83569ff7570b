//! The way back to an image, pixel by pixel: what each gives to the rows of the kernel is added where they lie.
//!
//! A row of the kernel sees neighbouring pixels. Where all channels of a pixel lie side by side, that is one run, as long as the row
//! has columns times channels: it fills vectors better than either of them, and nothing is multiplied with a margin.

use pulp::{Simd, WithSimd};

use super::giving::Giving;
use super::offsets::Offsets;
use super::{from_line, table, transpose};
use crate::convolution::{Convolution, times};
use crate::lanes::{Lanes, MOST_LANES, count, fills_a_line};

/// `images = Wᵀ pixels + bias`, for each sample, in one of several groups.
pub struct Spread<'a, T> {
    pub sizes: Convolution,
    /// The weight of the group, and the bias of its channels.
    pub weight: &'a [T],
    pub bias: Option<&'a [T]>,
    pub pixels: &'a [T],
    pub images: &'a mut [T],
    pub group: usize,
    pub scratch: &'a mut [T],
}

/// Whether the way back goes in this way, with vectors of so many lanes.
const fn is_spread(sizes: &Convolution, lanes: usize) -> bool {
    /// What is multiplied and added to has to be in the innermost cache, of which this is how many numbers.
    const NEAR: usize = 12 << 10;
    /// How many terms take as long as to add a vector to what lies in memory, as measured.
    const GIVEN: usize = 6;

    let ([rows, columns], [height, width], right) = (sizes.pixels, sizes.image, sizes.kernel[1]);
    let (channels, filters, plane) = (sizes.group_channels(), sizes.group_filters(), sizes.spread_plane());
    let image = times(&[plane.height(), plane.width(), channels]);
    if right == 1 || sizes.dilation[1] > 1 || times(&[rows, columns, filters]).saturating_add(image) > NEAR {
        return false;
    }
    // What each row of the pixels takes for a row of the kernel, in vectors.
    let vectors = times(&[right, channels]).div_ceil(lanes);
    let spread = times(&[columns, vectors, filters.saturating_add(GIVEN)]);
    if !sizes.is_dense() {
        // Else each tap is a row of its own: slow, but it leaves no lane without work.
        return spread < times(&[2, columns, right, channels, filters]) / lanes;
    }
    let along_pixels = times(&[width.div_ceil(lanes), channels, right, filters]);
    let along_channels = times(&[times(&[width, height]) / rows, right, filters, channels.div_ceil(lanes)]);
    // Rows of pixels are added up at less than four fifths of the speed, as measured.
    spread < along_pixels.saturating_add(along_pixels / 4) && spread < along_channels
}

/// How much working memory [`Spread`] takes, where it is used.
pub const fn spread_scratch(sizes: &Convolution) -> usize {
    let (mut most, mut lanes) = (0, MOST_LANES / 2);
    while lanes <= MOST_LANES {
        if is_spread(sizes, lanes) {
            let run = times(&[sizes.kernel[1], sizes.group_channels()]);
            let weights = times(&[
                sizes.kernel[0],
                run.saturating_add(lanes - 1) / lanes,
                lanes,
                sizes.group_filters(),
            ]);
            let plane = sizes.spread_plane();
            let image = times(&[plane.height(), plane.width(), sizes.group_channels()]);
            let needed = weights.saturating_add(image).saturating_add(sizes.group_filters());
            most = if needed > most { needed } else { most };
        }
        lanes *= 2;
    }
    most
}

impl<T: Lanes> WithSimd for Spread<'_, T> {
    /// Whether it was done.
    type Output = bool;

    #[inline(always)]
    fn with_simd<S: Simd>(self, simd: S) -> bool {
        if const { !fills_a_line::<S, T>() } {
            return false;
        }
        let Spread { sizes, weight, bias, pixels, images, group, scratch } = self;
        if !is_spread(&sizes, count::<S, T>()) {
            return false;
        }
        let (filters, channels, [rows, columns]) =
            (sizes.group_filters(), sizes.group_channels(), sizes.pixels);
        let ([kernel_rows, kernel_columns], [down, right]) = (sizes.kernel, sizes.stride);
        let (lanes, run) = (count::<S, T>(), kernel_columns * channels);
        let vectors_of_row = run.div_ceil(lanes);
        let pitch = kernel_rows * vectors_of_row * lanes;
        let (weights, scratch) = from_line::<S, T>(scratch).split_at_mut(filters * pitch);
        weights.fill(T::default());
        for (i, weight) in weight.chunks_exact(kernel_columns).enumerate() {
            let (row, channel, filter) =
                (i % kernel_rows, i / kernel_rows % channels, i / (kernel_rows * channels));
            let weights = &mut weights[filter * pitch + row * vectors_of_row * lanes..];
            for (column, weight) in weight.iter().enumerate() {
                weights[column * channels + channel] = *weight;
            }
        }
        let (list, scratch) = table(scratch, filters);
        let plane = sizes.spread_plane();
        let width = plane.width() * channels;
        let seen = &mut scratch[..plane.height() * width];
        let ((image_len, pixel_len), [top, left]) = (sizes.group_lens(), sizes.padding);
        let giving = Giving {
            filters: Offsets::new([1, 1, filters], [0, 0, rows * columns], list),
            weights,
            pitch,
            kernel_rows,
            vectors_of_row,
            run,
            step: sizes.dilation[0] * width,
        };
        let pixels = pixels.chunks_exact(pixel_len).skip(group).step_by(sizes.groups);
        let images = images.chunks_exact_mut(image_len).skip(group).step_by(sizes.groups);
        for (pixels, image) in pixels.zip(images) {
            match bias {
                Some(bias) => seen.chunks_exact_mut(channels).for_each(|x| x.copy_from_slice(bias)),
                None => seen.fill(T::default()),
            }
            // Down the columns, so that by one row of the kernel no two of the pixels at a time give to the same place.
            for column in 0..columns {
                let mut row = 0;
                while row < rows {
                    let (from, to) = (
                        [row * columns + column, columns],
                        [row * down * width + column * right * channels, down * width],
                    );
                    row += match at_a_time(rows - row) {
                        10 => giving.add::<S, 5, 2>(simd, pixels, from, seen, to),
                        8 => giving.add::<S, 4, 2>(simd, pixels, from, seen, to),
                        6 => giving.add::<S, 3, 2>(simd, pixels, from, seen, to),
                        4 => giving.add::<S, 2, 2>(simd, pixels, from, seen, to),
                        _ => giving.add::<S, 1, 1>(simd, pixels, from, seen, to),
                    };
                }
            }
            let [height, columns] = sizes.image;
            let inside = [plane.height().saturating_sub(top), plane.width().saturating_sub(left)];
            let inside = [inside[0].min(height), inside[1].min(columns)];
            if inside != sizes.image {
                for (c, channel) in image.chunks_exact_mut(height * columns).enumerate() {
                    channel.fill(bias.map_or(T::default(), |bias| bias[c]));
                }
            }
            if inside.contains(&0) {
                continue;
            }
            // As if it were one row, where that can be.
            let is_whole = left == 0 && inside[1] == columns && width == columns * channels;
            let (rows, inside) = if is_whole { (1, inside[0] * columns) } else { (inside[0], inside[1]) };
            for row in 0..rows {
                let from = &seen[(row + top) * width + left * channels..];
                let sizes = [inside, channels];
                transpose(simd, sizes, from, channels, &mut image[row * columns..], height * columns);
            }
        }
        true
    }
}

/// How many of so many rows are taken next, so that what is left is not too few.
fn at_a_time(rows: usize) -> usize {
    match rows {
        10 | 18.. => 10,
        8 | 9 | 14..18 => 8,
        6 | 7 | 11..14 => 6,
        4 | 5 => 4,
        _ => 1,
    }
}
