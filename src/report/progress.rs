//! How far a command is, for programs that read it.

use serde_json::json;

/// A line of JSON: runs, those of them that were kept from before, runs planned; seconds passed, and
/// about so many left (null if nobody can tell); what is known so far, in words.
pub fn progress_json(
    (runs, reused, planned): (u64, u64, u64),
    (seconds, left): (f64, Option<f64>),
    words: &str,
) -> String {
    let tenths = |seconds: f64| (10.0 * seconds).round() / 10.0;
    let line = json!({
        "runs": runs,
        "reused": reused,
        "planned": planned,
        "seconds": tenths(seconds),
        "seconds_left": left.map(tenths),
        "words": words,
    });
    line.to_string()
}
