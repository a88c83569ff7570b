//! Shape rules: what a layer says of the shapes it takes and gives, while the compiler runs.

use crate::stored::Stored;
use crate::work::Work;
use crate::{Inputs, Kind, Message, Shape};

/// How many further sizes a layer can compute for its `impl`.
pub(crate) const MAX_SIZES: usize = 4;

/// What a layer takes, what it gives, and what else follows from the shapes.
///
/// ```
/// use plies::{Inputs, Message, Rule, Shape};
///
/// /// Keeps every second entry.
/// #[derive(Clone, Copy)]
/// struct Halve;
///
/// impl Halve {
///     /// From `[2n]` to `[n]`.
///     pub const fn shape_rule(self, inputs: Inputs) -> Rule {
///         let x = inputs.one();
///         Rule::takes([x])
///             .gives(Shape::vector(x.len().div_ceil(2)))
///             .require(
///                 x.len() % 2 == 0,
///                 Message::new("takes an even number of entries"),
///                 Message::new("feed it from a layer that gives ").number(x.len() + 1),
///             )
///     }
/// }
/// assert_eq!(Halve.shape_rule(Inputs::new(&[Shape::vector(6)])).output(), Shape::vector(3));
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Rule {
    shapes: Shapes,
    sizes: [usize; MAX_SIZES],
    scratch: usize,
    mistake: Option<Mistake>,
    alternative: &'static str,
    kind: Kind,
    multiply_adds: usize,
    stored: Stored,
    pub(crate) work: Work,
    /// How many times in a row, at least 1.
    pub(crate) repeats: usize,
    /// Whether the layer can write its output over its input.
    in_place: bool,
    /// Whether backward reads the output.
    reads_y: bool,
}

/// The shapes of a layer's inputs and of its output, for its passes.
#[derive(Clone, Copy, Debug)]
pub struct Shapes {
    takes: Inputs,
    gives: Shape,
}

impl Shapes {
    /// The shape of input `i`.
    ///
    /// # Panics
    /// If there is none.
    pub const fn input(&self, i: usize) -> Shape {
        assert!(i < self.takes.count, "a layer asks for the shape of an input that it does not take");
        self.takes.shapes[i]
    }

    /// The shape of the output.
    pub const fn output(&self) -> Shape {
        self.gives
    }
}

impl Rule {
    /// The layer takes these shapes; the library compares them with what the layer is fed.
    pub const fn takes<const COUNT: usize>(shapes: [Shape; COUNT]) -> Self {
        Rule::takes_all(&shapes)
    }

    /// The same, for a layer of any number of inputs.
    pub const fn takes_all(shapes: &[Shape]) -> Self {
        Rule {
            shapes: Shapes { takes: Inputs::new(shapes), gives: Shape::scalar() },
            sizes: [0; MAX_SIZES],
            scratch: 0,
            mistake: None,
            alternative: "",
            kind: Kind::Other,
            multiply_adds: 0,
            stored: Stored::NONE,
            work: Work::LikeForward,
            repeats: 1,
            in_place: false,
            reads_y: true,
        }
    }

    /// The layer gives this shape.
    pub const fn gives(mut self, shape: Shape) -> Self {
        self.shapes.gives = shape;
        self
    }

    /// Further sizes, at most 4: the const generics of [`Sizes`](crate::Sizes) in the layer's `impl`.
    pub const fn sizes<const COUNT: usize>(mut self, sizes: [usize; COUNT]) -> Self {
        let mut i = 0;
        while i < COUNT && i < MAX_SIZES {
            self.sizes[i] = sizes[i];
            i += 1;
        }
        self.require(
            COUNT <= MAX_SIZES,
            Message::new("computes ").number(COUNT).text(" further sizes"),
            Message::new("let its rule compute at most ").number(MAX_SIZES),
        )
    }

