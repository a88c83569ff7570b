//! What every declared network can do, written once.

use std::ops::Range;

use nalgebra::one;
use plies_kernels::threads;

use crate::{
    Backward, Entry, Init, Initializer, Layer, Loss, NodeInfo, Number, Optimizer, Output, Parameters, Pass,
    Path, Samples, Scalar, Scores, Shape, Shapes, Tape, Workspace, Zeroed,
    description::{dot, mermaid, picture, picture_with_values, table},
    outputs::Totals,
    product,
    samples::{paired, ranges},
    way_back::Along,
    wire::Visit,
};

#[cfg(feature = "weights")]
use crate::{Weights, WeightsError, weights};

/// A declared network: a struct of matrices, with what `network!` says of it.
///
/// Training holds a network, a gradient of the same type, and a [`Tape`] for the largest batch; nothing else is ever
/// allocated.
///
/// ```
/// use plies::{Affine, Class, Network, Relu, Sgd, SoftmaxWithLoss, network};
///
/// network! {
///     struct Net(x: [2]) -> [3] {
///         affine1: Affine::new(2, 8),
///         relu1: Relu,
///         affine2: Affine::new(8, 3),
///         loss: SoftmaxWithLoss,
///     }
/// }
///
/// let (mut net, mut gradient, mut tape) = (Net::<f32>::new(1), Net::zeros(), Net::tape::<2>());
/// let x = [[1.0, -1.0], [0.5, 2.0]];
/// let labels = [0, 2].map(|label| Class::<3>::new(label).unwrap());
/// for _ in 0..100 {
///     net.gradient(&x, &labels, &mut gradient, &mut tape);
///     net.step(&gradient, &mut Sgd::new(0.1));
/// }
/// let mut workspace = Net::workspace::<2>();
/// assert_eq!(net.accuracy(&x, &labels, &mut workspace), 1.0);
/// assert_eq!(Class::largest(&net.predict_one(&x[0], &mut workspace)).label(), 0);
/// ```
///
/// What it costs are constants, and so is the size of each type that it needs:
///
/// ```
/// use plies::{Affine, Network, Relu, Shape, Tape, Workspace, network};
///
/// network! {
///     struct Net(x: [784]) -> [10] { affine1: Affine::to(50), relu1: Relu, affine2: Affine::to(10) }
/// }
///
/// const INPUT: Shape = Net::<f32>::INPUT_SHAPES[0];
/// const PARAMETERS: usize = Net::<f32>::PARAMETERS;
/// // For one sample: each weight once on the way forward; back, once for its own gradient, and in `affine2` once for `relu1`.
/// const MULTIPLY_ADDS: [usize; 2] = [Net::<f32>::MULTIPLY_ADDS, Net::<f32>::BACKWARD_MULTIPLY_ADDS];
/// // Bytes: a network and its gradient, what a step on 32 samples keeps, and what predicting one sample needs.
/// const TRAINING: usize = 2 * size_of::<Net>() + size_of::<Tape<Net, 32>>();
/// const PREDICTING: usize = size_of::<Net>() + size_of::<Workspace<Net, 1>>();
///
/// assert_eq!((INPUT.len(), PARAMETERS), (784, 784 * 50 + 50 + 50 * 10 + 10));
/// assert_eq!(MULTIPLY_ADDS, [784 * 50 + 50 * 10, 784 * 50 + 2 * 50 * 10]);
/// assert_eq!(size_of::<Net>(), 4 * PARAMETERS);
/// assert!(PREDICTING < TRAINING);
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a network",
    label = "not a network",
    note = "what lies in a `Box` is borrowed as `&*net`, and changed as `&mut *net`"
)]
pub trait Network: Parameters<Self::Scalar> {
    /// `f32` or `f64`.
    type Scalar: Scalar;
    /// What the network is fed, one sample of it: `[f32; 784]`, or a tuple where there are several inputs.
    type In: Samples;
    /// What the network gives, one sample of it: `[f32; 10]`.
    type Out: Output<Scalar = Self::Scalar>;
    /// The loss that its `loss:` line names, or [`NoLoss`](crate::NoLoss).
    type Loss;
    /// The layer that the network is.
    #[doc(hidden)]
    type Layer: Layer<Self::In, Self::Out, Parameters = Self>;
    /// Memory for all that is needed at a time while up to `N` samples are predicted.
    #[doc(hidden)]
    type Buffer<const N: usize>: Zeroed;
    /// Working memory of the layers while training.
    #[doc(hidden)]
    type Scratch: Zeroed + AsMut<[Self::Scalar]>;
    #[doc(hidden)]
    const LAYER: Self::Layer;
    #[doc(hidden)]
    const LOSS: Self::Loss;
    #[doc(hidden)]
    const SHAPES: Shapes;
    /// Its name.
    const NAME: &'static str;
    /// The names of the inputs.
    const INPUTS: &'static [&'static str];
    /// The names of the nodes that give the outputs.
    const OUTPUTS: &'static [&'static str];
    /// The shapes of the inputs.
    const INPUT_SHAPES: &'static [Shape];
    /// The shapes of the outputs.
    const OUTPUT_SHAPES: &'static [Shape];
    /// What is known of each node, in order.
    const NODES: &'static [NodeInfo];
    /// How many numbers all nodes learn, or would if they were not frozen.
    const PARAMETERS: usize;
    /// How many products forward adds up for one sample; see [`NodeInfo`].
    const MULTIPLY_ADDS: usize;
    /// How many backward adds up for one sample while training, without the gradients of inputs; see [`NodeInfo`].
    const BACKWARD_MULTIPLY_ADDS: usize;

    /// The output for a block of `samples`, at most `N`; without `y`, it stays in the buffer.
    #[doc(hidden)]
    fn predict_block<const N: usize>(
        &self,
        x: <Self::In as Samples>::Batch<'_>,
        y: Option<<Self::Out as Output>::BatchMut<'_>>,
        samples: usize,
        buffer: &mut Self::Buffer<N>,
    );

    /// The output for a block that stayed in the buffer.
    #[doc(hidden)]
    fn predicted<const N: usize>(
        buffer: &Self::Buffer<N>,
        samples: usize,
    ) -> <Self::Out as Samples>::Batch<'_>;
    /// Goes back from the one sample that went forward, and visits each value and its gradient.
    #[doc(hidden)]
    fn each_value<const N: usize>(
        pass: Backward<'_, Self::Layer, Self::In, Self::Out, N>,
        visit: &mut Visit<'_, Self::Scalar>,
    );

    /// A network on the heap, each layer drawn as it does by default.
    fn new(seed: u64) -> Box<Self> {
        drawn(Initializer::new(seed))
    }

    /// A network on the heap, with all weights drawn as chosen.
    ///
    /// ```
    /// # use plies::{Affine, Init, Network, network};
    /// # network! { struct Net(x: [784]) -> [10] { affine1: Affine::to(10) } }
    /// let net = Net::<f32>::with_init(Init::Normal(0.01), 1);
    /// assert!(net.affine1.weight.amax() < 0.1);
    /// ```
    fn with_init(init: Init, seed: u64) -> Box<Self> {
        drawn(Initializer::chosen(init, seed))
    }

    /// Zeros on the heap: room for a gradient.
    fn zeros() -> Box<Self> {
        Self::boxed()
    }

    /// What training needs beside a network and its gradient, for batches of up to `N` samples. On the heap.
    fn tape<const N: usize>() -> Box<Tape<Self, N>> {
        Tape::boxed()
    }

    /// What predicting needs beside a network; it computes up to `N` samples at a time. On the heap.
    fn workspace<const N: usize>() -> Box<Workspace<Self, N>> {
        const { assert!(N > 0, "a workspace is for 1 or more samples") };
        Workspace::boxed()
    }

    /// A table of the nodes: what feeds them, the shapes that they give, their parameters, and their multiply-adds forward and
    /// backward. A second one says how many parameters are trained, and what parameters, [`Tape`] and [`Workspace`] take in bytes.
    ///
    /// ```
    /// use plies::{Affine, Network, Relu, network};
    ///
    /// network! {
    ///     struct Net(x: [784]) -> [10] { affine1: Affine::to(50), relu1: Relu, affine2: Affine::to(10) }
    /// }
    /// assert!(Net::<f32>::summary().starts_with("\
    /// `Net` gives `[10]`.
    ///
    /// | node      | layer            | fed by    | output shape | parameters | multiply-adds | backward |
    /// | --------- | ---------------- | --------- | ------------ | ---------: | ------------: | -------: |
    /// | `x`       | input            |           | `[784]`      |            |               |          |
    /// | `affine1` | `Affine::to(50)` | `x`       | `[50]`       |      39250 |         39200 |    39200 |
    /// | `relu1`   | `Relu`           | `affine1` | `[50]`       |            |               |          |
    /// | `affine2` | `Affine::to(10)` | `relu1`   | `[10]`       |        510 |           500 |     1000 |
    /// |           |                  |           | all          |      39760 |         39700 |    40200 |
    ///
    /// | in all                                    |        |
    /// | ----------------------------------------- | -----: |
    /// | trained parameters                        |  39760 |
    /// | frozen parameters                         |      0 |
    /// | bytes of the parameters                   | 159040 |
    /// "));
    /// ```
    fn summary() -> String {
        table::<Self>()
    }

    /// The graph as a picture, an SVG: a box for each input and node, and on each edge the shape of what goes along.
    fn to_svg() -> String {
        picture::<Self>()
    }

    /// The graph of one number with what a sample makes of it, an SVG as the book draws it: each value above the arrow
    /// along which it goes, and below, on the arrow back, the gradient of the output for it. Of a value with several
    /// entries the first are written; on all edges of a value that is used several times stands the sum of its gradients.
    ///
    /// ```
    /// use plies::{Mul, Network, network};
    ///
    /// network! {
    ///     struct Shopping(apple: [], count: [], tax: []) -> [] {
    ///         apples: Mul from (apple, count),
    ///         price: Mul from (apples, tax),
    ///     }
    /// }
    /// let svg = Shopping::<f64>::zeros().to_svg_with_values(&([100.0], [2.0], [1.1]));
    /// // The price, and what it changes by with the number of apples.
    /// assert!(svg.contains(">220<") && svg.contains(">110<"));
    /// ```
    fn to_svg_with_values(&self, x: &Self::In) -> String
    where
        Self::Out: Number,
        Self::In: Zeroed,
    {
        picture_with_values(self, x)
    }

    /// The graph for [Graphviz](https://graphviz.org): `dot -Tpdf` draws it.
    ///
    /// ```
    /// use plies::{Affine, Network, network};
    ///
    /// network! { struct Net(x: [784]) -> [10] { affine1: Affine::to(10) } }
    /// assert_eq!(Net::<f32>::to_dot(), r#"digraph "Net" {
    ///     node [shape=box, style=rounded, fontname=monospace];
    ///     edge [fontname=monospace];
    ///     "x" [label="x\ninput", style="rounded,dashed"];
    ///     "affine1" [label="affine1\nAffine::to(10)"];
    ///     "x" -> "affine1" [label="[784]"];
    ///     "output affine1" [shape=none, label="", width=0, height=0];
    ///     "affine1" -> "output affine1" [label="[10]"];
    /// }
    /// "#);
    /// ```
    fn to_dot() -> String {
        dot::<Self>()
    }

    /// The graph as a flowchart of [Mermaid](https://mermaid.js.org), which GitHub draws in a block of Markdown that is said to be
    /// `mermaid`.
    ///
    /// ```
    /// use plies::{Affine, Network, network};
    ///
    /// network! { struct Net(x: [784]) -> [10] { affine1: Affine::to(10) } }
    /// assert_eq!(Net::<f32>::to_mermaid(), r#"flowchart TD
    ///     v0(["x<br/>input"])
    ///     v1["affine1<br/>Affine::to(10)"]
    ///     v0 -->|"[784]"| v1
    ///     v1 -->|"[10]"| y1((" "))
    /// "#);
    /// ```
    fn to_mermaid() -> String {
        mermaid::<Self>()
    }

    /// [`summary`](Network::summary) and [`to_svg`](Network::to_svg) as Markdown, for the documentation of the network; see
    /// [`keep_description`](crate::keep_description).
    fn describe() -> String {
        format!("\n{}\n<div>{}</div>\n", Self::summary(), Self::to_svg())
    }

    /// The output for one sample.
    fn predict_one<const N: usize>(&self, x: &Self::In, workspace: &mut Workspace<Self, N>) -> Self::Out {
        let mut y = Self::Out::zeroed();
        workspace.predict(self, x.batch_of_one(), Self::Out::room_for_one(&mut y));
        y
    }

    /// The output for each of any number of samples: bit for bit what [`predict_one`](Network::predict_one) gives.
    ///
    /// # Panics
    /// If there is not room for as many samples in `y` as there are in `x`.
    #[track_caller]
    fn predict<const N: usize>(
        &self,
        x: <Self::In as Samples>::Batch<'_>,
        mut y: <Self::Out as Output>::BatchMut<'_>,
        workspace: &mut Workspace<Self, N>,
    ) {
        let (samples, room) = (Self::In::len(x), Self::Out::len_mut(&y));
        assert!(samples == room, "there are {samples} samples to predict, and room for {room}");
        for range in ranges(samples, N) {
            let x = Self::In::slice(x, range.clone());
            workspace.predict(self, x, Self::Out::slice_mut(&mut y, range));
        }
    }

    /// Visits the output for each of any number of samples, up to `N` at a time: which samples they are, and their outputs.
    ///
    /// ```
    /// use plies::{Affine, Network, network};
    ///
    /// network! { struct Net(x: [2]) -> [3] { affine1: Affine::to(3) } }
    ///
    /// let (net, mut workspace, mut largest) = (Net::<f32>::new(1), Net::workspace::<32>(), f32::NEG_INFINITY);
    /// net.each_output(&[[0.5, 1.0]; 100], &mut workspace, |range, y| {
    ///     assert_eq!(range.len(), y.len());
    ///     largest = y.as_flattened().iter().copied().fold(largest, f32::max);
    /// });
    /// assert!(largest.is_finite());
    /// ```
    fn each_output<const N: usize>(
        &self,
        x: <Self::In as Samples>::Batch<'_>,
        workspace: &mut Workspace<Self, N>,
        mut visit: impl FnMut(Range<usize>, <Self::Out as Samples>::Batch<'_>),
    ) {
        for range in ranges(Self::In::len(x), N) {
            let y = workspace.outputs(self, Self::In::slice(x, range.clone()));
            visit(range, y);
        }
    }

    /// The loss of any number of samples: their mean, unless the loss says otherwise.
    ///
    /// # Panics
    /// If there is no sample, or not one target for each.
    #[track_caller]
    fn loss<Target, const N: usize>(
        &self,
        x: <Self::In as Samples>::Batch<'_>,
        targets: &[Target],
        workspace: &mut Workspace<Self, N>,
    ) -> Self::Scalar
    where
        Self::Loss: Loss<Self::Out, Target>,
    {
        let samples = paired("samples", Self::In::len(x), targets.len());
        let mut totals = Totals::default();
        for range in ranges(samples, N) {
            let y = workspace.outputs(self, Self::In::slice(x, range.clone()));
            Self::LOSS.add_to(y, &targets[range], &mut totals);
        }
        totals.loss()
    }

    /// The share of samples whose largest output is that of their label.
    ///
    /// # Panics
    /// If there is no sample, or not one label for each.
    #[track_caller]
    fn accuracy<const N: usize>(
        &self,
        x: <Self::In as Samples>::Batch<'_>,
        labels: &[<Self::Out as Scores>::Class],
        workspace: &mut Workspace<Self, N>,
    ) -> f64
    where
        Self::Out: Scores,
    {
        let samples = paired("samples", Self::In::len(x), labels.len());
        let mut correct = 0;
        for range in ranges(samples, N) {
            let y = workspace.outputs(self, Self::In::slice(x, range.clone()));
            correct += Self::Out::correct(y, &labels[range]);
        }
        correct as f64 / samples as f64
    }

    /// Forward, as when training. The pass gives the output, and can go backward.
    ///
    /// # Panics
    /// If there is no sample, or there are more than `N`.
    #[inline]
    #[track_caller]
    fn forward<'a, const N: usize>(
        &'a self,
        x: <Self::In as Samples>::Batch<'a>,
        tape: &'a mut Tape<Self, N>,
    ) -> Pass<'a, Self, N> {
        Pass::forward(self, x, tape)
    }

    /// The loss over a batch: the mean over its samples, unless the loss says otherwise. Its gradient for every parameter
    /// overwrites `gradient`.
    ///
    /// Several threads can do this with one network at a time, each with its own gradient and tape. Where layers draw at random,
    /// as dropout does, give each tape [a seed of its own](Tape::seed).
    ///
    /// # Panics
    /// If there is no sample, or there are more than `N`, or there is not one target for each.
    #[inline]
    #[track_caller]
    fn gradient<Target, const N: usize>(
        &self,
        x: <Self::In as Samples>::Batch<'_>,
        targets: &[Target],
        gradient: &mut Self,
        tape: &mut Tape<Self, N>,
    ) -> Self::Scalar
    where
        Self::Loss: Loss<Self::Out, Target>,
    {
        let samples = Self::In::len(x);
        let pass = Pass::forward(self, Self::In::slice(x, 0..samples), tape);
        pass.backward_from_loss(targets, Some(gradient), Self::In::nowhere())
    }

    /// The output of a graph that gives one number, for one sample, and its gradient for every input.
    ///
    /// ```
    /// use plies::{Mul, Network, network};
    ///
    /// network! {
    ///     struct Square(x: []) -> [] { y: Mul from (x, x) }
    /// }
    /// assert_eq!(Square::<f64>::zeros().value_and_gradient(&[3.0], &mut Square::tape::<1>()), (9.0, [6.0]));
    /// ```
    #[inline]
    fn value_and_gradient<const N: usize>(
        &self,
        x: &Self::In,
        tape: &mut Tape<Self, N>,
    ) -> (Self::Scalar, Self::In)
    where
        Self::Out: Number,
        Self::In: Zeroed,
    {
        let pass = Pass::forward(self, x.batch_of_one(), tape);
        let value = Self::Out::first(pass.output());
        let mut dx = Self::In::zeroed();
        pass.backward(Self::Out::one().batch_of_one(), None, dx.gradient_of_one());
        (value, dx)
    }

    /// One step of an optimizer along the gradient. What is not trained, such as a running mean, changes by what backward
    /// left in the gradient.
    #[inline]
    fn step(&mut self, gradient: &Self, optimizer: &mut impl Optimizer<Self>) {
        threads::together(Self::PARAMETERS.saturating_mul(threads::ENTRY), || {
            optimizer.step(self, gradient);
            Self::walk([gradient], [self], Path::ROOT, &mut |entry, [change], [value]| {
                if entry.path.is_statistic() {
                    product::add_scaled(value, one(), change);
                }
            });
        });
    }

    /// [`gradient`](Network::gradient) and [`step`](Network::step) in one, for whoever takes no other look at the gradient. Room for
    /// one is all that `gradient` is; what lies in it afterwards is of no use.
    ///
    /// The bits are the same. Where the optimizer is plain descent, as [`Sgd`](crate::Sgd) is without weight
    /// decay, each layer takes its step while it goes back, and an [`Affine`](crate::Affine) of more than 256 weights takes it from
    /// the registers, for up to 128 samples: the gradient of its weight never reaches memory. That saves the most where there are
    /// many weights for few samples.
    ///
    /// The step is taken whatever the loss is, even if it is no finite number. Whoever stops there first, clips the gradient, or
    /// looks at it in any way, takes the two one after the other, as [`Trainer`](crate::Trainer) does.
    ///
    /// ```
    /// use plies::{Affine, MeanSquaredError, Network, Sgd, network};
    ///
    /// network! {
    ///     struct Line(x: [1]) -> [1] { affine1: Affine::to(1), loss: MeanSquaredError }
    /// }
    /// let (mut line, mut gradient, mut tape) = (Line::<f32>::zeros(), Line::zeros(), Line::tape::<2>());
    /// let mut loss = f32::INFINITY;
    /// for _ in 0..500 {
    ///     loss = line.train_step(&[[1.0], [2.0]], &[[3.0], [5.0]], &mut gradient, &mut tape, &mut Sgd::new(0.1));
    /// }
    /// assert!(loss < 1e-6 && (line.affine1.weight[0] - 2.0).abs() < 1e-3);
    /// ```
    ///
    /// # Panics
    /// As [`gradient`](Network::gradient) does.
    #[inline]
    #[track_caller]
    fn train_step<Target, const N: usize>(
        &mut self,
        x: <Self::In as Samples>::Batch<'_>,
        targets: &[Target],
        gradient: &mut Self,
        tape: &mut Tape<Self, N>,
        optimizer: &mut impl Optimizer<Self>,
    ) -> Self::Scalar
    where
        Self::Loss: Loss<Self::Out, Target>,
    {
        if let Some(rate) = optimizer.plain_rate() {
            let of = Along { parameters: self, gradient, rate: Self::Scalar::of(rate) };
            return tape.descend(of, x, targets);
        }
        let loss = self.gradient(x, targets, gradient, tape);
        self.step(gradient, optimizer);
        loss
    }

    /// Visits each matrix that is trained, of several networks side by side: such as a gradient, to read, and a network and
    /// a momentum, to write. It is what optimizers are made of.
    #[inline]
    fn each_trained<const READ: usize, const WRITE: usize>(
        read: [&Self; READ],
        write: [&mut Self; WRITE],
        mut visit: impl FnMut(Entry<'_>, [&[Self::Scalar]; READ], [&mut [Self::Scalar]; WRITE]),
    ) {
        Self::walk(read, write, Path::ROOT, &mut |entry, read, write| {
            if entry.path.is_trained() {
                visit(entry, read, write);
            }
        });
    }

    /// Saves the weights, named and laid out as in the state dict of the same network in PyTorch, to a
    /// [safetensors](https://github.com/huggingface/safetensors) file: `affine1.weight` as `[outputs, inputs]`. The file is the old
    /// one or the new one, whole, whenever the program is killed.
    ///
    /// ```
    /// # use plies::{Affine, Network, network};
    /// # network! { struct Net(x: [3]) -> [2] { affine1: Affine::to(2) } }
    /// # let path = std::env::temp_dir().join(format!("plies-net-{}.safetensors", std::process::id()));
    /// let net = Net::<f32>::new(1);
    /// net.save(&path)?;
    /// let mut again = Net::<f32>::zeros();
    /// again.load(&path)?;
    /// assert_eq!(again.affine1.weight, net.affine1.weight);
    /// # std::fs::remove_file(path).unwrap();
    /// # Ok::<(), plies::WeightsError>(())
    /// ```
    ///
    /// # Errors
    /// If the file cannot be written: the disk is full, or the folder is not there, or may not be changed.
    #[cfg(feature = "weights")]
    fn save(&self, path: impl AsRef<std::path::Path>) -> Result<(), WeightsError> {
        weights::save(self, path.as_ref())
    }

    /// What [`save`](Network::save) writes.
    #[cfg(feature = "weights")]
    fn to_bytes(&self) -> Vec<u8> {
        weights::bytes(self)
    }

    /// The weights become those of a safetensors file, such as a state dict of the same network in PyTorch: all of them, or none.
    /// F16 and BF16 are converted; `num_batches_tracked`, which PyTorch keeps of a normalisation, is passed over. For other
    /// names or types there is [`Weights`](crate::Weights).
    ///
    /// # Errors
    /// If the file cannot be read, or its tensors are not exactly those of the network, in name, shape and type. The error
    /// lists all that differs, and the network is as it was.
    #[cfg(feature = "weights")]
    fn load(&mut self, path: impl AsRef<std::path::Path>) -> Result<(), WeightsError> {
        Weights::read(path)?.load_into(self)
    }

    /// A copy on the heap. Unlike a clone of the box, even a large network does not pass through the stack.
    fn copied(&self) -> Box<Self> {
        let mut copy = Self::boxed();
        Self::walk([self], [&mut copy], Path::ROOT, &mut |_, [from], [to]| to.copy_from_slice(from));
        copy
    }
}

