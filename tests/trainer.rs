//! The loop over epochs: it does what one by hand does, and stops when it should.

use std::cell::Cell;

use plies::{
    Add, Affine, Batches, Class, Dropout, EarlyStopping, MeanSquaredError, Network, Random, Sgd, Sigmoid,
    SoftmaxWithLoss, Stop, Trainer, network,
};

network! {
    struct Net(x: [2]) -> [3] {
        affine1: Affine::to(8),
        sigmoid1: Sigmoid,
        dropout1: Dropout::new(0.2),
        affine2: Affine::to(3),
        loss: SoftmaxWithLoss,
    }
}

fn data(seed: u64) -> (Vec<[f32; 2]>, Vec<Class<3>>) {
    let mut random = Random::new(seed);
    let x: Vec<[f32; 2]> = (0..50).map(|_| [random.normal() as f32, random.normal() as f32]).collect();
    let label = |x: &[f32; 2]| Class::new(usize::from(x[0] > 0.0) + usize::from(x[1] > 0.5)).unwrap();
    let labels = x.iter().map(label).collect();
    (x, labels)
}

fn trainer(learning_rate: f64) -> Trainer<Net, Sgd, 16> {
    Trainer::with_batch(Net::new(1), Sgd::new(learning_rate))
}

/// All weights, to the last bit.
fn bits(net: &Net) -> Vec<u32> {
    let mut bits = vec![];
    Net::each_trained([net], [], |_, [w], []| bits.extend(w.iter().map(|w| w.to_bits())));
    bits
}

#[test]
fn a_fit_is_the_loop_by_hand_bit_for_bit() {
    let (x, labels) = data(1);
    let (mut net, mut gradient, mut tape) = (Net::<f32>::new(1), Net::zeros(), Net::tape::<16>());
    let (mut batches, mut sgd, mut losses) = (Batches::new(&x, &labels, 16, 1), Sgd::new(0.5), vec![]);
    for _ in 0..5 {
        batches.shuffle();
        let mut sum = 0.0;
        while let Some((x, labels)) = batches.next_batch() {
            let loss = net.gradient(x, labels, &mut gradient, &mut tape);
            net.step(&gradient, &mut sgd);
            sum += f64::from(loss) * x.len() as f64;
        }
        losses.push(sum / 50.0);
    }

    let (mut trainer, mut batches) = (trainer(0.5), Batches::new(&x, &labels, 16, 1));
    let mut history = trainer.fit(&mut batches).epochs(2).unwrap();
    // Fitting again goes on, and so do the numbers of steps and epochs.
    history.epochs.extend(trainer.fit(&mut batches).epochs(3).unwrap().epochs);
    assert_eq!(bits(&trainer.network), bits(&net));
    assert_eq!(history.losses().collect::<Vec<_>>(), losses);
    assert_eq!((trainer.steps, trainer.epochs_done), (20, 5));
    let numbers: Vec<_> = history.epochs.iter().map(|epoch| (epoch.epoch, epoch.steps)).collect();
    assert_eq!(numbers, [(1, 4), (2, 8), (3, 12), (4, 16), (5, 20)]);
}

#[test]
fn the_history_has_a_record_for_each_epoch() {
    let ((x, labels), (x_val, labels_val)) = (data(1), data(2));
    let (mut trainer, mut batches) = (trainer(0.5), Batches::new(&x, &labels, 16, 1));
    let mut seen = vec![];
    let history = trainer
        .fit(&mut batches)
        .validation(&x_val, &labels_val)
        .maximize(|net, workspace| net.accuracy(&x_val, &labels_val, workspace))
        .each_epoch(|epoch| seen.push(epoch.record.clone()))
        .epochs(30)
        .unwrap();
    assert_eq!((history.epochs.len(), history.stop, history.best()), (30, Stop::Done, None));
    assert_eq!(seen, history.epochs);
    let Trainer { network, workspace, .. } = &mut trainer;
    let last = history.epochs.last().unwrap();
    assert_eq!(last.validation_loss, Some(network.loss(&x_val, &labels_val, workspace).into()));
    assert_eq!(last.measure, Some(network.accuracy(&x_val, &labels_val, workspace)));
    assert_eq!((history.validation_losses().count(), history.measures().count()), (30, 30));
    assert!(last.loss < history.epochs[0].loss);
    let text = format!(
        "epoch 30: loss {:.4}, validation loss {:.4}, measure {:.4}",
        last.loss,
        last.validation_loss.unwrap(),
        last.measure.unwrap()
    );
    assert_eq!(last.to_string(), text);
    assert!(trainer.fit(&mut batches).epochs(0).unwrap().epochs.is_empty());
}

