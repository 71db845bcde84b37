//! Market cost: where factors are recorded, when they are used again, what is said of them.

use super::{Place, Ran};

/// Two policies that differ in their pay alone; the market pays somewhat more than the second.
const PAID: &str = r#"
currency = "EUR"
[channels.web]
arrivals = "5 per week"
[deal]
value = 1000
[stages.close]
role = "seller"
touch = "2 h"
advance = 0.4
[people.seller]
count = 2
cost = "40000 per year"
loading = 1
[plans.ten]
salary = "30 k per year"
commission = 0.10
[plans.sixteen]
salary = "30 k per year"
commission = 0.16
[policies.hero]
label = "lone hero"
pay = { plans = { seller = "ten" } }
[policies.team.pay]
plans = { seller = "sixteen" }
scale = "market"
[run]
weeks = 6
warm_up = "1 week"
run_out = "1 week"
replications = 6
"#;

/// On average 12 wins of 1,000 in six weeks: (80,000 − 60,000) · 6/52 / (0.16 · 12,000), but for luck.
const FACTOR: f64 = 1.2027;
const REUSED: &str = "factors of market cost from ";
const FOUND: &str = "factors of market cost found in ";

fn paid() -> Place {
    Place::new().with("paid.toml", PAID)
}

/// A place with the record beside the scenario.
fn recorded() -> Place {
    let place = paid();
    place.posse(&["scale", "paid.toml", "--quiet"]).result();
    place
}

/// What of stderr is about factors, up to the first colon or number.
#[track_caller]
fn about_factors(ran: &Ran) -> Vec<String> {
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    let lines = ran.err.lines().filter(|l| l.contains("factors") || l.contains("seeking"));
    lines.map(str::to_owned).collect()
}

fn factor(place: &Place, results: &str) -> f64 {
    place.json(results)["scaling"]["policies"][0]["factor"].as_f64().unwrap()
}

