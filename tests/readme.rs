//! The README shows what the compiler says.

const README: &str = include_str!("../README.md");

#[test]
fn the_error_is_the_compilers() {
    let error = include_str!("ui/shapes/input_size.stderr");
    let shown = error.replace("tests/ui/shapes/input_size.rs", "src/main.rs");
    assert!(README.contains(shown.trim_end()), "the README should show:\n{shown}");
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
