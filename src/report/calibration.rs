//! What was moved to meet a company's numbers, in words.

use super::console;
use super::format::Format;
use crate::experiment::{Calibration, Target};

/// The targets and the moves, as tables, and what cannot be met.
pub fn calibration_text(calibration: &Calibration, currency: &str) -> String {
    let head = ["Target", "Yours", "As written", "After", ""].map(str::to_owned);
    let rows: Vec<Vec<String>> =
        calibration.targets.iter().map(|target| row(target, currency)).collect();
    let mut text = console::table::drawn(&head, &rows, &[], usize::MAX).unwrap_or_default();
    let head = ["Assumption", "As written", "After", "Range"].map(str::to_owned);
    let moves = calibration.moves.iter().map(|moved| {
        let range = format!("{} to {}", moved.range.0.text, moved.range.1.text);
        vec![moved.key.clone(), moved.before.text.clone(), moved.after.text.clone(), range]
    });
    let moves: Vec<Vec<String>> = moves.collect();
    text.push('\n');
    text.push_str(&console::table::drawn(&head, &moves, &[], usize::MAX).unwrap_or_default());
    let missed: Vec<&str> = calibration
        .targets
        .iter()
        .filter(|target| !target.is_met())
        .map(|target| target.measure.label.as_str())
        .collect();
    text.push('\n');
    let told = if missed.is_empty() {
        "All targets are met, within 5 % or within what the runs can tell.".to_owned()
    } else {
        format!(
            "Not met: {}. No values within these ranges do better for all targets together: check the target, \
             widen a range, or give another input one.",
            missed.join(", ")
        )
    };
    text + &told + "\n"
}

fn row(target: &Target, currency: &str) -> Vec<String> {
    let values = [target.wanted, target.before.mean, target.after.mean];
    let format = Format::of_unit(target.measure.unit, currency, values);
    let mut row = vec![target.measure.label.clone()];
    row.extend(values.map(|value| format.value(value)));
    row.push(if target.is_met() { "met" } else { "missed" }.to_owned());
    row
}
