//! docs/keys.md holds the table of parameters as the program has it.

use std::fs;
use std::path::Path;

use posse::scenario::parameter_table_markdown;

const BEGIN: &str = "<!-- parameters:begin -->\n";
const END: &str = "<!-- parameters:end -->";
const REFRESH: &str = "cargo test --release --test it refresh_keys_md -- --ignored";

fn path() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/keys.md")
}

/// docs/keys.md before, between and after the markers.
fn parts(text: &str) -> (&str, &str, &str) {
    let (before, rest) =
        text.split_once(BEGIN).expect("docs/keys.md has a marker for the beginning");
    let (table, after) = rest.split_once(END).expect("docs/keys.md has a marker for the end");
    (before, table, after)
}

#[test]
fn keys_md_has_the_parameters_of_the_program() {
    let text = fs::read_to_string(path()).expect("docs/keys.md");
    let (_, table, _) = parts(&text);
    assert!(table == parameter_table_markdown(), "docs/keys.md is out of date: run `{REFRESH}`");
}

/// Writes the table; does nothing else.
#[test]
#[ignore = "writes docs/keys.md"]
fn refresh_keys_md() {
    let text = fs::read_to_string(path()).expect("docs/keys.md");
    let (before, _, after) = parts(&text);
    let table = parameter_table_markdown();
    fs::write(path(), [before, BEGIN, &table, END, after].concat())
        .expect("docs/keys.md is written");
}
