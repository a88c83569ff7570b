//! The small network's step in nested loops.

use crate::parameters::descend;
use crate::contender::Data;

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

impl Step {
    pub fn read(data: &Data) -> Self {
        let mut parameters = Box::<Parameters>::default();
        let read = |name: &str, to: &mut [f32]| to.copy_from_slice(&data.read(&format!("2-16-16-1/{name}")));
        read("affine1.weight", parameters.w1.as_flattened_mut());
        read("affine1.bias", &mut parameters.b1);
        read("affine2.weight", parameters.w2.as_flattened_mut());
        read("affine2.bias", &mut parameters.b2);
        read("affine3.weight", &mut parameters.w3);
        read("affine3.bias", std::slice::from_mut(&mut parameters.b3));
        Step { parameters, gradient: Box::default() }
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
        let h1 = h1.map(f32::tanh);
        let mut h2 = p.b2;
        for o in 0..HIDDEN {
            for i in 0..HIDDEN {
                h2[o] += p.w2[o][i] * h1[i];
            }
        }
        let h2 = h2.map(f32::tanh);
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
            d2[i] = p.w3[i] * dy * (1.0 - h2[i] * h2[i]);
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
            d1[i] *= 1.0 - h1[i] * h1[i];
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
        descend(self.w1.as_flattened_mut(), gradient.w1.as_flattened(), rate);
        descend(&mut self.b1, &gradient.b1, rate);
        descend(self.w2.as_flattened_mut(), gradient.w2.as_flattened(), rate);
        descend(&mut self.b2, &gradient.b2, rate);
        descend(&mut self.w3, &gradient.w3, rate);
        self.b3 -= rate * gradient.b3;
    }
}
