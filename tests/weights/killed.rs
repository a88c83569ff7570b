//! A process that saves is killed again and again.

use std::process::{Child, Command, Stdio};
use std::time::Duration;
use std::{env, thread};

use plies::{Affine, Network, Parameters, Path, Random, network};

use crate::file::Folder;

network! { struct Net(x: [100]) -> [100] { affine1: Affine::to(100) } }

/// Says to a process of this test where it saves.
const FILE: &str = "PLIES_SAVE_UNTIL_KILLED";

/// A network whose every number is the same.
fn fill(net: &mut Net<f32>, number: f32) {
    Net::walk([], [net], Path::ROOT, &mut |_, [], [values]| values.fill(number));
}

/// What the other process does: it saves one network after another.
#[test]
fn saves_until_killed() {
    let Some(file) = env::var_os(FILE) else { return };
    let mut net = Net::zeros();
    for number in 0.. {
        fill(&mut net, number as f32);
        net.save(&file).unwrap();
    }
}

fn start(file: &std::path::Path) -> Child {
    Command::new(env::current_exe().unwrap())
        .args(["--exact", "killed::saves_until_killed"])
        .env(FILE, file)
        .stdout(Stdio::null())
        .spawn()
        .unwrap()
}

#[test]
fn a_process_killed_at_any_moment_leaves_a_whole_file() {
    let folder = Folder::new();
    let file = folder.file("net.safetensors");
    let (mut net, mut random) = (Net::zeros(), Random::new(1));
    for _ in 0..200 {
        fill(&mut net, -1.0);
        net.save(&file).unwrap();
        let mut child = start(&file);
        // Once it has begun, it does nothing but save.
        while net.affine1.bias[0] < 0.0 {
            net.load(&file).unwrap();
        }
        thread::sleep(Duration::from_micros((random.uniform() * 2_000.0) as u64));
        child.kill().unwrap();
        child.wait().unwrap();
        net.load(&file).unwrap();
        let number = net.affine1.bias[0];
        assert!(net.affine1.weight.iter().chain(&net.affine1.bias).all(|entry| *entry == number));
    }
}
