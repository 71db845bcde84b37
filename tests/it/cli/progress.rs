//! What is told while a run goes on.

use posse::cli::plain_line;
use std::time::Duration;

#[test]
fn a_plain_line_says_how_long_it_takes() {
    let line = |has_goal| {
        let runs = (250, 250, 1_000);
        plain_line(runs, has_goal, Duration::from_secs(20), "B − A: +1.0 pp ±0.1")
    };
    let expected = "250 of 1000 runs after 20s, about 1m left · B − A: +1.0 pp ±0.1";
    assert_eq!(line(false), expected);
    assert_eq!(line(true), "250 runs after 20s, 1000 at most · B − A: +1.0 pp ±0.1");
}
