//! Writes what becomes of all mistakes when they are put right, a module each.

use std::path::Path;
use std::{env, fs};

#[allow(dead_code, reason = "here, nobody looks at the errors")]
#[path = "../errors/case.rs"]
mod case;

use case::Case;

fn main() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../ui");
    println!("cargo:rerun-if-changed={}", folder.display());
    let module = |case: &Case| {
        // Files lie where the cases do.
        let files = format!("#[weights(\"{}/{}/", folder.display(), case.group);
        format!("mod {} {{\n{}\n}}\n", case.name, case.fixed().replace("#[weights(\"", &files))
    };
    let modules: String = Case::all(&folder).iter().map(module).collect();
    let out = env::var_os("OUT_DIR").expect("cargo sets it");
    let written = fs::write(Path::new(&out).join("cases.rs"), modules);
    written.expect("the build script's own folder can be written");
}