fn drawn<N: Network>(mut initializer: Initializer) -> Box<N> {
    let mut network = N::boxed();
    N::LAYER.initialize(&mut network, &mut initializer);
    network
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::layer::{Context, Forward};
    use crate::testing::reals;
    use crate::{Add, Affine, Random, Sigmoid, network};

    network! {
        struct Net(x: [3]) -> [2] {
            affine1: Affine::to(5),
            sigmoid1: Sigmoid,
            sum: Add from (sigmoid1, affine1),
            affine2: Affine::to(2),
        }
    }

    /// As a layer, a network is handed its memory, and keeps nothing where there is no cache.
    #[test]
    fn a_network_is_a_layer() {
        let (net, x) = (Net::<f64>::new(1), reals::<3>(1, 4));
        let (mut expected, mut y, mut scratch) = ([[0.0; 2]; 4], [[0.0; 2]; 4], [f64::NAN; 15]);
        net.predict(&x, &mut expected, &mut Net::workspace::<4>());
        let mut context = Context { scratch: &mut scratch, random: &mut Random::new(0) };
        let pass = Forward::new(&*net, &x[..], &mut y[..], None, &Net::<f64>::SHAPES, &mut context);
        Net::<f64>::LAYER.forward::<4>(pass);
        assert_eq!(y, expected);
        assert_eq!((Net::<f64>::SHAPES.input(0).len(), Net::<f64>::SHAPES.output().len()), (3, 2));
    }
}
