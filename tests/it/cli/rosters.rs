//! `fit --people`: a company's own people in the scenario.

use super::fits::imported;

const PEOPLE: &str = "name,role,start,plan,quota,to\n\
                      Moses Frase,AE,2015-02-01,ae,400000,\n\
                      Darcel Schlecht,AE,,ae,400000,\n\
                      Anna Snelling,Key accounts,,ae,,\n\
                      Nora New,AE,2018-04-01,ae,400000,\n\
                      Leo Left,AE,,ae,400000,2017-06-30\n";
const PLANS: &str = "[plans.ae]\nsalary = \"60000 per year\"\nquota = 90000\n\
                     commission = [{ rate = 0.05 }, { from = \"100 %\", rate = 0.1 }]\n";

#[test]
fn people_of_a_list_stand_in_the_scenario_with_their_roles_starts_plans_and_quotas() {
    let place = imported().with("people.csv", PEOPLE).with("plans.toml", PLANS);
    let command =
        ["fit", "log.csv", "-o", "m.toml", "--people", "people.csv", "--plans", "plans.toml"];
    let said = place.posse(&command);
    let talk = said.err.clone();
    said.result();
    let text = place.text("m.toml");
    for words in [
        "[people.ae]\ncount = 2\nheadcount = [[2018-04-01, 3]]",
        "[people.key-accounts]\ncount = 1\n",
        "role = [\"ae\", \"key-accounts\"]",
        "pay = { plans = { ae = \"ae 1\", key-accounts = \"ae\" } }",
        "quota = 90000",
        "quota = 100000",
    ] {
        assert!(text.contains(words), "{words}\n{text}");
    }
    for words in [
        "1 left before the log ends (not in the scenario): Leo Left",
        "own no deal of the log: Nora New",
        "not on the list",
    ] {
        assert!(talk.contains(words), "{words}\n{talk}");
    }
    place.posse(&["check", "m.toml"]).result();
    let fit = place.json("m.fit.json");
    assert_eq!(fit["roster"][0]["headcount"][0][1], 3);
}

#[test]
fn without_plans_the_list_says_who_works_and_what_is_left_out() {
    let place = imported().with("people.csv", PEOPLE);
    let said = place.posse(&["fit", "log.csv", "-o", "m.toml", "--people", "people.csv"]);
    let talk = said.err.clone();
    said.result();
    assert!(
        talk.contains("plan, quota and pay are left out without `--plans`: Moses Frase"),
        "{talk}"
    );
    assert!(!place.text("m.toml").contains("plans"));
}

#[test]
fn every_mistake_in_a_list_of_people_is_told_with_its_line_and_column() {
    let list = "name,role,start,plan,quota\n\
                Ana,AE,soon,ae,1\n\
                ,AE,,ae,\n\
                Ben,AE,,aee,-5\n\
                Cleo,AE,,ae,1,2\n";
    let place = imported().with("people.csv", list).with("plans.toml", PLANS);
    let command =
        ["fit", "log.csv", "-o", "m.toml", "--people", "people.csv", "--plans", "plans.toml"];
    let message = place.posse(&command).refusal(2);
    for words in [
        "people.csv:2, column `start`: expected a date such as `2027-01-14`, found `soon`",
        "people.csv:3, column `name`: who? the person is missing",
        "people.csv:4, column `plan`: no plan named `aee`",
        "people.csv:5: 6 cells, but the header has 5",
    ] {
        assert!(message.contains(words), "{words}\n{message}");
    }
    assert!(!place.path("m.toml").exists());
    let message = place.posse(&["fit", "log.csv", "--plans", "plans.toml"]).refusal(2);
    assert!(message.contains("--people"), "{message}");
    let parts = place.with("people.csv", "name,plan,quota x\nAna,ae,1\n");
    let message = parts.posse(&command).refusal(2);
    assert!(message.contains("column `quota x`: the plan has no part named `x`"), "{message}");
    let place = imported().with("people.csv", "who,plan\nAna,ae\n");
    let message = place.posse(&["fit", "log.csv", "--people", "people.csv"]).refusal(2);
    assert!(message.contains("no column `name` or `person`"), "{message}");
}

#[test]
fn plans_that_the_world_cannot_pay_by_are_refused_and_nothing_is_written() {
    let plans = "[plans.ae]\nsalary = \"60000 per year\"\ngoals = { forecast = 1 }\ntarget = \"9000 per year\"\n";
    let place =
        imported().with("people.csv", "name,plan\nMoses Frase,ae\n").with("plans.toml", plans);
    let command =
        ["fit", "log.csv", "-o", "m.toml", "--people", "people.csv", "--plans", "plans.toml"];
    let message = place.posse(&command).refusal(2);
    assert!(message.contains("goals") && message.contains("nothing is written"), "{message}");
    assert!(!place.path("m.toml").exists());
}
