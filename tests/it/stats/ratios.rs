//! Ratios of sums: their differences, and what single replications would say.

use posse::stats::Direction::HigherIsBetter;
use posse::stats::{
    Comparison, Estimate, Interval, PairedTally, PooledRatio, Support, Tally, Verdict, linearised,
};

use super::assert_close;
use super::normal_numbers::Numbers;

/// Contribution and revenue of two systems that share their luck, by year.
struct Years {
    a: (Vec<f64>, Vec<f64>),
    b: (Vec<f64>, Vec<f64>),
}

impl Years {
    /// Returns of 20 % and 23 % of sums.
    fn new(count: usize, numbers: &mut Numbers) -> Self {
        let mut years = Self { a: (vec![], vec![]), b: (vec![], vec![]) };
        for _ in 0..count {
            let luck = numbers.normal();
            let mut year = |mean: f64, margin: f64, fixed: f64| {
                let revenue = mean + 12.0 * luck + 4.0 * numbers.normal();
                (margin * revenue - fixed + numbers.normal(), revenue)
            };
            let (a, b) = (year(100.0, 0.5, 30.0), year(60.0, 0.48, 15.0));
            years.a.0.push(a.0);
            years.a.1.push(a.1);
            years.b.0.push(b.0);
            years.b.1.push(b.1);
        }
        years
    }

    fn compared(&self) -> Comparison {
        let sides = |of: &'_ (Vec<f64>, Vec<f64>)| (of.0.clone(), of.1.clone());
        let (a, b) = (sides(&self.a), sides(&self.b));
        Comparison::of_ratios((&a.0, &a.1), (&b.0, &b.1), HigherIsBetter, Interval::Student)
    }
}

#[test]
fn the_interval_of_a_difference_of_ratios_covers_it_in_95_percent() {
    let mut numbers = Numbers::new(21);
    let truth = 0.23 - 0.20;
    let covered = (0..2_000)
        .filter(|_| {
            let (low, high) = Years::new(40, &mut numbers).compared().difference.interval;
            low <= truth && truth <= high
        })
        .count();
    assert!((1_880..=1_920).contains(&covered), "95 % intervals cover {covered} of 2,000");
}

#[test]
fn the_difference_is_that_of_the_ratios_of_sums_and_its_error_that_of_the_jackknife() {
    let years = Years::new(200, &mut Numbers::new(22));
    let found = years.compared().difference;
    let ratio = |of: &(Vec<f64>, Vec<f64>)| PooledRatio::of(&of.0, &of.1).ratio;
    assert_close(found.mean, ratio(&years.b) - ratio(&years.a), 1e-12);
    // Leave out one year at a time.
    let mut without_one = Tally::new();
    for out in 0..200 {
        let sum = |of: &[f64]| of.iter().sum::<f64>() - of[out];
        let of = |of: &(Vec<f64>, Vec<f64>)| sum(&of.0) / sum(&of.1);
        without_one.add(of(&years.b) - of(&years.a));
    }
    let jackknife = (199.0 / 200.0 * without_one.sum_of_squared_deviations()).sqrt();
    assert!((found.standard_error / jackknife - 1.0).abs() < 0.02);
}

#[test]
fn a_year_without_revenue_counts_in_the_ratio_of_sums() {
    // Half of the years sell nothing: the ratio of sums is (30 − 2 · 10) / 30, not 20 / 30.
    let (above, below) = ([20.0, -10.0], [30.0, 0.0]);
    let estimate = Estimate::of_ratio(&above, &below, Interval::Student);
    assert_close(estimate.mean, 1.0 / 3.0, 1e-15);
    assert_eq!((estimate.count, estimate.undefined), (1, 1));
    assert_close(estimate.mean_of_ratios.unwrap().mean, 2.0 / 3.0, 1e-15);
    let better = [21.0, -9.0];
    let pair = Comparison::of_ratios(
        (&above, &below),
        (&better, &below),
        HigherIsBetter,
        Interval::Student,
    );
    assert_close(pair.difference.mean, 2.0 / 30.0, 1e-15);
    assert_ne!(pair.verdict(0.0), Verdict::Withheld);
    assert_eq!(pair.verdict_of_single_runs(0.0), Some(Verdict::Withheld));
}

