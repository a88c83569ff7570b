//! What a reviewer would say of a network that compiles.
//!
//! `network!` looks at each layer beside what feeds it, and at each loss. Where they look like a mistake, the compiler warns,
//! on the layer or the loss. On stable Rust a library can only warn by what it marks as deprecated, so that is the name of the lint:
//! `#[allow(deprecated)]` on the line, on the network or anywhere above says that it is meant. A name that nothing reads is
//! an unused variable, as elsewhere in Rust.
//!
//! ```
//! use plies::{Affine, Relu, Tanh, network};
//!
//! network! {
//!     struct Net(x: [4]) -> [2] {
//!         affine1: Affine::to(8),
//!         tanh1: Tanh,
//!         #[allow(deprecated)]
//!         relu1: Relu,
//!         affine2: Affine::to(2),
//!     }
//! }
//! ```

use crate::check::Link;
use crate::{Kind, Rule};

/// What number of advice is which.
#[doc(hidden)]
pub struct Number<const NUMBER: usize>;

/// What is said.
#[doc(hidden)]
pub trait Say {
    type What;
}

/// Nothing is said.
#[doc(hidden)]
pub struct Nothing;

impl Nothing {
    pub const HERE: () = ();
}

impl Say for Number<0> {
    type What = Nothing;
}

/// Declares what can be said: a type with a constant that is deprecated.
macro_rules! declare {
    ($($number:literal $what:ident: $note:literal)*) => {
        $(
            #[doc = $note]
            pub struct $what;

            impl $what {
                /// The compiler warns where this is used.
                #[deprecated(note = $note)]
                pub const HERE: () = ();
            }

            impl Say for Number<$number> {
                type What = $what;
            }
        )*
    };
}

const ACTIVATION_OF_ACTIVATION: usize = 1;
const UNREACHED: usize = 2;
const DROPOUT_BEFORE_NORMALIZATION: usize = 3;
const LOGITS_OF_PROBABILITIES: usize = 4;
const LOGITS_OF_ACTIVATION: usize = 5;

declare! {
    1 ActivationOfActivation:
        "this activation follows another\n  help: leave one of the two out, or put a layer with weights between them"
    2 Unreached:
        "no loss reaches the parameters of this node, so they are never trained\n  \
         help: write a loss for the output that it leads to, or mark it `#[frozen]`"
    3 DropoutBeforeNormalization:
        "this normalises what a dropout gives, of which the variance is another when predicting\n  \
         help: put the dropout behind it"
    4 LogitsOfProbabilities:
        "this loss takes logits, and makes probabilities of them itself; it is fed probabilities or their logarithms\n  \
         help: leave the layer above it out, and use it where probabilities are shown to somebody"
    5 LogitsOfActivation:
        "this loss takes logits, of any sign and size; it is fed by an activation\n  help: leave the activation out"
}

/// What is to be said of a node.
#[doc(hidden)]
pub const fn advice(rules: &[Rule], chain: &[Link<'_>], node: usize, is_unreached: bool) -> usize {
    if is_unreached {
        return UNREACHED;
    }
    let inputs = chain.len() - rules.len();
    let mut above = chain[inputs + node].above;
    while above >= inputs && above < chain.len() {
        match (rules[node].kind_of(), rules[above - inputs].kind_of()) {
            (Kind::Activation, Kind::Activation) => return ACTIVATION_OF_ACTIVATION,
            (Kind::BatchNormalization, Kind::Dropout) => return DROPOUT_BEFORE_NORMALIZATION,
            // The features are still the same behind it.
            (Kind::BatchNormalization, Kind::Activation) => above = chain[above].above,
            _ => return 0,
        }
    }
    0
}

/// What is to be said of a loss.
#[doc(hidden)]
pub const fn advice_on_loss(loss: &Rule, above: &Rule) -> usize {
    match (loss.kind_of(), above.kind_of()) {
        (Kind::LossOfLogits, Kind::Probabilities) => LOGITS_OF_PROBABILITIES,
        (Kind::LossOfLogits, Kind::Activation) => LOGITS_OF_ACTIVATION,
        _ => 0,
    }
}
