use std::{fmt, iter};

/// What of a file is not as a network, or a run, needs it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Difference {
    /// The name of the tensor, or of what else is saved: `affine1.weight`, `optimizer.beta1`.
    pub name: String,
    /// What the network has: `f32 [50, 784]`; nothing, where it has no such tensor.
    pub expected: Option<String>,
    /// What the file has; nothing, where it has no such tensor.
    pub found: Option<String>,
    /// What differs.
    pub mismatch: Mismatch,
    /// What to do about it.
    pub(super) help: Option<&'static str>,
}

/// In what something differs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Mismatch {
    /// The file lacks it.
    Missing,
    /// The network lacks it.
    Unexpected,
    /// It has another shape.
    Shape,
    /// It is a matrix whose rows are columns. (A square one cannot be told.)
    Transposed,
    /// Its numbers are of another type.
    Dtype,
    /// Several tensors of the file have this name, after renaming.
    Duplicate,
    /// An entry is infinite or NaN.
    NonFinite,
    /// Another value was saved.
    Value,
}

impl Mismatch {
    /// What to do about it.
    pub(super) fn help(self) -> Option<&'static str> {
        match self {
            Mismatch::Missing | Mismatch::Unexpected | Mismatch::Duplicate => {
                Some("names that differ are mapped by `Weights::read(..)?.rename(|name| ..)`")
            }
            Mismatch::Transposed => {
                Some("save the transpose: a weight is `[outputs, inputs]`, as in PyTorch")
            }
            Mismatch::Dtype => Some(
                "`Weights::read(..)?.convert()` makes `f32` of `f64`, and the reverse; other types are no weights",
            ),
            Mismatch::Shape | Mismatch::NonFinite | Mismatch::Value => None,
        }
    }
}

impl Difference {
    /// What differs, in a few words.
    pub(super) fn said(&self) -> String {
        let side = |side: &Option<String>| shape(side.as_deref().unwrap_or_default()).to_owned();
        match self.mismatch {
            Mismatch::Missing => "missing".to_owned(),
            Mismatch::Unexpected => "unexpected".to_owned(),
            Mismatch::Shape => "another shape".to_owned(),
            Mismatch::Transposed => format!("{} is {} transposed", side(&self.found), side(&self.expected)),
            Mismatch::Dtype => "another type".to_owned(),
            Mismatch::Duplicate => "more than one of this name".to_owned(),
            Mismatch::NonFinite => "not finite".to_owned(),
            Mismatch::Value => "another value".to_owned(),
        }
    }
}

/// `[50, 784]` of `f32 [50, 784]`.
fn shape(tensor: &str) -> &str {
    tensor.split_once(' ').map_or(tensor, |(_, shape)| shape)
}

/// `affine1.weight: f32 [50, 784] expected, f32 [784, 50] found: [784, 50] is [50, 784] transposed`
impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let side = |side: &Option<String>| side.clone().unwrap_or_else(|| "nothing".to_owned());
        let (expected, found) = (side(&self.expected), side(&self.found));
        write!(f, "`{}`: {expected} expected, {found} found: {}", self.name.escape_debug(), self.said())
    }
}

/// No column is padded to more than this, whatever a file says.
const WIDEST: usize = 60;

/// All differences side by side, and below what to do about them.
pub(super) fn table(differences: &[Difference], owner: &str, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let head = ["", owner, "the file", ""].map(str::to_owned);
    let row = |difference: &Difference| {
        let cell = |side: &Option<String>| side.as_deref().unwrap_or_default().escape_debug().to_string();
        let name = format!("`{}`", difference.name.escape_debug());
        [name, cell(&difference.expected), cell(&difference.found), difference.said()]
    };
    let mut widths = head.each_ref().map(|cell| cell.chars().count().max(2));
    for difference in differences {
        for (width, cell) in widths.iter_mut().zip(row(difference)) {
            *width = cell.chars().count().clamp(*width, WIDEST.max(*width));
        }
    }
    let mut line = |cells: [String; 4]| {
        f.write_str("\n")?;
        for (cell, width) in cells.iter().zip(widths) {
            write!(f, "| {cell:width$} ")?;
        }
        f.write_str("|")
    };
    line(head)?;
    for cells in iter::once(widths.map(|width| "-".repeat(width))).chain(differences.iter().map(row)) {
        line(cells)?;
    }
    let mut helps: Vec<_> = differences.iter().filter_map(|difference| difference.help).collect();
    helps.sort();
    helps.dedup();
    helps.iter().try_for_each(|help| write!(f, "\n  help: {help}"))
}
