//! A part of a plan.

use num_traits::{Signed, Zero};

use super::gates::{gate, times};
use super::names::Names;
use super::numbers::{a_year, flag, is_percent, positive, share, tables, word};
use super::tables::{Basis, bonuses, check_falls, commission, goals, pays};
use super::{count, former, timing};
use crate::plans::attribute::By;
use crate::plans::date::{Every, Fiscal};
use crate::plans::exact::{Exact, one, whole, zero};
use crate::plans::plan::{Count, Gate, Limits, Mark, Part, Quota, Rate, Row, What};
use crate::scenario::problem::{Fault, Log};
use crate::scenario::tree::{Node, Table};

/// What parts take from their plan unless they say otherwise.
pub(super) struct Home<'t> {
    pub(super) plan: &'t Table,
    pub(super) every: Every,
    pub(super) fiscal: Fiscal,
    /// The plan's target a year.
    pub(super) target: Exact,
    /// The first quota of the plan, for parts that count against the same.
    pub(super) quota: Quota,
    pub(super) names: &'t Names<'t>,
}

/// Keys that a part takes from its plan.
const TAKEN: [&str; 6] = ["paid", "hold", "clawback", "ramp", "months_from", "ramp_amounts"];

/// A part that is a table of its own, or the plan as its first part (without a name).
pub(super) fn part(
    (node, table): (&Node, &Table),
    name: &str,
    home: &Home<'_>,
    is_alone: bool,
    log: &mut Log,
) -> Part {
    let get = |key: &str| {
        let from_plan = TAKEN.contains(&key).then(|| home.plan.get(key)).flatten();
        table.get(key).or(from_plan)
    };
    let every = table.get("period").and_then(|node| word(node, "period", &Every::WORDS, log));
    let every = every.unwrap_or(home.every);
    let count = counted(table, home.names, log);
    let quota = get("quota").map_or(Quota::None, |node| quota(node, every, &count, home, log));
    let mut part = Part {
        name: name.to_owned(),
        every,
        target: target(table, home, is_alone, log),
        target_follows_season: flag(table, "target_follows_season", log),
        count,
        credit: table
            .get("credit")
            .map_or_else(Vec::new, |node| former::credit(node, home.names, log)),
        weigh: get("weigh").and_then(|node| count::weigh(node, log)).into_iter().collect(),
        quota,
        counts_from_day: from_day(get("months_from"), log),
        ramps_amounts: get("ramp_amounts").is_some() && flag(table, "ramp_amounts", log),
        window: timing::window(table, (home.fiscal, home.names.run), log),
        most: get("most").map_or_else(Default::default, |node| timing::limits(node, log)),
        least: get("least").map_or_else(Default::default, |node| timing::limits(node, log)),
        credit_most: get("credit_most").and_then(|node| timing::credit_most(node, log)),
        paid: get("paid").map_or_else(Vec::new, |node| timing::paid(node, log)),
        hold: get("hold").map_or(0, |node| timing::hold(node, log)),
        advance: table.get("advance").and_then(|node| timing::advance(node, every, log)),
        clawback: get("clawback").and_then(|node| timing::clawback(node, log)),
        is_outside_cap: outside(get("outside"), log),
        ..Part::default()
    };
    part.season = get("season").map_or_else(Vec::new, |node| season(node, every, log));
    part.ramp =
        get("ramp").map_or_else(Vec::new, |node| ramp(node, part.quota != Quota::None, log));
    pay_tables((node, table), home.names, &mut part, log);
    part
}

/// What counts, and of which deals.
fn counted(table: &Table, names: &Names<'_>, log: &mut Log) -> Count {
    let found = table.get("count").and_then(|node| count::count(node, names, log));
    let mut count = found.unwrap_or_default();
    let filter = count::filter(table, log);
    count.filter.of.extend(filter.of);
    count.filter.not.extend(filter.not);
    count
}

