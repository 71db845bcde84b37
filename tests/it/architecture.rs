//! The drawing in ARCHITECTURE.md is true: who uses whom, and which crates.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

const DOCUMENT: &str = include_str!("../../ARCHITECTURE.md");
const MANIFEST: &str = include_str!("../../Cargo.toml");
const LIBRARY: &str = include_str!("../../src/lib.rs");
const POLICY: &str = include_str!("../../src/sales/policy.rs");
const PLANS: &str = include_str!("../../src/sales/pay/plan.rs");
const RULES_ON_BUYERS: &str = include_str!("../../src/sales/buyer/rules.rs");

/// Modules in which nothing may depend on the machine, the clock or the order of threads.
const PURE: [&str; 5] = ["math", "engine", "stats", "sales", "scenario"];
const IMPURE: [&str; 7] =
    ["HashMap", "HashSet", "Instant", "SystemTime", "RandomState", "thread", "rayon"];

/// A row of the table of modules.
struct Row {
    module: String,
    may_use: Vec<String>,
    crates: Vec<String>,
}

/// The table of modules in ARCHITECTURE.md.
fn rows() -> Vec<Row> {
    let lines = DOCUMENT.lines().skip_while(|line| !line.starts_with("| module | may use |"));
    let rows = lines.skip(2).take_while(|line| line.starts_with('|')).map(|line| {
        let cells: Vec<&str> = line.split('|').collect();
        let module = quoted(cells[1]).remove(0);
        Row { module, may_use: quoted(cells[2]), crates: quoted(cells[3]) }
    });
    rows.collect()
}

/// The words between backticks.
fn quoted(cell: &str) -> Vec<String> {
    cell.split('`').skip(1).step_by(2).map(str::to_owned).collect()
}

/// A source file: its path from the crate's root, its module, its text without comments.
struct Source {
    path: String,
    module: String,
    code: String,
}

fn sources() -> Vec<Source> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files = Vec::new();
    find(&root.join("src"), &mut files);
    files.sort();
    let source = |file: PathBuf| {
        let path = file.strip_prefix(root).expect("a file of the crate");
        let path = path.to_str().expect("a path in UTF-8").replace('\\', "/");
        let inner = path.strip_prefix("src/").expect("a source file");
        let module = inner.split('/').next().unwrap_or(inner).trim_end_matches(".rs").to_owned();
        let text = fs::read_to_string(&file).expect("a text");
        let code: Vec<&str> =
            text.lines().map(|line| line.split("//").next().unwrap_or("")).collect();
        Source { path, module, code: code.join("\n") }
    };
    files.into_iter().map(source).filter(|s| s.module != "lib" && s.module != "main").collect()
}

