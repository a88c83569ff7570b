//! What the convolutions have in common: the settings of a kernel, the sizes that follow, and what is said of impossible
//! ones.

use crate::product::Convolution;
use crate::{Message, Rule, Shape};

/// How a kernel moves over an image. Pairs are of height and width.
#[derive(Clone, Copy, Debug)]
pub struct Kernel {
    pub size: [usize; 2],
    pub stride: [usize; 2],
    pub padding: [usize; 2],
    pub dilation: [usize; 2],
}

impl Kernel {
    /// Pixel by pixel, without a margin.
    pub const fn new(size: [usize; 2]) -> Self {
        Kernel { size, stride: [1, 1], padding: [0, 0], dilation: [1, 1] }
    }

    /// Settings that a convolution can have: none is 0.
    pub const fn possible(mut self) -> Self {
        let mut axis = 0;
        while axis < 2 {
            self.size[axis] = at_least_one(self.size[axis]);
            self.stride[axis] = at_least_one(self.stride[axis]);
            self.dilation[axis] = at_least_one(self.dilation[axis]);
            axis += 1;
        }
        self
    }

    /// How many pixels the kernel spans.
    pub const fn spans(self) -> [usize; 2] {
        let kernel = self.possible();
        let mut spans = [1; 2];
        let mut axis = 0;
        while axis < 2 {
            let between = kernel.dilation[axis].saturating_mul(kernel.size[axis] - 1);
            spans[axis] = between.saturating_add(1);
            axis += 1;
        }
        spans
    }

    /// The image with its margin.
    pub const fn padded(self, image: [usize; 2]) -> [usize; 2] {
        [padded(image[0], self.padding[0]), padded(image[1], self.padding[1])]
    }

    /// Whether the kernel has room in the image with its margin.
    pub const fn fits(self, image: [usize; 2]) -> bool {
        let (spans, padded) = (self.spans(), self.padded(image));
        spans[0] <= padded[0] && spans[1] <= padded[1]
    }

    /// `⌊(image + 2 padding - span) / stride⌋ + 1`; 1 where the kernel has no room.
    pub const fn pixels(self, image: [usize; 2]) -> [usize; 2] {
        let (spans, padded, stride) = (self.spans(), self.padded(image), self.possible().stride);
        [
            (padded[0].saturating_sub(spans[0]) / stride[0]).saturating_add(1),
            (padded[1].saturating_sub(spans[1]) / stride[1]).saturating_add(1),
        ]
    }

    /// The convolution from an image, with possible numbers.
    pub const fn convolution(
        self,
        [channels, filters, groups]: [usize; 3],
        image: [usize; 2],
        pixels: [usize; 2],
    ) -> Convolution {
        let Kernel { size, mut stride, padding, dilation } = self.possible();
        // Where it goes further than the image, there is one pixel, however far it goes.
        let (padded, mut axis) = (self.padded(image), 0);
        while axis < 2 {
            if stride[axis] > padded[axis] {
                stride[axis] = at_least_one(padded[axis]);
            }
            axis += 1;
        }
        Convolution { channels, image, filters, pixels, kernel: size, stride, padding, dilation, groups }
    }

    /// The shape of a weight that has such a kernel for each of two counts.
    pub const fn stored(self, outer: usize, inner: usize) -> Shape {
        let [height, width] = self.possible().size;
        Shape::near(&[outer, inner, height, width])
    }

    /// Requires what the sizes alone do not say: that no setting is 0.
    pub const fn require_settings(self, rule: Rule, is_flat: bool) -> Rule {
        let ([height, width], Kernel { stride, dilation, .. }) = (self.size, self);
        let why = size(Message::new("has a kernel of "), self.size, is_flat);
        let larger = [at_least_one(height), at_least_one(width)];
        rule.require(
            height > 0 && width > 0,
            why,
            size(Message::new("give it a kernel of at least "), larger, is_flat),
        )
        .require(
            stride[0] > 0 && stride[1] > 0,
            Message::new("moves its kernel by a stride of 0"),
            Message::new("give it a stride of at least 1"),
        )
        .require(
            dilation[0] > 0 && dilation[1] > 0,
            Message::new("has a dilation of 0"),
            Message::new("give it a dilation of at least 1; at 1 the kernel's pixels are neighbours"),
        )
    }

    /// The largest kernel that has room in the image, up to the one there is.
    const fn most(self, image: [usize; 2]) -> [usize; 2] {
        let (padded, dilation) = (self.padded(image), self.possible().dilation);
        [at_most(padded[0], self.size[0], dilation[0]), at_most(padded[1], self.size[1], dilation[1])]
    }

    /// The padding that gives the kernel room, at least what there is.
    const fn needed(self, image: [usize; 2]) -> [usize; 2] {
        let spans = self.spans();
        [
            needed_padding(image[0], spans[0], self.padding[0]),
            needed_padding(image[1], spans[1], self.padding[1]),
        ]
    }

