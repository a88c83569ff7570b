//! With the feature `rayon`: any number of threads gives the same bits, and no step allocates once each has its memory.

use std::alloc::{GlobalAlloc, Layout, System};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

use plies::{
    AdaGrad, Adam, Affine, Class, Conv2d, ConvTranspose2d, Lion, MaxPool2d, MeanSquaredError, Momentum,
    Network, Optimizer, Path, Random, Relu, RmsProp, Scalar, Sgd, SoftmaxWithLoss, Tanh, network,
};
use rayon::ThreadPoolBuilder;

/// Counts what is allocated, by any thread.
struct Counting;

static ALLOCATED: AtomicUsize = AtomicUsize::new(0);

// SAFETY: the system does it all.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        ALLOCATED.fetch_add(1, Relaxed);
        // SAFETY: as it was asked for.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        // SAFETY: as it was asked for.
        unsafe { System.dealloc(pointer, layout) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

/// No test counts what another one allocates.
static ALONE: Mutex<()> = Mutex::new(());

network! {
    /// Wide enough for most of what it does to be shared.
    struct Wide(x: [200]) -> [10] {
        affine1: Affine::to(400), relu1: Relu, affine2: Affine::to(400), tanh1: Tanh, affine3: Affine::to(10),
        loss: SoftmaxWithLoss,
    }
}

network! {
    struct LeNet(image: [1, 28, 28]) -> [10] {
        conv1: Conv2d::new(6, 5).padding(2), relu1: Relu, pool1: MaxPool2d::new(2),
        conv2: Conv2d::new(16, 5), relu2: Relu, pool2: MaxPool2d::new(2),
        affine1: Affine::to(120), relu3: Relu, affine2: Affine::to(84), relu4: Relu, affine3: Affine::to(10),
        loss: SoftmaxWithLoss,
    }
}

network! {
    /// What goes by other ways: a stride, groups, a transposed convolution.
    struct Other(image: [4, 24, 24]) -> [3, 24, 24] {
        conv1: Conv2d::new(24, 3).stride(2).padding(1), tanh1: Tanh,
        conv2: Conv2d::new(24, 5).padding(2).groups(4), relu1: Relu,
        up1: ConvTranspose2d::new(3, 4).stride(2).padding(1),
        loss: MeanSquaredError,
    }
}

/// Numbers around zero.
fn numbers<T: Scalar, const F: usize>(samples: usize, seed: u64) -> Vec<[T; F]> {
    let mut random = Random::new(seed);
    (0..samples).map(|_| [(); F].map(|()| T::of(random.uniform() - 0.5))).collect()
}

fn labels<const C: usize>(samples: usize) -> Vec<Class<C>> {
    (0..samples).map(|i| Class::new(i * 7 % C).unwrap()).collect()
}

/// All entries of all matrices.
fn entries<P: Network>(net: &P) -> Vec<P::Scalar> {
    let mut all = vec![];
    P::walk([net], [], Path::ROOT, &mut |_, [entries], []| all.extend_from_slice(entries));
    all
}

/// What becomes of a network in a pool of so many threads.
fn trained<T: Send>(threads: usize, train: impl Fn() -> T + Send) -> T {
    ThreadPoolBuilder::new().num_threads(threads).build().unwrap().install(train)
}

/// Whether pools of 1, 2 and 3 threads train the same network.
macro_rules! assert_same {
    ($net:ident<$scalar:ident>, $samples:literal, $optimizer:expr, $x:expr, $targets:expr) => {
        let (x, targets) = ($x, $targets);
        let train = || {
            let (mut net, mut gradient, mut optimizer) = ($net::<$scalar>::new(1), $net::zeros(), $optimizer);
            let mut tape = $net::tape::<$samples>();
            for _ in 0..2 {
                net.gradient(&x, &targets, &mut gradient, &mut tape);
                net.step(&gradient, &mut optimizer);
            }
            net.train_step(&x, &targets, &mut gradient, &mut tape, &mut optimizer);
            let loss = net.loss(&x, &targets, &mut $net::workspace::<$samples>());
            let bits: Vec<_> = entries(&*net).iter().chain([&loss]).map(|x| x.to_bits()).collect();
            bits
        };
        let alone = trained(1, train);
        for threads in [2, 3] {
            assert!(trained(threads, train) == alone, "{threads} threads");
        }
    };
}

#[test]
fn any_number_of_threads_gives_the_same_bits() {
    let _alone = ALONE.lock();
    assert_same!(Wide<f32>, 170, Sgd::new(0.1), numbers::<f32, 200>(170, 1), labels::<10>(170));
    assert_same!(Wide<f64>, 40, Adam::new(0.01), numbers::<f64, 200>(40, 1), labels::<10>(40));
    assert_same!(LeNet<f32>, 19, Momentum::new(0.1, 0.9), numbers::<f32, 784>(19, 1), labels::<10>(19));
    assert_same!(LeNet<f64>, 19, Sgd::new(0.1), numbers::<f64, 784>(19, 1), labels::<10>(19));
    let images = || numbers::<f32, 1728>(17, 2);
    assert_same!(Other<f32>, 17, Sgd::new(0.1), numbers::<f32, 2304>(17, 1), images());
}

/// What an optimizer makes of a network in pools of 1 and 3 threads.
fn assert_steps_alike<O: Optimizer<Wide<f32>>>(optimizer: impl Fn() -> O + Sync) {
    let gradient = Wide::<f32>::new(2);
    let stepped = [1, 3].map(|threads| {
        trained(threads, || {
            let (mut net, mut optimizer) = (Wide::<f32>::new(1), optimizer());
            (0..3).for_each(|_| net.step(&gradient, &mut optimizer));
            entries(&*net)
        })
    });
    assert!(stepped[0] == stepped[1]);
}

#[test]
fn every_optimizer_steps_alike() {
    let _alone = ALONE.lock();
    assert_steps_alike(|| Sgd::new(0.1));
    assert_steps_alike(|| Sgd::new(0.1).weight_decay(0.01));
    assert_steps_alike(|| Momentum::new(0.1, 0.9));
    assert_steps_alike(|| Momentum::new(0.1, 0.9).nesterov());
    assert_steps_alike(|| AdaGrad::new(0.1));
    assert_steps_alike(|| RmsProp::new(0.1));
    assert_steps_alike(|| Adam::new(0.1));
    assert_steps_alike(|| Lion::new(0.1));
}

/// The gradients of the weights of convolutions are added up in shards of the batch.
#[test]
fn the_gradient_of_a_batch_is_the_mean_of_those_of_its_samples() {
    let _alone = ALONE.lock();
    const SAMPLES: usize = 19;
    let (x, targets) = (numbers::<f64, 784>(SAMPLES, 3), labels::<10>(SAMPLES));
    let (net, mut gradient) = (LeNet::<f64>::new(1), LeNet::zeros());
    net.gradient(&x, &targets, &mut gradient, &mut LeNet::tape::<SAMPLES>());
    let (mut one, mut tape) = (LeNet::zeros(), LeNet::tape::<1>());
    let mut mean = vec![0.0; LeNet::<f64>::PARAMETERS];
    for i in 0..SAMPLES {
        net.gradient(&x[i..=i], &targets[i..=i], &mut one, &mut tape);
        for (mean, one) in mean.iter_mut().zip(entries(&*one)) {
            *mean += one / SAMPLES as f64;
        }
    }
    for (batch, mean) in entries(&*gradient).iter().zip(mean) {
        assert!((batch - mean).abs() < 1e-14, "{batch} {mean}");
    }
}

#[test]
fn a_step_allocates_nothing_once_each_thread_has_its_memory() {
    let _alone = ALONE.lock();
    let pool = ThreadPoolBuilder::new().num_threads(2).build().unwrap();
    let (x, targets) = (numbers::<f32, 784>(32, 3), labels::<10>(32));
    let (mut net, mut gradient) = (LeNet::<f32>::new(1), LeNet::zeros());
    let (mut tape, mut optimizer) = (LeNet::tape::<32>(), Sgd::new(0.1));
    let allocated = pool.install(|| {
        let mut steps = |count: usize| {
            let before = ALLOCATED.load(Relaxed);
            for _ in 0..count {
                net.gradient(&x, &targets, &mut gradient, &mut tape);
                net.step(&gradient, &mut optimizer);
                net.train_step(&x, &targets, &mut gradient, &mut tape, &mut optimizer);
            }
            ALLOCATED.load(Relaxed) - before
        };
        [steps(10), steps(20)]
    });
    // Which thread does what is a matter of chance: one may be there late.
    assert!(allocated[0] > 0 && allocated[1] <= 4, "{allocated:?}");
}
