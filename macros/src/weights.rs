//! `#[weights("net.safetensors")]`: a file of weights that becomes part of the program.

use std::path::{Path, PathBuf};

use proc_macro2::Span;
use syn::ext::IdentExt;
use syn::parse::{Parse, ParseStream};
use syn::spanned::Spanned;
use syn::{Attribute, Error, Ident, LitStr, Result, Token};

use crate::ast::Declaration;
use crate::errors::{error, meant};

/// The file, and which nodes its names mean.
#[derive(Default)]
pub struct Weights {
    /// The file, as it is written; none where it cannot be read.
    pub file: Option<LitStr>,
    /// Where it is.
    pub path: PathBuf,
    /// Its tensors, under the names of the network.
    pub tensors: Vec<Tensor>,
    /// Which nodes the names in the file mean, where they differ.
    names: Vec<(String, Ident)>,
}

/// What the header of the file says of a tensor.
pub struct Tensor {
    pub name: String,
    pub dtype: String,
    pub shape: Vec<usize>,
    /// Where in the file its entries begin.
    pub start: usize,
}

/// What stands in the attribute: `"net.safetensors", fc1 = affine1`.
struct Arguments {
    file: LitStr,
    names: Vec<(String, Ident)>,
}

impl Parse for Arguments {
    fn parse(input: ParseStream) -> Result<Self> {
        let file = input.parse()?;
        let mut names = vec![];
        while input.parse::<Option<Token![,]>>()?.is_some() && !input.is_empty() {
            let theirs = match input.peek(LitStr) {
                true => input.parse::<LitStr>()?.value(),
                false => input.parse::<Ident>()?.to_string(),
            };
            input.parse::<Token![=]>()?;
            names.push((theirs, input.parse()?));
        }
        match input.is_empty() {
            true => Ok(Arguments { file, names }),
            false => Err(input.error("")),
        }
    }
}

/// Reads what the attribute of a network names, if it has one. An editor is told of no mistake: it may not know where files lie.
pub fn take(declaration: &mut Declaration) -> Option<Weights> {
    let attrs = std::mem::take(&mut declaration.weights);
    let mut mistakes = vec![];
    if let Some(second) = attrs.get(1) {
        mistakes.push(error(
            second.path().span(),
            "a network has the weights of one file",
            "leave this line out",
        ));
    }
    let weights = attrs.first().map(read)?.map_err(|error| mistakes.push(error)).ok();
    if let Some(weights) = &weights
        && declaration.errors.is_empty()
    {
        let nodes: Vec<_> = declaration.nodes.iter().map(|node| node.name.clone()).collect();
        mistakes.extend(weights.astray(&nodes));
    }
    if declaration.is_for_editor {
        return Some(weights.unwrap_or_default());
    }
    declaration.errors.append(&mut mistakes);
    Some(weights.unwrap_or_default())
}

/// Reads what an attribute names.
fn read(attr: &Attribute) -> Result<Weights> {
    let Ok(Arguments { file, names }) = attr.parse_args::<Arguments>() else {
        let help = "write `#[weights(\"net.safetensors\")]`; names that differ are mapped as in `#[weights(\"..\", fc1 = affine1)]`";
        return Err(error(attr.path().span(), "this attribute names a file of weights", help));
    };
    let path = folder(file.span()).join(file.value());
    let tensors = tensors(&path)
        .map_err(|Unread { why, help }| error(file.span(), format!("`{}` {why}", file.value()), help))?;
    for (theirs, ours) in &names {
        let means = |tensor: &Tensor| is_of(theirs, &tensor.name);
        if !tensors.iter().any(means) {
            let mut found: Vec<_> = tensors
                .iter()
                .filter_map(|tensor| tensor.name.rsplit_once('.'))
                .map(|(node, _)| format!("`{node}`"))
                .collect();
            found.dedup();
            found.truncate(6);
            let why = format!("`{}` has nothing of the name `{theirs}`", file.value());
            return Err(error(ours.span(), why, format!("it has {}", found.join(", "))));
        }
    }
    let tensors = tensors.into_iter().map(|tensor| Tensor { name: renamed(&tensor.name, &names), ..tensor });
    let tensors = tensors.collect();
    Ok(Weights { file: Some(file), path, tensors, names })
}

/// The name of a tensor, in which that of a node is ours.
fn renamed(name: &str, names: &[(String, Ident)]) -> String {
    let theirs = names.iter().find(|(theirs, _)| is_of(theirs, name));
    theirs.map_or_else(
        || name.to_owned(),
        |(theirs, ours)| format!("{}{}", ours.unraw(), &name[theirs.len()..]),
    )
}

/// Whether a tensor belongs to a node.
fn is_of(node: &str, tensor: &str) -> bool {
    tensor.strip_prefix(node).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}

