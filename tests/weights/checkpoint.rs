//! Runs that are interrupted.

#[path = "../../examples/digits/mod.rs"]
mod digits;

use std::env;
use std::path::PathBuf;
use std::sync::LazyLock;

use plies::{
    AdaGrad, Adam, AdamW, Affine, BatchNorm, Batches, Checkpoint, Class, Dropout, EarlyStopping, Lion,
    Mismatch, Momentum, Network, Path, Relu, Resumable, RmsProp, Schedule, Sgd, SoftmaxWithLoss, Trainer,
    WeightsErrorKind, network,
};

use crate::file::Folder;

network! {
    /// All that a run can remember is in it: weights, statistics, and what is drawn at random.
    struct Net(x: [784]) -> [10] {
        affine1: Affine::to(30),
        norm1: BatchNorm::new(),
        relu1: Relu,
        dropout1: Dropout::new(0.2),
        affine2: Affine::to(10),
        loss: SoftmaxWithLoss,
    }
}

type Digits = (Vec<[f32; 784]>, Vec<Class<10>>);
type Net32 = Net<f32>;

/// A few digits of MNIST, or drawn ones. The last batch is a short one.
static DIGITS: LazyLock<Digits> = LazyLock::new(|| {
    const COUNT: usize = 350;
    let folder = env::var_os("MNIST_DIR").map(PathBuf::from);
    let train = digits::find(folder.as_deref(), [COUNT, 1]).unwrap().train;
    (train.images[..COUNT].to_vec(), train.labels[..COUNT].to_vec())
});

/// A trainer as it is before a run.
fn trainer<O: Resumable<Net32>>(optimizer: O) -> Trainer<Net32, O, 100> {
    let mut trainer = Trainer::with_batch(Net::new(1), optimizer);
    trainer.tape.seed(3);
    trainer
}

fn bits<P: Network<Scalar = f32>>(net: &P) -> Vec<u32> {
    let mut bits = vec![];
    P::walk([net], [], Path::ROOT, &mut |_, [values], []| {
        bits.extend(values.iter().map(|value| value.to_bits()))
    });
    bits
}

/// A run of three epochs is, bit for bit, one that is interrupted after each.
#[track_caller]
fn resumes<O: Resumable<Net32>>(optimizer: impl Fn() -> O) {
    const RATE: Schedule = Schedule::cosine(0.01, 0.0, 20);
    let (x, labels) = &*DIGITS;
    let batches = || Batches::new(x, labels, 100, 7);
    let folder = Folder::new();
    let file = folder.file("run.safetensors");

    let mut whole = trainer(optimizer());
    whole.fit(&mut batches()).learning_rate(|step| RATE.at(step)).epochs(3).unwrap();

    let (mut first, mut order) = (trainer(optimizer()), batches());
    first.snapshot(&order).save(&file).unwrap();
    first = trainer(optimizer());
    first.resume(&file, &mut order).unwrap();
    for _ in 0..3 {
        let saved = |epoch: &mut plies::Epoch<'_, Net32, O, 100>| epoch.snapshot().save(&file).unwrap();
        first.fit(&mut order).learning_rate(|step| RATE.at(step)).each_epoch(saved).epochs(1).unwrap();
        (first, order) = (trainer(optimizer()), batches());
        first.resume(&file, &mut order).unwrap();
    }
    assert_eq!((first.steps, first.epochs_done), (12, 3));
    assert_eq!(bits(&*first.network), bits(&*whole.network), "{}", O::NAME);
    // So is what no network shows yet.
    let memories = [&first, &whole].map(|trainer| trainer.optimizer.memory());
    let moments = memories.each_ref().map(|memory| memory.moments.iter().map(|(_, moment)| bits(*moment)));
    let [resumed, uninterrupted] = moments.map(Iterator::collect::<Vec<_>>);
    assert_eq!(resumed, uninterrupted, "{}", O::NAME);
    assert_eq!(
        (memories[0].steps, memories[0].learning_rate),
        (memories[1].steps, memories[1].learning_rate)
    );
    assert_eq!(first.tape.random(), whole.tape.random());
}

#[test]
fn a_run_that_was_interrupted_is_the_one_that_was_not() {
    resumes(|| Sgd::new(0.1).weight_decay(1e-4));
    resumes(|| Momentum::new(0.01, 0.9).nesterov());
    resumes(|| AdaGrad::new(0.01));
    resumes(|| RmsProp::new(0.001));
    resumes(|| Adam::new(0.001).weight_decay(1e-4));
    resumes(|| AdamW::new(0.001));
    resumes(|| Lion::new(0.001));
}

/// A loop of one's own, over a trainer: steps until so many have been made.
fn steps<O: Resumable<Net32>>(
    trainer: &mut Trainer<Net32, O, 100>,
    batches: &mut Batches<[f32; 784], Class<10>>,
    until: usize,
) {
    while trainer.steps < until {
        let Trainer { network, optimizer, gradient, tape, steps, epochs_done, .. } = trainer;
        let Some((x, labels)) = batches.next_batch() else {
            *epochs_done += 1;
            batches.shuffle();
            continue;
        };
        network.gradient(x, labels, gradient, tape);
        network.step(gradient, optimizer);
        *steps += 1;
    }
}

