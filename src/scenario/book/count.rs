//! What counts, and for whom.

use num_traits::Signed;

use super::names::Names;
use super::numbers::{number, positive, share, tables, word};
use crate::plans::attribute::{By, Filter, Pattern};
use crate::plans::exact::{Exact, one, zero};
use crate::plans::plan::{Count, CreditRule, On, What, Who, Whose};
use crate::scenario::problem::{Fault, Log, nearest};
use crate::scenario::tree::{Node, Table, Value};

/// `count = "revenue"`, or a table.
pub(super) fn count(node: &Node, names: &Names<'_>, log: &mut Log) -> Option<Count> {
    if let Some(text) = node.text() {
        let known = names.measures.iter().find(|measure| measure.0 == text);
        return match known {
            Some(measure) => Some(measure.1.clone()),
            None => Some(Count { what: what(node, names, log)?, ..Count::default() }),
        };
    }
    let Some(table) = node.table() else {
        let fault = Fault::new(format!("expected what counts, found {}", node.found()));
        log.error(
            node.span,
            fault.help("e.g. `\"revenue\"`, or `{ what = \"revenue\", of = { kind = \"new\" } }`"),
        );
        return None;
    };
    let what = match (table.get("ratio"), table.get("points"), table.get("what")) {
        (Some(node), ..) => ratio(node, names, log)?,
        (_, Some(node), _) => points(node, names, log)?,
        (.., Some(node)) => what(node, names, log)?,
        _ => What::Revenue,
    };
    let on = table.get("on").map_or(Some(On::Booking), |node| event(node, log))?;
    let whose = table.get("whose").map_or(Some(Whose::Own), |node| whose(node, names, log))?;
    let over = table.get("over").map_or(Some(zero()), |node| over(node, log))?;
    Some(Count { what, filter: filter(table, log), on, whose, over })
}

fn what(node: &Node, names: &Names<'_>, log: &mut Log) -> Option<What> {
    let Some(text) = node.text() else {
        log.error(node.span, Fault::new(format!("expected text, found {}", node.found())));
        return None;
    };
    if let Some(known) = What::WORDS.iter().find(|known| known.0 == text) {
        return Some(known.1.clone());
    }
    if What::MEASURED.contains(&text) {
        return Some(What::Measured(text.to_owned()));
    }
    let words = What::WORDS.iter().map(|known| known.0).chain(What::MEASURED);
    let words: Vec<&str> = words.chain(names.measures.iter().map(|m| m.0.as_str())).collect();
    if nearest(text, &words).is_some() {
        let fault = Fault::new(format!("unknown value `\"{text}\"` for `count`"));
        log.error(node.span, fault.among(text, words));
        return None;
    }
    // any other event is counted by its name
    Some(What::Counted(text.to_owned()))
}

fn ratio(node: &Node, names: &Names<'_>, log: &mut Log) -> Option<What> {
    let Some([above, below]) = node.list() else {
        let fault = Fault::new(format!("a ratio has two sums, found {}", node.found()));
        log.error(node.span, fault.help("e.g. `ratio = [\"margin\", \"revenue\"]`"));
        return None;
    };
    let (above, below) = (what(above, names, log), what(below, names, log));
    Some(What::Ratio(Box::new(above?), Box::new(below?)))
}

fn points(node: &Node, names: &Names<'_>, log: &mut Log) -> Option<What> {
    let Some(table) = node.table() else {
        let fault = Fault::new(format!("expected points for each, found {}", node.found()));
        log.error(node.span, fault.help("e.g. `points = { deals = 10, meetings = 1 }`"));
        return None;
    };
    let mut all = Vec::new();
    for entry in &table.0 {
        let key = Node { span: entry.at, value: Value::Text(entry.key.clone()) };
        let (of, each) = (what(&key, names, log), positive(&entry.node, log));
        all.extend(of.zip(each));
    }
    Some(What::Points(all))
}

fn whose(node: &Node, names: &Names<'_>, log: &mut Log) -> Option<Whose> {
    if let Some(name) = node.text().and_then(|text| text.strip_prefix("plan ")) {
        let of_plan = Node { span: node.span, value: Value::Text(name.to_owned()) };
        return names.plan(&of_plan, log).map(Whose::Plan);
    }
    let words = [("own", Whose::Own), ("company", Whose::Company), ("team", Whose::Team)];
    word(node, "whose", &words, log)
}

fn over(node: &Node, log: &mut Log) -> Option<Exact> {
    if node.text().is_some_and(|text| text.contains("year")) {
        let fault = Fault::new(format!(
            "{} cannot be reckoned: events of that time are not known",
            node.found()
        ));
        log.error(
            node.span,
            fault.help("write the amount of a period that must be exceeded, e.g. `over = 400000`"),
        );
        return None;
    }
    positive(node, log)
}

/// An event: `booking`, `invoice`, `cash`, `start`, `months 10..12`, `months 13..`.
pub(super) fn event(node: &Node, log: &mut Log) -> Option<On> {
    let months = node.text().and_then(|text| text.strip_prefix("months "));
    if let Some((first, last)) = months.and_then(|months| months.split_once("..")) {
        let first: Option<u32> = first.trim().parse().ok().filter(|first| *first > 0);
        let is_open = last.trim().is_empty();
        let last: Option<u32> = last.trim().parse().ok();
        if let Some(first) = first
            && (is_open || last.is_some_and(|last| last >= first && last <= 1200))
        {
            return Some(On::Months(first, last));
        }
        let fault = Fault::new(format!("expected months after the win, found {}", node.found()));
        log.error(node.span, fault.help("e.g. `\"months 10..12\"`, or `\"months 13..\"` for good"));
        return None;
    }
    let words = [
        ("booking", On::Booking),
        ("invoice", On::Invoice),
        ("cash", On::Cash),
        ("start", On::Start),
    ];
    word(node, "on", &words, log)
}

