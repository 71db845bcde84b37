//! Work on customers: what calls, renewals and offers change, and what they must not.

use std::collections::BTreeMap;

use posse::engine::random::{Entity, Luck, Place};
use posse::experiment::Design;
use posse::sales::buyer::{Account, Customers};
use posse::sales::{AccountEvent, Arrived, Award, Awarded, Note, Noted, Observer};
use posse::scenario::Scenario;

use crate::scenario_errors::refused;

/// Sellers who win, and others who look after customers of three years.
const WORLD: &str = r#"
hours = "Mon-Fri 09:00-17:00"
run = { weeks = 104, warm_up = "156 weeks", run_out = "0 weeks", replications = 1, seed = 7 }
deal = { value = { lognormal = { mean = 40000, cv = 1 } }, margin = 0.7 }
[people.rep]
count = 4
cost = "187500 per year"
[people.csm]
count = 2
cost = "137500 per year"
skill = { sd = 0 }
[segments.all]
committee = { members = { least = 1, most = 4, mean = 2 }, window = "60 wd", rival = 0.3 }
[channels.web]
arrivals = "14 per week"
ready = 0.7
fit = { beta = { alpha = 2.2, beta = 2.2 } }
[buyers]
needs = { churn_level = -1.5 }
[customers]
horizon = "3 years"
[stages.talk]
kind = "qualify"
role = "rep"
buyer = { exponential = "2 wd" }
[stages.vote]
kind = "decide"
role = "rep"
buyer = { exponential = "5 wd" }
"#;

/// Calls that are answered within three weeks if at all, renewals and offers.
const WORK: &str = r#"
[stages.call]
kind = "serve"
role = "csm"
patience = "15 wd"
[stages.extend]
kind = "renew"
role = "csm"
[stages.offer]
kind = "expand"
role = "csm"
patience = "15 wd"
"#;

fn parse(text: &str) -> Scenario {
    Scenario::parse(text.as_bytes(), "test.toml", &|_| None)
        .unwrap_or_else(|e| panic!("{e}\n{text}"))
}

/// The measures of the first policy in a replication.
fn values(text: &str, replication: u32) -> BTreeMap<String, f64> {
    let scenario = parse(text);
    let design = Design::new(crate::ready(&scenario));
    let outcome = design.observe(0, replication, ()).expect("a run that ends").0;
    let keys = design.catalogue.measures().iter().map(|measure| measure.key.clone());
    keys.zip(outcome.values).collect()
}

/// With other numbers in the place of these.
fn with(text: &str, changes: &[(&str, &str)]) -> String {
    let mut text = text.to_owned();
    for (from, to) in changes {
        assert!(text.contains(from), "{from}");
        text = text.replace(from, to);
    }
    text
}

const NEUTRAL: &str = "kind = \"serve\"\nslight = 0";

fn neutral() -> String {
    let changes = [
        ("kind = \"serve\"", NEUTRAL),
        ("kind = \"renew\"", "kind = \"renew\"\nrelief = 0"),
        ("kind = \"expand\"", "kind = \"expand\"\nstep = 0"),
    ];
    with(&format!("{WORLD}{WORK}"), &changes)
}

/// What of two runs is not the same to the last bit, of what both measure but for people's hours. Leads in
/// progress when the run ends are summed in another order.
fn moved(some: &BTreeMap<String, f64>, others: &BTreeMap<String, f64>) -> Vec<String> {
    let of_hours =
        |key: &str| ["csm", "utilis", "hour", "time_share"].iter().any(|word| key.contains(word));
    let is_other = |(key, value): &(&String, &f64)| {
        let (a, b) = (**value, others[*key]);
        if key.ends_with("wip") { (a - b).abs() > 1e-9 * a } else { a.to_bits() != b.to_bits() }
    };
    let both = some.iter().filter(|(key, _)| others.contains_key(*key) && !of_hours(key));
    both.filter(is_other).map(|(key, _)| key.clone()).collect()
}

#[test]
fn work_that_changes_nothing_takes_hours_and_no_money() {
    let (plain, worked) = (values(WORLD, 0), values(&neutral(), 0));
    assert_eq!(moved(&plain, &worked), Vec::<String>::new());
    assert!(worked["role.csm.utilisation"] > 0.05, "{}", worked["role.csm.utilisation"]);
    assert!(worked["account_margin"].abs() < 1e-9);
}

