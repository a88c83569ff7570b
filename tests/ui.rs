//! What the compiler says of wrong networks: one mistake a file, one error a mistake.
//!
//! `TRYBUILD=overwrite cargo test --test ui` writes the texts anew. Read them as a user would before you keep them.

#[test]
fn mistakes() {
    trybuild::TestCases::new().compile_fail("tests/ui/*.rs");
}
