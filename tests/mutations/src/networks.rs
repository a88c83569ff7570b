//! The networks to make mistakes in.

use std::ops::Range;
use std::path::{Path, PathBuf};
use std::{env, fs};

/// A program with networks in it.
pub struct Program {
    /// Where it is from.
    pub name: String,
    pub code: String,
    /// The bodies of `network!`, without the braces around them.
    pub networks: Vec<Range<usize>>,
}

/// Those of the README, whole, and those of the examples, without the program around them.
pub fn all() -> Vec<Program> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let readme = fs::read_to_string(root.join("README.md")).expect("there is a README");
    let mut programs = vec![];
    for (i, block) in readme.split("```rust\n").skip(1).enumerate() {
        let code = block.split("\n```").next().expect("a split has a first part");
        let lines = code.lines().map(|line| line.strip_prefix("# ").unwrap_or(line));
        // A network needs nothing of another crate.
        let is_of_another = |line: &&str| {
            line.starts_with("use ") && !["use plies", "use std"].iter().any(|start| line.starts_with(start))
        };
        let code: Vec<_> = lines.filter(|line| !is_of_another(line)).collect();
        // What is no item stands in a function there.
        let is_no_item = |line: &&str| {
            ["let ", "const ", "assert_eq!", "// With", "fn main"].iter().any(|start| line.starts_with(start))
        };
        let items = code.iter().position(is_no_item);
        let code = code[..items.unwrap_or(code.len())].join("\n");
        programs.push(program(format!("README block {}", i + 1), code));
    }
    for file in sources(&root.join("examples")) {
        let code = fs::read_to_string(&file).expect("an example can be read");
        let name = file.strip_prefix(root.join("examples")).expect("it is in there").display().to_string();
        let blocks: Vec<_> = bodies(&code).into_iter().map(|body| &code[body]).collect();
        // A layer of its own needs the code around it.
        let code = match code.contains("shape_rule") {
            true => code.split("\nfn main").next().unwrap_or_default().to_owned(),
            false => blocks.iter().map(|body| format!("network! {{{body}}}\n\n")).collect(),
        };
        let code = if code.contains("use plies") { code } else { format!("use plies::*;\n\n{code}") };
        programs.push(program(name, code));
    }
    programs.retain(|program| !program.networks.is_empty());
    programs
}

fn program(name: String, code: String) -> Program {
    let code = format!("#![allow(unused, dead_code)]\n{code}\n");
    Program { name, networks: bodies(&code), code }
}

/// What stands in the braces of each `network! { .. }`.
pub fn bodies(code: &str) -> Vec<Range<usize>> {
    let mut bodies = vec![];
    for (start, opening) in code.match_indices("network! {") {
        if code[..start].lines().last().is_some_and(|line| line.trim_start().starts_with("//")) {
            continue;
        }
        let (start, mut depth) = (start + opening.len(), 1);
        let end = code[start..].char_indices().find_map(|(i, c)| {
            depth += i32::from(c == '{') - i32::from(c == '}');
            (depth == 0).then_some(start + i)
        });
        bodies.extend(end.map(|end| start..end));
    }
    bodies
}

fn sources(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).expect("there are examples");
    let mut found: Vec<_> = entries.map(|entry| entry.expect("it can be read").path()).collect();
    found.sort();
    let (folders, files): (Vec<_>, Vec<_>) = found.into_iter().partition(|path| path.is_dir());
    let mut sources: Vec<_> = files
        .into_iter()
        .filter(|file| file.extension().is_some_and(|extension| extension == "rs"))
        .collect();
    sources.extend(folders.iter().flat_map(|folder| self::sources(folder)));
    sources
}
