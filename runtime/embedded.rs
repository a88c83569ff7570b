//! Weights that are part of the program: compared with the network while the compiler runs, and put in their places.

use std::mem::MaybeUninit;

use crate::check::HELP;
use crate::layout::{FieldLayout, Layout, Made};
use crate::stored::{Stored, is_same};
use crate::{Message, Parameters, Scalar, Shape};

/// A tensor of a file that belongs to a node.
#[derive(Clone, Copy, Debug)]
pub struct Saved {
    /// Its name, without that of the node.
    pub name: &'static str,
    /// Its shape.
    pub shape: &'static [usize],
    /// Where in the file its entries begin.
    pub start: usize,
}

/// A file of weights, as far as it belongs to a node.
#[derive(Clone, Copy, Debug)]
pub struct SavedNode {
    /// The file, as the attribute names it.
    pub file: &'static str,
    /// The name of the node.
    pub node: &'static str,
    /// Its tensors.
    pub tensors: &'static [Saved],
}

/// Stops the compiler unless the file has the tensors of a node, in their shapes, and no others.
#[track_caller]
pub const fn check_weights<P>(saved: &SavedNode, layout: &Layout<P>, stored: &Stored, _fits: usize) -> usize {
    let node = At { name: Message::new(""), offset: 0, made: &layout.made, stored };
    match visit(node, saved, None) {
        Ok(found) if found < saved.tensors.len() => panic!("{}", unexpected(node, saved).as_str()),
        Ok(_) => 0,
        Err(mistake) => panic!("{}", mistake.as_str()),
    }
}

/// A network whose weights are those of a file that has passed [`check_weights`].
pub const fn embed<T: Scalar, N: Parameters<T>>(file: &[u8], nodes: &[SavedNode], _checked: usize) -> N {
    const {
        assert!(
            cfg!(target_endian = "little"),
            "files of weights are little-endian, and so must the program be"
        )
    };
    let mut network = MaybeUninit::<N>::zeroed();
    let to = Target { to: network.as_mut_ptr().cast(), size: size_of::<N>(), file, entry: size_of::<T>() };
    let mut node = 0;
    while node < nodes.len() {
        let _ = visit(made_of(&N::LAYOUT.made, node), &nodes[node], Some(&to));
        node += 1;
    }
    // SAFETY: zeros are a value of it, and so are any floats in the places of its matrices.
    unsafe { network.assume_init() }
}

/// Where the entries of tensors go.
struct Target<'a> {
    to: *mut u8,
    size: usize,
    file: &'a [u8],
    /// The bytes of an entry.
    entry: usize,
}

/// Something on the way down from a node to its matrices.
#[derive(Clone, Copy)]
struct At<'a> {
    /// Its name, without that of the node.
    name: Message,
    offset: usize,
    made: &'a Made,
    stored: &'a Stored,
}

/// What is known of a node of a network.
const fn made_of(network: &Made, node: usize) -> At<'_> {
    let Made::Fields(fields) = network else { panic!("a network is made of nodes") };
    let field = &fields[node];
    At { name: Message::new(""), offset: field.offset, made: &field.made, stored: &field.stored }
}

impl<'a> At<'a> {
    /// A part of it; where it says nothing of how its matrices are stored, what it lies in does.
    const fn part(&self, name: Message, offset: usize, made: &'a Made, stored: &'a Stored) -> At<'a> {
        let dot = if self.name.as_str().is_empty() { "" } else { "." };
        let name = self.name.text(dot).text(name.as_str());
        let stored = if stored.is_none() { self.stored } else { stored };
        At { name, offset: self.offset + offset, made, stored }
    }
}

/// Compares the matrices that lie here with the file, and copies them from there. Says how many there are, or what is wrong.
#[expect(clippy::result_large_err, reason = "the compiler alone runs it")]
const fn visit(at: At<'_>, saved: &SavedNode, to: Option<&Target<'_>>) -> Result<usize, Message> {
    let (mut found, mut i) = (0, 0);
    match at.made {
        Made::Matrix { shape } => {
            let name = at.name.as_str();
            let shape = at.stored.shape(last(name), *shape);
            match tensor(name, shape, saved) {
                Err(mistake) => return Err(mistake),
                Ok(tensor) => {
                    if let Some(to) = to {
                        copy(tensor, shape.len() * to.entry, at.offset, to);
                    }
                }
            }
            return Ok(1);
        }
        Made::Fields(fields) => {
            while i < fields.len() {
                let FieldLayout { name, offset, made, stored } = &fields[i];
                match visit(at.part(Message::new(name), *offset, made, stored), saved, to) {
                    Ok(more) => found += more,
                    mistake => return mistake,
                }
                i += 1;
            }
        }
        Made::Times { count, size, of } => {
            while i < *count {
                match visit(at.part(Message::new("").number(i), i * *size, of, &Stored::NONE), saved, to) {
                    Ok(more) => found += more,
                    mistake => return mistake,
                }
                i += 1;
            }
        }
        Made::Unknown => {
            let message =
                Message::new("").name(saved.node).text(" has parameters whose places are not known");
            return Err(message.text(HELP).text("derive `Parameters` for them"));
        }
    }
    Ok(found)
}

