//! The largest of 2 x 2 pixels, and the rectifier before it: the largest is rectified alone.

pub struct Pool {
    /// Height and width of an image.
    side: usize,
    /// Which pixel was the largest.
    largest: Vec<u32>,
}

impl Pool {
    pub fn new(side: usize, outputs: usize) -> Self {
        Pool { side, largest: vec![0; outputs] }
    }

    pub fn forward(&mut self, x: &[f32], y: &mut [f32]) {
        let out_side = self.side / 2;
        let rows = y.chunks_exact_mut(out_side).zip(self.largest.chunks_exact_mut(out_side));
        for (n, (y, largest)) in rows.enumerate() {
            let first = 2 * n * self.side;
            let (upper, lower) = x[first..first + 2 * self.side].split_at(self.side);
            for i in 0..out_side {
                let values = [upper[2 * i], upper[2 * i + 1], lower[2 * i], lower[2 * i + 1]];
                let steps = [0, 1, self.side as u32, self.side as u32 + 1];
                let (mut value, mut step) = (values[0], steps[0]);
                for n in 1..4 {
                    (value, step) = if values[n] > value { (values[n], steps[n]) } else { (value, step) };
                }
                y[i] = value.max(0.0);
                largest[i] = (first + 2 * i) as u32 + step;
            }
        }
    }

    pub fn backward(&self, y: &[f32], dy: &[f32], dx: &mut [f32]) {
        dx.fill(0.0);
        for ((y, dy), largest) in y.iter().zip(dy).zip(&self.largest) {
            dx[*largest as usize] = if *y > 0.0 { *dy } else { 0.0 };
        }
    }
}
