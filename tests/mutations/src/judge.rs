//! Whether what the compiler says is as it should be.

use std::ops::Range;

use serde_json::Value;

use crate::compiler::errors;
use crate::mutation::Mutant;

/// The longest error, from its first line to the last line of the code that it shows.
const MOST_LINES: usize = 8;

/// What no user should have to read.
const INTERNALS: [&str; 6] =
    ["`__", "::__", "failed inside this call", "typenum", "ArrayStorage", "proc macro panicked"];

pub enum Verdict {
    /// It was no mistake.
    Compiles,
    OneError,
    /// What is not as it should be.
    Finding(String),
}

pub fn judge(mutant: &Mutant, diagnostics: &[Value]) -> Verdict {
    let errors = errors(diagnostics);
    let [error] = errors[..] else {
        return match errors.len() {
            0 => Verdict::Compiles,
            count => Verdict::Finding(format!("{count} errors")),
        };
    };
    let text = error["rendered"].as_str().unwrap_or_default();
    if let Some(internal) = INTERNALS.iter().find(|internal| text.contains(**internal)) {
        return Verdict::Finding(format!("it says {internal:?}"));
    }
    let lines = lines(text);
    if lines > MOST_LINES {
        return Verdict::Finding(format!("{lines} lines"));
    }
    let spans = error["spans"].as_array().map_or(&[][..], |spans| spans);
    for span in spans.iter().filter(|span| span["is_primary"] == true) {
        let [first, last] = ["line_start", "line_end"].map(|line| span[line].as_u64().unwrap_or(0) as usize);
        let is_inside = |block: &Range<usize>| first >= block.start && last < block.end;
        if !mutant.blocks.iter().any(is_inside) {
            return Verdict::Finding(format!("it points at line {first}, outside of the network"));
        }
        if last > first + 1 {
            return Verdict::Finding(format!("it points at {} lines", last - first + 1));
        }
    }
    Verdict::OneError
}

/// From the first line to the last one of the user's code.
fn lines(text: &str) -> usize {
    let lines: Vec<_> = text.lines().collect();
    let arrow = lines.iter().position(|line| line.trim_start().starts_with("--> ")).unwrap_or(0);
    let is_code = |line: &&&str| {
        let line = line.trim_start().trim_start_matches(|c: char| c.is_ascii_digit()).trim_start();
        line.starts_with('|') || line.starts_with("...")
    };
    let shown = lines[arrow + 1..].iter().take_while(is_code).count();
    let bare = lines[arrow + 1..][..shown].iter().rev().take_while(|line| line.trim() == "|").count();
    arrow + 1 + shown - bare
}
