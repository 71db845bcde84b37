//! What holds exactly: Little's law, conservation, scaling, relabelling, common luck.

use posse::experiment::{Design, Results, summarise};
use posse::sales::Exited;

use super::judge::{Noise, judge_one};
use super::lab::{Ends, Run, Trace, mean, observe, parse, results, stay, wait};

/// A small office that uses most of the language; `{…}` are filled in by the tests.
const OFFICE: &str = r#"
hours = "Mon-Fri 09:00-17:00"
compare = ["solo", "team"]
interest = { exponential = "60 wd" }
run = { weeks = 12, warm_up = "4 weeks", run_out = "8 weeks", replications = 6 }
frictions = { hand_off_note = "0.5 h", hand_off_read = "0.5 h", switching = 0.02 }
[channels.web]
entry = "reach"
arrivals = { per_week = 12, dispersion = 3 }
cost = 100
segments = { small = 0.7, large = 0.3 }
[channels.fair]
entry = "reach"
arrivals = "6 per week"
cost = 250
[segments.small]
share = 0.6
value = { lognormal = { mean = 9000, cv = 0.8 } }
margin = 0.6
[segments.large]
share = 0.4
value = { lognormal = { mean = 60000, cv = 0.5 } }
margin = 0.5
[stages.reach]
kind = "contact"
role = "rep"
touch = { exponential = "0.5 h" }
next = "qualify"
[stages.qualify]
role = "rep"
touch = { by = "segment", small = "1 h", large = { gamma = { mean = "3 h", cv = 0.5 } } }
buyer = { lognormal = { mean = "2 wd", cv = 0.5 } }
patience = { exponential = "20 d" }
next = { solve = 0.5, reach = 0.1, rest = "lost" }
phase = "select"
cost = 30
[stages.solve]
parallel = ["legal", "technical"]
next = "close"
[stages.legal]
role = ["boss", "rep"]
touch = "1 h"
[stages.technical]
role = "rep"
touch = { exponential = "4 h" }
advance = 0.9
[stages.close]
role = ["rep", "boss"]
touch = "2 h"
touches = 2
buyer = { exponential = "3 wd" }
timebox = "60 d"
phase = "drive"
next = { won = 0.4, rest = "lost" }
[people.rep]
count = 4
cost = "2000 per week"
skill = { sd = 0.2, correlation = 0.4 }
admin = 0.2
jobs = { hunter = { cost = "1500 per week" }, closer = { cost = "2500 per week" } }
[people.boss]
count = 1
cost = "4000 per week"
[policies.solo]
rules = { routing = "claim", owner = "named", order = "biggest", wip = 12 }
[policies.team]
rules = { order = "value per hour", owner = "named", overflow = true, documentation = 0.5 }
roles = { hunter = { heads = 2, stages = ["reach", "qualify"] }, closer = { heads = 2, stages = ["legal", "technical", "close"] } }
"#;

/// A funnel of two stages in which nobody can be lost, empty at both ends of the window.
const EMPTY_TO_EMPTY: &str = r#"
calendar = "always"
people = { first = 2, second = 1 }
run = { hours = 5000, run_out = "0 h", replications = 8 }
channels.web.arrivals = { rate = [["0 h", 1.2], ["500 h", 0]], repeat = "5000 h" }
stages.talk = { role = "first", touch = { exponential = "1 h" } }
stages.close = { role = "second", touch = { exponential = "0.9 h" }, next = { talk = 0.1, won = 0.9 } }
"#;

fn assert_equal(a: f64, b: f64, what: &str) {
    assert!((a - b).abs() <= 1e-9 * a.abs().max(b.abs()), "{what}: {a} and {b}");
}

#[test]
fn time_in_the_system_is_counted_alike_by_leads_and_by_the_clock() {
    let hours = 5000.0;
    observe(EMPTY_TO_EMPTY, 0, |run: Run<'_, Trace>| {
        let leads: f64 = run.seen.ends.iter().map(stay).sum();
        assert_equal(run.value("wip") * hours, leads, "all leads");
        for (stage, name) in ["talk", "close"].into_iter().enumerate() {
            let visits = || run.seen.touches.iter().filter(move |touch| touch.stage == stage);
            let value = |measure: &str| run.value(&format!("stage.{name}.{measure}"));
            let stays: f64 = visits().map(|touch| touch.end - touch.ready).sum();
            let waits: f64 = visits().map(|touch| touch.start - touch.ready).sum();
            assert_equal(value("wip") * hours, stays, name);
            assert_equal(value("queue_mean") * hours, waits, name);
            assert_equal(value("wait_mean"), waits / visits().count() as f64, name);
            assert_equal(value("touches"), visits().count() as f64, name);
        }
        let arrivals = run.value("leads");
        assert!(arrivals > 400.0);
        assert_equal(run.value("wins"), arrivals, "who came has gone");
    });
}

