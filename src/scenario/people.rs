//! The groups of people.

use super::parameters::Kind;
use super::plans;
use super::problem::Fault;
use super::reader::Reading;
use super::scope::Scope;
use super::tree::{Node, Value};
use super::words::{ATTENTIONS, SHIFT_ENDS};
use super::world::Calendars;
use crate::sales::{
    Absence, Attention, Calendar, Group, Interruptions, Job, Ramp, ShiftEnd, SkillSpread, Turnover,
};

pub(super) fn group(
    scope: &Scope<'_>,
    short: Option<&Node>,
    skills: &[String],
    calendars: &mut Calendars,
    has_plans: bool,
    cx: &mut Reading<'_>,
) -> Group {
    let (count, calendars) = presence(scope, short, calendars, cx);
    let cost_per_week = scope.one("cost", cx).unwrap_or(0.0);
    Group {
        name: scope.name.clone(),
        count,
        cost_per_week,
        loading: loading(scope, has_plans, cx),
        skill: skill(scope, skills, cx),
        pace: scope.one("pace", cx).unwrap_or(1.0),
        calendars,
        shift_end: scope.word("shift_end", &SHIFT_ENDS, cx).unwrap_or(ShiftEnd::Pause),
        admin: scope.one("admin", cx).unwrap_or(0.0),
        absence: absence(&scope.section("absence"), cx),
        turnover: turnover(&scope.section("turnover"), cx),
        ramp: ramp(&scope.section("ramp"), cx),
        interruptions: interruptions(&scope.section("interruptions"), cx),
        attention: scope.word("attention", &ATTENTIONS, cx).unwrap_or(Attention::Single),
        headcount: headcount(scope, cx),
        jobs: jobs(scope, cost_per_week, cx),
    }
}

/// Cost by unit of pay; read where people are on plans.
fn loading(scope: &Scope<'_>, has_plans: bool, cx: &mut Reading<'_>) -> f64 {
    if !has_plans {
        plans::refuse_without(scope, &["loading"], cx);
        let standard = Node::unwritten(scope.default("loading"));
        return standard.number().expect("the default is a number");
    }
    scope.one("loading", cx).unwrap_or(1.0)
}

/// How many people, and when each of them works.
fn presence(
    scope: &Scope<'_>,
    short: Option<&Node>,
    calendars: &mut Calendars,
    cx: &mut Reading<'_>,
) -> (u32, Vec<usize>) {
    let calendar = scope.node("calendar", cx).and_then(|node| {
        let name = cx.text(&node)?;
        super::scope::find(cx, node.span, "calendar", &name, &calendars.names)
    });
    let own = vec![calendar.unwrap_or(0)];
    if let Some(node) = short {
        let path = format!("people.{}.count", scope.name);
        cx.note(path, "people.*.count", node, None);
        let count = cx.small(node, scope.kind("count"));
        return (count.unwrap_or(1), own);
    }
    if let Some(node) = scope.node("on_duty", cx) {
        if let Some(count) = scope.written("count") {
            let fault = Fault::new("`count` and `on_duty` contradict each other");
            cx.log.error(count.span, fault.help("`on_duty` says how many, and when"));
        }
        return roster(scope, &node, calendars, cx).unwrap_or((1, own));
    }
    if let Some(node) = scope.written("repeat") {
        cx.log.error(node.span, Fault::new("`repeat` needs `on_duty`"));
    }
    (scope.small("count", cx).unwrap_or(1), own)
}

/// A calendar for each person: the k-th is there while at least k people are on duty.
fn roster(
    scope: &Scope<'_>,
    node: &Node,
    calendars: &mut Calendars,
    cx: &mut Reading<'_>,
) -> Option<(u32, Vec<usize>)> {
    let steps = counts(node, scope.kind("on_duty"), cx)?;
    let period = scope.one("repeat", cx)?;
    let most = steps.iter().map(|step| step.1).max().unwrap_or(0);
    let within = steps.last().is_some_and(|last| last.0 < period);
    if steps.first().is_none_or(|first| first.0 != 0.0) || !within || most == 0 || most > 10_000 {
        let fault = Fault::new("impossible duty roster");
        let help =
            "times ascend from `\"0 h\"` within `repeat`, with 1 to 10000 people at some time";
        cx.log.error(node.span, fault.help(help));
        return None;
    }
    let mut own = Vec::new();
    for person in 0..most {
        let mut open: Vec<(f64, f64)> = Vec::new();
        for (k, (from, people)) in steps.iter().enumerate() {
            let to = steps.get(k + 1).map_or(period, |next| next.0);
            match open.last_mut() {
                _ if *people <= person => {}
                Some(last) if last.1 >= *from => last.1 = to,
                _ => open.push((*from, to)),
            }
        }
        let name = format!("{} {}", scope.name, person + 1);
        let calendar = Calendar::cyclic(name, period, &open)
            .map_err(|error| Fault::new(format!("impossible duty roster: {error}")));
        own.push(calendars.add(cx.accept(node.span, calendar)?));
    }
    Some((most, own))
}

