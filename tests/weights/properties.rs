//! What holds for all weights, and for all files.

use plies::{
    Affine, BatchNorm, Conv2d, GlobalAvgPool, Network, Parameters, Path, Prelu, Relu, Scalar, Weights,
    network,
};
use proptest::prelude::*;

network! {
    struct Block(x: [4]) -> [4] { affine1: Affine::to(4), prelu1: Prelu::per_channel() }
}

network! {
    struct Net(x: [2, 6, 6]) -> [1] {
        conv1: Conv2d::new(4, 3),
        norm1: BatchNorm::new(),
        relu1: Relu,
        #[frozen]
        conv2: Conv2d::new(4, 3).groups(2),
        mean: GlobalAvgPool,
        blocks: [Block; 2],
        y: Affine::to(1),
    }
}

/// A network of these bits, over and over: numbers of any size, infinite ones, NaNs.
fn net<T: Scalar>(bits: &[u64]) -> Box<Net<T>> {
    let (mut net, mut bits) = (Net::zeros(), bits.iter().cycle());
    Net::walk([], [&mut net], Path::ROOT, &mut |_, [], [values]| {
        for value in values {
            *value = number(*bits.next().unwrap());
        }
    });
    net
}

/// A number of any bits, of either type.
fn number<T: Scalar>(bits: u64) -> T {
    match size_of::<T>() {
        4 => T::of(f32::from_bits(bits as u32).into()),
        _ => T::of(f64::from_bits(bits)),
    }
}

/// All numbers; a NaN is any other.
fn numbers<T: Scalar>(net: &Net<T>) -> Vec<u64> {
    let mut numbers = vec![];
    Net::walk([net], [], Path::ROOT, &mut |_, [values], []| {
        let bits = values.iter().map(|value| value.to_f64());
        numbers.extend(bits.map(|value| if value.is_nan() { f64::NAN } else { value }.to_bits()));
    });
    numbers
}

fn comes_back<T: Scalar>(bits: &[u64]) {
    let (saved, mut loaded) = (net::<T>(bits), Net::<T>::zeros());
    let bytes = saved.to_bytes();
    Weights::of_bytes(&bytes).unwrap().load_into(&mut *loaded).unwrap();
    assert_eq!(numbers(&loaded), numbers(&saved));
    assert_eq!(loaded.to_bytes().len(), bytes.len());
    // The finite ones alone are finite.
    let is_finite = numbers(&saved).iter().all(|bits| f64::from_bits(*bits).is_finite());
    assert_eq!(Weights::of_bytes(&bytes).unwrap().finite().load_into(&mut *loaded).is_ok(), is_finite);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_saved_comes_back(bits in prop::collection::vec(any::<u64>(), 1..200)) {
        comes_back::<f32>(&bits);
        comes_back::<f64>(&bits);
    }

    /// Through `f64` and back nothing is lost; the other way, each number is the nearest.
    #[test]
    fn types_are_converted(bits in prop::collection::vec(any::<u64>(), 1..200)) {
        let (narrow, mut wide, mut back) = (net::<f32>(&bits), Net::<f64>::zeros(), Net::<f32>::zeros());
        Weights::of_bytes(&narrow.to_bytes()).unwrap().convert().load_into(&mut *wide).unwrap();
        prop_assert_eq!(numbers(&wide), numbers(&narrow));
        Weights::of_bytes(&wide.to_bytes()).unwrap().convert().load_into(&mut *back).unwrap();
        prop_assert_eq!(numbers(&back), numbers(&narrow));

        let wide = net::<f64>(&bits);
        Weights::of_bytes(&wide.to_bytes()).unwrap().convert().load_into(&mut *back).unwrap();
        let nearest = numbers(&wide).into_iter().map(|bits| f64::from(f64::from_bits(bits) as f32).to_bits());
        prop_assert_eq!(numbers(&back), nearest.collect::<Vec<_>>());
    }

    /// A damaged file loads, or is refused; the network is all of it, or as it was.
    #[test]
    fn a_damaged_file_changes_all_or_nothing(places in prop::collection::vec((0..4000_usize, any::<u8>()), 1..4)) {
        // No few bytes make one of these of those.
        let (saved, mut loaded) = (net::<f32>(&[1, 2, 3]), net::<f32>(&[0x4455_6677]));
        let mut bytes = saved.to_bytes();
        for (place, byte) in places {
            let place = place % bytes.len();
            bytes[place] = byte;
        }
        let before = numbers(&loaded);
        let result = Weights::of_bytes(&bytes).and_then(|weights| weights.load_into(&mut *loaded));
        if result.is_err() {
            prop_assert_eq!(numbers(&loaded), before);
        } else {
            prop_assert!(!numbers(&loaded).contains(&f64::from(f32::from_bits(0x4455_6677)).to_bits()));
        }
    }

    #[test]
    fn no_bytes_are_too_strange(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        prop_assert!(Weights::of_bytes(&bytes).is_err());
    }
}
