//! The boxes and the labels of a picture.

use std::fmt::Write;

use super::edges::BACKWARD;
use super::{APART, BETWEEN, BOX, Drawing, HEAD, Label, box_width, escaped};

impl Drawing<'_> {
    /// A box with a name and a layer.
    pub fn write_box(&self, svg: &mut String, item: usize, value: usize) {
        let (start, end) = self.ends(item);
        let (width, value) = (box_width(self.graph, value), &self.graph.values[value]);
        let (x, y) = self.position(((start + end) / 2.0, self.items[item].at));
        let dashes = if value.layer.is_none() { " stroke-dasharray=\"4 3\"" } else { "" };
        let _ = writeln!(
            svg,
            "<rect x=\"{:.1}\" y=\"{:.1}\" width=\"{width:.1}\" height=\"{BOX}\" rx=\"6\" fill=\"currentColor\" \
             fill-opacity=\"0.06\" stroke=\"currentColor\"{dashes}/>",
            x - width / 2.0,
            y - BOX / 2.0
        );
        write_text(svg, (x, y - 3.0), value.name, " font-weight=\"bold\"");
        write_text(svg, (x, y + 12.0), value.layer.unwrap_or("input"), "");
    }

    /// A label, and, where the edge leads out of the network, the rest of it.
    pub fn write_label(&self, svg: &mut String, item: usize, edge: usize) {
        let ((start, end), at) = (self.ends(item), self.items[item].at);
        let (x, y) = self.position(((start + end) / 2.0, at));
        match &self.labels[edge] {
            Label::Text(text) => write_text(svg, (x, y + 4.0), text, " fill-opacity=\"0.75\""),
            Label::Values { forward, backward } => {
                self.write_lines(svg, &[(start, at), (end, at)]);
                write_text(svg, (x, y - APART - 5.0), forward, "");
                write_text(svg, (x, y + APART + 14.0), backward, &format!(" fill=\"{BACKWARD}\""));
            }
        }
        if self.graph.edges[edge].to.is_none() {
            let tip = end + BETWEEN - 2.0;
            for (shift, is_back, colour) in self.strands() {
                let at = at + shift;
                let stop = if is_back { tip } else { tip - HEAD };
                let [from, to] = [(end, at), (stop, at)].map(|point| self.point(point));
                let _ = writeln!(svg, "<path d=\"M{from} L{to}\" fill=\"none\" stroke=\"{colour}\"/>");
                if !is_back {
                    self.write_head(svg, (tip, at), 1.0, colour);
                }
            }
        }
    }
}

/// A text with its middle at `x`, on a line at `y`.
fn write_text(svg: &mut String, (x, y): (f64, f64), text: &str, style: &str) {
    let _ = writeln!(svg, "<text x=\"{x:.1}\" y=\"{y:.1}\"{style}>{}</text>", escaped(text));
}