#[test]
fn where_nobody_comes_in_time_and_a_missed_call_is_no_slight_money_is_as_without_the_work() {
    let late = with(&neutral(), &[("15 wd", "0.01 h")]);
    let (plain, late) = (values(WORLD, 1), values(&late, 1));
    assert_eq!(moved(&plain, &late), Vec::<String>::new());
    assert!(late["account_missed"] > 0.5, "{}", late["account_missed"]);
}

#[test]
fn a_customer_who_never_calls_needs_nobody() {
    let text = with(
        &format!("{WORLD}{WORK}"),
        &[
            ("kind = \"serve\"", "kind = \"serve\"\nper_year = 0"),
            ("kind = \"expand\"", "kind = \"expand\"\nper_year = 0"),
            ("kind = \"renew\"", "kind = \"renew\"\nrelief = 0"),
        ],
    );
    let found = values(&text, 0);
    assert!(found["stage.call.visits"] + found["stage.offer.visits"] < 0.5);
    assert!(found["stage.extend.visits"] > 0.0, "terms end all the same");
}

#[test]
fn missed_calls_lose_margin_renewals_keep_some_and_offers_add() {
    let all = format!("{WORLD}{WORK}");
    let missed =
        with(&all, &[("15 wd", "0.01 h"), ("kind = \"renew\"", "kind = \"renew\"\nrelief = 0")]);
    let kept = with(&all, &[("kind = \"expand\"", "kind = \"expand\"\nper_year = 0")]);
    let sums = |text: &str, key: &str| (0..3).map(|run| values(text, run)[key]).sum::<f64>();
    assert!(sums(&missed, "account_margin") < -1000.0);
    assert!(sums(&kept, "account_margin") > 1000.0);
    assert!(sums(&all, "account_margin") > sums(&kept, "account_margin"));
    assert!(sums(&missed, "customers_left") > sums(&kept, "customers_left"));
    assert!(sums(&all, "account_missed") < 0.01, "two people are enough");
}

#[test]
fn nobody_misses_a_call_where_customers_wait_for_ever() {
    let endless = with(&format!("{WORLD}{WORK}"), &[("patience = \"15 wd\"\n", "")]);
    let crowded = with(
        &endless,
        &[("count = 2", "count = 1"), ("kind = \"serve\"", "kind = \"serve\"\nper_year = 20")],
    );
    let scenario = parse(&crowded);
    let design = Design::new(crate::ready(&scenario));
    let (outcome, seen) = design.observe(0, 0, Calls::default()).unwrap();
    let measures = design.catalogue.measures();
    let is_missed = |(_, event): &(f64, AccountEvent)| *event == AccountEvent::Missed;
    assert!(!seen.0.values().flatten().any(is_missed));
    assert!(outcome.value(measures, "account_missed") > 0.0, "renewals come too late");
}

/// What becomes of customers, by lead: events in order, what anniversaries paid, and when they were won.
#[derive(Default)]
struct Calls(
    BTreeMap<(usize, u64), Vec<(f64, AccountEvent)>>,
    Vec<Awarded>,
    BTreeMap<(usize, u64), f64>,
);

impl Observer for Calls {
    fn noted(&mut self, fact: &Noted) {
        if let Note::Customer { .. } = fact.note {
            self.2.insert((fact.channel, fact.number), fact.at);
        }
        if let Note::Account { event, .. } = fact.note {
            self.0.entry((fact.channel, fact.number)).or_default().push((fact.at, event));
        }
    }

    fn awarded(&mut self, fact: &Awarded) {
        if matches!(fact.award, Award::Renewal { .. }) {
            self.1.push(*fact);
        }
    }
}

#[test]
fn a_customer_calls_as_long_after_the_win_under_every_policy() {
    let late = with(&format!("{WORLD}{WORK}"), &[("15 wd", "0.01 h")]);
    let scenario = parse(&format!(
        "{late}[policies.one]\n[policies.two]\nrules.order = \"newest\"\nrules.wip = 3\nrules.owner = \"named\"\n"
    ));
    let design = Design::new(crate::ready(&scenario));
    let calls = |policy| design.observe(policy, 0, Calls::default()).unwrap().1;
    let (one, two) = (calls(0), calls(1));
    let (mut same, mut apart) = (0, 0);
    for (lead, won) in &one.2 {
        let Some(other) = two.2.get(lead) else { continue };
        apart += u32::from((won - other).abs() > 1.0);
        let first = |calls: &Calls, won: f64| {
            let missed =
                calls.0.get(lead)?.iter().find(|(_, what)| *what == AccountEvent::Missed)?;
            Some(missed.0 - won)
        };
        if let (Some(a), Some(b)) = (first(&one, *won), first(&two, *other)) {
            same += u32::from((a - b).abs() < 200.0);
        }
    }
    assert!(apart > 20 && same > 20, "{apart} won at another time, {same} called as soon");
}

