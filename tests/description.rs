//! What networks say of themselves.

use std::panic::catch_unwind;
use std::{env, fs};

use plies::{
    Add, Affine, BatchNorm, Concat, Conv2d, GlobalAvgPool, MatMul, Mul, Network, NodeInfo, Parameters, Relu,
    Shape, SoftmaxWithLoss, keep_description, network,
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
}

#[test]
fn a_summary_is_a_table() {
    assert_eq!(
        Net::<f32>::summary(),
        "\
`Net` gives `class: [3]`, `size: [1]`.

| node     | layer                          | fed by         | gives       | parameters | multiply-adds |
| -------- | ------------------------------ | -------------- | ----------- | ---------: | ------------: |
| `image`  | input                          |                | `[1, 6, 6]` |            |               |
| `type`   | input                          |                | `[2]`       |            |               |
| `conv1`  | `Conv2d::new(4, 3).padding(1)` | `image`        | `[4, 6, 6]` |         40 |          1296 |
| `blocks` | `[Block; 2]`                   | `conv1`        | `[4, 6, 6]` |        312 |         10368 |
| `mean`   | `GlobalAvgPool`                | `blocks`       | `[4]`       |            |               |
| `both`   | `Concat`                       | `mean`, `type` | `[6]`       |            |               |
| `relu1`  | `Relu`                         | `both`         | `[6]`       |            |               |
| `class`  | `Affine::to(3)`                | `relu1`        | `[3]`       |         21 |            18 |
| `size`   | `Affine::to({ 2 \\| 1 } - 2)`   | `both`         | `[1]`       |          7 |             6 |
|          |                                |                | all         |        380 |         11688 |
"
    );
}

#[test]
fn a_picture_has_a_box_for_each_value_and_an_edge_for_each_reader() {
    let svg = Net::<f32>::to_svg();
    assert_eq!(svg.matches("<rect").count(), 2 + 7);
    for text in
        [">image<", ">type<", ">blocks<", ">[Block; 2]<", ">[1, 6, 6]<", ">Affine::to({ 2 | 1 } - 2)<"]
    {
        assert!(svg.contains(text), "{text} is not in {svg}");
    }
    // 8 edges, of which that of `type` passes three rows.
    assert_eq!(svg.matches("<path").count(), 8 + 3);
    // Nothing of it ends the piece of HTML that it is in Markdown.
    assert!(!svg.contains("\n\n") && svg.ends_with("</svg>\n"));
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
