//! `sensitivity`: what is typed, written and refused.

use super::{Place, TINY};

const COUNT: &str = "people.seller.count=1..4";
const CLOSING: &str = "stages.close.advance=0.2..0.6";

/// [`TINY`] with two inputs that it calls uncertain.
fn uncertain() -> Place {
    let text = TINY
        .replace("advance = 0.4", "advance = { value = 0.4, uncertain = \"0.2 to 0.6\" }")
        .replace("value = 1000", "value = { uncertain = \"500 to 2000\" }");
    Place::new().with("tiny.toml", text)
}

#[test]
fn each_method_writes_its_chart_and_tables_for_what_the_scenario_calls_uncertain() {
    let place = uncertain();
    for (method, more) in [
        ("tornado", &[][..]),
        ("morris", &["--trajectories", "3"]),
        ("sobol", &["--points", "32", "--of", "few.wins"]),
        ("value", &["--points", "32"]),
    ] {
        let words = ["sensitivity", "tiny.toml", "--method", method, "-n", "2", "-o", method];
        let ran = place.posse(&[&words[..], more].concat());
        assert!(ran.err.starts_with("2 inputs, "), "{}", ran.err);
        let told = ran.result();
        assert!(told.contains("scenario tiny · seed 1"), "{told}");
        let expected = [
            "blocks".to_owned(),
            "manifest.json".to_owned(),
            format!("{method}.png"),
            format!("{method}.svg"),
            "results.json".to_owned(),
            "sensitivity.csv".to_owned(),
        ];
        let mut entries = place.entries(method);
        entries.sort_by_key(|name| expected.iter().position(|other| other == name));
        assert_eq!(entries, expected);
        let json = place.json(&format!("{method}/results.json"));
        assert_eq!(json["schema"], "posse/sensitivity/1");
        assert_eq!(json["design"]["method"], method);
        let inputs = json["inputs"].as_array().unwrap();
        assert_eq!(inputs.len(), 2);
        let of = |key: &str| inputs.iter().find(|input| input["keys"][0] == key).unwrap();
        assert_eq!(of("stages.close.advance")["base"], 0.4);
        assert_eq!(of("deal.value")["values"], serde_json::json!([500.0, 2000.0]));
    }
}

#[test]
fn one_thread_and_two_make_the_same_bytes() {
    let place = uncertain();
    for method in ["tornado", "morris", "sobol", "value"] {
        let told = ["1", "2"].map(|jobs| {
            let words = ["sensitivity", "tiny.toml", "--method", method, "-n", "3", "-q", "--json"];
            place.posse(&[&words[..], &["-j", jobs, "-o", "out"]].concat()).result()
        });
        assert_eq!(told[0], told[1]);
        assert_eq!(told[0], place.text("out/results.json"));
    }
}

#[test]
fn keys_of_the_command_line_take_the_place_of_what_is_uncertain() {
    let place = uncertain();
    let words = ["sensitivity", "tiny.toml", "--vary", "deal.value=900..950", "-n", "2", "--json"];
    place.posse(&words).result();
    let json = place.json("output/tiny-sensitivity/results.json");
    assert_eq!(json["inputs"].as_array().unwrap().len(), 1);
    assert_eq!(json["inputs"][0]["values"], serde_json::json!([900.0, 950.0]));
    assert_eq!(json["of"]["b"], "many meetings");
}

#[test]
fn every_assumption_is_moved_if_that_is_asked_for() {
    let place = Place::tiny();
    let words = ["sensitivity", "tiny.toml", "--assumptions", "25 %", "-n", "2", "-o", "out"];
    let told = place.posse(&words).result();
    assert!(told.contains("that cannot be moved"), "{told}");
    let json = place.json("out/results.json");
    let inputs = json["inputs"].as_array().unwrap();
    let value = inputs.iter().find(|input| input["keys"][0] == "deal.value").unwrap();
    assert_eq!(value["values"], serde_json::json!([750.0, 1250.0]));
    assert!(!json["left_out"].as_array().unwrap().is_empty());
}

#[test]
fn any_measure_of_any_policy_can_be_looked_at() {
    let place = Place::tiny();
    for (of, policy, a, b) in [
        ("wins", None, Some("few"), Some("many meetings")),
        ("many meetings.wins", Some("many meetings"), None, None),
        ("few-many meetings.stage.close.touches", None, Some("many meetings"), Some("few")),
    ] {
        let words = ["sensitivity", "tiny.toml", "--vary", COUNT, "-n", "2", "-q", "--of", of];
        place.posse(&[&words[..], &["-o", "out"]].concat()).result();
        let json = place.json("out/results.json");
        let name = |key: &str| json["of"][key].as_str().map(str::to_owned);
        let expected = [policy, a, b].map(|name| name.map(str::to_owned));
        assert_eq!([name("policy"), name("a"), name("b")], expected, "{of}");
    }
}

