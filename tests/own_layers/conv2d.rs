use plies::{
    Backward, Forward, Init, Initializer, Inputs, Layer, Message, Rule, Scalar, Shape, Shapes, Sizes,
    WeightAndBias,
};

/// A convolution over channels, height and width, by patches in working memory.
#[derive(Clone, Copy)]
pub struct Conv2d {
    filters: usize,
    kernel: usize,
    padding: usize,
}

impl Conv2d {
    pub const fn new(filters: usize, kernel: usize) -> Self {
        Conv2d { filters, kernel, padding: 0 }
    }

    pub const fn padding(mut self, padding: usize) -> Self {
        self.padding = padding;
        self
    }

    pub const fn shape_rule(self, inputs: Inputs) -> Rule {
        let (x, kernel, around) = (inputs.one(), self.kernel, 2 * self.padding);
        let (height, width) = (x.dim(1) + around, x.dim(2) + around);
        let fits = x.rank() == 3 && kernel <= height && kernel <= width;
        let (rows, columns) = if fits { (height - kernel + 1, width - kernel + 1) } else { (1, 1) };
        let patch = x.dim(0) * kernel * kernel;
        Rule::takes([x])
            .gives(Shape::image(self.filters, rows, columns))
            .sizes([patch, self.filters])
            .scratch(patch)
            .require(
                fits,
                Message::new("has a kernel of ").number(kernel).text(" pixels, larger than its padded image"),
                Message::new("give it a smaller kernel, or more `.padding(..)`"),
            )
    }

    /// Calls with each pixel of the patch at `(row, column)` of the output, and its place in the input if it has one.
    fn patch(self, shapes: &Shapes, row: usize, column: usize, mut visit: impl FnMut(usize, Option<usize>)) {
        let (x, mut at) = (shapes.input(0), 0);
        for channel in 0..x.dim(0) {
            for i in 0..self.kernel {
                for j in 0..self.kernel {
                    let (i, j) =
                        ((row + i).wrapping_sub(self.padding), (column + j).wrapping_sub(self.padding));
                    let inside = i < x.dim(1) && j < x.dim(2);
                    visit(at, inside.then(|| (channel * x.dim(1) + i) * x.dim(2) + j));
                    at += 1;
                }
            }
        }
    }
}

impl<T: Scalar, const I: usize, const O: usize, const PATCH: usize, const FILTERS: usize>
    Layer<[T; I], [T; O], Sizes<PATCH, FILTERS>> for Conv2d
{
    type Parameters = WeightAndBias<T, PATCH, FILTERS>;
    type Cache<const N: usize> = ();

    fn forward<const N: usize>(self, pass: Forward<'_, Self, [T; I], [T; O], N, Sizes<PATCH, FILTERS>>) {
        let Forward { parameters, x, y, shapes, scratch, .. } = pass;
        let (pixels, width) = (O / FILTERS, shapes.output().dim(2));
        for (x, y) in x.iter().zip(y) {
            for pixel in 0..pixels {
                self.patch(shapes, pixel / width, pixel % width, |at, place| {
                    scratch[at] = place.map_or(T::zero(), |place| x[place]);
                });
                for f in 0..FILTERS {
                    let mut sum = parameters.bias[f];
                    for p in 0..PATCH {
                        sum += parameters.weight[(p, f)] * scratch[p];
                    }
                    y[f * pixels + pixel] = sum;
                }
            }
        }
    }

    fn backward<const N: usize>(self, pass: Backward<'_, Self, [T; I], [T; O], N, Sizes<PATCH, FILTERS>>) {
        let Backward { parameters, x, dy, mut dx, mut gradient, shapes, scratch, .. } = pass;
        let (pixels, width) = (O / FILTERS, shapes.output().dim(2));
        if let Some(gradient) = &mut gradient {
            gradient.weight.fill(T::zero());
            gradient.bias.fill(T::zero());
        }
        for (n, (x, dy)) in x.iter().zip(dy).enumerate() {
            if let Some(dx) = &mut dx {
                dx[n] = [T::zero(); I];
            }
            for (pixel, f) in (0..pixels).flat_map(|pixel| (0..FILTERS).map(move |f| (pixel, f))) {
                let dy = dy[f * pixels + pixel];
                self.patch(shapes, pixel / width, pixel % width, |at, place| {
                    scratch[at] = place.map_or(T::zero(), |place| x[place]);
                    if let (Some(dx), Some(place)) = (&mut dx, place) {
                        dx[n][place] += parameters.weight[(at, f)] * dy;
                    }
                });
                let Some(gradient) = &mut gradient else { continue };
                gradient.bias[f] += dy;
                for p in 0..PATCH {
                    gradient.weight[(p, f)] += scratch[p] * dy;
                }
            }
        }
    }

    fn initialize(self, parameters: &mut Self::Parameters, initializer: &mut Initializer) {
        initializer.weights(parameters.weight.as_mut_slice(), PATCH, FILTERS, Init::He);
    }
}