/// The tables that say what it pays, with their gates and factors.
fn pay_tables((node, table): (&Node, &Table), names: &Names<'_>, part: &mut Part, log: &mut Log) {
    let a_period = match &part.quota {
        Quota::Yearly(By::One(yearly)) => Some(yearly / whole(part.every.per_year().into())),
        _ => None,
    };
    let basis = Basis {
        quota: a_period.as_ref().filter(|quota| quota.is_positive()),
        has_quota: part.quota != Quota::None,
        has_target: part.target.is_positive(),
        is_level: part.count.what.is_level(),
        is_money: part.count.what.is_money(),
        names,
    };
    part.commission = table.get("commission").and_then(|node| commission(node, &basis, log));
    part.pays = table.get("pays").map_or_else(Vec::new, |node| pays(node, &basis, log));
    part.bonus = table.get("bonus").map_or_else(Vec::new, |node| bonuses(node, &basis, log));
    part.goals =
        table.get("goals").map_or_else(Vec::new, |node| goals(node, basis.has_target, log));
    part.gate = gate(table, names, log);
    part.times = table.get("times").map_or_else(Vec::new, |node| times(node, names, log));
    part.times_deal = table
        .get("times_deal")
        .and_then(|node| count::by(node, log, &mut |node, log| positive(node, log)));
    if part.count.what.is_level() && part.commission.is_some() {
        let what = part.count.what.name();
        let fault =
            Fault::new(format!("`{what}` is a level, not a sum: a commission has no unit to pay"));
        log.error(node.span, fault.help("write `pays` with shares of the target, or `bonus`"));
    }
    let yearly = a_period.as_ref().map(|quota| quota * whole(part.every.per_year().into()));
    let rate =
        yearly.as_ref().filter(|quota| quota.is_positive()).map(|quota| &part.target / quota);
    check_falls(part, &rate.unwrap_or_else(zero), node, basis.quota, log);
}

/// The target a year: a weight of the plan's, money, or the whole of it where the plan is one part.
fn target(table: &Table, home: &Home<'_>, is_alone: bool, log: &mut Log) -> Exact {
    if let Some(node) = table.get("weight") {
        if !home.target.is_positive() {
            let fault = Fault::new("`weight` is a share of the plan's target, and there is none");
            log.error(node.span, fault.help("add `target`, or `ote` with `mix`"));
        }
        return share(node, log).unwrap_or_else(zero) * &home.target;
    }
    if is_alone {
        return home.target.clone();
    }
    let own = table.get("target").filter(|_| !std::ptr::eq(table, home.plan));
    own.and_then(|node| a_year(node, None, log)).unwrap_or_else(zero)
}

fn quota(node: &Node, every: Every, count: &Count, home: &Home<'_>, log: &mut Log) -> Quota {
    if let Some(list) = node.list() {
        let quotas: Vec<Exact> = list.iter().filter_map(|item| positive(item, log)).collect();
        if quotas.len() != list.len()
            || quotas.len() != usize::try_from(every.per_year()).unwrap_or(0)
        {
            let (found, wanted) = (list.len(), every.per_year());
            let fault = Fault::new(format!("{found} quotas for the {wanted} periods of a year"));
            log.error(node.span, fault.help(format!("one for each {}", every.name())));
            return Quota::None;
        }
        return Quota::ByPeriod(quotas);
    }
    match node.text().map(str::trim) {
        Some("sum of team") => return Quota::SumOfTeam,
        Some("as the plan") if home.quota != Quota::None => return home.quota.clone(),
        _ => {}
    }
    if count.what.is_level() && is_percent(node) {
        return positive(node, log).map_or(Quota::None, Quota::Level);
    }
    if node.text().is_some_and(|text| text.contains("of due")) {
        let fault =
            Fault::new(format!("{} cannot be reckoned: what is due is not known", node.found()));
        let help = "count `\"renewal rate\"`, a level, and write marks such as `\"95 %\"`";
        log.error(node.span, fault.help(help));
        return Quota::None;
    }
    let read = count::by(node, log, &mut |node, log| a_year(node, Some(every), log));
    match read {
        Some(By::One(quota)) if quota.is_zero() => Quota::None,
        read => read.map_or(Quota::None, Quota::Yearly),
    }
}

