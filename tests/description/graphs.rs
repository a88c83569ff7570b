//! Graphs for other programs.

use plies::{Add, Network, network};

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
