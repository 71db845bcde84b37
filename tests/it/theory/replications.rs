//! A replication is the same whatever ran before it and on whichever thread.

use std::fmt::Write;

use posse::engine::EventList;
use posse::engine::random::Luck;
use posse::experiment::Design;
use posse::sales::{Outcome, SalesModel};
use proptest::prelude::*;
use proptest::sample::select;

use super::lab::parse;

/// Every way in which a lead finds its person: each is a policy of every scenario drawn.
const ROUTINGS: [&str; 7] = [
    "routing = \"pull\"",
    "routing = \"claim\"",
    "routing = \"round robin\"",
    "routing = \"random\"",
    "routing = \"least loaded\"",
    "routing = \"by skill\"",
    "routing = \"territory\", territory = { a = [\"rep 1\", \"rep 2\"], b = [\"rep 3\", \"boss 1\"] }",
];
const ORDERS: [&str; 10] = [
    "fifo",
    "lifo",
    "oldest",
    "newest",
    "random",
    "class",
    "biggest",
    "value per hour",
    "deadline",
    "own pay",
];
const PICKS: [&str; 4] = ["longest idle", "fastest", "random", "cheapest"];
const PREFERENCES: [&str; 3] = ["own", "new", "index"];
const LIMITS: [&str; 5] = [
    "",
    ", wip = 4",
    ", wip = { rep = 3, others = 9 }",
    ", wip = { total = 12 }",
    ", wip = { last = 3 }",
];
const HABITS: [&str; 5] = [
    "",
    ", meetings = \"4 h per week\"",
    ", sharing = \"2 h per week\", documentation = 0.6",
    ", overtake = true",
    ", preempt = true",
];
const ROLES: [&str; 2] = [
    "",
    ", overflow = true }\nroles = { hunter = { heads = 1, stages = [\"first\", \"second\"] }, closer = { heads = 2, stages = [\"{work}\", \"last\"] }",
];
const BUYER_RULES: [&str; 5] = [
    "",
    ", persuade = true, unready = \"discard\", gate = { cutoff = 0.3, objective = \"private\", hold = \"10 wd\" }",
    ", unready = \"push\", gate = { objective = \"firm\", hold = \"7 wd\" }, dialogue = { listen = 0.3, challenge = 0.4 }",
    ", teaching = { groups = true, message = \"group\" }, gate = { objective = \"mutual\", hour_price = 90 }",
    ", teaching = { message = \"individual\" }",
];
const PAY_RULES: [&str; 4] = [
    "plans = { rep = \"one\" }",
    "plans = { rep = \"two\", boss = \"one\" }, split = { first = \"20 %\" }, advice = true",
    "plans = { rep = \"two\" }, discount = \"20 %\", scale = 1.2",
    "plans = { rep = \"one\", boss = \"two\" }, discount = \"10 %\", advice = true",
];
const GROUPS: [&str; 9] = [
    "",
    "\nadmin = 0.3",
    "\nshift_end = \"finish\"",
    "\nshift_end = \"do not start\"",
    "\nshift_end = \"hand back\"",
    "\nattention = \"shared\"",
    "\nabsence = { every = { exponential = \"2 weeks\" }, lasts = { exponential = \"3 d\" } }",
    "\nturnover = { per_year = 8, replace = { exponential = \"1 week\" }, cost = 500 }\nramp = { start = 0.3, time = \"4 weeks\" }",
    "\nheadcount = [[\"3 weeks\", 4], [\"6 weeks\", 2]]\ninterruptions = { rate = \"0.3 per h\", lasts = \"0.2 h\" }",
];
const EXTRAS: [&str; 7] = [
    "",
    ", touches = 2",
    ", patience = { exponential = \"5 wd\" }",
    ", timebox = \"9 d\"",
    ", room = 4",
    ", room = 3, when_full = \"full\"",
    ", due = \"2 d\", cost = 10",
];
const PLAN_PARTS: [&str; 12] = [
    "",
    "so far",
    "bonus = [{ at = \"80 %\", amount = 900 }]",
    "parts.by_size = { count = \"COUNT\", commission = { by = \"credit\", \"9000 or more\" = 0.02, default = 0.01 } }",
    "cap = \"150 %\"",
    "draw = { amount = 2000, recoverable = true }",
    "team = { weight = 0.5, count = \"deals\", commission = 200, split = \"hours\" }",
    "credit = [{ stage = \"close\", extra = true }, { stage = \"first\", share = \"30 %\", extra = true }]",
    "parts.fee = { count = \"deals\", credit = [{ stage = \"first\", extra = true }], commission = 100 }\nspiff = [{ for = \"deals\", amount = 90, from = \"week 2\", to = \"week 5\" }]",
    "prizes = [900, 300]",
    "clawback = { \"1 mo\" = 0.5 }",
    "ratchet = { growth = 0.1, follow = 0.5 }",
];

