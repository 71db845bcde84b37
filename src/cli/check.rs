//! `check`: the model as understood, assumptions, and whether people can bear the load.

mod buyers;
mod customers;
mod demand;
mod pay;
mod pay_level;

use std::fmt::Write;
use std::path::PathBuf;

use super::{Code, files, talk};
use crate::experiment::inputs_by_source;
use crate::sales::calendar::{HOURS_PER_WEEK, week_of};
use crate::sales::{Extent, Policy, RoleLoad, Rules, RunOut, StageKind, Target, role_loads};
use crate::scenario::{Scenario, Source, Uncertainty};

/// Above this share of capacity a queue grows without end, or nearly so.
const FULL: f64 = 1.0;

pub(super) fn check(asked: &[PathBuf]) -> Code {
    let (mut code, mut refused) = (Code::Done, 0);
    for path in files::asked(asked) {
        match files::load(path) {
            None => (code, refused) = (Code::Refused, refused + 1),
            Some(scenario) => code = code.max(talk::result(&describe(&scenario))),
        }
    }
    if refused > 0 && asked.len() > 1 {
        talk::say(&format!("{refused} of {} scenarios refused", asked.len()));
    }
    code
}

/// Policies whose people cost by more than this share apart at market pay are not equally expensive.
const EQUAL_COST: f64 = 0.02;

/// Warnings that need no run, on the first `shown` policies: people overloaded, policies of unequal
/// cost, changes of policy that cannot be seen.
pub(super) fn load_warnings(scenario: &Scenario, shown: usize) -> Vec<String> {
    let mut warnings = Vec::new();
    for policy in scenario.policies.iter().take(shown) {
        let loads = overloads(scenario, policy);
        warnings.extend(loads.iter().map(|load| overloaded(policy, load)));
        warnings.extend(unseen_start(scenario, policy));
    }
    let spread = spread_of_costs(scenario, shown);
    if spread > EQUAL_COST {
        warnings.push(format!(
            "the policies' people do not cost the same at market pay: {:.0} % between the dearest and \
             the cheapest",
            100.0 * spread
        ));
    }
    warnings
}

/// The same over the cells of a sweep, or whatever `noun` they are called by: in how many of them there
/// is something to warn of.
pub(super) fn warnings_of_cells(cells: &[Scenario], noun: &str) -> Vec<String> {
    let in_cells = |count| in_cells(count, (cells.len(), noun));
    let labels = cells.first().map_or(Vec::new(), |cell| {
        cell.policies.iter().map(|policy| policy.label.clone()).collect()
    });
    let mut warnings = Vec::new();
    for (policy, label) in labels.iter().enumerate() {
        let first_full =
            |cell: &Scenario| overloads(cell, &cell.policies[policy]).first().map(until);
        let full: Vec<&str> = cells.iter().filter_map(first_full).collect();
        warnings.extend(in_cells(full.len()).map(|cells| {
            let grow = full[0];
            format!("{label}: people cannot bear the load {cells}; there queues grow {grow}")
        }));
    }
    let is_unequal = |cell: &&Scenario| spread_of_costs(cell, labels.len()) > EQUAL_COST;
    warnings.extend(in_cells(cells.iter().filter(is_unequal).count()).map(|cells| unequal(&cells)));
    warnings
}

fn unequal(cells: &str) -> String {
    let most = 100.0 * EQUAL_COST;
    format!(
        "the policies' people do not cost the same at market pay (over {most:.0} % apart) {cells}"
    )
}

fn in_cells(count: usize, (total, noun): (usize, &str)) -> Option<String> {
    match count {
        0 => None,
        count if count == total => Some(format!("in every {noun}")),
        count => Some(format!("in {count} of {total} {noun}s")),
    }
}

/// Between the dearest and the cheapest policy's people at market pay, as a share of the dearest. What is
/// really paid is an outcome.
fn spread_of_costs(scenario: &Scenario, shown: usize) -> f64 {
    let policies = || scenario.policies.iter().take(shown);
    let costs = policies().map(|policy| Rules::new(&scenario.system, policy).market_per_week());
    let (low, high) = costs.fold((f64::INFINITY, 0.0_f64), |(l, h), c| (l.min(c), h.max(c)));
    if high > 0.0 { (high - low) / high } else { 0.0 }
}

/// A change of policy outside the measured window.
fn unseen_start(scenario: &Scenario, policy: &Policy) -> Option<String> {
    let start = policy.start.as_ref()?.at_hours;
    let (Extent::Hours(from), Extent::Hours(until)) =
        (scenario.horizon.warm_up, scenario.horizon.until)
    else {
        return None;
    };
    let why = if start < from {
        "within the warm-up: what the change itself costs is not measured"
    } else if start >= until {
        "after the measured window: nothing of it is measured"
    } else {
        return None;
    };
    Some(format!("{}: its rules begin in week {}, {why}", policy.label, week_of(start)))
}

