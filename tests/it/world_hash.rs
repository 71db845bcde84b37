//! The hash of the world: the same for the same world, however it is written and whatever is asked.

use posse::scenario::Scenario;

const WORLD: &str = r#"
name = "small"
question = "Who?"
calendar = "business"
run = { weeks = 6, replications = 20, seed = 7 }
channels.web = { arrivals = "12 per week", cost = 10 }
deal = { value = { lognormal = { median = "2 k", sigma = 0.5 } }, margin = "70 %" }
[stages.call]
role = "rep"
touch = { exponential = "90 min" }
buyer = "2 wd"
advance = 0.5
[stages.sell]
role = "rep"
touch = "1 h"
[people.rep]
count = 2
[policies.few]
[policies.many]
label = "many meetings"
rules = { meetings = "2 h per week" }
"#;

fn parse(text: &str) -> Scenario {
    let load = |name: &str| match name {
        "base.toml" => Some(WORLD.to_owned()),
        "values.csv" => Some("value\n1000\n3000\n".to_owned()),
        _ => None,
    };
    Scenario::parse(text.as_bytes(), "small.toml", &load).unwrap_or_else(|e| panic!("{e}"))
}

/// The world with something else in the place of one of its words.
fn with(was: &str, is: &str) -> Scenario {
    assert!(WORLD.contains(was), "{was}");
    parse(&WORLD.replace(was, is))
}

fn world() -> String {
    parse(WORLD).world_hash()
}

#[test]
fn neither_wording_nor_order_nor_units_change_the_hash_of_the_world() {
    for (was, is) in [
        ("\"90 min\"", "\"1.5 h\""),
        ("advance = 0.5", "# half of them\nadvance = \"50 %\""),
        ("median = \"2 k\", sigma = 0.5", "sigma = 0.50, median = 2000"),
        ("role = \"rep\"\ntouch = \"1 h\"", "touch = \"1 h\"\nrole = \"rep\""),
        ("[people.rep]\ncount = 2", "[people]\nrep = 2"),
        ("run = { weeks = 6", "run = { warm_up = \"26 weeks\", days = 42"),
    ] {
        assert_eq!(with(was, is).world_hash(), world(), "{is}");
    }
}

#[test]
fn a_scenario_with_a_base_is_the_world_of_both() {
    let child = "base = \"base.toml\"\nname = \"small\"\ndeal = { margin = \"60 %\" }\n";
    assert_eq!(parse(child).world_hash(), with("70 %", "60 %").world_hash());
}

#[test]
fn names_questions_seeds_and_measures_are_not_of_the_world() {
    for (was, is) in [
        ("name = \"small\"", "name = \"large\""),
        ("Who?", "When?"),
        ("many meetings", "meetings"),
        ("seed = 7", "seed = 8"),
        ("replications = 20", "replications = 30"),
        ("[policies.few]", "[measure]\nprimary = \"wins\"\n[policies.few]"),
    ] {
        assert_eq!(with(was, is).world_hash(), world(), "{is}");
    }
}

#[test]
fn the_hash_of_the_scenario_knows_seed_runs_and_what_is_judged() {
    let whole = parse(WORLD).hash();
    for (was, is) in [
        ("seed = 7", "seed = 8"),
        ("replications = 20", "replications = 30"),
        ("[policies.few]", "[measure]\nprimary = \"wins\"\n[policies.few]"),
        (
            "[policies.few]",
            "[measure]\nindifference = { return_on_sales = \"2 pp\" }\n[policies.few]",
        ),
    ] {
        assert_ne!(with(was, is).hash(), whole, "{is}");
    }
}

#[test]
fn every_value_and_the_order_of_stages_and_policies_change_the_hash_of_the_world() {
    let mut seen = vec![world()];
    for (was, is) in [
        ("\"90 min\"", "\"91 min\""),
        ("exponential = \"90 min\"", "lognormal = { mean = \"90 min\", cv = 1 }"),
        ("median = \"2 k\", sigma = 0.5", "mean = \"2 k\", cv = 0.5"),
        ("sigma = 0.5", "sigma = 0.6"),
        ("\"2 wd\"", "\"2 d\""),
        ("calendar = \"business\"", "calendar = \"always\""),
        ("weeks = 6", "weeks = 7"),
        ("count = 2", "count = 3"),
        ("\"2 h per week\"", "\"3 h per week\""),
        ("[policies.few]", "[buyers]\n[policies.few]"),
        ("value = { lognormal = { median = \"2 k\", sigma = 0.5 } }", "value = 1000"),
        ("[policies.few]\n", "[policies.none]\n"),
        (
            "[policies.few]\n[policies.many]\nlabel = \"many meetings\"\nrules = { meetings = \"2 h per week\" }\n",
            "[policies.many]\nrules = { meetings = \"2 h per week\" }\n[policies.few]\n",
        ),
        ("deal = {", "channels.fair = { arrivals = \"12 per week\", cost = 10 }\ndeal = {"),
    ] {
        let hash = with(was, is).world_hash();
        assert!(!seen.contains(&hash), "{is}");
        seen.push(hash);
    }
}

#[test]
fn the_contents_of_a_data_file_are_of_the_world() {
    let text = WORLD.replace(
        "{ lognormal = { median = \"2 k\", sigma = 0.5 } }",
        "{ empirical = { file = \"values.csv\", column = \"value\" } }",
    );
    let of = |contents: &'static str| {
        let load = |_: &str| Some(contents.to_owned());
        let scenario = Scenario::parse(text.as_bytes(), "small.toml", &load);
        scenario.unwrap_or_else(|e| panic!("{e}")).world_hash()
    };
    assert_eq!(of("value\n1000\n3000\n"), of("value\r\n1000\r\n3000\r\n"));
    assert_ne!(of("value\n1000\n3000\n"), of("value\n1000\n3001\n"));
}

#[test]
fn the_range_of_an_uncertain_input_is_of_the_world() {
    let with = |range: &str| {
        let input = format!("{{ value = 0.5, uncertain = \"{range}\" }}");
        with("advance = 0.5", &format!("advance = {input}"))
    };
    assert_ne!(with("0.4 to 0.6").world_hash(), with("0.4 to 0.7").world_hash());
    assert_ne!(with("0.4 to 0.6").world_hash(), world());
    // Factors of market cost are sought in the world as written.
    assert_eq!(with("0.4 to 0.6").scaling_hash(), parse(WORLD).scaling_hash());
}

/// Whoever compares folders of different builds relies on it.
#[test]
fn the_hash_of_a_world_is_the_same_on_every_build() {
    assert_eq!(world(), "092643d83d800ed71e6ab4ae8e559025f27cd1f94ebcbd39c6d880d576bda3c1");
}