/// What kind of world: funnel and people; with buyers; with buyers and pay.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
enum Level {
    Flow,
    Buyers,
    Pay,
}

/// A scenario of eight policies: one for each routing, and one that takes over from another.
fn scenario() -> impl Strategy<Value = String> {
    let rules = (select(&ORDERS[..]), select(&PICKS[..]), select(&PREFERENCES[..]), any::<bool>());
    let habits = (select(&LIMITS[..]), select(&HABITS[..]), select(&ROLES[..]));
    let levels = (select(&BUYER_RULES[..]), select(&PAY_RULES[..]));
    let policies = proptest::collection::vec((rules, habits, levels), 8);
    let level = select(&[Level::Flow, Level::Buyers, Level::Pay][..]);
    let stages = proptest::collection::vec(select(&EXTRAS[..]), 4);
    let parts = proptest::collection::vec(select(&PLAN_PARTS[..]), 2);
    let world = (1..1_000_u32, level, select(&GROUPS[..]), stages, parts, any::<bool>());
    (world, policies, 0..7_usize).prop_map(|(world, policies, before)| {
        let (seed, level, group, stages, parts, behaves) = world;
        let mut text = world_text(seed, level, group, &stages);
        if level == Level::Pay {
            text += &plans(&parts);
            text += if behaves { "[behaviour]\n" } else { "" };
        }
        for (number, (rules, habits, layers)) in policies.iter().enumerate() {
            let (order, pick, prefer, named) = rules;
            let order = if *order == "own pay" && level < Level::Pay { "biggest" } else { order };
            let owner = if *named { "named" } else { "shared" };
            let routing = ROUTINGS[number % ROUTINGS.len()];
            let (limit, habit, makes) = habits;
            // in the funnel without buyers the third stage is a fork
            let makes = makes.replace("{work}", ["technical", "third"][usize::from(level > Level::Flow)]);
            let buyer_rules = if level == Level::Flow { "" } else { layers.0 };
            write!(
                text,
                "[policies.p{number}]\nrules = {{ {routing}, order = \"{order}\", pick = \"{pick}\", \
                 prefer = \"{prefer}\", owner = \"{owner}\"{limit}{habit}{buyer_rules}{makes} }}\n"
            )
            .expect("a text grows");
            if level == Level::Pay {
                writeln!(text, "pay = {{ {} }}", layers.1).expect("a text grows");
            }
            if number == ROUTINGS.len() {
                writeln!(text, "start = \"week 5\"\nbefore = \"p{before}\"").expect("a text grows");
            }
        }
        text
    })
}

fn world_text(seed: u32, level: Level, group: &str, stages: &[&str]) -> String {
    let mut text = format!(
        r#"
run = {{ weeks = 5, warm_up = "2 weeks", run_out = "1 week", replications = 2, seed = {seed} }}
interest = {{ exponential = "10 wd" }}
frictions = {{ hand_off_note = "0.3 h", hand_off_read = "0.2 h", switching = 0.1, learning = "0.02 per h" }}
[segments.small]
share = 0.7
value = {{ lognormal = {{ mean = 6000, cv = 1 }} }}
[segments.large]
share = 0.3
value = 20000
[channels.a]
arrivals = {{ per_week = 11, dispersion = 3 }}
class = 1
[channels.b]
arrivals = {{ every = {{ erlang = {{ k = 2, mean = "60 h" }} }} }}
batch = 2
class = 2
[people.rep]
count = 3
cost = "1500 per week"
skill = {{ sd = 0.3, noise = 0.2 }}
jobs = {{ hunter = {{}}, closer = {{}} }}{group}
[people.boss]
count = 1
cost = "2500 per week"
"#
    );
    let kinds = match level {
        Level::Flow => [
            "kind = \"contact\", touch = \"0.5 h\", retry = \"1 wd\"",
            "touch = { exponential = \"1 h\" }, buyer = \"1 wd\", advance = 0.8",
            "parallel = [\"legal\", \"technical\"], next = \"last\"",
            "touch = \"2 h\", buyer = { exponential = \"1 wd\" }, next = { second = 0.1, won = 0.6, rest = \"lost\" }",
        ],
        _ => [
            "kind = \"qualify\"",
            "kind = \"educate\"",
            "kind = \"validate\", touch = \"2 h\"",
            "kind = \"decide\", touch = \"2 h\", buyer = { exponential = \"2 wd\" }",
        ],
    };
    for (k, (name, kind)) in ["first", "second", "third", "last"].iter().zip(kinds).enumerate() {
        let is_fork = kind.contains("parallel");
        let role = if is_fork { "" } else { ", role = [\"rep\", \"boss\"]" };
        // touches are counted in stages by chance only
        let takes = !stages[k].contains("touches") || kind.starts_with("touch");
        let extra = if is_fork || !takes { "" } else { stages[k] };
        writeln!(text, "[stages.{name}]\n{}", table(&format!("{kind}{role}{extra}")))
            .expect("a text grows");
    }
    if level == Level::Flow {
        text += "[stages.legal]\nrole = \"boss\"\ntouch = \"1 h\"\n";
        text += "[stages.technical]\nrole = \"rep\"\ntouch = \"1 h\"\nadvance = 0.9\n";
    } else {
        text += "[segments.large.committee]\nmembers = { least = 2, most = 4, mean = 3 }\n\
                 window = \"30 wd\"\nrival = 0.4\n[buyers.readiness]\nwake = \"2 weeks\"\n\
                 [buyers.needs]\nchurn_level = 0\n";
    }
    text
}

