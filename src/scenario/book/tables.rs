//! What a part pays: commission, shares by attainment, bonuses, goals.

use num_traits::{Signed, Zero};

use super::bends::{Written, bends, check_ascent, mark};
use super::count::by;
use super::gates::gate;
use super::names::Names;
use super::numbers::{need, number, positive, tables};
use crate::plans::attribute::By;
use crate::plans::exact::{Exact, nearest, one, ratio, zero};
use crate::plans::plan::{Bend, Bonus, Gate, Mark, Part, Rate, Row};
use crate::scenario::problem::{Fault, Log};
use crate::scenario::tree::{Node, Value};

/// What tables of a part refer to.
#[expect(clippy::struct_excessive_bools, reason = "what there is to refer to, each by itself")]
pub(super) struct Basis<'a> {
    /// The quota of a period; nothing = there is none, or it differs.
    pub(super) quota: Option<&'a Exact>,
    pub(super) has_quota: bool,
    pub(super) has_target: bool,
    pub(super) is_level: bool,
    pub(super) is_money: bool,
    pub(super) names: &'a Names<'a>,
}

impl Basis<'_> {
    /// A mark that can be reached.
    fn mark(&self, node: &Node, log: &mut Log) -> Option<Written> {
        let found = mark(node, log)?;
        let is_share = matches!(&found.mark, Mark::Attainment(share) if !share.is_zero());
        if is_share && !self.has_quota && !self.is_level {
            let message = format!("{} of which quota? there is none", node.found());
            let help = "add `quota`, or write credit, e.g. `187500`";
            log.error(node.span, Fault::new(message).help(help));
            return None;
        }
        Some(found)
    }

    fn rate(&self, node: &Node, log: &mut Log) -> Option<Rate> {
        let rate = number(node, log)?;
        if self.is_money && rate > one() {
            let plain = nearest(&rate);
            let message = format!("a rate of {plain} pays {plain} times what is credited");
            let help = format!("for {plain} per cent write `\"{plain} %\"`");
            log.warning(node.span, Fault::new(message).help(help));
        }
        Some(Rate::Money(rate))
    }

    fn times(&self, node: &Node, log: &mut Log) -> Option<Rate> {
        if !self.has_quota || !self.has_target {
            let message = "`times` is of the target rate, target over quota, and there is none";
            let help = "add `quota`, and `target`, `weight` or `ote`; or write `rate`";
            log.error(node.span, Fault::new(message).help(help));
            return None;
        }
        positive(node, log).map(Rate::Times)
    }
}

/// `commission = 0.10`, rows, or columns of rows by an attribute.
pub(super) fn commission(node: &Node, basis: &Basis<'_>, log: &mut Log) -> Option<By<Vec<Row>>> {
    let table = by(node, log, &mut |node, log| rows(node, basis, log))?;
    let marks = |rows: &[Row]| rows.iter().map(|row| row.from.clone()).collect::<Vec<_>>();
    let columns = table.all();
    if let Some(first) = columns.first()
        && let Some(other) = columns.iter().find(|rows| marks(rows) != marks(first))
    {
        let written: Vec<String> = first.iter().map(|row| mark_in_words(&row.from)).collect();
        let found: Vec<String> = other.iter().map(|row| mark_in_words(&row.from)).collect();
        let (written, found) = (written.join(", "), found.join(", "));
        let message = format!("all columns share their marks, found {found} beside {written}");
        log.error(node.span, Fault::new(message));
    }
    Some(table)
}

fn rows(node: &Node, basis: &Basis<'_>, log: &mut Log) -> Option<Vec<Row>> {
    let from = || Mark::Credit(zero());
    if node.list().is_none() {
        let rate = basis.rate(node, log)?;
        return Some(vec![Row { from: from(), rate, reaches_back: None, gate: Gate::default() }]);
    }
    let (mut rows, mut marks) = (Vec::new(), Vec::new());
    let items = tables(node, "{ from = \"100 %\", rate = 0.20 }", log);
    for (place, item) in items.iter().enumerate() {
        let start = Node { span: item.0.span, value: Value::Whole(0) };
        let written = match item.1.get("from") {
            None if place == 0 => Some(&start),
            None => need(*item, "a band", "from", log),
            found => found,
        };
        let rate = match (item.1.get("rate"), item.1.get("times")) {
            (Some(rate), None) => basis.rate(rate, log),
            (None, Some(times)) => basis.times(times, log),
            (Some(_), Some(times)) => {
                let fault = Fault::new("a band has a `rate` or `times` the target rate, not both");
                log.error(times.span, fault);
                None
            }
            (None, None) => {
                log.error(item.0.span, Fault::new("a band needs `rate`"));
                None
            }
        };
        let from = written.and_then(|node| basis.mark(node, log));
        let reaches_back = item.1.get("reaches_back").and_then(|node| back(node, basis, log));
        let gate = gate(item.1, basis.names, log);
        let Some(from) = from else { continue };
        if let Some(rate) = rate {
            rows.push(Row { from: from.mark.clone(), rate, reaches_back, gate });
        }
        marks.push(from);
    }
    check_ascent("bands", &marks, basis.quota, log);
    Some(rows)
}

/// `reaches_back = true` to the first unit, or the mark that it reaches back to.
fn back(node: &Node, basis: &Basis<'_>, log: &mut Log) -> Option<Mark> {
    match node.value {
        Value::Flag(true) => Some(Mark::Credit(zero())),
        Value::Flag(false) => None,
        _ => basis.mark(node, log).map(|written| written.mark),
    }
}

