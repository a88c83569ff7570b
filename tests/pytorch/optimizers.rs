//! Fifty steps of each optimizer.

use plies::{
    AdaGrad, Adam, AdamW, Affine, Lion, MeanSquaredError, Momentum, Network, Optimizer, RmsProp, Scalar, Sgd,
    Tanh, clip_by_norm, clip_by_value, network,
};

use crate::fixtures::Case;

network! {
    struct Net(x: [3]) -> [2] {
        affine1: Affine::to(10),
        tanh1: Tanh,
        affine2: Affine::to(2),
        loss: MeanSquaredError,
    }
}

macro_rules! cases {
    ($($name:ident: $optimizer:expr $(, after $clip:expr)?;)*) => {
        pub const NAMES: &[&str] = &[$(stringify!($name)),*];

        $(
            #[test]
            fn $name() {
                train::<f64>(stringify!($name), $optimizer, |_gradient| { $($clip(_gradient);)? });
                train::<f32>(stringify!($name), $optimizer, |_gradient| { $($clip(_gradient);)? });
            }
        )*
    };
}

cases! {
    sgd: Sgd::new(0.1);
    sgd_decay: Sgd::new(0.1).weight_decay(0.1);
    sgd_decay_all: Sgd::new(0.1).weight_decay(0.1).decay_all();
    momentum: Momentum::new(0.05, 0.9);
    momentum_decay_all: Momentum::new(0.05, 0.9).weight_decay(0.1).decay_all();
    nesterov: Momentum::new(0.05, 0.9).nesterov();
    nesterov_decay: Momentum::new(0.05, 0.9).nesterov().weight_decay(0.1);
    ada_grad: AdaGrad::new(0.1);
    ada_grad_decay: AdaGrad::new(0.1).epsilon(1e-3).weight_decay(0.1);
    rms_prop: RmsProp::new(0.01);
    rms_prop_decay: RmsProp::new(0.01).alpha(0.9).epsilon(1e-3).weight_decay(0.1);
    adam: Adam::new(0.01);
    adam_decay: Adam::new(0.01).betas(0.8, 0.95).epsilon(1e-3).weight_decay(0.1);
    adam_decay_all: Adam::new(0.01).weight_decay(0.1).decay_all();
    adam_w: AdamW::new(0.01).decay_all();
    adam_w_decay: AdamW::new(0.01).betas(0.8, 0.95).epsilon(1e-3).weight_decay(0.1);
    lion: Lion::new(0.01);
    lion_decay: Lion::new(0.01).betas(0.8, 0.95).weight_decay(0.1);
    sgd_clipped_by_norm: Sgd::new(0.1), after |gradient| clip_by_norm(gradient, 0.5);
    sgd_clipped_by_value: Sgd::new(0.1), after |gradient| clip_by_value(gradient, 0.1);
}

/// The parameters after every ten steps.
#[track_caller]
fn train<T: Scalar>(name: &'static str, mut optimizer: impl Optimizer<Net<T>>, clip: impl Fn(&mut Net<T>)) {
    let (start, case) = (Case::<T>::new("training"), Case::<T>::new(name));
    let (mut net, mut gradient, mut tape) = (start.network::<Net<T>>(), Net::zeros(), Net::tape::<5>());
    let (x, t) = (start.tensor("x0"), start.tensor("t"));
    for step in 1..=50 {
        net.gradient(x.as_chunks().0, t.as_chunks::<2>().0, &mut gradient, &mut tape);
        clip(&mut gradient);
        net.step(&gradient, &mut optimizer);
        if step % 10 == 0 {
            case.compare_trained(&format!("after{step}"), &*net);
        }
    }
}
