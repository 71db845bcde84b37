//! From nothing to an answer: `init`, `check`, `compare`.

use super::Place;

#[test]
fn a_new_user_gets_from_init_to_an_answer() {
    let place = Place::new();
    let told = place.posse(&["init"]).result();
    insta::assert_snapshot!(told, @r#"
    wrote funnel.toml and scenario.schema.json
    next: posse check funnel.toml      what it says, and whether people can bear the load
          posse compare funnel.toml    the answer
    "#);
    assert_eq!(place.entries("."), ["funnel.toml", "scenario.schema.json"]);
    let model = place.posse(&["check", "funnel.toml"]).result();
    assert!(model.contains("39 inputs about the world: 0 with a source, 39 assumed"), "{model}");
    let answer = place.posse(&["compare", "funnel.toml", "-n", "4", "--quiet"]).result();
    assert!(answer.contains("team minus lone hero"), "{answer}");
    assert!(place.path("output/funnel/difference.svg").exists());
}

#[test]
fn every_template_begins_with_its_schema_and_is_accepted() {
    for template in ["minimal", "funnel", "hero-vs-team"] {
        let place = Place::new();
        place.posse(&["init", "mine", "--template", template]).result();
        let file = format!("mine/{template}.toml");
        assert!(place.text(&file).starts_with("#:schema ./scenario.schema.json\n"));
        let ran = place.posse(&["check", &file]);
        assert_eq!((ran.code, ran.err.as_str()), (Some(0), ""), "{template}");
    }
}

#[test]
fn init_writes_over_nothing() {
    let place = Place::new().with("funnel.toml", "mine");
    let expected = "error: `funnel.toml` is already there\n\
                    hint: choose another folder, e.g. `posse init my-question`\n";
    assert_eq!(place.posse(&["init"]).refusal(2), expected);
    assert_eq!(place.entries("."), ["funnel.toml"]);
    let place = Place::new().with("mine/scenario.schema.json", "{}");
    assert!(place.posse(&["init", "mine"]).refusal(2).contains("`mine/scenario.schema.json`"));
    assert_eq!(place.entries("mine"), ["scenario.schema.json"]);
}

#[test]
fn two_templates_share_a_folder_and_its_schema() {
    let place = Place::new();
    place.posse(&["init"]).result();
    place.posse(&["init", "--template", "minimal"]).result();
    assert_eq!(place.entries("."), ["funnel.toml", "minimal.toml", "scenario.schema.json"]);
}

#[test]
fn init_into_a_file_is_a_failure() {
    let message = Place::tiny().posse(&["init", "tiny.toml"]).refusal(1);
    assert_eq!(message, "error: cannot write `tiny.toml/funnel.toml`: a file is in the way\n");
}

#[test]
fn check_prints_the_model_as_understood() {
    let place = Place::new();
    place.posse(&["init", "--template", "minimal"]).result();
    let text = place.posse(&["check", "minimal.toml"]).result();
    // The hash of the scenario changes with every field that posse gets.
    let (name, rest) = text.split_once(" (").unwrap();
    let text = [name, rest.split_once(')').unwrap().1].concat();
    insta::assert_snapshot!(text, @r#"
    minimal
      What does the funnel bring in a year, and what does a win cost?

    channels
      web                40.0 leads a week at 120 EUR
      fairs               6.0 leads a week at 400 EUR

    funnel
      qualify        engage     2.00 h by nobody       → propose 40 %, [lost] 60 %
      propose        drive     24.00 h by nobody       → [won] 25 %, [lost] 75 %

    no people: leads never wait, and policies make no difference

    run
      1000 replications, seed 1, warm-up 13.0 weeks, measured until 65.0 weeks, run-out until empty
      verdict on `return_on_sales`

    25 inputs about the world: 0 with a source, 25 assumed
      assumed  hours = Mon-Fri 09:00-17:00 (default)
      assumed  deal.value = { lognormal = { median = 12000, sigma = 0.6 } }
      assumed  deal.margin = "70 %"
      assumed  stages.qualify.touch = "2 h"
      assumed  stages.qualify.advance = "40 %"
      assumed  stages.qualify.touches = 1 (default)
      assumed  stages.qualify.buyer = "2 wd"
      assumed  stages.qualify.cost = 60
      assumed  stages.propose.touch = "1 d"
      assumed  stages.propose.advance = "25 %"
      assumed  stages.propose.touches = 1 (default)
      assumed  stages.propose.cost = 250
      assumed  channels.web.arrivals = { per_week = 40, dispersion = 4 }
      assumed  channels.web.cost = 120
      assumed  channels.fairs.arrivals = { per_week = 6, dispersion = 4 }
      assumed  channels.fairs.cost = 400
      assumed  frictions.hand_off_note = 0 h (default)
      assumed  frictions.hand_off_read = 0 h (default)
      assumed  frictions.hand_off_relearn = 0 h (default)
      assumed  frictions.documentation_cost = 0 (default)
      assumed  frictions.specialist = 1 (default)
      assumed  frictions.unowned = 1 (default)
      assumed  frictions.switching = 0 (default)
      assumed  frictions.switching_free = 3 (default)
      assumed  frictions.learning = 0 per h (default)
    "#);
}

#[test]
fn check_says_who_buys_and_how_a_policy_deals_with_them() {
    let place = Place::new().with("b.toml", crate::scenario_buyers::WHOLE);
    let text = place.posse(&["check", "b.toml"]).result();
    let (_, buyers) = text.split_once("\nbuyers\n").unwrap();
    let (buyers, rest) = buyers.split_once("\npeople\n").unwrap();
    insta::assert_snapshot!(buyers, @r"
      mid            committee of 3 to 8 (5.2), window of 34.0 weeks, finance joins in 50 % of cases, a rival in 45 %, 6 h of contact a week
      smb            one buyer, window of 595.2 weeks, finance joins in 0 % of cases, a rival in 0 %, any contact
      inbound        fit 0.50 ± 0.22, 25 % ready to buy
      fair           fit 0.50 ± 0.29, 100 % ready to buy
                     40 % of those who are not ready never become so, the others after 39.0 weeks on average
    ");
    let is_rule = |line: &&str| {
        ["gate", "dialogue", "committee"].iter().any(|word| line.trim_start().starts_with(word))
    };
    let rules: Vec<&str> = rest.lines().filter(is_rule).collect();
    let (team, plain) = (rules[..3].join("\n"), rules[6..].join("\n"));
    insta::assert_snapshot!(team, @r"
    gate         believed fit from 0.45, the value to both sides 5 EUR above that of the hours left (120 EUR each); depth 1.2, at most 4 dialogues, disqualifies after 4.0 weeks
    dialogue     listens 50 %, challenges 20 %, pitches 30 %, and pitches with the proposal
    committee    taught in groups, group messages; pushes buyers who are not ready
    ");
    insta::assert_snapshot!(plain, @r"
    gate         open to all who are ready; depth 1, at most 3 dialogues, disqualifies at once
    dialogue     listens 70 %, challenges 0 %, pitches 30 %
    committee    taught one by one, general messages; nurtures buyers who are not ready
    ");
}
