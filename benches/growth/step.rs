//! A training step, and what it costs.

use std::hint::black_box;

use plies::{Class, Init, Loss, Network, Random, Sgd, Tape};

/// So small that the weights, and with them the time, stay what they are however often the step is measured.
const RATE: f64 = 1e-6;

/// Forward, backward and gradient descent, always on the same batch.
pub struct Step {
    /// What grows from one to the next.
    pub size: usize,
    pub samples: usize,
    pub parameters: usize,
    /// Of one sample, forward and backward.
    pub multiply_adds: usize,
    pub bytes: Bytes,
    pub run: Box<dyn FnMut()>,
    /// How long the fastest took.
    pub seconds: f64,
}

/// What a step reads and writes.
pub struct Bytes {
    pub network_and_gradient: usize,
    pub tape: usize,
    pub inputs: usize,
}

impl Bytes {
    pub fn sum(&self) -> usize {
        self.network_and_gradient + self.tape + self.inputs
    }
}

impl Step {
    /// Of a network that tells ten classes apart, on random samples.
    pub fn new<N, const IN: usize, const BATCH: usize>(size: usize) -> Self
    where
        N: Network<Scalar = f32, In = [f32; IN], Out = [f32; 10]> + 'static,
        N::Loss: Loss<[f32; 10], Class<10>>,
    {
        let mut random = Random::new(1);
        let x: Vec<[f32; IN]> =
            (0..BATCH).map(|_| std::array::from_fn(|_| random.uniform() as f32)).collect();
        let t: Vec<Class<10>> = (0..BATCH).map(|n| Class::new(n % 10).unwrap()).collect();
        let (mut net, mut gradient, mut tape) = (N::with_init(Init::He, 1), N::zeros(), N::tape::<BATCH>());
        Step {
            size,
            samples: BATCH,
            parameters: N::PARAMETERS,
            multiply_adds: N::MULTIPLY_ADDS + N::BACKWARD_MULTIPLY_ADDS,
            bytes: Bytes {
                network_and_gradient: 2 * size_of::<N>(),
                tape: size_of::<Tape<N, BATCH>>(),
                inputs: size_of::<[[f32; IN]; BATCH]>(),
            },
            run: Box::new(move || {
                let (x, t, mut sgd) = (black_box(&x), black_box(&t), Sgd::new(RATE));
                black_box(net.train_step(x, t, &mut gradient, &mut tape, &mut sgd));
            }),
            seconds: f64::INFINITY,
        }
    }

    pub fn seconds_per_sample(&self) -> f64 {
        self.seconds / self.samples as f64
    }

    /// How long the multiply-adds of a sample would take at a peak of so many flops in a second.
    pub fn seconds_at(&self, peak: f64) -> f64 {
        2.0 * self.multiply_adds as f64 / peak
    }
}