/// Roles with more work than capacity; where people help out, their group as a whole.
fn overloads(scenario: &Scenario, policy: &Policy) -> Vec<RoleLoad> {
    let mut loads = role_loads(&scenario.system, policy).unwrap_or_default();
    if policy.overflow {
        loads = pooled(loads);
    }
    loads.retain(|load| load.utilisation() > FULL);
    loads
}

fn overloaded(policy: &Policy, load: &RoleLoad) -> String {
    let RoleLoad { role, needed_hours, capacity_hours, .. } = load;
    format!(
        "{}: `{role}` needs {needed_hours:.0} h a week for {capacity_hours:.0} h of capacity: the queue \
         will grow {}",
        policy.label,
        until(load)
    )
}

/// How long a queue grows that is too much for its people.
fn until(load: &RoleLoad) -> &'static str {
    if load.is_left { "until leads give up" } else { "without end" }
}

fn pooled(loads: Vec<RoleLoad>) -> Vec<RoleLoad> {
    let mut groups: Vec<RoleLoad> = Vec::new();
    for load in loads {
        match groups.iter_mut().find(|g| g.group == load.group) {
            None => groups.push(load),
            Some(group) => {
                group.role = format!("{}` and `{}", group.role, load.role);
                group.heads += load.heads;
                group.needed_hours += load.needed_hours;
                group.capacity_hours += load.capacity_hours;
                group.is_left |= load.is_left;
            }
        }
    }
    groups
}

/// The model in words.
fn describe(scenario: &Scenario) -> String {
    let mut text = String::new();
    let title = format!("{} ({})", scenario.name, &scenario.hash()[..12]);
    let _ = writeln!(text, "{title}");
    if !scenario.question.is_empty() {
        let _ = writeln!(text, "  {}", scenario.question);
    }
    channels(scenario, &mut text);
    funnel(scenario, &mut text);
    buyers::world(scenario, &mut text);
    people(scenario, &mut text);
    pay::world(scenario, &mut text);
    policies(scenario, &mut text);
    run(scenario, &mut text);
    inputs(scenario, &mut text);
    let of_load = load_warnings(scenario, scenario.policies.len());
    for warning in of_load.into_iter().chain(pay_level::warnings(scenario)) {
        let _ = writeln!(text, "warning: {warning}");
    }
    text.push('\n');
    text
}

fn channels(scenario: &Scenario, text: &mut String) {
    let _ = writeln!(text, "\nchannels");
    for channel in &scenario.system.channels {
        let _ = writeln!(
            text,
            "  {:<14} {:>8.1} leads a week at {:.0} {}",
            channel.name,
            channel.mean_leads_per_week(),
            channel.planned_cost_per_lead(),
            scenario.currency
        );
        demand::spend(channel, &scenario.currency, text);
    }
    demand::prospecting(scenario, text);
    for (stage, count) in &scenario.system.backlog {
        let stage = &scenario.system.stages[*stage].name;
        let _ = writeln!(text, "  {:<14} {count:>8} leads at the start, at `{stage}`", "backlog");
    }
}

fn funnel(scenario: &Scenario, text: &mut String) {
    let _ = writeln!(text, "\nfunnel");
    let system = &scenario.system;
    let name = |target: &Target| match target {
        Target::Stage(stage) => system.stages[*stage].name.clone(),
        Target::Exit(exit) => format!("[{}]", system.exits[*exit].name),
    };
    for stage in &system.stages {
        let groups: Vec<_> = stage.groups.iter().map(|g| system.groups[*g].name.as_str()).collect();
        let who = if groups.is_empty() { "nobody".into() } else { groups.join(", ") };
        let onward = match &stage.kind {
            StageKind::Chance(chance) => {
                let routes = &chance.routes.values()[0].0;
                let more = if chance.routes.values().len() > 1 { " (varies)" } else { "" };
                let list = routes.iter().map(|(t, p)| format!("{} {:.0} %", name(t), 100.0 * p));
                list.collect::<Vec<_>>().join(", ") + more
            }
            StageKind::Contact(contact) => {
                let (then, lost) = (name(&contact.then), name(&Target::Exit(contact.lost)));
                format!("reached: {then}, given up after {}: {lost}", contact.attempts)
            }
            StageKind::Buyer(talk) => {
                format!("{}, then {}", buyers::passed(talk.about), name(&talk.then))
            }
            StageKind::Parallel { then, .. } => format!("all branches, then {}", name(then)),
            StageKind::Account(work) => customers::work(work),
        };
        let touch = stage.touch.values()[0].mean();
        let _ = writeln!(
            text,
            "  {:<14} {:<8} {touch:>6.2} h by {who:<12} → {onward}",
            stage.name,
            stage.phase.name()
        );
    }
}

