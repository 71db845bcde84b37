//! `--require`: what can be asked, of which study, and what is refused before the first run.

use super::Place;

/// The code and what is said of a condition.
fn required(condition: &str) -> (i32, String) {
    let words = ["compare", "tiny.toml", "--quiet", "--require", condition];
    let ran = Place::tiny().posse(&words);
    (ran.code.unwrap(), ran.err)
}

#[test]
fn a_condition_that_holds_changes_nothing() {
    for condition in [
        "selling_cost.difference.mean >= -100 k",
        "selling_cost.mean <= 1 M",
        "few.return_on_sales.p95 < 100 %",
        "few.wins.p05 >= 0",
        "few.wins.standard_error < 100",
        "many meetings.return_on_sales.low > -1000 %",
        "return_on_sales.b_better_share <= 1",
        "few.role.seller.utilisation.mean > 0",
        "few.role.seller.utilisation.mean != 0",
        "many meetings-few.selling_cost.mean >= -100 k",
        "many meetings-few.return_on_sales.verdict != better",
        "few.wins.mean > 0 and few.contribution.mean < 1 MEUR and warnings < 9",
        "few.lead_time_p85.mean < 5 d",
        "few.lead_time_p85.mean < 2 weeks and few.decisions_per_week.mean > 1 per week",
    ] {
        assert_eq!(required(condition), (0, String::new()), "{condition}");
    }
}

#[test]
fn a_condition_that_does_not_hold_says_what_was_found() {
    let (code, message) = required("few.role.seller.utilisation.mean > 99 %");
    let start = "not met: few.role.seller.utilisation.mean > 99 % (found ";
    assert!(code == 3 && message.starts_with(start) && message.ends_with(" %)\n"), "{message}");
    let (code, message) = required("return_on_sales.mean > 99 pp");
    assert!(code == 3 && message.ends_with(" pp)\n"), "{message}");
    let (code, message) = required("selling_cost.verdict == withheld");
    assert_eq!(
        (code, message.as_str()),
        (3, "not met: selling_cost.verdict == withheld (found undecided)\n")
    );
}

#[test]
fn a_condition_that_cannot_be_understood_is_refused() {
    for (condition, why) in [
        (
            "return_on_sales.mean",
            "no operator; expected `<`, `<=`, `>`, `>=`, `==` or `!=`\nhint: e.g. `return_on_sales.difference.mean > 1 pp`, `return_on_sales.verdict == better` or `team.lead_time_p85.mean < 5 d`",
        ),
        ("return_on_sales.mean > much", "the value is not a number"),
        ("wins.mean > NaN", "the value is not a number"),
        (
            "wins > 3",
            "`wins` names no statistic\nhint: e.g. `return_on_sales.difference.mean > 1 pp`, `return_on_sales.verdict == better` or `team.lead_time_p85.mean < 5 d`",
        ),
        (
            "retrun_on_sales.mean > 1 pp",
            "no policy or measure `retrun_on_sales`\nhint: did you mean `return_on_sales`? the measures are those of `results.json`",
        ),
        (
            "fwe.wins.mean > 1",
            "no policy or measure `fwe.wins`\nhint: did you mean `few.wins`? the measures are those of `results.json`",
        ),
        (
            "return_on_sales.diference.mean > 1",
            "no policy or measure `return_on_sales.diference`\nhint: did you mean `return_on_sales.difference`? the measures are those of `results.json`",
        ),
        (
            "few.wins.median > 1",
            "`median` cannot be asked for\nhint: did you mean `mean`? expected one of `mean`, `low`, `high`, `p05`, `p25`, `p50`, `p75`, `p95`, `standard_error`, or of a difference `b_better_share` or `verdict`",
        ),
        (
            "few.return_on_sales.verdict == better",
            "`verdict` cannot be asked for\nhint: expected one of `mean`, `low`, `high`, `p05`, `p25`, `p50`, `p75`, `p95`, `standard_error`, or of a difference `b_better_share` or `verdict`",
        ),
        (
            "return_on_sales.verdict == bettr",
            "no verdict `bettr`\nhint: expected one of `better`, `worse`, `tie`, `undecided`, `withheld`",
        ),
        (
            "return_on_sales.verdict > 1",
            "`verdict` is a word\nhint: write `==` or `!=` and one of `better`, `worse`, `tie`, `undecided`, `withheld`",
        ),
        (
            "few.wins.mean == 3",
            "`mean` is an estimate, hardly ever equal to another number than 0\nhint: expected `<`, `<=`, `>` or `>=`",
        ),
        (
            "few.return_on_sales.mean > 10",
            "the measure is a share of 1\nhint: say the unit, e.g. `10 %` or `1 pp`",
        ),
        (
            "contribution.difference.mean > 5 %",
            "`%` and `pp` are of shares\nhint: the measure's unit: money",
        ),
        ("few.wins.mean > 1 pp", "`%` and `pp` are of shares\nhint: the measure's unit: count"),
        (
            "few-many meetings.wins.mean > 1",
            "`few-many meetings.wins` is the other way round\nhint: ask for `many meetings-few.wins`",
        ),
        (
            "few.wins.change > 1",
            "`change` compares with earlier results\nhint: name their folder with `--baseline FOLDER`",
        ),
        ("warnings < 1.5", "a count is a whole number"),
        (
            "few.lead_time_p85.mean < 3 wd",
            "working days differ in length\nhint: say it in hours, e.g. `16 h`",
        ),
        (
            "few.contribution.mean < 3 EUR per week",
            "no unit `EUR per week`\nhint: the measure's unit: money; `k` or `M` may follow, or `EUR` after it",
        ),
        ("leads.verdict == better", "more `leads` is neither better nor worse: it has no verdict"),
    ] {
        assert_eq!(required(condition), (2, format!("error: condition `{condition}`: {why}\n")));
    }
}