/// Copies the entries of a tensor to their place.
const fn copy(tensor: &Saved, bytes: usize, offset: usize, target: &Target<'_>) {
    let from = target.file.split_at(tensor.start).1.split_at(bytes).0;
    assert!(offset + bytes <= target.size, "a matrix lies within its network");
    // SAFETY: `from` is as long, and so is the room that `to` has at the offset. Derived code says that a matrix of as many
    // floats lies there, and any bytes are floats.
    unsafe { target.to.add(offset).copy_from_nonoverlapping(from.as_ptr(), bytes) };
}

/// The tensor that a matrix is stored as, if it is in the file as it should be.
#[expect(clippy::result_large_err, reason = "the compiler alone runs it")]
const fn tensor<'a>(name: &str, shape: Shape, saved: &'a SavedNode) -> Result<&'a Saved, Message> {
    let Some(tensor) = find(saved.tensors, name) else {
        let message = named(Message::new("`"), saved, name).text("` ").shape(shape);
        let message = message.text(" of the network is missing in `").text(saved.file).text("`");
        return Err(message
            .text(HELP)
            .text("save the network as it is declared, or declare it as it was saved"));
    };
    if !has_shape(tensor, shape) {
        let message = named(Message::new("`"), saved, name).text("` is ");
        let message = dims(message, tensor.shape).text(" in `").text(saved.file).text("`, but ").shape(shape);
        let message = message.text(" in the network").text(HELP);
        return Err(if is_transposed(tensor, shape) {
            message.text("transpose it before it is saved")
        } else {
            message
                .text("declare ")
                .name(saved.node)
                .text(" for the shape in the file, or train and save the network anew")
        });
    }
    Ok(tensor)
}

/// What is said of a tensor that is no parameter of its node.
const fn unexpected(at: At<'_>, saved: &SavedNode) -> Message {
    let mut i = 0;
    while i + 1 < saved.tensors.len() && has(at, saved.tensors[i].name) {
        i += 1;
    }
    let message = named(Message::new("`"), saved, saved.tensors[i].name).text("` ");
    let message =
        dims(message, saved.tensors[i].shape).text(" of `").text(saved.file).text("` is no parameter of ");
    message
        .name(saved.node)
        .text(HELP)
        .text("declare the layer that it belongs to, or save the network without it")
}

/// Whether a matrix of that name lies here.
const fn has(at: At<'_>, name: &str) -> bool {
    let mut i = 0;
    match at.made {
        Made::Matrix { .. } => return is_same(at.name.as_str(), name),
        Made::Fields(fields) => {
            while i < fields.len() {
                let FieldLayout { name: field, offset, made, stored } = &fields[i];
                if has(at.part(Message::new(field), *offset, made, stored), name) {
                    return true;
                }
                i += 1;
            }
        }
        Made::Times { count, size, of } => {
            while i < *count {
                if has(at.part(Message::new("").number(i), i * *size, of, &Stored::NONE), name) {
                    return true;
                }
                i += 1;
            }
        }
        Made::Unknown => {}
    }
    false
}

const fn find<'a>(tensors: &'a [Saved], name: &str) -> Option<&'a Saved> {
    let mut i = 0;
    while i < tensors.len() {
        if is_same(tensors[i].name, name) {
            return Some(&tensors[i]);
        }
        i += 1;
    }
    None
}

/// A tensor by its whole name.
const fn named(message: Message, saved: &SavedNode, name: &str) -> Message {
    let message = message.text(saved.node);
    if name.is_empty() { message } else { message.text(".").text(name) }
}

const fn has_shape(tensor: &Saved, shape: Shape) -> bool {
    let mut i = 0;
    while i < tensor.shape.len() && tensor.shape[i] == shape.dim(i) {
        i += 1;
    }
    i == shape.rank() && i == tensor.shape.len()
}

/// Whether it is a matrix, and the other way round.
const fn is_transposed(tensor: &Saved, shape: Shape) -> bool {
    let found = tensor.shape;
    found.len() == 2 && shape.rank() == 2 && found[0] == shape.dim(1) && found[1] == shape.dim(0)
}

/// Adds the shape of a tensor, which may be none of ours.
const fn dims(message: Message, dims: &[usize]) -> Message {
    let (mut message, mut i) = (message.text("["), 0);
    while i < dims.len() {
        message = message.text(if i > 0 { ", " } else { "" }).number(dims[i]);
        i += 1;
    }
    message.text("]")
}

/// The part of a name behind its last dot.
const fn last(name: &str) -> &str {
    let (bytes, mut i) = (name.as_bytes(), name.len());
    while i > 0 && bytes[i - 1] != b'.' {
        i -= 1;
    }
    name.split_at(i).1
}
