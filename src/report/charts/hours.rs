//! Where paid hours go, a week: a bar for each role, one block for each policy.

use crate::experiment::{Activity, RoleHours, Summary};
use crate::report::canvas::{Canvas, Point, Style};
use crate::report::figure::{Chart, Figure, Space};
use crate::report::finding;
use crate::report::format::{percent, plural};
use crate::report::plot::{Axis, Plot};
use crate::report::theme;
use plotters::style::RGBColor;

const KEY: f64 = 34.0;
const HEAD: f64 = 22.0;
const LINE: f64 = 25.0;
const GAP: f64 = 16.0;
const FOOT: f64 = 40.0;
const NAMES: f64 = 150.0;
/// A share is written into its bar where there is this much room, in pixels.
const ROOM: f64 = 34.0;

/// A block for each policy with hours.
pub(super) fn chart(summary: &Summary) -> Option<Chart> {
    let shown: Vec<(usize, Vec<RoleHours>)> = super::with_pay(summary)
        .map(|(policy, pay)| (policy, bars(&pay.hours)))
        .filter(|(_, roles)| roles.iter().any(|role| total(role) > 0.0))
        .collect();
    let most = shown.iter().flat_map(|(_, roles)| roles.iter().map(total)).reduce(f64::max)?;
    let x = Axis::covering([0.0, most], 6);
    let figure = Figure {
        name: "hours".to_owned(),
        title: headline(summary, &shown),
        subtitle: "Hours a week of all people in a role, by activity; mean over runs".into(),
        description: described(summary, &shown),
    };
    let height = |roles: &[RoleHours]| HEAD + LINE * roles.len() as f64 + GAP;
    let all: f64 = shown.iter().map(|(_, roles)| height(roles)).sum();
    Some(figure.draw(summary, KEY + all + FOOT, |canvas, space| {
        draw_key(canvas, (space.left, space.top + 4.0));
        let plot = plot(space, &x);
        let mut top = space.top + KEY;
        for (policy, roles) in &shown {
            let style = Style::LABEL.bold().color(theme::policy(*policy));
            let name = style.fitted(&finding::label(summary, *policy), space.right - space.left);
            canvas.text(&name, (space.left, top + 6.0), style);
            let bottom = top + HEAD + LINE * roles.len() as f64;
            for &tick in &plot.x.ticks {
                let at = plot.across(tick);
                canvas.line(&[(at, top + HEAD), (at, bottom)], theme::GRID, 1.0);
            }
            for (line, role) in roles.iter().enumerate() {
                let y = top + HEAD + (line as f64 + 0.5) * LINE;
                draw_bar(canvas, &plot, (space.left, y), role);
            }
            top += height(roles);
        }
        plot.draw_x(canvas, |tick| format!("{tick}"));
        canvas.text("hours a week", (plot.right, plot.bottom + 31.0), Style::NOTE.right());
    }))
}

/// The roles, and where there are several all of them together first.
fn bars(roles: &[RoleHours]) -> Vec<RoleHours> {
    let mut bars: Vec<RoleHours> = roles.to_vec();
    if roles.len() > 1 {
        bars.insert(0, everybody(roles));
    }
    bars
}

fn everybody(roles: &[RoleHours]) -> RoleHours {
    let mut all = RoleHours { role: "all".into(), heads: 0, hours: [0.0; Activity::ALL.len()] };
    for role in roles {
        all.heads += role.heads;
        for (sum, hours) in all.hours.iter_mut().zip(&role.hours) {
            *sum += hours;
        }
    }
    all
}

fn total(role: &RoleHours) -> f64 {
    role.hours.iter().sum()
}

/// The share of hours in touches of any phase.
fn touched(role: &RoleHours) -> f64 {
    let touches = [Activity::Engage, Activity::Select, Activity::Drive];
    let hours: f64 = touches.iter().map(|activity| role.hours[*activity as usize]).sum();
    hours / total(role)
}

fn headline(summary: &Summary, shown: &[(usize, Vec<RoleHours>)]) -> String {
    let one = |(policy, roles): &(usize, Vec<RoleHours>)| {
        let share = touched(roles.first()?);
        Some((share, format!("{} under {}", percent(share), finding::label(summary, *policy))))
    };
    let found: Vec<(f64, String)> = shown.iter().filter_map(one).collect();
    format!("Share of paid hours spent on leads: {}", finding::each(&found, percent))
}

fn described(summary: &Summary, shown: &[(usize, Vec<RoleHours>)]) -> String {
    let of_role = |role: &RoleHours| {
        let parts = Activity::ALL.iter().zip(&role.hours).map(|(activity, hours)| {
            format!("{} {}", name(*activity), percent(hours / total(role)))
        });
        let parts = parts.collect::<Vec<_>>().join(", ");
        format!("{} ({:.0} h a week): {parts}", role.role, total(role))
    };
    let one = |(policy, roles): &(usize, Vec<RoleHours>)| {
        let roles = roles.iter().map(of_role).collect::<Vec<_>>().join("; ");
        format!("{}: {roles}.", finding::label(summary, *policy))
    };
    shown.iter().map(one).collect::<Vec<_>>().join(" ")
}

fn plot(space: Space, x: &Axis) -> Plot {
    Plot {
        left: space.left + NAMES,
        right: space.right - 14.0,
        top: space.top + KEY,
        bottom: space.bottom - FOOT,
        x: x.clone(),
        y: Axis { from: 0.0, to: 1.0, ticks: Vec::new() },
    }
}

fn color(activity: Activity) -> RGBColor {
    match activity {
        Activity::Engage => theme::stage(0, 3),
        Activity::Select => theme::stage(1, 3),
        Activity::Drive => theme::stage(2, 3),
        Activity::Administration => theme::OUR_NO,
        Activity::Interruptions => theme::THEIR_NO,
        Activity::Idle => theme::ZONE,
    }
}

fn name(activity: Activity) -> &'static str {
    match activity {
        Activity::Engage => "engage",
        Activity::Select => "select",
        Activity::Drive => "drive",
        Activity::Administration => "administration and meetings",
        Activity::Interruptions => "interruptions and advice given",
        Activity::Idle => "idle",
    }
}

fn draw_key(canvas: &Canvas, (left, y): Point) {
    let mut x = left;
    for activity in Activity::ALL {
        canvas.rectangle((x, y - 5.0), (x + 14.0, y + 5.0), color(activity), 1.0);
        canvas.text(name(activity), (x + 19.0, y), Style::TICK);
        x += 19.0 + Style::TICK.width(name(activity)) + 16.0;
    }
}

fn draw_bar(canvas: &Canvas, plot: &Plot, (left, y): Point, role: &RoleHours) {
    let heads = plural(role.heads.into(), "head");
    let room = NAMES - 22.0 - Style::TICK.width(&heads);
    let style = Style::TICK.color(theme::INK);
    canvas.text(&style.fitted(&role.role, room), (left, y), style);
    canvas.text(&heads, (plot.left - 10.0, y), Style::TICK.right());
    let mut from = 0.0;
    for (activity, hours) in Activity::ALL.into_iter().zip(role.hours) {
        let (start, end) = (plot.across(from), plot.across(from + hours));
        if end - start > 0.05 {
            canvas.rectangle((start, y - 8.0), (end, y + 8.0), color(activity), 1.0);
        }
        if end - start >= ROOM {
            let ink = if activity == Activity::Drive { theme::PAPER } else { theme::INK };
            let words = percent(hours / total(role));
            canvas.text(&words, (0.5 * (start + end), y), Style::TICK.color(ink).centre());
        }
        from += hours;
    }
}