#[test]
fn early_stopping_stops_and_puts_the_best_back() {
    let (x, labels) = data(1);
    let measures = [0.5, 0.7, 0.6, 0.8, 0.8, 0.1, 0.7, 0.9];
    for is_larger_better in [true, false] {
        let (mut trainer, mut batches) = (trainer(0.5), Batches::new(&x, &labels, 16, 1));
        let (mut early_stopping, mut after, next) = (EarlyStopping::new(3), vec![], Cell::new(0));
        let measure = |sign: f64| {
            let epoch = next.replace(next.get() + 1);
            sign * measures[epoch]
        };
        let fit = trainer.fit(&mut batches).early_stopping(&mut early_stopping);
        let fit = match is_larger_better {
            true => fit.maximize(|_, _| measure(1.0)),
            false => fit.minimize(|_, _| measure(-1.0)),
        };
        let history = fit.each_epoch(|epoch| after.push(bits(epoch.network))).epochs(8).unwrap();
        assert_eq!((history.epochs.len(), history.stop), (7, Stop::EarlyStopping));
        let best: Vec<_> = history.epochs.iter().filter(|e| e.is_best).map(|e| e.epoch).collect();
        assert_eq!((best, history.best().unwrap().epoch), (vec![1, 2, 4], 4));
        assert!(bits(&trainer.network) == after[3] && after[3] != after[6]);
        assert_eq!(early_stopping.best.map(f64::abs), Some(0.8));
    }
}

#[test]
fn early_stopping_looks_at_the_validation_loss() {
    let ((x, labels), (x_val, labels_val)) = (data(1), data(2));
    let mut early_stopping = EarlyStopping::new(usize::MAX);
    let (mut trainer, mut batches) = (trainer(5.0), Batches::new(&x, &labels, 16, 1));
    let fit = trainer.fit(&mut batches).validation(&x_val, &labels_val).early_stopping(&mut early_stopping);
    let history = fit.epochs(20).unwrap();
    let least = history.validation_losses().fold(f64::INFINITY, f64::min);
    // The epochs ran out, and the best network is back all the same.
    assert_eq!((history.stop, early_stopping.best), (Stop::Done, Some(least)));
    let loss = trainer.network.loss(&x_val, &labels_val, &mut trainer.workspace);
    assert_eq!(f64::from(loss), least);
    assert!(history.best().unwrap().epoch < 20);
}

#[test]
#[should_panic(expected = "early stopping has nothing to look at")]
fn early_stopping_needs_a_measure() {
    let (x, labels) = data(1);
    let (mut trainer, mut batches) = (trainer(5.0), Batches::new(&x, &labels, 16, 1));
    let _ = trainer.fit(&mut batches).early_stopping(&mut EarlyStopping::new(3)).epochs(5);
}

#[test]
fn a_visitor_stops_after_a_step_or_an_epoch() {
    let (x, labels) = data(1);
    let (mut trainer, mut batches) = (trainer(0.5), Batches::new(&x, &labels, 16, 1));
    let mut numbers = vec![];
    let fit = trainer.fit(&mut batches).each_step(|step| {
        numbers.push((step.epoch, step.number));
        if step.number == 5 {
            step.stop();
        }
    });
    let history = fit.epochs(10).unwrap();
    assert_eq!((history.epochs.len(), history.stop), (2, Stop::Asked));
    assert_eq!(numbers, [(1, 0), (1, 1), (1, 2), (1, 3), (2, 4), (2, 5)]);
    assert_eq!((trainer.steps, history.epochs[1].steps), (6, 6));

    let fit = trainer.fit(&mut batches).each_epoch(|epoch| {
        if epoch.record.epoch == 4 {
            epoch.stop();
        }
    });
    let history = fit.epochs(10).unwrap();
    assert_eq!((history.epochs.len(), history.stop, trainer.steps), (2, Stop::Asked, 6 + 8));
}

