//! What the compiler says of wrong networks: one mistake a file, one error a mistake, on the words to change.
//!
//! Below the line with a mistake, a file says where it is, and which words the error must contain; and below the line to
//! change, what to write instead, or nothing where the line is one too many:
//!
//! ```text
//!         affine2: Affine::new(100, 10),
//! //~              ^^^^^^ `affine2` [100] `relu1` [50]
//!         //~ fix: affine2: Affine::new(50, 10),
//! ```
//!
//! `TRYBUILD=overwrite cargo test --test errors` writes the texts, and the page of them all, anew. Read them as a user would
//! before you keep them.

#[allow(
    dead_code,
    reason = "what becomes of a case when it is put right is compiled by the crate of that name"
)]
mod case;
mod page;
mod report;

use std::path::Path;
use std::{env, fs};

use case::Case;
use report::Report;

/// Where the cases are. A crate of its own, `put_right`, compiles what becomes of them.
const CASES: &str = "tests/ui";

/// The longest error, from its first line to the last line of the code that it shows.
const MOST_LINES: usize = 8;

/// What no user should have to read.
const INTERNALS: [&str; 6] =
    ["`__", "::__", "failed inside this call", "typenum", "ArrayStorage", "this error originates"];

fn cases() -> Vec<Case> {
    Case::all(Path::new(CASES))
}

#[test]
fn mistakes() {
    let cases = trybuild::TestCases::new();
    cases.compile_fail("tests/ui/*/*.rs");
    // What could begin as zeros, and must not.
    cases.compile_fail("tests/forged/*.rs");
}

#[test]
fn each_mistake_is_one_short_error_on_the_words_to_change() {
    println!("{}", page::table(&cases()));
    let mut found = vec![];
    for case in cases() {
        let errors = Report::all(&case.text);
        if errors.len() != case.marks.len() {
            found.push(format!("{}: {} errors, {} marks", case.name, errors.len(), case.marks.len()));
        }
        for (error, mark) in errors.iter().zip(&case.marks) {
            let mut is_wrong = |what: String| found.push(format!("{}: {what}", case.name));
            if error.place != mark.place {
                is_wrong(format!("the error is at {:?}, the mark at {:?}", error.place, mark.place));
            }
            if error.lines > MOST_LINES {
                is_wrong(format!("the error has {} lines", error.lines));
            }
            for word in mark.words.iter().filter(|word| !error.text.contains(*word)) {
                is_wrong(format!("the error does not say {word}"));
            }
            if !error.has_remedy && !mark.has_no_remedy {
                is_wrong("the error does not say what to write".to_owned());
            }
            let internals = INTERNALS.iter().filter(|internal| error.text.contains(**internal));
            for internal in internals.filter(|_| !mark.shows_chain) {
                is_wrong(format!("the error says {internal:?}"));
            }
            if error.shows_library != mark.shows_library {
                is_wrong(format!("it is {} that the error shows the library", error.shows_library));
            }
        }
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn the_page_shows_them_as_they_are() {
    let (page, file) = (page::render(&cases()), Path::new("docs/errors.md"));
    if env::var("TRYBUILD").is_ok_and(|way| way == "overwrite") {
        fs::write(file, page).unwrap();
        return;
    }
    let found = fs::read_to_string(file).unwrap_or_default();
    assert!(
        found == page,
        "docs/errors.md is of other errors; TRYBUILD=overwrite cargo test --test errors writes it anew"
    );
}

#[test]
fn the_comparison_with_others_says_it_as_it_is() {
    let outdated = page::outdated(&cases()).join("\n\n");
    assert!(
        outdated.is_empty(),
        "python benches/peers/errors.py compares anew what is no longer said:\n{outdated}"
    );
}
