//! Every lever has its price. For each rule of a policy: what it is there for is switched off, and then
//! pulling it brings nothing, and costs where it takes hours or money.

use posse::experiment::{Continue, Summary, run, summarise};
use posse::scenario::{Scenario, parameters};

/// What pulling a lever comes to once its benefit is switched off.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Price {
    /// Contribution is the same to the euro: it takes no hours, and nothing waits.
    Nothing,
    /// Contribution falls, by more than chance.
    Costs,
}
use Price::{Costs, Nothing};

/// People and leads a week.
type Floor = (u32, u32);
/// Nothing ever waits.
const IDLE: Floor = (60, 20);
/// Nobody is ever idle, and leads wait in vain.
const BUSY: Floor = (1, 40);

/// A lever: its key below the policy, the floor, what switches its benefit off, and the rules of the policies without and with it.
type Lever = (&'static str, Floor, &'static str, &'static str, &'static str, Price);

const SURE: &str = "[buyers.dialogue]\nnoise = 0.001\n[channels.web.fit]\nbeta = { alpha = 2, beta = 2, low = 0.5, high = 1 }";
const WITH_JUNK: &str = "[buyers.dialogue]\nnoise = 0.001\n[channels.web.fit]\nbeta = { alpha = 2, beta = 2, low = 0.5, high = 1 }\n[channels.junk]\narrivals = \"20 per week\"\nready = 1\nfit = { beta = { alpha = 2, beta = 2, low = 0, high = 0.1 } }";
const NOBODY_WAKES: &str = "[buyers.readiness]\nnever = 1";
const SALARY: &str = "[plans.a]\nsalary = \"50000 per year\"\n[plans.b]\nsalary = \"50000 per year\"\ncommission = 0.1\ncount = \"revenue\"";
const PAID: &str = "pay.plans.rep = \"a\"";

#[rustfmt::skip]
const LEVERS: &[Lever] = &[
    ("roles", IDLE, "", "", "roles = { a = { heads = 30, stages = [\"reach\", \"talk\"] }, b = { heads = 30, stages = [\"teach\", \"unite\", \"vote\"] } }", Nothing),
    ("rules.routing", IDLE, "", "", "rules.routing = \"claim\"", Nothing),
    ("rules.pick", IDLE, "", "", "rules.pick = \"random\"", Nothing),
    ("rules.order", IDLE, "", "", "rules.order = \"biggest\"", Nothing),
    ("rules.preempt", IDLE, "", "", "rules.preempt = true", Nothing),
    ("rules.overtake", IDLE, "", "", "rules.overtake = true", Nothing),
    ("rules.prefer", IDLE, "", "", "rules.prefer = \"own\"", Nothing),
    ("rules.owner", IDLE, "", "", "rules.owner = \"named\"", Nothing),
    ("rules.wip", IDLE, "", "", "rules.wip = 1000", Nothing),
    ("rules.overflow", IDLE, "", "", "rules.overflow = true", Nothing),
    ("rules.territory", IDLE, "", "rules.routing = \"pull\"", "rules = { routing = \"territory\", territory = { small = [\"rep 1\", \"rep 2\", \"rep 3\", \"rep 4\", \"rep 5\", \"rep 6\", \"rep 7\", \"rep 8\", \"rep 9\", \"rep 10\"] } }", Nothing),
    ("rules.meetings", BUSY, "", "", "rules.meetings = \"16 h per week\"", Costs),
    ("rules.sharing", BUSY, "", "", "rules.sharing = \"16 h per week\"", Costs),
    ("rules.documentation", BUSY, "", "", "rules.documentation = 1", Costs),
    ("rules.prospect", BUSY, "[prospecting]\nchannel = \"own\"\nper_hour = 0\n[channels.own]\narrivals = \"0 per week\"", "", "rules.prospect = \"16 h per week\"", Costs),
    ("rules.aim", IDLE, "[channels.ads]\narrivals = \"5 per week\"\ncost = 200\n[channels.ads.spend]\namount = \"1000 per week\"", "", "rules.aim = { large = 2 }", Costs),
    ("rules.gate.cutoff", IDLE, SURE, "", "rules.gate.cutoff = 0.4", Nothing),
    ("rules.gate.objective", IDLE, SURE, "", "rules.gate.objective = \"private\"", Nothing),
    ("rules.gate.threshold", IDLE, SURE, "rules.gate.objective = \"firm\"", "rules.gate = { objective = \"firm\", threshold = 1e9 }", Costs),
    ("rules.gate.hour_price", IDLE, SURE, "rules.gate.objective = \"private\"", "rules.gate = { objective = \"private\", hour_price = 0 }", Nothing),
    ("rules.gate.depth", BUSY, SURE, "", "rules.gate.depth = 3", Costs),
    ("rules.gate.margin", IDLE, SURE, "rules.gate.cutoff = 0.4", "rules.gate = { cutoff = 0.4, margin = 2 }", Nothing),
    ("rules.gate.dialogues", IDLE, SURE, "rules.gate.cutoff = 0.4", "rules.gate = { cutoff = 0.4, dialogues = 6 }", Nothing),
    ("rules.gate.hold", BUSY, WITH_JUNK, "rules.gate.cutoff = 0.4", "rules.gate = { cutoff = 0.4, hold = \"20 wd\" }", Costs),
    ("rules.dialogue.listen", IDLE, "[buyers.dialogue]\npersuasion = 0", "", "rules.dialogue.listen = 0.1", Costs),
    ("rules.dialogue.challenge", IDLE, "[buyers.dialogue]\nteaching = 0\nchallenge_boost = 0", "", "rules.dialogue.challenge = 0.3", Costs),
    ("rules.persuade", BUSY, "[buyers.dialogue]\npersuasion = 0\npersuading = \"2 h\"", "", "rules.persuade = true", Costs),
    ("rules.unready", IDLE, NOBODY_WAKES, "rules.unready = \"discard\"", "rules.unready = \"nurture\"", Costs),
    ("rules.teaching.groups", BUSY, "[buyers.committee]\nconflict_relief = 0\neducation = \"4 h\"", "", "rules.teaching.groups = true", Costs),
    ("rules.teaching.message", BUSY, "[buyers.committee]\ncontraction = 0", "", "rules.teaching.message = \"group\"", Costs),
    ("pay.plans", IDLE, SALARY, PAID, "pay.plans.rep = \"b\"", Costs),
    ("pay.elsewhere", IDLE, SALARY, PAID, "pay = { plans = { rep = \"a\" }, elsewhere = { a = \"b\" } }", Nothing),
    ("pay.split", IDLE, SALARY, "pay.plans.rep = \"b\"", "pay = { plans = { rep = \"b\" }, split = { talk = 0.5 } }", Nothing),
    ("pay.discount", IDLE, SALARY, PAID, "pay = { plans = { rep = \"a\" }, discount = 0.1 }", Nothing),
    ("pay.scale", IDLE, SALARY, "pay = { plans = { rep = \"b\" }, scale = 1 }", "pay = { plans = { rep = \"b\" }, scale = 1.5 }", Costs),
    ("pay.advice", IDLE, SALARY, PAID, "pay = { plans = { rep = \"a\" }, advice = true }", Nothing),
];

