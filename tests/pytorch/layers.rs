//! Forward, backward, statistics and predictions.

use plies::{
    Add, Affine, AvgPool2d, BatchNorm, Concat, Conv1d, Conv2d, ConvTranspose2d, Div, Dot, Dropout, Elu, Exp,
    Flatten, Gelu, GlobalAvgPool, GroupNorm, HardSigmoid, HardSwish, LayerNorm, LeakyRelu, Log, LogSoftmax,
    MatMul, MaxPool2d, Mean, Mul, Neg, Network, Powi, Prelu, Recip, Relu, Reshape, RmsNorm, Samples, Scalar,
    Scale, Sgd, Sigmoid, Silu, Softmax, Softplus, Sqrt, Sub, Sum, Tanh, Upsample2d, ZeroPad2d, network,
};

use crate::batches::Inputs;
use crate::fixtures::Case;

macro_rules! cases {
    ($($name:ident $inputs:tt -> $output:tt $nodes:tt)*) => {
        pub const NAMES: &[&str] = &[$(stringify!($name)),*];

        $(
            #[test]
            fn $name() {
                network! { struct Net $inputs -> $output $nodes }
                compare::<f64, Net<f64>, _>(stringify!($name));
                compare::<f32, Net<f32>, _>(stringify!($name));
            }
        )*
    };
}

