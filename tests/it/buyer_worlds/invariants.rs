//! What holds for any scenario with buyers: conservation of leads, hours and time; placebo;
//! repeatability; and that nothing one can say matters once wants have met needs.

use std::collections::BTreeMap;

use posse::experiment::Design;
use posse::sales::{Arrived, Exited, Note, Noted, Observer, Outcome, TouchEnded, TouchStarted};
use posse::scenario::Scenario;
use proptest::prelude::*;

/// Choices that make a small world with buyers.
#[derive(Clone, Debug)]
struct Small {
    seed: u32,
    heads: u32,
    leads_per_week: f64,
    members: u32,
    ready: f64,
    cutoff: f64,
    objective: &'static str,
    unready: &'static str,
    owner: &'static str,
    routing: &'static str,
    funnel: &'static [(&'static str, &'static str)],
    teaching: &'static str,
    hold: &'static str,
}

const FUNNELS: [&[(&str, &str)]; 5] = [
    &[("talk", "qualify"), ("vote", "decide")],
    &[("talk", "qualify"), ("teach", "educate"), ("unite", "align"), ("vote", "decide")],
    &[("talk", "qualify"), ("prove", "validate"), ("unite", "align"), ("vote", "decide")],
    &[("teach", "educate"), ("vote", "decide")],
    &[
        ("talk", "qualify"),
        ("teach", "educate"),
        ("unite", "align"),
        ("prove", "validate"),
        ("vote", "decide"),
    ],
];

fn small() -> impl Strategy<Value = Small> {
    let world = (1..1_000_u32, 1..4_u32, 2.0..20.0_f64, 1..9_u32, 0.0..1.0_f64);
    let gate = (
        0.0..0.8_f64,
        proptest::sample::select(&["none", "private", "firm", "mutual"][..]),
        proptest::sample::select(&["nurture", "discard", "push"][..]),
        proptest::sample::select(&["", ", hold = \"5 wd\"", ", hold = \"8 wd\""][..]),
    );
    let rules = (
        proptest::sample::select(&["named", "shared"][..]),
        proptest::sample::select(&["pull", "claim", "round robin", "least loaded"][..]),
        proptest::sample::select(&FUNNELS[..]),
        proptest::sample::select(&["{ groups = true }", "{}", "{ message = \"individual\" }"][..]),
    );
    (world, gate, rules).prop_map(
        |(
            (seed, heads, leads_per_week, members, ready),
            (cutoff, objective, unready, hold),
            (owner, routing, funnel, teaching),
        )| Small {
            seed,
            heads,
            leads_per_week,
            members,
            ready,
            cutoff,
            objective,
            unready,
            owner,
            routing,
            funnel,
            teaching,
            hold,
        },
    )
}

impl Small {
    /// The scenario's text: two policies that are the same but for their names.
    fn text(&self) -> String {
        let Self { seed, heads, leads_per_week, members, ready, cutoff, .. } = self;
        let Self { objective, unready, owner, routing, teaching, hold, .. } = self;
        let rules = format!(
            "owner = \"{owner}\", routing = \"{routing}\", unready = \"{unready}\", persuade = true, \
             teaching = {teaching}, gate = {{ cutoff = {cutoff}, objective = \"{objective}\"{hold} }}"
        );
        let mut text = format!(
            r#"
hours = "Mon-Fri 09:00-17:00"
compare = ["one", "two"]
run = {{ weeks = 8, warm_up = "0 h", run_out = "drain", replications = 1, seed = {seed} }}
deal = {{ value = {{ lognormal = {{ mean = 50000, cv = 1 }} }}, margin = 0.7 }}
people.rep = {{ count = {heads}, skill = {{ sd = 0.2 }}, admin = 0.2 }}
policies.one.rules = {{ {rules} }}
policies.two.rules = {{ {rules} }}
[segments.all]
committee = {{ members = {members}, window = "60 wd", finance = 0.5, rival = 0.5, contact = "4 h per week" }}
[channels.web]
arrivals = "{leads_per_week} per week"
cost = 50
ready = {ready}
[buyers.readiness]
wake = {{ exponential = "20 d" }}
[stages.reach]
kind = "contact"
role = "rep"
touch = "0.3 h"
retry = "1 wd"
"#
        );
        for (name, kind) in self.funnel {
            let lines = ["[stages.", name, "]\nkind = \"", kind, "\"\nrole = \"rep\"\n"];
            text += &lines.concat();
            text += "buyer = { exponential = \"1 wd\" }\n";
        }
        text
    }
}

/// Counts on its own what passes by, and sees that time never runs back.
#[derive(Default)]
struct Counts {
    now: f64,
    came: usize,
    ended: usize,
    /// Hours that leads were there within the first eight weeks.
    stays: f64,
    /// By stage: hours in which somebody worked on a lead, and hours waited for it, within them.
    worked: [f64; 8],
    waited: [f64; 8],
    begun: BTreeMap<(usize, u64), f64>,
}

