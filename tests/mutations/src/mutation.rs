//! Small mistakes.

use std::fmt;
use std::ops::Range;

use rand::RngExt;
use rand::rngs::Xoshiro256PlusPlus;

use crate::networks::{Program, bodies};
use crate::tokens::{Kind, Token, tokens};

/// A program with a mistake.
pub struct Mutant {
    /// What kind of mistake it is.
    pub kind: &'static str,
    /// Where the program is from.
    from: String,
    pub code: String,
    /// The lines of the networks, from 1, with those of their braces.
    pub blocks: Vec<Range<usize>>,
    /// The lines that changed, before and after.
    change: [String; 2],
}

/// Makes a mistake of any kind in any network.
pub fn draw(programs: &[Program], random: &mut Xoshiro256PlusPlus) -> Mutant {
    loop {
        let program = &programs[random.random_range(0..programs.len())];
        let network = program.networks[random.random_range(0..program.networks.len())].clone();
        let code = &program.code;
        let tokens = tokens(code, network.clone());
        let change = match random.random_range(0..8) {
            0 => drop(&tokens, random),
            1 => swap(code, &tokens, random),
            2 => duplicate(code, &tokens, random),
            3 | 4 => misspell(code, &tokens, random),
            5 => count(code, &tokens, random),
            6 => exchange_lines(code, network.clone(), random),
            _ => delete_line(code, network.clone(), random),
        };
        let Some((kind, at, new)) = change else { continue };
        if code[at.clone()] == new {
            continue;
        }
        let changed = format!("{}{new}{}", &code[..at.start], &code[at.end..]);
        let line = |code: &str, at: usize| code[..at].matches('\n').count() + 1;
        let lines_of = |body: Range<usize>| line(&changed, body.start)..line(&changed, body.end) + 1;
        let lines = |code: &str, part: Range<usize>| {
            let start = code[..part.start].rfind('\n').map_or(0, |i| i + 1);
            let end = code[part.end..].find('\n').map_or(code.len(), |i| part.end + i);
            code[start..end].trim().to_owned()
        };
        return Mutant {
            kind,
            from: program.name.clone(),
            blocks: bodies(&changed).into_iter().map(lines_of).collect(),
            change: [lines(code, at.clone()), lines(&changed, at.start..at.start + new.len())],
            code: changed,
        };
    }
}

/// A kind of mistake, what it takes the place of, and with what.
type Change = Option<(&'static str, Range<usize>, String)>;

fn one<'a>(tokens: &'a [Token], random: &mut Xoshiro256PlusPlus) -> Option<(usize, &'a Token)> {
    let i = random.random_range(0..tokens.len().max(1));
    tokens.get(i).map(|token| (i, token))
}

fn drop(tokens: &[Token], random: &mut Xoshiro256PlusPlus) -> Change {
    let (_, token) = one(tokens, random)?;
    Some(("a token is dropped", token.at.clone(), " ".to_owned()))
}

fn swap(code: &str, tokens: &[Token], random: &mut Xoshiro256PlusPlus) -> Change {
    let (i, a) = one(tokens, random)?;
    let b = tokens.get(i + 1)?;
    let between = &code[a.at.end..b.at.start];
    if !between.trim().is_empty() {
        return None;
    }
    // Words do not run into one.
    let new = format!(" {}{between} {} ", &code[b.at.clone()], &code[a.at.clone()]);
    Some(("two tokens are swapped", a.at.start..b.at.end, new))
}

fn duplicate(code: &str, tokens: &[Token], random: &mut Xoshiro256PlusPlus) -> Change {
    let (_, token) = one(tokens, random)?;
    let text = &code[token.at.clone()];
    Some(("a token is doubled", token.at.clone(), format!("{text} {text}")))
}

fn misspell(code: &str, tokens: &[Token], random: &mut Xoshiro256PlusPlus) -> Change {
    let names: Vec<_> = tokens.iter().filter(|token| token.kind == Kind::Name).cloned().collect();
    let (_, token) = one(&names, random)?;
    let mut letters: Vec<char> = code[token.at.clone()].chars().collect();
    let i = random.random_range(0..letters.len());
    match random.random_range(0..3) {
        0 if letters.len() > 1 => {
            letters.remove(i);
        }
        1 if i + 1 < letters.len() => letters.swap(i, i + 1),
        _ => letters.insert(i, letters[i]),
    }
    let new: String = letters.into_iter().collect();
    // Two types of one name are a mistake of another kind, of which rustc has much to say.
    let is_taken = new.starts_with(char::is_uppercase) && code.contains(&format!("struct {new}"));
    if is_taken {
        return None;
    }
    let is_name = new.starts_with(|c: char| c.is_alphabetic() || c == '_') && new != "_";
    is_name.then_some(("a name is misspelt", token.at.clone(), new))
}

fn count(code: &str, tokens: &[Token], random: &mut Xoshiro256PlusPlus) -> Change {
    let numbers: Vec<_> = tokens.iter().filter(|token| token.kind == Kind::Number).cloned().collect();
    let (_, token) = one(&numbers, random)?;
    let number: usize = code[token.at.clone()].parse().ok()?;
    let new = if random.random() { number + 1 } else { number.checked_sub(1)? };
    Some(("a number is one off", token.at.clone(), new.to_string()))
}

/// The lines of nodes.
fn lines(code: &str, network: Range<usize>) -> Vec<Range<usize>> {
    let mut at = network.start;
    let lines = code[network].split_inclusive('\n').map(|line| {
        at += line.len();
        at - line.len()..at
    });
    lines
        .filter(|line| {
            let text = code[line.clone()].trim();
            text.ends_with(',') && text.contains(": ") && !text.starts_with("//")
        })
        .collect()
}

fn exchange_lines(code: &str, network: Range<usize>, random: &mut Xoshiro256PlusPlus) -> Change {
    let lines = lines(code, network);
    let i = random.random_range(0..lines.len().max(1));
    let (a, b) = (lines.get(i)?.clone(), lines.get(i + 1)?.clone());
    let between = &code[a.end..b.start];
    let new = format!("{}{between}{}", &code[b.clone()], &code[a.clone()]);
    Some(("two lines are exchanged", a.start..b.end, new))
}

fn delete_line(code: &str, network: Range<usize>, random: &mut Xoshiro256PlusPlus) -> Change {
    let lines = lines(code, network);
    let line = lines.get(random.random_range(0..lines.len().max(1)))?;
    Some(("a line is deleted", line.clone(), String::new()))
}

impl fmt::Display for Mutant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [before, after] = &self.change;
        write!(f, "{} in {}\n    {before}\n  became\n    {after}", self.kind, self.from)
    }
}
