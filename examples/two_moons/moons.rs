//! The points, and their picture.

use std::error::Error;
use std::f64::consts::PI;

use plies::Random;
use plotters::prelude::*;

use super::figure::Figure;

/// The part of the plane that is drawn.
const LEFT: f32 = -1.6;
const RIGHT: f32 = 2.6;
const BELOW: f32 = -1.2;
const ABOVE: f32 = 1.7;

/// Width and height of the picture, and the side of the squares that are coloured alike.
const SIZE: [u32; 2] = [630, 435];
const SQUARE: u32 = 5;

/// How many shades there are between the colours of the moons.
const SHADES: f32 = 8.0;

const UPPER: RGBColor = RGBColor(31, 119, 180);
const LOWER: RGBColor = RGBColor(214, 39, 40);

/// Points of two half moons by turns, and 1 for those of the lower one.
pub fn draw(count: usize, noise: f64, seed: u64) -> (Vec<[f32; 2]>, Vec<[f32; 1]>) {
    let mut random = Random::new(seed);
    let point = |i: usize| {
        let angle = PI * random.uniform();
        let [x, y] = match i % 2 {
            0 => [angle.cos(), angle.sin()],
            _ => [1.0 - angle.cos(), 0.5 - angle.sin()],
        };
        ([x + noise * random.normal(), y + noise * random.normal()].map(|x| x as f32), [(i % 2) as f32])
    };
    (0..count).map(point).unzip()
}

/// Draws the points on what a network says of the plane around them: a logarithm of odds.
pub fn plot(
    figure: &Figure,
    x: &[[f32; 2]],
    t: &[[f32; 1]],
    mut logit: impl FnMut([f32; 2]) -> f32,
) -> Result<(), Box<dyn Error>> {
    let area = figure.area(SIZE)?;
    let [columns, rows] = SIZE.map(|side| side / SQUARE);
    for row in 0..rows {
        let mut shade = |column| {
            let right = (column as f32 + 0.5) / columns as f32;
            let down = (row as f32 + 0.5) / rows as f32;
            let point = [LEFT + right * (RIGHT - LEFT), ABOVE - down * (ABOVE - BELOW)];
            let probability = 1.0 / (1.0 + (-logit(point)).exp());
            (probability * SHADES).round() / SHADES
        };
        // Neighbours of one shade are one rectangle.
        let mut start = 0;
        for column in 1..=columns {
            if column == columns || shade(column) != shade(start) {
                let corners = [(start * SQUARE, row * SQUARE), (column * SQUARE, (row + 1) * SQUARE)];
                let corners = corners.map(|(x, y)| (x as i32, y as i32));
                area.draw(&Rectangle::new(corners, between(shade(start)).filled()))?;
                start = column;
            }
        }
    }
    for (point, t) in x.iter().zip(t) {
        let right = (point[0] - LEFT) / (RIGHT - LEFT) * SIZE[0] as f32;
        let down = (ABOVE - point[1]) / (ABOVE - BELOW) * SIZE[1] as f32;
        let color = if t[0] > 0.5 { LOWER } else { UPPER };
        area.draw(&Circle::new((right as i32, down as i32), 3, color.filled()))?;
    }
    area.present()?;
    Ok(())
}

/// From a light shade of the upper moon's colour to one of the lower's.
fn between(probability: f32) -> RGBColor {
    let mix = |upper: u8, lower: u8| {
        let color = f32::from(upper) + probability * (f32::from(lower) - f32::from(upper));
        (255.0 - 0.4 * (255.0 - color)) as u8
    };
    RGBColor(mix(UPPER.0, LOWER.0), mix(UPPER.1, LOWER.1), mix(UPPER.2, LOWER.2))
}
