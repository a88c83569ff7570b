//! The losses of what an affine layer gives, and back from there.

use plies::{
    Affine, BinaryCrossEntropyWithLogits, Class, CrossEntropy, Huber, KlDivergence, LogSoftmax, Loss,
    MeanAbsoluteError, MeanSquaredError, Network, Scalar, SoftmaxWithLoss, SumAbsoluteError, SumSquaredError,
    network,
};

use crate::fixtures::Case;

macro_rules! cases {
    ($($name:ident of $targets:ident: { $($nodes:tt)* })*) => {
        pub const NAMES: &[&str] = &[$(stringify!($name)),*];

        $(
            #[test]
            fn $name() {
                network! { struct Net(x: [3]) -> [4] { affine1: Affine::to(4), $($nodes)* } }
                compare::<f64, Net<f64>, _>(stringify!($name), $targets);
                compare::<f32, Net<f32>, _>(stringify!($name), $targets);
            }
        )*
    };
}

cases! {
    softmax_with_loss_of_labels of labels: { loss: SoftmaxWithLoss }
    softmax_with_loss_of_columns of columns: { loss: SoftmaxWithLoss }
    cross_entropy_of_labels of labels: { loss: CrossEntropy::new() }
    cross_entropy_of_columns of columns: { loss: CrossEntropy::new() }
    cross_entropy_smoothed of labels: { loss: CrossEntropy::new().label_smoothing(0.1) }
    cross_entropy_weighted of labels: { loss: CrossEntropy::new().class_weights(&WEIGHTS) }
    cross_entropy_of_labels_with_both of labels: { loss: CrossEntropy = BOTH }
    cross_entropy_of_columns_with_both of columns: { loss: CrossEntropy = BOTH }
    cross_entropy_of_labels_summed of labels: { loss: CrossEntropy = BOTH.sum() }
    cross_entropy_of_columns_summed of columns: { loss: CrossEntropy = BOTH.sum() }
    mean_squared_error of columns: { loss: MeanSquaredError }
    sum_squared_error of columns: { loss: SumSquaredError }
    mean_absolute_error of columns: { loss: MeanAbsoluteError }
    sum_absolute_error of columns: { loss: SumAbsoluteError }
    huber of columns: { loss: Huber::new(0.7) }
    huber_summed of columns: { loss: Huber::new(0.7).sum() }
    binary_cross_entropy of columns: { loss: BinaryCrossEntropyWithLogits::new() }
    binary_cross_entropy_summed of columns: { loss: BinaryCrossEntropyWithLogits::new().sum() }
    kl_divergence of columns: { log_softmax1: LogSoftmax, loss: KlDivergence::new() }
    kl_divergence_summed of columns: { log_softmax1: LogSoftmax, loss: KlDivergence::new().sum() }
}

const WEIGHTS: [f64; 4] = [1.0, 0.0, 2.5, 0.5];
const BOTH: CrossEntropy = CrossEntropy::new().label_smoothing(0.1).class_weights(&WEIGHTS);

fn labels<T: Scalar>(case: Case<T>) -> Vec<Class<4>> {
    case.tensor("t").iter().map(|t| Class::new(t.to_f64() as usize).expect("it is a label")).collect()
}

fn columns<T: Scalar>(case: Case<T>) -> Vec<[T; 4]> {
    case.tensor("t").as_chunks().0.to_vec()
}

/// The loss and its gradient, and the loss from predictions, two samples at a time.
#[track_caller]
fn compare<T: Scalar, N, Target>(name: &'static str, targets: fn(Case<T>) -> Vec<Target>)
where
    N: Network<Scalar = T, In = [T; 3], Loss: Loss<N::Out, Target>>,
{
    let case = Case::new(name);
    let (net, mut gradient, mut tape) = (case.network::<N>(), N::zeros(), N::tape::<9>());
    let (x, targets) = (case.tensor("x0"), targets(case));
    let (x, _) = x.as_chunks();
    let mut dx = x.to_vec();
    let loss = net.forward(x, &mut tape).backward_from_loss(&targets, Some(&mut *gradient), Some(&mut dx));
    case.compare("loss", &[loss]);
    case.compare_trained("gradient", &*gradient);
    case.compare("dx0", dx.as_flattened());
    case.compare("loss", &[net.loss(x, &targets, &mut N::workspace::<2>())]);
}
