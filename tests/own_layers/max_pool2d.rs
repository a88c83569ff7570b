use plies::{Backward, Forward, Inputs, Layer, Message, Rule, Scalar, Shape};

/// The largest of each window; windows do not overlap.
#[derive(Clone, Copy)]
pub struct MaxPool2d {
    window: usize,
}

impl MaxPool2d {
    pub const fn new(window: usize) -> Self {
        MaxPool2d { window }
    }

    pub const fn shape_rule(self, inputs: Inputs) -> Rule {
        let (x, window) = (inputs.one(), self.window);
        let even = x.dim(1) % window == 0 && x.dim(2) % window == 0;
        let (rows, columns) = if even { (x.dim(1) / window, x.dim(2) / window) } else { (1, 1) };
        Rule::takes([x]).gives(Shape::image(x.dim(0), rows, columns)).require(
            even,
            Message::new("has windows that do not come out even"),
            Message::new("choose a window that divides height and width"),
        )
    }
}

impl<T: Scalar, const I: usize, const O: usize> Layer<[T; I], [T; O]> for MaxPool2d {
    type Parameters = ();
    /// Where each maximum was.
    type Cache<const N: usize> = [[u32; O]; N];

    fn forward<const N: usize>(self, pass: Forward<'_, Self, [T; I], [T; O], N>) {
        let Forward { x, y, mut cache, shapes, .. } = pass;
        let (from, to) = (shapes.input(0), shapes.output());
        for (n, (x, y)) in x.iter().zip(y).enumerate() {
            let mut places = [usize::MAX; O];
            for i in 0..I {
                let (channel, row, column) =
                    (i / (from.dim(1) * from.dim(2)), i / from.dim(2) % from.dim(1), i % from.dim(2));
                let o = (channel * to.dim(1) + row / self.window) * to.dim(2) + column / self.window;
                if places[o] == usize::MAX || x[i] > y[o] {
                    (places[o], y[o]) = (i, x[i]);
                }
            }
            if let Some(cache) = &mut cache {
                cache[n] = places.map(|place| place as u32);
            }
        }
    }

    fn backward<const N: usize>(self, pass: Backward<'_, Self, [T; I], [T; O], N>) {
        let Backward { dy, dx, cache, .. } = pass;
        let Some(dx) = dx else { return };
        for ((dx, dy), places) in dx.iter_mut().zip(dy).zip(cache) {
            *dx = [T::zero(); I];
            for o in 0..O {
                dx[places[o] as usize] += dy[o];
            }
        }
    }
}
