//! A lead's story under one policy or several: for reading, side by side, and for machines.

mod json;
mod said;
mod words;

use super::console::wrapped;
use super::finding::listed;
use super::format::{count, truncated};
use crate::experiment::{Design, Parting, Story};
use crate::sales::calendar::{HOURS_PER_WEEK, week_of};

pub use json::{STORY_SCHEMA, stories_json};

/// The same lead in the same replication under several policies.
#[derive(Clone, Debug)]
pub struct Told {
    /// The replication.
    pub replication: u32,
    /// The lead's number among all arrivals of the run, from 0.
    pub number: usize,
    /// One for each policy told of: (index, story).
    pub stories: Vec<(usize, Story)>,
}

/// Columns from which on two stories stand side by side.
const WIDE: usize = 96;
/// Between two columns.
const GUTTER: &str = "  │ ";
/// Columns of the time of a step.
const TIME: usize = 10;
const NAME: usize = 40;

/// The stories as text for a terminal of `width` columns.
///
/// # Panics
///
/// If nothing is told.
pub fn stories_text(design: &Design<'_>, told: &Told, width: usize) -> String {
    let mut lines = wrapped(&headline(design, told), width);
    let (first, rest) = told.stories.split_first().expect("there is a story");
    for second in rest {
        let sentence = words::parting(design, first, second);
        lines.push(String::new());
        lines.extend(wrapped(&sentence, width));
    }
    lines.push(String::new());
    match rest {
        [second] if width >= WIDE => lines.extend(side_by_side(design, (first, second), width)),
        _ => {
            for told in &told.stories {
                let parting = rest.first().filter(|_| rest.len() == 1).and_then(|second| {
                    let parting = first.1.parting(&second.1)?;
                    Some(if told.0 == first.0 { parting.common.0 } else { parting.common.1 })
                });
                lines.extend(alone(design, told, parting, width));
                lines.push(String::new());
            }
            lines.pop();
        }
    }
    let text: String = lines.iter().flat_map(|line| [line.trim_end(), "\n"]).collect();
    // A terminal's plain space can be copied and searched for.
    text.replace(['\u{A0}', '\u{202F}'], " ")
}

/// Which lead this is and when it came.
fn headline(design: &Design<'_>, told: &Told) -> String {
    const DAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
    let (_, story) = &told.stories[0];
    let lead = story.lead;
    let place = match design.scenario.system.channels.get(lead.channel) {
        Some(channel) => format!("number {} of channel {}", count(&lead.number), channel.name),
        None => format!("number {} of the backlog", count(&lead.number)),
    };
    let segments = &design.scenario.system.segments;
    let segment = told.stories.iter().find_map(|(_, story)| story.ends().next());
    let segment = segment
        .filter(|_| segments.len() > 1)
        .map_or(String::new(), |end| format!(", segment {}", segments[end.segment].name));
    let (week, hour) = (week_of(lead.at), lead.at.rem_euclid(HOURS_PER_WEEK));
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "within a week")]
    let minutes = (hour * 60.0).floor() as usize;
    let (day, minute) = (minutes / 1440, minutes % 1440);
    format!(
        "Lead {} of run {} in {}: {place}{segment}; arrives on {} of week {}, {:02}:{:02}",
        count(&told.number),
        told.replication,
        design.scenario.name,
        DAYS[day.min(6)],
        week,
        minute / 60,
        minute % 60
    )
}

fn label(design: &Design<'_>, policy: usize) -> String {
    truncated(&design.scenario.policies[policy].label, NAME)
}

/// Several policies' labels: `A, B and C`.
fn labels(design: &Design<'_>, policies: [usize; 2]) -> String {
    listed(&policies.map(|policy| label(design, policy)))
}

/// A story from top to bottom; `common` = its steps up to where another's way parts from it.
fn alone(
    design: &Design<'_>,
    (policy, story): &(usize, Story),
    common: Option<usize>,
    width: usize,
) -> Vec<String> {
    let mut lines = vec![label(design, *policy)];
    let all = story.steps.len();
    let common = common.unwrap_or(all);
    let room = width.saturating_sub(TIME);
    lines.extend(words::steps(design, (*policy, story), 0..common, room));
    if common < all {
        lines.push("── here the paths part ──".into());
    }
    lines.extend(words::steps(design, (*policy, story), common..all, room));
    lines.extend(words::closing(design, (*policy, story), room));
    lines
}

/// Two stories in two columns, common steps beside each other.
fn side_by_side(
    design: &Design<'_>,
    (one, other): (&(usize, Story), &(usize, Story)),
    width: usize,
) -> Vec<String> {
    let column = (width - GUTTER.chars().count()) / 2;
    let room = column.saturating_sub(TIME);
    let parting = one.1.parting(&other.1);
    let ends = (one.1.steps.len(), other.1.steps.len());
    let common = parting.map_or(ends, |Parting { common, .. }| common);
    let mut lines = pair(&[label(design, one.0)], &[label(design, other.0)], column);
    lines.push("─".repeat(width));
    let mut from = (0, 0);
    let marks = |story: &Story, common: usize| {
        // Up to each turn of the common way, and to its end.
        let turns = story.turns().into_iter().filter(|turn| *turn < common);
        turns.chain([common]).collect::<Vec<_>>()
    };
    for (a, b) in marks(&one.1, common.0).into_iter().zip(marks(&other.1, common.1)) {
        let left = words::steps(design, (one.0, &one.1), from.0..a, room);
        let right = words::steps(design, (other.0, &other.1), from.1..b, room);
        lines.extend(pair(&left, &right, column));
        from = (a, b);
    }
    if parting.is_some() {
        let words = " here the paths part ";
        let dashes = width.saturating_sub(words.chars().count()) / 2;
        lines.push(format!("{}{words}{}", "─".repeat(dashes), "─".repeat(dashes)));
    }
    let mut left = words::steps(design, (one.0, &one.1), from.0..ends.0, room);
    let mut right = words::steps(design, (other.0, &other.1), from.1..ends.1, room);
    let closing = [one, other].map(|told| words::closing(design, (told.0, &told.1), room));
    let height = left.len().max(right.len());
    for (lines, closing) in [&mut left, &mut right].into_iter().zip(closing) {
        lines.resize(height, String::new());
        lines.extend(closing);
    }
    lines.extend(pair(&left, &right, column));
    lines
}

/// Lines of two columns beside each other.
fn pair(left: &[String], right: &[String], column: usize) -> Vec<String> {
    let empty = String::new();
    let line = |at: usize| {
        let (left, right) = (left.get(at).unwrap_or(&empty), right.get(at).unwrap_or(&empty));
        let pad = column.saturating_sub(left.chars().count());
        format!("{left}{}{GUTTER}{right}", " ".repeat(pad))
    };
    (0..left.len().max(right.len())).map(line).collect()
}
