//! A line above a row of charts: what they show, and what their lines mean.

use std::error::Error;

use plotters::element::DashedPathElement;
use plotters::prelude::*;
use plotters::style::text_anchor::{HPos, Pos, VPos};

use super::figure::Area;
use super::text::text;

/// How long a dash is, and what lies between two.
pub const DASH: (u32, u32) = (6, 4);

/// How long the line of an entry is, what lies between it and its name, and what before the next.
const LINE: i32 = 26;
const SPACE: i32 = 8;
const GAP: i32 = 24;

/// How a line looks, and its name.
pub struct Entry {
    pub name: &'static str,
    pub style: ShapeStyle,
    pub dashed: bool,
}

/// Writes a title, and entries behind it, from a column on.
pub fn draw(area: &Area<'_>, left: i32, title: &str, entries: &[Entry]) -> Result<(), Box<dyn Error>> {
    let (mut x, y) = (left, area.dim_in_pixel().1 as i32 / 2);
    let write = |x: &mut i32, written: &str, style: TextStyle<'_>| -> Result<(), Box<dyn Error>> {
        area.draw(&Text::new(written.to_owned(), (*x, y), style.clone()))?;
        *x += area.estimate_text_size(written, &style)?.0 as i32 + GAP;
        Ok(())
    };
    let at = Pos::new(HPos::Left, VPos::Center);
    write(&mut x, title, text(17.0, BLACK, at))?;
    for Entry { name, style, dashed } in entries {
        let line = [(x, y), (x + LINE, y)];
        if *dashed {
            area.draw(&DashedPathElement::new(line, DASH.0, DASH.1, *style))?;
        } else {
            area.draw(&PathElement::new(line, *style))?;
        }
        x += LINE + SPACE;
        write(&mut x, name, text(14.0, BLACK, at))?;
    }
    Ok(())
}
