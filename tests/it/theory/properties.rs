//! What holds for any scenario: conservation of leads and of hours, repeatability.

use std::fmt::Write;

use posse::experiment::Design;
use posse::sales::{Arrived, Exited, Observer, TouchEnded, TouchStarted};
use proptest::prelude::*;

use super::lab::parse;

/// Choices that make a small scenario.
#[derive(Clone, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "independent facts, each read alone")]
struct Small {
    seed: u32,
    office: bool,
    order: &'static str,
    routing: &'static str,
    named: bool,
    preempt: bool,
    limits: &'static str,
    stages: Vec<SmallStage>,
    group: &'static str,
    heads: u32,
    load: f64,
    frictions: bool,
}

#[derive(Clone, Debug)]
struct SmallStage {
    extra: &'static str,
    touch: &'static str,
    alone: bool,
    back: bool,
}

const ORDERS: [&str; 9] = [
    "fifo",
    "lifo",
    "oldest",
    "newest",
    "random",
    "class",
    "biggest",
    "value per hour",
    "deadline",
];
const ROUTINGS: [&str; 6] = ["pull", "claim", "round robin", "random", "least loaded", "by skill"];
const LIMITS: [&str; 4] = ["", ", wip = 3", ", wip = { total = 6 }", ", wip = { stage0 = 2 }"];
const EXTRAS: [&str; 8] = [
    "",
    ", buyer = { exponential = \"5 h\" }, touches = 2",
    ", patience = { exponential = \"6 h\" }",
    ", timebox = \"12 h\"",
    ", room = 3",
    ", room = 2, when_full = \"full\"",
    ", due = \"3 h\", cost = 10",
    ", kind = \"contact\", retry = \"2 h\", reply = {}",
];
const TOUCHES: [&str; 3] =
    ["\"1 h\"", "{ exponential = \"1 h\" }", "{ gamma = { mean = \"1 h\", cv = 2 } }"];
const GROUPS: [&str; 8] = [
    "",
    ", admin = 0.3",
    ", shift_end = \"finish\"",
    ", shift_end = \"do not start\"",
    ", shift_end = \"hand back\"",
    ", attention = \"shared\"",
    ", absence = { every = { exponential = \"20 h\" }, lasts = { exponential = \"5 h\" } }",
    ", turnover = { per_year = 60, replace = { exponential = \"10 h\" } }, ramp = { start = 0.5, time = \"40 h\" }",
];

fn small() -> impl Strategy<Value = Small> {
    let stage = (
        proptest::sample::select(&EXTRAS[..]),
        proptest::sample::select(&TOUCHES[..]),
        any::<bool>(),
        proptest::bool::weighted(0.3),
    )
        .prop_map(|(extra, touch, alone, back)| SmallStage { extra, touch, alone, back });
    let rules = (
        proptest::sample::select(&ORDERS[..]),
        proptest::sample::select(&ROUTINGS[..]),
        any::<bool>(),
        any::<bool>(),
        proptest::sample::select(&LIMITS[..]),
    );
    let world = (1..1_000_u32, any::<bool>(), 1..5_u32, 0.3..1.6_f64, any::<bool>());
    let stages = proptest::collection::vec(stage, 1..4);
    (rules, world, stages, proptest::sample::select(&GROUPS[..])).prop_map(
        |((order, routing, named, preempt, limits), world, stages, group)| Small {
            seed: world.0,
            office: world.1,
            order,
            routing,
            named,
            preempt,
            limits,
            stages,
            group,
            heads: world.2,
            load: world.3,
            frictions: world.4,
        },
    )
}

impl Small {
    /// The scenario's text; everything is measured and nothing cut off.
    fn text(&self) -> String {
        let calendar = if self.office { "business" } else { "always" };
        let owner = if self.named { "named" } else { "shared" };
        let rate = self.load * f64::from(self.heads) / (self.stages.len() + 1) as f64;
        let rate = if self.office { rate * 40.0 / 168.0 } else { rate };
        let mut text = format!(
            r#"
calendar = "{calendar}"
run = {{ weeks = 2, warm_up = "0 h", run_out = "drain", replications = 1, seed = {} }}
deal.value = {{ lognormal = {{ mean = 1000, cv = 1 }} }}
channels.a = {{ arrivals = "{rate} per h", class = 1 }}
channels.b = {{ arrivals = {{ every = {{ erlang = {{ k = 2, mean = "9 h" }} }} }}, batch = 2, class = 2 }}
people.rep = {{ count = {}, skill = {{ sd = 0.2 }}{} }}
people.boss = {{ count = 1 }}
policies.p.rules = {{ order = "{}", routing = "{}", owner = "{owner}", preempt = {}{} }}
"#,
            self.seed, self.heads, self.group, self.order, self.routing, self.preempt, self.limits
        );
        if self.frictions {
            text += "frictions = { hand_off_note = \"0.3 h\", hand_off_read = \"0.2 h\", switching = 0.1 }\n";
        }
        for (k, stage) in self.stages.iter().enumerate() {
            let role = match k {
                _ if stage.alone => "",
                2 => "role = \"boss\", ",
                _ => "role = \"rep\", ",
            };
            let contact = stage.extra.contains("contact");
            let next = match (contact, stage.back && k > 0, k + 1 == self.stages.len()) {
                (true, ..) => String::new(),
                (_, true, true) => {
                    ", next = { stage0 = 0.2, won = 0.5, rest = \"lost\" }".to_owned()
                }
                (_, true, false) => {
                    format!(", next = {{ stage0 = 0.2, stage{} = 0.5, rest = \"lost\" }}", k + 1)
                }
                _ => ", advance = 0.8".to_owned(),
            };
            writeln!(
                text,
                "stages.stage{k} = {{ {role}touch = {}{}{next} }}",
                stage.touch, stage.extra
            )
            .expect("a text takes all");
        }
        text
    }
}

