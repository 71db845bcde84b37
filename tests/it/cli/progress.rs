//! What is told while a run goes on.

use posse::cli::{next_look_after, plain_line};
use std::time::Duration;

#[test]
fn a_look_comes_soon_however_long_a_replication_takes() {
    let next = |done, milliseconds| next_look_after(done, Duration::from_millis(milliseconds), 2);
    assert_eq!(next(0, 0), 2, "nothing is known yet");
    assert_eq!(next(2, 10_000), 2, "five seconds each");
    assert_eq!(next(2, 1), 8, "fast, but only two seen");
    assert_eq!(next(1_000, 10_000), 40);
}

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