#[test]
fn a_system_that_never_sells_has_no_ratio_and_no_verdict() {
    let (nothing, loss, sold) = ([0.0; 40], [-5.0; 40], [10.0; 40]);
    let pair =
        Comparison::of_ratios((&loss, &nothing), (&sold, &sold), HigherIsBetter, Interval::Student);
    assert!(pair.difference.mean.is_nan());
    assert_eq!((pair.support, pair.verdict(0.01)), (Support::Undefined, Verdict::Withheld));
}

#[test]
fn the_two_verdicts_may_differ_and_both_are_told() {
    // The second system does better in small years and worse in the large ones that count.
    let mut numbers = Numbers::new(23);
    let mut sides = [[vec![], vec![]], [vec![], vec![]]];
    for year in 0..400 {
        let (revenue, change) = if year % 4 == 0 { (1_000.0, -0.04) } else { (50.0, 0.06) };
        for (policy, margin) in [0.2, 0.2 + change].into_iter().enumerate() {
            sides[policy][0].push(revenue * (margin + 0.002 * numbers.normal()));
            sides[policy][1].push(revenue);
        }
    }
    let [a, b] = [0, 1].map(|policy: usize| (&sides[policy][0][..], &sides[policy][1][..]));
    let pair = Comparison::of_ratios(a, b, HigherIsBetter, Interval::Student);
    assert_eq!(pair.verdict(0.01), Verdict::Worse);
    assert_eq!(pair.verdict_of_single_runs(0.01), Some(Verdict::Better));
}

#[test]
fn the_running_comparison_of_ratios_has_the_bits_of_the_whole_one() {
    let years = Years::new(97, &mut Numbers::new(24));
    let whole = years.compared();
    let mut tally = PairedTally::of_ratios(HigherIsBetter);
    for k in 0..97 {
        tally.add_ratios((years.a.0[k], years.a.1[k]), (years.b.0[k], years.b.1[k]));
    }
    assert_eq!(tally.mean().to_bits(), whole.difference.mean.to_bits());
    assert_eq!(tally.interval(), whole.difference.interval);
    assert_eq!(tally.share_better().to_bits(), whole.share_better.to_bits());
    assert_eq!(tally.support(), whole.support);
}

#[test]
fn a_ratio_compared_with_itself_shows_no_difference() {
    let years = Years::new(64, &mut Numbers::new(25));
    let side = (&years.a.0[..], &years.a.1[..]);
    let pair = Comparison::of_ratios(side, side, HigherIsBetter, Interval::Student);
    assert_close(pair.difference.mean, 0.0, 0.0);
    assert_eq!(pair.support, Support::NoDifference);
}

#[test]
fn one_year_that_carries_the_whole_difference_of_ratios_decides_nothing() {
    let mut years = Years::new(64, &mut Numbers::new(26));
    years.b.0[5] += 1e5;
    years.b.1[5] += 1e5;
    assert_eq!(years.compared().support, Support::Lopsided);
}

#[test]
fn linearised_values_have_the_ratio_as_their_mean() {
    let years = Years::new(50, &mut Numbers::new(27));
    let values = linearised(&years.a.0, &years.a.1);
    let estimate = Estimate::of(&values);
    let pooled = PooledRatio::of(&years.a.0, &years.a.1);
    assert_close(estimate.mean, pooled.ratio, 1e-12);
    assert!((estimate.standard_error / pooled.standard_error - 1.0).abs() < 0.05);
    assert!(linearised(&[1.0, 2.0], &[0.0, 0.0]).iter().all(|value| value.is_nan()));
}

#[test]
fn turning_a_comparison_around_turns_every_number() {
    let pair = Years::new(80, &mut Numbers::new(28)).compared();
    let turned = pair.turned();
    assert_close(turned.difference.mean, -pair.difference.mean, 0.0);
    let (low, high) = pair.difference.interval;
    assert_eq!(turned.difference.interval, (-high, -low));
    assert_close(turned.difference.p05, -pair.difference.p95, 0.0);
    assert_close(turned.share_better, 1.0 - pair.share_better - pair.share_tied, 1e-15);
    assert_close(
        turned.difference.mean_of_ratios.unwrap().mean,
        -pair.difference.mean_of_ratios.unwrap().mean,
        0.0,
    );
}
