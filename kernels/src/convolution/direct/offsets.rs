//! Where the terms of a sum lie, and whether they all do where they may be read.

/// Whether so many rows of weights are there, of which each begins a `pitch` behind the one before.
#[inline(always)]
pub(super) fn rows_fit(rows: usize, pitch: usize, width: usize, len: usize) -> bool {
    rows == 0
        || (rows - 1)
            .checked_mul(pitch)
            .and_then(|start| start.checked_add(width))
            .is_some_and(|end| end <= len)
}

/// How far terms lie behind a place. None of the list is larger than `largest`: only what is in this file makes one.
#[derive(Clone, Copy)]
pub(in crate::convolution) struct Offsets<'a> {
    list: &'a [u32],
    largest: usize,
    /// How many of the outermost steps there are, and how far each of them goes.
    outermost: [usize; 2],
}

impl<'a> Offsets<'a> {
    /// Writes down where terms lie that are counted in three nested steps, as the rows, channels and columns of a kernel are.
    ///
    /// # Panics
    /// If a term lies more than 4294967295 entries behind its place.
    #[inline]
    pub fn new(counts: [usize; 3], steps: [usize; 3], list: &'a mut [u32]) -> Self {
        let largest =
            (0..3).fold(0_usize, |sum, i| sum.saturating_add((counts[i] - 1).saturating_mul(steps[i])));
        assert!(u32::try_from(largest).is_ok(), "an image of more than 4294967295 entries");
        let mut places = list.iter_mut();
        for a in 0..counts[0] {
            for b in 0..counts[1] {
                for (c, place) in (0..counts[2]).zip(&mut places) {
                    *place = (a * steps[0] + b * steps[1] + c * steps[2]) as u32;
                }
            }
        }
        let list = &list[..counts[0] * counts[1] * counts[2]];
        Offsets { list, largest, outermost: [counts[0], steps[0]] }
    }

    /// How far each term lies behind its place.
    #[inline(always)]
    pub fn list(&self) -> &'a [u32] {
        self.list
    }

    pub fn len(&self) -> usize {
        self.list.len()
    }

    /// Those of so many of the outermost steps alone.
    #[inline(always)]
    pub fn first(self, count: usize) -> Self {
        let [all, step] = self.outermost;
        let list = &self.list[..self.list.len() / all * count];
        let largest = if count == 0 { 0 } else { self.largest - (all - count) * step };
        Offsets { list, largest, outermost: [count.max(1), step] }
    }

    /// Whether, behind each of these places, all terms lie in an image of that length, with as many entries as `width`.
    #[inline(always)]
    pub fn fit(&self, places: &[usize], width: usize, len: usize) -> bool {
        let most = self.largest.checked_add(width).and_then(|behind| len.checked_sub(behind));
        most.is_some_and(|most| places.iter().all(|place| *place <= most))
    }
}
