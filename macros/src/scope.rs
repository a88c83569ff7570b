//! What else is declared where a network is. No macro is told; the file says it, where there is one.
//!
//! Of two items of one name, rustc says for each trait that both implement it, and of networks that contain each other, the whole
//! cycle of constants. Where nothing is found here, it still does.

use std::collections::HashMap;
use std::fs;
use std::path::PathBuf;
use std::sync::Mutex;

use proc_macro2::{Delimiter, TokenStream, TokenTree};
use quote::quote;
use syn::ext::IdentExt;
use syn::{Attribute, Block, Ident, Item, Macro, Stmt, Type};

use crate::ast::{Declaration, Node};
use crate::errors::{compile_error, error};

/// Something with a name, in the order of the file.
enum Entry {
    Network { name: String, code: String, layers: Vec<String> },
    Other { name: String },
}

/// The types of the layers that may be networks.
fn layers(declaration: &Declaration) -> impl Iterator<Item = (usize, String)> + '_ {
    declaration.nodes.iter().enumerate().filter_map(|(i, node)| match &node.layer.ty {
        Type::Path(path) => path.path.get_ident().map(|name| (i, name.unraw().to_string())),
        _ => None,
    })
}

/// What is declared beside a network.
pub struct Scope {
    entries: Vec<Entry>,
    /// Where the network is among it.
    at: usize,
}

impl Scope {
    /// Finds it where the network may have the name of something else, or be in a layer of its own.
    pub fn of(declaration: &Declaration, code: TokenStream) -> Option<Self> {
        let path = declaration.name.span().unwrap().local_file()?;
        let text = fs::read_to_string(&path).ok()?;
        let (own, mut layers) = (declaration.name.unraw().to_string(), layers(declaration));
        let is_of_interest = declared(&text, &own).nth(1).is_some()
            || layers.any(|(_, layer)| declared(&text, &layer).next().is_some());
        if !is_of_interest {
            return None;
        }
        let mut scopes = vec![];
        items(syn::parse_file(&text).ok()?.items, &mut scopes);
        Scope::among(scopes, path, plain(code))
    }

    /// Of those in a file, the one that has a network of this code. Copies in several places could be any of them.
    fn among(mut scopes: Vec<Vec<Entry>>, path: PathBuf, code: String) -> Option<Self> {
        /// How many networks of a file and of the same code there have been.
        static SEEN: Mutex<Option<HashMap<(PathBuf, String), usize>>> = Mutex::new(None);

        let is_it = |entry: &Entry| matches!(entry, Entry::Network { code: other, .. } if *other == code);
        scopes.retain(|scope| scope.iter().any(is_it));
        let entries = scopes.pop().filter(|_| scopes.is_empty())?;
        let mut seen = SEEN.lock().ok()?;
        let before = seen.get_or_insert_default().entry((path, code.clone())).or_insert(0);
        let at = entries.iter().enumerate().filter(|(_, entry)| is_it(entry)).nth(*before)?.0;
        *before += 1;
        Some(Scope { entries, at })
    }

