//! Scenarios with mistakes are read to the end: refused with a place, or understood.

mod mutate;

use std::fs;
use std::path::Path;

use posse::scenario::Scenario;

/// A quick look; `cargo run --release --example fuzz` takes thousands and runs what is accepted.
const MUTANTS: u64 = 600;

#[test]
fn every_mistake_is_refused_with_a_place_or_understood() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let originals = mutate::originals(root);
    let load = |name: &str| fs::read_to_string(root.join("scenarios").join(name)).ok();
    let mut refused = 0;
    for number in 0..MUTANTS {
        let (name, text) = mutate::mutant(&originals, number);
        let Err(error) = Scenario::parse(text.as_bytes(), name, &load) else { continue };
        refused += 1;
        assert!(!error.problems.is_empty(), "mutant {number} of {name}: refused without a word");
        for problem in &error.problems {
            let file = &error.files[problem.file];
            let is_placed = problem.line >= 1 && file.text.get(problem.span.clone()).is_some();
            assert!(is_placed && !problem.message.is_empty(), "mutant {number} of {name}: {error}");
        }
    }
    assert!(refused > 200 && refused < 590, "{refused} of {MUTANTS} refused: no fair sample");
}
