//! Prizes by rank among equals (Lazear & Rosen, JPE 89, 1981).

use posse::sales::pay::prize_slope;

use super::lab::close;

/// (n − 1)·∫F^(n−2)·f² for a standard deviation of 20, by adaptive quadrature outside this crate.
const TOP: [(usize, f64); 4] = [
    (2, 0.282_094_791_773_878 / 20.0),
    (3, 0.014_104_739_588_693_9),
    (5, 0.011_629_644_736_405_2),
    (10, 0.007_693_763_654_175_87),
];

#[test]
fn one_prize_is_worth_what_theory_says() {
    for (people, slope) in TOP {
        let found = prize_slope(&[1000.0], people, 20.0);
        assert!((found / (1000.0 * slope) - 1.0).abs() < 1e-11, "{people}: {found}");
    }
    // n = 100 and 300, by the trapezoidal rule with a step of 0.001.
    let many = [(100, 0.025_075_936_364_416_72), (300, 0.009_592_556_157_169_899)];
    for (people, slope) in many {
        assert!((prize_slope(&[1.0], people, 1.0) / slope - 1.0).abs() < 1e-11, "{people}");
    }
}

/// To win anything but the last place is the same as not to lose: symmetric laws make a prize for
/// the first and one less for the last of three worth the same.
#[test]
fn several_prizes_add_up_by_the_steps_between_ranks() {
    let top = prize_slope(&[1.0], 3, 1.0);
    assert!(close(prize_slope(&[1.0, 1.0], 3, 1.0), top, 1e-12));
    assert!(close(prize_slope(&[2.0, 1.0], 3, 1.0), 2.0 * top, 1e-12));
    assert!(close(
        prize_slope(&[2.0, 2.0, 1.0, 1.0], 4, 1.0),
        prize_slope(&[1.0, 1.0], 4, 1.0),
        1e-12
    ));
}

/// Prizes that fall by 1 from rank to rank count the rivals behind: each is passed where the
/// difference of two normal results is 0, at density 1/(2σ√π).
#[test]
fn prizes_in_equal_steps_count_the_rivals_behind() {
    for people in [2, 5, 9] {
        let prizes: Vec<f64> = (0..people).rev().map(f64::from).collect();
        let slope = f64::from(people - 1) / (2.0 * 3.0 * std::f64::consts::PI.sqrt());
        assert!(close(prize_slope(&prizes, prizes.len(), 3.0), slope, 1e-12), "{people}");
    }
    // 3·∫F²(1 − F)·φ² and 3·∫F(1 − F)²·φ²: mirror images.
    let step = |rank: usize| prize_slope(&vec![1.0; rank], 5, 1.0);
    assert!(close(step(2), step(3), 1e-12) && step(1) < step(2));
}

#[test]
fn where_nobody_can_be_passed_there_is_no_slope() {
    assert!(close(prize_slope(&[5.0], 1, 1.0), 0.0, 1e-15), "alone");
    assert!(close(prize_slope(&[5.0, 5.0, 5.0], 3, 1.0), 0.0, 1e-15), "the same for all");
    assert!(close(prize_slope(&[], 9, 1.0), 0.0, 1e-15), "no prize");
    assert!(close(prize_slope(&[5.0], 9, 0.0), 0.0, 1e-15), "no chance in the results");
    assert!(close(prize_slope(&[3.0; 40], 30, 1.0), 0.0, 1e-15), "more prizes than people");
}

/// The derivative of a difference: two people, one ahead by d wins with Φ(d/(σ√2)).
#[test]
fn two_people_meet_at_the_density_of_the_difference() {
    let (sd, d) = (3.0, 1e-4);
    let wins = |d: f64| posse::math::normal_cdf(d / (sd * 2f64.sqrt()));
    let slope = (wins(d) - wins(-d)) / (2.0 * d);
    assert!(close(prize_slope(&[1.0], 2, sd), slope, 1e-9));
}
