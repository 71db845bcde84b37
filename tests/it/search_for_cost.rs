//! The factor at which a cost meets a target is found in few tries, or told to be nowhere.

#![expect(clippy::float_cmp, reason = "the same factor is tried and found")]

use posse::experiment::scaling::search::{LEAST, MOST, Next, Search, in_grains};

/// Searches for the target along a law of cost; what was found, and after how many costs.
fn search(target: f64, fixed: f64, cost: impl Fn(f64) -> f64) -> (Next, usize) {
    let mut search = Search::new(target, cost(1.0), cost(1.0) - fixed);
    let mut tries = 1;
    loop {
        match search.next() {
            Next::Try(factor) => {
                assert!((LEAST..=MOST).contains(&factor), "{factor} is tried");
                assert_eq!(factor, in_grains(factor));
                search.saw(factor, cost(factor));
                tries += 1;
                assert!(tries < 40, "{search:?}");
            }
            end => return (end, tries),
        }
    }
}

fn found(next: Next) -> f64 {
    match next {
        Next::Found(point) => point.factor,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_straight_line_is_met_at_the_second_try() {
    for factor in [0.2, 0.2345, 0.625, 1.0, 1.7, 5.0] {
        let cost = |x: f64| 100.0 + 40.0 * x;
        let (next, tries) = search(cost(factor), 100.0, cost);
        assert_eq!((found(next), tries), (factor, if factor == 1.0 { 1 } else { 2 }));
    }
}

#[test]
fn a_bent_line_takes_a_few_tries() {
    for factor in [0.25, 0.5, 0.8, 1.3, 2.0, 4.5] {
        let cost = |x: f64| 100.0 + 40.0 * x * x.sqrt();
        let (next, tries) = search(cost(factor), 100.0, cost);
        let met = cost(found(next));
        assert!((met / cost(factor) - 1.0).abs() <= 3e-3, "{factor}: {met}");
        assert!(tries <= 4, "{factor}: {tries}");
    }
}

#[test]
fn at_a_step_the_nearer_side_is_found() {
    let cost = |x: f64| if x < 2.5 { 100.0 } else { 200.0 };
    assert_eq!(found(search(120.0, 60.0, cost).0), 2.4999);
    assert_eq!(found(search(190.0, 60.0, cost).0), 2.5);
}

#[test]
fn what_no_factor_meets_is_told_with_both_ends() {
    let cost = |x: f64| 100.0 + 40.0 * x;
    for target in [50.0, 107.0, 301.0, 1e9] {
        let expected = Next::Nowhere { least: cost(LEAST), most: cost(MOST) };
        assert_eq!(search(target, 100.0, cost).0, expected);
    }
    let fixed = search(90.0, 100.0, |_| 100.0).0;
    assert_eq!(fixed, Next::Nowhere { least: 100.0, most: 100.0 });
}
