//! A plan: what the job pays at target, its parts, and what holds for their sum.

use num_traits::Signed;

use super::gates::{gate, times};
use super::names::Names;
use super::numbers::{a_year, word};
use super::part::{Home, from_day, part, spiffs};
use super::{caps, pool, timing};
use crate::plans::date::{Every, Fiscal};
use crate::plans::exact::{Exact, nearest, of_text, one, percent, zero};
use crate::plans::plan::{Gate, Part, Plan, Quota};
use crate::scenario::problem::{Fault, Log, Span};
use crate::scenario::tree::{Node, Table};

/// Tables that say what a plan without parts pays.
const TABLES: [&str; 4] = ["commission", "pays", "bonus", "goals"];

/// The plan of a table.
pub(super) fn plan(
    name: &str,
    (node, table): (&Node, &Table),
    fiscal: Fiscal,
    names: &Names<'_>,
    log: &mut Log,
) -> Plan {
    let every = table.get("period").and_then(|node| word(node, "period", &Every::WORDS, log));
    let every = every.unwrap_or_default();
    let (salary, target) = target(table, node.span, log);
    let listed = table.get("parts").and_then(Node::table);
    let parts: Vec<String> = listed.into_iter().flat_map(Table::keys).map(str::to_owned).collect();
    let names = &Names { parts: &parts, ..*names };
    let quota = Quota::None;
    let mut home = Home { plan: table, every, fiscal, target: target.clone(), quota, names };
    let mut all = Vec::new();
    let has_tables = TABLES.iter().any(|key| table.get(key).is_some());
    if listed.is_none() || has_tables {
        let own = part((node, table), "", &home, listed.is_none(), log);
        home.quota = own.quota.clone();
        all.push(own);
    }
    if listed.is_some() && !has_tables {
        warn_of_idle(table, log);
    }
    for entry in listed.into_iter().flat_map(|listed| &listed.0) {
        let Some(inner) = entry.node.table() else { continue };
        let own = part((&entry.node, inner), &entry.key, &home, false, log);
        if home.quota == Quota::None {
            home.quota = own.quota.clone();
        }
        all.push(own);
    }
    if let Some(node) = table.get("spiff") {
        all.extend(spiffs(node, &home, log));
    }
    check_weights(&target, &all, (node.span, table), log);
    let mut plan = Plan {
        name: name.to_owned(),
        salary,
        draws: table
            .get("draw")
            .map_or_else(Vec::new, |node| timing::draws(node, every, &target, log)),
        target,
        every,
        gate: if listed.is_some() { gate(table, names, log) } else { Gate::default() },
        times: match table.get("times") {
            Some(node) if listed.is_some() => times(node, names, log),
            _ => Vec::new(),
        },
        counts_from_day: from_day(table.get("months_from"), log),
        prizes: table.get("prizes").map_or_else(Vec::new, |node| timing::prizes(node, log)),
        pool: pool::pool(table, &home, log),
        renewal: pool::renewal(table, log),
        ratchet: pool::ratchet(
            table,
            home.quota != Quota::None || table.get("quota").is_some(),
            log,
        ),
        parts: all,
        ..Plan::default()
    };
    if listed.is_some() && has_tables {
        // what stands beside parts holds for their sum, not once more for the first
        plan.parts[0].gate = Gate::default();
        plan.parts[0].times = Vec::new();
    }
    caps::cap(table, &mut plan, log);
    plan
}

/// Keys that say how a plan's own tables pay.
const OF_TABLES: [&str; 16] = [
    "count",
    "of",
    "not",
    "credit",
    "quota",
    "weigh",
    "season",
    "target_follows_season",
    "times_deal",
    "in",
    "from",
    "to",
    "most",
    "least",
    "credit_most",
    "advance",
];

/// Warns of keys beside parts that no table of the plan itself pays by.
fn warn_of_idle(table: &Table, log: &mut Log) {
    for entry in table.0.iter().filter(|entry| OF_TABLES.contains(&entry.key.as_str())) {
        let message = format!("`{}` has no effect: only the parts of the plan pay", entry.key);
        log.warning(entry.at, Fault::new(message).help("move it into a part"));
    }
}

