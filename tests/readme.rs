//! The README shows what the compiler says.

const README: &str = include_str!("../README.md");

#[test]
fn the_error_is_the_compilers() {
    let error = include_str!("ui/input_size.stderr");
    let shown = error.replace("tests/ui/input_size.rs", "src/main.rs");
    assert!(README.contains(shown.trim_end()), "the README should show:\n{shown}");
}

#[test]
fn the_table_names_every_layer_and_loss() {
    for (row, exports) in [
        ("| layers |", include_str!("../runtime/layers/mod.rs")),
        ("| losses |", include_str!("../runtime/loss/mod.rs")),
        ("| optimizers |", include_str!("../runtime/optimizer/mod.rs")),
    ] {
        let row = README.lines().find(|line| line.starts_with(row)).expect("the table has such a row");
        let modules = exports.lines().filter_map(|line| line.strip_prefix("mod "));
        for module in modules.map(|module| module.trim_end_matches(';')) {
            let name: String = module.split('_').map(capitalized).collect();
            assert!(row.contains(&format!("`{name}`")), "the README's table lacks `{name}`");
        }
    }
}

fn capitalized(word: &str) -> String {
    word[..1].to_uppercase() + &word[1..]
}
