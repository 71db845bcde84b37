//! One reader of values: the same grammar, unit, sign and range wherever a value stands.

use posse::sales::{Arrivals, RateShape};
use posse::scenario::Scenario;

use crate::scenario_errors::problems;

mod cells;
mod grid;

/// A small scenario with one line in place of `key`.
fn with(line: &str) -> String {
    let (home, _) = line.split_once('=').expect("a key and its value");
    let lines = [
        ("start", "start = 2026-01-05"),
        ("holidays", "holidays = []"),
        ("people.rep.count", "people.rep.count = 2"),
        ("channels.web.arrivals", "channels.web.arrivals = \"1 per h\""),
        ("channels.web.cost", "channels.web.cost = 0"),
        ("stages.s.role", "stages.s.role = \"rep\""),
        ("stages.s.touch", "stages.s.touch = \"1 h\""),
        ("stages.s.advance", "stages.s.advance = 0.5"),
        ("deal.value", "deal.value = 100"),
    ];
    let mut text = format!("{line}\n");
    for (key, usual) in lines {
        if key != home.trim() {
            text.push_str(usual);
            text.push('\n');
        }
    }
    text
}

fn read(line: &str) -> Scenario {
    Scenario::parse(with(line).as_bytes(), "s.toml", &|_| None)
        .unwrap_or_else(|error| panic!("{line}: {error}"))
}

fn refusal(line: &str) -> String {
    let found = problems(&with(line));
    assert!(found[0].starts_with("1:"), "{line}: the place is the value's: {found:?}");
    found.join("\n")
}

fn warnings(line: &str) -> Vec<String> {
    read(line).warnings.into_iter().map(|warning| warning.message).collect()
}

fn weekly(line: &str) -> f64 {
    match &read(line).system.channels[0].arrivals {
        Arrivals::Rate(rate) => match rate.shape {
            RateShape::Constant { per_hour } => per_hour * 168.0,
            _ => panic!("{line}: not constant"),
        },
        _ => panic!("{line}: no rate"),
    }
}

#[test]
fn what_stands_before_per_is_a_number_or_refused() {
    assert!((weekly("channels.web.arrivals = \"1_000 per week\"") - 1000.0).abs() < 1e-9);
    assert!((weekly("channels.web.arrivals = \"50.5/week\"") - 50.5).abs() < 1e-9);
    for wrong in ["1,000 per week", "50,5 per week", "1.000,5 per week", "1'000 per week"] {
        let refusal = refusal(&format!("channels.web.arrivals = \"{wrong}\""));
        assert!(refusal.contains("a point before its decimals"), "{refusal}");
    }
    for wrong in ["50 to 60 per week", "50-60 per week"] {
        let refusal = refusal(&format!("channels.web.arrivals = \"{wrong}\""));
        assert!(refusal.contains("not a range"), "{refusal}");
    }
    for wrong in ["2k per week", "50 leads per week", "5 % % per week", "5x per week"] {
        let refusal = refusal(&format!("channels.web.arrivals = \"{wrong}\""));
        assert!(refusal.contains("stands between the number and `per`"), "{refusal}");
    }
}

#[test]
fn the_rule_on_what_stands_before_per_holds_for_every_so_much_per_time() {
    for line in [
        "people.rep.turnover = { per_year = \"25,5 % per year\", replace = \"1 d\" }",
        "people.rep.turnover = { per_year = \"25k per year\", replace = \"1 d\" }",
        "people.rep.cost = \"1,000 per week\"",
        "people.rep.cost = \"1 apple per week\"",
        "people.rep.interruptions = { rate = \"2 calls per h\", lasts = \"5 min\" }",
        "people.rep.interruptions = { rate = \"1,5 per h\", lasts = \"5 min\" }",
        "buyers.dialogue.teaching = \"0,35 per h\"",
        "buyers.waiting.interest_fades = \"3,5 % per wd\"",
        "buyers.waiting.interest_fades = \"3 buyers per wd\"",
        "policies.p.rules.huddle = \"1,5 h per week\"",
        "segments.a.committee.contact = \"6,5 h per week\"",
    ] {
        let text = format!("{line}\n{}", with("name = \"x\""));
        let found = problems(&text);
        assert!(found.iter().any(|problem| problem.starts_with("1:")), "{line}: {found:?}");
    }
    let turnover =
        read("people.rep.turnover = { per_year = \"25.5 % per year\", replace = \"1 d\" }");
    let turnover = turnover.system.groups[0].turnover.as_ref().expect("a turnover");
    assert!((turnover.per_year - 0.255).abs() < 1e-12);
}

