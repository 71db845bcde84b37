//! `fit` and `backtest`: from a table of deals to a scenario and its forecasts.

use std::path::Path;

use super::Place;

/// The public table of a fictitious company, imported as `docs/your-data.md` does it.
pub(super) fn imported() -> Place {
    let table = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/maven/sales_pipeline.csv");
    let place = Place::new();
    let table = table.to_string_lossy();
    let words = "--as log --map opportunity_id=deal --map deal_stage=stage --map engage_date=created --map \
                 close_date=closed --map close_value=amount --map sales_agent=owner --map product=segment -o log.csv";
    let mut command = vec!["import", &*table];
    command.extend(words.split_whitespace());
    place.posse(&command).result();
    place
}

#[test]
fn a_fitted_scenario_is_written_once_reads_back_and_is_never_overwritten_unasked() {
    let place = imported();
    let said = place.posse(&["fit", "log.csv", "-o", "mine.toml"]).result();
    assert!(
        said.starts_with("wrote mine.toml and mine.fit.json\nnext: posse check mine.toml"),
        "{said}"
    );
    let checked = place.posse(&["check", "mine.toml"]).result();
    assert!(checked.contains("people"), "{checked}");
    let fit = place.json("mine.fit.json");
    assert_eq!(fit["deals"]["won"], 4238);
    assert_eq!(fit["win_rate_decided"]["value"], 4238.0 / 6711.0);
    let message = place.posse(&["fit", "log.csv", "-o", "mine.toml"]).refusal(2);
    assert!(message.starts_with("error: `mine.toml` is already there\nhint: "), "{message}");
    place.posse(&["fit", "log.csv", "-o", "mine.toml", "--force"]).result();
}

#[test]
fn a_backtest_says_what_its_forecasts_were_worth_and_draws_them() {
    let place = imported();
    let said = place.posse(&["backtest", "log.csv", "-o", "past"]).result();
    for words in
        ["forecasts of 8 weeks each", "lie in the range of 50 %", "the last quarter goes on"]
    {
        assert!(said.contains(words), "{said}");
    }
    for file in ["backtest.csv", "backtest.json", "backtest.png", "backtest.svg"] {
        assert!(place.path("past").join(file).exists(), "{file}");
    }
    let csv = place.posse(&["backtest", "log.csv", "--csv"]).result();
    assert_eq!(csv, place.text("past/backtest.csv"));
}

#[test]
fn a_log_that_is_none_is_refused_line_by_line() {
    let place = Place::new().with("log.csv", "deal,created\n1,soon\n").with("empty.csv", "");
    for command in ["fit", "backtest"] {
        let message = place.posse(&[command, "log.csv"]).refusal(2);
        assert!(message.contains("log.csv, line 1: "), "{message}");
        assert!(message.contains("hint: `posse import` makes an event log"), "{message}");
        let message = place.posse(&[command, "none.csv"]).refusal(2);
        assert!(message.starts_with("error: no file `none.csv`\nhint: "), "{message}");
    }
    assert!(!place.path("mine.toml").exists());
}

const FUNNEL: &str = r#"
[channels.web]
arrivals = "10 per week"
[stages.close]
touch = "5 d"
next = { won = { value = 0.3, uncertain = "0.2 to 0.5" }, rest = "lost" }
[deal]
value = { value = 9000, uncertain = "5000 to 12000" }
[run]
weeks = 52
replications = 64
"#;

#[test]
fn assumptions_move_within_their_ranges_until_the_targets_are_met() {
    let targets = "[targets]\nwin_rate = \"40 %\"\nrevenue = \"2.08 M\"\n";
    let place = Place::new().with("mine.toml", format!("{FUNNEL}{targets}"));
    let said = place.posse(&["fit", "--targets", "mine.toml", "-o", "met.toml"]).result();
    assert!(said.contains("All targets are met"), "{said}");
    let met = place.text("met.toml");
    // 520 leads a year, of which 40 % are won, bring 2.08 M at 10 000 each.
    for (key, wanted) in [("won = { value = ", 0.4), ("\nvalue = { value = ", 10_000.0)] {
        let rest = met.split(key).nth(1).unwrap_or_else(|| panic!("{key}\n{met}"));
        let value = rest.split([',', ' ']).next().and_then(|v| v.parse::<f64>().ok());
        let off = value.map(|value| (value / wanted - 1.0).abs());
        assert!(off.is_some_and(|off| off < 0.06), "{key}{value:?}, not {wanted}");
    }
    let compared = place.posse(&["compare", "met.toml", "-n", "8", "--quiet"]).result();
    assert!(compared.contains("you"), "{compared}");
    let json = place.posse(&["compare", "met.toml", "-n", "8", "--quiet", "--json"]).result();
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    let wins = &json["targets"]["win_rate"];
    let policies = wins["policies"].as_object().unwrap();
    let (name, known) = policies.iter().next().unwrap();
    assert_eq!(
        (&wins["unit"], &wins["target"]),
        (&json["measures"]["win_rate"]["unit"], &0.4.into())
    );
    assert_eq!(known["mean"], json["policies"][name]["measures"]["win_rate"]["mean"]);
}

#[test]
fn a_target_out_of_reach_is_said_to_be_missed() {
    let place = Place::new().with("mine.toml", format!("{FUNNEL}[targets]\nwin_rate = 0.8\n"));
    let said = place.posse(&["fit", "--targets", "mine.toml"]).result();
    assert!(said.contains("missed") && said.contains("Not met: "), "{said}");
    let none = Place::new().with("mine.toml", FUNNEL);
    let message = none.posse(&["fit", "--targets", "mine.toml"]).refusal(2);
    assert!(message.starts_with("error: the scenario has no `[targets]`\nhint: "), "{message}");
}

#[test]
fn a_target_that_is_no_measure_or_no_value_is_refused_with_its_place() {
    for (line, message) in
        [("win_rat = 0.2", "no measure `win_rat`"), ("wins = \"many\"", "expected a value above 0")]
    {
        let place = Place::new().with("mine.toml", format!("{FUNNEL}[targets]\n{line}\n"));
        let said = place.posse(&["check", "mine.toml"]).refusal(2);
        assert!(said.contains(message) && said.contains("mine.toml:13:"), "{said}");
    }
}

#[test]
fn one_command_goes_from_an_export_to_the_answer() {
    let fixture = "tests/it/records/fixtures/pipedrive_deals_export.csv";
    let export = Path::new(env!("CARGO_MANIFEST_DIR")).join(fixture);
    let place = Place::new();
    let said = place.posse(&["init", "my-company", "--from", &export.to_string_lossy()]).result();
    assert!(said.contains("Does this look like you?"), "{said}");
    for file in ["log.csv", "log.import.json", "mine.toml", "mine.fit.json"] {
        assert!(place.path("my-company").join(file).exists(), "{file}");
    }
    let message = place.posse(&["init", "my-company", "--from", "none.csv"]).refusal(2);
    assert!(message.contains("is already there"), "{message}");
    let message = place.posse(&["init", "--names"]).refusal(2);
    assert!(message.contains("--from"), "{message}");
}
