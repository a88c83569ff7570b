//! Where the windows of a pooling layer lie.

use std::ops::Range;

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
        let (rows, columns) = (self.places(x, 0), self.places(x, 1));
        let gives = match (rows, columns) {
            (Some(rows), Some(columns)) if x.rank() == 3 => Shape::image(x.dim(0), rows, columns),
            _ => x,
        };
        let [height, width] = self.size;
        let window = Message::new("has a window of ").number(height).text("×").number(width);
        let fits = rows.is_some() && columns.is_some();
        Rule::takes([x])
            .gives(gives)
            .require(
                x.rank() == 3,
                Message::new("takes an image `[channels, height, width]`"),
                Message::new("feed it from one, or make it one by `Reshape::to([channels, height, width])`"),
            )
            .require(
                height > 0 && width > 0,
                window.text(" pixels"),
                Message::new("write a size of at least 1"),
            )
            .require(
                self.stride[0] > 0 && self.stride[1] > 0,
                Message::new("has a stride of 0"),
                Message::new("write a stride of at least 1"),
            )
            .require(
                self.padding[0] <= height / 2 && self.padding[1] <= width / 2,
                window.text(", which its padding can fill: some windows would hold no pixel"),
                Message::new("write a padding of at most half the window"),
            )
            .require(
                fits,
                window.text(", larger than its padded image"),
                Message::new("give it a smaller window, or let what feeds it give a larger image"),
            )
            .require(
                self.drop_border || !fits || self.left_over(x, 0) == 0 && self.left_over(x, 1) == 0,
                Message::new("would drop ")
                    .count(self.left_over(x, 0), "row")
                    .text(" and ")
                    .count(self.left_over(x, 1), "column")
                    .text(" at the border"),
                Message::new(
                    "write `.drop_border()` if that is meant, or choose windows that cover the image",
                ),
            )
    }

    /// How far the windows move altogether, where they fit.
    const fn way(self, x: Shape, axis: usize) -> Option<usize> {
        let padded = x.dim(axis + 1).saturating_add(self.padding[axis].saturating_mul(2));
        padded.checked_sub(self.size[axis])
    }

    /// In how many places a window lies.
    const fn places(self, x: Shape, axis: usize) -> Option<usize> {
        match self.way(x, axis) {
            Some(way) if self.stride[axis] > 0 => Some(way / self.stride[axis] + 1),
            _ => None,
        }
    }

    /// How many pixels are left over behind the last window.
    const fn left_over(self, x: Shape, axis: usize) -> usize {
        match self.way(x, axis) {
            Some(way) if self.stride[axis] > 0 => way % self.stride[axis],
            _ => 0,
        }
    }

    /// The pixels of the image in the window of a place along an axis.
    #[inline]
    fn range(self, place: usize, axis: usize, pixels: usize) -> Range<usize> {
        let start = place * self.stride[axis];
        let end = (start + self.size[axis]).saturating_sub(self.padding[axis]).min(pixels);
        start.saturating_sub(self.padding[axis]).min(end)..end
    }

    /// Calls with each entry of the output, and the window that it looks through: the place of its first pixel, its rows and
    /// columns, and from row to row.
    #[inline]
    pub fn each(self, shapes: &Shapes, mut visit: impl FnMut(usize, View)) {
        let (x, y) = (shapes.input(0), shapes.output());
        let [channels, height, width] = [x.dim(0), x.dim(1), x.dim(2)];
        let mut at = 0;
        for channel in 0..channels {
            for row in 0..y.dim(1) {
                let rows = self.range(row, 0, height);
                for column in 0..y.dim(2) {
                    let columns = self.range(column, 1, width);
                    let first = (channel * height + rows.start) * width + columns.start;
                    visit(at, View { first, rows: rows.len(), columns: columns.len(), pitch: width });
                    at += 1;
                }
            }
        }
    }
}

/// A window at its place.
#[derive(Clone, Copy)]
pub struct View {
    first: usize,
    rows: usize,
    columns: usize,
    pitch: usize,
}

impl View {
    /// The places of its pixels, row by row.
    #[inline]
    pub fn rows(self) -> impl Iterator<Item = Range<usize>> {
        (0..self.rows).map(move |row| {
            let start = self.first + row * self.pitch;
            start..start + self.columns
        })
    }

    /// How many pixels it holds.
    #[inline]
    pub fn len(self) -> usize {
        self.rows * self.columns
    }
}
