//! What networks say of themselves.

mod backward;
mod graphs;
mod pictures;

use std::panic::catch_unwind;
use std::{env, fs};

use plies::{
    Add, Affine, AvgPool2d, BatchNorm, Concat, Conv2d, Flatten, GlobalAvgPool, MatMul, Mul, Network,
    NodeInfo, Parameters, Relu, Shape, SoftmaxWithLoss, Tape, Workspace, keep_description, network,
};

network! {
    pub(crate) struct Block(x: [4, 6, 6]) -> [4, 6, 6] {
        conv1: Conv2d::new(4, 3).padding(1),
        norm1: BatchNorm::new(),
        sum: Add from (norm1, x),
    }
}

network! {
    pub(crate) struct Net(image: [1, 6, 6], r#type: [2]) -> (class: [3], size: [1]) {
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
    pub(crate) struct Products(a: [2, 3], b: [3, 4], c: [2, 4]) -> [2, 4] {
        product: MatMul from (a, b),
        scaled: Mul from (product, c),
    }
}

network! {
    #[budget(ram = "192 B")]
    pub(crate) struct Pooled(x: [1, 8, 8]) -> [16] { pool1: AvgPool2d::new(2), flatten1: Flatten }
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
    // The pool adds up in working memory as large as what it gives.
    assert_eq!(Pooled::<f32>::NODES[0].working_memory, 4 * 16);
    assert_eq!(Products::<f32>::NODES[1].working_memory, 0);
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
