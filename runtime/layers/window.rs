//! Where the windows of a pooling layer lie.

use std::ops::Range;

use super::image::require_image;
use crate::{Inputs, Message, Rule, Shape, Shapes};

/// Windows that slide over the height and the width of an image.
#[derive(Clone, Copy, Debug)]
pub struct Window {
    pub size: [usize; 2],
    pub stride: [usize; 2],
    pub padding: [usize; 2],
    /// Whether pixels may lie in no window.
    pub drop_border: bool,
}

impl Window {
    /// Windows side by side.
    pub const fn new(size: [usize; 2]) -> Self {
        Window { size, stride: size, padding: [0; 2], drop_border: false }
    }

    /// From `[channels, height, width]` to as many channels, and a row and a column for each place of a window.
    pub const fn rule(self, inputs: Inputs) -> Rule {
        let x = inputs.one();
        let gives = [x.dim(0), self.places(x, 0), self.places(x, 1)];
        let is_shape = Shape::mistake(&gives).is_none();
        let [height, width] = self.size;
        let window = pair(Message::new("has a window of "), self.size);
        let is_padded = self.padding[0] > 0 || self.padding[1] > 0;
        let (most_height, most_width) = (self.padded(x, 0), self.padded(x, 1));
        require_image(
            Rule::takes([x]).without_y().gives(if x.rank() == 3 && is_shape {
                Shape::near(&gives)
            } else {
                x
            }),
            x,
        )
        .require(height > 0 && width > 0, window.text(" pixels"), Message::new("write a size of at least 1"))
        .require(
            self.stride[0] > 0 && self.stride[1] > 0,
            Message::new("has a stride of 0"),
            Message::new("write a stride of at least 1"),
        )
        .require(
            self.padding[0] <= height / 2 && self.padding[1] <= width / 2,
            pair(
                margin(Message::new("has a padding of "), self.padding)
                    .text(", more than half of its window of "),
                self.size,
            ),
            margin(Message::new("write a padding of at most "), [height / 2, width / 2]),
        )
        .require(
            height <= most_height && width <= most_width,
            pair(
                window.text(if is_padded {
                    ", larger than its padded image of "
                } else {
                    ", larger than its image of "
                }),
                [most_height, most_width],
            ),
            pair(
                Message::new("give it a window of at most "),
                [smaller(height, most_height), smaller(width, most_width)],
            ),
        )
        .require(
            is_shape,
            Message::new("gives more entries than a `usize` counts"),
            Message::new("give it a smaller window with less padding"),
        )
        .require(
            self.drop_border || self.dropped(x, 0) == 0 && self.dropped(x, 1) == 0,
            dropped(self.dropped(x, 0), self.dropped(x, 1)),
            match self.covering(x) {
                Some(padding) => Message::new("write `.drop_border()` if that is meant, or `.padding(")
                    .number(padding)
                    .text(")`"),
                None => Message::new(
                    "write `.drop_border()` if that is meant, or choose windows that cover the image",
                ),
            },
        )
    }

    /// How many pixels an axis has with its padding.
    const fn padded(self, x: Shape, axis: usize) -> usize {
        x.dim(axis + 1).saturating_add(self.padding[axis].saturating_mul(2))
    }

    /// How far the windows move altogether, and by how much each time: 1 where no stride is possible.
    const fn way(self, x: Shape, axis: usize) -> (usize, usize) {
        let stride = if self.stride[axis] > 0 { self.stride[axis] } else { 1 };
        (self.padded(x, axis).saturating_sub(self.size[axis]), stride)
    }

    /// In how many places a window lies; 1 where it has no room.
    const fn places(self, x: Shape, axis: usize) -> usize {
        let (way, stride) = self.way(x, axis);
        (way / stride).saturating_add(1)
    }

    /// How many pixels of the image are left over at the end of an axis.
    ///
    /// Behind the last window there may be padding, and a gap as the stride leaves it between any two windows.
    const fn dropped(self, x: Shape, axis: usize) -> usize {
        let (way, stride) = self.way(x, axis);
        let gap = stride.saturating_sub(self.size[axis]);
        (way % stride).saturating_sub(self.padding[axis]).saturating_sub(gap)
    }

    /// The padding with which the windows would cover the image, if there is one.
    const fn covering(mut self, x: Shape) -> Option<usize> {
        // No larger one is worth a try.
        let most = smaller(smaller(self.size[0], self.size[1]) / 2, 8);
        let mut padding = 0;
        while padding <= most {
            self.padding = [padding; 2];
            if self.dropped(x, 0) == 0 && self.dropped(x, 1) == 0 {
                return Some(padding);
            }
            padding += 1;
        }
        None
    }

    /// The pixels of the image in the window of a place along an axis.
    #[inline]
    pub fn range(self, place: usize, axis: usize, pixels: usize) -> Range<usize> {
        let start = place * self.stride[axis];
        let end = (start + self.size[axis]).saturating_sub(self.padding[axis]).min(pixels);
        start.saturating_sub(self.padding[axis]).min(end)..end
    }

