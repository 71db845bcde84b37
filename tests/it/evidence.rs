//! Studies of pay: their worlds are read, their numbers come from their runs, their verdicts follow
//! from their numbers.

use std::collections::BTreeSet;

use posse::experiment::evidence::{
    ELASTICITY, Evidence, Expected, Finding, Forecaster, Found, Judgement, Measured, Predicted,
    STUDIES, Study, interval_score, judgement, replicate, score_summaries,
};
use posse::experiment::{self, Continue, Design};
use posse::sales::buyer::WaitEnd;
use posse::sales::{Exited, Note, Noted, Observer, Phase};
use posse::stats::Estimate;

fn study(name: &str) -> &'static Study {
    STUDIES.iter().find(|study| study.name == name).expect("a study")
}

/// What so many runs of each policy give.
fn replicated(study: &'static Study, runs: Option<u32>) -> Evidence {
    let worlds = study.worlds(runs);
    let kept = vec![(); worlds.len()];
    let (rows, _) = replicate(&[study], &worlds, kept, &|_| {}, &|| false).expect("runs that end");
    rows.expect("a study that is not stopped").remove(0)
}

#[test]
fn every_row_is_there_once_for_each_finding() {
    let ids: Vec<&str> = STUDIES.iter().map(|study| study.id).collect();
    let numbers = [1, 2, 3, 3, 4, 5, 6, 7, 8, 9, 13, 14, 14, 15, 16, 17, 18, 19, 20, 21];
    assert_eq!(ids, numbers.map(|n| format!("V-I{n}")));
    let names: BTreeSet<&str> = STUDIES.iter().map(|study| study.name).collect();
    assert_eq!(names.len(), STUDIES.len(), "a name is given twice");
}

#[test]
fn the_calibrated_rows_are_marked_and_no_others() {
    let marked: Vec<&str> =
        STUDIES.iter().filter(|study| !study.calibrates.is_empty()).map(|study| study.id).collect();
    assert_eq!(marked, ["V-I3", "V-I16", "V-I17"]);
}

#[test]
fn every_world_is_read_and_asks_its_question() {
    for study in STUDIES {
        for scenario in study.scenarios() {
            assert!(!scenario.question.is_empty(), "{}", scenario.name);
            assert!(scenario.policies.len() >= 2, "{}", scenario.name);
            assert!(scenario.system.payroll.is_some(), "{}", scenario.name);
        }
    }
}

#[test]
fn what_is_not_run_says_why() {
    for study in STUDIES {
        assert_eq!(study.tests.is_empty(), study.worlds.is_empty(), "{}", study.name);
        assert_eq!(study.tests.is_empty(), !study.missing.is_empty(), "{}", study.name);
    }
}

#[test]
fn every_world_lies_in_the_folder_and_is_used() {
    let entries = std::fs::read_dir("scenarios/evidence").unwrap();
    let files: BTreeSet<String> =
        entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    let used: BTreeSet<String> = STUDIES
        .iter()
        .flat_map(|s| s.worlds.iter().chain(s.others))
        .map(|(file, _)| (*file).to_owned())
        .collect();
    assert_eq!(files, used);
}

#[test]
fn a_number_is_that_of_the_runs() {
    let study = study("lazear");
    let row = replicated(study, Some(3));
    let mut scenario = study.scenarios().remove(0);
    scenario.replications = 3;
    let results = experiment::run(&scenario, |_| Continue::Yes).unwrap();
    let mean = |policy| results.values(policy, "wins").iter().sum::<f64>();
    let number = row.findings[0].found.estimate.mean;
    assert!((number - (mean(1) / mean(0) - 1.0)).abs() < 1e-12, "{number}");
    assert_eq!(row.replications, 3);
}

/// An estimate with this mean and an interval a little around it.
fn around(mean: f64) -> Estimate {
    Estimate::of(&[mean - 0.01, mean, mean + 0.01])
}

#[test]
fn a_test_passes_in_the_right_direction_and_size() {
    let range = Expected::Within(0.18, 0.26);
    assert_eq!(range.judge(&around(0.20)), Judgement::Pass);
    assert_eq!(range.judge(&around(0.10)), Judgement::SignOnly);
    assert_eq!(range.judge(&around(0.30)), Judgement::SignOnly);
    assert_eq!(range.judge(&around(0.0)), Judgement::Fail);
    assert_eq!(range.judge(&around(-0.20)), Judgement::Fail);
    assert_eq!(Expected::Within(-0.08, -0.06).judge(&around(-0.07)), Judgement::Pass);
    assert_eq!(Expected::Within(-0.08, -0.06).judge(&around(0.07)), Judgement::Fail);
}

