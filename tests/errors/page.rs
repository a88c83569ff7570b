use std::fmt::Write;
use std::fs;

use crate::case::Case;
use crate::report::Report;

const HEAD: &str = "# What the compiler says

Every mistake below is a file in [tests/ui](../tests/ui), and a test holds this page to what rustc prints. *Lines* are those
from `error` to the end of the code that it shows; *at* is the line and column of the words that it points at. Below the
table, ten of them stand [beside other libraries](#beside-other-libraries).

A mistake is one error, but for two, to which rustc adds one of its own: a tape or a workspace
[without its size](#tape_without_size), and a function of a network whose scalar is none, as in `Net::<i32>::new(1)`.
";

/// What was measured of each case.
pub fn table(cases: &[Case]) -> String {
    let mut table = "| case | errors | lines | at |\n| --- | --- | --- | --- |\n".to_owned();
    for case in cases {
        let errors = Report::all(&case.text);
        let lines: Vec<_> = errors.iter().map(|error| error.lines.to_string()).collect();
        let places: Vec<_> =
            errors.iter().map(|error| format!("{}:{}", error.place.line, error.place.column)).collect();
        let Case { name, group, .. } = case;
        let (errors, lines, places) = (errors.len(), lines.join(", "), places.join(", "));
        writeln!(table, "| [{name}](#{name}) ({group}) | {errors} | {lines} | {places} |").unwrap();
    }
    table
}

/// What other libraries say of the same mistakes, as `benches/peers/errors.py` wrote it.
fn peers() -> String {
    fs::read_to_string("benches/peers/errors.md").unwrap()
}

/// What is compared with them, and is no longer what the compiler says.
pub fn outdated(cases: &[Case]) -> Vec<String> {
    let peers = peers();
    let sections = peers.split("\n**").filter_map(|section| section.strip_prefix("plies**"));
    let texts =
        sections.map(|section| section.split("```text\n").nth(1).unwrap().split("\n```").next().unwrap());
    texts.filter(|text| !cases.iter().any(|case| case.text.trim() == *text)).map(str::to_owned).collect()
}

/// A page with the table, what others say, and each case as a user sees it.
pub fn render(cases: &[Case]) -> String {
    let mut page = format!("{HEAD}\n{}\n{}", table(cases), peers());
    let mut group = "";
    for case in cases {
        if group != case.group {
            group = &case.group;
            write!(page, "\n## {}\n", group.replace('_', " ")).unwrap();
        }
        let texts: Vec<_> = Report::all(&case.text).into_iter().map(|error| error.text).collect();
        let (name, code, text) = (&case.name, case.code(), texts.join("\n\n"));
        let code = code.trim_end().trim_end_matches("fn main() {}").trim_end();
        write!(page, "\n### {name}\n\n```rust\n{code}\n```\n\n```text\n{text}\n```\n").unwrap();
    }
    page
}
