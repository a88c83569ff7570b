//! Weights that are part of the program: `#[weights("net.safetensors")]`.

use std::{env, fs};

use plies::{Affine, BatchNorm, Network, Parameters, Path, network};

network! {
    struct Block(x: [3]) -> [3] {
        affine1: Affine::to(3),
    }
}

network! {
    /// Its file has the tensors in another order, and counts batches, as PyTorch does.
    #[weights("net.safetensors")]
    struct Net(x: [2]) -> [3] {
        affine1: Affine::to(3),
        norm1: BatchNorm::new(),
        blocks: [Block; 2],
    }
}

network! {
    #[weights("foreign.safetensors", "model.fc1" = affine1)]
    struct Foreign(x: [2]) -> [3] {
        affine1: Affine::to(3),
    }
}

#[test]
fn each_tensor_is_in_its_place() {
    let mut found = vec![];
    Net::walk([Net::WEIGHTS], [], Path::ROOT, &mut |entry, [values], []| {
        found.push((entry.path.to_string(), values.to_vec()));
    });
    let row = |from: i32, to: i32| (from..to).map(|i| i as f32).collect::<Vec<_>>();
    let expected = [
        ("affine1.weight", row(1, 7)),
        ("affine1.bias", vec![0.1, 0.2, 0.3]),
        ("norm1.weight", vec![1.0; 3]),
        ("norm1.bias", vec![0.0; 3]),
        ("norm1.running_mean", row(1, 4)),
        ("norm1.running_var", row(4, 7)),
        ("blocks.0.affine1.weight", row(1, 10)),
        ("blocks.0.affine1.bias", vec![0.1, 0.2, 0.3]),
        ("blocks.1.affine1.weight", row(11, 20)),
        ("blocks.1.affine1.bias", vec![10.1, 10.2, 10.3]),
    ];
    assert_eq!(found, expected.map(|(name, values)| (name.to_owned(), values)));
}

#[test]
fn a_file_of_doubles_is_a_network_of_doubles_and_names_are_mapped() {
    let net: &'static Foreign<f64> = Foreign::WEIGHTS;
    assert_eq!(net.affine1.weight.as_slice(), [1.0, 2.0, 3.0, 4.0, 5.0, 6.0]);
    let y = net.predict_one(&[1.0, 10.0], &mut Foreign::workspace::<1>());
    assert_eq!(y.map(|y| (y * 10.0).round()), [211.0, 432.0, 653.0]);
}

#[test]
fn the_network_is_a_constant() {
    const BIAS: f32 = Net::WEIGHTS.affine1.bias.data.0[0][2];
    assert_eq!(BIAS, 0.3);
}

/// Cargo builds a crate anew where a file changes of which rustc says that it has read it.
#[test]
fn where_a_file_changes_the_crate_is_built_anew() {
    let read = fs::read_to_string(env::current_exe().unwrap().with_extension("d")).unwrap();
    for file in ["net.safetensors", "foreign.safetensors"] {
        assert!(read.contains(&format!("tests/embedded/{file}")), "{file} is not in {read}");
    }
}