#[test]
fn a_date_is_a_day_that_the_calendar_has() {
    for good in ["2026-02-28", "2024-02-29", "2000-02-29", "2026-12-31"] {
        read(&format!("holidays = [\"{good}\"]"));
        read(&format!("holidays = [{good}]"));
    }
    for wrong in [
        "2026-04-31",
        "2026-02-29",
        "1900-02-29",
        "2026-13-01",
        "2026-00-10",
        "2026-01-00",
        "2026-1-5",
        "+026-01-05",
        "2026-+1-05",
        "26-01-05",
        "2026-01-05T10:00:00",
        "5 h",
        "today",
        "",
        "0000-01-01",
        "２０26-01-01",
        "2026-01-05 ok",
    ] {
        for line in [format!("holidays = [\"{wrong}\"]"), format!("start = \"{wrong}\"")] {
            let refusal = refusal(&line);
            assert!(refusal.contains("expected a date such as"), "{line}: {refusal}");
        }
    }
}

#[test]
fn a_day_that_no_calendar_has_is_told_with_those_there_are() {
    for (wrong, hint) in [
        ("2026-04-31", "days of 2026-04 are 01 to 30"),
        ("2026-02-29", "days of 2026-02 are 01 to 28"),
        ("2024-02-30", "days of 2024-02 are 01 to 29"),
        ("2026-13-01", "months are 01 to 12"),
    ] {
        for line in ["holidays = [X]", "measure.snapshots = [X]", "run.until = X"] {
            let refusal = refusal(&line.replace('X', &format!("\"{wrong}\"")));
            assert!(refusal.contains(hint), "{line}: {refusal}");
        }
    }
}

#[test]
fn a_time_of_day_is_written_in_digits() {
    for wrong in ["+9:00-17:00", "9:+5-17:00", "009:00-17:00", "25:00-26:00", "9:60-17:00"] {
        let refusal = refusal(&format!("hours = \"Mon-Fri {wrong}\""));
        assert!(refusal.contains("impossible opening hours"), "{refusal}");
    }
}

#[test]
fn a_window_of_no_length_is_refused() {
    for key in ["hours", "days", "weeks"] {
        for zero in ["0", "0.0", "-0.0", "1e-300"] {
            let refusal = refusal(&format!("run.{key} = {zero}"));
            assert!(refusal.contains("nothing is measured"), "{key} = {zero}: {refusal}");
        }
    }
    assert!(refusal("run.until = \"0 h\"").contains("nothing is measured"));
    assert!(refusal("run.until = \"0 leads\"").contains("nothing is measured"));
}

#[test]
fn a_law_needs_a_finite_mean_within_the_range_of_its_quantity() {
    for law in [
        "deal.value = { lognormal = { mu = 100, sigma = 300 } }",
        "deal.value = { lognormal = { mu = 100, sigma = 2 } }",
        "deal.value = { log-logistic = { shape = 0.9, scale = 10 } }",
        "stages.s.touch = { weibull = { shape = 0.01, scale = \"1 h\" } }",
        "stages.s.touch = { lognormal = { mu = 20, sigma = 2 } }",
        "channels.web.batch = { lognormal = { mu = 30, sigma = 1 } }",
    ] {
        let refusal = refusal(law);
        assert!(refusal.contains("mean"), "{refusal}");
    }
    let wrong = "buyers.rival.fit = { exponential = 0.5 }";
    assert!(refusal(wrong).contains("a share lies between 0 and 1"), "{}", refusal(wrong));
    read("deal.value = { log-logistic = { shape = 1.5, scale = 10 } }");
}

#[test]
fn no_text_holds_a_letter_that_no_report_can_draw() {
    for wrong in [
        "currency = \"E\\u0007\"",
        "name = \"a\\u0000\"",
        "question = \"why\\u001b[31m?\"",
        "policies.p.label = \"\\uFFFF\"",
        "policies.\"p\\u0001\".label = \"p\"",
        "sources.\"deal.value\" = \"B a\\u0085b\"",
    ] {
        let refusal = refusal(wrong);
        assert!(refusal.contains("a control character (U+"), "{wrong}: {refusal}");
    }
    let named = Scenario::parse(with("start = 2026-01-05").as_bytes(), "a\u{7}b.toml", &|_| None);
    assert_eq!(named.unwrap().name, "a b");
}

#[test]
fn more_stages_than_the_model_holds_are_refused() {
    let stages = |count: usize| -> String {
        let stage = |k| format!("[stages.s{k}]\nrole = \"rep\"\ntouch = \"1 h\"\n");
        let stages: String = (0..count).map(stage).collect();
        format!("people.rep = 1\nchannels.web.arrivals = \"1 per week\"\n{stages}")
    };
    let found = problems(&stages(65));
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(found[0].starts_with("195:9: 65 stages; at most 64 are allowed"), "{found:?}");
    Scenario::parse(stages(64).as_bytes(), "s.toml", &|_| None).expect("64 stages");
}

