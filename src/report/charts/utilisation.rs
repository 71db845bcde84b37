//! Where people's time goes (utilisation of each role) and where leads' time goes (hours by
//! stage).

use super::stage_hours::{self, LINE};
use crate::experiment::{PolicySummary, Summary};
use crate::report::canvas::{Canvas, Style};
use crate::report::figure::{Chart, Figure, Space};
use crate::report::finding;
use crate::report::format::{percent, plural};
use crate::report::theme;

const HEAD: f64 = 26.0;
const GAP: f64 = 22.0;
const KEY: f64 = 30.0;
const LEFT: f64 = 350.0;
const NAMES: f64 = 130.0;

/// Roles on the left, stages on the right, one block for each policy.
pub(super) fn chart(summary: &Summary) -> Option<Chart> {
    let has_numbers = |policy: &&PolicySummary| {
        policy.roles.iter().any(|role| role.2.is_finite()) || !policy.stage_hours.is_empty()
    };
    if summary.policies.iter().filter(has_numbers).count() == 0 {
        return None;
    }
    let figure = Figure {
        name: "utilisation".into(),
        title: headline(summary),
        subtitle: "Left: share of the time left by administration and meetings that is in use, \
                   by role; bold = the busiest. Right: mean calendar hours of a visit to each stage"
            .into(),
        description: described(summary),
    };
    let height = KEY + summary.policies.iter().map(block_height).sum::<f64>() - GAP;
    Some(figure.draw(summary, height, |canvas, space| {
        canvas.text("Utilisation", (space.left, space.top + 4.0), Style::LABEL.bold());
        let right = Space { left: space.left + LEFT + 40.0, ..space };
        stage_hours::draw_key(canvas, right);
        let longest = stage_hours::longest(summary);
        let mut top = space.top + KEY;
        for (index, policy) in summary.policies.iter().enumerate() {
            draw_name(canvas, (space.left, top + 6.0), summary, index);
            draw_roles(canvas, Space { top: top + HEAD, ..space }, policy, index);
            let space = Space { top: top + HEAD, ..right };
            stage_hours::draw(canvas, space, summary, (index, longest));
            top += block_height(policy);
        }
    }))
}

fn block_height(policy: &PolicySummary) -> f64 {
    let lines = policy.roles.len().max(policy.stage_hours.len()).max(1);
    HEAD + lines as f64 * LINE + GAP
}

fn headline(summary: &Summary) -> String {
    let busiest = |(index, policy): (usize, &PolicySummary)| {
        let (role, use_) = policy.bottleneck.as_ref()?;
        let label = finding::label(summary, index);
        Some((*use_, format!("{role} under {label} ({})", percent(*use_))))
    };
    let busiest: Vec<(f64, String)> =
        summary.policies.iter().enumerate().filter_map(busiest).collect();
    match busiest.len() {
        0 => "No role is a bottleneck".into(),
        1 => format!("Busiest role: {}", busiest[0].1),
        _ => format!("Busiest roles: {}", finding::each(&busiest, percent)),
    }
}

fn described(summary: &Summary) -> String {
    let one = |(index, policy): (usize, &PolicySummary)| {
        let roles =
            policy.roles.iter().map(|(role, _, share)| format!("{role} {}", percent(*share)));
        let roles = roles.collect::<Vec<_>>().join(", ");
        format!("Utilisation under {}: {roles}.", finding::label(summary, index))
    };
    summary.policies.iter().enumerate().map(one).collect::<Vec<_>>().join(" ")
}

fn draw_name(canvas: &Canvas, at: (f64, f64), summary: &Summary, policy: usize) {
    let style = Style::LABEL.bold().color(theme::policy(policy));
    let name = style.fitted(&finding::label(summary, policy), theme::WIDTH - 2.0 * theme::MARGIN);
    canvas.text(&name, at, style);
}

fn draw_roles(canvas: &Canvas, space: Space, policy: &PolicySummary, index: usize) {
    let left = space.left + NAMES;
    let width = LEFT - NAMES - 44.0;
    for (line, (role, heads, share)) in policy.roles.iter().enumerate() {
        let y = space.top + (line as f64 + 0.5) * LINE;
        let busiest = policy.bottleneck.as_ref().is_some_and(|(name, _)| name == role);
        let style = if busiest { Style::TICK.bold() } else { Style::TICK }.color(theme::INK);
        let heads = plural(u64::from(*heads), "head");
        let room = NAMES - 22.0 - Style::TICK.width(&heads);
        let name = style.fitted(role, room);
        canvas.text(&name, (space.left, y), style);
        canvas.text(&heads, (left - 10.0, y), Style::TICK.right());
        let filled = if share.is_finite() { share.clamp(0.0, 1.0) * width } else { 0.0 };
        canvas.rectangle((left, y - 7.0), (left + width, y + 7.0), theme::ZONE, 1.0);
        canvas.rectangle((left, y - 7.0), (left + filled, y + 7.0), theme::policy(index), 0.85);
        canvas.text(&percent(*share), (left + width + 8.0, y), style);
    }
}