#[test]
fn a_scenario_without_uncertain_inputs_is_told_how_to_write_them() {
    let message = Place::tiny().posse(&["sensitivity", "tiny.toml"]).refusal(2);
    insta::assert_snapshot!(message, @r#"
    error: scenario `tiny` says of no input that it is uncertain
    hint: write its range in the scenario, e.g. `advance = { value = 0.3, uncertain = "0.2 to 0.5" }`; or `--vary KEY=FROM..TO`; or `--assumptions 25%` for every assumption
    "#);
}

#[test]
fn what_does_not_fit_is_refused_all_at_once() {
    let one = TINY
        .replace("[policies.\"many meetings\"]\nrules = { meetings = \"20 h per week\" }\n", "");
    let place = Place::tiny().with("one.toml", one);
    for (file, more, expected) in [
        (
            "tiny.toml",
            &["--vary", COUNT, "--points", "32", "--of", "win"][..],
            "error: no policy or measure `win`\nhint: did you mean `wins`? expected `MEASURE`, \
             `POLICY.MEASURE` or `POLICY-POLICY.MEASURE` with the measures of `results.json`\n\
             error: `--points` is for `--method sobol` and `--method value`\n",
        ),
        (
            "tiny.toml",
            &["--vary", COUNT, "--of", "fw.wins"],
            "error: no policy or measure `fw.wins`\nhint: did you mean `few.wins`? expected \
             `MEASURE`, `POLICY.MEASURE` or `POLICY-POLICY.MEASURE` with the measures of \
             `results.json`\n",
        ),
        (
            "tiny.toml",
            &["--vary", COUNT, "--method", "sobol", "--trajectories", "5", "-n", "1"],
            "error: `--method sobol` tells luck from effects by two runs or more\nhint: `-n 2` or \
             more\nerror: `--trajectories` is for `--method morris`\n",
        ),
        (
            "tiny.toml",
            &["--vary", COUNT, "--method", "value", "--of", "few.wins"],
            "error: `--of few.wins`: `--method value` is about the choice between all policies\n\
             hint: name the measure alone: `--of wins`\n",
        ),
        (
            "tiny.toml",
            &["--vary", COUNT, "--method", "value", "--of", "leads"],
            "error: more `leads` is neither better nor worse: nothing can be decided by it\n\
             hint: e.g. `--of contribution`\n",
        ),
        (
            "one.toml",
            &["--vary", COUNT, "--method", "value"],
            "error: scenario `one` has one policy: there is nothing to decide\nhint: add a second \
             one under [policies]\n",
        ),
        (
            "tiny.toml",
            &["--vary", COUNT, "--assumptions", "25%"],
            "error: `--assumptions` and `--vary` do not go together\nhint: every assumption, or the \
             keys named\n",
        ),
        (
            "tiny.toml",
            &["--vary", "deal.value=1..9:5"],
            "error: the number of values of `deal.value` is for a grid\nhint: leave out what follows \
             the colon\n",
        ),
        (
            "tiny.toml",
            &["--vary", COUNT, "--vary", CLOSING, "--method", "sobol", "--points", "16000"],
            "error: 64000 points are too many\nhint: at most 16384: ask for fewer `--points` or \
             `--trajectories`, or name fewer inputs\n",
        ),
        (
            "tiny.toml",
            &["--vary", COUNT, "--method", "value", "-n", "1000000"],
            "error: 512 points of 1000000 runs are too many\nhint: at most 100000000 runs at all \
             points together\n",
        ),
    ] {
        let words = [&["sensitivity", file], more].concat();
        assert_eq!(place.posse(&words).refusal(2), expected);
    }
    let message = place.posse(&["sensitivity", "tiny.toml", "--assumptions", "120%"]).refusal(2);
    assert!(message.contains("expected a share such as `25%`, up to 99%"), "{message}");
    assert_eq!(place.entries("."), ["one.toml", "tiny.toml"]);
}

#[test]
fn a_mistake_at_one_point_is_shown_before_the_first_run() {
    let words = ["sensitivity", "tiny.toml", "--vary", "deal.margin=0..2"];
    let message = Place::tiny().posse(&words).refusal(2);
    insta::assert_snapshot!(message, @r#"
    error: a share lies between 0 and 1, found `2`
     --> command line:1:20
      |
    1 | --vary deal.margin=0..2
      |                    ^^^^
      |
      = hint: for 2 per cent write `"2 %"`; in 1 of 3 cells, first where `deal.margin = 2`
    "#);
}

#[test]
fn market_cost_is_that_of_the_base_at_every_point() {
    let policies = TINY.find("[policies.few]").unwrap();
    let run = TINY.find("[run]").unwrap();
    let text = format!(
        r#"{}
[plans.ten]
salary = "30 k per year"
commission = 0.10
[plans.sixteen]
salary = "25 k per year"
commission = 0.16
[policies.few.pay]
plans = {{ seller = "ten" }}
[policies.many.pay]
plans = {{ seller = "sixteen" }}
scale = "market"
{}"#,
        TINY[..policies].replace("cost = \"5000 per year\"", "cost = \"40000 per year\""),
        &TINY[run..]
    );
    let place = Place::new().with("paid.toml", text);
    let words = ["sensitivity", "paid.toml", "--vary", "deal.value=500..2000", "-n", "2"];
    let ran = place.posse(&words);
    assert!(ran.err.contains("these factors of the base case hold at every point"), "{}", ran.err);
    assert!(ran.result().contains("the factors of market cost are those of the base case"));
    let entries = place.entries("output/paid-sensitivity");
    assert!(entries.contains(&"scale.json".to_owned()), "{entries:?}");
}

#[test]
fn help_is_a_result() {
    let told = Place::new().posse(&["sensitivity", "--help"]).result();
    insta::assert_snapshot!(told, @r"
    Which uncertain input matters most to the answer, and which is worth measuring first?

    Usage: posse sensitivity [OPTIONS] [FILE]

    Arguments:
      [FILE]
              The scenario file, or `-` for standard input; none = the built-in one

    Options:
          --method <METHOD>
              The method of analysis

              Possible values:
              - tornado: One input at a time, from one end of its range to the other
              - morris:  Screening of many inputs by elementary effects along trajectories
              - sobol:   Shares of the variance by input, alone and with interactions
              - value:   What it would be worth to know an input before deciding, in money
              
              [default: tornado]

          --of <WHAT>
              The output to study: `MEASURE` (second policy minus first), `POLICY.MEASURE` or
              `POLICY-POLICY.MEASURE` (default: the primary measure; of `value` contribution)

          --assumptions <SHARE>
              Vary every assumption up and down by this share of its value, e.g. `25%`, instead of the
              inputs that the scenario marks as uncertain

          --inputs <SHARE>
              Vary every input like that, those with a source as well

          --record
              Record beside the scenario which share of what moves the answer has a source: `compare`
              tells it from then on

          --vary <KEY=VALUES>
              Vary this key of the scenario instead, as in `sweep`: `people.seller.count=6..18`; may be
              given several times

      -n, --replications <N>
              Runs of each policy at every point (default: 200; of `morris` 32, of `sobol` 16, of
              `value` 8)

          --points <N>
              Rows of `sobol`, each of as many points as there are inputs and two more (default: 64);
              points of `value` (default: 512)

          --trajectories <N>
              Trajectories of `morris`, each of as many points as there are inputs and one more
              (default: 10)

          --seed <N>
              Random seed, the same in every world (default: from the scenario)

          --max-time <TIME>
              Stop starting new runs after this time, e.g. `30s`, `10min`. The number of runs then
              depends on your machine; nothing else does

      -o, --out <FOLDER>
              Folder for the results (default: `output/<scenario>`, with the name of the policy or of
              the command after it); with several scenarios, one folder for each inside it

          --extend
              Resume what an earlier command left in this folder. Results are identical to an
              uninterrupted run

          --force
              Replace results of another scenario or of more runs; what posse did not write stays

          --require <CONDITION>
              Exit with code 3 unless this condition holds, e.g. `team.return_on_sales.mean > 10 %`,
              `team-hero.contribution.low > 20 k` or `warnings == 0`; several may be given, or joined by
              `and`

          --json
              Print `results.json` on stdout instead of the first screen; with several scenarios, one
              document a line

          --report
              Write `report.html` into the folder too: one page for managers (`posse report` takes
              several studies into one)

          --dry-run
              Say what would be run and written, and do nothing

      -j, --jobs <N>
              Number of threads (default: all cores); the results do not depend on it

      -q, --quiet
              Print only results, errors and conditions that are not met

          --progress <HOW>
              Progress on stderr: a bar on a terminal, else a line every ten seconds (`auto`); such
              lines (`plain`); or a line of JSON every second, for programs (`json`)
              
              [default: auto]
              [possible values: auto, plain, json]

      -h, --help
              Print help (see a summary with '-h')
    ");
}
