//! The small network's step in nested loops.

use crate::Small;

const IN: usize = 2;
const HIDDEN: usize = 16;

pub struct Step {
    parameters: Box<Parameters>,
    gradient: Box<Parameters>,
}

#[derive(Default)]
struct Parameters {
    w1: [[f32; IN]; HIDDEN],
    b1: [f32; HIDDEN],
    w2: [[f32; HIDDEN]; HIDDEN],
    b2: [f32; HIDDEN],
    w3: [f32; HIDDEN],
    b3: f32,
}

fn sigmoid(x: f32) -> f32 {
    let e = (-x.abs()).exp();
    (if x < 0.0 { e } else { 1.0 }) / (1.0 + e)
}

impl Step {
    pub fn new(net: &Small) -> Self {
        let parameters = Parameters {
            w1: net.affine1.weight.data.0,
            b1: net.affine1.bias.data.0[0],
            w2: net.affine2.weight.data.0,
            b2: net.affine2.bias.data.0[0],
            w3: net.affine3.weight.data.0[0],
            b3: net.affine3.bias[0],
        };
        Step { parameters: Box::new(parameters), gradient: Box::default() }
    }

    pub fn run(&mut self, x: [f32; IN], t: f32, rate: f32) -> f32 {
        let (p, g) = (&mut *self.parameters, &mut *self.gradient);
        // Forward: sums in locals, which the compiler keeps in registers.
        let mut h1 = p.b1;
        for o in 0..HIDDEN {
            for i in 0..IN {
                h1[o] += p.w1[o][i] * x[i];
            }
        }
        let h1 = h1.map(sigmoid);
        let mut h2 = p.b2;
        for o in 0..HIDDEN {
            for i in 0..HIDDEN {
                h2[o] += p.w2[o][i] * h1[i];
            }
        }
        let h2 = h2.map(sigmoid);
        let mut y = p.b3;
        for i in 0..HIDDEN {
            y += p.w3[i] * h2[i];
        }
        // Backward.
        let dy = 2.0 * (y - t);
        g.b3 = dy;
        g.w3 = h2.map(|h| dy * h);
        let mut d2 = [0.0; HIDDEN];
        for i in 0..HIDDEN {
            d2[i] = p.w3[i] * dy * h2[i] * (1.0 - h2[i]);
        }
        g.b2 = d2;
        let mut d1 = [0.0; HIDDEN];
        for o in 0..HIDDEN {
            g.w2[o] = h1.map(|h| d2[o] * h);
            for i in 0..HIDDEN {
                d1[i] += p.w2[o][i] * d2[o];
            }
        }
        for i in 0..HIDDEN {
            d1[i] *= h1[i] * (1.0 - h1[i]);
        }
        g.b1 = d1;
        for o in 0..HIDDEN {
            g.w1[o] = x.map(|x| d1[o] * x);
        }
        p.descend(g, rate);
        (y - t) * (y - t)
    }
}

impl Parameters {
    fn descend(&mut self, gradient: &Parameters, rate: f32) {
        let step = |parameters: &mut [f32], gradient: &[f32]| {
            for (parameter, gradient) in parameters.iter_mut().zip(gradient) {
                *parameter -= rate * gradient;
            }
        };
        step(self.w1.as_flattened_mut(), gradient.w1.as_flattened());
        step(&mut self.b1, &gradient.b1);
        step(self.w2.as_flattened_mut(), gradient.w2.as_flattened());
        step(&mut self.b2, &gradient.b2);
        step(&mut self.w3, &gradient.w3);
        self.b3 -= rate * gradient.b3;
    }
}
