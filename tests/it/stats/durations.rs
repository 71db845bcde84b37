//! Kaplan–Meier and Aalen–Johansen, exact and in bins.

use posse::stats::{Incidence, KaplanMeier, SurvivalHistogram};

use super::assert_close;
use super::normal_numbers::Numbers;

/// A Kaplan–Meier step: time, at risk, events, survival, Greenwood's standard error.
type Row = (f64, u64, u64, f64, f64);

/// Case S-SURV-1: weeks of remission under 6-MP (Freireich et al., 1963); + marks those still running.
#[rustfmt::skip]
const REMISSION_TIMES: &str = "\
    6 6 6 6+ 7 9+ 10 10+ 11+ 13 16 17+ 19+ 20+ \
    22 23 25+ 32+ 32+ 34+ 35+";

#[rustfmt::skip]
const REMISSION_CURVE: [Row; 7] = [
    (6.0, 21, 3, 0.857_142_857_142_857, 0.076_360_354_832_121_3),
    (7.0, 17, 1, 0.806_722_689_075_63, 0.086_935_285_180_057_2),
    (10.0, 15, 1, 0.752_941_176_470_588, 0.096_349_652_994_320_5),
    (13.0, 12, 1, 0.690_196_078_431_373, 0.106_814_707_775_01),
    (16.0, 11, 1, 0.627_450_980_392_157, 0.114_053_865_256_753),
    (22.0, 7, 1, 0.537_815_126_050_42, 0.128_233_751_693_034),
    (23.0, 6, 1, 0.448_179_271_708_684, 0.134_591_456_755_76),
];

/// Case S-SURV-2: days of 40 made-up deals; + marks those still running.
#[rustfmt::skip]
const DEAL_TIMES: &str = "\
    19.2+ 25.8 13.5 19.3 22.9 27.9 19.8 12.9 59.0 4.8 14.4 29.3 37.9 18.4 \
    28.8+ 24.2+ 19.0 12.3 23.6 25.6 36.1+ 40.2+ 10.5 39.1 33.8 56.1+ 15.7 13.6 \
    22.4 12.2 21.6 12.7 26.7 44.6+ 54.0+ 15.1 30.7 23.0+ 19.7 29.3";

#[rustfmt::skip]
const DEAL_CURVE: [Row; 30] = [
    (4.8, 40, 1, 0.975, 0.024_685_522_072_664_4),
    (10.5, 39, 1, 0.95, 0.034_460_121_880_225_5),
    (12.2, 38, 1, 0.925, 0.041_645_828_122_394_2),
    (12.3, 37, 1, 0.9, 0.047_434_164_902_525_7),
    (12.7, 36, 1, 0.875, 0.052_291_251_658_379_7),
    (12.9, 35, 1, 0.85, 0.056_457_948_953_181_1),
    (13.5, 34, 1, 0.825, 0.060_078_074_203_489_6),
    (13.6, 33, 1, 0.8, 0.063_245_553_203_367_6),
    (14.4, 32, 1, 0.775, 0.066_025_563_231_221_3),
    (15.1, 31, 1, 0.75, 0.068_465_319_688_145_7),
    (15.7, 30, 1, 0.725, 0.070_600_106_232_214_7),
    (18.4, 29, 1, 0.7, 0.072_456_883_730_947_2),
    (19.0, 28, 1, 0.675, 0.074_056_566_217_993_1),
    (19.3, 26, 1, 0.649_038_461_538_461, 0.075_622_029_371_343_4),
    (19.7, 25, 1, 0.623_076_923_076_923, 0.076_924_556_198_794_1),
    (19.8, 24, 1, 0.597_115_384_615_384, 0.077_977_324_014_249_8),
    (21.6, 23, 1, 0.571_153_846_153_846, 0.078_790_345_019_970_2),
    (22.4, 22, 1, 0.545_192_307_692_308, 0.079_370_986_954_991_1),
    (22.9, 21, 1, 0.519_230_769_230_769, 0.079_724_327_315_779_6),
    (23.6, 19, 1, 0.491_902_834_008_097, 0.080_075_186_923_446_3),
    (25.6, 17, 1, 0.462_967_373_184_091, 0.080_423_104_034_897_6),
    (25.8, 16, 1, 0.434_031_912_360_086, 0.080_433_751_817_057_6),
    (26.7, 15, 1, 0.405_096_451_536_08, 0.080_107_264_758_603_3),
    (27.9, 14, 1, 0.376_160_990_712_074, 0.079_439_486_213_210_6),
    (29.3, 12, 2, 0.313_467_492_260_062, 0.077_589_181_746_583_8),
    (30.7, 10, 1, 0.282_120_743_034_056, 0.075_898_765_002_198_1),
    (33.8, 9, 1, 0.250_773_993_808_049, 0.073_654_883_196_484_8),
    (37.9, 7, 1, 0.214_949_137_549_757, 0.071_314_932_340_490_7),
    (39.1, 6, 1, 0.179_124_281_291_464, 0.067_833_148_883_049_7),
    (59.0, 1, 1, 0.0, 0.0),
];

