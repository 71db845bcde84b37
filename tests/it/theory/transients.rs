//! States at fixed instants: ramps from empty, from a backlog, over a day.

use super::judge::{Noise, by_group, judge_one};
use super::lab::{mean, results, share};
use posse::experiment::Results;
use posse::stats::Tally;

/// Leads in the first stage at snapshot `k`, by replication.
fn counts(found: &Results, k: usize) -> Vec<f64> {
    found.policies[0].snapshots.iter().map(|run| f64::from(run[k][0])).collect()
}

/// Judges mean and chance of nobody at each snapshot: (mean, chance).
fn judge_ramp(text: &str, expected: &[(f64, f64)]) {
    let found = results(text);
    for (k, (mean_count, empty)) in expected.iter().enumerate() {
        let counts = counts(&found, k);
        judge_one(&format!("mean at {k}"), &counts, *mean_count, Noise::Relative(0.01));
        let nobody: Vec<f64> = counts.iter().map(|n| f64::from(*n < 0.5)).collect();
        let likely = *empty * counts.len() as f64;
        if likely > 1.0 {
            judge_one(&format!("empty at {k}"), &nobody, *empty, Noise::Absolute(0.003));
        } else {
            let seen: f64 = nobody.iter().sum();
            assert!(seen < 4.0, "{seen} empty systems where {likely} are expected");
        }
    }
}

#[test]
fn a_new_desk_fills_as_the_transient_mm1_queue_does() {
    let text = r#"
calendar = "always"
people = { rep = 1 }
run = { hours = 50, run_out = "0 h", replications = 40000 }
measure.snapshots = ["1 h", "2 h", "5 h", "10 h", "20 h", "50 h"]
channels.web.arrivals = "0.8 per h"
stages.serve = { role = "rep", touch = { exponential = "1 h" } }
"#;
    let expected = [
        (0.551_551_858_273_487, 0.597_398_750_280_938),
        (0.877_583_833_305_599, 0.472_530_293_576_934),
        (1.469_460_827_785_54, 0.348_967_942_940_594),
        (2.030_281_563_578_98, 0.286_422_593_284_776),
        (2.647_634_923_957_67, 0.244_852_397_859_409),
        (3.405_038_977_998_26, 0.214_117_916_886_831),
    ];
    judge_ramp(text, &expected);
}

#[test]
fn an_overloaded_desk_grows_as_the_transient_mm1_queue_does() {
    let text = r#"
calendar = "always"
people = { rep = 1 }
run = { hours = 50, run_out = "0 h", replications = 30000 }
measure.snapshots = ["1 h", "5 h", "10 h", "25 h", "50 h"]
channels.web.arrivals = "1.2 per h"
stages.serve = { role = "rep", touch = { exponential = "1 h" } }
"#;
    let expected = [
        (0.856_183_025_320_072, 0.458_774_920_581_463),
        (2.715_131_401_911_95, 0.173_374_653_416_991),
        (4.374_289_502_444_76, 0.102_720_704_372_814),
        (8.366_416_051_259_89, 0.043_954_875_019_052_7),
        (14.088_134_810_134_8, 0.018_965_481_657_974),
    ];
    judge_ramp(text, &expected);
}

#[test]
fn a_backlog_melts_as_the_transient_mm4_queue_does() {
    let text = r#"
calendar = "always"
people = { rep = 4 }
backlog = { serve = 20 }
run = { hours = 10, run_out = "0 h", replications = 40000 }
measure.snapshots = ["1 h", "2 h", "5 h", "10 h"]
channels.web.arrivals = "3 per h"
stages.serve = { role = "rep", touch = { exponential = "1 h" } }
"#;
    let expected = [
        (19.000_000_009_746_9, 1.044_410_791_934_49e-10),
        (18.000_028_371_564_4, 6.947_974_560_301_54e-7),
        (15.036_125_094_673_1, 0.000_931_728_664_274_99),
        (10.907_383_263_465_7, 0.010_923_650_375_955_1),
    ];
    judge_ramp(text, &expected);
}

/// Judges mean and variance of a count, which are equal, at each snapshot; and the arrivals.
fn judge_wave(text: &str, expected: &[f64], arrivals: f64) {
    let found = results(text);
    for (k, reference) in expected.iter().enumerate() {
        let counts = counts(&found, k);
        judge_one(&format!("mean at {k}"), &counts, *reference, Noise::Relative(0.01));
        let variance = |group: &[f64]| group.iter().copied().collect::<Tally>().variance();
        let variances = by_group(&counts, 40, variance);
        judge_one(&format!("variance at {k}"), &variances, *reference, Noise::Relative(0.03));
    }
    judge_one("arrivals", found.values(0, "leads"), arrivals, Noise::Relative(0.005));
}

#[test]
fn work_in_progress_follows_a_daily_wave_as_mt_m_inf_says() {
    let text = r#"
run = { hours = 48, warm_up = "0 h", run_out = "0 h", replications = 4000 }
measure.snapshots = ["6 h", "12 h", "18 h", "24 h", "48 h"]
channels.web.arrivals = { per_hour = 10, wave = { amplitude = 0.6, period = "24 h" } }
stages.serve = { touch = { exponential = "6 h" } }
"#;
    let expected = [
        54.309_270_292_571_7,
        70.395_680_825_718_3,
        47.442_320_489_903_7,
        42.891_104_589_070_9,
        43.676_682_572_263_3,
    ];
    judge_wave(text, &expected, 480.0);
}

