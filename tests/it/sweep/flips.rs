//! Where the answer turns: stretches, break-evens, and where more runs go.

use posse::experiment::sweep::{Crossing, Layout, Plan, crossings, next_round, stretches};
use posse::stats::Verdict::{self, Better, Tie, Undecided, Worse};

use super::{Grid, PAY};

fn around(means: &[f64], half: f64) -> Vec<(f64, f64)> {
    means.iter().map(|mean| (mean - half, mean + half)).collect()
}

#[test]
fn cells_of_the_same_verdict_in_a_row_are_one_stretch() {
    let found = stretches(&[Worse, Worse, Undecided, Tie, Better, Better, Better]);
    let found: Vec<(usize, usize, Verdict)> =
        found.iter().map(|stretch| (stretch.from, stretch.to, stretch.verdict)).collect();
    assert_eq!(found, [(0, 1, Worse), (2, 2, Undecided), (3, 3, Tie), (4, 6, Better)]);
}

/// The difference is x − 2.5 with ±0.5: the line is 0 at 2.5, its band from 2 to 3.
#[test]
fn a_break_even_and_its_interval_are_interpolated() {
    let xs = [0.0, 1.0, 2.0, 3.0, 4.0, 5.0];
    let means = xs.map(|x| x - 2.5);
    let expected = [Crossing { at: 2.5, low: Some(2.0), high: Some(3.0), to_b: true }];
    assert_eq!(crossings(&xs, &means, &around(&means, 0.5)), expected);
    let falling = means.map(|mean| -mean);
    let expected = [Crossing { to_b: false, ..expected[0] }];
    assert_eq!(crossings(&xs, &falling, &around(&falling, 0.5)), expected);
    // With ±1.75 the band is left between two cells: 2.5 ± 1.75.
    let expected = [Crossing { at: 2.5, low: Some(0.75), high: Some(4.25), to_b: true }];
    assert_eq!(crossings(&xs, &means, &around(&means, 1.75)), expected);
}

#[test]
fn a_break_even_whose_interval_leaves_the_axis_says_so() {
    let (xs, means) = ([0.0, 1.0, 2.0], [-3.0, -1.0, 1.0]);
    let found = crossings(&xs, &means, &around(&means, 1.5));
    assert_eq!(found, [Crossing { at: 1.5, low: Some(0.75), high: None, to_b: true }]);
    let unknown = [(f64::NEG_INFINITY, f64::INFINITY); 3];
    let found = crossings(&xs, &means, &unknown);
    assert_eq!(found, [Crossing { at: 1.5, low: None, high: None, to_b: true }]);
}

#[test]
fn an_answer_that_turns_twice_has_two_break_evens() {
    let (xs, means) = ([0.0, 1.0, 2.0, 3.0], [-1.0, 1.0, 1.0, -3.0]);
    let found = crossings(&xs, &means, &around(&means, 0.5));
    let found: Vec<(f64, bool)> =
        found.iter().map(|crossing| (crossing.at, crossing.to_b)).collect();
    assert_eq!(found, [(0.5, true), (2.25, false)]);
}

#[test]
fn crossings_within_the_noise_are_one_turn_or_none() {
    let xs = [0.0, 1.0, 2.0, 3.0, 4.0, 5.0];
    let means = [-9.0, -1.0, 1.0, -1.0, 1.0, 9.0];
    let found = crossings(&xs, &means, &around(&means, 3.0));
    let [crossing] = found[..] else { panic!("{found:?}") };
    assert_eq!((crossing.at, crossing.to_b), (2.5, true));
    assert_eq!((crossing.low, crossing.high), (Some(0.75), Some(4.25)));
    let means = [-9.0, -1.0, 1.0, -1.0, -9.0, -9.0];
    assert!(crossings(&xs, &means, &around(&means, 3.0)).is_empty());
    assert_eq!(crossings(&xs, &means, &around(&means, 0.5)).len(), 2, "without the noise");
}

#[test]
fn touching_zero_is_no_break_even_and_a_cell_at_zero_is_one() {
    let xs = [0.0, 1.0, 2.0];
    assert!(crossings(&xs, &[1.0, 0.0, 1.0], &around(&[1.0, 0.0, 1.0], 0.1)).is_empty());
    assert!(crossings(&xs, &[0.0, 0.0, 0.0], &around(&[0.0; 3], 0.1)).is_empty());
    let found = crossings(&xs, &[-1.0, 0.0, 1.0], &around(&[-1.0, 0.0, 1.0], 0.0));
    assert_eq!((found.len(), found[0].at), (1, 1.0));
    let means = [-1.0, f64::NAN, 1.0];
    assert!(crossings(&xs, &means, &around(&means, 0.1)).is_empty(), "nothing known between");
}

/// Juniors do the same work at a pay of their own, so the pay of the others is the break-even.
#[test]
fn the_flip_point_of_a_known_price_is_found_exactly() {
    for (vary, counts, expected) in [
        ("people.seller.jobs.junior.cost=60000 per year..120000 per year", 7, 100_000.0),
        ("people.seller.jobs.junior.cost=70000 per year..125000 per year", 6, 100_000.0),
    ] {
        let grid = Grid::new(PAY, &[vary], (counts, 1), (4, 8));
        let summary = grid.summary(&grid.run());
        let row = &summary.regimes[0].rows[0];
        let [crossing] = row.crossings[..] else { panic!("one break-even: {row:?}") };
        assert!((crossing.at / expected - 1.0).abs() < 1e-9, "{crossing:?}");
        assert!(!crossing.to_b, "the juniors of the team are cheaper below, not above");
        for end in [crossing.low.unwrap(), crossing.high.unwrap()] {
            assert!((end / expected - 1.0).abs() < 1e-6 || (end - crossing.at).abs() <= 11_000.0);
        }
    }
}

#[test]
fn more_runs_go_to_what_is_undecided_and_once_to_a_border() {
    let plan = Plan {
        layout: Layout::Grid { columns: 3, rows: 2 },
        cells: vec![Vec::new(); 6],
        runs: 100,
        most_runs: 350,
    };
    let verdicts = [Better, Better, Better, Better, Better, Undecided].map(|verdict| vec![verdict]);
    // Cell 5 is open; 2 and 4 lie beside it.
    assert_eq!(next_round(&plan, &[100; 6], &verdicts), [100, 100, 200, 100, 200, 200]);
    let after = [100, 100, 200, 100, 200, 200];
    assert_eq!(next_round(&plan, &after, &verdicts), [100, 100, 200, 100, 200, 350]);
    let last = [100, 100, 200, 100, 200, 350];
    assert_eq!(next_round(&plan, &last, &verdicts), last);
    let points = Plan { layout: Layout::Sobol, ..plan };
    assert_eq!(next_round(&points, &[100; 6], &verdicts), [100, 100, 100, 100, 100, 200]);
}
