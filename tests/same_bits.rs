//! A debug build and a release build compute the same, to the bit: the one has fewer kinds of loops than the other.
//!
//! Each build writes down what it computed, where `PLIES_BITS` says; whoever runs both compares the two files.

use std::fmt::Write;
use std::path::Path;
use std::{env, fs};

use plies::*;

network! {
    struct Dense(x: [784]) -> [10] {
        affine1: Affine::to(50),
        relu1: Relu,
        affine2: Affine::to(527),
        gelu1: Gelu::exact(),
        affine3: Affine::to(10),
        loss: SoftmaxWithLoss,
    }
}

network! {
    struct LeNet(x: [784]) -> [10] {
        image: Reshape::to([1, 28, 28]),
        conv1: Conv2d::new(6, 5).padding(2),
        relu1: Relu,
        pool1: MaxPool2d::new(2),
        conv2: Conv2d::new(16, 5),
        relu2: Relu,
        pool2: MaxPool2d::new(2),
        affine1: Affine::to(120),
        relu3: Relu,
        affine2: Affine::to(10),
        loss: SoftmaxWithLoss,
    }
}

network! {
    /// Convolutions that go other ways: of kernels of three rows, with strides, gaps and groups.
    struct Others(x: [784]) -> [10] {
        image: Reshape::to([4, 14, 14]),
        conv1: Conv2d::new(12, 3).padding(1),
        conv2: Conv2d::new(20, 3).stride(2).padding(1),
        conv3: Conv2d::new(20, 3).groups(4).dilation(2).padding(2),
        tanh1: Tanh,
        turned: ConvTranspose2d::new(9, 3).stride(2),
        pool1: AvgPool2d::new(3),
        affine1: Affine::to(10),
        loss: SoftmaxWithLoss,
    }
}

/// What is left of three steps, with so many samples.
fn trained<N, const SAMPLES: usize>(name: &str, found: &mut String)
where
    N: Network<In = [<N as Network>::Scalar; 784], Out = [<N as Network>::Scalar; 10]>,
    N::Loss: Loss<N::Out, Class<10>>,
{
    let mut random = Random::new(1);
    let x: Vec<[N::Scalar; 784]> =
        (0..SAMPLES).map(|_| std::array::from_fn(|_| N::Scalar::of(random.normal()))).collect();
    let labels: Vec<Class<10>> = (0..SAMPLES).map(|n| Class::new(n % 10).unwrap()).collect();
    let (mut net, mut gradient, mut tape) = (N::new(1), N::zeros(), N::tape::<SAMPLES>());
    write!(found, "{name}, {SAMPLES} samples:").unwrap();
    for _ in 0..3 {
        let loss = net.train_step(&x, &labels, &mut gradient, &mut tape, &mut Sgd::new(0.01));
        write!(found, " {loss}").unwrap();
    }
    // FNV-1a.
    let digest = net.to_bytes().iter().fold(0xcbf2_9ce4_8422_2325, |digest: u64, byte| {
        (digest ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3)
    });
    writeln!(found, ", {digest:x}").unwrap();
}

#[test]
fn any_build_computes_the_same() {
    let Some(folder) = env::var_os("PLIES_BITS") else {
        println!("nothing is written without PLIES_BITS");
        return;
    };
    let mut found = String::new();
    trained::<Dense<f32>, 1>("dense", &mut found);
    trained::<Dense<f32>, 61>("dense", &mut found);
    trained::<Dense<f64>, 61>("dense, f64", &mut found);
    trained::<LeNet<f32>, 1>("LeNet", &mut found);
    trained::<LeNet<f32>, 13>("LeNet", &mut found);
    trained::<LeNet<f64>, 13>("LeNet, f64", &mut found);
    trained::<Others<f32>, 13>("others", &mut found);
    trained::<Others<f64>, 13>("others, f64", &mut found);
    let build = if cfg!(debug_assertions) { "debug" } else { "release" };
    fs::create_dir_all(&folder).unwrap();
    fs::write(Path::new(&folder).join(build), found).unwrap();
}
