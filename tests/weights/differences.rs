//! What is said of a file that is not of the network.

use half::{bf16, f16};
use plies::{Affine, Mismatch, Network, Path, Relu, Weights, WeightsError, network};
use safetensors::Dtype;

use crate::file::{Tensor, f32s, file};

network! {
    struct Net(x: [3]) -> [2] {
        affine1: Affine::to(4),
        relu1: Relu,
        affine2: Affine::to(2),
    }
}

/// A file of the network.
fn right() -> [Tensor; 4] {
    [
        f32s("affine1.weight", &[4, 3]),
        f32s("affine1.bias", &[4]),
        f32s("affine2.weight", &[2, 4]),
        f32s("affine2.bias", &[2]),
    ]
}

fn numbers<P: Network>(net: &P) -> Vec<f64> {
    let mut numbers = vec![];
    P::walk([net], [], Path::ROOT, &mut |_, [values], []| {
        numbers.extend(values.iter().map(|value| plies::Scalar::to_f64(*value)));
    });
    numbers
}

/// What differs. The network stays as it is.
#[track_caller]
fn refused(
    tensors: &[Tensor],
    options: impl for<'a> Fn(Weights<'a>) -> Weights<'a>,
) -> (Vec<(String, Mismatch)>, String) {
    let (bytes, mut net) = (file(tensors), Net::<f32>::new(1));
    let before = numbers(&*net);
    let error = options(Weights::of_bytes(&bytes).unwrap()).load_into(&mut *net).unwrap_err();
    assert_eq!(numbers(&*net), before);
    let all = error.differences().iter().map(|difference| (difference.name.clone(), difference.mismatch));
    (all.collect(), error.to_string())
}

fn load<P: Network>(tensors: &[Tensor]) -> Result<Box<P>, WeightsError> {
    let (bytes, mut net) = (file(tensors), P::zeros());
    Weights::of_bytes(&bytes)?.load_into(&mut *net)?;
    Ok(net)
}

#[test]
fn a_file_of_the_network_lies_as_it_does_in_pytorch() {
    let net = load::<Net<f32>>(&right()).unwrap();
    // `[outputs, inputs]` in the file, row after row; a column for each output here.
    assert_eq!(net.affine1.weight[(2, 1)], 5.0 / 8.0 - 0.5);
    assert_eq!(net.affine2.bias.as_slice(), [-0.5, 0.125 - 0.5]);
}

#[test]
fn all_that_differs_is_said_at_once() {
    let [mut weight, bias, _, _] = right();
    weight.2 = vec![3, 4];
    let f64s = ("affine2.weight", Dtype::F64, vec![2, 4], vec![0; 64]);
    let (found, said) =
        refused(&[weight, bias, f64s, f32s("fc2.bias", &[2]), f32s("affine1.scale", &[1])], |weights| {
            weights
        });
    assert_eq!(
        said,
        "\
what was read does not fit `Net`: 5 things differ

|                  | `Net`      | the file   |                             |
| ---------------- | ---------- | ---------- | --------------------------- |
| `affine1.weight` | f32 [4, 3] | f32 [3, 4] | [3, 4] is [4, 3] transposed |
| `affine2.weight` | f32 [2, 4] | f64 [2, 4] | another type                |
| `affine2.bias`   | f32 [2]    |            | missing                     |
| `affine1.scale`  |            | f32 [1]    | unexpected                  |
| `fc2.bias`       |            | f32 [2]    | unexpected                  |
  help: `Weights::read(..)?.convert()` makes `f32` of `f64`, and the reverse; other types are no weights
  help: names that differ are mapped by `Weights::read(..)?.rename(|name| ..)`
  help: save the transpose: a weight is `[outputs, inputs]`, as in PyTorch"
    );
    assert_eq!(found[0], ("affine1.weight".to_owned(), Mismatch::Transposed));
    assert_eq!(found[1], ("affine2.weight".to_owned(), Mismatch::Dtype));
}

#[test]
fn a_shape_is_no_other_of_as_many_entries() {
    for shape in [&[12][..], &[1, 4, 3], &[2, 6], &[4, 3, 1]] {
        let mut tensors = right();
        tensors[0].2 = shape.to_vec();
        let (found, _) = refused(&tensors, |weights| weights);
        assert_eq!(found, [("affine1.weight".to_owned(), Mismatch::Shape)], "{shape:?}");
    }
}