    /// Requires that the kernel has room in the image.
    pub const fn require_fit(self, rule: Rule, image: [usize; 2], is_flat: bool) -> Rule {
        let (spans, padded, dilation) = (self.spans(), self.padded(image), self.possible().dilation);
        let is_dilated = dilation[0] > 1 || dilation[1] > 1;
        let why = Message::new(if is_dilated { "has a kernel that spans " } else { "has a kernel of " });
        let why = size(why, spans, is_flat).text(", larger than its ");
        let why = if self.padding[0] > 0 || self.padding[1] > 0 { why.text("padded ") } else { why };
        let why = size(why.text(if is_flat { "sequence of " } else { "image of " }), padded, is_flat);
        let (most, needed) = (self.most(image), self.needed(image));
        let help = size(Message::new("give it a kernel of at most "), most, is_flat);
        let help = if is_flat {
            help.text(", or `.padding(").number(needed[1]).text(")`")
        } else if self.size[0] == self.size[1] && self.padding[0] == self.padding[1] {
            help.text(", or `.padding(")
                .number(if needed[0] > needed[1] { needed[0] } else { needed[1] })
                .text(")`")
        } else {
            help.text(", or `.padding_rect([").number(needed[0]).text(", ").number(needed[1]).text("])`")
        };
        rule.require(self.fits(image), why, help)
    }
}

/// What is said of groups and filters; `outputs` are the filters or, of a transposed convolution, its outputs.
pub const fn require_groups(rule: Rule, channels: usize, filters: usize, groups: usize) -> Rule {
    let rule = rule
        .require(
            filters > 0,
            Message::new("is declared with 0 filters"),
            Message::new("declare it with at least 1 filter"),
        )
        .require(
            groups > 0,
            Message::new("has 0 groups"),
            Message::new("give it at least 1 group; with 1, each filter sees every channel"),
        );
    let why = Message::new("has ").count(groups, "group").text(", which do not divide its ");
    let help = Message::new("give it ").count(common_divisor(channels, filters, groups), "group");
    let rule =
        rule.require(groups == 0 || channels.is_multiple_of(groups), why.count(channels, "channel"), help);
    let rounded = filters.div_ceil(at_least_one(groups)).saturating_mul(groups);
    rule.require(
        groups == 0 || filters.is_multiple_of(groups),
        why.count(filters, "filter"),
        help.text(", or declare it with ").count(rounded, "filter"),
    )
}

/// Whether the groups divide both.
pub const fn groups_fit(channels: usize, filters: usize, groups: usize) -> bool {
    groups > 0 && channels.is_multiple_of(groups) && filters.is_multiple_of(groups)
}

/// The largest number up to `most` that divides both.
const fn common_divisor(a: usize, b: usize, most: usize) -> usize {
    let (mut gcd, mut rest) = (a, b);
    while rest > 0 {
        (gcd, rest) = (rest, gcd % rest);
    }
    let mut divisor = if most < gcd { most } else { gcd };
    while divisor > 1 && !gcd.is_multiple_of(divisor) {
        divisor -= 1;
    }
    at_least_one(divisor)
}

/// "5×5 pixels", or "5 entries" of a sequence.
const fn size(message: Message, [height, width]: [usize; 2], is_flat: bool) -> Message {
    if is_flat { message.number(width) } else { message.number(height).text("×").number(width) }
}

pub const fn at_least_one(number: usize) -> usize {
    if number > 0 { number } else { 1 }
}

const fn padded(size: usize, padding: usize) -> usize {
    size.saturating_add(padding.saturating_mul(2))
}

/// The largest kernel that has room, up to the one there is.
const fn at_most(padded: usize, kernel: usize, dilation: usize) -> usize {
    let most = (padded - 1) / dilation + 1;
    if most < kernel { most } else { kernel }
}

/// The padding that gives a kernel room, at least what there is.
const fn needed_padding(size: usize, span: usize, padding: usize) -> usize {
    let needed = span.saturating_sub(size).div_ceil(2);
    if needed > padding { needed } else { padding }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_helps_a_kernel_without_room_gives_it_room() {
        let numbers = || (1..9).flat_map(|size| (1..4).map(move |dilation| (size, dilation)));
        for (size, dilation) in numbers() {
            for (image, padding) in (1..9).flat_map(|image| (0..3).map(move |padding| (image, padding))) {
                let kernel = Kernel {
                    size: [size, 2],
                    stride: [1, 3],
                    padding: [padding; 2],
                    dilation: [dilation; 2],
                };
                let image = [image, 4];
                if kernel.fits(image) {
                    continue;
                }
                let (most, needed) = (kernel.most(image), kernel.needed(image));
                assert!(Kernel { size: most, ..kernel }.fits(image), "{kernel:?} of {image:?}");
                assert!(Kernel { padding: needed, ..kernel }.fits(image), "{kernel:?} of {image:?}");
                // No larger one, and no less padding, does.
                let larger = if most[0] < size { [most[0] + 1, most[1]] } else { [most[0], most[1] + 1] };
                assert!(!Kernel { size: larger, ..kernel }.fits(image), "{kernel:?} of {image:?}");
                let less = if needed[0] > padding { [needed[0] - 1, 99] } else { [99, needed[1] - 1] };
                assert!(!Kernel { padding: less, ..kernel }.fits(image), "{kernel:?} of {image:?}");
            }
        }
    }
}