fn world((_, (heads, leads), neutral, off, on, _): &Lever) -> String {
    format!(
        r#"
calendar = "always"
compare = ["off", "on"]
run = {{ weeks = 26, warm_up = "8 weeks", run_out = "0 h", replications = 40, seed = 7 }}
deal = {{ value = 20000, margin = 0.7 }}
[measure]
primary = "contribution"
[buyers]
[people.rep]
count = {heads}
cost = "50000 per year"
jobs = {{ a = {{ cost = "50000 per year" }}, b = {{ cost = "50000 per year" }} }}
[frictions]
hand_off_note = "0 h"
hand_off_read = "0 h"
hand_off_relearn = "0 h"
unowned = 1
switching = 0
documentation_cost = 0.1
[segments.small]
share = 0.5
committee = {{ members = 4, window = "60 wd", finance = 0, rival = 0, contact = "40 h per week" }}
[segments.large]
share = 0.5
committee = {{ members = 4, window = "60 wd", finance = 0, rival = 0, contact = "40 h per week" }}
[channels.web]
arrivals = "{leads} per week"
cost = 50
ready = 0.7
{neutral}
[stages.reach]
kind = "contact"
role = "rep"
touch = "0.3 h"
retry = "1 d"
[stages.talk]
kind = "qualify"
role = "rep"
touch = "1 h"
buyer = "1 d"
[stages.teach]
kind = "educate"
role = "rep"
touch = "2 h"
buyer = "1 d"
[stages.unite]
kind = "align"
role = "rep"
touch = "2 h"
buyer = "1 d"
[stages.vote]
kind = "decide"
role = "rep"
touch = "2 h"
buyer = "1 d"
[policies.off]
{off}
[policies.on]
{on}
"#
    )
}

fn summary(lever: &Lever) -> Summary {
    let scenario = Scenario::parse(world(lever).as_bytes(), "lever.toml", &|_| None)
        .unwrap_or_else(|error| panic!("{}: {error}", lever.0));
    let results = run(&scenario, |_| Continue::Yes).expect("no cycle without time");
    summarise(&scenario, &results, Vec::new())
}

#[test]
fn a_lever_whose_benefit_is_switched_off_brings_nothing_and_costs_the_hours_and_money_it_takes() {
    let mut faults = Vec::new();
    for lever in LEVERS {
        let summary = summary(lever);
        let pair = &summary.comparisons.iter().find(|pair| pair.measure == summary.primary);
        let difference = &pair.expect("both were compared").comparison.difference;
        let (mean, error) = (difference.mean, difference.standard_error);
        let holds = match lever.5 {
            Nothing => mean.abs() < 1.0,
            Costs => mean < -2.0 * error,
        };
        if !holds {
            faults.push(format!("{}: {mean:.2} ± {error:.2}", lever.0));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn every_rule_of_a_policy_is_a_lever_with_a_price() {
    let inside =
        |key: &str, other: &str| other.strip_prefix(key).is_some_and(|rest| rest.starts_with('.'));
    let keys: Vec<&str> = parameters()
        .iter()
        .filter_map(|parameter| parameter.path.strip_prefix("policies.*."))
        .filter(|key| key.starts_with("rules.") || key.starts_with("pay.") || *key == "roles")
        .collect();
    // Limits of one stage or job are the lever of all; a section is what stands in it.
    let of_all = ["roles", "rules.wip", "rules.prospect", "rules.aim", "rules.territory"];
    let is_lever = |key: &&&str| {
        let parts = of_all.iter().any(|all| inside(all, key)) || key.ends_with(".*");
        let is_section = keys.iter().any(|other| inside(key, other) && !other.ends_with(".*"));
        !parts && (!is_section || of_all.contains(*key))
    };
    for key in keys.iter().filter(is_lever) {
        assert!(LEVERS.iter().any(|lever| lever.0 == *key), "no price of `{key}` is tested");
    }
    for (key, ..) in LEVERS {
        assert!(keys.contains(key), "there is no rule `{key}`");
    }
}