/// The folder in which a relative path begins: that of the file with the attribute, as it is for `include_bytes!`.
fn folder(span: Span) -> PathBuf {
    let current = std::env::current_dir().unwrap_or_default();
    match span.unwrap().local_file() {
        Some(file) => current.join(file.parent().unwrap_or(Path::new(""))),
        None => std::env::var_os("CARGO_MANIFEST_DIR").map_or(current, PathBuf::from),
    }
}

/// What helps where there is no file.
#[cfg(feature = "weights")]
const HELP: &str = "save the weights there; a path begins in the folder of this source file";

/// Why a file cannot be read, and what to do about it.
struct Unread {
    why: String,
    help: String,
}

impl Unread {
    fn new(why: impl Into<String>, help: impl Into<String>) -> Self {
        Unread { why: why.into(), help: help.into() }
    }
}

#[cfg(feature = "weights")]
fn tensors(path: &Path) -> std::result::Result<Vec<Tensor>, Unread> {
    use safetensors::{Dtype, SafeTensors};

    /// The largest file that becomes part of a program: linkers do not go much further.
    const LARGEST: u64 = 1 << 30;

    let metadata =
        std::fs::metadata(path).map_err(|error| Unread::new(format!("cannot be read: {error}"), HELP))?;
    if metadata.is_dir() {
        return Err(Unread::new("is a folder", "name a file in it"));
    }
    if metadata.len() > LARGEST {
        let why = format!(
            "has {:.1} GB, and at most {:.1} become part of a program",
            metadata.len() as f64 / 1e9,
            LARGEST as f64 / 1e9
        );
        return Err(Unread::new(why, "load it while the program runs"));
    }
    let bytes = std::fs::read(path)
        .map_err(|error| Unread::new(format!("cannot be read: {error}"), "make it readable"))?;
    let (header, metadata) = SafeTensors::read_metadata(&bytes).map_err(|error| {
        Unread::new(format!("is no file of safetensors: {error}"), "save the weights in that format")
    })?;
    let mut tensors: Vec<_> = metadata.tensors().into_iter().collect();
    tensors.sort_by_key(|(_, tensor)| tensor.data_offsets);
    // PyTorch counts batches; nothing here needs to know how many there were.
    tensors.retain(|(name, tensor)| !(name.ends_with(".num_batches_tracked") && tensor.dtype == Dtype::I64));
    let tensors = tensors.into_iter().map(|(name, tensor)| Tensor {
        name,
        dtype: format!("{:?}", tensor.dtype),
        shape: tensor.shape.clone(),
        start: 8 + header + tensor.data_offsets.0,
    });
    Ok(tensors.collect())
}

#[cfg(not(feature = "weights"))]
fn tensors(_: &Path) -> std::result::Result<Vec<Tensor>, Unread> {
    Err(Unread::new(
        "is not read without the feature `weights`",
        "switch it on: `cargo add plies --features weights`",
    ))
}

impl Weights {
    /// What the entries of the network are: `F32`, unless the file has `F64`.
    pub fn dtype(&self) -> &'static str {
        match self.tensors.first() {
            Some(tensor) if tensor.dtype == "F64" => "F64",
            _ => "F32",
        }
    }

    /// The tensors of a node: their names there, and what is known of them.
    pub fn of<'a>(&'a self, node: &'a str) -> impl Iterator<Item = (&'a str, &'a Tensor)> {
        self.tensors.iter().filter_map(move |tensor| {
            let rest = tensor.name.strip_prefix(node)?;
            Some((rest.strip_prefix('.').or(rest.is_empty().then_some(""))?, tensor))
        })
    }

    /// What is wrong with tensors that belong to no node.
    fn astray(&self, nodes: &[Ident]) -> Option<Error> {
        let literal = self.file.as_ref()?;
        if let Some((_, ours)) =
            self.names.iter().find(|(_, ours)| nodes.iter().all(|node| node.unraw() != ours.unraw()))
        {
            let help = match meant(ours, nodes.iter()) {
                Some(meant) => format!("did you mean `{meant}`?"),
                None => "name a node of this network".to_owned(),
            };
            return Some(error(ours.span(), format!("the network has no node `{ours}`"), help));
        }
        let astray = self
            .tensors
            .iter()
            .find(|tensor| nodes.iter().all(|node| !is_of(&node.unraw().to_string(), &tensor.name)))?;
        let theirs = astray.name.split('.').next().unwrap_or("");
        let key = syn::parse_str::<Ident>(theirs).unwrap_or_else(|_| Ident::new("other", literal.span()));
        let unmet = nodes.iter().find(|node| self.of(&node.unraw().to_string()).next().is_none());
        let ours = meant(&key, nodes.iter()).or(unmet);
        let why = format!("`{}` has `{}`, but the network no node `{theirs}`", literal.value(), astray.name);
        let help = match ours {
            Some(ours) => {
                format!("say which node it means, as in `#[weights({:?}, {key} = {ours})]`", literal.value())
            }
            None => "declare the node that it belongs to, or save the network without it".to_owned(),
        };
        Some(error(literal.span(), why, help))
    }
}
