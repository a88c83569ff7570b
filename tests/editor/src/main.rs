//! Asks rust-analyzer, as an editor does, what it understands of a network: what it shows of names, what it completes, and
//! what it says while a line is half typed.
//!
//! ```console
//! cargo run --release -p editor
//! ```
//!
//! It needs rust-analyzer and the sources of the standard library: `rustup component add rust-analyzer rust-src`. Without
//! rustup, this builds the one (ten minutes):
//!
//! ```console
//! RUSTC_BOOTSTRAP=1 RUSTFLAGS="-Zcrate-attr=feature(assert_matches)" cargo install --locked ra_ap_rust-analyzer@0.0.349
//! ```
//!
//! A distribution's package of Rust's sources has the other; with those of a release much older than the compiler, rust-analyzer
//! computes no constants, and ten answers are wrong. `--rust-analyzer` and `--rust-src` say where they are.

mod file;
mod questions;
mod server;

use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};
use std::{env, fs};

use clap::Parser;
use file::File;
use server::Server;

/// Asks rust-analyzer what it understands of a network.
#[derive(Parser)]
struct Options {
    /// Its binary
    #[arg(long, value_name = "FILE", env = "RUST_ANALYZER", default_value = "rust-analyzer")]
    rust_analyzer: PathBuf,
    /// The folder `library` of Rust's sources, if they are not where rustup puts them
    #[arg(long, value_name = "FOLDER", env = "RUST_SRC")]
    rust_src: Option<PathBuf>,
    /// Show every answer, not only those that are not as they should be
    #[arg(long)]
    all: bool,
}

fn main() -> ExitCode {
    let options = Options::parse();
    match run(&options) {
        Ok(0) => ExitCode::SUCCESS,
        Ok(_) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

/// Asks all questions; returns how many answers are not as they should be.
fn run(options: &Options) -> Result<usize, String> {
    let sources = sources(options.rust_src.as_deref())?;
    let project = project()?;
    let mut server = Server::start(&options.rust_analyzer, &project, &sources)?;
    let mut file = File::open(&mut server, &project.join("src/main.rs"), questions::PROGRAM)?;
    server.wait_until_ready()?;
    let mut wrong = 0;
    for question in questions::all() {
        let answer = file.ask(&mut server, &question)?;
        let finding = question.finding(&answer);
        println!("{}  {}", if finding.is_some() { "WRONG" } else { "right" }, question.what);
        if let Some(finding) = &finding {
            println!("  {finding}");
            wrong += 1;
        }
        if finding.is_some() || options.all {
            println!("  {}", answer.trim().replace('\n', "\n  "));
        }
    }
    println!("\n{wrong} of {} answers are wrong", questions::all().len());
    Ok(wrong)
}

/// A crate of its own that uses the library.
fn project() -> Result<PathBuf, String> {
    let library = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let library = library.canonicalize().map_err(|error| format!("{}: {error}", library.display()))?;
    let project = library.join("target/editor");
    let manifest = format!(
        "[package]\nname = \"user\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[dependencies]\nplies = {{ path = {library:?} }}\n\n[workspace]\n"
    );
    let written = fs::create_dir_all(project.join("src"))
        .and_then(|()| fs::write(project.join("Cargo.toml"), manifest))
        .and_then(|()| fs::write(project.join("src/main.rs"), questions::PROGRAM));
    written.map_err(|error| format!("cannot write {}: {error}", project.display()))?;
    Ok(project)
}

/// The sources of the standard library. Without them rust-analyzer knows no type.
fn sources(said: Option<&Path>) -> Result<PathBuf, String> {
    let sources = match said {
        Some(folder) => folder.to_owned(),
        None => {
            let rustc = Command::new("rustc").args(["--print", "sysroot"]).output();
            let rustc = rustc.map_err(|error| format!("cannot run rustc: {error}"))?;
            let sysroot = String::from_utf8_lossy(&rustc.stdout);
            Path::new(sysroot.trim()).join("lib/rustlib/src/rust/library")
        }
    };
    match sources.join("core").is_dir() {
        true => Ok(sources),
        false => Err(format!(
            "{} holds no sources of the standard library\n  help: `rustup component add rust-src`, or say with `--rust-src` where they are",
            sources.display()
        )),
    }
}
