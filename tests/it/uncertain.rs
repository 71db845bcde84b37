//! Inputs of which only a range is known: how they are written, drawn and told apart from luck.

use posse::experiment::{
    Continue, Design, Failure, Results, Summary, run, run_kept, shares, summarise,
};
use posse::scenario::{Assumptions, Draft, Scenario, Variation, Which, json_schema};

use crate::scenario_errors::refused;

const FLOOR: &str = r#"
calendar = "always"
people = { rep = 2 }
run = { weeks = 6, warm_up = "1 week", run_out = "1 week", replications = 200, seed = 7 }
channels.web = { arrivals = { per_week = { uncertain = "100 to 140" } }, cost = 10 }
deal = { value = { value = 1000, uncertain = "500 to 2000" }, margin = "70 %" }
[measure]
primary = "revenue"
indifference = { revenue = "1 %" }
[stages.call]
role = "rep"
touch = { exponential = "1 h" }
advance = 0.5
[stages.sell]
role = "rep"
touch = { lognormal = { mean = { uncertain = "1 h to 2 h" }, cv = 1 } }
advance = 0.4
[policies.few]
[policies.many]
rules = { meetings = "100 h per week" }
"#;

fn scenario(text: &str) -> Scenario {
    match Scenario::parse(text.as_bytes(), "test.toml", &|_| None) {
        Ok(scenario) => scenario,
        Err(error) => panic!("{error}"),
    }
}

fn all(scenario: &Scenario) -> Results {
    run(scenario, |_| Continue::Yes).expect("every world can be run")
}

fn told(scenario: &Scenario) -> Summary {
    summarise(scenario, &all(scenario), Vec::new())
}

/// What came of the scenario: charts of it are looked at elsewhere.
#[cfg(feature = "report")]
pub(crate) fn in_many_worlds() -> Summary {
    told(&scenario(FLOOR))
}

