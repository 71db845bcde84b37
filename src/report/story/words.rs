//! What happened to a lead, in words.

use std::ops::Range;

use super::said::{decided, note};
use super::{TIME, label, labels};
use crate::experiment::{Design, Step, Story};
use crate::report::console::wrapped;
use crate::report::finding::listed;
use crate::report::format::{Format, percent};
use crate::report::payout;
use crate::report::payslip::{merit, payroll, person};
use crate::sales::buyer::Answer;
use crate::sales::pay::Base;
use crate::sales::{Channel, Credited, Exited, Note, TouchStarted, Unit};

/// Waits shorter than this are not told, in hours.
const MOMENT: f64 = 0.05;

/// Where the ways of two policies part, as a sentence.
pub(super) fn parting(
    design: &Design<'_>,
    (a, one): &(usize, Story),
    (b, other): &(usize, Story),
) -> String {
    let [first, second] = [*a, *b].map(|policy| label(design, policy));
    let last = |story: &Story| story.steps.last().map(|step| since(story, step.at()));
    let Some(parting) = one.parting(other) else {
        let both = labels(design, [*a, *b]);
        return match (one.ends().last(), last(one), last(other)) {
            (Some(end), Some(first), Some(second)) => {
                let exit = &design.scenario.system.exits[end.exit].name;
                format!(
                    "{both} go the same way to the same end: {exit} (at {first} and at {second})"
                )
            }
            _ => format!("{both} go the same way, and the run ends before the lead does"),
        };
    };
    let common = one.steps[..parting.common.0].iter().rev().find_map(|step| match step {
        Step::Touch { start, .. } => Some(&design.scenario.system.stages[start.stage].name),
        Step::Note(_) | Step::End(_) => None,
    });
    let up_to = match common {
        Some(stage) => format!("{} part after {stage}", labels(design, [*a, *b])),
        None => format!("{} part from the start", labels(design, [*a, *b])),
    };
    let next = |story: &Story, step: Option<usize>| match step.map(|at| &story.steps[at]) {
        Some(step) => format!("{} at {}", turn(design, step), since(story, begun(step))),
        None => "nothing more happens before the run ends".into(),
    };
    format!(
        "{up_to}. Under {first}: {}. Under {second}: {}.",
        next(one, parting.next.0),
        next(other, parting.next.1)
    )
}

/// When a step began, in hours since the start of the run.
fn begun(step: &Step) -> f64 {
    if let Step::Touch { start, .. } = step { start.at } else { step.at() }
}

/// A step that makes a difference, as a clause.
fn turn(design: &Design<'_>, step: &Step) -> String {
    let system = &design.scenario.system;
    match step {
        Step::Touch { start, reached, .. } => {
            let stage = &system.stages[start.stage].name;
            match reached {
                Some(true) => format!("the buyer is reached at {stage}"),
                Some(false) => format!("the buyer is not reached at {stage}"),
                None => format!("work at {stage}"),
            }
        }
        Step::End(end) => format!("the lead ends, {}", system.exits[end.exit].name),
        Step::Note(noted) => match &noted.note {
            Note::Gate { answer: Answer::Go, .. } => "the gate lets it go on".into(),
            Note::Gate { answer: Answer::No, .. } => "the gate says no".into(),
            Note::Gate { answer: Answer::Again, .. } => "the gate asks for another talk".into(),
            Note::Met(meeting) => format!("the committee {}", decided(meeting.decision)),
            other => note(other, ""),
        },
    }
}

/// Some steps of a story, line by line, each with the time since the lead's arrival.
pub(super) fn steps(
    design: &Design<'_>,
    (policy, story): (usize, &Story),
    which: Range<usize>,
    room: usize,
) -> Vec<String> {
    let mut lines = Vec::new();
    for at in which {
        let step = &story.steps[at];
        let before = story.steps[..at].iter().rev().find_map(touched);
        let text = match step {
            Step::Touch { start, reached, stopped, .. } => {
                let before = before.unwrap_or(story.lead.at);
                touch(design, policy, (start, *reached, *stopped), before)
            }
            Step::Note(noted) => note(&noted.note, &design.scenario.currency),
            Step::End(end) => ended(design, end),
        };
        lines.extend(block(&since(story, begun(step)), &text, room));
    }
    lines
}

fn touched(step: &Step) -> Option<f64> {
    if let Step::Touch { ended, .. } = step { Some(*ended) } else { None }
}

/// What the lead took and brought in all, and who was credited with it.
pub(super) fn closing(
    design: &Design<'_>,
    (policy, story): (usize, &Story),
    room: usize,
) -> Vec<String> {
    let mut lines = in_all(design, story, room);
    lines.extend(credits(design, (policy, story), room));
    lines
}