#[test]
fn a_difference_needs_two_policies() {
    let words = ["run", "tiny.toml", "--require", "return_on_sales.mean > 1 pp"];
    let message = Place::tiny().posse(&words).refusal(2);
    let expected =
        "error: condition `return_on_sales.mean > 1 pp`: a difference needs two policies\n";
    assert_eq!(message, expected);
}

/// A condition of each study, one that holds and one that doesn't, with what is said of that.
const OF_STUDIES: [(&[&str], &str, &str, &str); 4] = [
    (
        &["sweep", "tiny.toml", "--vary", "people.seller.count=1..3", "-n", "6"],
        "few.wins.mean > 0 and return_on_sales.verdict != worse",
        "few.wins.mean > 1 k",
        " at `people.seller.count = 1`, and not at 2 more of 3)",
    ),
    (
        &["sensitivity", "tiny.toml", "--vary", "people.seller.count=1..3", "-n", "6"],
        "people.seller.count.swing < 100 pp",
        "people.seller.count.high < -100 pp",
        " pp)",
    ),
    (
        &["why", "tiny.toml", "-n", "6"],
        "sharing.selling_cost.mean > -1 k and sharing.wins.alone < 1 k",
        "sharing.return_on_sales.mean > 99 pp",
        " pp)",
    ),
    (
        &["evidence", "lazear", "-n", "8"],
        "failed <= 1",
        "passed == 7 and lazear.judgement == fail",
        "(found 0)",
    ),
];

#[test]
fn every_study_can_be_asked() {
    for (study, holds, fails, words) in OF_STUDIES {
        let place = Place::tiny();
        let ask = |condition| place.posse(&[study, &["-q", "--require", condition]].concat());
        let ran = ask(holds);
        assert_eq!((ran.code, ran.err.as_str()), (Some(0), ""), "{study:?}");
        let ran = ask(fails);
        assert_eq!(ran.code, Some(3), "{study:?}: {}", ran.err);
        assert!(ran.err.starts_with("not met: ") && ran.err.contains(words), "{}", ran.err);
    }
}

#[test]
fn every_study_refuses_what_it_cannot_be_asked_before_its_first_run() {
    for (study, ..) in OF_STUDIES {
        let place = Place::tiny();
        let said = place.posse(&[study, &["--require", "wnis.maen > 1"]].concat()).refusal(2);
        assert!(said.starts_with("error: condition `wnis.maen > 1`: "), "{said}");
        assert_eq!(place.entries("."), ["tiny.toml"], "nothing was begun");
    }
}

#[test]
fn a_comparison_can_be_held_against_an_earlier_one() {
    let place = Place::tiny();
    place.posse(&["compare", "tiny.toml", "-q", "-o", "before"]).result();
    let again = |conditions: &[&str], seed: &str| {
        let words = ["compare", "tiny.toml", "-q", "--baseline", "before", "--seed", seed];
        let conditions = conditions.iter().flat_map(|condition| ["--require", condition]);
        place.posse(&words.into_iter().chain(conditions).collect::<Vec<_>>())
    };
    let same = ["changed == 0", "few.wins.change == 0", "return_on_sales.change == 0"];
    assert_eq!(again(&same, "1").code, Some(0));
    let ran = again(&same, "2");
    assert_eq!(ran.code, Some(3));
    let told: Vec<&str> = ran.err.lines().map(|line| line.split(" (").next().unwrap()).collect();
    assert_eq!(told[..2], ["not met: changed == 0", "not met: few.wins.change == 0"]);
    let words = ["compare", "tiny.toml", "--baseline", "nowhere"];
    let said = place.posse(&words).refusal(2);
    assert!(said.starts_with("error: cannot read the results in `nowhere`: "), "{said}");
}
