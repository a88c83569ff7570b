//! Asks rustc.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::{env, fs};

use serde_json::Value;

use crate::mutation::Mutant;

/// The compiler, and where the library lies that it needs.
pub struct Compiler {
    library: PathBuf,
    folder: PathBuf,
}

impl Compiler {
    /// Builds the library.
    pub fn new() -> Self {
        let cargo = env::var_os("CARGO").unwrap_or("cargo".into());
        let build = Command::new(cargo)
            .args(["build", "--quiet", "-p", "plies", "--lib", "--all-features", "--message-format=json"])
            // Where nobody builds it anew meanwhile.
            .args(["--target-dir", "target/mutations"])
            .stderr(Stdio::inherit())
            .output()
            .expect("cargo runs");
        let artifacts = String::from_utf8_lossy(&build.stdout).lines().filter_map(library).next_back();
        let library = artifacts.expect("cargo says where the library lies");
        let folder = env::temp_dir().join(format!("mutations-{}", std::process::id()));
        fs::create_dir_all(&folder).expect("there is room for a few files");
        Compiler { library, folder }
    }

    /// What it says of a program.
    pub fn check(&self, number: usize, mutant: &Mutant) -> Vec<Value> {
        let file = self.folder.join(format!("mutant_{number}.rs"));
        fs::write(&file, &mutant.code).expect("there is room for a file");
        let mut external = std::ffi::OsString::from("plies=");
        external.push(&self.library);
        let rustc = env::var_os("RUSTC").unwrap_or("rustc".into());
        let output = Command::new(rustc)
            .args([
                "--edition",
                "2024",
                "--crate-type",
                "lib",
                "--emit",
                "metadata",
                "--error-format",
                "json",
            ])
            .arg("--out-dir")
            .arg(&self.folder)
            .arg("--extern")
            .arg(external)
            .arg("-L")
            .arg(self.library.parent().unwrap_or(Path::new(".")))
            .arg("-L")
            .arg(self.library.parent().unwrap_or(Path::new(".")).join("deps"))
            .arg(&file)
            .output()
            .expect("rustc runs");
        let _ = fs::remove_file(&file);
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        said.lines().filter_map(|line| serde_json::from_str(line).ok()).collect()
    }
}

impl Drop for Compiler {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.folder);
    }
}

/// The library, if this line of cargo's says where it is.
fn library(line: &str) -> Option<PathBuf> {
    let message: Value = serde_json::from_str(line).ok()?;
    let is_library = message["reason"] == "compiler-artifact" && message["target"]["name"] == "plies";
    let files = message["filenames"].as_array().filter(|_| is_library)?;
    files.iter().filter_map(Value::as_str).find(|file| file.ends_with(".rlib")).map(PathBuf::from)
}

/// Errors alone, without the sum of them at the end.
pub fn errors(diagnostics: &[Value]) -> Vec<&Value> {
    let is_error = |diagnostic: &&Value| {
        diagnostic["level"] == "error"
            && diagnostic["spans"].as_array().is_some_and(|spans| !spans.is_empty())
            || diagnostic["level"].as_str().is_some_and(|level| level.starts_with("error: internal"))
    };
    diagnostics.iter().filter(is_error).collect()
}

/// All errors as they would be printed.
pub fn rendered(diagnostics: &[Value]) -> String {
    errors(diagnostics).iter().filter_map(|error| error["rendered"].as_str()).collect()
}
