//! Numbers of plans, read exactly as they are written.

use num_traits::Signed;

use crate::plans::date::Every;
use crate::plans::exact::{Exact, nearest, of_f64, of_text, one, whole};
use crate::scenario::problem::{Fault, Log};
use crate::scenario::tree::{Node, Table, Value};

/// The largest number.
const MOST: i128 = 1_000_000_000_000_000;
/// The longest list of tables.
const MOST_ROWS: usize = 1000;
/// How a number may be written.
const FORM: &str = "a number, a share such as `\"12.5 %\"` or a fraction such as `\"1/3\"`";

/// The number, or nothing and a mistake.
pub(super) fn number(node: &Node, log: &mut Log) -> Option<Exact> {
    let found = as_number(node, log);
    let Some(number) = found else {
        let fault = Fault::new(format!("expected {FORM}, found {}", node.found()));
        log.error(node.span, fault);
        return None;
    };
    if number.abs() > whole(MOST) {
        let fault = Fault::new(format!("out of range: at most 1e15, found {}", node.found()));
        log.error(node.span, fault);
        return None;
    }
    Some(number)
}

/// A number that is not negative.
pub(super) fn positive(node: &Node, log: &mut Log) -> Option<Exact> {
    let found = number(node, log)?;
    if found.is_negative() {
        let fault = Fault::new(format!("must not be negative, found {}", node.found()));
        log.error(node.span, fault);
        return None;
    }
    Some(found)
}

/// A share of 1.
pub(super) fn share(node: &Node, log: &mut Log) -> Option<Exact> {
    let found = positive(node, log)?;
    if found > one() {
        let message = format!("a share lies between 0 and 1, found {}", node.found());
        let is_plain = node.text().is_none();
        let help = format!("for {} per cent write `\"{} %\"`", nearest(&found), nearest(&found));
        let fault = Fault::new(message);
        log.error(node.span, if is_plain { fault.help(help) } else { fault });
        return None;
    }
    Some(found)
}

/// The digits as the text has them, where it is known; else those of the nearest decimal.
fn as_number(node: &Node, log: &Log) -> Option<Exact> {
    match &node.value {
        Value::Text(text) => of_text(text),
        Value::Whole(number) => Some(whole((*number).into())),
        Value::Number(number) if number.is_finite() => {
            let written = of_text(log.text(node.span));
            let is_it = |written: &Exact| nearest(written).to_bits() == number.to_bits();
            Some(written.filter(is_it).unwrap_or_else(|| of_f64(*number)))
        }
        _ => None,
    }
}

/// Words for times after "per".
const TIMES: [(&str, i128); 6] =
    [("year", 1), ("half year", 2), ("quarter", 4), ("month", 12), ("week", 52), ("day", 365)];

/// An amount a year: with its time, or a plain number of a period of this length.
pub(super) fn a_year(node: &Node, every: Option<Every>, log: &mut Log) -> Option<Exact> {
    let timed = node.text().and_then(|text| text.split_once("per "));
    if let Some((amount, time)) = timed {
        let per_year = TIMES.iter().find(|known| known.0 == time.trim()).map(|known| known.1);
        let amount = of_text(amount).filter(|amount| amount.abs() <= whole(MOST));
        if let (Some(amount), Some(per_year)) = (amount, per_year) {
            return not_negative(amount * whole(per_year), node, log);
        }
        let fault = Fault::new(format!("expected money per time, found {}", node.found()));
        log.error(
            node.span,
            fault.help("e.g. `\"150000 per year\"`, per `quarter` or per `month`"),
        );
        return None;
    }
    let amount = number(node, log)?;
    let Some(every) = every else {
        let message = format!("an amount without its time, found {}", node.found());
        let help = format!("write it with its time: `\"{} per year\"`", nearest(&amount));
        log.error(node.span, Fault::new(message).help(help));
        return None;
    };
    not_negative(amount * whole(every.per_year().into()), node, log)
}

fn not_negative(amount: Exact, node: &Node, log: &mut Log) -> Option<Exact> {
    if amount.is_negative() {
        let fault = Fault::new(format!("must not be negative, found {}", node.found()));
        log.error(node.span, fault);
        return None;
    }
    Some(amount)
}

/// Whether a value is written in per cent.
pub(super) fn is_percent(node: &Node) -> bool {
    node.text().is_some_and(|text| text.trim().ends_with('%'))
}

pub(super) fn flag(table: &Table, key: &str, log: &mut Log) -> bool {
    let Some(node) = table.get(key) else { return false };
    if let Value::Flag(flag) = node.value {
        return flag;
    }
    let fault = Fault::new(format!("expected `true` or `false`, found {}", node.found()));
    log.error(node.span, fault);
    false
}

/// What a word means.
pub(super) fn word<T: Clone>(
    node: &Node,
    key: &str,
    words: &[(&str, T)],
    log: &mut Log,
) -> Option<T> {
    let Some(text) = node.text() else {
        let fault = Fault::new(format!("expected text, found {}", node.found()));
        log.error(node.span, fault);
        return None;
    };
    let found = words.iter().find(|word| word.0 == text).map(|word| word.1.clone());
    if found.is_none() {
        let fault = Fault::new(format!("unknown value `\"{text}\"` for `{key}`"));
        log.error(node.span, fault.among(text, words.iter().map(|word| word.0)));
    }
    found
}

/// The tables of a list; a mistake for what is none.
pub(super) fn tables<'n>(
    node: &'n Node,
    example: &str,
    log: &mut Log,
) -> Vec<(&'n Node, &'n Table)> {
    let wrong = |node: &Node, log: &mut Log| {
        let fault = Fault::new(format!("expected a list of tables, found {}", node.found()));
        log.error(node.span, fault.help(format!("e.g. `[{example}]`")));
    };
    let Some(list) = node.list() else {
        wrong(node, log);
        return Vec::new();
    };
    if list.len() > MOST_ROWS {
        let fault = Fault::new(format!("a list of {}", list.len()));
        log.error(node.span, fault.help(format!("at most {MOST_ROWS}")));
        return Vec::new();
    }
    let mut tables = Vec::new();
    for item in list {
        match item.table() {
            Some(table) => tables.push((item, table)),
            None => wrong(item, log),
        }
    }
    tables
}

/// A key that a table must have.
pub(super) fn need<'n>(
    (node, table): (&Node, &'n Table),
    what: &str,
    key: &str,
    log: &mut Log,
) -> Option<&'n Node> {
    let found = table.get(key);
    if found.is_none() {
        log.error(node.span, Fault::new(format!("{what} needs `{key}`")));
    }
    found
}