#[test]
fn hours_in_use_are_those_of_the_touches() {
    observe(EMPTY_TO_EMPTY, 0, |run: Run<'_, Trace>| {
        for (stage, role, heads) in [(0, "first", 2.0), (1, "second", 1.0)] {
            let touched: f64 = run
                .seen
                .touches
                .iter()
                .filter(|touch| touch.stage == stage)
                .map(|touch| touch.end - touch.start)
                .sum();
            let value = |measure: &str| run.value(&format!("role.{role}.{measure}"));
            assert_equal(value("touch_hours"), touched, role);
            assert_equal(value("utilisation") * heads * 5000.0, touched, role);
            assert_equal(value("idle_hours"), heads * 5000.0 - touched, role);
        }
    });
}

/// The stage of a lead just before `hour` by its touches, in a funnel where a lead leaves a stage
/// when its touch ends.
fn stage_at(seen: &Trace, lead: &Exited, hour: f64) -> Option<usize> {
    let touches = seen.touches.iter().filter(|touch| touch.number == lead.number);
    touches.filter(|touch| touch.ready < hour && hour <= touch.end).map(|touch| touch.stage).next()
}

#[test]
fn who_entered_has_left_or_is_present_in_every_stage_at_every_instant() {
    let text =
        format!("{EMPTY_TO_EMPTY}measure.snapshots = [\"7 h\", \"100 h\", \"333 h\", \"501 h\"]");
    observe(&text, 0, |run: Run<'_, Trace>| {
        for (k, hour) in [7.0, 100.0, 333.0, 501.0].into_iter().enumerate() {
            let mut counted = vec![0; 2];
            for lead in &run.seen.ends {
                if let Some(stage) = stage_at(&run.seen, lead, hour) {
                    counted[stage] += 1;
                }
            }
            assert_eq!(run.outcome.snapshots[k], counted, "at {hour}");
            let open = run.seen.ends.iter().filter(|e| e.arrived < hour && hour <= e.at).count();
            assert_eq!(open, counted.iter().sum::<u32>() as usize, "at {hour}");
        }
    });
}

#[test]
fn who_arrived_in_a_drained_run_has_ended_once() {
    let text = OFFICE.replace("run_out = \"8 weeks\"", "run_out = \"drain\"");
    for policy in 0..2 {
        observe(&text, policy, |run: Run<'_, Ends>| {
            let mut leads: Vec<_> =
                run.seen.0.iter().map(|lead| (lead.channel, lead.number)).collect();
            leads.sort_unstable();
            let count = leads.len();
            leads.dedup();
            assert_eq!(leads.len(), count, "nobody ends twice");
            let last = |channel| leads.iter().filter(|lead| lead.0 == channel).count() as u64;
            let complete = leads.iter().all(|lead| lead.1 < last(lead.0));
            assert!(complete, "numbers without gaps: everybody ends");
        });
    }
}

/// Rates times `factor`, durations divided by it.
fn scaled(factor: f64) -> String {
    let (rate, work, patience) = (3.5 * factor, 1.0 / factor, 2.0 / factor);
    format!(
        r#"
calendar = "always"
people = {{ rep = 4 }}
run = {{ warm_up = "100 leads", until = "3000 leads", replications = 2 }}
channels.web.arrivals = "{rate} per h"
stages.talk = {{ role = "rep", touch = {{ exponential = "{work} h" }}, patience = {{ exponential = "{patience} h" }}, advance = 0.7 }}
stages.close = {{ touch = {{ exponential = "{work} h" }} }}
"#
    )
}