    /// What else helps where the layer is fed another shape, beside declaring it for that shape.
    pub const fn alternative(mut self, help: &'static str) -> Self {
        self.alternative = help;
        self
    }

    /// What the layer is to its neighbours: where they look like a mistake, the compiler warns.
    pub const fn kind(mut self, kind: Kind) -> Self {
        self.kind = kind;
        self
    }

    /// How many products forward adds up for a sample, in matrix products and convolutions; see [`NodeInfo`](crate::NodeInfo).
    pub const fn multiply_adds(mut self, count: usize) -> Self {
        self.multiply_adds = count;
        self
    }

    /// The shape of the tensor as which a parameter is stored, where that is another than `[COLUMNS, ROWS]` of its matrix, or
    /// `[ROWS]` of a vector. The entries are in the same order in both, so PyTorch's `[filters, channels, height, width]` is a matrix
    /// with a column for each filter.
    ///
    /// ```
    /// use plies::{Inputs, Parameters, Rule, SMatrix, Scalar, Shape};
    ///
    /// #[derive(Clone, Debug, Parameters)]
    /// struct Kernels<T: Scalar, const SIZE: usize, const FILTERS: usize> {
    ///     weight: SMatrix<T, SIZE, FILTERS>,
    /// }
    ///
    /// /// 2×2 kernels over a gray image.
    /// #[derive(Clone, Copy)]
    /// struct Edges(usize);
    ///
    /// impl Edges {
    ///     const fn shape_rule(self, inputs: Inputs) -> Rule {
    ///         let [height, width] = [inputs.one().dim(1), inputs.one().dim(2)];
    ///         Rule::takes([Shape::image(1, height, width)])
    ///             .gives(Shape::image(self.0, height - 1, width - 1))
    ///             .stored("weight", Shape::new([self.0, 1, 2, 2]))
    ///     }
    /// }
    /// assert_eq!(Edges(6).shape_rule(Inputs::new(&[Shape::image(1, 8, 8)])).output(), Shape::image(6, 7, 7));
    /// ```
    ///
    /// # Panics
    /// If a layer says that of more than four parameters; and where the network is saved or loaded, if the shape has not as many
    /// entries as the matrix.
    #[track_caller]
    pub const fn stored(mut self, parameter: &'static str, shape: Shape) -> Self {
        self.stored = self.stored.with(parameter, shape);
        self
    }

    /// Backward does without `y`, so that the next layer may write its own output over it, where it works
    /// [`in_place`](Rule::in_place). Forward may then run once more on the same input, for a picture of the values: a layer that
    /// draws at random does not say this.
    pub const fn without_y(mut self) -> Self {
        self.reads_y = false;
        self
    }

    /// The layer can write `y` over `x`, and the gradient for `x` over that for `y`. It does so without working memory, random
    /// numbers and shapes: by [`forward_in_place`](crate::Layer::forward_in_place) and
    /// [`backward_in_place`](crate::Layer::backward_in_place). An [`Activation`](crate::Activation) has them, and a
    /// [`PerSample`](crate::PerSample) has not. The layer takes one input, of as many entries as it gives, has neither parameters nor
    /// a cache, and does without `x` on the way back.
    ///
    /// A network has it done where nobody else needs `x`: then there is less to store, and less to read and write. That is never
    /// the case of what a network gives, so a check of the gradient needs another layer behind this one, and one
    /// [`without_y`](Rule::without_y) before it. A layer that says both is never asked: three values would share a place.
    pub const fn in_place(mut self) -> Self {
        self.in_place = true;
        self
    }

    /// How many scalars of working memory a pass needs; all layers of a network share one piece.
    pub const fn scratch(mut self, scalars: usize) -> Self {
        self.scratch = scalars;
        self
    }

    /// Unless `right`, the layer cannot stand here: the message says that the layer … `why`, and `help` on a line of its
    /// own. The first mistake counts.
    pub const fn require(mut self, right: bool, why: Message, help: Message) -> Self {
        if !right && self.mistake.is_none() {
            self.mistake = Some(Mistake { why, help, rank: 0 });
        }
        self
    }