#[test]
fn scale_writes_a_record_beside_the_scenario_and_says_so() {
    let place = paid();
    let told = place.posse(&["scale", "paid.toml", "--quiet"]).result();
    insta::assert_snapshot!(told, @r"
    wrote `paid.scale.json`
      team: variable pay × 1.20, so that its plans pay what the market does in a usual year; as written they pay 4.2 % less
    ");
    assert_eq!(place.entries("."), ["paid.scale.json", "paid.toml"]);
    let record = place.json("paid.scale.json");
    assert_eq!(record["schema"], "posse/scale/2");
    assert_eq!(record["scaling"]["policies"][0]["factor"], FACTOR);
    // What fits is not sought again.
    let again = place.posse(&["scale", "paid.toml"]);
    assert_eq!(again.err, "");
    assert!(again.result().starts_with("`paid.scale.json` fits\n"));
}

#[test]
fn check_tells_whether_the_record_fits_and_writes_nothing() {
    let place = paid();
    let words = ["scale", "paid.toml", "--check"];
    let expected = "`paid.scale.json` is not there: `posse scale paid.toml` writes it\n";
    assert_eq!(place.posse(&words).refusal(1), expected);
    assert_eq!(place.entries("."), ["paid.toml"]);
    let place = recorded();
    assert!(place.posse(&words).result().starts_with("`paid.scale.json` fits\n"));
    let place = place.with("paid.toml", PAID.replace("30 k", "31 k"));
    let expected = "`paid.scale.json` does not fit: `posse scale paid.toml` writes it\n";
    assert_eq!(place.posse(&words).refusal(1), expected);
}

#[test]
fn what_changes_no_pay_leaves_the_record_as_it_is() {
    let more = "name = \"other\"\nquestion = \"Which?\"\n";
    let place = recorded().with(
        "paid.toml",
        more.to_owned()
            + &PAID
                .replace("replications = 6", "replications = 7\nseed = 9")
                .replace("lone hero", "heroine")
                .replace("EUR", "USD")
            + "[measure]\nprimary = \"wins\"\n",
    );
    let ran = place.posse(&["compare", "paid.toml", "--seed", "3", "-n", "5"]);
    assert_eq!(about_factors(&ran).len(), 1);
    assert!(ran.err.starts_with(REUSED), "{}", ran.err);
}

#[test]
fn what_changes_pay_lets_the_factors_be_sought_anew() {
    for (was, is) in [
        ("30 k", "31 k"),
        ("commission = 0.16", "commission = 0.17"),
        ("5 per week", "6 per week"),
        ("weeks = 6", "weeks = 7"),
        ("advance = 0.4", "advance = 0.5"),
    ] {
        let place = recorded().with("paid.toml", PAID.replace(was, is));
        let lines = about_factors(&place.posse(&["compare", "paid.toml"]));
        let expected = "`paid.scale.json` is not of this scenario and version: seeking anew";
        assert_eq!((lines.len(), lines[0].as_str()), (2, expected), "{is}");
        assert!(lines[1].starts_with(FOUND), "{is}: {lines:?}");
    }
}

#[test]
fn a_record_that_somebody_changed_is_not_believed() {
    for (was, is) in [("1.2027", "1.3"), ("\"error\": 0.0", "\"error\": 0.1"), ("0.1.0", "0.0.1")] {
        let place = recorded();
        let text = place.text("paid.scale.json");
        assert!(text.contains(was), "{text}");
        let place = place.with("paid.scale.json", text.replace(was, is));
        assert_eq!(place.posse(&["scale", "paid.toml", "--check"]).code, Some(1), "{is}");
        place.posse(&["scale", "paid.toml"]).result();
        assert_eq!(place.text("paid.scale.json"), text);
    }
}

#[test]
fn factors_found_by_a_run_lie_beside_the_scenario_and_in_its_folder_for_the_next_one() {
    let place = paid();
    let first = place.posse(&["compare", "paid.toml"]);
    assert!(about_factors(&first)[0].starts_with(FOUND), "{}", first.err);
    let results = place.text("output/paid/results.json");
    let second = place.posse(&["compare", "paid.toml"]);
    let expected = "factors of market cost from `paid.scale.json`: team × 1.20 (as written 4.2 % below market)";
    assert_eq!(about_factors(&second), [expected]);
    std::fs::remove_file(place.path("paid.scale.json")).unwrap();
    let third = place.posse(&["compare", "paid.toml"]);
    let expected = "factors of market cost from `output/paid/scale.json`: team × 1.20 (as written 4.2 % below market)";
    assert_eq!(about_factors(&third), [expected]);
    assert_eq!(place.text("output/paid/results.json"), results);
    // However the factors came, the results are the same.
    let other = recorded();
    other.posse(&["compare", "paid.toml", "-q"]).result();
    let record = other.text("paid.scale.json");
    for (place, file) in [(&place, "output/paid/scale.json"), (&other, "output/paid/scale.json")] {
        assert_eq!(place.text(file), record);
        assert_eq!(place.text("output/paid/results.json"), results);
    }
}

#[test]
fn results_and_manifest_name_the_factor() {
    let place = recorded();
    place.posse(&["compare", "paid.toml", "-q"]).result();
    let results = place.json("output/paid/results.json");
    let found = &results["scaling"];
    assert_eq!(*found, place.json("paid.scale.json")["scaling"]);
    assert_eq!(found["policies"][0]["policy"], "team");
    let manifest = place.json("output/paid/manifest.json");
    let expected = r#"[{"policy":"team","factor":1.2027}]"#;
    assert_eq!(manifest["scaling"], serde_json::from_str::<serde_json::Value>(expected).unwrap());
}

#[test]
fn the_screen_says_what_was_done_to_pay() {
    let screen = recorded().posse(&["compare", "paid.toml", "-q"]).result();
    let lines: Vec<&str> =
        screen.lines().skip_while(|l| !l.contains("market cost")).take(2).collect();
    insta::assert_snapshot!(lines.join("\n"), @r"
    market cost   team: variable pay × 1.20, so that its plans pay what the market does in a usual
                  year; as written they pay 4.2 % less
    ");
    assert!(!screen.contains("cost the same"), "{screen}");
}

#[test]
fn a_placebo_of_a_scaled_policy_makes_no_difference() {
    let place = recorded();
    let words = ["compare", "paid.toml", "--placebo", "team", "--json", "-q"];
    let results: serde_json::Value = serde_json::from_str(&place.posse(&words).result()).unwrap();
    let pairs = results["comparisons"].as_array().unwrap();
    let differs = |pair: &&serde_json::Value| {
        pair["a"] == "team" && pair["difference"]["mean"].as_f64().is_some_and(|mean| mean != 0.0)
    };
    assert!(pairs.iter().any(|pair| pair["b"] == "team placebo"));
    assert_eq!(pairs.iter().filter(differs).collect::<Vec<_>>(), Vec::<&serde_json::Value>::new());
}

#[test]
fn every_command_that_runs_a_policy_uses_its_factor() {
    let place = recorded();
    let ran = place.posse(&["run", "paid.toml", "--policy", "team"]);
    assert_eq!(about_factors(&ran).len(), 1);
    assert_eq!(factor(&place, "output/paid-team/results.json").to_bits(), FACTOR.to_bits());
    let means = |folder: &str| {
        let measures = &place.json(folder)["policies"]["team"]["measures"];
        measures["pay_cost"]["mean"].as_f64().unwrap()
    };
    place.posse(&["compare", "paid.toml", "-q"]).result();
    let (alone, compared) =
        (means("output/paid-team/results.json"), means("output/paid/results.json"));
    assert_eq!(alone.to_bits(), compared.to_bits());
    // Without a scaled policy there is nothing to find.
    let ran = place.posse(&["run", "paid.toml", "--policy", "hero"]);
    assert_eq!(about_factors(&ran), Vec::<String>::new());
    for words in [
        &["explain", "paid.toml", "--lead", "0"][..],
        // Six weeks hold no end of a quarter, so no slip; the factor is there before that is seen.
        &["payslip", "paid.toml", "--policy", "team", "--person", "seller 1"],
    ] {
        let said = place.posse(words).err;
        assert_eq!(said.matches("factors").count(), 1, "{words:?}: {said}");
    }
}

#[test]
fn a_sweep_uses_the_factors_of_the_base_case_in_every_cell_and_says_so() {
    let place = recorded();
    let words = ["sweep", "paid.toml", "--vary", "plans.sixteen.commission=0.16,0.32", "-n", "8"];
    let ran = place.posse(&words);
    let expected = [
        "factors of market cost from `paid.scale.json`: team × 1.20 (as written 4.2 % below market)",
        "these factors of the base case hold in every cell",
    ];
    assert_eq!(about_factors(&ran), expected);
    assert!(
        ran.out.contains("the factors of market cost are those of the base case"),
        "{}",
        ran.out
    );
    let results = place.json("output/paid-sweep/results.json");
    assert_eq!(results["scaling"]["policies"][0]["factor"], FACTOR);
}

#[test]
fn no_factor_is_a_failure_that_names_the_equation_and_writes_nothing() {
    let text = PAID.replace(
        "salary = \"30 k per year\"\ncommission = 0.16",
        "salary = \"90 k per year\"\ncommission = 0.16",
    );
    for words in [&["scale", "paid.toml"][..], &["compare", "paid.toml"]] {
        let place = Place::new().with("paid.toml", &text);
        let message = place.posse(words).refusal(1);
        let expected = "error: no factor from 0.2 to 5 on variable pay makes the people of `team` \
                        cost what the market pays: in a usual run they cost 9231 at market pay; its \
                        plans pay 20769 whatever happens, and 1919 on top, ";
        assert!(message.starts_with(expected), "{message}");
        assert_eq!(place.entries("."), ["paid.toml"]);
    }
}

/// Whoever finds a factor keeps it, and finds no more than was asked for.
#[test]
fn a_pay_slip_seeks_the_factor_of_its_policy_alone_and_keeps_it() {
    let text = PAID.to_owned() + "[policies.third]\nlike = \"team\"\n";
    let place = Place::new().with("paid.toml", text.replace("weeks = 6", "weeks = 14"));
    let slip = |policy| ["payslip", "paid.toml", "--policy", policy, "--person", "seller 1"];
    let first = place.posse(&slip("third"));
    assert!(first.err.contains(", kept in `paid.scale.json`: third × 1.1"), "{}", first.err);
    let again = place.posse(&slip("third"));
    assert!(
        again.err.starts_with("factors of market cost from `paid.scale.json`"),
        "{}",
        again.err
    );
    assert_eq!(place.posse(&slip("hero")).err, "");
    let check = ["scale", "paid.toml", "--check"];
    let expected =
        "`paid.scale.json` does not hold all factors: `posse scale paid.toml` writes it\n";
    assert_eq!(place.posse(&check).refusal(1), expected);
    let whole = place.posse(&["compare", "paid.toml", "-n", "2"]);
    assert!(
        whole.err.contains("reference runs, kept in `paid.scale.json`: team × 1.1"),
        "{}",
        whole.err
    );
    assert!(place.posse(&check).result().starts_with("`paid.scale.json` fits\n"));
}

/// The record of the built-in scenario is built in, and `init` writes it: nothing is sought.
#[test]
fn the_first_command_seeks_nothing() {
    let place = Place::new();
    place.posse(&["init", "--template", "hero-vs-team"]).result();
    let entries = ["hero-vs-team.scale.json", "hero-vs-team.toml", "scenario.schema.json"];
    assert_eq!(place.entries("."), entries);
    assert!(place.posse(&["scale", "hero-vs-team.toml", "--check"]).result().contains(" fits\n"));
    let moved = place.text("hero-vs-team.toml");
    let elsewhere = Place::new().with("mine.toml", moved);
    for (place, file) in
        [(&place, None), (&place, Some("hero-vs-team.toml")), (&elsewhere, Some("mine.toml"))]
    {
        let asked = ["--policy", "team", "--person", "seller 1"];
        let words: Vec<&str> = ["payslip"].into_iter().chain(file).chain(asked).collect();
        let lines = about_factors(&place.posse(&words));
        assert_eq!(lines.len(), 1, "{words:?}: {lines:?}");
        let expected = "factors of market cost from `hero-vs-team.scale.json`: hero × ";
        assert!(lines[0].starts_with(expected), "{words:?}: {lines:?}");
    }
}

#[test]
fn scale_without_market_cost_is_refused() {
    let place = Place::tiny();
    let expected = "error: no policy that `tiny.toml` compares asks for market cost\n\
                    hint: `scale = \"market\"` in its `[policies.NAME.pay]`\n";
    assert_eq!(place.posse(&["scale", "tiny.toml"]).refusal(2), expected);
    assert_eq!(place.posse(&["scale", "tiny.toml", "--check"]).refusal(2), expected);
}

#[test]
fn a_file_of_somebody_else_is_left_alone() {
    let place = paid().with("paid.scale.json", "{ \"mine\": 1 }");
    let expected = "error: `paid.scale.json` is not a record that posse wrote\n\
                    hint: move it away, or rename the scenario\n";
    assert_eq!(place.posse(&["scale", "paid.toml"]).refusal(1), expected);
    assert_eq!(place.text("paid.scale.json"), "{ \"mine\": 1 }");
}

#[test]
#[cfg(unix)]
fn an_interrupted_search_writes_nothing_and_says_so() {
    use std::process::Stdio;
    // A thousand sellers for ten years: the reference runs take far longer than this test.
    let text = PAID
        .replace("count = 2", "count = 1000")
        .replace("5 per week", "3000 per week")
        .replace("weeks = 6", "weeks = 500");
    let place = Place::new().with("paid.toml", text);
    let mut command = place.command(&["compare", "paid.toml"]);
    let child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    super::until_it_listens(child.id());
    super::interrupt(child.id());
    let ran = Ran::from(child.wait_with_output().unwrap());
    let expected = "interrupted before the factors of market cost were found: nothing is written\n";
    assert_eq!(ran.code, Some(130), "{}", ran.err);
    assert!(ran.err.ends_with(expected), "{}", ran.err);
    assert_eq!(place.entries("."), ["paid.toml"]);
}

/// The records that ship, each with its text and the fingerprint that it should have.
fn shipped() -> Vec<(std::path::PathBuf, String, String)> {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios");
    let files = std::fs::read_dir(&folder).unwrap().map(|file| file.unwrap().path());
    let records = files.filter(|path| path.to_string_lossy().ends_with(".scale.json"));
    let record = |path: std::path::PathBuf| {
        let name = path.file_name().unwrap().to_string_lossy().replace(".scale.json", ".toml");
        let read = |name: &str| std::fs::read_to_string(folder.join(name)).ok();
        let scenario = posse::scenario::Scenario::parse(
            read(&name).expect("a scenario beside its record").as_bytes(),
            &name,
            &read,
        );
        let fingerprint = scenario.unwrap_or_else(|error| panic!("{error}")).scaling_hash();
        let text = std::fs::read_to_string(&path).unwrap();
        (path, text, fingerprint)
    };
    records.map(record).collect()
}

#[test]
fn every_record_that_ships_fits_its_scenario() {
    let shipped = shipped();
    assert!(shipped.len() > 5);
    for (path, text, fingerprint) in shipped {
        let fits = posse::report::read_scale(&text, &fingerprint).is_some();
        assert!(fits, "{} does not fit: `posse scale` seeks its factors anew", path.display());
    }
}

/// For changes of how a world is spelled, which move no factor; does nothing else.
#[test]
#[ignore = "writes scenarios/*.scale.json"]
fn refresh_fingerprints_of_records() {
    for (path, text, fingerprint) in shipped() {
        let record: serde_json::Value = serde_json::from_str(&text).unwrap();
        let was = record["scenario"].as_str().expect("a fingerprint");
        let factors = posse::report::read_scale(&text, was).expect("a record that nobody changed");
        std::fs::write(path, posse::report::scale_json(&factors, &fingerprint)).unwrap();
    }
}
