//! What a `network!` block says, before it is known what its names mean.

use proc_macro2::{Span, TokenStream};
use syn::{Attribute, Error, Expr, Ident, Token, Type, Visibility, parse_quote};

/// A whole block.
pub struct Declaration {
    /// The path of the library: `$crate`.
    pub library: TokenStream,
    pub attrs: Vec<Attribute>,
    pub budgets: Vec<Budget>,
    pub vis: Visibility,
    pub struct_token: Token![struct],
    pub name: Ident,
    pub inputs: Vec<Input>,
    pub outputs: Vec<Output>,
    /// Where the lines stand.
    pub body: Span,
    pub nodes: Vec<Node>,
    pub losses: Vec<Loss>,
    /// Names of lines that cannot be read, so that who mentions them makes no second mistake.
    pub unread: Vec<Ident>,
    /// Whether one of those has lost its name, so that any name may be that.
    pub nameless: bool,
    /// What is wrong with those lines.
    pub errors: Vec<Error>,
    /// What stands where a loss should stand, if its line cannot be read.
    pub half_typed_loss: TokenStream,
    /// The attributes that name a file of weights.
    pub weights: Vec<Attribute>,
    /// Whether an editor asks, and not the compiler.
    pub is_for_editor: bool,
}

/// `parameters = 50_000`
pub struct Budget {
    pub limited: Limited,
    /// How much is allowed: of memory, in bytes.
    pub most: Expr,
    /// Where the figure stands.
    pub span: Span,
}

/// What a budget limits.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Limited {
    /// How many numbers are learnt.
    Parameters,
    /// The bytes that predicting a sample needs.
    Ram,
    /// The products that forward adds up for a sample.
    Macs,
}

/// `x: [784]`
pub struct Input {
    pub name: Ident,
    pub shape: Shape,
}

/// `[10]`, or one of `(class: [10], size: [2])`
pub struct Output {
    /// The node that gives it; the last, where none is named.
    pub name: Option<Ident>,
    pub shape: Shape,
}

/// `loss: 0.3 * MeanSquaredError from size`
pub struct Loss {
    /// What is warned of here, as in `#[allow(deprecated)]`.
    pub levels: Vec<Attribute>,
    pub weight: Option<Expr>,
    pub layer: Layer,
    /// Where the line begins.
    pub span: Span,
    /// The output that it compares, where there are several.
    pub from: Option<Ident>,
}

/// `[1, 28, 28]`
pub struct Shape {
    pub dims: Vec<Expr>,
    pub span: Span,
}

/// `relu1: Relu from affine1`
pub struct Node {
    pub attrs: Vec<Attribute>,
    /// Whether its parameters stay as they are.
    pub frozen: bool,
    /// Whether its line cannot be read: it is there so that others can mention it.
    pub is_broken: bool,
    pub name: Ident,
    pub layer: Layer,
    /// What feeds it, if it says so.
    pub from: Option<Vec<Ident>>,
}

/// A layer or a loss: a constant, and its type.
pub struct Layer {
    pub value: Value,
    /// What it is multiplied by: only a loss is.
    pub weight: Option<Expr>,
    /// How many times in a row, where that is said: `[Block; 3]`.
    pub repeat: Option<Expr>,
    pub ty: Type,
    /// What was written.
    pub tokens: TokenStream,
    /// The same, for a reader.
    pub text: String,
    /// Where a mistake of its shapes is shown.
    pub span: Span,
}

/// What a layer is written as.
pub enum Value {
    /// `Affine::new(784, 50)`
    Expression(Expr),
    /// `Relu`: the type alone says what the value is.
    Unit,
}

impl Node {
    /// In the place of a line that cannot be read, with what is there of its layer.
    pub fn broken(library: &TokenStream, name: Ident, tokens: TokenStream) -> Self {
        let layer = Layer {
            value: Value::Expression(parse_quote!(#library::ask::StandIn)),
            weight: None,
            repeat: None,
            ty: parse_quote!(#library::ask::StandIn),
            tokens,
            text: "…".to_owned(),
            span: name.span(),
        };
        Node { attrs: vec![], frozen: false, is_broken: true, name, layer, from: None }
    }
}

/// Whether an attribute says of what the compiler warns, and how.
pub fn is_level(attr: &Attribute) -> bool {
    ["allow", "warn", "deny", "forbid"].iter().any(|level| attr.path().is_ident(level))
}