/// Deals lost in the last thirteenth of their months, and in the twelve others.
#[derive(Default)]
struct Lost {
    window: (f64, f64),
    silent: Option<(usize, u64)>,
    last: f64,
    others: f64,
}

impl Observer for Lost {
    fn noted(&mut self, fact: &Noted) {
        if matches!(fact.note, Note::Waited(how) if how != WaitEnd::WalksAway) {
            self.silent = Some((fact.channel, fact.number));
        }
    }

    fn exited(&mut self, fact: &Exited) {
        let fell_silent = self.silent.take() == Some((fact.channel, fact.number));
        let is_deal = fact.phase == Phase::Drive && fact.revenue <= 0.0;
        let was_worked = fact.first_touch.is_some();
        if !is_deal || !was_worked || fact.at < self.window.0 || fact.at >= self.window.1 {
            return;
        }
        // a month has 728 hours, its last part 56
        let is_last = fell_silent || fact.at.rem_euclid(728.0) >= 672.0;
        *(if is_last { &mut self.last } else { &mut self.others }) += 1.0;
    }
}

#[test]
fn who_falls_silent_is_lost_at_the_end_of_the_month() {
    let study = study("month-end");
    let row = replicated(study, Some(2));
    let scenario = study.scenarios().remove(0);
    let policy = scenario.policies.iter().position(|policy| policy.name == "monthly").unwrap();
    let design = Design::new(crate::ready(&scenario));
    let window = (52.0 * 168.0, 156.0 * 168.0);
    let runs = [0, 1].map(|run| {
        let seen = Lost { window, ..Lost::default() };
        design.observe(policy, run, seen).expect("a run that ends").1
    });
    let sum = |of: fn(&Lost) -> f64| runs.iter().map(of).sum::<f64>();
    let change = sum(|lost| lost.last) / (sum(|lost| lost.others) / 12.0) - 1.0;
    let finding = row.findings.iter().find(|finding| finding.test.what == "deals lost").unwrap();
    let found = finding.found.estimate.mean;
    assert!((found - change).abs() < 1e-9 * change, "{found} {change}");
}

#[test]
fn a_verdict_that_differs_between_settings_hangs_on_them() {
    let row = replicated(study("friebel"), Some(3));
    let judged = |judgement| Found { judgement, ..row.findings[0].found };
    let (passes, fails) = (judged(Judgement::Pass), judged(Judgement::Fail));
    let with = |other| Finding { found: passes, other, ..row.findings[0] }.hangs_on_setting();
    assert!(!with(None) && !with(Some(passes)) && with(Some(fails)));
    assert!(row.other.is_some() && row.findings.iter().all(|finding| finding.other.is_some()));
}

#[test]
fn a_sign_must_be_beyond_chance() {
    assert_eq!(Expected::Positive.judge(&around(0.05)), Judgement::Pass);
    assert_eq!(Expected::Positive.judge(&around(0.005)), Judgement::Fail);
    assert_eq!(Expected::Negative.judge(&around(-0.05)), Judgement::Pass);
    assert_eq!(Expected::Negative.judge(&around(-0.005)), Judgement::Fail);
    assert_eq!(Expected::Below(0.3).judge(&around(0.2)), Judgement::Pass);
    assert_eq!(Expected::Below(0.3).judge(&around(0.295)), Judgement::Fail);
    assert_eq!(Expected::Positive.judge(&Estimate::of(&[f64::NAN])), Judgement::Fail);
}

#[test]
fn that_nothing_happens_is_shown_by_an_interval_near_0() {
    let half = around(0.0).half_width();
    assert_eq!(Expected::Nothing(1.01 * half).judge(&around(0.0)), Judgement::Pass);
    assert_eq!(Expected::Nothing(0.99 * half).judge(&around(0.0)), Judgement::Fail);
    assert_eq!(Expected::Nothing(1.01 * half).judge(&around(0.01)), Judgement::Fail);
}