fn people(scenario: &Scenario, text: &mut String) {
    if scenario.system.groups.is_empty() {
        return;
    }
    let _ = writeln!(text, "\npeople");
    for group in &scenario.system.groups {
        let weeks = group.calendars.iter().map(|c| &scenario.system.calendars[*c]);
        let hours = weeks.map(crate::sales::Calendar::hours_per_week);
        let (least, most) = hours.fold((f64::INFINITY, 0.0_f64), |(l, m), h| (l.min(h), m.max(h)));
        let hours =
            if least < most { format!("{least:.0} to {most:.0}") } else { format!("{most:.0}") };
        let _ = writeln!(
            text,
            "  {:<14} {:>3} × {hours} h a week, {:.0} % administration, {:.0} {} a week each",
            group.name,
            group.count,
            100.0 * group.admin,
            group.cost_per_week,
            scenario.currency
        );
    }
    pay_level::titles(scenario, text);
}

fn policies(scenario: &Scenario, text: &mut String) {
    if scenario.system.groups.is_empty() {
        let has_buyers = scenario.system.buyers.is_some();
        let _ = writeln!(text, "\nno people: {}", demand::without_people(scenario));
        for policy in scenario.policies.iter().filter(|_| has_buyers) {
            let _ = writeln!(text, "  {:<14} {}", policy.name, policy.label);
            buyers::rules(scenario, policy, text);
        }
        return;
    }
    let _ = writeln!(text, "\npolicies and the load of their people");
    for policy in &scenario.policies {
        let cost = Rules::new(&scenario.system, policy).cost_per_week();
        let _ = writeln!(
            text,
            "  {:<14} {} (people cost {cost:.0} {} a week{})",
            policy.name,
            policy.label,
            scenario.currency,
            if policy.pay.plans.is_empty() { "" } else { ", before variable pay" }
        );
        if let Some(start) = &policy.start {
            let _ = writeln!(
                text,
                "    begins in week {}; until then the rules of `{}` hold",
                week_of(start.at_hours),
                scenario.policies[start.before].name
            );
        }
        demand::aim(scenario, policy, text);
        demand::prospects(scenario, policy, text);
        buyers::rules(scenario, policy, text);
        pay::rules(scenario, policy, text);
        for load in role_loads(&scenario.system, policy).unwrap_or_default() {
            let _ = writeln!(
                text,
                "    {:<12} {:>3} heads, {:>6.0} h of work for {:>6.0} h of capacity a week ({:.0} %)",
                load.role,
                load.heads,
                load.needed_hours,
                load.capacity_hours,
                100.0 * load.utilisation()
            );
        }
    }
}

fn run(scenario: &Scenario, text: &mut String) {
    let extent = |extent: &Extent| match extent {
        Extent::Hours(hours) => format!("{:.1} weeks", hours / HOURS_PER_WEEK),
        Extent::Leads(leads) => format!("{leads} leads"),
    };
    let run_out = match scenario.horizon.run_out {
        RunOut::Hours(hours) => format!("run-out of {:.1} weeks", hours / HOURS_PER_WEEK),
        RunOut::Drain => "run-out until empty".to_owned(),
    };
    let _ = writeln!(
        text,
        "\nrun\n  {} replications, seed {}, warm-up {}, measured until {}, {run_out}\n  verdict on `{}`",
        scenario.replications,
        scenario.seed,
        extent(&scenario.horizon.warm_up),
        extent(&scenario.horizon.until),
        scenario.primary
    );
}

fn inputs(scenario: &Scenario, text: &mut String) {
    let count = inputs_by_source(scenario);
    let _ = writeln!(
        text,
        "\n{} inputs about the world: {} with a source, {} assumed",
        count.total,
        count.total - count.assumptions,
        count.assumptions
    );
    let assumed = scenario.inputs.iter().filter(|i| i.source == Source::Assumed);
    for input in assumed {
        let how = if input.is_default { " (default)" } else { "" };
        let _ = writeln!(text, "  assumed  {} = {}{how}", input.path, input.value);
    }
    let ranges = scenario.uncertainty.iter().flat_map(Uncertainty::inputs);
    let count = ranges.count();
    if count > 0 {
        let are = if count == 1 { "is a range" } else { "are ranges" };
        let _ = writeln!(text, "{count} of them {are}: every run draws its own values");
    }
}
