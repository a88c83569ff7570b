//! What a network may take at most: `#[budget(parameters = 50_000, ram = "64 KiB", macs = 1_000_000)]`.

use proc_macro2::{Literal, Span};
use syn::ext::IdentExt;
use syn::parse::ParseStream;
use syn::spanned::Spanned;
use syn::{Attribute, Error, Expr, ExprLit, Ident, Lit, LitStr, Meta, Result, Token, parse_quote_spanned};

use crate::ast::{Budget, Limited};
use crate::errors::{error, meant};

/// The words, and how each is written.
const WORDS: [(&str, Limited, &str); 3] = [
    ("parameters", Limited::Parameters, "parameters = 50_000"),
    ("ram", Limited::Ram, "ram = \"64 KiB\""),
    ("macs", Limited::Macs, "macs = 1_000_000"),
];

/// Reads a budget, beside what others say.
pub fn read(attr: &Attribute, budgets: &mut Vec<Budget>) -> Result<()> {
    let list = match &attr.meta {
        Meta::List(list) if !list.tokens.is_empty() => list,
        _ => {
            let help = format!("write what is allowed, as in `#[budget({})]`", WORDS[0].2);
            return Err(error(attr.path().span(), "this budget limits nothing", help));
        }
    };
    list.parse_args_with(|input: ParseStream| {
        while !input.is_empty() {
            read_one(input, budgets)?;
        }
        Ok(())
    })
}

/// `ram = "64 KiB"`, and the comma behind it.
fn read_one(input: ParseStream, budgets: &mut Vec<Budget>) -> Result<()> {
    if !input.peek(Ident::peek_any) {
        let help = format!("write it as in `{}`", WORDS[0].2);
        return Err(error(input.span(), "expected what is limited", help));
    }
    let word = input.call(Ident::parse_any)?;
    let Some((name, limited, example)) = WORDS.into_iter().find(|(name, _, _)| word == name) else {
        return Err(unknown(&word));
    };
    if budgets.iter().any(|budget| budget.limited == limited) {
        return Err(error(word.span(), format!("`{name}` is limited twice"), "keep one of the two"));
    }
    let help = || format!("write how much is allowed, as in `{example}`");
    if !input.peek(Token![=]) {
        return Err(error(word.span(), format!("expected `=` after `{name}`"), help()));
    }
    let equals: Token![=] = input.parse()?;
    if input.is_empty() || input.peek(Token![,]) {
        return Err(error(equals.span, format!("expected a figure after `{name} =`"), help()));
    }
    let most: Expr =
        input.parse().map_err(|mistake: Error| error(mistake.span(), mistake.to_string(), help()))?;
    let span = most.span();
    if !input.is_empty() && !input.peek(Token![,]) {
        let help = match limited {
            Limited::Ram if input.peek(Ident) => {
                format!("write a size and its unit in quotes, as in `{example}`")
            }
            _ => "a comma stands between two limits".to_owned(),
        };
        return Err(error(input.span(), format!("expected `,` after the figure of `{name}`"), help));
    }
    input.parse::<Option<Token![,]>>()?;
    let most = match &most {
        Expr::Lit(ExprLit { lit: Lit::Str(text), .. }) if limited == Limited::Ram => {
            let bytes = Literal::u64_unsuffixed(bytes(text)?);
            parse_quote_spanned!(span=> #bytes)
        }
        Expr::Lit(ExprLit { lit, .. }) if !matches!(lit, Lit::Int(_)) => {
            let what = match limited {
                Limited::Ram => "a size with its unit, or a whole number of bytes",
                _ => "a whole number",
            };
            return Err(error(span, format!("`{name}` is limited by {what}"), help()));
        }
        _ => most,
    };
    budgets.push(Budget { limited, most, span });
    Ok(())
}

fn unknown(word: &Ident) -> Error {
    let names = WORDS.map(|(name, _, _)| Ident::new(name, Span::call_site()));
    let help = match meant(word, names.iter()) {
        Some(meant) => format!("did you mean `{meant}`?"),
        None => "there are `parameters`, `ram` and `macs`".to_owned(),
    };
    error(word.span(), format!("a budget does not limit `{word}`"), help)
}

/// The bytes of a size such as `64 KiB`.
fn bytes(text: &LitStr) -> Result<u64> {
    let value = text.value();
    let size = value.trim();
    let end = size.find(|c: char| !c.is_ascii_digit() && c != '_' && c != '.').unwrap_or(size.len());
    let (number, unit) = (size[..end].replace('_', ""), size[end..].trim());
    let factor: u64 = match unit {
        "B" => 1,
        "kB" => 1000,
        "KiB" => 1 << 10,
        "MB" => 1_000_000,
        "MiB" => 1 << 20,
        _ => {
            let mistake = match unit {
                "" => format!("the size `{size}` has no unit"),
                _ => format!("the size `{size}` has an unknown unit, `{unit}`"),
            };
            return Err(error(
                text.span(),
                mistake,
                "write `B`, `kB`, `KiB`, `MB` or `MiB` behind the number",
            ));
        }
    };
    let exact = number.parse::<u64>().ok().and_then(|number| number.checked_mul(factor));
    let rounded_down = || number.parse::<f64>().ok().map(|number| (number * factor as f64) as u64);
    exact.or_else(rounded_down).ok_or_else(|| {
        let mistake = format!("the size `{size}` has no number");
        error(text.span(), mistake, "write a number and a unit, as in `\"64 KiB\"`")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_size_is_a_number_and_a_unit() {
        let bytes =
            |text: &str| bytes(&LitStr::new(text, Span::call_site())).map_err(|error| error.to_string());
        for (text, expected) in [
            ("64 KiB", 65536),
            ("64KiB", 65536),
            (" 1_500 kB ", 1_500_000),
            ("1.5 MiB", 1_572_864),
            ("0.1 kB", 100),
            ("2 MB", 2_000_000),
            ("17 B", 17),
        ] {
            assert_eq!(bytes(text), Ok(expected), "{text}");
        }
        for (text, mistake) in [
            ("64", "has no unit"),
            ("", "has no unit"),
            ("64 kb", "unknown unit, `kb`"),
            ("-64 kB", "unknown unit, `-64 kB`"),
            ("KiB", "has no number"),
            ("1.2.3 kB", "has no number"),
        ] {
            assert!(bytes(text).is_err_and(|error| error.contains(mistake)), "{text}");
        }
    }
}
