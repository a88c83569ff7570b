//! Handwritten digits, drawn by a program: they stand in for those of MNIST where its files are not at hand.

use std::ops::Range;

use plies::{Class, Random};
use rand::seq::SliceRandom;

use super::strokes::{Curve, STYLES};

/// Pixels on a side of an image.
const SIDE: usize = 28;

/// The lines that stand for a curve between two of its points.
const PIECES: usize = 5;

/// The rows of an image one after another, from 0, the paper, to 1, the ink.
type Image = [f32; SIDE * SIDE];

/// A point, or the way from one to another: right, and down.
type Point = [f32; 2];

/// Images of digits in random order, about as many of each, and which digits they are. A seed gives the same ones
/// on every platform.
pub fn draw(count: usize, seed: u64) -> (Vec<Image>, Vec<Class<10>>) {
    let mut random = Random::new(seed);
    let mut labels: Vec<_> = (0..count).map(|i| Class::new(i % 10).expect("a digit is below 10")).collect();
    labels.shuffle(&mut random);
    let images = labels.iter().map(|label| digit(label.label(), &mut random)).collect();
    (images, labels)
}

/// The digit of a label, as one hand writes it once.
fn digit(label: usize, random: &mut Random) -> Image {
    let styles = STYLES[label];
    let style = styles[(random.uniform() * styles.len() as f64) as usize];
    let hand = Hand::new(random);
    let mut image = [0.0; SIDE * SIDE];
    for curve in style {
        hand.write(curve, &mut image, random);
    }
    for pixel in &mut image {
        *pixel = (*pixel + normal(0.0, 0.05, random)).clamp(0.0, 1.0);
    }
    image
}

/// How one digit is distorted, and what pen writes it.
struct Hand {
    /// Where the middle of the digit lies, in pixels.
    middle: Point,
    /// What is right, and what is down, on the page: it stretches, slants and turns the digit.
    axes: [Point; 2],
    /// What the squares of right and down, and their product, add: it bends straight lines.
    bend: [Point; 3],
    /// How far each point of a curve strays, where half the digit is 1.
    tremor: f32,
    /// Half the width of the pen, in pixels.
    radius: f32,
    /// Over how many pixels the ink fades out.
    blur: f32,
}

impl Hand {
    /// Another hand each time.
    fn new(random: &mut Random) -> Self {
        // Two shears nearly make a turn, without the sines that differ between platforms.
        let turn = normal(0.0, 0.12, random);
        let slant = normal(-0.1, 0.16, random);
        let width = normal(0.95, 0.11, random);
        let height = normal(0.95, 0.07, random);
        Hand {
            middle: [(); 2].map(|()| normal(13.5, 0.8, random)),
            axes: [[width, turn], [slant - turn, height]],
            bend: [(); 3].map(|()| [(); 2].map(|()| normal(0.0, 0.09, random))),
            tremor: between(0.02, 0.06, random),
            radius: between(0.7, 1.7, random),
            blur: between(1.0, 1.6, random),
        }
    }

    /// Draws a smooth curve through the points, in short lines.
    fn write(&self, curve: Curve, image: &mut Image, random: &mut Random) {
        let points: Vec<Point> = curve.iter().map(|&point| self.place(point, random)).collect();
        let last = points.len() - 1;
        let mut pen = points[0];
        for i in 0..last {
            let around = [points[i.saturating_sub(1)], points[i], points[i + 1], points[last.min(i + 2)]];
            for piece in 1..=PIECES {
                let next = spline(around, piece as f32 / PIECES as f32);
                self.line(pen, next, image);
                pen = next;
            }
        }
    }

    /// Where on the page a point of a table lies.
    fn place(&self, (x, y): (u8, u8), random: &mut Random) -> Point {
        let [x, y] = [x, y].map(|percent| f32::from(percent) / 50.0 - 1.0 + normal(0.0, self.tremor, random));
        let terms = [x, y, x * x, y * y, x * y];
        let [right, down] = self.axes;
        let [xx, yy, xy] = self.bend;
        let ways = [right, down, xx, yy, xy];
        std::array::from_fn(|i| {
            let distorted: f32 = terms.iter().zip(&ways).map(|(term, way)| term * way[i]).sum();
            self.middle[i] + 10.0 * distorted
        })
    }

    /// Draws a straight line. Its edge is soft, and where it crosses another, the darker ink stays.
    fn line(&self, from: Point, to: Point, image: &mut Image) {
        let reach = self.radius + self.blur / 2.0;
        let way = [to[0] - from[0], to[1] - from[1]];
        let square = (way[0] * way[0] + way[1] * way[1]).max(f32::MIN_POSITIVE);
        for row in pixels(from[1], to[1], reach) {
            for column in pixels(from[0], to[0], reach) {
                let offset = [column as f32 - from[0], row as f32 - from[1]];
                let along = ((offset[0] * way[0] + offset[1] * way[1]) / square).clamp(0.0, 1.0);
                let (right, down) = (offset[0] - along * way[0], offset[1] - along * way[1]);
                let ink = (reach - (right * right + down * down).sqrt()) / self.blur;
                let pixel = &mut image[row * SIDE + column];
                *pixel = pixel.max(ink.min(1.0));
            }
        }
    }
}

/// The pixels on the page that lie between two places, or within reach of them.
fn pixels(a: f32, b: f32, reach: f32) -> Range<usize> {
    // What lies left of the page, or above it, becomes 0 when it is made a `usize`.
    let first = (a.min(b) - reach).ceil() as usize;
    let end = (a.max(b) + reach + 1.0).floor() as usize;
    first..end.min(SIDE)
}

/// A point between the second of four points and the third, on the Catmull-Rom spline through them.
fn spline([a, b, c, d]: [Point; 4], t: f32) -> Point {
    std::array::from_fn(|i| {
        let (a, b, c, d) = (a[i], b[i], c[i], d[i]);
        let cubic = 3.0 * (b - c) + d - a;
        let square = 2.0 * a - 5.0 * b + 4.0 * c - d;
        b + 0.5 * t * (c - a + t * (square + t * cubic))
    })
}

/// A number from the normal distribution.
fn normal(mean: f32, deviation: f32, random: &mut Random) -> f32 {
    mean + deviation * random.normal() as f32
}

/// A number between two, each equally likely.
fn between(low: f32, high: f32, random: &mut Random) -> f32 {
    low + (high - low) * random.uniform() as f32
}
