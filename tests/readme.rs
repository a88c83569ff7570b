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
    for exports in [include_str!("../runtime/layers/mod.rs"), include_str!("../runtime/loss/mod.rs")] {
        for line in exports.lines().filter(|line| line.starts_with("pub use ")) {
            let name = line.rsplit("::").next().unwrap().trim_matches(|c: char| !c.is_alphanumeric());
            let name = name.split(", ").next().unwrap();
            assert!(README.contains(&format!("`{name}`")), "the README's table lacks `{name}`");
        }
    }
}
