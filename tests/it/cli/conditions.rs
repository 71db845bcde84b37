//! `--require`.

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
            "no operator; expected `<`, `<=`, `>`, `>=` or `==`\nhint: e.g. `return_on_sales.difference.mean > 1 pp`, `return_on_sales.verdict == better` or `team.lead_time_p85.mean < 120`",
        ),
        (
            "return_on_sales.mean > much",
            "the value is not a number\nhint: e.g. `return_on_sales.difference.mean > 1 pp`, `return_on_sales.verdict == better` or `team.lead_time_p85.mean < 120`",
        ),
        (
            "wins.mean > NaN",
            "the value is not a number\nhint: e.g. `return_on_sales.difference.mean > 1 pp`, `return_on_sales.verdict == better` or `team.lead_time_p85.mean < 120`",
        ),
        (
            "wins > 3",
            "`wins` names no statistic\nhint: e.g. `return_on_sales.difference.mean > 1 pp`, `return_on_sales.verdict == better` or `team.lead_time_p85.mean < 120`",
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
            "`median` cannot be asked for\nhint: expected one of `mean`, `low`, `high`, `p05`, `p25`, `p50`, `p75`, `p95`, `standard_error`, or of a difference `b_better_share` or `verdict`",
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
            "a verdict is a word\nhint: write `==` and one of `better`, `worse`, `tie`, `undecided`, `withheld`",
        ),
        (
            "few.wins.mean == 3",
            "`mean` is a number, hardly ever equal to another\nhint: expected `<`, `<=`, `>` or `>=`",
        ),
        (
            "few.return_on_sales.mean > 10",
            "the measure is a share of 1\nhint: say the unit, e.g. `10 %` or `1 pp`",
        ),
        (
            "contribution.difference.mean > 5 %",
            "`%` and `pp` are of shares\nhint: the unit of `contribution`: money",
        ),
        ("few.wins.mean > 1 pp", "`%` and `pp` are of shares\nhint: the unit of `wins`: count"),
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