/// `of = { kind = "new" }` and `not`.
pub(super) fn filter(table: &Table, log: &mut Log) -> Filter {
    let mut filter = Filter::default();
    if let Some(node) = table.get("not") {
        filter.not = attributes(node, log);
    }
    let Some(of) = table.get("of") else { return filter };
    filter.of = attributes(of, log);
    if let Some(node) = of.table().and_then(|of| of.get("not")) {
        filter.of.retain(|entry| entry.0 != "not");
        filter.not.extend(attributes(node, log));
    }
    filter
}

fn attributes(node: &Node, log: &mut Log) -> Vec<(String, Vec<Pattern>)> {
    let Some(table) = node.table() else {
        let fault = Fault::new(format!("expected attributes of deals, found {}", node.found()));
        log.error(
            node.span,
            fault.help("e.g. `{ kind = [\"new\", \"expansion\"], size = \"50000 or more\" }`"),
        );
        return Vec::new();
    };
    let pattern = |node: &Node| match &node.value {
        Value::Text(text) => Some(Pattern::read(text)),
        Value::Whole(number) => Some(Pattern::Is(number.to_string())),
        Value::Number(number) => Some(Pattern::Is(number.to_string())),
        Value::Flag(flag) => Some(Pattern::Is(flag.to_string())),
        _ => None,
    };
    let mut all = Vec::new();
    for entry in table.0.iter().filter(|entry| entry.key != "not") {
        let found: Option<Vec<Pattern>> = match entry.node.list() {
            Some(list) => list.iter().map(pattern).collect(),
            None => pattern(&entry.node).map(|pattern| vec![pattern]),
        };
        if let Some(patterns) = found {
            all.push((entry.key.to_lowercase(), patterns));
        } else {
            let message =
                format!("expected what `{}` may be, found {}", entry.key, entry.node.found());
            log.error(entry.node.span, Fault::new(message));
        }
    }
    all
}

/// A value, or a table with `by`.
pub(super) fn by<T>(
    node: &Node,
    log: &mut Log,
    read: &mut dyn FnMut(&Node, &mut Log) -> Option<T>,
) -> Option<By<T>> {
    let table = node.table().filter(|table| table.get("by").is_some());
    let Some(table) = table else { return read(node, log).map(By::One) };
    let attribute = table.get("by")?;
    let Some(name) = attribute.text() else {
        let fault =
            Fault::new(format!("by what? expected an attribute, found {}", attribute.found()));
        log.error(attribute.span, fault.help("e.g. `by = \"term\"`"));
        return None;
    };
    let (mut cases, mut default) = (Vec::new(), None);
    for entry in table.0.iter().filter(|entry| entry.key != "by") {
        let Some(value) = read(&entry.node, log) else { continue };
        if entry.key == "default" {
            default = Some(value);
        } else {
            cases.push((Pattern::read(&entry.key), value));
        }
    }
    if cases.is_empty() {
        let fault = Fault::new(format!("no case of `{name}` is named"));
        log.error(
            node.span,
            fault.help("e.g. `{ by = \"term\", \"1\" = 0.10, \"2 or more\" = 0.12 }`"),
        );
        return None;
    }
    Some(By::Cases { by: name.to_lowercase(), cases, default })
}

/// `weigh = { by = "kind", new = 1, expansion = 0.5 }`.
pub(super) fn weigh(node: &Node, log: &mut Log) -> Option<By<Exact>> {
    let read = by(node, log, &mut |node, log| number(node, log))?;
    if let By::One(_) = read {
        let fault = Fault::new("a weight differs by an attribute: `by` is missing");
        log.error(node.span, fault.help("e.g. `{ by = \"kind\", new = 1, renewal = 0.2 }`"));
        return None;
    }
    Some(read)
}

/// `credit = [{ stage = "qualify", share = "30 %" }]`.
pub(super) fn credit(node: &Node, names: &Names<'_>, log: &mut Log) -> Vec<CreditRule> {
    let example = "{ stage = \"qualify\", share = \"30 %\" }";
    let mut rules: Vec<CreditRule> = Vec::new();
    for (item, table) in tables(node, example, log) {
        let share = table.get("share").map_or(Some(one()), |node| share(node, log));
        let is_extra = super::numbers::flag(table, "extra", log);
        let who = match (table.get("stage"), table.get("plan"), table.get("team")) {
            (Some(stage), None, None) => names.stage(stage, log).map(Who::Stage),
            (None, Some(plan), None) => names.plan(plan, log).map(Who::Plan),
            (None, None, Some(_)) => Some(Who::Team),
            _ => {
                let message = "who is credited? name a `stage`, a `plan`, or `team = true`";
                let fault = Fault::new(message).help(format!("e.g. `{example}`"));
                log.error(item.span, fault);
                None
            }
        };
        let (Some(who), Some(share)) = (who, share) else { continue };
        let is_extra = is_extra || !matches!(who, Who::Stage(_));
        rules.push(CreditRule { who, share, is_extra });
    }
    let divided = rules.iter().filter(|rule| !rule.is_extra);
    let sum = divided.fold(zero(), |sum, rule| sum + &rule.share);
    if (&sum - one()).is_positive() {
        let percent = crate::plans::exact::percent(&sum);
        let fault = Fault::new(format!("shares of a deal sum to {percent}"));
        log.error(node.span, fault.help("what comes on top of a deal is marked `extra = true`"));
    }
    rules
}