fn in_all(design: &Design<'_>, story: &Story, room: usize) -> Vec<String> {
    let system = &design.scenario.system;
    let (hours, touches, people) = story.effort();
    let lead_cost =
        system.channels.get(story.lead.channel).map_or(0.0, Channel::planned_cost_per_lead);
    let by = match people {
        0 => String::new(),
        1 => " by 1 person".into(),
        many => format!(" by {many} people"),
    };
    let touches = if touches == 1 { "1 touch".into() } else { format!("{touches} touches") };
    let money =
        |value: f64| Format::of_unit(Unit::Money, &design.scenario.currency, [value]).value(value);
    let Some(hours) = hours else {
        return block("in all", &format!("{touches}{by}; still open when the run ends"), room);
    };
    let cost = match &system.buyers {
        Some(buyers) => format!(
            "; cost {} (lead {}, work at {} an hour)",
            money(lead_cost + hours * buyers.needs.hour_cost),
            money(lead_cost),
            money(buyers.needs.hour_cost)
        ),
        None if lead_cost > 0.0 => format!("; cost of the lead {}", money(lead_cost)),
        None => String::new(),
    };
    let revenue: f64 = story.ends().map(|end| end.revenue).sum();
    let work = format!("{} of work in {touches}{by}", hours_of(hours));
    block("in all", &format!("{work}{cost}; revenue {}", money(revenue)), room)
}

/// Who was credited with what, and for what; nothing where nobody is on a plan.
fn credits(design: &Design<'_>, (policy, story): (usize, &Story), room: usize) -> Vec<String> {
    let one = |given: &Credited| {
        let base = payroll(design).plans[given.plan].base;
        let who = person(design, policy, given.seat);
        let what = match base {
            Base::Meetings => return format!("{who} with the meeting"),
            Base::Deals => format!("{} of the deal", percent(given.credit)),
            Base::Revenue | Base::Margin | Base::Value => {
                let money = Format::of_unit(Unit::Money, &design.scenario.currency, [given.credit]);
                format!("{} of {}", money.value(given.credit), payout::words::credit(base))
            }
        };
        format!("{who} with {what} ({})", merit(design, given.merit))
    };
    if story.credits.is_empty() {
        return Vec::new();
    }
    let all = story.credits.iter().map(one).collect::<Vec<_>>();
    block("credited", &listed(&all), room)
}

/// Text with a time before its first line.
fn block(time: &str, text: &str, room: usize) -> Vec<String> {
    let lines = wrapped(text, room).into_iter().enumerate();
    lines
        .map(|(at, line)| {
            let time = if at == 0 { time } else { "" };
            format!("{time:<TIME$}{line}")
        })
        .collect()
}

/// The time from a lead's arrival to `hours` since the start of the run: `+2.4 d`.
fn since(story: &Story, hours: f64) -> String {
    format!("+{}", span(hours - story.lead.at))
}

/// A length of time: minutes, hours or days.
fn span(hours: f64) -> String {
    if hours < 1.0 {
        format!("{:.0} min", 60.0 * hours)
    } else if hours < 48.0 {
        format!("{hours:.1} h")
    } else {
        format!("{:.1} d", hours / 24.0)
    }
}

fn hours_of(hours: f64) -> String {
    if hours < 1.0 { format!("{:.0} min", 60.0 * hours) } else { format!("{hours:.1} h") }
}

/// Who worked on what, for how long, and what the lead waited for since `before`.
fn touch(
    design: &Design<'_>,
    policy: usize,
    (start, reached, stopped): (&TouchStarted, Option<bool>, bool),
    before: f64,
) -> String {
    let stage = &design.scenario.system.stages[start.stage];
    // between two pieces of work on a customer nobody waits
    let before = if stage.kind.account().is_some() { start.ready } else { before };
    let stage = &stage.name;
    let waits = match waits(start, before).join(", ") {
        none if none.is_empty() => none,
        some => format!(", after {some}"),
    };
    let resumed = if start.resumed { ", taken up again" } else { "" };
    let end = match (stopped, reached) {
        (true, _) => ", broken off",
        (false, Some(true)) => ": reached",
        (false, Some(false)) => ": not reached",
        (false, None) => "",
    };
    let (who, hours) = (worker(design, policy, start), hours_of(start.content_hours));
    format!("{stage}: {who}, {hours}{waits}{resumed}{end}")
}

/// What a lead waited for before a touch, since `before`: the buyer, a person.
fn waits(start: &TouchStarted, before: f64) -> Vec<String> {
    let mut waits = Vec::new();
    if start.resumed {
        return waits; // the queue before work that was broken off is not the work's own
    }
    if start.ready - before > MOMENT {
        waits.push(format!("{} with the buyer", span(start.ready - before)));
    }
    if start.at - start.ready > MOMENT {
        waits.push(format!("{} in the queue", span(start.at - start.ready)));
    }
    waits
}

/// Who did a touch: `seller 3 as ae`.
fn worker(design: &Design<'_>, policy: usize, start: &TouchStarted) -> String {
    let system = &design.scenario.system;
    start.seat.map_or_else(
        || "nobody needed".into(),
        |seat| {
            let group = &system.groups[design.setups[policy].seats()[seat].group].name;
            let role = start.role.map(|role| design.setups[policy].role_name(role));
            let role = role
                .filter(|role| role != group)
                .map_or(String::new(), |role| format!(" as {role}"));
            format!("{}{role}", person(design, policy, seat))
        },
    )
}

fn ended(design: &Design<'_>, end: &Exited) -> String {
    let exit = &design.scenario.system.exits[end.exit].name;
    let format = Format::of_unit(Unit::Money, &design.scenario.currency, [end.revenue]);
    let revenue = if end.revenue > 0.0 {
        format!(", revenue {}", format.value(end.revenue))
    } else {
        String::new()
    };
    let phase =
        if end.revenue > 0.0 { String::new() } else { format!(" (phase {})", end.phase.name()) };
    format!("END: {exit}{revenue}{phase}")
}