#[test]
fn time_with_the_buyer_that_never_passes_is_told() {
    let told = "`buyer` has no effect: after its touch `s` is over";
    assert_eq!(warnings("stages.s.buyer = \"10 d\""), [told]);
    assert_eq!(warnings("stages.s.buyer = \"10 d\"\nstages.s.touches = 2"), [""; 0]);
    assert_eq!(
        warnings("stages.s.buyer = \"10 d\"\nstages.s.next = \"t\"\nstages.t.cost = 1"),
        [""; 0]
    );
}

#[test]
fn patience_where_nobody_waits_is_told() {
    let alone = "stages.t.patience = \"1 d\"\nstages.t.touch = \"1 h\"\nstages.s.next = \"t\"";
    let told = "`patience` has no effect: `t` needs nobody, so nobody waits";
    assert_eq!(warnings(alone), [told]);
    assert_eq!(warnings(&format!("{alone}\nstages.t.role = \"rep\"")), [""; 0]);
    let alone = alone.replace("patience = \"1 d\"", "home = \"rep\"");
    assert_eq!(warnings(&alone), ["`home` has no effect: `t` needs nobody"]);
    let nobody = |line: &str| {
        let text = with(line).replace("stages.s.role = \"rep\"\n", "");
        let found = Scenario::parse(text.as_bytes(), "s.toml", &|_| None).expect("a scenario");
        found.warnings.into_iter().map(|warning| warning.message).collect::<Vec<_>>()
    };
    let told = "`interest` has no effect: without people every lead is touched at once";
    assert_eq!(nobody("interest = \"1 d\""), [told]);
    assert_eq!(nobody("interest = \"1 d\"\nstages.s.room = 3"), [""; 0]);
    assert_eq!(warnings("interest = \"1 d\""), [""; 0]);
}

#[test]
fn a_batch_is_a_whole_number_of_leads() {
    for wrong in [
        "2.5",
        "0",
        "{ discrete = { \"2.5\" = 1 } }",
        "{ empirical = [1, 2.5] }",
        "{ discrete = { values = [0, 2], weights = [1, 1] } }",
    ] {
        let refusal = refusal(&format!("channels.web.batch = {wrong}"));
        assert!(refusal.contains("a batch is a whole number of leads"), "{wrong}: {refusal}");
    }
    for right in
        ["2", "{ discrete = { \"2\" = 0.5, \"3\" = 0.5 } }", "{ poisson = 3 }", "\"2 to 8\""]
    {
        read(&format!("channels.web.batch = {right}"));
    }
}

#[test]
fn a_key_that_nothing_reads_is_told() {
    let unread = "`deal.margin` has no effect: nothing here reads it";
    let segments = "deal.margin = 0.5\nsegments.a.margin = 0.5";
    assert_eq!(warnings(segments), [unread]);
    let told = warnings("policies.p.rules.gate.cutoff = 0.5");
    assert!(told.len() == 1 && told[0].contains("`gate` needs buyers"), "{told:?}");
    assert_eq!(warnings("deal.value = 5"), [""; 0]);
}

#[test]
fn a_measure_has_a_name_that_exists_and_a_zone_in_its_unit() {
    for (line, words) in [
        ("measure.primary = \"return_on_salez\"", "did you mean `return_on_sales`?"),
        ("measure.indifference.return_on_salez = \"5 pp\"", "no measure `return_on_salez`"),
        ("measure.indifference.contribution = \"5 pp\"", "percentage points are of shares"),
        ("measure.indifference.return_on_sales = \"5 k\"", "a share has no `k` or `M`"),
        ("measure.indifference.return_on_sales = 5", "a share is a part of 1"),
        ("measure.indifference.return_on_sales = \"1.5\"", "a share is a part of 1"),
        ("measure.indifference.\"exit.wom\" = 5", "no measure `exit.wom`"),
        ("measure.indifference.revenue = \"5,5 k\"", "expected a difference"),
        ("measure.indifference.revenue = \"-5\"", "expected a difference"),
        ("measure.indifference.revenue = \"1e400\"", "expected a difference"),
        (
            "measure.primary = \"person.rep.3.utilisation\"",
            "did you mean `person.rep.1.utilisation`?",
        ),
    ] {
        let refusal = refusal(line);
        assert!(refusal.contains(words), "{line}: {refusal}");
    }
    for right in ["\"20 k\"", "\"3 %\"", "1000", "\"1_000\""] {
        read(&format!("measure.indifference.revenue = {right}"));
    }
    read("measure.primary = \"person.rep.1.utilisation\"");
    read("measure.indifference.\"person.rep.1.utilisation\" = \"3 pp\"");
}