cases! {
    relu(x: [2, 4]) -> [2, 4] { layer: Relu }
    sigmoid(x: [2, 4]) -> [2, 4] { layer: Sigmoid }
    tanh(x: [2, 4]) -> [2, 4] { layer: Tanh }
    gelu(x: [2, 4]) -> [2, 4] { layer: Gelu::exact() }
    gelu_tanh(x: [2, 4]) -> [2, 4] { layer: Gelu::tanh() }
    silu(x: [2, 4]) -> [2, 4] { layer: Silu }
    leaky_relu(x: [2, 4]) -> [2, 4] { layer: LeakyRelu::new(0.1) }
    elu(x: [2, 4]) -> [2, 4] { layer: Elu::new(1.5) }
    softplus(x: [2, 4]) -> [2, 4] { layer: Softplus }
    hard_sigmoid(x: [2, 4]) -> [2, 4] { layer: HardSigmoid }
    hard_swish(x: [2, 4]) -> [2, 4] { layer: HardSwish }
    neg(x: [2, 4]) -> [2, 4] { layer: Neg }
    scale(x: [2, 4]) -> [2, 4] { layer: Scale::by(-2.5) }
    cube(x: [2, 4]) -> [2, 4] { layer: Powi::new(3) }
    to_the_zeroth(x: [2, 4]) -> [2, 4] { layer: Powi::new(0) }
    exp(x: [2, 4]) -> [2, 4] { layer: Exp }
    log(x: [2, 4]) -> [2, 4] { layer: Log }
    sqrt(x: [2, 4]) -> [2, 4] { layer: Sqrt }
    recip(x: [2, 4]) -> [2, 4] { layer: Recip }
    inverse_square(x: [2, 4]) -> [2, 4] { layer: Powi::new(-2) }
    softmax(x: [5]) -> [5] { layer: Softmax }
    softmax_of_large(x: [5]) -> [5] { layer: Softmax }
    log_softmax(x: [5]) -> [5] { layer: LogSoftmax }
    log_softmax_of_large(x: [5]) -> [5] { layer: LogSoftmax }
    prelu_shared(x: [2, 4]) -> [2, 4] { layer: Prelu::shared() }
    prelu_per_channel(x: [3, 2, 2]) -> [3, 2, 2] { layer: Prelu::per_channel() }
    dropout_of_nothing(x: [4]) -> [4] { layer: Dropout::new(0.0) }

    add(a: [2, 3], b: [2, 3]) -> [2, 3] { layer: Add from (a, b) }
    sub(a: [2, 3], b: [2, 3]) -> [2, 3] { layer: Sub from (a, b) }
    mul(a: [2, 3], b: [2, 3]) -> [2, 3] { layer: Mul from (a, b) }
    div(a: [2, 3], b: [2, 3]) -> [2, 3] { layer: Div from (a, b) }
    dot(a: [5], b: [5]) -> [] { layer: Dot from (a, b) }
    mat_mul(a: [2, 3], b: [3, 4]) -> [2, 4] { layer: MatMul from (a, b) }
    mat_mul_large(a: [9, 19], b: [19, 17]) -> [9, 17] { layer: MatMul from (a, b) }
    mat_mul_vector(a: [2, 3], b: [3]) -> [2] { layer: MatMul from (a, b) }
    sum(x: [3, 7]) -> [] { layer: Sum }
    mean(x: [3, 7]) -> [] { layer: Mean }

    affine(x: [4]) -> [3] { layer: Affine::to(3) }
    affine_of_one_sample(x: [4]) -> [3] { layer: Affine::to(3) }
    affine_of_an_image(x: [3, 2, 2]) -> [5] { layer: Affine::to(5) }
    affine_large(x: [70]) -> [37] { layer: Affine::to(37) }
    affine_large_of_one_sample(x: [40]) -> [17] { layer: Affine::to(17) }

    conv2d(x: [2, 4, 5]) -> [3, 2, 3] { layer: Conv2d::new(3, 3) }
    conv2d_padded(x: [2, 4, 5]) -> [3, 4, 5] { layer: Conv2d::new(3, 3).padding(1) }
    conv2d_strided(x: [2, 6, 5]) -> [3, 3, 3] { layer: Conv2d::new(3, 3).stride(2).padding(1) }
    conv2d_dilated(x: [2, 4, 5]) -> [3, 5, 6] { layer: Conv2d::new(3, 2).dilation(3).padding(2) }
    conv2d_rect(x: [2, 5, 4]) -> [3, 3, 4] {
        layer: Conv2d::rect(3, [2, 3]).stride_rect([2, 1]).padding_rect([1, 2]).dilation_rect([1, 2]),
    }
    conv2d_grouped(x: [4, 5, 4]) -> [6, 3, 2] { layer: Conv2d::new(6, 3).groups(2).padding(1).stride(2) }
    conv2d_depthwise(x: [3, 4, 4]) -> [3, 4, 4] { layer: Conv2d::depthwise(3).padding(1) }
    conv2d_of_a_pixel(x: [5, 3, 3]) -> [4, 3, 3] { layer: Conv2d::new(4, 1) }
    conv2d_large(x: [3, 11, 13]) -> [7, 11, 13] { layer: Conv2d::new(7, 5).padding(2) }
    conv2d_of_many_filters(x: [3, 7, 6]) -> [9, 4, 3] { layer: Conv2d::new(9, 3).stride(2).padding(1) }
    conv2d_of_many_pixels(x: [1, 11, 12]) -> [5, 11, 12] { layer: Conv2d::new(5, 3).padding(1) }
    conv2d_of_wide_strides(x: [2, 8, 11]) -> [5, 3, 4] { layer: Conv2d::new(5, 2).stride(3) }
    conv1d(x: [2, 7]) -> [3, 5] { layer: Conv1d::new(3, 3) }
    conv1d_of_all_settings(x: [4, 8]) -> [6, 5] {
        layer: Conv1d::new(6, 3).stride(2).padding(3).dilation(2).groups(2),
    }
    conv1d_depthwise(x: [3, 6]) -> [3, 6] { layer: Conv1d::depthwise(3).padding(1) }
    conv_transpose2d(x: [2, 3, 2]) -> [3, 5, 4] { layer: ConvTranspose2d::new(3, 3) }
    conv_transpose2d_strided(x: [2, 3, 2]) -> [3, 6, 4] {
        layer: ConvTranspose2d::new(3, 3).stride(2).padding(1).output_padding(1),
    }
    conv_transpose2d_grouped(x: [4, 3, 2]) -> [6, 5, 3] {
        layer: ConvTranspose2d::new(6, 2).stride(2).dilation(2).groups(2).padding(1),
    }
    conv_transpose2d_large(x: [6, 4, 5]) -> [9, 7, 9] {
        layer: ConvTranspose2d::new(9, 3).stride(2).padding(1),
    }
    conv_transpose2d_rect(x: [2, 3, 2]) -> [3, 6, 8] {
        layer: ConvTranspose2d::rect(3, [2, 3])
            .stride_rect([2, 3])
            .padding_rect([1, 0])
            .dilation_rect([2, 1])
            .output_padding_rect([1, 2]),
    }

    max_pool2d(x: [2, 4, 6]) -> [2, 2, 3] { layer: MaxPool2d::new(2) }
    max_pool2d_of_equals(x: [2, 4, 4]) -> [2, 3, 3] { layer: MaxPool2d::new(2).stride(1) }
    max_pool2d_padded(x: [2, 5, 4]) -> [2, 3, 3] { layer: MaxPool2d::rect([3, 2]).stride(2).padding(1) }
    max_pool2d_rect(x: [2, 5, 4]) -> [2, 3, 3] {
        layer: MaxPool2d::rect([3, 2]).stride_rect([2, 1]).padding_rect([1, 0]),
    }
    max_pool2d_with_gaps(x: [2, 5, 5]) -> [2, 2, 2] { layer: MaxPool2d::new(2).stride(3) }
    max_pool2d_large(x: [2, 9, 37]) -> [2, 5, 19] { layer: MaxPool2d::new(3).stride(2).padding(1) }
    max_pool2d_that_drops(x: [2, 5, 4]) -> [2, 1, 1] { layer: MaxPool2d::new(3).drop_border() }
    avg_pool2d(x: [2, 4, 6]) -> [2, 2, 3] { layer: AvgPool2d::new(2) }
    avg_pool2d_padded(x: [2, 5, 4]) -> [2, 3, 3] { layer: AvgPool2d::rect([3, 2]).stride(2).padding(1) }
    avg_pool2d_excluding_padding(x: [2, 5, 4]) -> [2, 3, 3] {
        layer: AvgPool2d::rect([3, 2]).stride(2).padding(1).exclude_padding(),
    }
    avg_pool2d_rect(x: [2, 5, 4]) -> [2, 3, 3] {
        layer: AvgPool2d::rect([3, 2]).stride_rect([2, 1]).padding_rect([1, 0]),
    }
    avg_pool2d_with_gaps(x: [2, 5, 5]) -> [2, 2, 2] { layer: AvgPool2d::new(2).stride(3) }
    avg_pool2d_large(x: [2, 9, 37]) -> [2, 5, 19] { layer: AvgPool2d::new(3).stride(2).padding(1) }
    avg_pool2d_overlapping(x: [2, 4, 5]) -> [2, 2, 3] { layer: AvgPool2d::new(3).stride(1) }
    global_avg_pool(x: [3, 2, 4]) -> [3] { layer: GlobalAvgPool }
    flatten(x: [2, 3, 2]) -> [12] { layer: Flatten }
    reshape(x: [12]) -> [3, 2, 2] { layer: Reshape::to([3, 2, 2]) }
    zero_pad2d(x: [2, 2, 3]) -> [2, 7, 4] { layer: ZeroPad2d::sides([2, 3], [1, 0]) }
    upsample2d(x: [2, 2, 3]) -> [2, 6, 9] { layer: Upsample2d::nearest(3) }
    upsample2d_bilinear(x: [2, 2, 3]) -> [2, 6, 9] { layer: Upsample2d::bilinear(3) }
    upsample2d_bilinear_large(x: [1, 5, 19]) -> [1, 10, 38] { layer: Upsample2d::bilinear(2) }
    upsample2d_bilinear_of_a_pixel(x: [3, 1, 1]) -> [3, 2, 2] { layer: Upsample2d::bilinear(2) }
    concat(a: [3], b: [1], c: [4]) -> [8] { layer: Concat from (a, b, c) }
    concat_of_images(a: [3, 2, 2], b: [1, 2, 2]) -> [4, 2, 2] { layer: Concat from (a, b) }

    batch_norm(x: [4]) -> [4] { layer: BatchNorm::new() }
    batch_norm_of_images(x: [3, 2, 4]) -> [3, 2, 4] { layer: BatchNorm::new().epsilon(0.01).momentum(0.3) }
    batch_norm_of_an_image(x: [3, 2, 4]) -> [3, 2, 4] { layer: BatchNorm::new() }
    layer_norm(x: [6]) -> [6] { layer: LayerNorm::new() }
    layer_norm_of_images(x: [2, 3, 2]) -> [2, 3, 2] { layer: LayerNorm::new().epsilon(0.01) }
    rms_norm(x: [6]) -> [6] { layer: RmsNorm::new() }
    rms_norm_of_images(x: [2, 3, 2]) -> [2, 3, 2] { layer: RmsNorm::new().epsilon(0.01) }
    group_norm(x: [6]) -> [6] { layer: GroupNorm::new(2) }
    group_norm_of_images(x: [4, 2, 3]) -> [4, 2, 3] { layer: GroupNorm::new(2).epsilon(0.01) }

    convolutional_network(x: [1, 8, 8]) -> [5] {
        conv1: Conv2d::new(4, 3).padding(1),
        relu1: Relu,
        norm1: BatchNorm::new(),
        pool1: MaxPool2d::new(2),
        conv2: Conv2d::new(6, 3),
        gelu1: Gelu::exact(),
        affine1: Affine::to(5),
        norm2: LayerNorm::new(),
    }
}