#[test]
fn names_are_mapped_and_no_two_to_one() {
    let mut theirs = right();
    let names = ["fc1.weight", "fc1.bias", "fc2.weight", "fc2.bias"];
    for (tensor, name) in theirs.iter_mut().zip(names) {
        tensor.0 = name;
    }
    let (bytes, mut net) = (file(&theirs), Net::<f32>::zeros());
    let weights = Weights::of_bytes(&bytes).unwrap().rename(|name| name.replace("fc", "affine"));
    weights.load_into(&mut *net).unwrap();
    assert_eq!(numbers(&*net), numbers(&*load::<Net<f32>>(&right()).unwrap()));

    let both = [&theirs[..1], &right()].concat();
    let (found, said) = refused(&both, |weights| weights.rename(|name| name.replace("fc", "affine")));
    assert_eq!(found, [("affine1.weight".to_owned(), Mismatch::Duplicate)]);
    assert!(said.contains("more than one of this name"), "{said}");
}

#[test]
fn numbers_that_are_none_are_found_where_that_is_asked() {
    for bad in [f32::NAN, f32::INFINITY, f32::NEG_INFINITY] {
        let mut tensors = right();
        tensors[2].3[8..12].copy_from_slice(&bad.to_le_bytes());
        let loaded = load::<Net<f32>>(&tensors).unwrap();
        assert_eq!(loaded.affine2.weight.as_slice()[2].to_bits(), bad.to_bits());
        let (found, said) = refused(&tensors, |weights| weights.finite());
        assert_eq!(found, [("affine2.weight".to_owned(), Mismatch::NonFinite)]);
        assert!(said.contains(&format!("{bad} at index 2")), "{said}");
    }
}

#[test]
fn what_is_too_large_for_the_network_is_not_finite() {
    let mut tensors = right();
    tensors[3] = ("affine2.bias", Dtype::F64, vec![2], [1e300_f64, 1.0].map(f64::to_le_bytes).concat());
    let (found, _) = refused(&tensors, |weights| weights.convert().finite());
    assert_eq!(found, [("affine2.bias".to_owned(), Mismatch::NonFinite)]);
}

#[test]
fn halves_are_taken_and_other_scalars_where_that_is_asked() {
    let mut tensors = right();
    tensors[1] = (
        "affine1.bias",
        Dtype::F16,
        vec![4],
        [1.5, -0.1, 65504.0, 6e-8].map(|x| f16::from_f32(x).to_le_bytes()).concat(),
    );
    tensors[3] = (
        "affine2.bias",
        Dtype::BF16,
        vec![2],
        [1e38, -0.1].map(|x| bf16::from_f32(x).to_le_bytes()).concat(),
    );
    let net = load::<Net<f32>>(&tensors).unwrap();
    assert_eq!(net.affine1.bias.as_slice(), [1.5, -0.1, 65504.0, 6e-8].map(|x| f16::from_f32(x).to_f32()));
    assert_eq!(net.affine2.bias.as_slice(), [1e38, -0.1].map(|x| bf16::from_f32(x).to_f32()));

    let bytes = file(&tensors);
    let mut wide = Net::<f64>::zeros();
    let error = Weights::of_bytes(&bytes).unwrap().load_into(&mut *wide).unwrap_err();
    assert!(error.differences().iter().all(|difference| difference.mismatch == Mismatch::Dtype));
    assert_eq!(error.differences().len(), 2, "{error}");
    Weights::of_bytes(&bytes).unwrap().convert().load_into(&mut *wide).unwrap();
    assert_eq!(numbers(&*wide), numbers(&*net));

    let mut back = Net::<f32>::zeros();
    let bytes = wide.to_bytes();
    assert!(Weights::of_bytes(&bytes).unwrap().load_into(&mut *back).is_err());
    Weights::of_bytes(&bytes).unwrap().convert().load_into(&mut *back).unwrap();
    assert_eq!(numbers(&*back), numbers(&*net));
}

#[test]
fn integers_are_no_weights() {
    let mut tensors = right();
    tensors[3] = ("affine2.bias", Dtype::I32, vec![2], vec![0; 8]);
    let (found, _) = refused(&tensors, |weights| weights.convert().finite());
    assert_eq!(found, [("affine2.bias".to_owned(), Mismatch::Dtype)]);
}

network! {
    struct Sine(x: [1]) -> [1] { affine1: Affine::to(16), tanh1: Relu, affine2: Affine::to(1) }
}

#[test]
fn the_readme_shows_what_is_said() {
    let theirs = [
        f32s("affine1.weight", &[1, 16]),
        f32s("affine1.bias", &[16]),
        f32s("affine2.weight", &[1, 16]),
        f32s("fc2.bias", &[1]),
    ];
    let Err(error) = load::<Sine<f32>>(&theirs) else { panic!("it is not of the network") };
    let said = error.to_string().replace("what was read", "`theirs.safetensors`");
    assert!(include_str!("../../README.md").contains(&said), "the README should show:\n{said}");
}