pub(crate) fn find(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            find(&path, files);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// What follows each `start` that begins a path, e.g. `engine::law::Law` after `crate::`.
fn after<'c>(code: &'c str, start: &'c str) -> impl Iterator<Item = &'c str> {
    code.match_indices(start).filter_map(|(at, _)| {
        let before = code[..at].chars().next_back();
        let begins = before.is_none_or(|c| !is_word(c) && c != ':');
        begins.then_some(&code[at + start.len()..])
    })
}

fn first_word(text: &str) -> &str {
    &text[..text.find(|c| !is_word(c)).unwrap_or(text.len())]
}

/// The crates of `[dependencies]`, as they are called in code.
fn dependencies() -> Vec<String> {
    let lines = MANIFEST.lines().skip_while(|line| *line != "[dependencies]").skip(1);
    let lines = lines.take_while(|line| !line.starts_with('['));
    lines
        .filter_map(|line| line.split_once('='))
        .map(|(name, _)| name.trim().replace('-', "_"))
        .collect()
}

#[test]
fn every_public_module_stands_in_the_table() {
    let public: BTreeSet<String> = LIBRARY
        .lines()
        .filter_map(|l| l.strip_prefix("pub mod ")?.strip_suffix(';'))
        .map(str::to_owned)
        .collect();
    let listed: BTreeSet<String> = rows().into_iter().map(|row| row.module).collect();
    assert_eq!(public, listed, "lib.rs on the left, ARCHITECTURE.md on the right");
}

#[test]
fn each_module_uses_only_what_stands_below_it() {
    let rows = rows();
    for source in sources() {
        let row = rows.iter().find(|row| row.module == source.module).expect("a listed module");
        for path in after(&source.code, "crate::") {
            assert!(!path.starts_with('{'), "{}: one `use crate::` a line", source.path);
            let used = first_word(path);
            assert!(
                used == source.module || row.may_use.iter().any(|m| m == used),
                "{}: `{}` may not use `{used}`",
                source.path,
                source.module
            );
        }
    }
}

#[test]
fn the_table_has_no_cycle() {
    let rows = rows();
    for (at, row) in rows.iter().enumerate() {
        for used in &row.may_use {
            let below = rows[..at].iter().any(|other| other.module == *used);
            assert!(below, "`{}` uses `{used}`, which does not stand above it", row.module);
        }
    }
}

#[test]
fn scenarios_know_of_the_engine_only_laws_and_places() {
    for source in sources().iter().filter(|source| source.module == "scenario") {
        for path in after(&source.code, "crate::engine::") {
            let plain = path.starts_with("law::") || path.starts_with("random::Place");
            assert!(plain, "{}: `engine::{}`", source.path, path.lines().next().unwrap_or(""));
        }
    }
}

#[test]
fn each_crate_is_used_only_where_the_table_allows_it() {
    let rows = rows();
    for source in sources() {
        let row = rows.iter().find(|row| row.module == source.module).expect("a listed module");
        for name in dependencies() {
            let is_used = after(&source.code, &format!("{name}::")).next().is_some();
            assert!(
                !is_used || row.crates.contains(&name),
                "{}: `{}` may not use the crate `{name}`",
                source.path,
                source.module
            );
        }
    }
}

#[test]
fn every_crate_is_used_and_has_its_reason() {
    let sources = sources();
    for name in dependencies() {
        let path = format!("{name}::");
        assert!(
            sources.iter().any(|source| after(&source.code, &path).next().is_some()),
            "nothing uses the crate `{name}`"
        );
        let reason = format!("| `{name}` |");
        assert!(DOCUMENT.contains(&reason), "ARCHITECTURE.md gives no reason for `{name}`");
    }
}

/// What stands in the table "Where to change what", by an example of each: its name, and what gives
/// away that a file deals with it.
const EXAMPLES: [(&str, &str, &[&str]); 4] = [
    ("a chart, an output file", "cumulative_flow", &["cumulative_flow"]),
    ("a measure", "flow_efficiency", &["flow_efficiency"]),
    ("what a simulated world pays by", "ratchet", &["ratchet", "Ratchet"]),
    ("a study", "why", &["why::", "mod why;", "why_json", "WHY_SCHEMA"]),
];

/// The paths that the table gives for something to add, each whole or as a folder.
fn places(what: &str, name: &str) -> Vec<String> {
    let line = DOCUMENT.lines().find(|line| line.starts_with(&format!("| {what} |")));
    let words = quoted(line.expect("a row of the table")).into_iter();
    let unfolded = words.flat_map(|word| match (word.split_once('{'), word.split_once('}')) {
        (Some((head, rest)), Some((_, tail))) => {
            let names = rest.split('}').next().unwrap_or_default().split(',');
            names.map(|name| format!("{head}{name}{tail}")).collect()
        }
        _ => vec![word],
    });
    unfolded.map(|word| format!("src/{}", word.replace("NAME", name))).collect()
}

#[test]
fn an_example_of_each_change_touches_the_files_that_the_table_names() {
    let sources = sources();
    for (what, name, signs) in EXAMPLES {
        let places = places(what, name);
        let is_named = |path: &str| {
            places
                .iter()
                .any(|place| path == place || place.ends_with('/') && path.starts_with(place))
        };
        let touched =
            sources.iter().filter(|source| signs.iter().any(|sign| source.code.contains(sign)));
        let touched: Vec<&str> = touched.map(|source| source.path.as_str()).collect();
        assert!(!touched.is_empty(), "{what}: nothing deals with `{name}`");
        let others: Vec<&&str> = touched.iter().filter(|path| !is_named(path)).collect();
        assert!(others.is_empty(), "{what} `{name}` also touches {others:?}");
    }
}

#[test]
fn no_path_climbs_two_levels() {
    for source in sources() {
        assert!(!source.code.contains("super::super"), "{}: write `crate::…`", source.path);
    }
}

#[test]
fn nothing_below_the_experiment_knows_clocks_threads_or_random_order() {
    for source in sources().iter().filter(|source| PURE.contains(&source.module.as_str())) {
        for word in source.code.split(|c| !is_word(c)) {
            assert!(!IMPURE.contains(&word), "{}: `{word}`", source.path);
        }
    }
}

/// A policy organises; it does not make anybody better. Numbers in it are hours and the share
/// that is written down, each with its price, and counts.
#[test]
fn a_policy_holds_no_chance_and_no_speed() {
    let pay_rules = PLANS.lines().skip_while(|line| !line.starts_with("pub struct PayRules"));
    let pay_rules = pay_rules.take_while(|line| *line != "}");
    let lines = POLICY.lines().chain(RULES_ON_BUYERS.lines()).chain(pay_rules);
    let fields = lines.filter_map(|line| line.trim().strip_prefix("pub "));
    let is_number = |f: &&str| ["f64", "f32", "Law", "usize)>"].iter().any(|word| f.contains(word));
    let numbers: Vec<&str> = fields.filter(is_number).collect();
    assert_eq!(
        numbers,
        [
            "meeting_hours_per_week: f64,",
            "sharing_hours_per_week: f64,",
            "documentation: f64,",
            "aim: Vec<(usize, f64)>,",
            "at_hours: f64,",
            "cutoff: f64,",
            "threshold: f64,",
            "depth: f64,",
            "margin: f64,",
            "hold_hours: f64,",
            "listen: f64,",
            "challenge: f64,",
            "fn pitch(self) -> f64 {",
            "plans: Vec<(String, usize)>,",
            "elsewhere: Vec<(String, usize)>,",
            "split: Vec<(usize, f64)>,",
            "discount: f64,",
        ],
        "a new number in a policy needs a price in the world: MODEL.md, 2.2"
    );
}

/// `[lib] test = false` spares everybody a second build of the library; a test in it would never run.
#[test]
fn no_test_hides_in_the_library_where_it_would_not_run() {
    for source in sources() {
        assert!(!source.code.contains("#[test]"), "{}: tests belong in tests/it", source.path);
    }
}