#[test]
fn people_are_numbered_from_1_wherever_they_are_named() {
    let territory = |person: &str| {
        format!(
            "policies.p.rules = {{ routing = \"territory\", territory = {{ web = [\"{person}\"] }} }}"
        )
    };
    let scenario = read(&territory("rep 1"));
    assert_eq!(scenario.policies[0].territory[0].people, [(0, 1)]);
    read(&territory("rep 2"));
    for nobody in ["rep 0", "rep 3", "rep", "rep -1", "rep 1.0"] {
        assert!(refusal(&territory(nobody)).contains("nobody is called"), "{nobody}");
    }
}

/// When the rules of policy `b` begin, in hours.
fn start(written: &str) -> Result<f64, String> {
    let text = with(&format!(
        "policies.b = {{ before = \"a\", start = {written} }}\npolicies.a.label = \"a\"\n#"
    ));
    let scenario = Scenario::parse(text.as_bytes(), "s.toml", &|_| None);
    let scenario = scenario.map_err(|error| error.to_string())?;
    Ok(scenario.policies.iter().find_map(|policy| policy.start.as_ref()).expect("a start").at_hours)
}

#[test]
fn an_instant_is_a_time_a_week_from_1_or_a_date() {
    for (written, hours) in [
        ("\"week 1\"", 0.0),
        ("\"week 2\"", 168.0),
        ("\" week  27 \"", 26.0 * 168.0),
        ("\"26 weeks\"", 26.0 * 168.0),
        ("2026-01-05", 0.0),
        ("2026-01-12", 168.0),
        ("\"2026-01-12\"", 168.0),
        ("2027-01-05", 365.0 * 24.0),
    ] {
        assert_eq!(start(written), Ok(hours), "{written}");
    }
    for wrong in [
        "\"week 0\"",
        "\"week -1\"",
        "\"week 1.5\"",
        "\"week +2\"",
        "\"week x\"",
        "\"week 52001\"",
        "\"week \"",
        "2026-01-04",
        "2026-02-30",
        "\"2026-02-30\"",
        "2026-01-12T10:00:00",
        "10:00:00",
        "3",
        "\"soon\"",
    ] {
        assert!(start(wrong).is_err(), "{wrong}");
    }
}

#[test]
fn dates_and_weeks_are_read_wherever_an_instant_of_the_run_stands() {
    for line in [
        "channels.web.arrivals = { at = [\"week 1\", \"2 weeks\", 2026-02-02] }",
        "measure.snapshots = [\"week 3\", 2026-03-02]",
        "people.rep.headcount = [[\"week 5\", 3], [2026-04-06, 1]]",
        "run.until = 2027-01-04",
        "run.warm_up = \"week 27\"",
        "plans.p = { commission = 0.1, spiff = [{ for = \"deals\", amount = 5, from = 2026-03-02, to = \"week 20\" }] }\nfiscal_start = 2026-04-06\n#",
    ] {
        read(line);
    }
    let scenario = read("run.until = 2027-01-04");
    assert_eq!(scenario.horizon.until, posse::sales::Extent::Hours(52.0 * 168.0));
    // a length, or a place in a cycle, is no instant
    for line in [
        "stages.s.touch = 2026-03-02",
        "stages.s.due = \"week 2\"",
        "channels.web.arrivals = { rate = [[\"0 h\", 1], [\"week 2\", 2]], repeat = \"3 weeks\" }",
        "run.run_out = 2026-03-02",
    ] {
        refusal(line);
    }
}

#[test]
fn roles_of_a_model_are_taken_over_key_by_key() {
    let text = "people.rep = { count = 5, jobs = { a = {}, b = {} } }\n\
                channels.web.arrivals = \"1 per h\"\n\
                stages.s = { role = \"rep\", touch = \"1 h\" }\n\
                stages.t = { role = \"rep\", touch = \"1 h\" }\n\
                [policies.one.roles]\na = { heads = 2, stages = [\"s\"] }\n\
                b = { heads = 3, stages = [\"t\"] }\n\
                [policies.two]\nlike = \"one\"\nroles.a.heads = 1\n";
    let scenario = Scenario::parse(text.as_bytes(), "s.toml", &|_| None).unwrap();
    let roles = |policy: usize| -> Vec<(u32, Vec<usize>)> {
        let roles = scenario.policies[policy].roles.iter();
        roles.map(|role| (role.heads, role.stages.clone())).collect()
    };
    assert_eq!(roles(0), [(2, vec![0]), (3, vec![1])]);
    assert_eq!(roles(1), [(1, vec![0]), (3, vec![1])]);
}