#[test]
fn what_a_study_measured_is_of_the_size_expected() {
    for test in STUDIES.iter().flat_map(|study| study.tests) {
        let Some(Measured { low, mean, high, from }) = test.measured else { continue };
        assert!(low <= mean && mean <= high && !from.is_empty(), "{}", test.what);
        let Expected::Within(least, most) = test.expected else {
            panic!("{}: a number was measured and no size is expected", test.what);
        };
        assert!(least <= mean && mean <= most, "{}", test.what);
    }
}

/// What a study measured: from here to there.
fn measured(low: f64, high: f64) -> Measured {
    Measured { low, mean: 0.5 * (low + high), high, from: "a test" }
}

#[test]
fn an_interval_that_holds_the_value_scores_its_width() {
    let score = interval_score((0.1, 0.3), &measured(0.2, 0.2));
    assert!((score - 0.2).abs() < 1e-15, "{score}");
    let score = interval_score((0.1, 0.3), &measured(0.12, 0.28));
    assert!((score - 0.2).abs() < 1e-15, "{score}");
}

#[test]
fn what_an_interval_misses_counts_forty_times() {
    for value in [0.05, 0.35] {
        let score = interval_score((0.1, 0.3), &measured(value, value));
        assert!((score - (0.2 + 40.0 * 0.05)).abs() < 1e-12, "{score}");
    }
}

#[test]
fn the_score_of_a_measured_interval_is_the_mean_over_it() {
    for (low, high) in [(-0.2, 0.15), (0.15, 0.5), (0.0, 0.4), (0.35, 0.6)] {
        let point = |k: u32| low + (high - low) * (f64::from(k) + 0.5) / 10_000.0;
        let of = |value: f64| interval_score((0.1, 0.3), &measured(value, value));
        let mean = (0..10_000).map(|k| of(point(k))).sum::<f64>() / 10_000.0;
        let score = interval_score((0.1, 0.3), &measured(low, high));
        assert!((score - mean).abs() < 1e-6, "{score} {mean}");
    }
}

#[test]
fn the_forecast_that_nothing_happens_has_no_sign_but_that_of_nothing() {
    let rows: Vec<Evidence> =
        ["lazear", "oyer", "steenburgh"].map(|name| replicated(study(name), Some(2))).into();
    let nothing = Forecaster::ALL.iter().position(|who| *who == Forecaster::Nothing).unwrap();
    for finding in rows.iter().flat_map(|row| &row.findings) {
        let is_level = matches!(finding.test.expected, Expected::Nothing(_));
        assert_eq!(finding.scores.0[nothing].has_sign, is_level, "{}", finding.test.what);
    }
    let summary = score_summaries(&rows)[nothing];
    assert_eq!((summary.signs, summary.of_signs), (3, 12));
    assert_eq!((summary.sizes, summary.of_sizes), (0, 2));
    assert!((summary.interval - 40.0).abs() < 1e-12, "{}", summary.interval);
}

#[test]
fn pay_forecasts_output_with_one_elasticity() {
    let study = study("lazear");
    let row = replicated(study, Some(3));
    let mut scenario = study.scenarios().remove(0);
    scenario.replications = 3;
    let results = experiment::run(&scenario, |_| Continue::Yes).unwrap();
    let pay = |policy| results.values(policy, "pay_mean").iter().sum::<f64>();
    let forecast = ELASTICITY * (pay(1) / pay(0) - 1.0);
    let score = 0.22 * row.findings[0].scores.0[2].interval.unwrap();
    // The interval reaches as far to one side of the forecast as to the other, and all of it misses.
    let ends = score_ends(score, 0.22, forecast);
    assert!(ends.0 < forecast && forecast < ends.1 && ends.1 < 0.22, "{ends:?}");
}

/// The ends of an interval around `middle` and below `value` whose score is this.
fn score_ends(score: f64, value: f64, middle: f64) -> (f64, f64) {
    let half = (score - 40.0 * (value - middle)) / (2.0 - 40.0);
    (middle - half, middle + half)
}

#[test]
fn the_model_is_scored_on_all_settings() {
    for study in STUDIES {
        assert!(study.others.is_empty() || study.others.len() == study.worlds.len());
        assert_eq!(study.others.is_empty(), study.other.is_empty(), "{}", study.name);
    }
}

/// The cells of the lines of the frozen page.
fn predictions() -> Vec<Vec<String>> {
    let page = std::fs::read_to_string("docs/predictions.md").expect("the page of predictions");
    let lines = page.lines().filter(|line| line.starts_with('|'));
    lines.map(|line| line.split('|').map(|cell| cell.trim().to_owned()).collect()).collect()
}