/// `pays = [{ from = "80 %", share = "50 %" }, { to = "100 %", share = "100 %" }]`.
pub(super) fn pays(node: &Node, basis: &Basis<'_>, log: &mut Log) -> Vec<Bend> {
    if !basis.has_target {
        let fault = Fault::new("`pays` is a share of the target, and there is none");
        log.error(node.span, fault.help("add `target`, `weight` or `ote` with `mix`"));
    }
    let (bends, marks) = bends(node, log);
    for written in &marks {
        let is_share = matches!(&written.mark, Mark::Attainment(share) if !share.is_zero());
        if is_share && !basis.has_quota && !basis.is_level {
            let message = format!("{} of which quota? there is none", written.found);
            let help = "add `quota`, or write credit, e.g. `187500`";
            log.error(written.span, Fault::new(message).help(help));
        }
    }
    check_ascent("rows", &marks, basis.quota, log);
    for pair in bends.windows(2) {
        if pair[1].share < pair[0].share {
            let message = format!(
                "pay that falls: {} of the target after {}",
                crate::plans::exact::percent(&pair[1].share),
                crate::plans::exact::percent(&pair[0].share)
            );
            let help = "people would turn deals away; let the share rise, or stay";
            log.error(node.span, Fault::new(message).help(help));
        }
    }
    bends
}

pub(super) fn bonuses(node: &Node, basis: &Basis<'_>, log: &mut Log) -> Vec<Bonus> {
    let (mut bonuses, mut marks) = (Vec::new(), Vec::new());
    for item in tables(node, "{ at = \"100 %\", amount = 5000 }", log) {
        let at = need(item, "a bonus", "at", log).and_then(|node| basis.mark(node, log));
        let amount = need(item, "a bonus", "amount", log)
            .and_then(|node| by(node, log, &mut |node, log| positive(node, log)));
        let Some(at) = at else { continue };
        if let Some(amount) = amount {
            bonuses.push(Bonus { at: at.mark.clone(), amount });
        }
        marks.push(at);
    }
    check_ascent("bonuses", &marks, basis.quota, log);
    bonuses
}

/// `goals = { certify = "1/2", forecast = "1/2" }`.
pub(super) fn goals(node: &Node, has_target: bool, log: &mut Log) -> Vec<(String, Exact)> {
    let Some(table) = node.table() else {
        let fault =
            Fault::new(format!("expected goals with their weights, found {}", node.found()));
        log.error(node.span, fault.help("e.g. `{ certify = \"1/2\", forecast = \"1/2\" }`"));
        return Vec::new();
    };
    if !has_target {
        let fault = Fault::new("`goals` pay the target by their scores, and there is none");
        log.error(node.span, fault.help("add `target`, `weight` or `ote` with `mix`"));
    }
    let weight = |entry: &crate::scenario::tree::Entry| {
        Some((entry.key.clone(), super::numbers::share(&entry.node, log)?))
    };
    let goals: Vec<(String, Exact)> = table.0.iter().filter_map(weight).collect();
    let sum = goals.iter().fold(zero(), |sum, goal| sum + &goal.1);
    // thirds that are written as 33.3 % are meant as thirds, and said so
    if (&sum - one()).abs() > ratio(0, 1) && !goals.is_empty() {
        let percent = crate::plans::exact::percent(&sum);
        let fault = Fault::new(format!("weights of goals sum to {percent}"));
        log.error(node.span, fault.help("they sum to 100 %; a third is written `\"1/3\"`"));
    }
    goals
}

/// Refuses rows that reach back to a lower rate than the one before: reaching the mark would cost money.
pub(super) fn check_falls(
    part: &Part,
    target_rate: &Exact,
    node: &Node,
    quota: Option<&Exact>,
    log: &mut Log,
) {
    let money = |rate: &Rate| match rate {
        Rate::Money(rate) => rate.clone(),
        Rate::Times(times) => times * target_rate,
    };
    let Some(table) = &part.commission else { return };
    for rows in table.all() {
        for pair in rows.windows(2) {
            let (before, row) = (money(&pair[0].rate), money(&pair[1].rate));
            if row.is_negative() && !before.is_negative() {
                log.error(
                    node.span,
                    Fault::new("pay that falls: a rate below 0 after one above it"),
                );
            }
            let Some(Mark::Credit(back)) = &row_back(&pair[1]) else { continue };
            if row < before && back.is_zero() {
                let at = mark_in_words(&pair[1].from);
                let credit = match (&pair[1].from, quota) {
                    (Mark::Credit(credit), _) => Some(credit.clone()),
                    (Mark::Attainment(share), Some(quota)) => Some(share * quota),
                    _ => None,
                };
                let cost = credit.map(|credit| nearest(&(credit * (&before - &row))));
                let cost = cost.map_or("money".to_owned(), |cost| cost.to_string());
                let message = format!("pay that falls: reaching {at} would cost {cost}");
                let help = "leave `reaches_back` out: a lower rate then holds beyond the mark only";
                log.error(node.span, Fault::new(message).help(help));
            }
        }
    }
}

fn row_back(row: &Row) -> Option<Mark> {
    row.reaches_back.clone()
}

/// A mark as it is written.
pub(super) fn mark_in_words(mark: &Mark) -> String {
    match mark {
        Mark::Credit(credit) => crate::plans::exact::shown(credit, 2),
        Mark::Attainment(share) => crate::plans::exact::percent(share),
    }
}
