//! What networks say of themselves.

use std::panic::catch_unwind;
use std::{env, fs};

use plies::{
    Add, Affine, BatchNorm, Concat, Conv2d, GlobalAvgPool, MatMul, Mul, Network, NodeInfo, Parameters, Relu,
    Shape, SoftmaxWithLoss, Tape, Workspace, keep_description, network,
};

network! {
    struct Block(x: [4, 6, 6]) -> [4, 6, 6] {
        conv1: Conv2d::new(4, 3).padding(1),
        norm1: BatchNorm::new(),
        sum: Add from (norm1, x),
    }
}

network! {
    struct Net(image: [1, 6, 6], r#type: [2]) -> (class: [3], size: [1]) {
        conv1: Conv2d::new(4, 3).padding(1) from image,
        blocks: [Block; 2],
        mean: GlobalAvgPool,
        both: Concat from (mean, r#type),
        relu1: Relu,
        class: Affine::to(3),
        #[frozen]
        size: Affine::to({ 2 | 1 } - 2) from both,
        loss: SoftmaxWithLoss from class,
    }
}

network! {
    struct Products(a: [2, 3], b: [3, 4], c: [2, 4]) -> [2, 4] {
        product: MatMul from (a, b),
        scaled: Mul from (product, c),
    }
}

const NODES: &[NodeInfo] = Net::<f32>::NODES;

#[test]
fn constants_say_what_there_is() {
    // In a constant, and the same for each scalar.
    const BLOCKS: NodeInfo = NODES[1];
    assert_eq!((BLOCKS.name, BLOCKS.layer, BLOCKS.feeds), ("blocks", "[Block; 2]", &["conv1"][..]));
    assert_eq!(BLOCKS.shapes.output(), Shape::image(4, 6, 6));
    // Weights and biases of the convolution, gains and shifts of the normalisation, but not its statistics.
    assert_eq!(BLOCKS.parameters, 2 * (4 * 4 * 9 + 4 + 4 + 4));
    assert_eq!(BLOCKS.multiply_adds, 2 * 4 * 4 * 9 * 36);
    assert_eq!(
        (Net::<f64>::NAME, Net::<f64>::INPUTS, Net::<f64>::OUTPUTS),
        ("Net", &["image", "type"][..], &["class", "size"][..])
    );
    let parameters = NODES.iter().map(|node| node.parameters).sum::<usize>();
    assert_eq!((Net::<f32>::PARAMETERS, <Net as Parameters<f32>>::COUNT), (parameters, parameters));
    assert_eq!(Products::<f32>::NODES[0].multiply_adds, 2 * 3 * 4);
    assert_eq!(Products::<f32>::MULTIPLY_ADDS, 2 * 3 * 4);
    const INPUT: Shape = Net::<f32>::INPUT_SHAPES[1];
    const OUTPUT: Shape = Net::<f32>::OUTPUT_SHAPES[0];
    assert_eq!((INPUT.to_string(), OUTPUT.to_string()), ("[2]".to_owned(), "[3]".to_owned()));
}

#[test]
fn what_a_gradient_changes_is_counted() {
    let trained: Vec<_> = NODES.iter().map(|node| node.trained).collect();
    assert_eq!(trained, [40, 312, 0, 0, 0, 21, 0], "`size` is frozen");
    assert_eq!((NODES[6].parameters, <Net as Parameters<f32>>::TRAINED), (7, 373));
    // Statistics lie beside what is trained.
    const STATISTICS: usize = 2 * 2 * 4;
    assert_eq!(NODES[1].bytes, 4 * (312 + STATISTICS));
    assert_eq!(NODES.iter().map(|node| node.bytes).sum::<usize>(), size_of::<Net<f32>>());
}

network! {
    struct Ends(a: [5], b: [5]) -> [3] {
        affine1: Affine::to(7) from a,
        affine2: Affine::to(7) from b,
        sum: Add from (affine1, affine2),
        affine3: Affine::to(3),
    }
}

network! {
    struct Kept(x: [5]) -> [3] {
        #[frozen]
        affine1: Affine::to(5),
        ends: Ends from (affine1, x),
        head: Affine::to(3),
        #[allow(unused_variables)]
        aside: Affine::to(9) from x,
        sum: Add from (ends, head),
        #[frozen]
        last: Affine::to(3),
    }
}

network! {
    struct Twice(x: [4]) -> [4] { affine1: Affine::to(4), affine2: Affine::to(4) }
}

network! {
    struct Rows(x: [4]) -> [4] {
        #[frozen]
        first: Twice,
        twice: [Twice; 3],
        #[frozen]
        again: [Twice; 2],
    }
}

/// Takes three products for its parameters, and five for each input.
#[derive(Clone, Copy)]
struct Own;

impl Own {
    const fn shape_rule(self, inputs: plies::Inputs) -> plies::Rule {
        plies::Rule::takes([inputs.one()]).gives(inputs.one()).multiply_adds(1).backward_multiply_adds(3, 5)
    }
}

impl plies::Activation for Own {
    fn activate<T: plies::Scalar>(self, x: T) -> T {
        x
    }

    fn slope<T: plies::Scalar>(self, _: T, _: T) -> T {
        T::one()
    }
}

network! {
    struct Owned(x: [4]) -> [4] { own1: Own, affine1: Affine::to(4), owns: [Own; 2] }
}

#[test]
fn backward_counts_what_it_computes_and_nothing_else() {
    let backward =
        |nodes: &[NodeInfo]| nodes.iter().map(|node| node.backward_multiply_adds).collect::<Vec<_>>();
    // The first two have no gradient of their inputs to compute, the last one has both.
    assert_eq!(backward(Ends::<f32>::NODES), [35, 35, 0, 2 * 21]);
    // Above the nested network nothing is trained; its own last layer is asked for both. What is frozen behind passes its
    // gradient on; what is aside does not run.
    const ENDS: usize = 35 + 35 + 2 * 21;
    assert_eq!(backward(Kept::<f32>::NODES), [0, ENDS, 2 * 9, 0, 0, 9]);
    assert_eq!(Kept::<f32>::BACKWARD_MULTIPLY_ADDS, ENDS + 2 * 9 + 9);
    // Nothing goes back to `first`; the first of three is not asked for what feeds it; frozen ones for that alone.
    assert_eq!(backward(Rows::<f32>::NODES), [0, 3 * 4 * 16 - 16, 2 * 2 * 16]);
    // A rule's own count: nothing is trained above `own1`, and neither of `owns` has parameters.
    assert_eq!(backward(Owned::<f32>::NODES), [0, 16, 2 * 5]);
    // Products of two inputs, of which no gradient is asked.
    assert_eq!(Products::<f32>::BACKWARD_MULTIPLY_ADDS, 0);
}

#[test]
fn a_summary_is_a_table() {
    let summary = Net::<f32>::summary();
    let (nodes, totals) = summary.rsplit_once("\n\n").unwrap();
    assert_eq!(
        nodes,
        "\
`Net` gives `class: [3]`, `size: [1]`.

| node     | layer                                | fed by         | output shape | parameters | multiply-adds | backward |
| -------- | ------------------------------------ | -------------- | ------------ | ---------: | ------------: | -------: |
| `image`  | input                                |                | `[1, 6, 6]`  |            |               |          |
| `type`   | input                                |                | `[2]`        |            |               |          |
| `conv1`  | `Conv2d::new(4, 3).padding(1)`       | `image`        | `[4, 6, 6]`  |         40 |          1296 |     1296 |
| `blocks` | `[Block; 2]`                         | `conv1`        | `[4, 6, 6]`  |        312 |         10368 |    20736 |
| `mean`   | `GlobalAvgPool`                      | `blocks`       | `[4]`        |            |               |          |
| `both`   | `Concat`                             | `mean`, `type` | `[6]`        |            |               |          |
| `relu1`  | `Relu`                               | `both`         | `[6]`        |            |               |          |
| `class`  | `Affine::to(3)`                      | `relu1`        | `[3]`        |         21 |            18 |       36 |
| `size`   | `Affine::to({ 2 \\| 1 } - 2)`, frozen | `both`         | `[1]`        |          7 |             6 |        6 |
|          |                                      |                | all          |        380 |         11688 |    22074 |"
    );
    const TAPES: [usize; 2] = [size_of::<Tape<Net, 1>>(), size_of::<Tape<Net, 2>>()];
    const WORKSPACE: usize = size_of::<Workspace<Net, 1>>();
    let cells = |row: &str| row.trim_matches('|').split('|').map(|cell| cell.trim().to_owned()).collect();
    let rows: Vec<Vec<String>> = totals.lines().skip(2).map(cells).collect();
    let expected = [
        ("trained parameters", 373),
        ("frozen parameters", 7),
        ("bytes of the parameters", size_of::<Net<f32>>()),
        ("bytes of the tape for 1 sample", TAPES[0]),
        ("bytes of the tape for each further sample", TAPES[1] - TAPES[0]),
        ("bytes of the workspace for 1 sample", WORKSPACE),
    ];
    assert_eq!(rows, expected.map(|(what, count)| vec![what.to_owned(), count.to_string()]));
    let widths: Vec<_> = totals.lines().map(|line| line.chars().count()).collect();
    assert!(widths.iter().all(|width| *width == widths[0]), "{totals}");
}

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

/// A layer whose text means something to every language of graphs.
#[derive(Clone, Copy)]
struct Said(&'static str);

impl Said {
    const fn shape_rule(self, inputs: plies::Inputs) -> plies::Rule {
        plies::Rule::takes([inputs.one()]).gives(inputs.one())
    }
}

impl plies::Activation for Said {
    fn activate<T: plies::Scalar>(self, x: T) -> T {
        if self.0.is_empty() { T::zero() } else { x }
    }

    fn slope<T: plies::Scalar>(self, _: T, _: T) -> T {
        T::one()
    }
}

network! {
    struct Odd(node: [2], r#type: [2]) -> (end: [2], sum: [2]) {
        sum: Add from (node, r#type),
        end: Said("a \\ \"b\" <br> #1 & `c` $$"),
    }
}

#[test]
fn every_language_of_graphs_says_what_is_written() {
    assert_eq!(
        Odd::<f32>::to_dot(),
        r##"digraph "Odd" {
    node [shape=box, style=rounded, fontname=monospace];
    edge [fontname=monospace];
    "node" [label="node\ninput", style="rounded,dashed"];
    "type" [label="type\ninput", style="rounded,dashed"];
    "sum" [label="sum\nAdd"];
    "end" [label="end\nSaid(\"a \\\\ \\\"b\\\" <br> #1 & `c` $$\")"];
    "node" -> "sum" [label="[2]"];
    "type" -> "sum" [label="[2]"];
    "sum" -> "end" [label="[2]"];
    "output end" [shape=none, label="", width=0, height=0];
    "end" -> "output end" [label="[2]"];
    "output sum" [shape=none, label="", width=0, height=0];
    "sum" -> "output sum" [label="[2]"];
}
"##
    );
    assert_eq!(
        Odd::<f32>::to_mermaid(),
        r##"flowchart TD
    v0(["node<br/>input"])
    v1(["type<br/>input"])
    v2["sum<br/>Add"]
    v3["end<br/>Said(#34;a #92;#92; #92;#34;b#92;#34; #60;br#62; #35;1 #38; #96;c#96; #36;#36;#34;)"]
    v0 -->|"[2]"| v2
    v1 -->|"[2]"| v2
    v2 -->|"[2]"| v3
    v3 -->|"[2]"| y3((" "))
    v2 -->|"[2]"| y2((" "))
"##
    );
    let svg = Odd::<f32>::to_svg();
    let layer = r#">Said(&quot;a \\ \&quot;b\&quot; &lt;br&gt; #1 &amp; `c` $$&quot;)<"#;
    assert!(svg.contains(layer), "{layer} is not in {svg}");
}

#[test]
fn a_description_of_another_network_is_noticed() {
    let file = env::temp_dir().join(format!("plies-description-{}.md", std::process::id()));
    fs::write(&file, Net::<f32>::describe().replace('\n', "\r\n")).unwrap();
    keep_description::<Net<f32>>(&file);
    let keep = |file| catch_unwind(move || keep_description::<Block<f32>>(file)).unwrap_err();
    let message = *keep(file.clone()).downcast::<String>().unwrap();
    assert!(
        message.contains("describes another network than `Block`") && message.contains("plies-description"),
        "{message}"
    );
    fs::remove_file(&file).unwrap();
    let message = *keep(file).downcast::<String>().unwrap();
    assert!(message.starts_with("cannot read"), "{message}");
}
