//! What is allocated, and what is not.

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;

use plies::{
    Adam, Affine, AvgPool2d, BatchNorm, Batches, Class, Concat, ConfusionMatrix, Conv2d, Dropout,
    EarlyStopping, Lion, MaxPool2d, Network, Relu, Sgd, Sigmoid, Softmax, SoftmaxWithLoss, Tape, Trainer,
    Workspace, clip_by_norm, clip_by_value, evaluate, network, top_k_accuracy,
};

thread_local! {
    static ALLOCATIONS: Cell<usize> = const { Cell::new(0) };
}

/// The system's allocator, counting the calls of each thread.
struct Counting;

// SAFETY: every call is handed on to the system's allocator as it is.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        ALLOCATIONS.set(ALLOCATIONS.get() + 1);
        // SAFETY: as the caller promises.
        unsafe { System.alloc(layout) }
    }

    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        ALLOCATIONS.set(ALLOCATIONS.get() + 1);
        // SAFETY: as the caller promises.
        unsafe { System.alloc_zeroed(layout) }
    }

    unsafe fn realloc(&self, pointer: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        ALLOCATIONS.set(ALLOCATIONS.get() + 1);
        // SAFETY: as the caller promises.
        unsafe { System.realloc(pointer, layout, size) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        // SAFETY: as the caller promises.
        unsafe { System.dealloc(pointer, layout) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

/// What something returns, and how many allocations it makes.
fn counted<R>(run: impl FnOnce() -> R) -> (R, usize) {
    // On one thread. What threads share is counted in `threads.rs`.
    let _ = rayon::ThreadPoolBuilder::new().num_threads(1).build_global();
    let before = ALLOCATIONS.get();
    let result = run();
    (result, ALLOCATIONS.get() - before)
}

network! {
    struct Net(x: [784]) -> [10] {
        affine1: Affine::new(784, 50),
        relu1: Relu,
        affine2: Affine::new(50, 20),
        sigmoid1: Sigmoid,
        affine3: Affine::new(20, 10),
        loss: SoftmaxWithLoss,
    }
}

fn data() -> (Vec<[f32; 784]>, Vec<Class<10>>) {
    let x = (0..70).map(|n| std::array::from_fn(|i| ((i * n) % 17) as f32 / 17.0));
    (x.collect(), (0..70).map(|n| Class::new(n % 10).unwrap()).collect())
}

#[test]
fn the_counter_counts() {
    assert_eq!(counted(|| Box::new(1)).1, 1);
    assert_eq!(counted(|| vec![0; 100].into_iter().chain([1]).collect::<Vec<_>>().len()).1, 2);
}

#[test]
fn a_network_its_gradient_and_its_tape_are_one_allocation_each() {
    assert_eq!(counted(|| Net::<f32>::new(1)).1, 1);
    assert_eq!(counted(Net::<f32>::zeros).1, 1);
    assert_eq!(counted(Net::<f32>::tape::<100>).1, 1);
    assert_eq!(counted(Net::<f32>::workspace::<100>).1, 1);
}

#[test]
fn a_training_step_allocates_nothing() {
    let (x, labels) = data();
    let (mut net, mut gradient, mut tape) = (Net::<f32>::new(1), Net::zeros(), Net::tape::<32>());
    let mut batches = Batches::new(&x, &labels, 32, 1);
    let (losses, allocations) = counted(|| {
        let mut losses = [0.0; 10];
        for loss in &mut losses {
            batches.shuffle();
            while let Some((x, labels)) = batches.next_batch() {
                *loss += net.gradient(x, labels, &mut gradient, &mut tape);
                net.step(&gradient, &mut Sgd::new(0.1));
                net.train_step(x, labels, &mut gradient, &mut tape, &mut Sgd::new(0.1));
            }
        }
        losses
    });
    assert_eq!(allocations, 0);
    assert!(losses[9] < losses[0], "{losses:?}");
}

network! {
    struct ConvNet(x: [1, 28, 28]) -> [10] {
        conv1: Conv2d::new(4, 5).padding(2),
        norm1: BatchNorm::new(),
        relu1: Relu,
        pool1: MaxPool2d::new(2),
        conv2: Conv2d::new(6, 3).stride(2),
        relu2: Relu,
        both: Concat from (relu2, conv2),
        mean1: AvgPool2d::new(2),
        dropout1: Dropout::new(0.2),
        affine1: Affine::to(10),
        loss: SoftmaxWithLoss,
    }
}

#[test]
fn a_step_of_a_convolutional_network_allocates_nothing() {
    let (x, labels) = data();
    let (mut net, mut gradient, mut tape) = (ConvNet::<f32>::new(1), ConvNet::zeros(), ConvNet::tape::<70>());
    let mut workspace = ConvNet::workspace::<7>();
    // With the feature `rayon`, a thread takes working memory the first time.
    net.gradient(&x, &labels, &mut gradient, &mut tape);
    let ((before, after), allocations) = counted(|| {
        let before = net.gradient(&x, &labels, &mut gradient, &mut tape);
        for _ in 0..5 {
            net.gradient(&x, &labels, &mut gradient, &mut tape);
            net.step(&gradient, &mut Sgd::new(0.01));
        }
        net.accuracy(&x, &labels, &mut workspace);
        (before, net.gradient(&x, &labels, &mut gradient, &mut tape))
    });
    assert_eq!(allocations, 0);
    assert!(after < before, "from {before} to {after}");
}

#[test]
fn an_optimizer_allocates_what_it_remembers_and_nothing_more() {
    let (mut net, mut gradient) = (Net::<f32>::new(1), Net::new(2));
    assert_eq!(counted(|| Lion::<Net>::new(0.1)).1, 1);
    let (mut adam, allocations) = counted(|| Adam::new(0.1).weight_decay(0.1));
    assert_eq!(allocations, 2);
    let (_, allocations) = counted(|| {
        for _ in 0..3 {
            clip_by_norm(&mut *gradient, 1.0);
            clip_by_value(&mut *gradient, 0.5);
            net.step(&gradient, &mut adam);
        }
    });
    assert_eq!(allocations, 0);
}

#[test]
fn a_fit_allocates_as_much_for_many_epochs_as_for_one() {
    let (x, labels) = data();
    let mut trainer = Trainer::new(Net::<f32>::new(1), Sgd::new(0.1));
    let (mut batches, mut early_stopping) =
        (Batches::new(&x, &labels, 32, 1), EarlyStopping::new(usize::MAX));
    let mut fit = |epochs| {
        let fit = trainer.fit(&mut batches).validation(&x, &labels).early_stopping(&mut early_stopping);
        let fit = fit.each_step(|step| step.optimizer.learning_rate *= 0.99);
        counted(|| fit.each_epoch(|epoch| assert!(epoch.record.loss > 0.0)).epochs(epochs).unwrap())
    };
    // The history. Where a visitor holds nothing, its box is none.
    assert_eq!([1, 20].map(|epochs| fit(epochs).1), [1, 1]);
}

#[test]
fn metrics_allocate_nothing() {
    let (x, labels) = data();
    let (net, mut workspace) = (Net::<f32>::new(1), Net::workspace::<16>());
    let mut confusion = ConfusionMatrix::<10>::new();
    let (_, allocations) = counted(|| {
        net.each_output(&x, &mut workspace, |range, y| confusion.add_batch(y, &labels[range]));
        evaluate(&*net, &x, &labels, &mut workspace, |y, labels| top_k_accuracy(y, labels, 3));
        confusion.macro_f1()
    });
    assert_eq!((allocations, confusion.samples()), (0, 70));
}

#[test]
fn predicting_allocates_nothing() {
    let (x, labels) = data();
    let (net, mut workspace, mut y) = (Net::<f32>::new(1), Net::workspace::<16>(), [[0.0; 10]; 70]);
    let (_, allocations) = counted(|| {
        net.predict(&x, &mut y, &mut workspace);
        net.predict_one(&x[0], &mut workspace);
        net.loss(&x, &labels, &mut workspace);
        net.accuracy(&x, &labels, &mut workspace)
    });
    assert_eq!(allocations, 0);
}

#[test]
fn memory_is_what_is_needed() {
    // Predicting a sequence: two neighbours, however deep it is, of which rectifiers are none.
    network! {
        struct Deep(x: [40]) -> [3] {
            affine1: Affine::to(30), relu1: Relu, affine2: Affine::to(20), relu2: Relu, affine3: Affine::to(10), relu3: Relu,
            affine4: Affine::to(3), softmax1: Softmax,
        }
    }
    assert_eq!(size_of::<Workspace<Deep, 1>>(), size_of::<f32>() * (30 + 20));
    assert_eq!(size_of::<Workspace<Deep, 8>>(), size_of::<f32>() * 8 * (30 + 20));
    // On the tape: the output and its gradient, the state of a generator, and as much as the way back needs at a time. That is 80
    // entries when `affine2` goes back: the value of `relu1`, and gradients of 20 and 30; and not when all values are there, those
    // of three rectifiers, over those of affine layers, and of `affine4`. In one piece each, gradients leave a gap of 10.
    let (values, back) = (30 + 20 + 10 + 3, 30 + 20 + 30);
    assert!(values < back);
    assert_eq!(size_of::<Tape<Deep, 8>>(), size_of::<f32>() * 8 * (back + 10 + 3 + 3) + 32);
    assert_eq!(
        size_of::<Deep>(),
        size_of::<f32>() * (40 * 30 + 30 + 30 * 20 + 20 + 20 * 10 + 10 + 10 * 3 + 3)
    );
}