/// Shares of the year by period.
fn season(node: &Node, every: Every, log: &mut Log) -> Vec<Exact> {
    let list = node.list().unwrap_or_default();
    let shares: Vec<Exact> = list.iter().filter_map(|item| share(item, log)).collect();
    if ![2, 4, 12].contains(&shares.len()) {
        let fault = Fault::new(format!(
            "a season of {} shares, in a part by the {}",
            list.len(),
            every.name()
        ));
        log.error(node.span, fault.help("4 shares are of quarters, 12 of months, 2 of half years"));
        return Vec::new();
    }
    let sum = shares.iter().fold(zero(), |sum, share| sum + share);
    if sum != one() {
        let percent = crate::plans::exact::percent(&sum);
        let fault = Fault::new(format!("season sums to {percent}"));
        log.error(node.span, fault.help("the shares of a year sum to 100 %"));
    }
    shares
}

fn ramp(node: &Node, has_quota: bool, log: &mut Log) -> Vec<Exact> {
    let Some(list) = node.list() else {
        let fault =
            Fault::new(format!("expected shares of the quota by month, found {}", node.found()));
        log.error(node.span, fault.help("e.g. `[\"0 %\", \"50 %\"]`"));
        return Vec::new();
    };
    if !has_quota {
        return Vec::new();
    }
    let shares: Vec<Exact> = list.iter().filter_map(|item| share(item, log)).collect();
    if shares.windows(2).any(|pair| pair[1] < pair[0]) {
        log.error(node.span, Fault::new("a ramp that falls"));
    }
    shares
}

/// Whether months are counted from the day of joining.
pub(super) fn from_day(node: Option<&Node>, log: &mut Log) -> bool {
    let words = [("day", true), ("calendar", false)];
    node.and_then(|node| word(node, "months_from", &words, log)).unwrap_or(false)
}

fn outside(node: Option<&Node>, log: &mut Log) -> bool {
    let Some(node) = node else { return false };
    let mut is_outside = false;
    for item in node.list().unwrap_or_default() {
        is_outside |= word(item, "outside", &[("cap", true)], log).unwrap_or(false);
    }
    is_outside
}

/// A SPIFF: a part without a target, for what happens in a window.
pub(super) fn spiffs(node: &Node, home: &Home<'_>, log: &mut Log) -> Vec<Part> {
    let example = "{ for = \"deals\", amount = 500, in = \"2027-05\" }";
    let items = tables(node, example, log);
    let is_only = items.len() == 1;
    let mut parts = Vec::new();
    for (number_of, (item, table)) in items.into_iter().enumerate() {
        let what = table.get("for").and_then(|node| {
            let words =
                [("deals", What::Deals), ("meetings", What::Meetings), ("revenue", What::Revenue)];
            word(node, "for", &words, log)
        });
        let each = each_of(table);
        let each = each.and_then(|node| positive(node, log));
        let (Some(what), Some(each)) = (what, each) else {
            if table.get("for").is_some() && each_of(table).is_some() {
                continue;
            }
            let fault = Fault::new("a SPIFF needs what it is `for`, and an `amount` or a `rate`");
            log.error(item.span, fault.help(format!("e.g. `{example}`")));
            continue;
        };
        let row = Row {
            from: Mark::Credit(zero()),
            rate: Rate::Money(each),
            reaches_back: None,
            gate: Gate::default(),
        };
        let most = table.get("most").and_then(|node| positive(node, log));
        let name = if is_only { "SPIFF".to_owned() } else { format!("SPIFF {}", number_of + 1) };
        parts.push(Part {
            name,
            every: home.every,
            count: Count { what, filter: count::filter(table, log), ..Count::default() },
            commission: Some(By::One(vec![row])),
            window: timing::window(table, (home.fiscal, home.names.run), log),
            most: Limits { a_year: most, ..Limits::default() },
            ..Part::default()
        });
    }
    parts
}

/// What a SPIFF pays for each.
fn each_of(table: &Table) -> Option<&Node> {
    table.get("amount").or_else(|| table.get("rate"))
}
