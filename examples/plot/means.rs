//! A line that jumps less.

/// The means of every so many values that follow one another, and how many values there were until then.
pub fn means(values: &[f64], every: usize) -> impl Iterator<Item = (f64, f64)> {
    let mean = |chunk: &[f64]| chunk.iter().sum::<f64>() / chunk.len() as f64;
    values.chunks(every).enumerate().map(move |(i, chunk)| ((i * every + chunk.len()) as f64, mean(chunk)))
}
