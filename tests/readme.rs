//! The README shows what the compiler says.

const README: &str = include_str!("../README.md");

#[test]
fn the_errors_are_the_compilers() {
    for (file, error) in [
        ("tests/ui/shapes/input_size.rs", include_str!("ui/shapes/input_size.stderr")),
        ("tests/ui/weights/another_shape.rs", include_str!("ui/weights/another_shape.stderr")),
        ("tests/ui/budgets/too_many_parameters.rs", include_str!("ui/budgets/too_many_parameters.stderr")),
    ] {
        let shown = error.replace(file, "src/main.rs");
        assert!(README.contains(shown.trim_end()), "the README should show:\n{shown}");
    }
}

#[test]
fn the_table_names_every_layer_loss_and_optimizer() {
    for exports in [
        include_str!("../runtime/layers/mod.rs"),
        include_str!("../runtime/loss/mod.rs"),
        include_str!("../runtime/optimizer/mod.rs"),
    ] {
        let table = README.lines().filter(|line| line.starts_with('|')).collect::<String>();
        let modules = exports.lines().filter_map(|line| line.strip_prefix("mod "));
        let mut named = 0;
        for module in modules.map(|module| module.trim_end_matches(';')) {
            let name: String = module.split('_').map(capitalized).collect();
            // A module that does not export its own name holds what the others share, or what they learn.
            let is_exported =
                |line: &str| line.split(|c: char| !c.is_alphanumeric()).any(|word| word == name);
            let exported = exports.lines().any(|line| line.starts_with("pub use") && is_exported(line));
            if exported && !["Updates", "WeightAndBias"].contains(&&name[..]) {
                assert!(table.contains(&format!("`{name}`")), "the README's table lacks `{name}`");
                named += 1;
            }
        }
        assert!(named > 4, "the exports are read wrongly");
    }
}

fn capitalized(word: &str) -> String {
    word[..1].to_uppercase() + &word[1..]
}
