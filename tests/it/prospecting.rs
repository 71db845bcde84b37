//! People look for leads themselves: how many they find, who the leads are, whose they are, and who takes them along.

#![expect(clippy::float_cmp, reason = "the same leads give the same bits")]

use posse::experiment::Design;
use posse::sales::{Arrived, Exited, Observer, Prospecting, TouchStarted};
use posse::scenario::Scenario;

use crate::scenario_errors::refused;

/// What is seen of leads in a run.
#[derive(Clone, Debug, Default)]
struct Seen {
    arrived: Vec<Arrived>,
    started: Vec<TouchStarted>,
    exited: Vec<Exited>,
}

impl Observer for Seen {
    fn arrived(&mut self, fact: &Arrived) {
        self.arrived.push(*fact);
    }

    fn touch_started(&mut self, fact: &TouchStarted) {
        self.started.push(*fact);
    }

    fn exited(&mut self, fact: &Exited) {
        self.exited.push(*fact);
    }
}

fn read(text: &str) -> Scenario {
    Scenario::parse(text.as_bytes(), "test.toml", &|_| None).unwrap_or_else(|e| panic!("{e}"))
}

/// The means of measures over the runs of a policy.
fn means<const N: usize>(text: &str, policy: usize, keys: [&str; N]) -> [f64; N] {
    let scenario = read(text);
    let design = Design::new(crate::ready(&scenario));
    let mut sums = [0.0; N];
    for replication in 0..scenario.replications {
        let outcome = design.observe(policy, replication, ()).expect("a run that ends").0;
        for (sum, key) in sums.iter_mut().zip(keys) {
            *sum += outcome.value(design.catalogue.measures(), key);
        }
    }
    sums.map(|sum| sum / f64::from(scenario.replications))
}

/// What happens in the first run of a policy.
fn seen(text: &str, policy: usize) -> Seen {
    let scenario = read(text);
    Design::new(crate::ready(&scenario))
        .observe(policy, 0, Seen::default())
        .expect("a run that ends")
        .1
}

fn is_found(number: u64) -> bool {
    number >= Prospecting::FIRST_NUMBER
}

fn near(found: f64, expected: f64, tolerance: f64) {
    assert!((found - expected).abs() <= tolerance, "found {found}, expected {expected}");
}

/// Two people who are never closed and work leads in no time, so that they prospect all the time.
fn idle(weeks: u32, prospecting: &str, skill: &str) -> String {
    format!(
        r#"calendar = "always"
run = {{ weeks = {weeks}, warm_up = "208 weeks", run_out = "0 h", replications = 2, seed = 9 }}
channels.outbound.arrivals = {{ at = ["1 h"] }}
people.rep = {{ count = 2{skill} }}
stages.close = {{ role = "rep", touch = "0 h" }}
prospecting = {{ channel = "outbound", {prospecting} }}
policies.seeks.rules.prospect = "idle"
"#
    )
}

const KEYS: [&str; 4] = ["found_leads", "prospecting_hours", "found_share", "utilisation"];

#[test]
fn an_endless_list_gives_leads_in_proportion_to_hours_and_skill() {
    for (skill, factor) in [("", 1.0), (", skill = { prospect = 2 }, pace = 1.5", 3.0)] {
        let world = idle(104, "per_hour = 0.01, list = 1e12", skill);
        let [found, hours, share, utilisation] = means(&world, 0, KEYS);
        near(hours, 2.0 * 104.0 * 168.0, 4.0);
        let expected = 0.01 * factor * hours;
        near(found, expected, 4.0 * (expected / 2.0).sqrt());
        assert_eq!(share, 1.0);
        near(utilisation, 1.0, 1e-3);
    }
}

#[test]
fn a_list_that_is_worn_and_rests_gives_the_hyperbola() {
    let world = idle(1040, "per_hour = 0.05, list = 1000", "");
    let [found, ..] = means(&world, 0, KEYS);
    let fresh = 0.05 * 2.0 * 168.0;
    let expected = fresh / (1.0 + fresh * 8.0 * 52.0 / 1000.0);
    near(found / 1040.0, expected, 0.01 * expected);
    let scenario = read(&world);
    let law = scenario.system.prospecting.expect("prospecting");
    near(law.lasting(2.0 * 168.0), expected, 1e-9);
}

