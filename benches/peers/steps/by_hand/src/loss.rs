//! The mean cross entropy of a softmax.

const OUT: usize = 10;

/// The mean loss; its gradient goes into `dy`.
pub fn softmax_with_loss(y: &[f32], labels: &[usize], dy: &mut [f32]) -> f32 {
    let (mut loss, share) = (0.0, 1.0 / labels.len() as f32);
    for ((y, dy), label) in y.as_chunks::<OUT>().0.iter().zip(dy.as_chunks_mut::<OUT>().0).zip(labels) {
        let largest = y.iter().fold(f32::NEG_INFINITY, |a, b| a.max(*b));
        let mut sum = 0.0;
        for (dy, y) in dy.iter_mut().zip(y) {
            *dy = (y - largest).exp();
            sum += *dy;
        }
        loss += sum.ln() - (y[*label] - largest);
        for dy in dy.iter_mut() {
            *dy *= share / sum;
        }
        dy[*label] -= share;
    }
    loss * share
}
