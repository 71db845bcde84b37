//! Marks, and lines of shares with steps and bends.

use super::numbers::{is_percent, need, positive, tables};
use crate::plans::exact::{Exact, nearest, zero};
use crate::plans::plan::{Bend, Mark};
use crate::scenario::problem::{Fault, Log, Span};
use crate::scenario::tree::{Node, Table, Value};

/// A mark, and where it is written.
pub(super) struct Written {
    pub(super) mark: Mark,
    pub(super) span: Span,
    pub(super) found: String,
}

/// `"80 %"` of the quota, or credit.
pub(super) fn mark(node: &Node, log: &mut Log) -> Option<Written> {
    let (span, found) = (node.span, node.found());
    if !matches!(node.value, Value::Text(_) | Value::Whole(_) | Value::Number(_)) {
        let message = format!("expected credit or an attainment, found {found}");
        let help = "e.g. `187500`, or `\"100 %\"` of the quota";
        log.error(span, Fault::new(message).help(help));
        return None;
    }
    let size = positive(node, log)?;
    let mark = if is_percent(node) { Mark::Attainment(size) } else { Mark::Credit(size) };
    Some(Written { mark, span, found })
}

/// Reports every mark that does not lie above the one before it; `quota` is that of a period.
pub(super) fn check_ascent(what: &str, marks: &[Written], quota: Option<&Exact>, log: &mut Log) {
    let credit = |mark: &Mark| match (mark, quota) {
        (Mark::Credit(credit), _) => credit.clone(),
        (Mark::Attainment(share), Some(quota)) => share * quota,
        (Mark::Attainment(share), None) => share.clone(),
    };
    for pair in marks.windows(2) {
        let [before, mark] = pair else { continue };
        let is_mixed = before.found.contains('%') != mark.found.contains('%');
        if (is_mixed && quota.is_none()) || credit(&mark.mark) > credit(&before.mark) {
            continue;
        }
        let message = format!("{what} must ascend, found {} after {}", mark.found, before.found);
        let mut fault = Fault::new(message);
        if is_mixed {
            let [high, low] = [mark, before].map(|mark| nearest(&credit(&mark.mark)));
            fault = fault.help(format!("under this quota that is {high} after {low}"));
        }
        log.error(mark.span, fault);
    }
}

/// Bends of a line of shares, or of factors; below the first there is nothing.
pub(super) fn bends(node: &Node, log: &mut Log) -> (Vec<Bend>, Vec<Written>) {
    let (mut bends, mut marks) = (Vec::new(), Vec::new());
    let items = tables(node, "{ from = \"80 %\", share = \"50 %\" }", log);
    for (place, item) in items.iter().enumerate() {
        let share = need(*item, "a row", "share", log).and_then(|node| positive(node, log));
        let at = match (item.1.get("from"), item.1.get("to")) {
            (Some(from), None) => mark(from, log).map(|mark| (mark, false)),
            (None, Some(to)) => {
                if place == 0 {
                    let fault = Fault::new("a straight line to here, but from where?");
                    let help = "begin with `{ share = \"0 %\" }`, or with `from`";
                    log.error(to.span, fault.help(help));
                }
                mark(to, log).map(|mark| (mark, true))
            }
            (None, None) if place == 0 => {
                let (span, found) = (item.0.span, "`0`".to_owned());
                Some((Written { mark: Mark::Credit(zero()), span, found }, false))
            }
            _ => {
                let fault = Fault::new("a row begins `from` a mark, or leads `to` one");
                log.error(item.0.span, fault);
                None
            }
        };
        let steps = item.1.get("steps").map_or(Some(zero()), |node| positive(node, log));
        if let (Some(node), Some((_, false))) = (item.1.get("steps"), &at) {
            log.error(node.span, Fault::new("`steps` are of a straight line: it needs `to`"));
        }
        let (Some(share), Some((written, is_line)), Some(steps)) = (share, at, steps) else {
            continue;
        };
        bends.push(Bend { at: written.mark.clone(), share, is_line, steps });
        marks.push(written);
    }
    (bends, marks)
}

/// A table, or nothing and a mistake.
pub(super) fn table_of<'n>(node: &'n Node, example: &str, log: &mut Log) -> Option<&'n Table> {
    let found = node.table();
    if found.is_none() {
        let fault = Fault::new(format!("expected a table, found {}", node.found()));
        log.error(node.span, fault.help(format!("e.g. `{example}`")));
    }
    found
}