    /// What becomes of a network that has the name of something beside it, of two networks of the second: a mistake, and a use of
    /// its layers, so that none of their imports is said to be unused.
    pub fn repeated(&self, declaration: &Declaration) -> Option<TokenStream> {
        let own = &declaration.name;
        let is_repeated = |(i, entry): (usize, &Entry)| match entry {
            Entry::Network { name, .. } => i < self.at && own.unraw() == name,
            Entry::Other { name } => own.unraw() == name,
        };
        let help = "give one of the two another name";
        if !self.entries.iter().enumerate().any(is_repeated) {
            return None;
        }
        let mistake = compile_error(&error(own.span(), format!("`{own}` is declared twice"), help));
        let nodes = declaration.nodes.iter().map(|node| &node.layer.ty);
        let layers = nodes.chain(declaration.losses.iter().map(|loss| &loss.layer.ty));
        Some(quote! {
            #mistake;
            const _: () = { #(let _: ::core::option::Option<#layers> = ::core::option::Option::None;)* };
        })
    }

    /// Puts aside the layers of a network that contain it. Of the networks of a circle, the last has the mistake.
    pub fn drop_circles(&self, declaration: &mut Declaration) {
        let own = declaration.name.unraw().to_string();
        let circle = |(i, layer): (_, String)| Some((i, circle(&self.entries[..self.at], &layer, &own)?));
        let found: Vec<_> = layers(declaration).filter_map(circle).collect();
        for (i, circle) in found {
            let Node { name, layer, .. } = &declaration.nodes[i];
            let mistake =
                format!("network `{own}` contains itself: `{own}` → `{}` → `{own}`", circle.join("` → `"));
            declaration.errors.push(error(layer.span, mistake, "leave one of these layers out"));
            declaration.nodes[i] = Node::broken(&declaration.library, name.clone(), layer.tokens.clone());
        }
    }
}

/// The networks above through which one contains another.
fn circle(above: &[Entry], from: &str, to: &str) -> Option<Vec<String>> {
    let (mut seen, mut ways) = (vec![], vec![vec![from.to_owned()]]);
    while let Some(way) = ways.pop() {
        let last = way.last().expect("a way begins somewhere");
        if seen.contains(last) {
            continue;
        }
        seen.push(last.clone());
        let layers = above.iter().find_map(|entry| match entry {
            Entry::Network { name, layers, .. } if name == last => Some(layers),
            _ => None,
        });
        for layer in layers.into_iter().flatten() {
            if layer == to {
                return Some(way);
            }
            ways.push(way.iter().chain([layer]).cloned().collect());
        }
    }
    None
}

/// Where something of this name seems to be declared, before the file is read as Rust.
fn declared<'a>(text: &'a str, name: &'a str) -> impl Iterator<Item = usize> + 'a {
    let is_name = |c: char| c.is_alphanumeric() || c == '_';
    text.match_indices(name).map(|(at, _)| at).filter(move |at| {
        let (before, after) = (text[..*at].trim_end(), &text[at + name.len()..]);
        let keyword = before.rsplit(|c| !is_name(c)).next();
        before.len() < *at
            && !after.starts_with(is_name)
            && matches!(keyword, Some("struct" | "enum" | "union" | "type" | "trait"))
    })
}

/// Writes down what items declare, and what is declared in modules and functions among them.
fn items(items: Vec<Item>, scopes: &mut Vec<Vec<Entry>>) {
    let mut scope = vec![];
    for item in items {
        if let Some(entry) = entry(&item) {
            scope.push(entry);
        }
        match item {
            Item::Mod(module) => self::items(module.content.map_or(vec![], |(_, items)| items), scopes),
            Item::Fn(function) => block(*function.block, scopes),
            _ => {}
        }
    }
    scopes.push(scope);
}

fn block(block: Block, scopes: &mut Vec<Vec<Entry>>) {
    let mut found = vec![];
    for statement in block.stmts {
        match statement {
            Stmt::Item(item) => found.push(item),
            Stmt::Macro(statement) => {
                found.push(Item::Macro(syn::ItemMacro {
                    attrs: statement.attrs,
                    ident: None,
                    mac: statement.mac,
                    semi_token: None,
                }));
            }
            _ => {}
        }
    }
    items(found, scopes);
}

/// What an item declares, if it is there in any case.
fn entry(item: &Item) -> Option<Entry> {
    let other = |attrs: &[Attribute], name: &Ident| {
        is_always(attrs).then(|| Entry::Other { name: name.unraw().to_string() })
    };
    match item {
        Item::Struct(item) => other(&item.attrs, &item.ident),
        Item::Enum(item) => other(&item.attrs, &item.ident),
        Item::Union(item) => other(&item.attrs, &item.ident),
        Item::Type(item) => other(&item.attrs, &item.ident),
        Item::Trait(item) => other(&item.attrs, &item.ident),
        Item::Macro(item) if is_always(&item.attrs) => network(&item.mac),
        _ => None,
    }
}

/// Whether none of these attributes can take away what it stands on.
fn is_always(attrs: &[Attribute]) -> bool {
    const HARMLESS: [&str; 13] = [
        "allow",
        "budget",
        "deny",
        "deprecated",
        "derive",
        "doc",
        "expect",
        "forbid",
        "must_use",
        "non_exhaustive",
        "repr",
        "warn",
        "weights",
    ];
    attrs.iter().all(|attr| HARMLESS.iter().any(|name| attr.path().is_ident(name)))
}

fn network(declared: &Macro) -> Option<Entry> {
    if declared.path.segments.last()?.ident != "network" {
        return None;
    }
    let tokens = &declared.tokens;
    let declaration = syn::parse2::<Declaration>(quote!({ (plies) #tokens })).ok()?;
    if !is_always(&declaration.attrs) {
        return None;
    }
    Some(Entry::Network {
        name: declaration.name.unraw().to_string(),
        code: plain(tokens.clone()),
        layers: layers(&declaration).map(|(_, layer)| layer).collect(),
    })
}

/// Tokens without the space between them, and without comments.
fn plain(tokens: TokenStream) -> String {
    let (mut code, mut tokens) = (String::new(), tokens.into_iter().peekable());
    while let Some(token) = tokens.next() {
        match token {
            TokenTree::Punct(sign) if sign.as_char() == '#' => match tokens.peek() {
                Some(TokenTree::Group(group)) if is_comment(group.stream()) => drop(tokens.next()),
                _ => code.push('#'),
            },
            TokenTree::Group(group) => {
                let [open, close] = match group.delimiter() {
                    Delimiter::Parenthesis => ["(", ")"],
                    Delimiter::Brace => ["{", "}"],
                    Delimiter::Bracket => ["[", "]"],
                    Delimiter::None => ["", ""],
                };
                code.extend([open, &plain(group.stream()), close]);
            }
            token => code.extend([" ", &token.to_string()]),
        }
    }
    code
}

fn is_comment(tokens: TokenStream) -> bool {
    matches!(tokens.into_iter().next(), Some(TokenTree::Ident(name)) if name == "doc")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scopes(file: &str) -> Vec<Vec<Entry>> {
        let mut scopes = vec![];
        items(syn::parse_str::<syn::File>(file).unwrap().items, &mut scopes);
        scopes
    }

    fn names(scope: &[Entry]) -> Vec<&str> {
        scope
            .iter()
            .map(|entry| match entry {
                Entry::Network { name, .. } | Entry::Other { name } => name.as_str(),
            })
            .collect()
    }

    const FILE: &str = "
        plies::network! { pub struct A(x: [1]) -> [1] { b: B, } }
        #[cfg(test)]
        network! { struct Tested(x: [1]) -> [1] { rest: Rest, } }
        struct Other;
        network! { /// Of others.
            struct B(x: [1]) -> [1] { rest: Rest, c: [C; 3] } }
        network! { struct Half(x: [1]) -> [1] }
        fn main() {
            network! { struct C(x: [1]) -> [1] { rest: Rest, } }
            print!();
        }
        mod inner { network! { struct C(x: [1]) -> [1] { rest: Rest, } } }";

    #[test]
    fn modules_and_functions_have_what_they_declare() {
        let scopes = scopes(FILE);
        assert_eq!(
            scopes.iter().map(|scope| names(scope)).collect::<Vec<_>>(),
            [vec!["C"], vec!["C"], vec!["A", "Other", "B"]]
        );
        assert!(matches!(&scopes[2][2], Entry::Network { layers, .. } if *layers == ["Rest", "C"]));
    }

    #[test]
    fn a_network_is_found_by_its_code() {
        let code = |tokens| plain(syn::parse_str(tokens).unwrap());
        let among = |code| Scope::among(scopes(FILE), PathBuf::from("file"), code).map(|scope| scope.at);
        assert_eq!(among(code("struct B(x:[1])->[1]{rest:Rest,c:[C;3]}")), Some(2));
        // Two of the same code in two places.
        assert_eq!(among(code("struct C(x: [1]) -> [1] { rest: Rest, }")), None);
        // Of two in one place, each in its turn.
        let file = "network! { struct A(x: [1]) -> [1] { rest: Rest } } network! { struct A(x: [1]) -> [1] { rest: Rest } }";
        let among = || {
            Scope::among(
                scopes(file),
                PathBuf::from("copies"),
                code("struct A(x: [1]) -> [1] { rest: Rest }"),
            )
        };
        assert_eq!([(); 3].map(|()| among().map(|scope| scope.at)), [Some(0), Some(1), None]);
    }

    #[test]
    fn a_circle_is_found_through_any_number_of_networks() {
        let network = |name: &str, layers: &[&str]| Entry::Network {
            name: name.to_owned(),
            code: String::new(),
            layers: layers.iter().map(|layer| layer.to_string()).collect(),
        };
        let above = [network("A", &["First", "D"]), network("B", &["C", "A"]), network("C", &["B"])];
        assert_eq!(circle(&above, "B", "D").unwrap(), ["B", "A"]);
        assert_eq!(circle(&above, "A", "D").unwrap(), ["A"]);
        assert_eq!(circle(&above, "C", "E"), None);
    }

    #[test]
    fn what_seems_to_be_declared_is_a_name_behind_a_keyword() {
        let text =
            "struct Net; // type Net\nNet::new(); enum Nets {} pub  trait  Net<T> my_struct Net structNet";
        assert_eq!(declared(text, "Net").count(), 3);
    }
}