#[test]
#[cfg(feature = "report")]
fn the_first_screen_tells_luck_from_assumption() {
    let screen = posse::report::Screen { width: 100, color: false, folder: None };
    let told = posse::report::first_screen(&in_many_worlds(), screen);
    let lines = told.lines().skip_while(|line| !line.starts_with(" uncertain"));
    let lines: Vec<&str> = lines.take_while(|line| !line.starts_with(" not modelled")).collect();
    insta::assert_snapshot!(lines.join("\n"), @r"
    uncertain     of the variance of the difference between many and few, 81 % (±5) stems from
                  assumptions: `deal.value` 50 %, `channels.web.arrivals.per_week` 24 %,
                  `stages.sell.touch.lognormal.mean` 10 %; 19 % is random variation
    uncertain     few wins in 100 % of the worlds within the ranges, many in 0 %, and in 0 % the
                  difference is too small to matter; with the values as written the difference is
                  −65.8 k€ ±4.4 (random variation averaged out by a fitted surface)
    ");
}

/// The same scenario with other words in place of these.
fn with(old: &str, new: &str) -> String {
    assert!(FLOOR.contains(old), "nothing to replace");
    FLOOR.replace(old, new)
}

fn bases(scenario: &Scenario) -> Vec<(String, String)> {
    let inputs = scenario.uncertainty.as_ref().expect("something is uncertain").inputs();
    inputs
        .iter()
        .map(|input| (input.keys[0].clone(), input.base.as_ref().expect("a value").text.clone()))
        .collect()
}

#[test]
fn a_range_stands_for_its_value_the_default_or_its_middle() {
    let found = bases(&scenario(FLOOR));
    let expected = [
        ("channels.web.arrivals.per_week", "120"),
        ("deal.value", "1000"),
        ("stages.sell.touch.lognormal.mean", "1.5 h"),
    ];
    let expected: Vec<_> = expected.map(|(k, v)| (k.to_owned(), v.to_owned())).into();
    assert_eq!(found, expected);
    // The default of `handoff` frictions is 0, which lies in the range.
    let text = format!("{FLOOR}[frictions]\nswitching = {{ uncertain = \"0 to 0.1\" }}\n");
    assert_eq!(bases(&scenario(&text))[3], ("frictions.switching".to_owned(), "0".to_owned()));
}

#[test]
fn a_range_in_a_scenario_with_a_base_keeps_the_value_of_the_base() {
    let base = with("{ value = 1000, uncertain = \"500 to 2000\" }", "800");
    let child = "base = \"base.toml\"\n[deal]\nvalue = { uncertain = \"500 to 2000\" }\n";
    let load = |name: &str| (name == "base.toml").then(|| base.clone());
    let scenario = Scenario::parse(child.as_bytes(), "child.toml", &load).expect("no mistakes");
    assert!(bases(&scenario).contains(&("deal.value".to_owned(), "800".to_owned())));
    let plain = Scenario::parse(base.as_bytes(), "base.toml", &|_| None).expect("no mistakes");
    let worlds = [&scenario, &plain].map(|scenario| format!("{:?}", scenario.system));
    assert_eq!(worlds[0], worlds[1], "the world as written is the base's");
}

#[test]
fn a_thing_may_be_called_uncertain() {
    let text = FLOOR.replace("channels.web", "channels.uncertain");
    assert_eq!(scenario(&text).system.channels[0].name, "uncertain");
}

#[test]
fn every_replication_draws_its_world_the_same_for_every_policy() {
    let scenario = scenario(FLOOR);
    let inputs = scenario.uncertainty.as_ref().unwrap().inputs();
    let drawn: Vec<Vec<f64>> = (0..64).map(|run| shares(inputs, 7, run)).collect();
    assert!(drawn.windows(2).all(|pair| pair[0] != pair[1]));
    assert!(drawn.iter().flatten().all(|share| (0.0..1.0).contains(share)));
    // A scenario that says the drawn values outright runs to the same bits, both policies.
    let results = all(&scenario);
    for run in [0, 5, 199] {
        let levels: Vec<_> = inputs
            .iter()
            .zip(shares(inputs, 7, run))
            .map(|(input, share)| input.at(share).text)
            .collect();
        let text = with("{ uncertain = \"100 to 140\" }", &levels[0])
            .replace("{ value = 1000, uncertain = \"500 to 2000\" }", &levels[1])
            .replace("{ uncertain = \"1 h to 2 h\" }", &format!("\"{}\"", levels[2]));
        let sure = self::scenario(&text);
        assert!(sure.uncertainty.is_none());
        let design = Design::new(crate::ready(&sure));
        for policy in 0..2 {
            let (outcome, ()) = design.observe(policy, run, ()).unwrap();
            let kept = results.policies[policy].values.iter().map(|of| of[run as usize].to_bits());
            let alone = outcome.values.iter().map(|value| value.to_bits());
            assert_eq!(kept.collect::<Vec<_>>(), alone.collect::<Vec<_>>(), "run {run}");
        }
    }
}

#[test]
fn another_uncertain_input_changes_no_draw_of_the_first() {
    let few = scenario(FLOOR);
    let more = scenario(&with("margin = \"70 %\"", "margin = { uncertain = \"60 % to 80 %\" }"));
    let [few, more] = [&few, &more].map(|s| s.uncertainty.as_ref().unwrap().inputs());
    for (place, input) in few.iter().enumerate() {
        let other = more.iter().position(|other| other.keys == input.keys).unwrap();
        assert_eq!(shares(few, 3, 11)[place].to_bits(), shares(more, 3, 11)[other].to_bits());
    }
}

#[test]
fn draws_are_even_and_independent() {
    let scenario = scenario(FLOOR);
    let inputs = scenario.uncertainty.as_ref().unwrap().inputs();
    let drawn: Vec<Vec<f64>> = (0..4000).map(|run| shares(inputs, 1, run)).collect();
    let n = drawn.len() as f64;
    for i in 0..inputs.len() {
        let mean = drawn.iter().map(|draw| draw[i]).sum::<f64>() / n;
        assert!((mean - 0.5).abs() < 4.0 / (12.0 * n).sqrt(), "{mean}");
        for j in 0..i {
            let product = |draw: &Vec<f64>| (draw[i] - 0.5) * (draw[j] - 0.5);
            let correlation = 12.0 * drawn.iter().map(product).sum::<f64>() / n;
            assert!(correlation.abs() < 4.0 / n.sqrt(), "{correlation}");
        }
    }
}

#[test]
fn a_whole_number_takes_every_value_of_its_range() {
    let text = FLOOR.replace(
        "touch = { exponential = \"1 h\" }",
        "touch = { exponential = \"1 h\" }\ntouches = { uncertain = \"1 to 3\" }",
    );
    let scenario = scenario(&text);
    let inputs = scenario.uncertainty.as_ref().unwrap().inputs();
    let place = inputs.iter().position(|input| input.keys[0] == "stages.call.touches").unwrap();
    let mut counts = [0_u32; 3];
    for run in 0..300 {
        let level = inputs[place].at(shares(inputs, 1, run)[place]);
        let taken = (1..=3).position(|whole| level.number.total_cmp(&f64::from(whole)).is_eq());
        counts[taken.expect("1, 2 or 3")] += 1;
    }
    assert!(counts.iter().all(|count| (70..130).contains(count)), "{counts:?}");
}

#[test]
#[cfg(feature = "parallel")]
fn the_number_of_threads_and_what_is_kept_change_no_bit() {
    let scenario = scenario(FLOOR);
    let whole = all(&scenario);
    let pool = rayon::ThreadPoolBuilder::new().num_threads(3).build().unwrap();
    let on_three = pool.install(|| all(&scenario));
    let in_pieces = run_kept(&scenario, &mut (), |_| 7).unwrap();
    for other in [on_three, in_pieces] {
        for (one, other) in whole.policies.iter().zip(&other.policies) {
            let bits = |values: &Vec<Vec<f64>>| -> Vec<u64> {
                values.iter().flatten().map(|value| value.to_bits()).collect()
            };
            assert_eq!(bits(&one.values), bits(&other.values));
        }
    }
}

#[test]
fn a_placebo_differs_in_nothing_in_any_world() {
    let mut scenario = scenario(FLOOR);
    let mut copy = scenario.policies[0].clone();
    copy.name = "placebo".to_owned();
    scenario.policies.push(copy);
    let summary = told(&scenario);
    for pair in summary.comparisons.iter().filter(|pair| (pair.a, pair.b) == (0, 2)) {
        assert!(
            pair.comparison.difference.mean.abs() <= 0.0,
            "{}",
            summary.measures[pair.measure].key
        );
    }
    let uncertainty = summary.uncertainty.expect("there are ranges");
    let doubt = uncertainty.doubts.iter().find(|doubt| (doubt.a, doubt.b) == (0, 2)).unwrap();
    assert_eq!((doubt.worlds.a, doubt.worlds.b, doubt.worlds.tie), (0.0, 0.0, 1.0));
}

#[test]
fn what_the_inputs_explain_is_told_from_luck() {
    // Revenue is wins times the deal's value: of the spread of the difference between two copies of
    // the same people on different days, the value of a deal explains what it must.
    let summary = told(&scenario(FLOOR));
    let uncertainty = summary.uncertainty.expect("there are ranges");
    let doubt = &uncertainty.doubts[0];
    let [_, value, work] = [0, 1, 2].map(|input| doubt.by_input[input].share);
    assert!(value > 0.2 && work < value, "{doubt:?}");
    assert!(doubt.assumptions.share >= value - 0.05 && doubt.assumptions.share < 1.0);
    assert!((doubt.worlds.a + doubt.worlds.b + doubt.worlds.tie - 1.0).abs() < 1e-12);
    assert!(doubt.worlds.a > 0.9, "a hundred hours of meetings cost sales in nearly every world");
}

#[test]
fn an_input_that_cannot_matter_explains_nothing_and_luck_all() {
    // The cost of a lead changes no revenue.
    let text = FLOOR
        .replace("{ per_week = { uncertain = \"100 to 140\" } }", "\"120 per week\"")
        .replace("cost = 10", "cost = { uncertain = \"5 to 50\" }")
        .replace("{ value = 1000, uncertain = \"500 to 2000\" }", "1000")
        .replace("{ uncertain = \"1 h to 2 h\" }", "\"1.5 h\"");
    let doubt = told(&scenario(&text)).uncertainty.unwrap().doubts.remove(0);
    let error = 3.0 / 200_f64.sqrt();
    assert!(doubt.assumptions.share < error, "{:?}", doubt.assumptions);
}

#[test]
fn too_few_runs_tell_nothing_about_assumptions() {
    let text = with("replications = 200", "replications = 20");
    let uncertainty = told(&scenario(&text)).uncertainty.expect("there are ranges");
    assert!(uncertainty.doubts.is_empty() && uncertainty.least_runs == 35);
}

#[test]
fn the_cells_of_a_variation_hold_nothing_uncertain() {
    let draft = Draft::read(FLOOR.as_bytes(), "test.toml", &|_| None).expect("no mistakes");
    let variation = Variation::uncertain(draft);
    let point: Vec<_> = variation.axes.iter().map(|axis| axis.at(0.25)).collect();
    let (cells, _) = variation.cells(&[point], &|_| None).expect("no mistakes");
    assert!(cells[0].uncertainty.is_none());
}

#[test]
fn worlds_that_cannot_be_are_found_before_the_first_run_or_end_it() {
    let text = r#"
calendar = "always"
run = { weeks = 2, replications = 50 }
channels.web = { arrivals = "10 per week" }
[segments.small]
share = { value = 0.5, uncertain = "0.5 to 0.6" }
[segments.large]
share = 0.5
[stages.call]
advance = 0.5
"#;
    let error = Scenario::parse(text.as_bytes(), "test.toml", &|_| None).expect_err("accepted");
    let words = error.to_string();
    assert!(words.contains("the shares of the segments sum to 1.1, not to 1"), "{words}");
    // Each end alone is possible, and all low or high together; low above high is not.
    let text = r#"
calendar = "always"
run = { weeks = 2, replications = 64 }
people = { rep = 2 }
channels.web = { arrivals = "10 per week" }
[stages.call]
role = "rep"
advance = 0.5
[stages.call.touch.uniform]
low = { value = "1.5 h", uncertain = "1 h to 3 h" }
high = { value = "3.5 h", uncertain = "2 h to 4 h" }
"#;
    let failure = run(&scenario(text), |_| Continue::Yes).expect_err("some world is none");
    let Failure::NoWorld { replication, drawn, .. } = &failure else { panic!("{failure}") };
    let inputs = scenario(text).uncertainty.unwrap();
    let share = |run| shares(inputs.inputs(), 1, run);
    let is_none = |run: u32| 1.0 + 2.0 * share(run)[0] > 2.0 + 2.0 * share(run)[1];
    assert_eq!(Some(*replication), (0..64).find(|run| is_none(*run)), "the first of them");
    assert!(drawn.starts_with("`stages.call.touch.uniform.low = "), "{drawn}");
    let end = "\nhint: narrow the ranges";
    assert!(failure.to_string().ends_with(end), "{failure}");
}

#[test]
fn the_schema_allows_a_range_where_the_scenario_does() {
    let schema = json_schema();
    let cost = schema.split("\"cost\":").nth(1).expect("a key `cost`");
    assert!(cost[..300].contains("#/definitions/uncertain"), "{}", &cost[..300]);
}

#[test]
fn every_numeric_assumption_can_be_less_and_more() {
    let text =
        with("{ per_week = { uncertain = \"100 to 140\" } }", "{ per_week = 120, dispersion = 2 }");
    let draft = Draft::read(text.as_bytes(), "test.toml", &|_| None).expect("no mistakes");
    let all = Assumptions::of(draft, (Which::Assumed, 0.25), &|_| None).expect("no mistakes");
    let ends = |key: &str| {
        let axis = all.variation.axes.iter().find(|axis| axis.keys[0] == key).expect(key);
        [axis.at(0.0).text, axis.at(1.0).text]
    };
    assert_eq!(ends("channels.web.arrivals"), ["0.75 ×", "1.25 ×"]);
    assert_eq!(ends("deal.value"), ["750", "1250"]);
    assert_eq!(ends("deal.margin"), ["52.5 %", "87.5 %"]);
    assert_eq!(ends("stages.call.touch"), ["0.75 ×", "1.25 ×"]);
    assert_eq!(ends("stages.sell.advance"), ["0.3", "0.5"]);
    let out =
        |key: &str| all.left_out.iter().find(|(path, _)| path == key).map(|(_, why)| why.as_str());
    assert_eq!(out("stages.call.cost"), Some("it is no number, or 0"));
    assert_eq!(out("people.rep.count"), None, "a choice is no assumption");
    let spread = text.replace("{ exponential = \"1 h\" }", "\"1 to 2 h\"");
    let draft = Draft::read(spread.as_bytes(), "test.toml", &|_| None).expect("no mistakes");
    let of_spread = Assumptions::of(draft, (Which::Assumed, 0.25), &|_| None).expect("no mistakes");
    assert!(of_spread.left_out.iter().any(|(path, _)| path == "stages.call.touch"));
    let buyers =
        format!("{text}[buyers]\n[buyers.rival]\nfit = {{ beta = {{ alpha = 2, beta = 3 }} }}\n");
    let draft = Draft::read(buyers.as_bytes(), "test.toml", &|_| None).expect("no mistakes");
    let of_buyers =
        Assumptions::of(draft, (Which::Assumed, 0.25), &|_| None).expect("no mistakes").variation;
    let at = of_buyers.axes.iter().position(|axis| axis.keys[0] == "buyers.rival.fit").unwrap();
    let point = |share: f64| -> Vec<_> {
        let moved = |(k, axis): (usize, &posse::scenario::Axis)| {
            if k == at { axis.at(share) } else { axis.base.clone().unwrap() }
        };
        of_buyers.axes.iter().enumerate().map(moved).collect()
    };
    let (cells, _) = of_buyers.cells(&[point(0.0), point(1.0)], &|_| None).expect("it matters");
    let mean = |cell: &Scenario| cell.system.buyers.as_ref().unwrap().rival.fit.mean();
    assert!(
        (mean(&cells[0]) - 1.5 / 4.5).abs() < 1e-9 && (mean(&cells[1]) - 2.5 / 5.5).abs() < 1e-9
    );
    // A factor moves how much there is, and nothing else.
    let axes = &all.variation.axes;
    let low: Vec<_> = axes
        .iter()
        .map(|axis| {
            if axis.keys[0] == "stages.sell.touch" {
                axis.at(1.0)
            } else {
                axis.base.clone().unwrap()
            }
        })
        .collect();
    let (cells, _) = all.variation.cells(&[low], &|_| None).expect("no mistakes");
    let sell = cells[0].system.stages.iter().find(|stage| stage.name == "sell").unwrap();
    let written = scenario(&text);
    let before = written.system.stages.iter().find(|stage| stage.name == "sell").unwrap();
    let mean = |stage: &posse::sales::Stage| stage.touch.of(0, 0, 0).mean();
    assert!((mean(sell) / mean(before) - 1.25).abs() < 1e-12);
}

refused! {
    a_range_that_is_none_says_how_one_is_written: r#"[channels.web]
arrivals = "1 per h"
cost = { uncertain = "20" }
[stages.serve]
touch = { uncertain = "2 h till 3 h" }
advance = { uncertain = "0.5 to 0.2" }
"# => [
        r#"3:22: expected a range, found `"20"`
  hint: e.g. `uncertain = "0.2 to 0.5"` or `"2 h to 6 h"`"#,
        r#"5:23: expected a range, found `"2 h till 3 h"`
  hint: e.g. `uncertain = "0.2 to 0.5"` or `"2 h to 6 h"`"#,
        r"6:25: a range rises from its first end, found `0.5 to 0.2`
  hint: e.g. `0.2 to 0.5`",
    ];

    a_value_beside_its_range_and_keys_that_mean_nothing_are_refused: r#"[channels.web]
arrivals = "1 per h"
cost = { value = 60, uncertain = "20 to 50" }
[stages.serve]
advance = { valeu = 0.3, uncertain = "0.2 to 0.5" }
"# => [
        r"3:18: `60` does not lie in `20 to 50`",
        r"5:13: unknown key `valeu` beside `uncertain`; did you mean `value`?
  hint: expected `value`",
    ];

    a_choice_cannot_be_uncertain: r#"run = { weeks = { uncertain = "4 to 8" } }
[channels.web]
arrivals = "1 per h"
[people.rep]
count = { uncertain = "2 to 4" }
[stages.serve]
role = "rep"
touch = "1 h"
[policies.hero]
rules = { meetings = { uncertain = "1 h per week to 2 h per week" } }
"# => [
        r"1:17: `run.weeks` is a choice, not a fact: it cannot be uncertain
  hint: `posse sweep --vary` compares its values",
        r"5:9: `people.rep.count` is a choice, not a fact: it cannot be uncertain
  hint: `posse sweep --vary` compares its values",
        r"10:22: `policies.hero.rules.meetings` is a choice, not a fact: it cannot be uncertain
  hint: `posse sweep --vary` compares its values",
    ];

    the_ends_of_a_range_are_checked_like_any_value: r#"[channels.web]
arrivals = "1 per h"
[stages.serve]
advance = { value = 0.5, uncertain = "0.2 to 1.5" }
"# => [
        r#"4:38: a share lies between 0 and 1, found `1.5`
  hint: for 1.5 per cent write `"1.5 %"`; in 2 of 4 worlds, first where `stages.serve.advance = 1.5`"#,
    ];
}