/// A floor in an office with other leads than those found, of which each takes four hours.
fn office(arrivals: &str, prospecting: &str, rules: &str) -> String {
    format!(
        r#"run = {{ weeks = 26, warm_up = "0 h", run_out = "4 weeks", replications = 2, seed = 3 }}
deal = {{ value = {{ lognormal = {{ median = 1000, sigma = 0.5 }} }}, margin = 1 }}
channels.web.arrivals = "{arrivals}"
channels.outbound.arrivals = {{ at = ["1 h"] }}
people.rep = {{ count = 3, cost = "1 k per week" }}
segments.small.share = 0.6
segments.large.share = 0.4
stages.close = {{ role = "rep", touch = {{ exponential = "4 h" }}, advance = 0.5 }}
prospecting = {{ channel = "outbound", {prospecting} }}
{rules}
"#
    )
}

#[test]
fn where_nobody_is_idle_nobody_is_found() {
    let world = office("300 per week", "", "policies.seeks.rules.prospect = \"idle\"");
    // the first morning's hours until work has come
    let [found, hours, ..] = means(&world, 0, KEYS);
    assert!(found <= 1.0 && hours < 10.0, "{found} {hours}");
}

#[test]
fn without_a_rule_nobody_is_found_and_no_number_moves() {
    let keys = ["contribution", "leads", "utilisation", "lead_time_mean", "wins"];
    let plain = office("20 per week", "", "policies.waits.rules.owner = \"named\"");
    let section = plain.lines().filter(|line| !line.starts_with("prospecting"));
    let without = section.collect::<Vec<_>>().join("\n");
    assert_eq!(means(&plain, 0, keys), means(&without, 0, keys));
    assert_eq!(means(&plain, 0, ["found_leads"]), [0.0]);
}

#[test]
fn an_hour_that_finds_nothing_costs_delays_only() {
    let rules = "policies.waits.rules.owner = \"named\"\n[policies.seeks]\nlike = \"waits\"\nrules.prospect = \"idle\"";
    let world = office("22 per week", "per_hour = 0", rules);
    let keys = ["found_leads", "leads", "selling_cost", "response_time_p50", "contribution"];
    let (waits, seeks) = (means(&world, 0, keys), means(&world, 1, keys));
    assert_eq!((seeks[0], seeks[1], seeks[2]), (0.0, waits[1], waits[2]));
    assert!(seeks[3] > waits[3] && seeks[3] < waits[3] + 1.0, "{} {}", seeks[3], waits[3]);
    assert!(seeks[4] <= waits[4] * (1.0 + 1e-12), "{} {}", seeks[4], waits[4]);
}

#[test]
fn fixed_hours_come_before_other_work() {
    // who has begun something the day before ends it first
    for (arrivals, most_missed) in [("1 per week", 0.01), ("300 per week", 0.07)] {
        let world = office(arrivals, "", "policies.seeks.rules.prospect = \"6 h per week\"");
        let due = 3.0 * 6.0 * 26.0;
        near(means(&world, 0, KEYS)[1], due, most_missed * due);
    }
}

#[test]
fn the_nth_prospect_is_the_same_customer_under_every_policy() {
    let rules = "policies.idle.rules.prospect = \"idle\"\n\
                 policies.fixed.rules.prospect = { rep = \"5 h per week\" }";
    let world = office("15 per week", "", rules);
    let all = [0, 1].map(|policy| {
        let of = |seen: Seen| seen.exited.into_iter().filter(|exited| is_found(exited.number));
        of(seen(&world, policy)).collect::<Vec<_>>()
    });
    let mut both = 0;
    for a in &all[0] {
        for b in all[1].iter().filter(|b| b.number == a.number) {
            both += 1;
            assert_eq!((a.segment, a.exit, a.revenue), (b.segment, b.exit, b.revenue));
        }
    }
    assert!(both > 10 && all[0].len() != all[1].len(), "{both}");
}

/// Three find leads that take long; from week 10 on there are two.
fn leaving(takes: f64) -> String {
    let rules = "policies.seeks.rules = { prospect = \"idle\", owner = \"named\" }";
    let world = office("2 per week", &format!("takes = {takes}"), rules);
    let world = world.replace("count = 3", "count = 3, headcount = [[\"week 10\", 2]]");
    world.replace("touch = {", "touches = 4, buyer = \"2 w\", touch = {")
}

/// The hour at which week 10 begins.
const LEAVES: f64 = 9.0 * 168.0;

fn gone(seen: &Seen, text: &str) -> Vec<Exited> {
    let left = read(text).system.prospecting.expect("prospecting").left;
    seen.exited.iter().filter(|exited| exited.exit == left).copied().collect()
}

