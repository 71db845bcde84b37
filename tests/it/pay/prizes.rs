//! Prizes by rank (Lazear & Rosen, JPE 89, 1981).

use posse::math::normal_cdf;
use posse::sales::pay::Contest;

use super::lab::close;

/// The slope of one prize to one of `people` equals.
fn slope_among_equals(prizes: &[f64], people: usize, sd: f64) -> f64 {
    let rivals = vec![(100.0, sd); people - 1];
    Contest { prizes, rivals: &rivals, scale: 1.0 }.slope(100.0, sd)
}

/// (n − 1)·∫F^(n−2)·f² for a standard deviation of 20, by adaptive quadrature outside this crate.
#[test]
fn one_prize_among_equals_is_worth_what_theory_says() {
    let top = [
        (2, 0.282_094_791_773_878 / 20.0),
        (3, 0.014_104_739_588_693_9),
        (5, 0.011_629_644_736_405_2),
        (10, 0.007_693_763_654_175_87),
    ];
    for (people, slope) in top {
        let found = slope_among_equals(&[1000.0], people, 20.0);
        assert!((found / (1000.0 * slope) - 1.0).abs() < 1e-3, "{people}: {found}");
    }
    // n = 100, by the trapezoidal rule with a step of 0.001.
    let found = slope_among_equals(&[1.0], 100, 1.0);
    assert!((found / 0.025_075_936_364_416_72 - 1.0).abs() < 1e-2, "{found}");
}

/// Prizes that fall by 1 from rank to rank count the rivals behind: each is passed where the
/// difference of two normal results is 0, at density 1/(2σ√π).
#[test]
fn prizes_in_equal_steps_count_the_rivals_behind() {
    for people in [2, 5, 9] {
        let prizes: Vec<f64> = (0..people).rev().map(f64::from).collect();
        let slope = f64::from(people - 1) / (2.0 * 3.0 * std::f64::consts::PI.sqrt());
        let found = slope_among_equals(&prizes, prizes.len(), 3.0);
        assert!((found / slope - 1.0).abs() < 1e-3, "{people}: {found}");
    }
}

/// One of two wins with Φ((m − r)/√(s² + t²)).
#[test]
fn against_one_rival_the_chance_is_that_of_a_difference() {
    for (mean, sd, rival) in
        [(100.0f64, 20.0, (100.0, 20.0)), (90.0, 10.0, (120.0, 30.0)), (5.0, 2.0, (1.0, 1.0))]
    {
        let contest = Contest { prizes: &[500.0], rivals: &[rival], scale: 2.0 };
        let spread = (sd * sd + rival.1 * rival.1).sqrt();
        let expected = 1000.0 * normal_cdf((mean - rival.0) / spread);
        let found = contest.expected(mean, sd);
        assert!((found / expected - 1.0).abs() < 1e-4, "{found} for {expected}");
    }
}

/// Everybody has a prize of some rank: with as many prizes as people they sum to all of them.
#[test]
fn all_prizes_are_given_whoever_is_ahead() {
    let people = [(10.0, 3.0), (12.0, 1.0), (8.0, 4.0), (12.0, 2.0)];
    let of = |own: usize| {
        let rivals: Vec<_> =
            people.iter().enumerate().filter(|(k, _)| *k != own).map(|(_, r)| *r).collect();
        let contest = Contest { prizes: &[4.0, 2.0, 1.0], rivals: &rivals, scale: 1.0 };
        contest.expected(people[own].0, people[own].1)
    };
    let sum: f64 = (0..people.len()).map(of).sum();
    assert!((sum - 7.0).abs() < 1e-2, "{sum}");
}

#[test]
fn where_nobody_can_be_passed_there_is_no_slope() {
    assert!(close(slope_among_equals(&[5.0], 1, 1.0), 0.0, 1e-12), "alone");
    assert!(close(slope_among_equals(&[5.0, 5.0, 5.0], 3, 1.0), 0.0, 1e-12), "the same for all");
    assert!(close(slope_among_equals(&[], 9, 1.0), 0.0, 1e-15), "no prize");
    assert!(close(slope_among_equals(&[5.0], 9, 0.0), 0.0, 1e-15), "no chance in the results");
    assert!(close(slope_among_equals(&[3.0; 40], 30, 1.0), 0.0, 1e-12), "more prizes than people");
    let far = Contest { prizes: &[5.0], rivals: &[(112.0, 1.0)], scale: 1.0 };
    assert!(far.slope(100.0, 1.0) < 1e-12, "a rival out of reach");
}

/// Three thirds, 2 standard deviations apart: the slow have next to nothing to win.
#[test]
fn the_slow_do_not_believe_in_the_prize() {
    let all: Vec<(f64, f64)> =
        [90.0, 100.0, 110.0].iter().flat_map(|mean| vec![(*mean, 5.0); 4]).collect();
    let slope = |own: usize| {
        let rivals: Vec<_> =
            all.iter().enumerate().filter(|(k, _)| *k != own).map(|(_, r)| *r).collect();
        Contest { prizes: &[100.0], rivals: &rivals, scale: 1.0 }.slope(all[own].0, all[own].1)
    };
    assert!(slope(0) < 0.01 * slope(11), "{} of {}", slope(0), slope(11));
}

#[test]
fn a_sure_tie_is_decided_by_lot() {
    let tie = Contest { prizes: &[8.0], rivals: &[(5.0, 0.0); 2], scale: 1.0 };
    assert!(close(tie.expected(5.0, 0.0), 2.0, 1e-12));
    assert!(close(tie.expected(6.0, 0.0), 8.0, 1e-12) && close(tie.expected(4.0, 0.0), 0.0, 1e-12));
}
