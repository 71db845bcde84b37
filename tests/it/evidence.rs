//! Studies of pay: their worlds are read, their numbers come from their runs, their verdicts follow
//! from their numbers.

use std::collections::BTreeSet;

use posse::experiment::evidence::{
    Evidence, Expected, Judgement, STUDIES, Study, judgement, replicate,
};
use posse::experiment::{self, Continue};
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
    let numbers = [1, 2, 3, 4, 5, 6, 7, 8, 9, 13, 14, 14, 15, 16, 17];
    assert_eq!(ids, numbers.map(|n| format!("V-I{n}")));
    let names: BTreeSet<&str> = STUDIES.iter().map(|study| study.name).collect();
    assert_eq!(names.len(), STUDIES.len(), "a name is given twice");
}

#[test]
fn the_calibrated_rows_are_marked_and_no_others() {
    let marked: Vec<&str> =
        STUDIES.iter().filter(|study| !study.calibrates.is_empty()).map(|study| study.id).collect();
    assert_eq!(marked, ["V-I3", "V-I9", "V-I16"]);
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
    let used: BTreeSet<String> =
        STUDIES.iter().flat_map(|s| s.worlds).map(|(file, _)| (*file).to_owned()).collect();
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
    let number = row.findings[0].estimate.mean;
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
fn a_row_is_as_good_as_its_worst_test() {
    let row = replicated(study("lazear"), Some(2));
    let of = |judgements: &[Judgement]| {
        let finding = |judgement: &Judgement| experiment::evidence::Finding {
            judgement: *judgement,
            ..row.findings[0]
        };
        judgement(&judgements.iter().map(finding).collect::<Vec<_>>())
    };
    assert_eq!(of(&[Judgement::Pass, Judgement::Pass]), Judgement::Pass);
    assert_eq!(of(&[Judgement::Pass, Judgement::SignOnly]), Judgement::SignOnly);
    assert_eq!(of(&[Judgement::Fail, Judgement::SignOnly]), Judgement::Fail);
    assert_eq!(of(&[]), Judgement::NotModelled);
    let worst = row.findings.iter().map(|finding| finding.judgement).max().unwrap();
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