fn customers(term: f64) -> Customers {
    Customers { years: 5.0, discount: 0.1, promise: 0.0, term, grow: 0.0 }
}

/// The mean of what is booked of a customer less what he brings, and its standard error: calls at a rate a
/// year, of which this share is missed; a renewal of every term taken off by this share; an offer a year.
fn booked_less_brought(
    term: f64,
    (calls, slight): (f64, f64),
    relief: f64,
    step: f64,
) -> (f64, f64) {
    let (world, count) = (customers(term), 20_000);
    let luck = Luck::new(5, 0);
    let mut differences = Vec::new();
    for n in 0..count {
        let mut draws = luck.at(Entity::new(1, n), 200, Place::NONE, 0);
        let mut account = Account::new((0.15, 0.08), (100.0, 60.0), draws.exponential());
        let mut booked = 60.0 * world.later(0.15, 0.08);
        // (from, size of the account): as it was over time
        let (mut at, mut number, mut sizes) = (0.0, 1, vec![(0.0, 1.0)]);
        let end = loop {
            let term_ends = term * f64::from(number);
            at += draws.exponential() / calls;
            if at < term_ends.min(world.years) {
                booked += account.is_exposed(&world, at, slight).margin;
                continue;
            }
            at = term_ends;
            if term_ends >= world.years {
                break world.years;
            }
            let before = term_ends - 0.01;
            let relief = account.relief(&world, relief);
            booked += account.is_exposed(&world, before, -relief).margin;
            booked += account.expands(&world, before, step).margin;
            sizes.push((before, sizes.last().map_or(1.0, |(_, size)| size * (1.0 + step))));
            if account.leaves_with_term(&world, number) {
                break term_ends;
            }
            number += 1;
        };
        let rate = 1.1_f64.ln() - 0.08;
        let until = |age: f64| (1.0 - (-rate * age.clamp(1.0, end.max(1.0))).exp()) / rate;
        let stretches = sizes.iter().enumerate().map(|(k, (from, size))| {
            let to = sizes.get(k + 1).map_or(end, |next| next.0);
            60.0 * size * (until(to) - until(*from))
        });
        differences.push(booked - stretches.sum::<f64>());
    }
    let count = differences.len() as f64;
    let mean = differences.iter().sum::<f64>() / count;
    let squares: f64 = differences.iter().map(|d| (d - mean) * (d - mean)).sum();
    (mean, (squares / (count - 1.0) / count).sqrt())
}

#[test]
fn what_is_booked_at_the_win_and_of_every_change_is_what_customers_bring() {
    for term in [1.0, 1.5, 2.0] {
        for (calls, relief, step) in
            [((2.0, 0.1), 0.0, 0.0), ((1e-9, 0.0), 0.4, 0.0), ((3.0, 0.05), 0.3, 0.2)]
        {
            let (mean, error) = booked_less_brought(term, calls, relief, step);
            assert!(error < 2.0 && mean.abs() < 4.0 * error, "{term} {calls:?}: {mean} ± {error}");
        }
    }
}

#[test]
fn anniversaries_cost_what_they_pay_where_calls_are_missed_too() {
    let plan = "[plans.care]\nrenewal = 0.1\n[policies.one.pay]\nplans = { rep = \"care\" }\n";
    let late = with(
        &format!("{WORLD}{WORK}{plan}"),
        &[
            ("15 wd", "0.01 h"),
            ("kind = \"serve\"", "kind = \"serve\"\nslight = 0.1"),
            ("horizon = \"3 years\"", "horizon = \"3 years\"\ndiscount = 0"),
            ("weeks = 104", "weeks = 520"),
        ],
    );
    let scenario = parse(&late);
    let design = Design::new(crate::ready(&scenario));
    let (mut differences, mut all) = (Vec::new(), 0.0);
    for replication in 0..12 {
        let (outcome, seen) = design.observe(0, replication, Calls::default()).unwrap();
        let from = 156.0 * 168.0;
        let paid: f64 = seen.1.iter().filter(|fact| fact.at >= from).map(|fact| fact.amount).sum();
        // before what comes on top of pay
        let booked = outcome.value(design.catalogue.measures(), "pay_variable") / 1.25;
        differences.push(paid - booked);
        all += booked / 12.0;
    }
    let mean = differences.iter().sum::<f64>() / 12.0;
    let squares: f64 = differences.iter().map(|d| (d - mean) * (d - mean)).sum();
    let error = (squares / 11.0 / 12.0).sqrt();
    assert!(mean.abs() < 4.0 * error && error < 0.03 * all, "{mean} ± {error} of {all}");
}

