//! What becomes of a line that has been read: a node or a loss, and what its attributes say.

use syn::punctuated::Punctuated;
use syn::spanned::Spanned;
use syn::{Attribute, Error, Expr, ExprLit, Ident, Lit, Meta, Token};

use super::line::Line;
use crate::ast::{Declaration, Loss, Node, is_level};
use crate::errors::{error, meant};

/// Adds a line to the declaration.
pub fn take_line(line: Line, declaration: &mut Declaration) {
    let Line { mut attrs, name, layer, from } = line;
    let mut mistake = |span, mistake: &str, help: &str| declaration.errors.push(error(span, mistake, help));
    let is_misspelt =
        layer.weight.is_some() && meant(&name, [&Ident::new("loss", name.span())].into_iter()).is_some();
    if is_misspelt && name != "loss" {
        mistake(name.span(), "only a loss is multiplied by a weight", "name its line `loss`");
    }
    if name != "loss" && !is_misspelt {
        if let Some(attr) = attrs.iter().find(|attr| attr.path().is_ident("cfg")) {
            let help = "put `#[cfg(..)]` on the network, or declare two";
            mistake(attr.pound_token.span, "a node cannot be there in some configurations only", help);
        }
        if let Some(attr) = attrs.iter().find(|attr| attr.path().is_ident("budget")) {
            let help = "write it above the network, with what its nodes may take together";
            mistake(attr.path().span(), "a budget is that of a whole network", help);
        }
        if let Some(attr) = attrs.iter().find(|attr| attr.path().is_ident("weights")) {
            let help = "write it above the network, of whose nodes the file has all tensors";
            mistake(attr.path().span(), "a file has the weights of a whole network", help);
        }
        if let Some(weight) = &layer.weight {
            let help = match weight {
                Expr::Lit(ExprLit { lit: Lit::Int(count), .. }) => {
                    format!("leave it out, or write `[{}; {count}]` to repeat the layer", layer.text)
                }
                _ => "leave the weight out".to_owned(),
            };
            mistake(weight.span(), "only a loss is multiplied by a weight", &help);
        }
        take_conditional(&mut attrs, &mut declaration.errors);
        let frozen = take_frozen(&mut attrs, &mut declaration.errors);
        attrs.retain(|attr| !["cfg", "budget", "weights"].iter().any(|word| attr.path().is_ident(word)));
        let from = from.map(|(_, names)| names);
        declaration.nodes.push(Node { attrs, frozen, is_broken: false, name, layer, from });
        return;
    }
    if let Some(attr) = attrs.iter().find(|attr| !attr.path().is_ident("doc") && !is_level(attr)) {
        let help = "leave the attribute out";
        mistake(attr.pound_token.span, "a loss has no field that an attribute could stand on", help);
    }
    if let Some(count) = &layer.repeat {
        mistake(count.span(), "a loss is not repeated", "name it once, without brackets");
    }
    let named = declaration.outputs.iter().any(|output| output.name.is_some());
    let from = match from {
        Some((_, names)) if named && names.len() == 1 => names.into_iter().next(),
        Some((from, names)) => {
            let (what, help) = match named {
                true => ("a loss compares one output", "name one, and write a line for each loss"),
                false => {
                    ("a loss is fed by what the network gives, and names nothing else", "leave `from` out")
                }
            };
            mistake(from, what, help);
            let Some(first) = names.into_iter().next() else { return };
            Some(first).filter(|_| named)
        }
        None => None,
    };
    if !named && !declaration.losses.is_empty() {
        mistake(name.span(), "`loss` is declared twice", "keep one of the two lines");
        return;
    }
    let mut layer = layer;
    attrs.retain(is_level);
    declaration.losses.push(Loss {
        levels: attrs,
        weight: layer.weight.take(),
        layer,
        span: name.span(),
        from,
    });
}

/// Takes out what the library would see in some configurations only, as in `#[cfg_attr(test, frozen)]`: rustc would ignore it
/// in the others, and know no `frozen` in these.
fn take_conditional(attrs: &mut Vec<Attribute>, errors: &mut Vec<Error>) {
    attrs.retain(|attr| {
        let found =
            conditional(attr).find(|meta| ["frozen", "cfg"].iter().any(|word| meta.path().is_ident(word)));
        errors.extend(found.iter().map(|meta| {
            let what = if meta.path().is_ident("cfg") { "there" } else { "frozen" };
            let mistake = format!("a node cannot be {what} in some configurations only");
            error(meta.path().span(), mistake, "put `#[cfg(..)]` on the network, or declare two")
        }));
        found.is_none()
    });
}

/// What stands behind the condition of a `#[cfg_attr(..)]`.
pub fn conditional(attr: &Attribute) -> impl Iterator<Item = Meta> {
    let is = attr.path().is_ident("cfg_attr");
    let metas = attr.parse_args_with(Punctuated::<Meta, Token![,]>::parse_terminated);
    metas.into_iter().filter(move |_| is).flatten().skip(1)
}

/// Takes `#[frozen]` out, however it is spelt, and says whether it was there.
fn take_frozen(attrs: &mut Vec<Attribute>, errors: &mut Vec<Error>) -> bool {
    let is_frozen = |attr: &Attribute| attr.path().is_ident("frozen");
    for attr in attrs.iter().filter(|attr| is_frozen(attr)) {
        if let Err(arguments) = attr.meta.require_path_only() {
            errors.push(error(arguments.span(), "`frozen` takes no arguments", "write `#[frozen]`"));
        }
    }
    let before = attrs.len();
    attrs.retain(|attr| !is_frozen(attr));
    let is = attrs.len() < before;
    attrs.retain(|attr| {
        let misspelt = attr.path().get_ident().filter(|name| {
            let words = ["frozen", "freeze"].map(|word| Ident::new(word, name.span()));
            meant(name, words.iter()).is_some()
        });
        errors.extend(misspelt.map(|name| {
            error(name.span(), format!("there is no attribute `{name}`"), "did you mean `frozen`?")
        }));
        misspelt.is_none()
    });
    is
}