#[test]
fn a_faster_clock_changes_times_and_nothing_else() {
    let ends = |factor| observe(&scaled(factor), 0, |run: Run<'_, Ends>| run.seen.0);
    let slow = ends(1.0).concat();
    // a power of two divides without rounding: every time is the same number
    let fast = ends(8.0).concat();
    assert_eq!(slow.len(), fast.len());
    for (a, b) in slow.iter().zip(&fast) {
        assert_eq!((a.number, a.exit, a.touches), (b.number, b.exit, b.touches));
        assert_eq!((a.arrived, a.at), (b.arrived * 8.0, b.at * 8.0));
    }
    let mut faster = ends(10.0).concat();
    let mut slow = slow;
    for list in [&mut slow, &mut faster] {
        list.sort_by_key(|lead| (lead.number, lead.arrived.to_bits() >> 60));
    }
    for (a, b) in slow.iter().zip(&faster) {
        assert_eq!((a.number, a.exit, a.touches), (b.number, b.exit, b.touches));
        assert_equal(a.at, b.at * 10.0, "ten times as fast");
    }
}

/// Arrival and value of every won deal: what must not depend on who else is there.
fn deals(text: &str, policy: usize) -> Vec<(usize, u64, u64, u64)> {
    let mut deals = observe(text, policy, |run: Run<'_, Ends>| {
        let mut deals: Vec<_> = run
            .seen
            .0
            .iter()
            .map(|l| (l.channel, l.number, l.arrived.to_bits(), l.revenue.to_bits()))
            .collect();
        deals.sort_unstable();
        deals
    });
    deals.remove(0)
}

const PLAIN: &str = r#"
calendar = "always"
run = { warm_up = "0 leads", until = "500 leads", replications = 1 }
deal.value = { lognormal = { mean = 9000, cv = 0.8 } }
channels.web.arrivals = { per_week = 12, dispersion = 3 }
channels.fair.arrivals = "6 per week"
people.rep = { count = 3, skill = { sd = 0.3 } }
stages.talk = { role = "rep", touch = { exponential = "10 h" } }
stages.close = { role = "rep", touch = { exponential = "5 h" } }
"#;

#[test]
fn a_stage_a_seat_a_policy_or_a_measure_more_leaves_everybodys_luck_alone() {
    let plain = deals(PLAIN, 0);
    assert!(plain.len() >= 500);
    let more = [
        PLAIN.replace("count = 3", "count = 4"),
        format!("{PLAIN}people.boss = {{ count = 2, skill = {{ sd = 0.5 }} }}\n"),
        format!("{PLAIN}stages.sign = {{ touch = {{ exponential = \"3 h\" }} }}\n"),
        format!("{PLAIN}policies.p.rules = {{ order = \"random\", pick = \"random\" }}\n"),
        format!("{PLAIN}measure.snapshots = [\"5 h\", \"50 h\"]\n"),
        format!("{PLAIN}interest = \"900 years\"\n"),
    ];
    for text in more {
        assert_eq!(plain, deals(&text, 0), "{text}");
    }
}

fn all_values(found: &Results, policy: usize) -> Vec<(String, Vec<u64>)> {
    let bits = |values: &[f64]| values.iter().map(|v| v.to_bits()).collect();
    let keys = found.measures.iter().map(|measure| measure.key.clone());
    keys.map(|key| (key.clone(), bits(found.values(policy, &key)))).collect()
}

#[test]
fn the_same_seed_gives_the_same_bits_and_another_seed_does_not() {
    let once = all_values(&results(OFFICE), 0);
    assert_eq!(once, all_values(&results(OFFICE), 0));
    let other = OFFICE.replace("replications = 6 }", "replications = 6, seed = 2 }");
    assert_ne!(once, all_values(&results(&other), 0));
}

