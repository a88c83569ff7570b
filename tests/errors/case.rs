use std::fs;
use std::path::{Path, PathBuf};

/// A file with mistakes.
pub struct Case {
    pub name: String,
    pub group: String,
    source: Vec<String>,
    pub marks: Vec<Mark>,
    /// What the compiler says.
    pub text: String,
}

/// Where a mistake is, and what its error says.
pub struct Mark {
    pub place: Place,
    pub words: Vec<String>,
    /// The compiler itself has no remedy.
    pub has_no_remedy: bool,
    /// A rule of the user's own panics, and the compiler shows how it came to that.
    pub shows_chain: bool,
    /// The compiler shows where in the library something is declared.
    pub shows_library: bool,
}

/// Line and column of some words, from 1, and how many characters they have.
#[derive(Debug, PartialEq, Eq)]
pub struct Place {
    pub line: usize,
    pub column: usize,
    pub width: usize,
}

impl Case {
    /// All cases of a folder, by group and name.
    pub fn all(folder: &Path) -> Vec<Case> {
        let mut files: Vec<_> = entries(folder).iter().flat_map(|group| entries(group)).collect();
        files.retain(|file| file.extension().is_some_and(|extension| extension == "rs"));
        files.iter().map(|file| Case::read(file)).collect()
    }

    fn read(file: &Path) -> Case {
        let name = |path: &Path| path.file_stem().unwrap().to_str().unwrap().to_owned();
        let source: Vec<String> = fs::read_to_string(file).unwrap().lines().map(str::to_owned).collect();
        let mut marks = vec![];
        let mut line = 0;
        for (i, text) in source.iter().enumerate() {
            match text.trim_start().strip_prefix("//~") {
                Some(mark) if mark.trim_start().starts_with('^') => marks.push(Mark::read(text, line)),
                Some(_) => {}
                None => line = i + 1,
            }
        }
        let text = fs::read_to_string(file.with_extension("stderr")).unwrap_or_default();
        Case { name: name(file), group: name(file.parent().unwrap()), source, marks, text }
    }

    /// The code without what is said of it.
    pub fn code(&self) -> String {
        self.lines(|_| None)
    }

    /// The code, put right.
    pub fn fixed(&self) -> String {
        self.lines(|comment| comment.trim_start().strip_prefix("fix:").map(|fix| fix.trim_start().to_owned()))
    }

    /// The lines of code, each changed by what a comment below it says.
    fn lines(&self, change: impl Fn(&str) -> Option<String>) -> String {
        let mut lines: Vec<String> = vec![];
        for line in &self.source {
            let Some(comment) = line.trim_start().strip_prefix("//~") else {
                lines.push(line.clone());
                continue;
            };
            if let (Some(changed), Some(last)) = (change(comment), lines.last_mut()) {
                *last = changed;
            }
        }
        lines.join("\n")
    }
}

impl Mark {
    /// `//~    ^^^^^^ words`, below a line.
    fn read(text: &str, line: usize) -> Mark {
        let start = text.find('^').expect("a mark points at something");
        let width = text[start..].chars().take_while(|c| *c == '^').count();
        let mut mark = Mark {
            place: Place { line, column: start + 1, width },
            words: vec![],
            has_no_remedy: false,
            shows_chain: false,
            shows_library: false,
        };
        let mut rest = text[start + width..].trim();
        for (note, flag) in [
            ("(shows the chain)", &mut mark.shows_chain),
            ("(no remedy)", &mut mark.has_no_remedy),
            ("(shows the library)", &mut mark.shows_library),
        ] {
            if let Some(before) = rest.strip_suffix(note) {
                (rest, *flag) = (before.trim_end(), true);
            }
        }
        // A word is in backticks or brackets.
        while let Some(first) = rest.chars().next() {
            let close = if first == '[' { ']' } else { '`' };
            let end = rest[1..].find(close).unwrap_or_else(|| panic!("{text}: a word ends with {close}")) + 2;
            mark.words.push(rest[..end].to_owned());
            rest = rest[end..].trim_start();
        }
        mark
    }
}

fn entries(folder: &Path) -> Vec<PathBuf> {
    let mut entries: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    entries.sort();
    entries
}