/// A run that drains ends about then, whatever is left.
const TEN_YEARS_HOURS: f64 = 519.0 * 168.0;

/// Counts on its own what passes by, and sees that time never runs back.
#[derive(Default)]
struct Counts {
    now: f64,
    arrived: usize,
    ended: usize,
    started: usize,
    resumed: usize,
    touched: usize,
    work_hours: f64,
    revenue: f64,
}

impl Counts {
    fn see(&mut self, at: f64) {
        assert!(self.now <= at, "time runs back from {} to {at}", self.now);
        self.now = at;
    }
}

impl Observer for Counts {
    fn arrived(&mut self, fact: &Arrived) {
        self.see(fact.at);
        self.arrived += 1;
    }

    fn touch_started(&mut self, fact: &TouchStarted) {
        self.see(fact.at);
        assert!(fact.ready <= fact.at);
        if fact.resumed {
            self.resumed += 1;
        } else {
            self.started += 1;
        }
    }

    fn touch_ended(&mut self, fact: &TouchEnded) {
        self.see(fact.at);
        self.touched += 1;
    }

    fn exited(&mut self, fact: &Exited) {
        self.see(fact.at);
        assert!(fact.arrived <= fact.at && fact.first_touch.is_none_or(|t| fact.arrived <= t));
        self.ended += 1;
        self.work_hours += fact.work_hours;
        self.revenue += fact.revenue;
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn leads_and_hours_are_conserved_and_every_run_repeats(small in small()) {
        let text = small.text();
        let scenario = parse(&text);
        let design = Design::new(crate::ready(&scenario));
        let run = || design.observe(0, 0, Counts::default()).unwrap();
        let (outcome, seen) = run();
        let value = |key: &str| outcome.value(design.catalogue.measures(), key);
        // leads: all that came have ended, counted as facts and by the books (where overload and
        // switching make the work endless, the run ends after ten years)
        if seen.now < TEN_YEARS_HOURS {
            prop_assert_eq!(seen.arrived, seen.ended, "{}", text);
        }
        prop_assert_eq!(value("leads").to_bits(), (seen.arrived as f64).to_bits());
        prop_assert!(seen.touched <= seen.started, "a touch ends at most once");
        // hours: each role's share of the calendar
        for (role, heads) in [("rep", f64::from(small.heads)), ("boss", 1.0)] {
            let of = |measure: &str| value(&format!("role.{role}.{measure}"));
            let (touch, admin, idle) = (of("touch_hours"), of("admin_hours"), of("idle_hours"));
            if touch.is_nan() {
                continue; // nobody was ever there
            }
            let shift = heads * if small.office { 80.0 } else { 336.0 };
            let lost = small.group.contains("absence") || small.group.contains("turnover");
            let overtime = small.group.contains("finish");
            let all = touch + admin + idle;
            prop_assert!(idle >= -1e-6, "{} idle hours of {}\n{}", idle, role, text);
            let equal = (all - shift).abs() < 1e-6 * shift;
            let fits = match role {
                "boss" => equal,
                _ if lost => all <= shift * (1.0 + 1e-9),
                _ if overtime => all >= shift * (1.0 - 1e-9),
                _ => equal,
            };
            prop_assert!(fits, "{} hours of {} for {}\n{}", all, role, shift, text);
        }
        // the same again, to the last bit
        let (again, _) = run();
        let bits = |values: &[f64]| values.iter().map(|v| v.to_bits()).collect::<Vec<_>>();
        prop_assert_eq!(bits(&outcome.values), bits(&again.values));
        prop_assert_eq!(outcome.events, again.events);
    }

    #[test]
    fn doubling_every_price_doubles_revenue_and_changes_no_lead(small in small()) {
        // an order by value, and what people like to claim, weigh hours against money
        prop_assume!(small.routing != "claim");
        let text = small.text();
        let double = text.replace("mean = 1000,", "mean = 2000,");
        let run = |text: &str| {
            let scenario = parse(text);
            let design = Design::new(crate::ready(&scenario));
            design.observe(0, 0, Counts::default()).unwrap().1
        };
        let (one, two) = (run(&text), run(&double));
        prop_assert_eq!((one.arrived, one.started, one.touched), (two.arrived, two.started, two.touched));
        prop_assert!((2.0 * one.revenue - two.revenue).abs() <= 1e-12 * two.revenue);
    }
}