/// Salary and target a year, from any two of `ote`, `mix`, `salary` and `target`.
fn target(table: &Table, span: Span, log: &mut Log) -> (Exact, Exact) {
    let mut money = |key: &str| table.get(key).and_then(|node| a_year(node, None, log));
    let (ote, salary) = (money("ote"), money("salary"));
    let mix = table.get("mix").and_then(|node| mix(node, log));
    let target = table.get("target").and_then(|node| {
        let of_salary =
            node.text().and_then(|text| text.strip_suffix("of salary")).and_then(of_text);
        match (of_salary, &salary) {
            (Some(share), Some(salary)) => Some(share * salary),
            _ => a_year(node, None, log),
        }
    });
    let ote = ote.or_else(|| match (&mix, &salary, &target) {
        (Some(mix), Some(salary), _) if mix.is_positive() => Some(salary / mix),
        (Some(mix), None, Some(target)) if *mix < one() => Some(target / (one() - mix)),
        _ => None,
    });
    let Some(ote) = ote else {
        return (salary.unwrap_or_else(zero), target.unwrap_or_else(zero));
    };
    let fixed = match (&mix, &salary, &target) {
        (Some(mix), ..) => Some(&ote * mix),
        (None, Some(salary), _) => Some(salary.clone()),
        (None, None, Some(target)) => Some(&ote - target),
        _ => None,
    };
    let Some(fixed) = fixed else {
        let at = table.get("ote").map_or(span, |node| node.span);
        let fault = Fault::new("how much of `ote` is fixed? add `mix`, `salary` or `target`");
        log.error(at, fault.help("e.g. `mix = \"60/40\"`: 60 % fixed, 40 % variable"));
        return (ote, zero());
    };
    let variable = &ote - &fixed;
    for (key, said, right) in [("salary", salary, &fixed), ("target", target, &variable)] {
        let Some(said) = said.filter(|said| said != right) else { continue };
        let share = mix.as_ref().map_or(String::new(), |mix| {
            let share = if key == "salary" { mix.clone() } else { one() - mix };
            format!(": {} of {} is {}", percent(&share), nearest(&ote), nearest(right))
        });
        let message =
            format!("`ote` {} and `{key}` {} do not fit{share}", nearest(&ote), nearest(&said));
        let at = table.get(key).map_or(span, |node| node.span);
        log.error(at, Fault::new(message));
    }
    if variable.is_negative() {
        log.error(span, Fault::new("the salary is more than `ote`"));
    }
    (fixed, variable)
}

/// `"60/40"`: the fixed share.
fn mix(node: &Node, log: &mut Log) -> Option<Exact> {
    let sides = node.text().and_then(|text| text.split_once('/'));
    let shares = sides.and_then(|(fixed, variable)| Some((of_text(fixed)?, of_text(variable)?)));
    let fits = |(fixed, variable): &(Exact, Exact)| {
        !fixed.is_negative() && !variable.is_negative() && (fixed + variable).is_positive()
    };
    let Some((fixed, variable)) = shares.filter(fits) else {
        let fault = Fault::new(format!("expected fixed over variable, found {}", node.found()));
        log.error(node.span, fault.help("e.g. `\"60/40\"`: 60 % fixed, 40 % variable"));
        return None;
    };
    let sum = &fixed + &variable;
    if sum != one() && nearest(&sum).to_bits() != 100.0_f64.to_bits() {
        let fault =
            Fault::new(format!("the two sides of a mix sum to 100, found {}", node.found()));
        log.error(node.span, fault);
    }
    Some(fixed / sum)
}

/// Warns of a target of which not all, or more than all, hangs on parts.
fn check_weights(target: &Exact, parts: &[Part], (span, table): (Span, &Table), log: &mut Log) {
    let is_weighted = |part: &&Part| part.target.is_positive() && part.gate.unless.is_empty();
    let weighted: Vec<&Part> = parts.iter().filter(is_weighted).collect();
    if !target.is_positive() || weighted.is_empty() {
        return;
    }
    let sum = weighted.iter().fold(zero(), |sum, part| sum + &part.target);
    if sum == *target {
        return;
    }
    let left = target - &sum;
    let what = if left.is_positive() {
        format!("{} of target a year hang on nothing", nearest(&left))
    } else {
        format!("{} a year are promised beyond the target", nearest(&-left))
    };
    let at = table.get("parts").map_or(span, |node| node.span);
    let message = format!("weights sum to {}: {what}", percent(&(sum / target)));
    log.warning(at, Fault::new(message));
}
