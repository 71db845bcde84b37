//! What differs between two scenarios, and what that does.

use super::{Place, TINY};

/// The change of one value to another, in a file of its own.
fn changed(from: &str, to: &str) -> Place {
    assert!(TINY.contains(from), "nothing to change");
    Place::tiny().with("other.toml", TINY.replace(from, to))
}

#[test]
fn a_value_that_differs_is_told_with_what_it_is_and_its_unit() {
    let place = changed("cost = 10\n", "cost = 12\n");
    insta::assert_snapshot!(place.posse(&["diff", "tiny.toml", "other.toml"]).result(), @r"
    From tiny.toml to other.toml: 1 value changed

     changed       Money paid for each lead (`channels.web.cost`): from 10 EUR to 12 EUR
    ");
}

#[test]
fn units_comments_order_and_bases_make_no_difference() {
    let text = TINY.replace("touch = \"2 h\"", "touch = \"120 min\" # as before");
    let place =
        Place::tiny().with("other.toml", text.replace("advance = 0.4", "advance = \"40 %\""));
    let place = place.with("child.toml", "base = \"tiny.toml\"\n");
    for other in ["other.toml", "child.toml"] {
        let told = place.posse(&["diff", "tiny.toml", other]).result();
        assert_eq!(told, format!("Nothing differs between tiny.toml and {other}\n"));
    }
}

#[test]
fn policies_that_come_and_go_and_defaults_are_told_by_name() {
    let place = Place::tiny().with(
        "other.toml",
        "base = \"tiny.toml\"\nremove = [\"policies.few\"]\n\
         [policies.none]\nlabel = \"no meetings\"\n[stages.close]\nbuyer = \"2 d\"\n[deal]\nmargin = \"60 %\"\n",
    );
    let told = place.posse(&["diff", "tiny.toml", "other.toml"]).result();
    // A line that is broken goes on under its first word.
    for words in [
        "1 policy added, 1 policy removed, ",
        "added         policy `none` (no meetings)",
        "removed       policy `few`",
        "(`stages.close.buyer`): not set before, now 2 d",
        "(`deal.margin`): from 1 (the default) to 60 %",
    ] {
        assert!(told.replace("\n               ", " ").contains(words), "{words}: {told}");
    }
    // What is in a policy that is new is not told key by key.
    assert!(!told.contains("policies.none."), "{told}");
}

#[test]
fn a_difference_in_evidence_alone_is_told_as_such() {
    let place = Place::tiny()
        .with("other.toml", format!("{TINY}[sources]\n\"channels.web.cost\" = \"M our books\"\n"));
    let told = place.posse(&["diff", "tiny.toml", "other.toml"]).result();
    assert!(told.starts_with("Only evidence differs from tiny.toml to other.toml"), "{told}");
    assert!(told.contains("`channels.web.cost`"), "{told}");
}

#[test]
fn what_a_difference_does_is_b_minus_a_run_by_run() {
    let place = changed("cost = 10\n", "cost = 12\n");
    let json = |words: &[&str]| -> serde_json::Value {
        serde_json::from_str(&place.posse(words).result()).unwrap()
    };
    let told = json(&["diff", "tiny.toml", "other.toml", "--run", "-n", "4", "--json", "-q"]);
    let compared = |file: &str| json(&["compare", file, "-n", "4", "--json", "-q"]);
    let [a, b] = ["tiny.toml", "other.toml"].map(compared);
    let (effect, policy) = (&told["effect"], "many meetings");
    assert_eq!(effect["replications"], 4);
    let row = &effect["policies"][policy]["measures"]["contribution"];
    let mean = |of: &serde_json::Value| {
        of["policies"][policy]["measures"]["contribution"]["mean"].as_f64().unwrap()
    };
    let own = |side: &str| row[side]["mean"].as_f64().unwrap().to_bits();
    assert_eq!((own("a"), own("b")), (mean(&a).to_bits(), mean(&b).to_bits()));
    let difference = row["difference"]["mean"].as_f64().unwrap();
    assert!((difference - (mean(&b) - mean(&a))).abs() < 1e-9);
    // On the same luck each lead costs 2 more, and nothing else changes: in no run is the second better.
    assert!(difference < 0.0 && row["b_better_share"] == 0.0);
    assert_eq!(told["changed"][0]["keys"][0], "channels.web.cost");
}

#[test]
fn a_difference_that_does_nothing_is_told_as_such() {
    let place = changed("[policies.few]", "[policies.few]\nlabel = \"few of them\"");
    let told = place.posse(&["diff", "tiny.toml", "other.toml", "--run", "-n", "3", "-q"]).result();
    assert!(told.contains("Few is not touched: "), "{told}");
}

#[test]
fn mistakes_of_both_files_are_told_and_so_is_what_cannot_be_run() {
    let place = Place::tiny()
        .with("wrong.toml", TINY.replace("advance", "advence"))
        .with("else.toml", TINY.replace("[policies.few]\n", "").replace("many meetings", "x"));
    let told = place.posse(&["diff", "none.toml", "wrong.toml"]).refusal(2);
    assert!(
        told.contains("no file `none.toml`") && told.contains("did you mean `advance`?"),
        "{told}"
    );
    let told = place.posse(&["diff", "tiny.toml", "else.toml", "--run", "-q"]).refusal(2);
    assert!(
        told.contains("no policy is compared in both: the first compares `few`, `many meetings`")
    );
    let told = place.posse(&["diff", "tiny.toml", "else.toml", "-n", "3"]).refusal(2);
    assert!(told.contains("--run"), "{told}");
    place.posse(&["diff", "tiny.toml"]).refusal(2);
}
