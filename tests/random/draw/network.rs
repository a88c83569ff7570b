use crate::dice::Dice;

/// A declaration, and what is to be tested of it.
pub struct Network {
    inputs: Vec<Vec<usize>>,
    output: Vec<usize>,
    /// The lines of the declaration.
    lines: Vec<String>,
    /// What is declared before it.
    before: String,
    /// The fewest samples that make sense.
    least: usize,
    /// How to draw targets for its loss, if it has one.
    targets: Option<&'static str>,
}

impl Network {
    /// From inputs called `x0`, `x1`, … to an output.
    pub fn new(inputs: &[Vec<usize>], output: &[usize], lines: &[String]) -> Self {
        Network {
            inputs: inputs.to_vec(),
            output: output.to_vec(),
            lines: lines.to_vec(),
            before: String::new(),
            least: 1,
            targets: None,
        }
    }

    /// One layer, from a shape to another.
    pub fn layer(input: Vec<usize>, layer: impl Into<String>, output: Vec<usize>) -> Self {
        Network::new(&[input], &output, &[format!("y: {}", layer.into())])
    }

    /// Another declaration, that this one names.
    pub fn before(mut self, before: String) -> Self {
        self.before = before;
        self
    }

    /// Draws at least so many samples.
    pub fn at_least(mut self, samples: usize) -> Self {
        self.least = samples;
        self
    }

    /// Adds a loss, and says how its targets are drawn.
    pub fn loss(mut self, loss: String, targets: &'static str) -> Self {
        self.lines.push(format!("loss: {loss}"));
        self.targets = Some(targets);
        self
    }

    /// A test of it.
    pub fn test(&self, draw: u64, dice: &mut Dice) -> String {
        let inputs: Vec<_> =
            self.inputs.iter().enumerate().map(|(i, shape)| format!("x{i}: {shape:?}")).collect();
        let lines: String = self.lines.iter().map(|line| format!("            {line},\n")).collect();
        let (inputs, output, before) = (inputs.join(", "), &self.output, &self.before);
        let net = format!("struct Net({inputs}) -> {output:?} {{\n{lines}        }}");
        let (samples, seed) = (dice.number(self.least..=self.least + 4), dice.number(0..=9999));
        let check = match self.targets {
            Some(targets) => format!("check_loss::<Net<f64>, _, _>(DECLARED, {samples}, {seed}, {targets})"),
            None => format!("check::<Net<f64>, _>(DECLARED, {samples}, {seed})"),
        };
        format!(
            "    #[test]\n    fn draw_{draw}() {{\n        const DECLARED: &str = r\"{before}{net}\";\n        {before}\
             network! {{ {net} }}\n        {check};\n    }}\n\n"
        )
    }
}
