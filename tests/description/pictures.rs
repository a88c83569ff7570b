//! Pictures of graphs, and of what goes along their edges.

use plies::{Add, Affine, Concat, Conv2d, GlobalAvgPool, Mul, Network, Relu, network};

use crate::backward::Kept;
use crate::{Block, Net, Products};

#[test]
fn a_picture_has_a_box_for_each_value_and_an_edge_for_each_reader() {
    let svg = Net::<f32>::to_svg();
    assert_eq!(svg.matches("<rect").count(), 2 + 7);
    // On each of 8 edges between values, and of 2 that lead out: a shape.
    assert_eq!(svg.matches(">[").count(), 8 + 2 + 1, "one is the layer `[Block; 2]`");
    for text in
        [">image<", ">type<", ">blocks<", ">[Block; 2]<", ">[1, 6, 6]<", ">Affine::to({ 2 | 1 } - 2)<"]
    {
        assert!(svg.contains(text), "{text} is not in {svg}");
    }
    // Of the edges out of the network, one leads to the margin; each other ends with the head of an arrow, too.
    assert_eq!(svg.matches(" Z\"").count(), 8 + 2);
    // Nothing of it ends the piece of HTML that it is in Markdown.
    assert!(!svg.contains("\n\n") && svg.ends_with("</svg>\n"));
}

network! {
    struct Branches(x: [4, 6, 6], side: [1]) -> (all: [16, 6, 6], scaled: [1]) {
        a: Conv2d::new(4, 1) from x,
        b1: Conv2d::new(4, 1) from x,
        b2: Conv2d::new(4, 3).padding(1),
        c1: Conv2d::new(4, 1) from x,
        c2: Conv2d::new(4, 3).padding(1),
        c3: Conv2d::new(4, 3).padding(1),
        all: Concat from (b2, c3, a, x),
        mean: GlobalAvgPool,
        one: Affine::to(1),
        scaled: Mul from (one, side),
    }
}

network! {
    struct Square(x: [2]) -> [2] { y: Mul from (x, x), z: Mul from (y, x) }
}

/// A part of a picture that nothing else may touch: left, top, right, bottom.
type Frame = [f64; 4];

/// The number of an attribute.
fn number(element: &str, attribute: &str) -> f64 {
    let start = element.find(&format!(" {attribute}=\"")).unwrap() + attribute.len() + 3;
    element[start..].split('"').next().unwrap().parse().unwrap()
}

/// The boxes of a picture, and the texts that do not lie in one.
fn frames(svg: &str) -> Vec<Frame> {
    let mut frames: Vec<Frame> = svg
        .lines()
        .filter(|line| line.starts_with("<rect"))
        .map(|rect| {
            let [x, y, width, height] = ["x", "y", "width", "height"].map(|name| number(rect, name));
            [x, y, x + width, y + height]
        })
        .collect();
    for text in svg.lines().filter(|line| line.starts_with("<text")) {
        let letters = text.split('>').nth(1).unwrap().split('<').next().unwrap().chars().count();
        let (x, y, half) = (number(text, "x"), number(text, "y"), 7.2 * letters as f64 / 2.0);
        let frame = [x - half, y - 9.0, x + half, y + 2.0];
        let lies_in = |b: &Frame| b[0] < frame[0] && frame[2] < b[2] && b[1] < frame[1] && frame[3] < b[3];
        if !frames.iter().any(lies_in) {
            frames.push(frame);
        }
    }
    frames
}

/// Points along a path of straight lines and curves.
fn points(path: &str) -> Vec<[f64; 2]> {
    let d = path.split('"').nth(1).unwrap().replace('Z', "").replace(['M', 'L'], " L ").replace('C', " C ");
    let mut words = d.split_whitespace().peekable();
    let mut points: Vec<[f64; 2]> = vec![];
    while let Some(kind) = words.next() {
        let mut next = || words.next().unwrap().parse::<f64>().unwrap();
        let [b, c, end] = match kind {
            "C" => std::array::from_fn(|_| [next(), next()]),
            _ => [[next(), next()]; 3],
        };
        let start = points.last().copied().unwrap_or(end);
        let (b, c) = if kind == "C" { (b, c) } else { (start, end) };
        for step in 0..=40 {
            let t = step as f64 / 40.0;
            let weights =
                [(1.0 - t).powi(3), 3.0 * t * (1.0 - t).powi(2), 3.0 * t * t * (1.0 - t), t.powi(3)];
            let along =
                |i: usize| [start, b, c, end].iter().zip(weights).map(|(p, weight)| p[i] * weight).sum();
            points.push([along(0), along(1)]);
        }
    }
    points
}

