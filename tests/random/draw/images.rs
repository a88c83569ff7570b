//! Convolutions, pooling, and other changes of images.

use crate::Kind;
use crate::dice::Dice;
use crate::network::Network;

pub const KINDS: &[(&str, Kind)] = &[
    ("conv2d", |dice| conv2d(dice, false)),
    ("conv2d_of_groups", |dice| conv2d(dice, true)),
    ("conv2d_depthwise", conv2d_depthwise),
    ("conv1d", conv1d),
    ("conv_transpose2d", conv_transpose2d),
    ("max_pool2d", |dice| pool(dice, "MaxPool2d", "")),
    ("avg_pool2d", |dice| pool(dice, "AvgPool2d", "")),
    ("avg_pool2d_of_the_image", |dice| pool(dice, "AvgPool2d", ".exclude_padding()")),
    ("global_avg_pool", |dice| {
        let image = dice.image();
        Network::layer(image.clone(), "GlobalAvgPool", vec![image[0]])
    }),
    ("zero_pad2d", zero_pad2d),
    ("upsample2d", upsample2d),
];

/// How a kernel moves along one axis.
#[derive(Clone, Copy)]
struct Axis {
    pixels: usize,
    kernel: usize,
    stride: usize,
    padding: usize,
    dilation: usize,
}

impl Axis {
    /// One along which the kernel has room.
    fn draw(dice: &mut Dice) -> Self {
        let [kernel, stride, dilation] = [(); 3].map(|()| dice.one_of(&[1, 2, 3, 3, 4]));
        let (stride, dilation) = (dice.one_of(&[1, 1, stride]), dice.one_of(&[1, 1, dilation]));
        let padding = dice.number(0..=kernel);
        let room = (dilation * (kernel - 1) + 1).saturating_sub(2 * padding).max(1);
        Axis { pixels: room + dice.number(0..=5), kernel, stride, padding, dilation }
    }

    fn places(self) -> usize {
        let Axis { pixels, kernel, stride, padding, dilation } = self;
        (pixels + 2 * padding - dilation * (kernel - 1) - 1) / stride + 1
    }
}

/// A setting of both axes: once if it is the same, or left out if it is as usual.
fn setting(dice: &mut Dice, name: &str, axes: [Axis; 2], pick: fn(Axis) -> usize, usual: usize) -> String {
    let [a, b] = axes.map(pick);
    match a == b && dice.coin() {
        true if a == usual => String::new(),
        true => format!(".{name}({a})"),
        false => format!(".{name}_rect([{a}, {b}])"),
    }
}

fn settings(dice: &mut Dice, axes: [Axis; 2]) -> String {
    setting(dice, "stride", axes, |axis| axis.stride, 1)
        + &setting(dice, "padding", axes, |axis| axis.padding, 0)
        + &setting(dice, "dilation", axes, |axis| axis.dilation, 1)
}

fn conv2d(dice: &mut Dice, has_groups: bool) -> Network {
    let axes = [Axis::draw(dice), Axis::draw(dice)];
    let groups = if has_groups { dice.number(2..=3) } else { 1 };
    let [channels, filters] = [(); 2].map(|()| groups * dice.number(1..=9 / groups));
    let settings =
        settings(dice, axes) + &if has_groups { format!(".groups({groups})") } else { String::new() };
    let [rows, columns] = axes.map(|axis| axis.kernel);
    Network::layer(
        vec![channels, axes[0].pixels, axes[1].pixels],
        format!("Conv2d::rect({filters}, [{rows}, {columns}]){settings}"),
        vec![filters, axes[0].places(), axes[1].places()],
    )
}

fn conv2d_depthwise(dice: &mut Dice) -> Network {
    let mut axes = [Axis::draw(dice), Axis::draw(dice)];
    axes[1].pixels += axes[1].dilation * axes[0].kernel;
    axes[1].kernel = axes[0].kernel;
    let (channels, settings) = (dice.number(1..=5), settings(dice, axes));
    Network::layer(
        vec![channels, axes[0].pixels, axes[1].pixels],
        format!("Conv2d::depthwise({}){settings}", axes[0].kernel),
        vec![channels, axes[0].places(), axes[1].places()],
    )
}