/// Times in order, with + behind those still running.
fn durations(text: &str) -> Vec<(f64, bool)> {
    let duration = |word: &str| {
        let time = word.trim_end_matches('+').parse().expect("a number");
        (time, !word.ends_with('+'))
    };
    text.split_whitespace().map(duration).collect()
}

/// The samples without a bin that holds both an end and a censoring: what was censored in the very
/// week of an end is moved a tenth of a week later.
fn without_ties() -> [Vec<(f64, bool)>; 2] {
    let later = |(time, ended)| if ended { (time, ended) } else { (time + 0.1, ended) };
    let remissions = durations(REMISSION_TIMES).into_iter().map(later).collect();
    [remissions, durations(DEAL_TIMES)]
}

fn histogram(durations: &[(f64, bool)]) -> SurvivalHistogram {
    let mut histogram = SurvivalHistogram::new();
    for (duration, event) in durations {
        histogram.record(*duration, *event);
    }
    histogram
}

#[test]
fn the_exact_curve_is_the_published_one() {
    let cases =
        [(REMISSION_TIMES, &REMISSION_CURVE[..], 23.0), (DEAL_TIMES, &DEAL_CURVE[..], 23.6)];
    for (times, rows, median) in cases {
        let curve = KaplanMeier::of(&durations(times));
        assert_eq!(curve.steps().len(), rows.len());
        for (step, (time, at_risk, events, survival, error)) in curve.steps().iter().zip(rows) {
            assert_close(step.time, *time, 0.0);
            assert_eq!((step.at_risk, step.events), (*at_risk, *events));
            assert_close(step.survival, *survival, 1e-12);
            assert_close(step.standard_error, *error, 1e-12);
            assert_close(curve.survival_at(*time), *survival, 1e-12);
        }
        assert_eq!(curve.quantile(0.5), Some(median));
    }
}

#[test]
fn the_binned_curve_is_the_exact_one_at_the_edges_of_bins() {
    for durations in without_ties() {
        let (exact, binned) = (KaplanMeier::of(&durations), histogram(&durations));
        for time in (0..80_u8).map(|half| f64::from(half) / 2.0 + 0.25) {
            assert_close(binned.survival_at(time), exact.survival_at(time), 1e-12);
        }
    }
}

#[test]
fn binned_quantiles_are_within_a_bin_of_the_exact_ones() {
    for durations in without_ties() {
        let (exact, binned) = (KaplanMeier::of(&durations), histogram(&durations));
        for percent in 1..=100_u8 {
            let p = f64::from(percent) / 100.0;
            match (exact.quantile(p), binned.quantile(p)) {
                (Some(exact), Some(binned)) => assert_close(binned, exact, 0.008),
                (exact, binned) => assert_eq!(exact, binned, "at {percent} %"),
            }
        }
    }
}

#[test]
fn what_is_censored_in_a_bin_is_half_at_risk_there() {
    // In the bin from 8 to 8.0625 hours one of four ends and one is censored: 1 of 3.5.
    let histogram = histogram(&[(8.01, true), (8.03, false), (9.0, true), (9.5, false)]);
    assert_close(histogram.survival_at(8.5), 2.5 / 3.5, 1e-15);
    assert_close(histogram.survival_at(9.2), 2.5 / 3.5 / 2.0, 1e-15);
}

#[test]
fn at_zero_ends_precede_censoring() {
    let histogram = histogram(&[(0.0, true), (0.0, false), (8.0, true), (8.0, true)]);
    assert_close(histogram.survival_at(1.0), 0.75, 1e-15);
}

#[test]
fn the_bins_bias_quantiles_of_many_durations_by_far_less_than_their_width() {
    // Ends evenly spread over an exponential law with mean 100 h; censoring evenly over 250 h and,
    // by multiples of the golden section, independent of the ends.
    let count = 200_000_u32;
    let mut histogram = SurvivalHistogram::new();
    for k in 0..count {
        let end = -100.0 * (1.0 - (f64::from(k) + 0.5) / f64::from(count)).ln();
        let seen = 250.0 * (f64::from(k) * 0.618_033_988_749_894_9).fract();
        histogram.record(end.min(seen), end <= seen);
    }
    for p in [0.05_f64, 0.5, 0.85] {
        let truth = -100.0 * (1.0 - p).ln();
        assert_close(histogram.quantile(p).expect("reached"), truth, 3e-4);
    }
}

#[test]
fn a_quantile_the_data_do_not_reach_is_none() {
    let histogram = histogram(&[(1.0, true), (2.0, false), (3.0, false)]);
    assert!(histogram.quantile(0.33).is_some());
    assert_eq!(histogram.quantile(0.34), None);
    assert_eq!(SurvivalHistogram::new().quantile(0.5), None);
}

#[test]
fn a_duration_of_zero_is_kept_exactly() {
    let histogram = histogram(&[(0.0, true), (0.0, true), (0.0, true), (8.0, true)]);
    assert_eq!(histogram.quantile(0.75), Some(0.0));
    assert_close(histogram.survival_at(0.0), 0.25, 1e-15);
    assert_close(histogram.survival_at(7.9), 0.25, 1e-15);
    assert_close(histogram.survival_at(-1.0), 1.0, 0.0);
}

