//! `why`: what is typed, written and refused.

use super::Place;

#[test]
fn why_writes_a_bridge_and_tables_and_says_the_answer_first() {
    let place = Place::tiny();
    let told = place.posse(&["why", "tiny.toml", "-n", "8", "-q"]).result();
    insta::assert_snapshot!(told, @r"
    Few and many meetings hardly differ in Return on Sales (+0.15 pp ±0.36): no rule is known to matter

                         its share           alone     as the last
     few                    86.6 %
     sharing           +0.15 ±0.36     +0.15 ±0.36     +0.15 ±0.36
     many meetings          86.8 %

     files         output/tiny-why: the bridge (SVG and PNG), results.json, why.csv with all measures

     Return on Sales, in pp. Its share: what a rule adds on average over all orders in which the rules
     could change (Shapley); the shares sum to the difference. Alone: with all other rules of few; as
     the last: with all others of many meetings. ± is half the 95 % confidence interval.
     8 runs of each of 2 policies with the same random events · seed 1 · scenario tiny · posse 0.1.0 ·
     1 472 events
    ");
    let expected = [
        "blocks",
        "bridge_contribution.png",
        "bridge_contribution.svg",
        "bridge_return_on_sales.png",
        "bridge_return_on_sales.svg",
        "manifest.json",
        "results.json",
        "why.csv",
    ];
    assert_eq!(place.entries("output/tiny-why"), expected);
    let json = place.json("output/tiny-why/results.json");
    assert_eq!((&json["schema"], &json["a"]), (&"posse/why/1".into(), &"few".into()));
}

#[test]
fn results_of_why_are_the_same_on_any_number_of_threads() {
    let place = Place::tiny();
    for jobs in ["1", "2"] {
        let words = ["why", "tiny.toml", "many meetings", "few", "-n", "9", "-q", "-j", jobs];
        place.posse(&[&words[..], &["-o", jobs]].concat()).result();
    }
    for file in ["results.json", "why.csv", "bridge_return_on_sales.svg"] {
        assert_eq!(place.text(&format!("1/{file}")), place.text(&format!("2/{file}")), "{file}");
    }
}

#[test]
fn what_cannot_be_asked_is_refused() {
    let place = Place::tiny();
    let refused =
        |words: &[&str]| place.posse(&[&["why"], words].concat()).refusal(2).trim_end().to_owned();
    assert_eq!(
        refused(&["tiny.toml", "few"]),
        "error: expected two policies, found `few` alone\nhint: e.g. `posse why hero team`, or `posse why \
         mine.toml hero team`"
    );
    assert_eq!(
        refused(&["tiny.toml", "few", "fwe"]),
        "error: no policy `fwe` in scenario `tiny`\nhint: did you mean `few`? expected one of `few`, `many \
         meetings`"
    );
    assert_eq!(
        refused(&["tiny.toml", "few", "few"]),
        "error: `few` differs in nothing from itself\nhint: name two policies"
    );
}