#[test]
fn the_story_of_a_lead_goes_on_with_its_customer_years_and_is_over_all_the_same() {
    let scenario = parse(&with(&format!("{WORLD}{WORK}"), &[("15 wd", "0.01 h")]));
    let design = Design::new(crate::ready(&scenario));
    let seen = design.observe(0, 0, Calls::default()).unwrap().1.0;
    let ((channel, number), _) = seen.iter().find(|(_, events)| events.len() > 2).expect("calls");
    let lead = Arrived { channel: *channel, number: *number, at: 0.0 };
    let story = design.story(0, 0, lead).unwrap();
    let notes = story.steps.iter().filter(|step| {
        matches!(step, posse::experiment::Step::Note(noted)
            if matches!(noted.note, Note::Customer { .. } | Note::Account { .. }))
    });
    assert!(notes.count() > 3);
    assert!(!story.is_open() && story.effort().0.is_some());
}

refused! {
    work_on_customers_needs_customers_for_years: r#"[buyers]
[channels.web]
arrivals = "1 per h"
[people.rep]
[stages.talk]
kind = "qualify"
role = "rep"
[stages.call]
kind = "serve"
role = "rep"
"# => [
        "9:8: `call` works on customers, and they count for one year alone\n  hint: e.g. `customers.horizon = \"3 years\"`",
    ];

    work_on_customers_needs_contracts_people_and_one_stage_of_a_kind: r#"[buyers]
[customers]
term = "6 mo"
[channels.web]
arrivals = "1 per h"
[people.rep]
[stages.talk]
kind = "qualify"
role = "rep"
[stages.call]
kind = "serve"
[stages.again]
kind = "serve"
role = "rep"
"# => [
        "10:9: `call` is work on customers and has no `role`\n  hint: who does it? e.g. `role = \"seller\"`",
        "11:8: `call` works on customers, which needs contracts of a year or more\n  hint: e.g. `customers.term = \"12 mo\"`: the first year is then earned whole",
        "13:8: `call` and `again` are both of kind `serve`\n  hint: one stage does such work for all customers",
        "13:8: `again` works on customers, which needs contracts of a year or more\n  hint: e.g. `customers.term = \"12 mo\"`: the first year is then earned whole",
    ];

    leads_go_to_no_stage_of_work_on_customers: r#"[buyers]
[customers]
[channels.web]
arrivals = "1 per h"
[people.rep]
[stages.talk]
kind = "qualify"
role = "rep"
next = "call"
[stages.call]
kind = "serve"
role = "rep"
advance = 0.5
step = 0.2
timebox = "3 d"
patience = { after = "3 d", exit = "lost" }
"# => [
        "10:9: `call` is work on customers: no lead comes there\n  hint: leads go to other stages, or to `won`",
        "13:1: `advance` needs `kind = \"chance\"`; the stage `call` is of kind `serve`",
        "14:1: `step` needs `kind = \"expand\"`; the stage `call` is of kind `serve`",
        "15:1: `timebox` needs `kind = \"chance\"`; the stage `call` is of kind `serve`",
        "16:12: who misses a call stays a customer: `patience` has no `exit` here\n  hint: e.g. `patience = \"10 wd\"`",
    ];

    a_clawback_ends_with_the_first_term_where_people_work_on_customers: r#"[buyers]
[customers]
[run]
weeks = 52
warm_up = "26 weeks"
run_out = "104 weeks"
[channels.web]
arrivals = "1 per h"
[people.rep]
[stages.talk]
kind = "qualify"
role = "rep"
[stages.call]
kind = "serve"
role = "rep"
[plans.back]
commission = 0.1
clawback = { "6 mo" = 1, "18 mo" = 0.5 }
[policies.one]
pay.plans = { rep = "back" }
"# => [
        "18:12: where people work on customers, a clawback ends with the first term\n  hint: shorten it, or lengthen `customers.term`",
    ];
}