#[test]
fn every_prediction_stands_on_the_frozen_page() {
    let lines = predictions();
    for test in STUDIES.iter().flat_map(|study| study.tests) {
        let Some(Predicted { line, words, range }) = test.predicted else { continue };
        let found: Vec<_> = lines.iter().filter(|cells| (&*cells[1], &*cells[2]) == line).collect();
        assert_eq!(found.len(), 1, "{line:?}");
        assert!(found[0][4].contains(words), "{words} in {:?}", found[0]);
        let told = numbers_in(words);
        match (words, &told[..]) {
            ("none", []) => assert!((range.0 + range.1).abs() < 1e-12, "{line:?}"),
            ("above 0", _) => assert_eq!(range, (0.0, f64::INFINITY)),
            ("below 0", _) => assert_eq!(range, (f64::NEG_INFINITY, 0.0)),
            (_, [one]) => assert!(near(range, (*one, *one)), "{words}: {range:?}"),
            (_, [a, b]) => assert!(near(range, (a.min(*b), a.max(*b))), "{words}: {range:?}"),
            _ => panic!("{words}: {told:?}"),
        }
    }
}

fn near(a: (f64, f64), b: (f64, f64)) -> bool {
    (a.0 - b.0).abs() < 1e-9 && (a.1 - b.1).abs() < 1e-9
}

/// The numbers of a text as changes: `× 2.6` is 1.6, `+8 %` is 0.08; a range has the sign of its first.
fn numbers_in(words: &str) -> Vec<f64> {
    let number = regex_lite::Regex::new(r"([+−]?)(\d+(?:\.\d+)?)").expect("an expression");
    let size = |text: &str| text.parse::<f64>().expect("a number");
    let is_factor = words.starts_with('×');
    let found = number.captures_iter(words).map(|found| match (is_factor, &found[1]) {
        (true, _) => size(&found[2]) - 1.0,
        (false, "−") => -0.01 * size(&found[2]),
        (false, _) => 0.01 * size(&found[2]),
    });
    found.collect()
}

#[test]
fn a_single_prediction_is_met_by_half_to_one_and_a_half_of_it_or_within_chance() {
    let predicted = |low, high| Predicted { line: ("", ""), words: "", range: (low, high) };
    assert!(predicted(0.2, 0.2).is_met(&around(0.11)) && predicted(0.2, 0.2).is_met(&around(0.29)));
    assert!(
        !predicted(0.2, 0.2).is_met(&around(0.05)) && !predicted(0.2, 0.2).is_met(&around(0.4))
    );
    assert!(
        predicted(-0.2, -0.2).is_met(&around(-0.25)) && !predicted(0.2, 0.2).is_met(&around(-0.2))
    );
    assert!(
        predicted(0.0, 0.0).is_met(&around(0.01)) && !predicted(0.0, 0.0).is_met(&around(0.05))
    );
    assert!(
        predicted(0.1, 0.2).is_met(&around(0.15)) && !predicted(0.1, 0.2).is_met(&around(0.21))
    );
}

#[test]
fn a_row_is_as_good_as_its_worst_test() {
    assert_eq!(judgement([Judgement::Pass, Judgement::Pass]), Judgement::Pass);
    assert_eq!(judgement([Judgement::Pass, Judgement::SignOnly]), Judgement::SignOnly);
    assert_eq!(judgement([Judgement::Fail, Judgement::SignOnly]), Judgement::Fail);
    assert_eq!(judgement([]), Judgement::NotModelled);
    let row = replicated(study("lazear"), Some(2));
    let worst = row.findings.iter().map(|finding| finding.found.judgement).max().unwrap();
    assert_eq!(row.judgement, worst);
}

#[test]
fn what_was_predicted_is_what_was_frozen() {
    use sha2::{Digest, Sha256};
    let predictions = std::fs::read("docs/predictions.md").expect("the page of predictions");
    let digest = Sha256::digest(&predictions);
    let byte = |n: usize| format!("{:02x}", digest[n]);
    let half = |from: usize| (from..from + 16).map(byte).collect::<Vec<_>>().concat();
    let page = std::fs::read_to_string("docs/evidence.md").expect("the page of studies");
    let found = format!("{}\n{}\n", half(0), half(16));
    assert!(page.contains(&found), "{found}");
}