#[test]
fn who_leaves_takes_all_open_leads_he_found_and_nobody_elses() {
    let world = leaving(1.0);
    let seen = seen(&world, 0);
    let gone = gone(&seen, &world);
    assert!(gone.len() > 3, "{}", gone.len());
    let workers = |number: u64, after: f64| {
        let touches = seen.started.iter().filter(move |t| t.number == number && t.at >= after);
        touches.filter_map(|touch| touch.seat).collect::<Vec<_>>()
    };
    let leaver = gone.iter().flat_map(|lead| workers(lead.number, 0.0)).next().expect("a touch");
    for lead in &gone {
        assert!(is_found(lead.number));
        assert!((lead.at - LEAVES).abs() < 72.0, "he finishes what he has in hand: {}", lead.at);
        assert!(workers(lead.number, 0.0).iter().all(|seat| *seat == leaver));
    }
    for lead in seen.arrived.iter().filter(|lead| is_found(lead.number) && lead.at < LEAVES) {
        let before = workers(lead.number, 0.0);
        let is_gone = gone.iter().any(|gone| gone.number == lead.number);
        if before.first() == Some(&leaver) && !is_gone {
            assert!(workers(lead.number, LEAVES + 72.0).is_empty(), "an open one has stayed");
        }
    }
}

#[test]
fn who_takes_nothing_leaves_all_of_them() {
    let world = leaving(0.0);
    assert!(gone(&seen(&world, 0), &world).is_empty());
}

#[test]
fn who_takes_half_takes_some_of_those_that_all_would_be() {
    let (half, all) = (leaving(0.5), leaving(1.0));
    let numbers =
        |text: &str| gone(&seen(text, 0), text).iter().map(|lead| lead.number).collect::<Vec<_>>();
    let (half, all) = (numbers(&half), numbers(&all));
    assert!(!half.is_empty() && half.len() < all.len());
    assert!(half.iter().all(|number| all.contains(number)));
}

#[test]
fn a_lead_that_its_finder_does_not_touch_is_for_everybody_after_five_working_days() {
    let world = r#"run = { weeks = 12, warm_up = "0 h", run_out = "4 weeks", seed = 3 }
channels.outbound.arrivals = { at = ["1 h"] }
people = { hunter = 1, closer = 1 }
stages.close = { role = ["hunter", "closer"], touch = "1 h" }
prospecting = { channel = "outbound" }
policies.seeks.rules.prospect = { hunter = "40 h per week" }
"#;
    let seen = seen(world, 0);
    let mut count = 0;
    for touch in seen.started.iter().filter(|touch| is_found(touch.number)) {
        let arrived = seen.arrived.iter().find(|lead| lead.number == touch.number);
        let waited = touch.at - arrived.expect("an arrival").at;
        assert!((168.0..240.0).contains(&waited), "{waited}");
        count += 1;
    }
    assert!(count > 50, "{count}");
}

refused! {
    prospecting_needs_a_channel_that_exists: r#"[channels.web]
arrivals = "1 per h"
[stages.serve]
[prospecting]
channel = "outbuond"
takes = 2
"# => [
        r"5:11: no channel named `outbuond`
  hint: expected `web`",
        r#"6:9: a share lies between 0 and 1, found `2`
  hint: for 2 per cent write `"2 %"`"#,
    ];

    prospecting_without_a_channel_is_refused: r#"[channels.web]
arrivals = "1 per h"
[stages.serve]
[prospecting]
"# => [
        r"4:2: [prospecting] needs the `channel` whose kind the leads found are of
  hint: expected `web`",
    ];

    who_prospects_needs_something_to_find: r#"[channels.web]
arrivals = "1 per h"
[stages.serve]
[policies.seeks]
rules.prospect = "idle"
"# => [
        r#"5:18: `prospect` needs [prospecting]: what an hour of it finds
  hint: e.g. `[prospecting]` with `channel = "outbound"`"#,
    ];

    whoever_prospects_has_a_name_and_a_time: r#"[channels.web]
arrivals = "1 per h"
[people.rep]
[stages.serve]
role = "rep"
touch = "1 h"
[prospecting]
channel = "web"
[policies.seeks]
rules.prospect = { rpe = "idle", rep = "always" }
[policies.more]
rules.prospect = "900 h per week"
"# => [
        r"10:20: no group or job named `rpe`; did you mean `rep`?
  hint: expected one of `rep`, `others`",
        r#"10:40: expected `"idle"` or a time per week such as `"6 h per week"`, found `"always"`"#,
        r#"12:18: expected a time per week such as `"3 h per week"`, found `"900 h per week"`"#,
    ];
}