/// No box or text overlaps another, no edge crosses one, and all lie in the picture.
fn assert_clear(svg: &str) {
    let (frames, head) = (frames(svg), svg.lines().next().unwrap());
    let view: Vec<f64> = head.split('"').nth(3).unwrap().split(' ').map(|n| n.parse().unwrap()).collect();
    let is_inside =
        |[x, y]: [f64; 2]| view[0] <= x && x <= view[0] + view[2] && view[1] <= y && y <= view[1] + view[3];
    for (i, a) in frames.iter().enumerate() {
        assert!(is_inside([a[0], a[1]]) && is_inside([a[2], a[3]]), "{a:?} is outside of {svg}");
        for b in &frames[..i] {
            let apart = a[2] < b[0] || b[2] < a[0] || a[3] < b[1] || b[3] < a[1];
            assert!(apart, "{a:?} and {b:?} overlap in {svg}");
        }
    }
    for path in svg.lines().filter(|line| line.starts_with("<path")) {
        for [x, y] in points(path) {
            assert!(is_inside([x, y]), "{path} leaves {svg}");
            // An arrow may end at the side of a box.
            let holds = |f: &&Frame| f[0] + 0.1 < x && x < f[2] - 0.1 && f[1] + 0.1 < y && y < f[3] - 0.1;
            let touched = frames.iter().find(holds);
            assert!(touched.is_none(), "{path} crosses {touched:?} in {svg}");
        }
    }
}

#[test]
fn in_a_picture_nothing_lies_on_anything_else() {
    for svg in [
        Net::<f32>::to_svg(),
        Block::<f32>::to_svg(),
        Branches::<f32>::to_svg(),
        Square::<f32>::to_svg(),
        Products::<f32>::to_svg(),
        Kept::<f32>::to_svg(),
    ] {
        assert_clear(&svg);
    }
}

network! {
    struct Price(apple: [], apple_num: [], orange: [], orange_num: [], tax: []) -> [] {
        apple_price: Mul from (apple, apple_num),
        orange_price: Mul from (orange, orange_num),
        all_price: Add from (apple_price, orange_price),
        price: Mul from (all_price, tax),
    }
}

network! {
    struct Score(x: [4]) -> [] {
        affine1: Affine::to(3),
        // A name that nothing reads is what is tried.
        #[allow(unused_variables)]
        aside: Relu,
        affine2: Affine::to(4) from affine1,
        both: Add from (affine2, x),
        score: plies::Sum,
    }
}

#[test]
fn values_and_gradients_stand_on_the_edges() {
    let svg = Price::<f64>::zeros().to_svg_with_values(&([100.0], [2.0], [150.0], [3.0], [1.1]));
    let texts: Vec<_> = svg.lines().filter(|line| line.starts_with("<text")).collect();
    let numbers = texts.iter().map(|text| text.split('>').nth(1).unwrap().split('<').next().unwrap());
    let numbers: Vec<f64> = numbers.filter_map(|text| text.parse().ok()).collect();
    // As in the book: of each edge in order the value forward, and the gradient backward.
    let edges = [
        [100.0, 2.2],
        [2.0, 110.0],
        [150.0, 3.3],
        [3.0, 165.0],
        [200.0, 1.1],
        [450.0, 1.1],
        [650.0, 1.1],
        [1.1, 650.0],
        [715.0, 1.0],
    ];
    assert_eq!(numbers, edges.concat(), "{svg}");
    assert_clear(&svg);
    // Of several numbers the first are shown; what does not run stands in nobody's way.
    let svg = Score::<f32>::new(1).to_svg_with_values(&[0.5, -1.0, 2.0, 0.25]);
    assert!(svg.contains(">[0.5, -1, 2, …]<") && svg.contains(">[1, 1, 1, …]<"), "{svg}");
    assert_clear(&svg);
}

network! {
    /// `2 x³ + x²`: values that are read twice, by one node and by several.
    struct Twofold(x: []) -> [] {
        square: Mul from (x, x),
        cube: Mul from (square, x),
        twice: Add from (cube, cube),
        both: Add from (twice, square),
    }
}

#[test]
fn on_each_edge_of_a_value_stands_the_sum_of_its_gradients() {
    let svg = Twofold::<f64>::zeros().to_svg_with_values(&[3.0]);
    let texts = svg.lines().filter(|line| line.starts_with("<text"));
    let numbers = texts.filter_map(|text| text.split('>').nth(1)?.split('<').next()?.parse().ok());
    let numbers: Vec<f64> = numbers.collect();
    let mut edges: Vec<_> = numbers.as_chunks::<2>().0.to_vec();
    edges.sort_by(|a, b| a.partial_cmp(b).unwrap());
    let (x, square, cube) = ([3.0, 60.0], [9.0, 7.0], [27.0, 2.0]);
    assert_eq!(edges, [x, x, x, square, square, cube, cube, [54.0, 1.0], [63.0, 1.0]]);
}