    /// Goes through the windows of each row of the output side by side: first all their first pixels, then all their second
    /// ones, so that no step depends on the one before. Calls with the entries of the output whose windows hold such a pixel,
    /// with the place in the image of the first, and with how far it is to the next: from each of them on the image has at least
    /// that many pixels.
    #[inline(always)]
    pub fn each(self, shapes: &Shapes, mut visit: impl FnMut(Range<usize>, usize, usize)) {
        let (x, y) = (shapes.input(0), shapes.output());
        let (height, width, columns) = (x.dim(1), x.dim(2), y.dim(2));
        let (padding, pixels) = (self.padding[1], x.len());
        // A larger stride leaves one column, however large it is.
        let stride = self.stride[1].min(width + padding);
        for channel in 0..x.dim(0) {
            for row in 0..y.dim(1) {
                let at = (channel * y.dim(1) + row) * columns;
                for i in self.range(row, 0, height) {
                    for j in 0..self.size[1] {
                        let first = padding.saturating_sub(j).div_ceil(stride);
                        let end = (width + padding).saturating_sub(j).div_ceil(stride).min(columns);
                        if first < end {
                            let from = (channel * height + i) * width + first * stride + j - padding;
                            let whole = if from + (end - first) * stride <= pixels { end } else { end - 1 };
                            visit(at + first..at + whole, from, stride);
                            if whole < end {
                                visit(at + whole..at + end, from + (whole - first) * stride, 1);
                            }
                        }
                    }
                }
            }
        }
    }
}

/// Adds a height and a width.
const fn pair(message: Message, [height, width]: [usize; 2]) -> Message {
    message.number(height).text("×").number(width)
}

/// Adds a padding, as one number where it is the same on all sides.
const fn margin(message: Message, padding: [usize; 2]) -> Message {
    if padding[0] == padding[1] { message.number(padding[0]) } else { pair(message, padding) }
}

/// Says which pixels lie in no window.
const fn dropped(rows: usize, columns: usize) -> Message {
    let mut message = Message::new("would drop ");
    if rows > 0 {
        message = message.count(rows, "row");
    }
    if rows > 0 && columns > 0 {
        message = message.text(" and ");
    }
    if columns > 0 {
        message = message.count(columns, "column");
    }
    message.text(" at the border")
}

/// `min`, for a `const fn`.
const fn smaller(a: usize, b: usize) -> usize {
    if a < b { a } else { b }
}

/// Compares a pooling layer with one that goes window by window, and sees `None` for each pixel of padding.
#[cfg(test)]
#[track_caller]
pub fn check_pool<P, const I: usize, const O: usize>(
    [channels, height, width]: [usize; 3],
    size: [usize; 2],
    stride: [usize; 2],
    padding: [usize; 2],
    pool: fn(&[Option<f64>]) -> f64,
) where
    P: crate::Network<Scalar = f64, In = [f64; I], Out = [f64; O]>,
{
    let x = crate::testing::reals::<I>(1, 1)[0];
    let places = |axis: usize, n: usize| (n + 2 * padding[axis] - size[axis]) / stride[axis] + 1;
    let mut expected = Vec::new();
    for channel in 0..channels {
        for row in 0..places(0, height) {
            for column in 0..places(1, width) {
                let mut pixels = Vec::new();
                for i in row * stride[0]..row * stride[0] + size[0] {
                    for j in column * stride[1]..column * stride[1] + size[1] {
                        let i = i.checked_sub(padding[0]).filter(|i| *i < height);
                        let j = j.checked_sub(padding[1]).filter(|j| *j < width);
                        pixels.push(i.zip(j).map(|(i, j)| x[(channel * height + i) * width + j]));
                    }
                }
                expected.push(pool(&pixels));
            }
        }
    }
    let y = P::zeros().predict_one(&x, &mut P::workspace::<1>());
    assert_eq!(y.len(), expected.len());
    for (y, expected) in y.iter().zip(&expected) {
        assert!((y - expected).abs() < 1e-12, "{y} is not {expected}");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_numbers_stop_a_rule() {
        let numbers = [0, 1, 2, 3, 1 << 40, usize::MAX / 2, usize::MAX];
        let shapes = [Shape::scalar(), Shape::image(2, 5, 7), Shape::image(1 << 30, 1, 1 << 30)];
        for x in shapes.map(|x| Inputs::new(&[x])) {
            for (size, stride, padding) in numbers.iter().flat_map(|size| {
                numbers.iter().flat_map(move |stride| numbers.map(|padding| (*size, *stride, padding)))
            }) {
                let window = Window {
                    size: [size, 2],
                    stride: [1, stride],
                    padding: [padding; 2],
                    drop_border: false,
                };
                window.rule(x);
                Window { size: [size; 2], stride: [stride, 1], padding: [padding, 1], drop_border: true }
                    .rule(x);
            }
        }
    }

    #[test]
    fn the_padding_that_helps_covers_the_image() {
        let (mut helped, mut not) = (0, 0);
        for (size, stride) in (1..6).flat_map(|size| (1..6).map(move |stride| (size, stride))) {
            for x in (size..12).map(|pixels| Shape::image(1, pixels, 10)) {
                let window =
                    Window { size: [size; 2], stride: [stride; 2], padding: [0; 2], drop_border: false };
                match window.covering(x) {
                    Some(padding) => {
                        let window = Window { padding: [padding; 2], ..window };
                        assert!(window.rule(Inputs::new(&[x])).mistake().is_none(), "{window:?} of {x}");
                        helped += 1;
                    }
                    None => not += 1,
                }
            }
        }
        assert!(helped > 0 && not > 0);
    }

    #[test]
    fn counts_what_is_dropped_of_the_image() {
        let dropped = |size, stride, padding, pixels| {
            let window =
                Window { size: [size; 2], stride: [stride; 2], padding: [padding; 2], drop_border: false };
            window.dropped(Shape::image(1, pixels, pixels), 0)
        };
        assert_eq!(dropped(2, 2, 0, 5), 1);
        assert_eq!(dropped(3, 3, 0, 5), 2);
        assert_eq!(dropped(3, 3, 1, 6), 1);
        // What is left over is padding.
        assert_eq!(dropped(3, 2, 1, 6), 0);
        // It is a gap as between two windows.
        assert_eq!(dropped(1, 2, 0, 6), 0);
        assert_eq!(dropped(2, 3, 0, 6), 0);
        assert_eq!(dropped(2, 3, 0, 7), 1);
    }
}
