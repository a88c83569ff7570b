//! The state dict of a network in PyTorch, and what PyTorch computes with it: `make.py` beside this file wrote both.

use std::collections::BTreeMap;

use plies::{
    Affine, BatchNorm, Conv1d, Conv2d, ConvTranspose2d, Flatten, LayerNorm, Network, Prelu, Relu, Reshape,
    Weights, network,
};
use safetensors::{Dtype, SafeTensors};

const STATE_DICT: &[u8] = include_bytes!("state_dict.safetensors");
const COMPUTED: &[u8] = include_bytes!("computed.safetensors");

network! {
    struct Block(x: [4, 19]) -> [4, 19] { prelu1: Prelu::per_channel() }
}

network! {
    #[weights("state_dict.safetensors")]
    struct Net(x: [2, 8, 7]) -> [1] {
        conv1: Conv2d::new(4, 3),
        norm1: BatchNorm::new(),
        relu1: Relu,
        up1: ConvTranspose2d::new(3, 2),
        lines: Reshape::to([6, 21]),
        conv2: Conv1d::new(4, 3),
        norm2: LayerNorm::new(),
        blocks: [Block; 2],
        flat: Flatten,
        affine1: Affine::to(5),
        relu2: Relu,
        affine2: Affine::to(1),
    }
}

fn numbers(file: &SafeTensors, name: &str) -> Vec<f32> {
    let (chunks, _) = file.tensor(name).unwrap().data().as_chunks();
    chunks.iter().map(|chunk| f32::from_le_bytes(*chunk)).collect()
}

/// The tensors of a file, but those that PyTorch counts batches with.
fn tensors(bytes: &[u8]) -> BTreeMap<String, (Dtype, Vec<usize>, Vec<u8>)> {
    let file = SafeTensors::deserialize(bytes).unwrap();
    let tensors = file.tensors().into_iter().filter(|(name, _)| !name.ends_with(".num_batches_tracked"));
    tensors
        .map(|(name, tensor)| (name, (tensor.dtype(), tensor.shape().to_vec(), tensor.data().to_vec())))
        .collect()
}

#[test]
fn a_state_dict_of_pytorch_loads_and_computes_the_same() {
    let mut net = Net::<f32>::zeros();
    Weights::of_bytes(STATE_DICT).unwrap().finite().load_into(&mut *net).unwrap();
    // So it is where the compiler puts it.
    assert_eq!(net.to_bytes(), Net::WEIGHTS.to_bytes());
    let computed = SafeTensors::deserialize(COMPUTED).unwrap();
    let (x, y) = (numbers(&computed, "x"), numbers(&computed, "y"));
    let mut workspace = Net::workspace::<1>();
    for (x, y) in x.as_chunks::<112>().0.iter().zip(y) {
        let [found] = net.predict_one(x, &mut workspace);
        assert!((found - y).abs() < 1e-5, "{found} is {y} in PyTorch");
    }
}

/// `python tests/weights/make.py --load FILE` loads such a file in PyTorch.
#[test]
fn what_is_saved_is_the_state_dict_again() {
    let mut net = Net::<f32>::zeros();
    Weights::of_bytes(STATE_DICT).unwrap().load_into(&mut *net).unwrap();
    let saved = net.to_bytes();
    assert_eq!(tensors(&saved), tensors(STATE_DICT));
    if let Some(file) = std::env::var_os("PLIES_STATE_DICT") {
        net.save(file).unwrap();
    }
}
