//! The exits that buyers bring.

use super::problem::Fault;
use super::reader::Reading;
use super::scope::Scope;
use super::tree::{Node, Value};
use super::words::LEAVES;
use crate::sales::ExitFamily;
use crate::sales::buyer::Leaves;

/// The first of them say who was right.
const VERDICTS: usize = 3;

/// The exits that buyers bring, each `made` of its name and family.
pub(super) fn leaves(mut made: impl FnMut(&str, ExitFamily) -> usize) -> Leaves {
    let mut number = |place: usize| made(LEAVES[place].0, LEAVES[place].1);
    Leaves {
        won_regretted: number(0),
        disqualified_right: number(1),
        disqualified_wrong: number(2),
        declined: number(3),
        cannot_deliver: number(4),
        competitor: number(5),
        status_quo: number(6),
        indecision: number(7),
        not_ready: number(8),
    }
}

/// Checks that stages name the exits of buyers for what they are.
pub(super) fn named_leaves(stages: &[Scope<'_>], cx: &mut Reading<'_>) {
    for (key, node) in stages.iter().flat_map(exits_named) {
        let Some(name) = node.text() else { continue };
        let Some(place) = LEAVES.iter().position(|leaf| leaf.0 == name) else { continue };
        let is_spoken = LEAVES[place].1.is_spoken();
        let (message, help) = if place < VERDICTS {
            let message =
                format!("`{name}` is a verdict on what the buyer needs, not an exit of a stage");
            (message, "the model knows who was right; name another exit, e.g. `buyer declined`")
        } else if key == "lost" && !is_spoken {
            let message = format!("`lost` is a spoken no, and `{name}` is none");
            (message, "name an exit of the family `lost`")
        } else if !matches!(key, "lost" | "next") && is_spoken {
            let message =
                format!("nobody speaks where `{key}` ends a lead, and `{name}` is a spoken no");
            (message, "name an exit of another family, e.g. `gone cold` or `no decision`")
        } else {
            continue;
        };
        cx.log.error(node.span, Fault::new(message).help(help));
    }
}

/// The exits (and stages) that a stage names, and the keys that do.
fn exits_named(stage: &Scope<'_>) -> Vec<(&'static str, Node)> {
    let mut named = Vec::new();
    for key in ["lost", "gone", "when_full", "patience", "timebox", "next"] {
        let Some(node) = stage.written(key) else { continue };
        let Some(table) = node.table() else {
            named.push((key, node.clone()));
            continue;
        };
        for entry in &table.0 {
            if matches!(entry.key.as_str(), "exit" | "rest") {
                named.push((key, entry.node.clone()));
            } else if key == "next" {
                named.push((key, Node { span: entry.at, value: Value::Text(entry.key.clone()) }));
            }
        }
    }
    named
}