#[test]
fn an_observer_sees_the_run_that_nobody_observes() {
    let found = results(OFFICE);
    for policy in 0..2 {
        let seen = observe(OFFICE, policy, |run: Run<'_, Trace>| run.outcome.values);
        for (replication, values) in seen.iter().enumerate() {
            for (value, measured) in values.iter().zip(&found.policies[policy].values) {
                assert_eq!(value.to_bits(), measured[replication].to_bits());
            }
        }
    }
}

#[test]
fn the_order_and_the_names_of_policies_decide_nothing() {
    let there = results(OFFICE);
    let back = OFFICE.replace("[\"solo\", \"team\"]", "[\"team\", \"solo\"]");
    let back = results(&back);
    let renamed = results(&OFFICE.replace("solo", "alone"));
    for (here, policy) in [(0, 1), (1, 0)] {
        assert_eq!(all_values(&there, here), all_values(&back, policy));
        assert_eq!(all_values(&there, here), all_values(&renamed, here));
    }
}

#[test]
fn two_policies_of_the_same_rules_differ_by_nothing_at_all() {
    let text = OFFICE.replace("[\"solo\", \"team\"]", "[\"team\", \"placebo\"]")
        + "[policies.placebo]\nlike = \"team\"\n";
    let scenario = parse(&text);
    let found = summarise(&scenario, &results(&text), Vec::new());
    assert!(found.comparisons.len() > 30);
    for pair in &found.comparisons {
        let key = &found.measures[pair.measure].key;
        assert_eq!(
            (pair.comparison.difference.mean, pair.comparison.difference.interval),
            (0.0, (0.0, 0.0)),
            "{key}"
        );
    }
}

#[test]
fn without_chance_all_replications_are_one() {
    let text = r#"
hours = "Mon-Fri 09:00-17:00"
run = { weeks = 8, warm_up = "1 week", run_out = "2 weeks", replications = 5 }
deal = { value = 5000, margin = 0.5 }
channels.web = { arrivals = { every = "7 h" }, cost = 20 }
people.rep = { count = 2, cost = "900 per week" }
stages.talk = { role = "rep", touch = "3 h", buyer = "2 d", touches = 2 }
stages.close = { role = "rep", touch = "1 h" }
policies.a.rules = { order = "lifo" }
policies.b.rules = { routing = "round robin", owner = "named" }
"#;
    let found = summarise(&parse(text), &results(text), Vec::new());
    for policy in &found.policies {
        for estimate in policy.estimates.iter().flatten() {
            assert!(estimate.half_width() <= 0.0, "{estimate:?}");
        }
    }
}

/// The wait of every lead for `seats` people, by number.
fn waits(seats: u32) -> Vec<f64> {
    let text = format!(
        r#"
calendar = "always"
people = {{ rep = {seats} }}
run = {{ warm_up = "0 leads", until = "20000 leads", replications = 1 }}
channels.web.arrivals = "1.9 per h"
stages.serve = {{ role = "rep", touch = {{ lognormal = {{ mean = "1 h", cv = 1.5 }} }} }}
"#
    );
    let mut ends = observe(&text, 0, |run: Run<'_, Ends>| run.seen.0).remove(0);
    ends.sort_by_key(|lead| lead.number);
    ends.iter().map(wait).collect()
}

#[test]
fn one_more_person_lengthens_nobodys_wait() {
    let by_seats: Vec<Vec<f64>> = (2..6).map(waits).collect();
    for pair in by_seats.windows(2) {
        assert!(pair[0].iter().zip(&pair[1]).all(|(few, more)| *more <= few + 1e-9));
        assert!(mean(pair[1].iter().copied()) < mean(pair[0].iter().copied()));
    }
}

#[test]
fn the_order_of_classes_changes_who_waits_and_not_how_much_work_there_is() {
    let text = r#"
calendar = "always"
people = { rep = 1 }
run = { warm_up = "0 leads", until = "20000 leads", replications = 32 }
channels.a = { arrivals = "0.4 per h", class = 1 }
channels.b = { arrivals = "0.4 per h", class = 2 }
stages.serve = { role = "rep", touch = { exponential = "1 h" } }
policies.p.rules = { order = "class" }
"#;
    let swapped = text.replace("class = 1", "class = 3");
    let seen = |text: &str| {
        observe(text, 0, |run: Run<'_, Trace>| {
            let work: f64 = run.seen.touches.iter().map(|touch| touch.content).sum();
            (mean(run.seen.ends.iter().map(wait)), work, run.outcome.weeks)
        })
    };
    let (one, other) = (seen(text), seen(&swapped));
    for (a, b) in one.iter().zip(&other) {
        assert_equal(a.1, b.1, "work");
        assert_eq!(a.2.to_bits(), b.2.to_bits());
    }
    let waits = |runs: &[(f64, f64, f64)]| runs.iter().map(|run| run.0).collect::<Vec<_>>();
    judge_one("one order", &waits(&one), 4.0, Noise::Relative(0.02));
    judge_one("the other", &waits(&other), 4.0, Noise::Relative(0.02));
}

/// The sections of a text, each with its head.
fn sections(text: &str) -> (String, Vec<String>) {
    let mut parts = text.split("\n[");
    let head = parts.next().unwrap_or_default().to_owned();
    (head, parts.map(|part| format!("\n[{part}")).collect())
}

#[test]
fn the_order_of_declarations_decides_nothing() {
    let (head, mut parts) = sections(OFFICE);
    parts.reverse();
    let turned = format!("{head}{}", parts.concat());
    let (here, there) = (results(OFFICE), results(&turned));
    for (policy, key) in (0..2).flat_map(|p| here.measures.iter().map(move |m| (p, &m.key))) {
        let (a, b) = (here.values(policy, key), there.values(policy, key));
        let close = |(a, b): (&f64, &f64)| {
            (a.is_nan() && b.is_nan()) || (a - b).abs() <= 1e-9 * a.abs().max(1.0)
        };
        assert!(a.iter().zip(b).all(close), "{key}: {a:?} and {b:?}");
    }
}

#[test]
fn money_in_cents_is_a_hundred_times_money_and_nothing_else_changes() {
    let mut hundred = OFFICE.to_owned();
    for (euros, cents) in [
        ("cost = 100\n", "cost = 10000\n"),
        ("cost = 250\n", "cost = 25000\n"),
        ("cost = 30\n", "cost = 3000\n"),
        ("mean = 9000,", "mean = 900000,"),
        ("mean = 60000,", "mean = 6000000,"),
        ("\"1500 per", "\"150000 per"),
        ("\"2000 per", "\"200000 per"),
        ("\"2500 per", "\"250000 per"),
        ("\"4000 per", "\"400000 per"),
    ] {
        assert_eq!(hundred.matches(euros).count(), 1, "{euros}");
        hundred = hundred.replace(euros, cents);
    }
    let (one, other) = (results(OFFICE), results(&hundred));
    for policy in 0..2 {
        for measure in &one.measures {
            let is_money = measure.unit == posse::sales::Unit::Money;
            let factor = if is_money { 100.0 } else { 1.0 };
            let values = one.values(policy, &measure.key).iter();
            for (a, b) in values.zip(other.values(policy, &measure.key)) {
                let same = (a * factor - b).abs() <= 1e-12 * b.abs().max(1e-9);
                assert!(same || (a.is_nan() && b.is_nan()), "{}: {a} and {b}", measure.key);
            }
        }
    }
}

#[test]
fn people_without_work_move_no_other_number() {
    let text = format!("{PLAIN}people.idle = {{ count = 3, cost = \"900 per week\" }}\n");
    let (one, other) = (results(PLAIN), results(&text));
    for measure in &one.measures {
        let about_people = [
            "utilisation",
            "revenue_per_head",
            "selling_cost",
            "contribution",
            "return_on",
            "cost_per",
        ]
        .iter()
        .any(|word| measure.key.starts_with(word));
        if !about_people {
            assert_eq!(
                one.values(0, &measure.key)[0].to_bits(),
                other.values(0, &measure.key)[0].to_bits(),
                "{}",
                measure.key
            );
        }
    }
}

#[test]
fn a_longer_run_begins_like_the_shorter_one() {
    let longer = PLAIN.replace("500 leads", "2000 leads");
    let ends = |text: &str| observe(text, 0, |run: Run<'_, Ends>| run.seen.0).remove(0);
    let (short, long) = (ends(PLAIN), ends(&longer));
    let horizon = short.iter().map(|lead| lead.arrived).fold(0.0, f64::max);
    let before = |ends: &[Exited]| -> Vec<(usize, u64, u64)> {
        let early = ends.iter().filter(|lead| lead.at < horizon);
        early.map(|lead| (lead.channel, lead.number, lead.at.to_bits())).collect()
    };
    assert!(before(&short).len() > 400);
    assert_eq!(before(&short), before(&long));
}

#[test]
fn intervals_of_the_difference_of_equal_systems_hold_nothing_most_of_the_time() {
    let text = |seed: u32| {
        format!(
            r#"
calendar = "always"
people = {{ rep = 1 }}
run = {{ warm_up = "0 leads", until = "200 leads", replications = 10, seed = {seed} }}
channels.web.arrivals = "0.5 per h"
stages.serve = {{ role = "rep", touch = {{ exponential = "1 h" }} }}
"#
        )
    };
    let waits = |seed| results(&text(seed)).values(0, "stage.serve.wait_mean").to_vec();
    let covers = (0..400).filter(|k| {
        let (a, b) = (waits(2 * k + 1), waits(2 * k + 2));
        let compared =
            posse::stats::Comparison::paired(&a, &b, posse::stats::Direction::LowerIsBetter);
        let (low, high) = compared.difference.interval;
        low <= 0.0 && 0.0 <= high
    });
    let share = covers.count() as f64 / 400.0;
    assert!((share - 0.95).abs() < 4.0 * (0.95_f64 * 0.05 / 400.0).sqrt(), "{share}");
}

#[test]
fn every_measure_is_defined_where_everything_happens() {
    let scenario = parse(OFFICE);
    assert_eq!(Design::new(crate::ready(&scenario)).setups.len(), 2);
    let found = results(OFFICE);
    let always = ["return_on_sales", "wip", "wins", "response_time_p50", "utilisation"];
    for key in always {
        assert!(found.values(0, key).iter().all(|value| value.is_finite()), "{key}");
    }
}