/// A list of (time, whole number of people).
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "checked")]
fn counts(node: &Node, kind: Kind, cx: &mut Reading<'_>) -> Option<Vec<(f64, u32)>> {
    let steps = cx.steps(node, kind);
    if steps.is_empty() {
        cx.log.error(node.span, Fault::new("expected a list of `[time, people]`"));
        return None;
    }
    Some(steps.into_iter().map(|(hours, people)| (hours, people as u32)).collect())
}

fn headcount(scope: &Scope<'_>, cx: &mut Reading<'_>) -> Vec<(f64, u32)> {
    scope
        .node("headcount", cx)
        .and_then(|node| counts(&node, scope.kind("headcount"), cx))
        .unwrap_or_default()
}

fn skill(scope: &Scope<'_>, skills: &[String], cx: &mut Reading<'_>) -> SkillSpread {
    let scope = scope.section("skill");
    let mut factors = Vec::new();
    for entry in scope.table.into_iter().flat_map(|table| &table.0) {
        if ["sd", "correlation", "noise"].contains(&entry.key.as_str()) {
            continue;
        }
        let place = super::scope::find(cx, entry.at, "skill", &entry.key, skills);
        if let (Some(place), Some(factor)) = (place, scope.one(&entry.key, cx)) {
            factors.push((place, factor));
        }
    }
    SkillSpread {
        sd: scope.one("sd", cx).unwrap_or(0.0),
        correlation: scope.one("correlation", cx).unwrap_or(0.0),
        factors,
        noise: scope.one("noise", cx).unwrap_or(0.0),
    }
}

/// A key that a section cannot do without.
fn needs<T>(scope: &Scope<'_>, key: &str, value: Option<T>, cx: &mut Reading<'_>) -> Option<T> {
    if scope.written(key).is_none() && value.is_none() {
        cx.log.error(scope.span, Fault::new(format!("`{}` needs `{key}`", scope.name)));
    }
    value
}

fn absence(scope: &Scope<'_>, cx: &mut Reading<'_>) -> Option<Absence> {
    scope.table?;
    let (every, lasts) = (scope.law("every", cx), scope.law("lasts", cx));
    let (every, lasts) = (needs(scope, "every", every, cx), needs(scope, "lasts", lasts, cx));
    Some(Absence { every: every?, lasts: lasts? })
}

fn turnover(scope: &Scope<'_>, cx: &mut Reading<'_>) -> Option<Turnover> {
    scope.table?;
    let per_year = scope.one("per_year", cx);
    let per_year = needs(scope, "per_year", per_year, cx);
    let replace = scope.law("replace", cx);
    let hiring_cost = scope.one("cost", cx).unwrap_or(0.0);
    Some(Turnover { per_year: per_year?, replace: replace?, hiring_cost })
}

fn ramp(scope: &Scope<'_>, cx: &mut Reading<'_>) -> Option<Ramp> {
    scope.table?;
    let (start, time_hours) = (scope.one("start", cx), scope.one("time", cx));
    Some(Ramp { start: start?, time_hours: time_hours? })
}

fn interruptions(scope: &Scope<'_>, cx: &mut Reading<'_>) -> Option<Interruptions> {
    scope.table?;
    let (rate, lasts) = (scope.one("rate", cx), scope.law("lasts", cx));
    let (rate, lasts) = (needs(scope, "rate", rate, cx), needs(scope, "lasts", lasts, cx));
    Some(Interruptions { per_hour: rate?, lasts: lasts? })
}

fn jobs(scope: &Scope<'_>, group_cost: f64, cx: &mut Reading<'_>) -> Vec<Job> {
    let job = |scope: Scope<'_>| {
        let cost_per_week = scope.one("cost", cx).unwrap_or(group_cost);
        Job { name: scope.name, cost_per_week }
    };
    scope.section("jobs").sections().into_iter().map(job).collect()
}

/// The number in `rep = 4`, if a group is written in the short form.
pub(super) fn short<'t>(people: &Scope<'t>, name: &str) -> Option<&'t Node> {
    people.written(name).filter(|node| matches!(node.value, Value::Whole(_)))
}
