//! Images with a margin of zeros.

use super::{Rows, times};
use crate::Scalar;

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

    /// Whether the images can be read where they are.
    const fn is_source(&self) -> bool {
        let ([top, left], [height, width]) = (self.before, self.size);
        top == 0 && left == 0 && height == self.source[0] && width == self.source[1]
    }

    /// How much memory the images take.
    pub const fn len(&self, channels: usize) -> usize {
        if self.is_source() { 0 } else { times(&[channels, self.size[0], self.size[1]]) }
    }

    /// How much memory an output at the width of the plane takes.
    pub const fn output_len(&self, channels: usize) -> usize {
        if self.size[1] == self.output[1] { 0 } else { times(&[channels, self.output[0], self.size[1]]) }
    }

    /// Lays the channels of an image out; what is left of the working memory is given back.
    pub fn rows<'a, T: Scalar>(&self, image: &'a [T], scratch: &'a mut [T]) -> (Rows<'a, T>, &'a mut [T]) {
        let ([height, width], [down, right]) = (self.size, self.dilation);
        let steps = [height * width, down * width, right];
        let channels = image.len() / (self.source[0] * self.source[1]);
        let (room, scratch) = scratch.split_at_mut(self.len(channels));
        let rows = if self.is_source() {
            image
        } else {
            let channels = image.chunks_exact(self.source[0] * self.source[1]);
            for (channel, room) in channels.zip(room.chunks_exact_mut(height * width)) {
                self.lay_out(channel, room);
            }
            room
        };
        (Rows { rows, steps, pitch: width }, scratch)
    }

    fn lay_out<T: Scalar>(&self, channel: &[T], room: &mut [T]) {
        let ([height, width], [top, left]) = (self.source, self.before);
        let begin = left.clamp(0, self.size[1] as isize);
        let end = (left + width as isize).clamp(begin, self.size[1] as isize);
        for (row, room) in room.chunks_exact_mut(self.size[1]).enumerate() {
            let row = row as isize - top;
            if row < 0 || row >= height as isize {
                room.fill(T::zero());
                continue;
            }
            let row = &channel[row as usize * width..][..width];
            room[..begin as usize].fill(T::zero());
            if begin < end {
                let row = &row[(begin - left) as usize..(end - left) as usize];
                room[begin as usize..end as usize].copy_from_slice(row);
            }
            room[end as usize..].fill(T::zero());
        }
    }
}
