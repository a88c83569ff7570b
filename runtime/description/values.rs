//! A picture of what a sample makes of a graph.

use super::graph::Graph;
use super::svg::{Label, svg};
use crate::{Network, Number, Samples, Scalar, Zeroed};

/// How many entries of a value are written.
const MOST_ENTRIES: usize = 3;

/// The graph as an SVG, with a value and its gradient on each edge.
pub(crate) fn picture_with_values<N: Network>(network: &N, x: &N::In) -> String
where
    N::Out: Number,
    N::In: Zeroed,
{
    let (mut tape, mut dx, dy) = (N::tape::<1>(), N::In::zeroed(), N::Out::one());
    let _ = network.forward(x.batch_of_one(), &mut tape);
    // Of what does not run there is nothing.
    let mut values = vec![[text::<N::Scalar>(&[]), text::<N::Scalar>(&[])]; N::INPUTS.len() + N::NODES.len()];
    let mut visit = |number: usize, value: &[_], gradient: &[_]| values[number] = [value, gradient].map(text);
    tape.each_value(network, x.batch_of_one(), dx.gradient_of_one(), dy.batch_of_one(), &mut visit);
    let graph = Graph::of::<N>();
    let labels = graph.edges.iter().map(|edge| {
        let [forward, backward] = values[edge.from].clone();
        Label::Values { forward, backward }
    });
    svg(N::NAME, &graph, &labels.collect::<Vec<_>>())
}

/// A number, or the first of several.
fn text<T: Scalar>(entries: &[T]) -> String {
    if let [number] = entries {
        return rounded(number.to_f64(), 5);
    }
    let shown = entries.iter().take(MOST_ENTRIES);
    let mut texts: Vec<_> = shown.map(|entry| rounded(entry.to_f64(), 3)).collect();
    if entries.len() > MOST_ENTRIES {
        texts.push("…".to_owned());
    }
    format!("[{}]", texts.join(", "))
}

/// So many digits of a number, without zeros behind them.
fn rounded(number: f64, digits: usize) -> String {
    let digits = format!("{number:.*e}", digits - 1);
    match digits.parse::<f64>() {
        Ok(0.0) => "0".to_owned(),
        Ok(rounded) if (1e-4..1e6).contains(&rounded.abs()) => rounded.to_string(),
        Ok(rounded) => format!("{rounded:e}"),
        Err(_) => digits,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_as_short_as_they_are() {
        let numbers = [220.00000000000003, f64::from(1.1_f32), -0.0, 2.0 / 3.0, -1234567.0, 1.5e-7, f64::NAN];
        let texts = numbers.map(|number| rounded(number, 5));
        assert_eq!(texts, ["220", "1.1", "0", "0.66667", "-1.2346e6", "1.5e-7", "NaN"]);
        assert_eq!((text(&[2.5_f32]), text(&[1.0, 2.3456])), ("2.5".to_owned(), "[1, 2.35]".to_owned()));
        assert_eq!(text(&[1.0; 4]), "[1, 1, 1, …]");
    }
}