/// The keys of an inline table on lines of their own.
fn table(keys: &str) -> String {
    let mut depth = 0;
    let split = |c: char| {
        depth += i32::from("{[".contains(c)) - i32::from("}]".contains(c));
        if c == ',' && depth == 0 { '\n' } else { c }
    };
    keys.chars().map(split).collect()
}

fn plans(parts: &[&str]) -> String {
    let plan = |name: &str, (count, every, quota): (&str, &str, u32), pay: &str, more: &str| {
        let counts = format!("count = \"{count}\"\ncommission = {pay}\n");
        let head = format!("[plans.{name}]\nsalary = \"40000 per year\"\nperiod = \"{every}\"\n");
        if more == "so far" {
            let so_far = format!("every = \"{every}\", quota = \"so far\", take_back = \"never\"");
            let year = format!(
                "period = \"year\"\nquota = \"{quota} per {every}\"\nadvance = {{ {so_far} }}\n"
            );
            return format!("{head}[plans.{name}.parts.year]\n{year}{counts}");
        }
        format!("{head}quota = {quota}\n{counts}{}\n", more.replace("COUNT", count))
    };
    let bands = "[{ rate = 0.08 }, { from = \"100 %\", rate = 0.16 }]";
    plan("one", ("revenue", "month", 8000), bands, parts[0])
        + &plan("two", ("margin", "quarter", 20_000), "0.1", parts[1])
}

/// The outcomes of replications with these numbers, one after the other in the same memory.
fn in_turn(design: &Design<'_>, policy: usize, numbers: &[u32]) -> Vec<Outcome> {
    let scenario = design.scenario;
    let (horizon, budget) = (scenario.horizon, scenario.budget);
    let mut model = SalesModel::new(&design.setups[policy], horizon, budget, &[], ());
    let mut events = EventList::new();
    let run = |number: &u32| {
        let luck = Luck::new(scenario.seed, u64::from(*number));
        let handled = model.run(luck, &mut events).expect("a run that ends");
        Outcome::of(&model, &design.catalogue, handled)
    };
    numbers.iter().map(run).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 16, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_replication_is_the_same_alone_after_others_and_on_another_thread(text in scenario()) {
        let scenario = parse(&text);
        let design = &Design::new(crate::ready(&scenario));
        for policy in 0..scenario.policies.len() {
            let alone = |number| design.observe(policy, number, ()).expect("a run that ends").0;
            // every digit of whatever an outcome holds
            let alone = [0, 1].map(|number| format!("{:?}", alone(number)));
            let orders: [&[u32]; 2] = [&[0, 1, 0], &[1, 0]];
            let all = std::thread::scope(|scope| {
                let start = |order| scope.spawn(move || in_turn(design, policy, order));
                orders.map(start).map(|run| run.join().expect("runs that end"))
            });
            for (order, outcomes) in orders.into_iter().zip(all) {
                for (place, (number, outcome)) in order.iter().zip(outcomes).enumerate() {
                    let same = format!("{outcome:?}") == alone[*number as usize];
                    let name = &scenario.policies[policy].name;
                    prop_assert!(same, "{}: {} of {:?} differs\n{}", name, place, order, text);
                }
            }
        }
    }
}

#[test]
fn turns_begin_anew_in_every_replication() {
    let scenario = parse(
        r#"
calendar = "always"
people.slow = { pace = 0.5 }
people.quick = { pace = 2 }
run = { hours = 20, replications = 1 }
channels.web.arrivals = { at = ["0 h"] }
stages.serve = { role = ["slow", "quick"], touch = "1 h" }
policies.turns.rules = { routing = "round robin" }
"#,
    );
    let design = Design::new(crate::ready(&scenario));
    // the same person has the only lead of every run, for half an hour or for two
    let days = |run: &Outcome| run.value(design.catalogue.measures(), "lead_time_mean").to_bits();
    let all: Vec<u64> = in_turn(&design, 0, &[0, 1, 2, 3]).iter().map(days).collect();
    assert!(all.iter().all(|run| *run == all[0]), "{all:?}");
}