/// A pass there and back, what it leaves of statistics, and a prediction with those.
#[track_caller]
fn compare<T: Scalar, N, const F: usize>(name: &'static str)
where
    N: Network<Scalar = T, Out = [T; F], In: Inputs<T>>,
{
    let case = Case::<T>::new(name);
    let (mut net, mut gradient, mut tape) = (case.network::<N>(), N::zeros(), N::tape::<9>());
    let inputs = || N::In::from_entries(&mut (0..).map(|i| case.tensor(&format!("x{i}"))));
    let (x, mut dx, dy) = (inputs(), inputs(), case.tensor("dy"));
    let (dy, _) = dy.as_chunks();

    let pass = net.forward(N::In::batch_of(&x), &mut tape);
    case.compare("y", pass.output().as_flattened());
    pass.backward(dy, Some(&mut gradient), N::In::room(&mut dx));
    case.compare_trained("gradient", &*gradient);
    let mut names = (0..).map(|i| format!("dx{i}"));
    N::In::each(&dx, &mut |dx| case.compare(&names.next().expect("numbers have no end"), dx));

    net.step(&gradient, &mut Sgd::new(0.0));
    case.compare_statistics("after", &*net);
    let mut predicted = vec![[T::zero(); F]; dy.len()];
    net.predict(N::In::batch_of(&x), &mut predicted, &mut N::workspace::<2>());
    case.compare("predicted", predicted.as_flattened());
}

/// What `Dropout` drops is drawn, so PyTorch drops other entries; in evaluation it is the identity there, too.
#[test]
fn dropout_predicts_what_it_is_fed() {
    network! { struct Net(x: [4]) -> [4] { layer: Dropout::new(0.5) } }
    let x = [1.0, -2.0, 3.0, 0.5];
    assert_eq!(Net::<f64>::zeros().predict_one(&x, &mut Net::workspace::<1>()), x);
}