    /// The same where what is wrong is how many dimensions the input has: all who want so many say the same of it.
    pub(crate) const fn require_rank(mut self, x: Shape, rank: usize, why: Message, help: Message) -> Self {
        if x.rank() != rank && self.mistake.is_none() {
            self.mistake = Some(Mistake { why, help, rank });
        }
        self
    }

    /// The shapes, for the layer's passes.
    pub const fn shapes(&self) -> Shapes {
        self.shapes
    }

    /// The shape of input `i`; a scalar where the layer takes no such input.
    pub const fn input(&self, i: usize) -> Shape {
        if i < self.inputs() { self.shapes.input(i) } else { Shape::scalar() }
    }

    /// How many inputs the layer takes.
    pub const fn inputs(&self) -> usize {
        self.shapes.takes.count
    }

    /// The shape that the layer gives.
    pub const fn output(&self) -> Shape {
        self.shapes.gives
    }

    /// Further size `i`; 0 where the layer computes none.
    pub const fn size(&self, i: usize) -> usize {
        if i < MAX_SIZES { self.sizes[i] } else { 0 }
    }

    /// The shapes under which its parameters are stored.
    #[doc(hidden)]
    pub const fn stored_shapes(&self) -> Stored {
        self.stored
    }

    /// What the layer is to its neighbours.
    pub(crate) const fn kind_of(&self) -> Kind {
        self.kind
    }

    /// How many products forward adds up for a sample.
    pub const fn multiply_adds_count(&self) -> usize {
        self.multiply_adds
    }

    /// Whether backward reads `y`.
    pub const fn reads_y(&self) -> bool {
        self.reads_y
    }

    /// Whether the layer writes its value over that of another, of which this is the rule: see [`in_place`](Rule::in_place).
    pub(crate) const fn is_over(&self, below: &Rule) -> bool {
        // As it reads its own value, no further layer writes over it: not more than two values share a place.
        self.in_place && self.reads_y && !below.reads_y && self.output().len() == below.output().len()
    }

    /// How many scalars of working memory a pass needs.
    pub const fn scratch_len(&self) -> usize {
        self.scratch
    }

    /// The rule of the layer `count` times in a row.
    pub(crate) const fn repeated(mut self, count: usize) -> Self {
        self.repeats = if count > 0 { count } else { 1 };
        // `Repeat` goes to and fro itself.
        (self.in_place, self.reads_y) = (false, true);
        let (takes, gives) = (self.input(0), self.output());
        let multiply_adds = self.multiply_adds.saturating_mul(count);
        self.scratch(self.scratch + self.between(count))
            .multiply_adds(multiply_adds)
            .require(
                count > 0,
                Message::new("is repeated 0 times"),
                Message::new("repeat it at least once, or leave its line out"),
            )
            .require(
                self.inputs() == 1,
                Message::new("is repeated, but takes ").count(self.inputs(), "input"),
                Message::new("repeat a layer that takes 1 input, or write a line for each"),
            )
            .require(
                takes.equals(gives),
                Message::new("is repeated, but gives ").shape(gives).text(" from ").shape(takes),
                Message::new("repeat a layer that gives what it takes, or write a line for each"),
            )
    }

    /// How much of the working memory of a layer that is repeated lies between two of it.
    pub(crate) const fn between(&self, count: usize) -> usize {
        if count > 1 { self.output().len() } else { 0 }
    }

    pub(crate) const fn help(&self) -> &'static str {
        self.alternative
    }

    pub(crate) const fn mistake(&self) -> Option<Mistake> {
        self.mistake
    }
}

/// Why a layer cannot stand where it does, and what to do about it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Mistake {
    pub why: Message,
    pub help: Message,
    /// How many dimensions there should be, if there are others; else 0.
    pub rank: usize,
}
