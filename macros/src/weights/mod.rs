//! `#[weights("net.safetensors")]`: a file of weights that becomes part of the program.

mod file;

use std::path::PathBuf;

use syn::ext::IdentExt;
use syn::parse::{Parse, ParseStream};
use syn::spanned::Spanned;
use syn::{Attribute, Error, Ident, LitStr, Result, Token};

use crate::ast::Declaration;
use crate::errors::{error, meant};
pub use file::Tensor;
use file::{Unread, folder, is_double, tensors};

/// The file, and which nodes its names mean.
#[derive(Default)]
pub struct Weights {
    /// The file, as it is written; none where it cannot be read.
    pub file: Option<LitStr>,
    /// Where it is.
    pub path: PathBuf,
    /// Its tensors, under the names of the network.
    pub tensors: Vec<Tensor>,
    /// Whether its entries are `f64`, and not `f32`.
    pub is_double: bool,
    /// Which nodes the names in the file mean, where they differ.
    names: Vec<(LitStr, Ident)>,
}

/// What stands in the attribute: `"net.safetensors", fc1 = affine1`.
struct Arguments {
    file: LitStr,
    names: Vec<(LitStr, Ident)>,
}

impl Parse for Arguments {
    fn parse(input: ParseStream) -> Result<Self> {
        let file = input.parse()?;
        let mut names = vec![];
        while input.parse::<Option<Token![,]>>()?.is_some() && !input.is_empty() {
            let theirs = match input.peek(LitStr) {
                true => input.parse::<LitStr>()?,
                false => {
                    input.parse::<Ident>().map(|name| LitStr::new(&name.unraw().to_string(), name.span()))?
                }
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
    let unread = |Unread { why, help }| error(file.span(), format!("`{}` {why}", file.value()), help);
    let tensors = tensors(&path).map_err(unread)?;
    let is_double = is_double(&tensors).map_err(unread)?;
    for (theirs, _) in &names {
        let means = |tensor: &Tensor| is_of(&theirs.value(), &tensor.name);
        if !tensors.iter().any(means) {
            let mut found: Vec<_> = tensors
                .iter()
                .filter_map(|tensor| tensor.name.rsplit_once('.'))
                .map(|(node, _)| format!("`{node}`"))
                .collect();
            found.dedup();
            found.truncate(6);
            let why = format!("`{}` has no tensors named `{}`", file.value(), theirs.value());
            return Err(error(theirs.span(), why, format!("it has {}", found.join(", "))));
        }
    }
    let ours: Vec<_> = tensors.iter().map(|tensor| renamed(&tensor.name, &names)).collect();
    if let Some(i) = (1..ours.len()).find(|i| ours[..*i].contains(&ours[*i])) {
        let why = format!("`{}` has two tensors that become `{}`", file.value(), ours[i]);
        let span = names.last().map_or(file.span(), |(theirs, _)| theirs.span());
        return Err(error(span, why, "map each name to a node of its own"));
    }
    let tensors = tensors.into_iter().map(|tensor| Tensor { name: renamed(&tensor.name, &names), ..tensor });
    let tensors = tensors.collect();
    Ok(Weights { file: Some(file), path, tensors, is_double, names })
}

/// The name of a tensor, in which that of a node is ours.
fn renamed(name: &str, names: &[(LitStr, Ident)]) -> String {
    let theirs = names.iter().find(|(theirs, _)| is_of(&theirs.value(), name));
    theirs.map_or_else(
        || name.to_owned(),
        |(theirs, ours)| format!("{}{}", ours.unraw(), &name[theirs.value().len()..]),
    )
}

/// Whether a tensor belongs to a node.
fn is_of(node: &str, tensor: &str) -> bool {
    tensor.strip_prefix(node).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}

impl Weights {
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
            let unmet = nodes.iter().filter(|node| self.of(&node.unraw().to_string()).next().is_none());
            let help = match meant(ours, unmet).or(meant(ours, nodes.iter())) {
                Some(meant) => format!("did you mean `{meant}`?"),
                None => "name a node of this network".to_owned(),
            };
            return Some(error(ours.span(), format!("the network has no node `{ours}`"), help));
        }
        let astray = self
            .tensors
            .iter()
            .find(|tensor| nodes.iter().all(|node| !is_of(&node.unraw().to_string(), &tensor.name)))?;
        let theirs = astray.name.rsplit_once('.').map_or(&astray.name[..], |(node, _)| node);
        let key = match syn::parse_str::<Ident>(theirs) {
            Ok(_) => theirs.to_owned(),
            Err(_) => format!("{theirs:?}"),
        };
        // A name that is none is near to none.
        let name = Ident::new(if key == theirs { theirs } else { "other" }, literal.span());
        let unmet = nodes.iter().find(|node| self.of(&node.unraw().to_string()).next().is_none());
        let ours = meant(&name, nodes.iter()).or(unmet);
        let why =
            format!("`{}` has `{}`, but the network has no node `{theirs}`", literal.value(), astray.name);
        let help = match ours {
            Some(ours) => {
                format!("say which node it means, as in `#[weights({:?}, {key} = {ours})]`", literal.value())
            }
            None => "declare the node that it belongs to, or save the network without it".to_owned(),
        };
        Some(error(literal.span(), why, help))
    }
}