/// Hours between two instants that lie within the first eight weeks.
fn within(from: f64, to: f64) -> f64 {
    (to.min(WINDOW_HOURS) - from.min(WINDOW_HOURS)).max(0.0)
}

const WINDOW_HOURS: f64 = 8.0 * 168.0;

impl Counts {
    fn see(&mut self, at: f64) {
        assert!(self.now <= at, "time runs back from {} to {at}", self.now);
        self.now = at;
    }
}

impl Observer for Counts {
    fn arrived(&mut self, fact: &Arrived) {
        self.see(fact.at);
        self.came += 1;
    }

    fn noted(&mut self, fact: &Noted) {
        self.see(fact.at);
        self.came += usize::from(fact.note == Note::Woken);
    }

    fn exited(&mut self, fact: &Exited) {
        self.see(fact.at);
        self.ended += 1;
        self.stays += within(fact.arrived, fact.at);
    }

    fn touch_started(&mut self, fact: &TouchStarted) {
        self.see(fact.at);
        self.waited[fact.stage] += within(fact.ready, fact.at);
        self.begun.insert((fact.channel, fact.number), fact.at);
    }

    fn touch_ended(&mut self, fact: &TouchEnded) {
        self.see(fact.at);
        let begun = self.begun[&(fact.channel, fact.number)];
        self.worked[fact.stage] += within(begun, fact.at);
    }
}

fn parse(text: &str) -> Scenario {
    Scenario::parse(text.as_bytes(), "test.toml", &|_| None)
        .unwrap_or_else(|e| panic!("{e}\n{text}"))
}

fn bits(outcome: &Outcome) -> Vec<u64> {
    outcome.values.iter().map(|value| value.to_bits()).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn leads_hours_and_time_are_conserved_where_there_are_buyers(small in small()) {
        let text = small.text();
        let scenario = parse(&text);
        let design = Design::new(crate::ready(&scenario));
        let (outcome, seen) = design.observe(0, 0, Counts::default()).unwrap();
        let value = |key: &str| outcome.value(design.catalogue.measures(), key);
        prop_assert_eq!(seen.came, seen.ended, "leads that came and leads that ended\n{}", text);
        // every hour of a lead is an hour at some stage: waiting, worked on, or with the buyer
        let at_stages: f64 =
            outcome.stage_hours.iter().map(|[queue, touch, buyer, visits]| (queue + touch + buyer) * visits).sum();
        let there = value("wip") * WINDOW_HOURS;
        prop_assert!((there - seen.stays).abs() <= 1e-6 * seen.stays.max(1.0), "{} {}", there, seen.stays);
        prop_assert!((there - at_stages).abs() <= 1e-6 * seen.stays.max(1.0), "{} {}\n{}", there, at_stages, text);
        // Little's law at each stage: the time integral of leads in work is the sum of their touches,
        // that of waiting leads at least the waits that ended in a touch
        for (stage, [queue, touch, _, visits]) in outcome.stage_hours.iter().enumerate() {
            let (worked, waited) = (seen.worked[stage], seen.waited[stage]);
            prop_assert!((touch * visits - worked).abs() <= 1e-6 * worked.max(1.0), "{} {}\n{}", touch * visits, worked, text);
            prop_assert!(queue * visits >= waited - 1e-6 * waited.max(1.0), "{} {}\n{}", queue * visits, waited, text);
        }
        // every hour of the people
        let of = |measure: &str| value(&format!("role.rep.{measure}"));
        let shift = f64::from(small.heads) * 8.0 * 40.0;
        let all = of("touch_hours") + of("admin_hours") + of("idle_hours");
        prop_assert!((all - shift).abs() < 1e-6 * shift && of("idle_hours") >= -1e-6, "{} {}", all, shift);
        // every number is a number, or the quotient of nothing
        for (measure, value) in design.catalogue.measures().iter().zip(&outcome.values) {
            prop_assert!(!value.is_infinite(), "{} is {}", measure.key, value);
        }
    }

    #[test]
    fn a_placebo_differs_in_nothing_and_every_run_repeats(small in small()) {
        let scenario = parse(&small.text());
        let design = Design::new(crate::ready(&scenario));
        let run = |policy| design.observe(policy, 0, ()).unwrap().0;
        let one = run(0);
        prop_assert_eq!(bits(&one), bits(&run(1)), "the placebo");
        prop_assert_eq!(bits(&one), bits(&run(0)), "the same again");
    }

    #[test]
    fn persuasion_does_nothing_once_wants_have_met_needs(small in small()) {
        prop_assume!(small.funnel[0].1 == "qualify");
        // teaching so fast that the first dialogue ends the talk of wants against needs
        let world = |persuasion: f64| {
            let text = small.text().replace("unready = \"push\"", "unready = \"discard\"")
                + &format!("[buyers.dialogue]\nteaching = \"10000 per h\"\npersuasion = {persuasion}\n");
            let scenario = parse(&text);
            let design = Design::new(crate::ready(&scenario));
            design.observe(0, 0, ()).unwrap().0
        };
        prop_assert_eq!(bits(&world(0.0)), bits(&world(0.4)));
    }
}
