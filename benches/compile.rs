//! How long the compiler takes for networks of several sizes.
//!
//! ```text
//! cargo bench --bench compile
//! ```
//!
//! A crate of its own is checked and built, in a folder of its own: cold, where nothing of the crate is there yet but what it
//! depends on is; after a comment was added, with what the compiler remembers; and in release.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};
use std::{env, fs};

/// How often each is measured; the median counts.
const TIMES: usize = 3;

fn main() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("compile");
    let krate = Crate::new(folder);
    println!("all dependencies, cold: {:.1?}", krate.dependencies());
    let chains = [10, 100, 300].map(|layers| (format!("{layers} layers"), chain("Net", layers)));
    let small = (0..100).map(|i| chain(&format!("Net{i}"), 3)).collect();
    let programs = [
        chains.to_vec(),
        vec![("100 networks of 3".to_owned(), small), ("LeNet".to_owned(), LE_NET.to_owned())],
    ];
    println!("{:20} {:>10} {:>12} {:>10}", "", "check", "incremental", "release");
    let nothing = krate.times("");
    let line = |name: &str, [check, incremental, release]: [Duration; 3]| {
        println!("{name:20} {check:>10.2?} {incremental:>12.2?} {release:>10.2?}");
    };
    line("an empty crate", nothing);
    for (name, code) in programs.concat() {
        line(&name, krate.times(&code));
    }
}

/// Layers in a row, every second one a rectifier.
fn chain(name: &str, layers: usize) -> String {
    let lines = (0..layers).map(|i| match i % 2 {
        0 => format!("    layer{i}: Affine::to(8),\n"),
        _ => format!("    layer{i}: Relu,\n"),
    });
    let lines: String = lines.collect();
    let uses = format!("pub fn use_{name}(net: &{name}, x: &[[f32; 8]], t: &[[f32; 8]]) -> f32 {{\n");
    let uses = format!("{uses}    net.gradient(x, t, &mut {name}::zeros(), &mut {name}::tape::<10>())\n}}\n");
    format!(
        "network! {{ pub struct {name}(x: [8]) -> [8] {{\n{lines}    loss: MeanSquaredError,\n}} }}\n{uses}"
    )
}

const LE_NET: &str = "
network! {
    pub struct LeNet(x: [1, 28, 28]) -> [10] {
        conv1: Conv2d::new(6, 5).padding(2), relu1: Relu, pool1: MaxPool2d::new(2),
        conv2: Conv2d::new(16, 5), relu2: Relu, pool2: MaxPool2d::new(2),
        affine1: Affine::to(120), relu3: Relu, affine2: Affine::to(84), relu4: Relu, affine3: Affine::to(10),
        loss: SoftmaxWithLoss,
    }
}
pub fn use_lenet(net: &LeNet, x: &[[f32; 784]], t: &[Class<10>]) -> f32 {
    net.gradient(x, t, &mut LeNet::zeros(), &mut LeNet::tape::<10>())
}
";

/// A crate that depends on the library.
struct Crate {
    folder: PathBuf,
}

impl Crate {
    fn new(folder: PathBuf) -> Self {
        let library = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
        let manifest = format!(
            "[package]\nname = \"compiled\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[dependencies]\nplies = {{ path = {library:?} }}\n\n\
             [workspace]\n"
        );
        fs::create_dir_all(folder.join("src")).expect("there is room for a crate");
        fs::write(folder.join("Cargo.toml"), manifest).expect("there is room for a file");
        Crate { folder }
    }

    /// Builds all that the crate depends on, from nothing.
    fn dependencies(&self) -> Duration {
        let _ = fs::remove_dir_all(self.folder.join("target"));
        self.write("");
        let time = self.cargo(&["build"]);
        self.cargo(&["check"]);
        self.cargo(&["build", "--release"]);
        time
    }

    /// Checked cold and after a change, and built in release.
    fn times(&self, code: &str) -> [Duration; 3] {
        let median = |run: &dyn Fn(usize) -> Duration| {
            let mut times: Vec<_> = (0..TIMES).map(run).collect();
            times.sort();
            times[TIMES / 2]
        };
        let clean = |profile: &str| {
            let _ = fs::remove_dir_all(self.folder.join("target").join(profile).join("incremental"));
        };
        let changed = |i| self.write(&format!("{code}\n// change {i} of {}", std::process::id()));
        [
            median(&|i| {
                clean("debug");
                changed(i);
                self.cargo(&["check"])
            }),
            median(&|i| {
                changed(10 + i);
                self.cargo(&["check"])
            }),
            median(&|i| {
                changed(20 + i);
                self.cargo(&["build", "--release"])
            }),
        ]
    }

    fn write(&self, code: &str) {
        let code = format!("#![allow(unused, non_snake_case)]\nuse plies::*;\n{code}\n");
        fs::write(self.folder.join("src/lib.rs"), code).expect("there is room for a file");
    }

    fn cargo(&self, arguments: &[&str]) -> Duration {
        let cargo = env::var_os("CARGO").unwrap_or("cargo".into());
        let started = Instant::now();
        let status = Command::new(cargo)
            .args(arguments)
            .args(["--quiet", "--offline"])
            .current_dir(&self.folder)
            .env_remove("CARGO_TARGET_DIR")
            .stdout(Stdio::null())
            .status()
            .expect("cargo runs");
        assert!(status.success(), "the crate in {} does not compile", self.folder.display());
        started.elapsed()
    }
}
