//! A convolution with a kernel of 5 x 5, a product for each sample: its patches are laid out in columns.

use crate::parameters::Parameters;
use crate::product::{Matrix, multiply};
use crate::contender::Data;

const KERNEL: usize = 5;

pub struct Conv {
    parameters: Parameters,
    channels: usize,
    filters: usize,
    /// Height and width of the input and of the output.
    side: usize,
    out_side: usize,
    padding: usize,
    /// The patches of one sample, a column each, and the gradient for them.
    columns: Vec<f32>,
    dcolumns: Vec<f32>,
}

impl Conv {
    pub fn read(data: &Data, layer: &str, channels: usize, side: usize, padding: usize) -> Self {
        let parameters = Parameters::read(data, layer);
        let out_side = side + 2 * padding + 1 - KERNEL;
        let columns = vec![0.0; channels * KERNEL * KERNEL * out_side * out_side];
        let filters = parameters.bias.len();
        let dcolumns = columns.clone();
        Conv { parameters, channels, filters, side, out_side, padding, columns, dcolumns }
    }

    fn pixels(&self) -> (usize, usize) {
        (self.side * self.side, self.out_side * self.out_side)
    }

    fn weights(&self) -> usize {
        self.channels * KERNEL * KERNEL
    }

    pub fn forward(&mut self, x: &[f32], y: &mut [f32]) {
        let (pixels, out_pixels) = self.pixels();
        let samples =
            x.chunks_exact(self.channels * pixels).zip(y.chunks_exact_mut(self.filters * out_pixels));
        for (x, y) in samples {
            self.lay_out(x);
            for (y, bias) in y.chunks_exact_mut(out_pixels).zip(&self.parameters.bias) {
                y.fill(*bias);
            }
            let weight = Matrix::new(&self.parameters.weight, self.filters, self.weights());
            multiply(weight, Matrix::new(&self.columns, self.weights(), out_pixels), y, true);
        }
    }

    pub fn backward(&mut self, x: &[f32], dy: &[f32], mut dx: Option<&mut [f32]>) {
        let (pixels, out_pixels) = self.pixels();
        let size = self.channels * pixels;
        self.parameters.dweight.fill(0.0);
        self.parameters.dbias.fill(0.0);
        for (n, (x, dy)) in x.chunks_exact(size).zip(dy.chunks_exact(self.filters * out_pixels)).enumerate() {
            self.lay_out(x);
            for (sum, dy) in self.parameters.dbias.iter_mut().zip(dy.chunks_exact(out_pixels)) {
                *sum += dy.iter().sum::<f32>();
            }
            let weights = self.weights();
            let dy = Matrix::new(dy, self.filters, out_pixels);
            let columns = Matrix::new(&self.columns, weights, out_pixels);
            multiply(dy, columns.transposed(), &mut self.parameters.dweight, true);
            if let Some(dx) = &mut dx {
                let weight = Matrix::new(&self.parameters.weight, self.filters, weights);
                multiply(weight.transposed(), dy, &mut self.dcolumns, false);
                self.put_back(&mut dx[n * size..][..size]);
            }
        }
    }

    pub fn step(&mut self, rate: f32) {
        self.parameters.step(rate);
    }

    fn lay_out(&mut self, x: &[f32]) {
        let patches = Patches::of(self);
        for (n, row) in self.columns.chunks_exact_mut(self.out_side).enumerate() {
            match patches.run(n) {
                Some((to, from, len)) => {
                    row[..to].fill(0.0);
                    row[to..to + len].copy_from_slice(&x[from..from + len]);
                    row[to + len..].fill(0.0);
                }
                None => row.fill(0.0),
            }
        }
    }

    fn put_back(&self, dx: &mut [f32]) {
        dx.fill(0.0);
        let patches = Patches::of(self);
        for (n, row) in self.dcolumns.chunks_exact(self.out_side).enumerate() {
            if let Some((to, from, len)) = patches.run(n) {
                for (dx, d) in dx[from..from + len].iter_mut().zip(&row[to..to + len]) {
                    *dx += d;
                }
            }
        }
    }
}

/// Where the entries of the columns come from.
struct Patches {
    side: usize,
    out_side: usize,
    padding: usize,
}

impl Patches {
    fn of(conv: &Conv) -> Self {
        Patches { side: conv.side, out_side: conv.out_side, padding: conv.padding }
    }

    /// For a row of the output and a weight: where in the row the image begins, where it is read, and how far.
    fn run(&self, n: usize) -> Option<(usize, usize, usize)> {
        let (weight, row) = (n / self.out_side, n % self.out_side);
        let (channel, ky, kx) = (weight / (KERNEL * KERNEL), weight / KERNEL % KERNEL, weight % KERNEL);
        let y = (row + ky).checked_sub(self.padding).filter(|y| *y < self.side)?;
        let to = self.padding.saturating_sub(kx);
        let first = (to + kx) - self.padding;
        let len = (self.side - first).min(self.out_side - to);
        Some((to, (channel * self.side + y) * self.side + first, len))
    }
}
