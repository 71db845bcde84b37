//! Statistics of output: worked numbers, published cases, and the coverage of every interval.
//!
//! Reference values named "case S-…" were computed with `SciPy` and mpmath or are published.

mod cma_es;
mod comparisons;
mod controls;
mod coverage;
mod distributions;
mod durations;
mod estimates;
mod front;
mod information;
mod morris;
mod normal_numbers;
mod race;
mod ratios;
mod regression;
mod sequential;
mod series;
mod shapley;
mod sobol;
mod sobol_indices;
mod support;

use std::fs;
use std::path::Path;

/// Fails unless two numbers agree to a relative tolerance (absolute, if the expected one is 0).
#[track_caller]
fn assert_close(found: f64, expected: f64, tolerance: f64) {
    let scale = if expected == 0.0 { 1.0 } else { expected.abs() };
    let error = (found - expected).abs();
    assert!(error <= tolerance * scale, "{found} is not {expected} (error {error:e})");
}

fn numbers(text: &str) -> Vec<f64> {
    text.split_whitespace().map(|word| word.parse().expect("a number")).collect()
}

#[test]
fn statistics_call_no_function_that_differs_between_machines() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/stats");
    let forbidden = "ln log log10 log2 ln_1p exp exp2 exp_m1 powf powi cbrt hypot mul_add \
        sin cos sin_cos tan asin acos atan atan2 sinh cosh tanh asinh acosh atanh";
    for entry in fs::read_dir(folder).expect("the folder of the module") {
        let path = entry.expect("a file").path();
        let source = fs::read_to_string(&path).expect("a source file");
        let code = source.split("#[cfg(test)]").next().expect("the code before its tests");
        for name in forbidden.split_whitespace() {
            for call in [format!(".{name}("), format!("f64::{name}")] {
                assert!(!code.contains(&call), "{} calls {call}", path.display());
            }
        }
    }
}
