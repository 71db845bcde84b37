//! The funnel of a policy as a picture: how many leads come to each stage, by phase.

use super::drawing::{Anchor, Drawing, Picture, color, fitted};
use super::words::Words;
use crate::experiment::Summary;
use crate::report::finding;
use crate::report::format::count;

const HEAD: f64 = 30.0;
const TALL: f64 = 96.0;
const FOOT: f64 = 26.0;
const ROW: f64 = 22.0;

/// Leads at each stage, then deals won.
fn flow(summary: &Summary, policy: usize) -> Vec<(String, &'static str, f64)> {
    let of = &summary.policies[policy];
    let stages = summary.stages.iter().zip(&of.stage_hours);
    let stages = stages.map(|((name, phase), hours)| (name.clone(), phase.name(), hours.visits));
    let wins = finding::measure(summary, "wins");
    let wins = wins.and_then(|wins| finding::estimate(summary, policy, wins));
    stages.chain([("won".to_owned(), "", wins.map_or(0.0, |wins| wins.mean))]).collect()
}

/// The picture.
pub(super) fn picture(words: &Words, summary: &Summary, policy: usize) -> String {
    let flow = flow(summary, policy);
    let most = flow.iter().map(|stage| stage.2).fold(1.0, f64::max);
    let all: Vec<String> =
        flow.iter().map(|(name, _, leads)| format!("{name} {}", count(&leads.round()))).collect();
    let label = finding::label(summary, policy);
    let name = format!("funnel-{policy}");
    let picture = Picture {
        name: &name,
        title: &format!("The funnel of {label}: visits to each stage in a run"),
        description: &all.join(", "),
        caption: "",
    };
    picture.html(words, |drawing| {
        if drawing.is_narrow() {
            bars(drawing, &flow, most, policy)
        } else {
            ribbon(drawing, &flow, most, policy)
        }
    })
}

type Stage = (String, &'static str, f64);

/// One below the other.
fn bars(drawing: &mut Drawing<'_>, flow: &[Stage], most: f64, policy: usize) -> f64 {
    let (left, room) = (90.0, drawing.width - 90.0 - 60.0);
    for (row, (name, _, leads)) in flow.iter().enumerate() {
        let y = (row as f64 + 0.5) * ROW;
        drawing.text("", (0.0, y), Anchor::Start, &fitted(name, left - 8.0));
        let class = format!("p{}", color(policy));
        drawing.rectangle(&class, (left, y - 6.0), (room * leads / most, 12.0));
        drawing.text("", (drawing.width, y), Anchor::End, &count(&leads.round()));
    }
    flow.len() as f64 * ROW
}

/// From left to right, as wide as there are leads.
fn ribbon(drawing: &mut Drawing<'_>, flow: &[Stage], most: f64, policy: usize) -> f64 {
    let step = drawing.width / flow.len() as f64;
    let (middle, class) = (HEAD + 0.5 * TALL, color(policy));
    let half = |leads: f64| 0.5 * (TALL * leads / most).max(2.0);
    let mut phase = "";
    for (place, (name, of, leads)) in flow.iter().enumerate() {
        let left = place as f64 * step;
        if *of != phase && !of.is_empty() {
            let until = flow.iter().skip(place).take_while(|stage| stage.1 == *of).count();
            drawing.line("ink2", (left + 2.0, 18.0), (left + until as f64 * step - 6.0, 18.0));
            drawing.text("b", (left + 2.0, 8.0), Anchor::Start, &finding::capitalised(of));
        }
        phase = of;
        let next = flow.get(place + 1).map_or(*leads, |next| next.2);
        let (half, after, bend) = (half(*leads), half(next), left + 0.62 * step);
        let right = left + step;
        let edge = [
            (left, middle - half),
            (bend, middle - half),
            (right, middle - after),
            (right, middle + after),
            (bend, middle + half),
            (left, middle + half),
        ];
        drawing.path(&format!("p{class} half"), &edge, true);
        let at = left + 0.32 * step;
        drawing.text("b", (at, middle), Anchor::Middle, &count(&leads.round()));
        drawing.text("", (at, HEAD + TALL + 14.0), Anchor::Middle, &fitted(name, step - 6.0));
    }
    HEAD + TALL + FOOT
}