#[test]
fn inside_a_bin_the_curve_is_a_straight_line() {
    // The bin from 8 to 8 · 129/128 = 8.0625 hours.
    let histogram = histogram(&[(8.01, true), (8.05, true)]);
    assert_close(histogram.survival_at(8.031_25), 0.5, 1e-14);
    assert_close(histogram.quantile(0.5).expect("reached"), 8.031_25, 1e-14);
    assert_close(histogram.quantile(1.0).expect("reached"), 8.062_5, 1e-14);
}

#[test]
fn durations_outside_the_range_go_to_the_outer_bins() {
    let histogram = histogram(&[(1e-9, true), (1e12, true)]);
    let [first, last] = [0.5, 1.0].map(|p| histogram.quantile(p).expect("reached"));
    assert!((0.000_976..0.001).contains(&first), "{first}");
    assert!((1_040_000.0..=1_048_576.0).contains(&last), "{last}");
    assert_close(histogram.survival_at(1e13), 0.0, 0.0);
}

#[test]
fn the_mean_of_ended_durations_is_exact() {
    let histogram = histogram(&[(0.1, true), (7.3, true), (1e7, true), (50.0, false)]);
    assert_close(histogram.mean_of_events(), (0.1 + 7.3 + 1e7) / 3.0, 1e-15);
    assert_eq!((histogram.event_count(), histogram.censored_count()), (3, 1));
    assert!(SurvivalHistogram::new().mean_of_events().is_nan());
}

#[test]
fn merging_adds_and_resetting_forgets() {
    let durations = durations(DEAL_TIMES);
    let (mut first, second) = (histogram(&durations[..13]), histogram(&durations[13..]));
    first.merge(&second);
    let whole = histogram(&durations);
    assert_eq!(first.quantile(0.5), whole.quantile(0.5));
    assert_eq!((first.count(), first.event_count()), (40, whole.event_count()));
    first.reset();
    assert_eq!(first, SurvivalHistogram::new());
}

#[test]
fn cumulative_incidence_shares_out_the_ends_by_cause() {
    // At risk 5: won at 1; still running at 2; lost at 3 of 3; won at 4 of 2; still running at 5.
    // Won: 1/5 + (4/5 · 2/3) · 1/2 = 7/15; lost: 4/5 · 1/3 = 4/15; running: 4/15.
    let (won, lost) = (0, 1);
    let mut incidence = Incidence::new(2);
    for (time, cause) in [(1.0, Some(won)), (2.0, None), (3.0, Some(lost)), (4.0, Some(won))] {
        incidence.record(time, cause);
    }
    incidence.record(5.0, None);
    assert_close(incidence.share(won), 7.0 / 15.0, 1e-15);
    assert_close(incidence.share(lost), 4.0 / 15.0, 1e-15);
    assert_close(incidence.cumulative_at(won, 3.5), 0.2, 1e-15);
    assert_close(incidence.cumulative_at(lost, 2.9), 0.0, 0.0);
    assert_eq!((incidence.event_count(won), incidence.event_count(lost)), (2, 1));
}

#[test]
fn the_causes_and_what_still_runs_sum_to_one_at_any_time() {
    let mut numbers = Numbers::new(8);
    let mut incidence = Incidence::new(3);
    let mut other = Incidence::new(3);
    for k in 0..3_000 {
        let half = if k % 2 == 0 { &mut incidence } else { &mut other };
        half.record(30.0 * numbers.exponential(), [Some(0), Some(1), Some(2), None][k % 4]);
    }
    incidence.merge(&other);
    for time in [0.0, 0.3, 5.0, 33.3, 120.0, 1e9] {
        let ended: f64 = (0..3).map(|cause| incidence.cumulative_at(cause, time)).sum();
        assert_close(ended + incidence.all_causes().survival_at(time), 1.0, 1e-12);
    }
    incidence.reset();
    assert_eq!(incidence, Incidence::new(3));
}

#[test]
fn counts_taken_in_one_by_one_are_the_counts_of_the_whole() {
    let mut whole = Incidence::new(2);
    for (hours, cause) in [(0.5, Some(1)), (0.5, Some(1)), (0.5, None), (9.0, Some(0)), (1e4, None)]
    {
        whole.record(hours, cause);
    }
    assert_eq!(whole.counts().map(|(.., count)| count).collect::<Vec<_>>(), [2, 1, 1, 1]);
    let (mut merged, mut added) = (Incidence::new(2), Incidence::new(2));
    merged.merge(&whole);
    assert!(whole.counts().all(|(bin, cause, count)| added.add_count(bin, cause, count)));
    assert_eq!(added, merged);
}

#[test]
fn without_censoring_the_incidence_is_the_plain_share() {
    let mut incidence = Incidence::new(2);
    for k in 0..100_u8 {
        incidence.record(f64::from(k), Some(usize::from(k % 4 == 0)));
    }
    assert_close(incidence.share(1), 0.25, 1e-13);
}
