//! Images with a margin of zeros.

use super::taps::Rows;
use super::times;

/// Where images lie so that a kernel of stride 1 slides over them: each channel with a margin, or cut where that is negative.
#[derive(Clone, Copy)]
pub struct Plane {
    source: [usize; 2],
    /// What is above and to the left of the image.
    before: [isize; 2],
    size: [usize; 2],
    output: [usize; 2],
    dilation: [usize; 2],
}

impl Plane {
    /// As large as it has to be for the output.
    pub const fn new(
        source: [usize; 2],
        before: [isize; 2],
        output: [usize; 2],
        kernel: [usize; 2],
        dilation: [usize; 2],
    ) -> Self {
        let height = output[0].saturating_add(times(&[dilation[0], kernel[0] - 1]));
        let width = output[1].saturating_add(times(&[dilation[1], kernel[1] - 1]));
        Plane { source, before, size: [height, width], output, dilation }
    }

    /// With margins to the left and to the right alone, for a kernel that passes over rows above and below the image.
    pub const fn beside(
        source: [usize; 2],
        left: isize,
        columns: usize,
        kernel_columns: usize,
        right: usize,
    ) -> Self {
        Plane::new(source, [0, left], [source[0], columns], [1, kernel_columns], [1, right])
    }

    /// Whether the images can be read where they are.
    const fn is_source(&self) -> bool {
        let ([top, left], [height, width]) = (self.before, self.size);
        top == 0 && left == 0 && height == self.source[0] && width == self.source[1]
    }

    pub const fn height(&self) -> usize {
        self.size[0]
    }

    pub const fn width(&self) -> usize {
        self.size[1]
    }

    /// How much memory the images take.
    pub const fn len(&self, channels: usize) -> usize {
        if self.is_source() { 0 } else { times(&[channels, self.size[0], self.size[1]]) }
    }

    /// How much memory an output at the width of the plane takes.
    pub const fn output_len(&self, channels: usize) -> usize {
        if self.size[1] == self.output[1] { 0 } else { times(&[channels, self.output[0], self.size[1]]) }
    }

    /// Lays the channels of an image out, in working memory whose margins are clear; what is left of it is given back.
    pub fn rows<'a, T: Copy>(&self, image: &'a [T], scratch: &'a mut [T]) -> (Rows<'a, T>, &'a mut [T]) {
        let ([height, width], [down, right]) = (self.size, self.dilation);
        let steps = [height * width, down * width, right];
        let channels = image.len() / (self.source[0] * self.source[1]);
        let (room, scratch) = scratch.split_at_mut(self.len(channels));
        let rows = if self.is_source() {
            image
        } else {
            let channels = image.chunks_exact(self.source[0] * self.source[1]);
            for (channel, room) in channels.zip(room.chunks_exact_mut(height * width)) {
                self.copy(channel, room);
            }
            room
        };
        (Rows { rows, steps, pitch: width }, scratch)
    }

    /// Copies what of a channel is not cut off.
    fn copy<T: Copy>(&self, channel: &[T], room: &mut [T]) {
        let [rows, columns] = [0, 1].map(|axis| {
            let (before, source) = (self.before[axis], self.source[axis]);
            let inside = self.size[axis] as isize - before;
            (-before).clamp(0, source as isize) as usize..inside.clamp(0, source as isize) as usize
        });
        if columns.is_empty() {
            return;
        }
        let [top, left] = self.before;
        let left = (columns.start as isize + left) as usize;
        for row in rows {
            let at = (row as isize + top) as usize * self.size[1] + left;
            let row = &channel[row * self.source[1]..][columns.clone()];
            room[at..][..row.len()].copy_from_slice(row);
        }
    }
}