fn conv1d(dice: &mut Dice) -> Network {
    let (axis, groups) = (Axis::draw(dice), dice.one_of(&[1, 1, 2, 3]));
    let [channels, filters] = [(); 2].map(|()| groups * dice.number(1..=9 / groups));
    let Axis { pixels, kernel, stride, padding, dilation } = axis;
    let settings = format!(".stride({stride}).padding({padding}).dilation({dilation})");
    let (layer, filters) = match groups > 1 && dice.coin() {
        true => (format!("Conv1d::depthwise({kernel}){settings}"), channels),
        false => (format!("Conv1d::new({filters}, {kernel}){settings}.groups({groups})"), filters),
    };
    Network::layer(vec![channels, pixels], layer, vec![filters, axis.places()])
}

fn conv_transpose2d(dice: &mut Dice) -> Network {
    let groups = dice.one_of(&[1, 1, 2, 3]);
    let [channels, filters] = [(); 2].map(|()| groups * dice.number(1..=6 / groups));
    let mut axes = [Axis::draw(dice), Axis::draw(dice)];
    let mut beyond = [0; 2];
    for (axis, beyond) in axes.iter_mut().zip(&mut beyond) {
        *beyond = dice.number(0..=axis.stride.max(axis.dilation) - 1);
        // Something is left when the padding is cut off.
        while whole(*axis) + *beyond <= 2 * axis.padding {
            axis.pixels += 1;
        }
    }
    let settings = settings(dice, axes);
    let [rows, columns] = axes.map(|axis| axis.kernel);
    let side = |i: usize| whole(axes[i]) + beyond[i] - 2 * axes[i].padding;
    Network::layer(
        vec![channels, axes[0].pixels, axes[1].pixels],
        format!(
            "ConvTranspose2d::rect({filters}, [{rows}, {columns}]){settings}.output_padding_rect({beyond:?})\
             .groups({groups})"
        ),
        vec![filters, side(0), side(1)],
    )
}

/// How far a transposed convolution reaches along an axis.
fn whole(axis: Axis) -> usize {
    (axis.pixels - 1) * axis.stride + axis.dilation * (axis.kernel - 1) + 1
}

fn pool(dice: &mut Dice, layer: &str, option: &str) -> Network {
    // Some rows are longer than a vector register.
    let axes = [0, 18].map(|longer| {
        let mut axis = Axis::draw(dice);
        axis.pixels += axis.kernel + dice.one_of(&[0, 0, 0, longer]);
        axis.padding = axis.padding.min(axis.kernel / 2);
        axis.dilation = 1;
        axis
    });
    let image = vec![dice.number(1..=2), axes[0].pixels, axes[1].pixels];
    let gives = vec![image[0], axes[0].places(), axes[1].places()];
    let settings = setting(dice, "stride", axes, |axis| axis.stride, 0)
        + &setting(dice, "padding", axes, |axis| axis.padding, 0);
    let [rows, columns] = axes.map(|axis| axis.kernel);
    Network::layer(
        image,
        format!("{layer}::rect([{rows}, {columns}]){settings}{option}.drop_border()"),
        gives,
    )
}

fn zero_pad2d(dice: &mut Dice) -> Network {
    let (image, [above, below, left, right]) = (dice.image(), [(); 4].map(|()| dice.number(0..=3)));
    let gives = vec![image[0], image[1] + above + below, image[2] + left + right];
    Network::layer(image, format!("ZeroPad2d::sides([{above}, {below}], [{left}, {right}])"), gives)
}

fn upsample2d(dice: &mut Dice) -> Network {
    let (image, factor, way) = (dice.image(), dice.number(1..=4), dice.one_of(&["nearest", "bilinear"]));
    let gives = vec![image[0], image[1] * factor, image[2] * factor];
    Network::layer(image, format!("Upsample2d::{way}({factor})"), gives)
}