#[test]
fn a_visitor_of_steps_changes_the_rate_and_the_gradient() {
    let (x, labels) = data(1);
    let (mut trainer, mut batches) = (trainer(0.5), Batches::new(&x, &labels, 16, 1));
    let before = trainer.network.copied();
    let fit = trainer.fit(&mut batches).each_step(|step| {
        step.optimizer.learning_rate = if step.number < 2 { 0.0 } else { 1.0 };
        Net::each_trained([], [step.gradient], |_, [], [g]| g.fill(0.25));
    });
    fit.epochs(1).unwrap();
    // Two steps at a rate of 0, two at 1, each by a quarter.
    let moved = before.affine1.weight - trainer.network.affine1.weight;
    assert!(moved.iter().all(|moved| (moved - 0.5).abs() < 1e-6), "{moved}");

    // A schedule goes on counting; a visitor has the last word, and sees what it said.
    let mut rates = vec![];
    let fit = trainer.fit(&mut batches).learning_rate(|step| 0.5 * step as f64);
    fit.each_step(|step| rates.push(step.optimizer.learning_rate)).epochs(1).unwrap();
    assert_eq!((rates, trainer.optimizer.learning_rate), (vec![2.0, 2.5, 3.0, 3.5], 3.5));
}

network! {
    struct Line(x: [1]) -> [1] { affine1: Affine::to(1), loss: MeanSquaredError }
}

#[test]
fn a_loss_that_is_not_finite_ends_training_before_its_step() {
    let (x, targets) = ([[1.0], [2.0]], [[3.0], [5.0]]);
    let mut batches = Batches::new(&x, &targets, 2, 1);
    let mut trainer = Trainer::new(Line::<f64>::zeros(), Sgd::new(1e200));
    let error = trainer.fit(&mut batches).epochs(10).unwrap_err();
    assert_eq!((error.epoch, error.step, error.loss), (2, 1, f64::INFINITY));
    assert_eq!((error.history.epochs.len(), error.history.stop), (1, Stop::NonFiniteLoss));
    assert_eq!((trainer.steps, trainer.epochs_done), (1, 2));
    assert!(trainer.network.affine1.weight[0].is_finite());
    assert_eq!(
        error.to_string(),
        "the loss of step 1, in epoch 2, is inf: take a smaller learning rate, clip the gradient, or see whether all samples \
         and targets are finite"
    );

    // The best network is put back then, too.
    let mut early_stopping = EarlyStopping::new(3);
    let mut trainer = Trainer::new(Line::<f64>::zeros(), Sgd::new(0.1));
    let fit = trainer.fit(&mut batches).early_stopping(&mut early_stopping).validation(&x, &targets);
    let fit = fit.each_epoch(|epoch| {
        if epoch.record.epoch == 2 {
            epoch.optimizer.learning_rate = 1e200;
        }
    });
    assert!(fit.epochs(10).is_err());
    let loss = trainer.network.loss(&x, &targets, &mut trainer.workspace);
    assert_eq!(Some(loss), early_stopping.best);
}

network! {
    struct Two(a: [2], b: [2]) -> (sum: [2], scaled: [3]) {
        sum: Add from (a, b),
        scaled: Affine::to(3),
        loss: MeanSquaredError from scaled,
    }
}

#[test]
fn several_inputs_and_outputs_are_trained() {
    let samples: Vec<([f32; 2], [f32; 2])> = (0..9).map(|n| ([n as f32 / 9.0, 1.0], [0.5, -1.0])).collect();
    let targets: Vec<((), [f32; 3])> = samples.iter().map(|(a, _)| ((), [a[0], 0.0, -a[0]])).collect();
    let (a, b): (Vec<_>, Vec<_>) = samples.iter().copied().unzip();
    let mut trainer = Trainer::new(Two::<f32>::new(1), Sgd::new(0.1));
    let mut batches = Batches::new(&samples, &targets, 4, 1);
    let history = trainer.fit(&mut batches).validation((&a, &b), &targets).epochs(50).unwrap();
    let losses: Vec<_> = history.validation_losses().collect();
    assert!(losses[49] < 0.1 * losses[0], "{losses:?}");
}

#[test]
#[should_panic = "there is no sample to train on"]
fn there_is_a_sample() {
    let mut trainer = Trainer::new(Line::<f64>::zeros(), Sgd::new(0.1));
    let _ = trainer.fit(&mut Batches::new(&[[0.0; 1]; 0], &[[0.0; 1]; 0], 2, 1)).epochs(1);
}

#[test]
#[should_panic = "batches of 3 samples are for a trainer made by `Trainer::with_batch::<3>(..)`; this one has memory for 2"]
fn a_batch_fits_on_the_tape() {
    let mut trainer = Trainer::with_batch::<2>(Line::<f64>::zeros(), Sgd::new(0.1));
    let _ = trainer.fit(&mut Batches::new(&[[1.0]; 3], &[[1.0]; 3], 3, 1)).epochs(1);
}