#[test]
fn a_run_is_interrupted_in_the_middle_of_an_epoch() {
    let (folder, (x, labels)) = (Folder::new(), &*DIGITS);
    let (file, batches) = (folder.file("run.safetensors"), || Batches::new(x, labels, 100, 7));
    let (mut whole, mut order) = (trainer(Adam::new(0.001)), batches());
    steps(&mut whole, &mut order, 5);
    whole.snapshot(&order).note("losses", "1.5 1.2").save(&file).unwrap();
    steps(&mut whole, &mut order, 30);

    let (mut resumed, mut order) = (trainer(Adam::new(0.5)), Batches::new(x, labels, 100, 99));
    let checkpoint = Checkpoint::read(&file).unwrap();
    assert_eq!((checkpoint.note("losses"), checkpoint.note("accuracies")), (Some("1.5 1.2"), None));
    checkpoint.load_into(&mut resumed, &mut order).unwrap();
    assert_eq!((resumed.steps, resumed.optimizer.learning_rate), (5, 0.001));
    steps(&mut resumed, &mut order, 30);
    assert_eq!(bits(&*resumed.network), bits(&*whole.network));
    assert_eq!(resumed.epochs_done, whole.epochs_done);

    let mut alone = Net::zeros();
    Checkpoint::read(&file).unwrap().load_network_into(&mut *alone).unwrap();
    assert_ne!(bits(&*alone), bits(&*whole.network));
    let error = alone.load(&file).unwrap_err();
    assert!(matches!(error.kind, WeightsErrorKind::Checkpoint), "{error}");
}

#[test]
fn early_stopping_is_taken_up() {
    let (folder, (x, labels)) = (Folder::new(), &*DIGITS);
    let (file, batches) = (folder.file("run.safetensors"), || Batches::new(x, labels, 100, 7));
    let (x_val, labels_val) = (&x[..60], &labels[..60]);
    let (mut stopping, mut whole) = (EarlyStopping::new(4), trainer(Adam::new(0.001)));
    let fit = |trainer: &mut Trainer<_, _, 100>,
               order: &mut Batches<_, _>,
               stopping: &mut EarlyStopping<_>,
               epochs| {
        let saved =
            |epoch: &mut plies::Epoch<'_, Net32, Adam<Net32>, 100>| epoch.snapshot().save(&file).unwrap();
        let fit = trainer.fit(order).validation(x_val, labels_val).early_stopping(stopping).each_epoch(saved);
        fit.epochs(epochs).unwrap();
    };
    fit(&mut whole, &mut batches(), &mut stopping, 4);

    let (mut again, mut first) = (EarlyStopping::new(4), trainer(Adam::new(0.001)));
    fit(&mut first, &mut batches(), &mut again, 2);
    let (mut again, mut resumed, mut order) = (EarlyStopping::new(4), trainer(Adam::new(0.001)), batches());
    let error = resumed.resume(&file, &mut order).unwrap_err();
    assert_eq!(error.differences().len(), 1);
    assert!(error.to_string().contains("`Checkpoint::read(..)?.early_stopping(&mut ..)`"), "{error}");
    let checkpoint = Checkpoint::read(&file).unwrap().early_stopping(&mut again);
    checkpoint.load_into(&mut resumed, &mut order).unwrap();
    fit(&mut resumed, &mut order, &mut again, 2);
    assert_eq!((again.best, again.waited), (stopping.best, stopping.waited));
    assert_eq!(bits(&*again.network), bits(&*stopping.network));
    assert_eq!(bits(&*resumed.network), bits(&*whole.network));
}

network! {
    struct Other(x: [784]) -> [10] { affine1: Affine::to(20), relu1: Relu, affine2: Affine::to(10), loss: SoftmaxWithLoss }
}

#[test]
fn a_checkpoint_of_another_run_is_one_error() {
    let (folder, (x, labels)) = (Folder::new(), &*DIGITS);
    let file = folder.file("run.safetensors");
    let mut order = Batches::new(x, labels, 100, 7);
    trainer(Adam::new(0.001)).snapshot(&order).save(&file).unwrap();
    let before = bits(&*Net::<f32>::new(1));

    let mut other = trainer(Momentum::new(0.1, 0.9));
    let error = other.resume(&file, &mut order).unwrap_err();
    let [optimizer] = error.differences() else { panic!("{error}") };
    assert_eq!(optimizer.to_string(), "`optimizer`: Momentum expected, Adam found: another value");
    assert_eq!(bits(&*other.network), before);

    let error = trainer(Adam::new(0.1).betas(0.8, 0.999)).resume(&file, &mut order).unwrap_err();
    let [beta1] = error.differences() else { panic!("{error}") };
    assert_eq!(beta1.to_string(), "`optimizer.beta1`: 0.8 expected, 0.9 found: another value");

    let mut other = Trainer::new(Other::<f32>::new(1), Adam::new(0.001));
    let error = other.resume(&file, &mut order).unwrap_err();
    assert!(error.differences().iter().any(|difference| difference.mismatch == Mismatch::Shape), "{error}");
    assert!(error.to_string().contains("does not fit `Other`"), "{error}");

    let mut few = Batches::new(&x[..50], &labels[..50], 20, 7);
    let error = trainer(Adam::new(0.001)).resume(&file, &mut few).unwrap_err();
    let found: Vec<_> = error.differences().iter().map(|difference| difference.name.as_str()).collect();
    assert!(found.starts_with(&["batches.size", "batches.order"]), "{error}");

    Net::<f32>::new(1).save(&file).unwrap();
    let error = trainer(Adam::new(0.001)).resume(&file, &mut order).unwrap_err();
    assert!(
        error.to_string().ends_with("is no checkpoint: read the weights of a network by `net.load(..)`"),
        "{error}"
    );
}
