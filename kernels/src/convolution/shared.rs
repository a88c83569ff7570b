//! Convolutions whose samples several threads share.

use super::Convolution;
use crate::Kernels;
use crate::lanes::Lanes;
use crate::threads::{Lent, RowsOf, Share};

impl Convolution {
    /// How many entries a sample has of the image, and of the pixels.
    const fn lens(&self) -> [usize; 2] {
        let (image, pixels) = self.group_lens();
        [image * self.groups, pixels * self.groups]
    }

    /// The samples as rows, each of which takes as many multiply-adds as the convolution has products.
    const fn share(&self, samples: usize) -> Share {
        Share { rows: samples, cost: self.patch() * self.lens()[1], step: 1 }
    }
}

/// From each sample to what it becomes, of as many entries as said: what one part reads, what it writes, and working memory.
fn each_sample<T: Kernels + Lanes>(
    sizes: &Convolution,
    [from_len, to_len]: [usize; 2],
    from: &[T],
    to: &mut [T],
    scratch: &mut [T],
    pass: impl Fn(&[T], &mut [T], &mut [T]) + Sync,
) {
    let share = sizes.share(to.len() / to_len);
    share.run((RowsOf { entries: to, width: to_len }, Lent::new(scratch)), |rows, (to, scratch)| {
        let from = &from[rows.start * from_len..rows.end * from_len];
        scratch.with(sizes.scratch(), |scratch| pass(from, to.entries, scratch));
    });
}

/// `pixels = W image + bias`, for each sample.
pub fn forward<T: Kernels + Lanes>(
    sizes: &Convolution,
    weight: &[T],
    bias: Option<&[T]>,
    images: &[T],
    pixels: &mut [T],
    scratch: &mut [T],
) {
    let [image, pixel] = sizes.lens();
    each_sample(sizes, [image, pixel], images, pixels, scratch, |images, pixels, scratch| {
        sizes.forward(weight, bias, images, pixels, scratch);
    });
}

/// `images = Wᵀ pixels + bias`, for each sample.
pub fn backward<T: Kernels + Lanes>(
    sizes: &Convolution,
    weight: &[T],
    bias: Option<&[T]>,
    pixels: &[T],
    images: &mut [T],
    scratch: &mut [T],
) {
    let [image, pixel] = sizes.lens();
    each_sample(sizes, [pixel, image], pixels, images, scratch, |pixels, images, scratch| {
        sizes.backward(weight, bias, pixels, images, scratch);
    });
}

/// `gradient = Σ pixels imageᵀ`, and `bias = Σ pixels`, over the samples.
#[cfg(not(feature = "rayon"))]
pub fn weight_gradient<T: Kernels + Lanes>(
    sizes: &Convolution,
    images: &[T],
    pixels: &[T],
    gradient: &mut [T],
    bias: Option<&mut [T]>,
    scratch: &mut [T],
) {
    sizes.weight_gradient(images, pixels, gradient, bias, scratch);
}

/// `gradient = Σ pixels imageᵀ`, and `bias = Σ pixels`, over the samples: over those of each shard, and then over the shards, in order.
#[cfg(feature = "rayon")]
pub fn weight_gradient<T: Kernels + Lanes>(
    sizes: &Convolution,
    images: &[T],
    pixels: &[T],
    gradient: &mut [T],
    bias: Option<&mut [T]>,
    scratch: &mut [T],
) {
    use crate::threads::{LEAST, own};

    /// Into how many shards a batch is divided at most. It does not depend on the threads, so that the sums do not, either.
    const SHARDS: usize = 8;
    /// How many numbers the sums of all shards may have. A thread keeps room for them once it has needed it.
    const ROOM: usize = 1 << 22;

    let (weights, biases) = (gradient.len(), bias.as_ref().map_or(0, |bias| bias.len()));
    let ([image, pixel], len) = (sizes.lens(), weights + biases);
    let samples = pixels.len() / pixel;
    let cost = sizes.share(samples).cost;
    let shards = (samples.saturating_mul(cost) / LEAST).min(ROOM / len).min(SHARDS).min(samples);
    if shards < 2 {
        sizes.weight_gradient(images, pixels, gradient, bias, scratch);
        return;
    }
    let each = samples.div_ceil(shards);
    let shards = samples.div_ceil(each);
    own::with(shards * len, |sums: &mut [T]| {
        let share = Share { rows: shards, cost: cost.saturating_mul(each), step: 1 };
        share.run(
            (RowsOf { entries: &mut *sums, width: len }, Lent::new(scratch)),
            |shards, (sums, scratch)| {
                scratch.with(sizes.scratch(), |scratch| {
                    for (shard, sum) in shards.zip(sums.entries.chunks_exact_mut(len)) {
                        let (first, end) = (shard * each, samples.min((shard + 1) * each));
                        let (images, pixels) =
                            (&images[first * image..end * image], &pixels[first * pixel..end * pixel]);
                        let (weight, bias) = sum.split_at_mut(weights);
                        let bias = (biases > 0).then_some(bias);
                        sizes.weight_gradient(images, pixels, weight, bias, scratch);
                    }
                });
            },
        );
        let (first, others) = sums.split_at_mut(len);
        for sum in others.chunks_exact(len) {
            T::accumulate(first, sum);
        }
        let (weight, of_bias) = first.split_at(weights);
        gradient.copy_from_slice(weight);
        if let Some(bias) = bias {
            bias.copy_from_slice(of_bias);
        }
    });
}