#[test]
fn work_in_progress_follows_a_quarterly_wave_whatever_the_law_of_stay() {
    let text = r#"
run = { days = 180, warm_up = "0 h", run_out = "0 h", replications = 4000 }
measure.snapshots = ["15 d", "45 d", "90 d", "180 d"]
channels.web.arrivals = { per_hour = "4 per d", wave = { amplitude = 0.8, period = "90 d" } }
stages.serve = { touch = { lognormal = { mean = "30 d", cv = 0.9 } } }
"#;
    let expected =
        [75.423_768_321_443_9, 148.265_988_050_21, 73.230_592_436_811_9, 76.580_854_508_157_6];
    judge_wave(text, &expected, 720.0);
}

#[test]
fn a_duty_roster_carries_three_days_of_leads_as_the_numerical_solution_does() {
    let text = r#"
calendar = "always"
run = { days = 3, run_out = "0 h", replications = 20000 }
measure.snapshots = ["8 h", "12 h", "13 h", "18 h", "24 h", "32 h", "36 h", "37 h", "42 h", "48 h", "56 h", "60 h", "61 h", "66 h", "72 h"]
channels.web.arrivals = { rate = [["0 h", 0.5], ["8 h", 6], ["12 h", 5], ["18 h", 1]], repeat = "1 d" }
stages.serve = { role = "rep", touch = { exponential = "24 min" } }
[people.rep]
on_duty = [["0 h", 0], ["8 h", 3], ["12 h", 1], ["13 h", 3], ["18 h", 0]]
repeat = "1 d"
shift_end = "hand back"
"#;
    let expected = [
        4.0,
        4.334_793_406_392_25,
        6.949_987_271_825_97,
        3.428_824_804_276_34,
        9.428_824_804_276_39,
        13.428_824_804_276_4,
        8.944_924_058_395_25,
        11.500_907_282_761_4,
        5.230_644_992_389_13,
        11.230_644_992_389_2,
        15.230_644_992_389_3,
        10.519_316_776_950_9,
        13.067_853_659_391_8,
        6.188_788_643_693_74,
        12.188_788_643_693_9,
    ];
    let found = results(text);
    for (k, reference) in expected.iter().enumerate() {
        judge_one(&format!("snapshot {k}"), &counts(&found, k), *reference, Noise::Relative(0.01));
    }
    judge_one("completions", found.values(0, "wins"), 179.811_211_356_309, Noise::Relative(0.005));
    judge_one("time average", found.values(0, "wip"), 8.347_474_620_963_66, Noise::Relative(0.01));
}

#[test]
fn arrivals_by_the_hour_are_poisson_and_independent() {
    let text = r#"
run = { days = 1, warm_up = "0 h", run_out = "0 h", replications = 20000 }
measure.snapshots = ["8 h", "10 h", "12 h", "14 h", "18 h", "24 h"]
channels.web.arrivals = { rate = [["0 h", 0.25], ["8 h", 4], ["10 h", 9], ["12 h", 3], ["14 h", 7], ["18 h", 0]], repeat = "1 d" }
stages.serve = { touch = "10 d" }
"#;
    let found = results(text);
    let until: Vec<Vec<f64>> = (0..6).map(|k| counts(&found, k)).collect();
    let between = |k: usize| -> Vec<f64> {
        let before = |r: usize| if k == 0 { 0.0 } else { until[k - 1][r] };
        until[k].iter().enumerate().map(|(r, n)| n - before(r)).collect()
    };
    for (k, reference) in [2.0, 8.0, 18.0, 6.0, 28.0].iter().enumerate() {
        judge_one(&format!("interval {k}"), &between(k), *reference, Noise::Relative(0.01));
    }
    assert!(between(5).iter().all(|count| *count < 0.5), "nobody comes at night");
    judge_one("total", &until[5], 62.0, Noise::Relative(0.005));
    let variance = |group: &[f64]| group.iter().copied().collect::<Tally>().variance();
    judge_one("variance", &by_group(&until[5], 40, variance), 62.0, Noise::Relative(0.03));
    let none = share(between(0).iter().filter(|n| **n < 0.5).count(), 20_000);
    let chance: f64 = 0.135_335_283_236_613;
    assert!((none - chance).abs() < 4.0 * (chance * (1.0 - chance) / 20_000.0).sqrt());
    let correlation = correlation(&between(1), &between(2));
    assert!(correlation.abs() < 4.0 / 20_000_f64.sqrt(), "intervals go together: {correlation}");
}

fn correlation(a: &[f64], b: &[f64]) -> f64 {
    let (mean_a, mean_b) = (mean(a.iter().copied()), mean(b.iter().copied()));
    let product = |x: &[f64], y: &[f64]| {
        x.iter().zip(y).map(|(x, y)| (x - mean_a) * (y - mean_b)).sum::<f64>()
    };
    let square = |x: &[f64], m: f64| x.iter().map(|x| (x - m) * (x - m)).sum::<f64>();
    product(a, b) / (square(a, mean_a) * square(b, mean_b)).sqrt()
}
