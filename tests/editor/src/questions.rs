//! What is asked, and what the answer must hold.

/// The file in the editor.
pub const PROGRAM: &str = "\
use plies::{Add, Affine, Conv2d, MaxPool2d, Network, Relu, SoftmaxWithLoss, network};

network! {
    /// Reads digits.
    pub struct Net(image: [1, 28, 28]) -> [10] {
        conv1: Conv2d::new(6, 5),
        relu1: Relu,
        pool1: MaxPool2d::new(2),
        affine1: Affine::to(50),
        relu2: Relu,
        around: Affine::to(50) from image,
        sum: Add from (relu2, around),
        affine2: Affine::new(50, 10),
        loss: SoftmaxWithLoss,
    }
}

fn main() {
    let net = Net::<f32>::new(1);
    let weight = &net.affine1.weight;
    let last = &net.affine2.bias;
    let y = net.predict_one(&[0.0; 784], &mut Net::workspace::<1>());
    println!(\"{:?} {:?} {:?}\", weight.shape(), last.shape(), y);
}
";

const LAST: &str = "affine2: Affine::new(50, 10),";

/// What is asked of the words around `|`.
pub enum Ask {
    Hover(&'static str),
    Complete(&'static str),
    Definition(&'static str),
    Errors,
}

pub struct Question {
    pub what: &'static str,
    /// What is typed before it is asked: in the place of some words, others.
    pub edit: Option<(&'static str, &'static str)>,
    pub ask: Ask,
    /// What the answer holds.
    has: &'static [&'static str],
    /// What it does not hold.
    has_not: &'static [&'static str],
}

impl Question {
    /// What is not as it should be, if anything.
    pub fn finding(&self, answer: &str) -> Option<String> {
        let missing = self.has.iter().find(|words| !answer.contains(**words));
        let superfluous = self.has_not.iter().find(|words| answer.contains(**words));
        let errors = answer.matches("error: ").count();
        match (missing, superfluous) {
            (Some(words), _) => Some(format!("the answer should hold {words:?}:")),
            (_, Some(words)) => Some(format!("the answer should not hold {words:?}:")),
            _ if errors > 1 => Some(format!("one mistake is {errors} errors:")),
            _ => None,
        }
    }
}

pub fn all() -> Vec<Question> {
    let on = |what, ask, has| Question { what, edit: None, ask, has, has_not: &["__"] };
    let typed =
        |what, line, ask, has| Question { what, edit: Some((LAST, line)), ask, has, has_not: &["__"] };
    vec![
        on(
            "a network shows its shapes and counts",
            Ask::Hover("struct |Net"),
            &["[1, 28, 28] → [10], 83166 parameters, 169300 multiply-adds", "Reads digits."],
        ),
        on("an input shows its shape", Ask::Hover("|image: ["), &["[1, 28, 28]"]),
        on(
            "a node shows its shapes and counts",
            Ask::Hover("|conv1: Conv"),
            &["[1, 28, 28] → [6, 24, 24], 156 parameters, 86400 multiply-adds"],
        ),
        on("a node that several values feed shows them all", Ask::Hover("|sum: Add"), &["[50], [50] → [50]"]),
        on("a name behind `from` shows the same", Ask::Hover("from |image"), &["[1, 28, 28]"]),
        on(
            "a name behind `from` leads to its node",
            Ask::Definition("(relu2, |around)"),
            &["around: Affine::to(50) from image,"],
        ),
        Question {
            has_not: &[],
            ..on(
                "a layer shows its documentation",
                Ask::Hover("|Conv2d::new(6"),
                &["pub struct Conv2d", "convolution"],
            )
        },
        on("a setting shows its documentation", Ask::Hover("Conv2d::|new(6"), &["pub const fn new"]),
        on("a matrix shows its size", Ask::Hover("let |weight"), &["Const<864>, Const<50>"]),
        on("there is no error", Ask::Errors, &[]),
        on(
            "the fields of a node are completed",
            Ask::Complete("net.affine1.|weight"),
            &["weight\n", "bias\n"],
        ),
        typed(
            "a layer is completed",
            "affine2: Aff",
            Ask::Complete("affine2: Aff|"),
            &["Affine\n", "Conv2d\n"],
        ),
        typed(
            "what makes a layer is completed",
            "affine2: Affine::",
            Ask::Complete("affine2: Affine::|"),
            &["new\n", "to\n"],
        ),
        typed(
            "the same where it has begun",
            "affine2: Affine::t",
            Ask::Complete("affine2: Affine::t|"),
            &["new\n", "to\n"],
        ),
        typed("a setting is completed", "affine2: Affine::to(10).", Ask::Complete("to(10).|"), &["init\n"]),
        typed(
            "a name behind `from` is completed",
            "affine2: Affine::to(10) from (re",
            Ask::Complete("from (re|"),
            &["relu1\n", "relu2\n"],
        ),
        typed(
            "the same without parentheses",
            "affine2: Affine::to(10) from re,",
            Ask::Complete("from re|"),
            &["relu1\n", "relu2\n"],
        ),
        typed("half a layer is one error", "affine2: Affine::", Ask::Errors, &["function after `::`"]),
        typed("half a setting is one error", "affine2: Affine::to(10).", Ask::Errors, &["method after `.`"]),
        typed(
            "a name and a colon are one error",
            "affine2:",
            Ask::Errors,
            &["expected the layer of `affine2`"],
        ),
        typed(
            "an unknown name is one error",
            "affine2: Affine::to(10) from re,",
            Ask::Errors,
            &["there is no `re`"],
        ),
        typed(
            "other nodes keep their sizes beside half a layer",
            "affine2: Affine::",
            Ask::Hover("let |weight"),
            &["Const<864>, Const<50>"],
        ),
        typed(
            "other nodes keep their sizes beside half a setting",
            "affine2: Affine::to(10).",
            Ask::Hover("let |weight"),
            &["Const<864>, Const<50>"],
        ),
        typed(
            "other nodes keep their sizes beside a name and a colon",
            "affine2:",
            Ask::Hover("let |weight"),
            &["Const<864>, Const<50>"],
        ),
        typed(
            "other nodes show their shapes beside half a layer",
            "affine2: Affine::",
            Ask::Hover("|conv1: Conv"),
            &["[6, 24, 24]"],
        ),
    ]
}
