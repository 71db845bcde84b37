//! What would change our mind: what turns the answer, and what only moves it.

use super::book::Book;
use crate::experiment::sensitivity::{Bar, Findings, SensitivitySummary, Subject, Turn};
use crate::experiment::sweep::{Best, SweepSummary};
use crate::report::finding::{self, Leader, capitalised};
use crate::report::sensitivity::words as of_inputs;
use crate::report::sweep::findings;
use crate::report::uncertainty;

/// Lines at most.
const MOST: usize = 3;

/// What a line says of the answer.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Tag {
    Turns,
    Unsettles,
    Stands,
    Moves,
    Open,
}

impl Tag {
    fn html(self) -> &'static str {
        match self {
            Self::Turns => "<span class=\"tag s\">turns the answer</span>",
            Self::Unsettles => "<span class=\"tag w\">unsettles it</span>",
            Self::Stands => "<span class=\"tag\">does not turn it</span>",
            Self::Moves => "<span class=\"tag\">moves it</span>",
            Self::Open => "<span class=\"tag w\">not tried</span>",
        }
    }
}

/// A line: what, what it does, how.
struct Line {
    what: String,
    tag: Tag,
    how: String,
}

/// The list with its heading.
pub(super) fn change_our_mind(book: &Book<'_>) -> String {
    let mut lines: Vec<Line> = Vec::new();
    for sensitivity in &book.sensitivities {
        lines.extend(of_sensitivity(sensitivity));
    }
    lines.extend(book.sweeps.iter().map(|sweep| of_sweep(sweep)));
    lines.extend(of_runs(book));
    if book.sensitivities.is_empty() && book.sweeps.is_empty() {
        lines.push(Line {
            what: "Other assumptions".into(),
            tag: Tag::Open,
            how: "`posse sensitivity` finds which of them matters, `posse sweep` where the answer \
                  turns; this report takes both in."
                .into(),
        });
    }
    lines.sort_by_key(|line| line.tag);
    let line = |line: &Line| {
        let (what, how) = (book.words.said(&line.what), book.words.said(&line.how));
        format!("<li><b>{what} {}</b><span>{how}</span></li>", line.tag.html())
    };
    let list: String = lines.iter().take(MOST).map(line).collect();
    format!("<h2 class=\"s\">What would change our mind</h2><ul class=\"pl\">{list}</ul>")
}

/// The inputs that turn the answer or move it most.
fn of_sensitivity(summary: &SensitivitySummary) -> Vec<Line> {
    let Findings::Tornado { base, bars } = &summary.findings else {
        let what = "What matters most".into();
        return vec![Line {
            what,
            tag: Tag::Moves,
            how: format!("{}.", of_inputs::headline(summary)),
        }];
    };
    let numbers = of_inputs::tornado_numbers(summary, base, bars);
    let is_difference = matches!(summary.question.subject, Subject::Difference { .. });
    let line = |bar: &Bar| {
        let tag = match bar.turn {
            Turn::Turns(_) => Tag::Turns,
            Turn::Changes(_) => Tag::Unsettles,
            Turn::Stands => Tag::Moves,
        };
        let input = &summary.inputs[bar.input];
        let ends = [bar.ends.0, bar.ends.1].map(|end| {
            let reading = &bar.readings[end];
            format!("{} at {}", numbers.value(reading.mean), of_inputs::at(input, reading))
        });
        let as_written = numbers.value(base.mean);
        let what = capitalised(&input.label);
        let subject = capitalised(&of_inputs::subject(summary));
        let how = format!("{subject}: {}, {}; as written {as_written}.", ends[0], ends[1]);
        Line { what, tag, how }
    };
    let shown = bars.iter().filter(|bar| !bar.is_idle && (is_difference || bar.swing != 0.0));
    let mut lines: Vec<Line> = shown.map(line).collect();
    lines.sort_by_key(|line| line.tag);
    lines.truncate(MOST);
    lines
}

/// Whether the answer turns somewhere on a map.
fn of_sweep(sweep: &SweepSummary) -> Line {
    let axes: Vec<String> = sweep.axes.iter().map(|axis| axis.label.clone()).collect();
    let what = finding::listed(&axes);
    let is_best = |policy: &usize| sweep.cells.iter().any(|of| of.best == Best::One(*policy));
    let winners = (0..sweep.policies.len()).filter(is_best).count();
    let is_open = sweep.cells.iter().any(|of| !matches!(of.best, Best::One(_)));
    let tag = match (winners, is_open) {
        (2.., _) => Tag::Turns,
        (_, true) => Tag::Unsettles,
        (_, false) => Tag::Stands,
    };
    Line { what: capitalised(&what), tag, how: format!("{}.", findings::headline(sweep)) }
}

/// More runs, where the answer is open; ranges, where inputs are uncertain.
fn of_runs(book: &Book<'_>) -> Vec<Line> {
    let Some(compared) = book.comparison else { return Vec::new() };
    let summary = &compared.summary;
    let mut lines = Vec::new();
    if finding::leader(summary, summary.primary) == Leader::Open {
        let how = "Four times as many runs halve every ±; the answer is still open.".into();
        lines.push(Line { what: "More runs".into(), tag: Tag::Unsettles, how });
    }
    let sentences = uncertainty::sentences(summary).into_iter().take(1);
    lines.extend(sentences.map(|sentence| Line {
        what: "What the ranges say".into(),
        tag: Tag::Moves,
        how: format!("{}.", capitalised(&sentence)),
    }));
    lines
}
