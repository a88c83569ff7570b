//! The edges of a picture.

use std::fmt::Write;

use super::{APART, Drawing, HEAD};
use crate::description::layout::Item;

/// The colour of what goes back.
pub const BACKWARD: &str = "#d6336c";

impl Drawing<'_> {
    /// Where the edges of an item come in or go out: side by side, in the order of where they come from or go to.
    fn port(&self, item: usize, others: &[usize], number: usize) -> f64 {
        let Item { at, size, .. } = self.items[item];
        let at_of = |i: usize| (self.items[others[i]].at, i);
        let before = (0..others.len()).filter(|other| at_of(*other) < at_of(number)).count();
        let step = (size / others.len() as f64).min(if self.is_level { 22.0 } else { 28.0 });
        at + (before as f64 - (others.len() as f64 - 1.0) / 2.0) * step
    }

    /// The edge to an item from number `number` above it.
    pub fn write_edge(&self, svg: &mut String, above: usize, item: usize, number: usize) {
        let (from, to) = (&self.items[above], &self.items[item]);
        let out = from.below.iter().position(|below| *below == item);
        let start = self.port(above, &from.below, out.unwrap_or(0));
        let end = self.port(item, &to.above, number);
        let is_box = |item: &Item| item.what.is_some_and(|what| what < self.graph.values.len());
        let points = [
            (self.ends(above).1, start),
            (self.rows[from.row].1, start),
            (self.rows[to.row].0, end),
            (self.ends(item).0, end),
        ];
        for (shift, is_back, colour) in self.strands() {
            let points = points.map(|(way, across)| (way, across + shift));
            let [first, leave, arrive, last] = Self::shortened(points, is_back, is_box(from), is_box(to));
            // Forward and backward stay apart also where they run across.
            let slant = ((arrive.1 - leave.1) / 30.0).clamp(-1.0, 1.0);
            let middle = (leave.0 + arrive.0) / 2.0 - 4.0 / 3.0 * shift * slant;
            let [first_point, leave_point, b, c, arrive_point, last_point] =
                [first, leave, (middle, leave.1), (middle, arrive.1), arrive, last]
                    .map(|point| self.point(point));
            let _ = writeln!(
                svg,
                "<path d=\"M{first_point} L{leave_point} C{b} {c} {arrive_point} L{last_point}\" fill=\"none\" stroke=\"{colour}\"/>"
            );
            match is_back {
                false if is_box(to) => self.write_head(svg, points[3], 1.0, colour),
                true if is_box(from) => self.write_head(svg, points[0], -1.0, colour),
                _ => {}
            }
        }
    }

    /// A line ends where the head of its arrow begins.
    fn shortened(mut points: [(f64, f64); 4], is_back: bool, from: bool, to: bool) -> [(f64, f64); 4] {
        match is_back {
            false if to => {
                points[3].0 -= HEAD;
                points[2].0 = points[2].0.min(points[3].0);
            }
            true if from => {
                points[0].0 += HEAD;
                points[1].0 = points[1].0.max(points[0].0);
            }
            _ => {}
        }
        points
    }

    /// What an edge is drawn as: how far aside, whether back, and in which colour.
    pub fn strands(&self) -> Vec<(f64, bool, &'static str)> {
        match self.is_level {
            true => vec![(-APART, false, "currentColor"), (APART, true, BACKWARD)],
            false => vec![(0.0, false, "currentColor")],
        }
    }

    /// Straight lines from one place to another.
    pub fn write_lines(&self, svg: &mut String, points: &[(f64, f64); 2]) {
        for (shift, _, colour) in self.strands() {
            let [start, end] = points.map(|(way, across)| self.point((way, across + shift)));
            if points[0].0 < points[1].0 {
                let _ = writeln!(svg, "<path d=\"M{start} L{end}\" fill=\"none\" stroke=\"{colour}\"/>");
            }
        }
    }

    /// The head of an arrow that ends here.
    pub fn write_head(&self, svg: &mut String, (way, across): (f64, f64), direction: f64, colour: &str) {
        let back = way - direction * HEAD;
        let [tip, left, right] =
            [(way, across), (back, across - 3.5), (back, across + 3.5)].map(|point| self.point(point));
        let _ = writeln!(svg, "<path d=\"M{tip} L{left} L{right} Z\" fill=\"{colour}\"/>");
    }
}
