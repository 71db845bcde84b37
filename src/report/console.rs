//! The first screen: what a manager needs to know, in words and one table.

mod by_policy;
mod notes;
pub(super) mod table;

use super::drift;
use super::finding::{self, Leader, Standing};
use super::format::{Format, count, plural, simulated};
use super::traits;
use crate::experiment::{PairSummary, Summary};
use crate::sales::Measure;
use crate::stats::{Comparison, Estimate, Support};
use std::path::Path;

/// How the first screen looks.
#[derive(Clone, Copy, Debug)]
pub struct Screen<'a> {
    /// Columns of the terminal.
    pub width: usize,
    /// Whether to use colour.
    pub color: bool,
    /// The folder with the files, if any were written.
    pub folder: Option<&'a Path>,
}

const BOLD: &str = "\u{1b}[1m";
const YELLOW: &str = "\u{1b}[33m";
const DIM: &str = "\u{1b}[2m";
const PLAIN: &str = "\u{1b}[0m";

/// The first screen of a comparison, or of a single policy.
pub fn first_screen(summary: &Summary, screen: Screen) -> String {
    let mut page = Page::new(screen);
    match summary.policies.len() {
        0 => page.line("", "nothing to report: the scenario has no policies"),
        1 => alone(&mut page, summary),
        _ => compared(&mut page, summary),
    }
    let width = page.screen.width;
    for table in by_policy::tables(summary, width) {
        page.blank();
        page.table(&table);
    }
    notes::write(&mut page, summary);
    page.text()
}

fn alone(page: &mut Page, summary: &Summary) {
    let label = finding::label(summary, 0);
    let name = &summary.measures[summary.primary].label;
    let format = finding::format(summary, summary.primary);
    let headline = match finding::estimate(summary, 0, summary.primary) {
        Some(estimate) => format!(
            "{label}: {name} {} {}",
            format.value(estimate.mean),
            format.error(estimate.half_width())
        ),
        None => format!("{label}: {name} is undefined in every run"),
    };
    page.line(BOLD, headline.trim_end());
    if let Some(why) = drift::words(summary, &[0]) {
        page.line(YELLOW, &format!("Caution: {why}, so these figures hold for this window only"));
    }
    page.blank();
    page.table(&table::of_one(summary, page.screen.width));
}

fn compared(page: &mut Page, summary: &Summary) {
    let many = summary.policies.len() > 2;
    let verdict = finding::sentence(summary, summary.primary);
    page.line(BOLD, &verdict.unwrap_or_else(|| "nothing to compare".into()));
    if let Some(sentence) = instead(summary) {
        page.line(BOLD, &sentence);
    }
    for other in 1..summary.policies.len() {
        let pair = finding::pairs(summary, summary.primary).find(|p| (p.a, p.b) == (0, other));
        if let Some(pair) = pair {
            if many {
                page.blank();
                page.line(BOLD, &finding::pair_sentence(summary, pair));
                if let Some(sentence) = instead_of(summary, pair) {
                    page.line(BOLD, &sentence);
                }
            }
            page.indented(&headline(summary, pair));
        }
        page.blank();
        page.table(&table::of_pair(summary, (0, other), page.screen.width));
        if other == 1 {
            for (head, rows) in traits::tables(summary) {
                page.blank();
                page.table(&table::drawn(&head, &rows, &[], page.screen.width).unwrap_or_default());
            }
            if let Some(sentence) = traits::together(summary) {
                page.indented(&finding::capitalised(&sentence));
            }
        }
        if let Some(price) = pair.and_then(|pair| notes::price(summary, pair)) {
            page.blank();
            page.note("trade-offs", &price);
        }
    }
}

/// Who is ahead in contribution, where the primary measure gives no verdict since it is undefined.
fn instead(summary: &Summary) -> Option<String> {
    let contribution = finding::measure(summary, "contribution")?;
    let is_undefined = finding::leader(summary, summary.primary) == Leader::Withheld;
    let decides = is_undefined && contribution != summary.primary;
    let sentence = decides.then(|| finding::sentence(summary, contribution)).flatten()?;
    Some(format!("Contribution decides instead: {sentence}"))
}

/// The same of one pair.
fn instead_of(summary: &Summary, pair: &PairSummary) -> Option<String> {
    let contribution = finding::measure(summary, "contribution")?;
    let is_undefined = finding::standing(pair) == Standing::Withheld;
    let same = |other: &&PairSummary| (other.a, other.b) == (pair.a, pair.b);
    let decides = is_undefined && contribution != pair.measure;
    let other = decides.then(|| finding::pairs(summary, contribution).find(same)).flatten()?;
    Some(format!("Contribution decides instead: {}", finding::pair_sentence(summary, other)))
}

/// What the better policy of a pair pays; nothing where neither is better.
pub(super) fn price_words(summary: &Summary, pair: &PairSummary) -> Option<String> {
    notes::price(summary, pair)
}

/// The measures of the first screen, as indices.
pub(super) fn shown_measures(summary: &Summary) -> Vec<usize> {
    table::rows(summary).collect()
}

/// The primary measure's difference, and whether it matters.
fn headline(summary: &Summary, pair: &PairSummary) -> String {
    let measure = &summary.measures[pair.measure];
    let format = finding::format(summary, pair.measure);
    let difference = difference(&format, &pair.comparison);
    let zone = format.size(pair.zone);
    let matters = match finding::standing(pair) {
        Standing::Undecided if pair.comparison.support == Support::NoDifference => {
            unseen(summary, pair)
        }
        _ if pair.zone <= 0.0 => String::new(),
        Standing::Ahead { .. } => format!(", a difference that matters (more than {zone})"),
        Standing::Tie => format!(", less than the {zone} that would matter"),
        Standing::Undecided => format!(", not yet known to be more or less than {zone}"),
        Standing::Withheld => String::new(),
    };
    let (b, a) = (finding::label(summary, pair.b), finding::label(summary, pair.a));
    format!("{}, {b} minus {a}: {difference}{matters}", measure.label)
}

/// What a sample without any difference leaves open.
fn unseen(summary: &Summary, pair: &PairSummary) -> String {
    let percent = (100.0 * pair.comparison.most_unseen()).ceil();
    format!(
        "; but up to {percent} % of {} may differ (95 % confidence), by an unknown amount",
        simulated(summary.measured_weeks)
    )
}

/// A difference with the error of its mean: `+2.1 pp ±0.1`; without it where the sample cannot carry
/// one.
fn difference(format: &Format, comparison: &Comparison) -> String {
    let difference = &comparison.difference;
    let format = format.for_difference(difference.mean, difference.half_width());
    let is_carried = comparison.support.is_interval_carried();
    let error = if is_carried { format.error(difference.half_width()) } else { String::new() };
    format!("{} {error}", format.difference(difference.mean)).trim_end().into()
}

/// A difference between two policies in words, with its error: `−1.3 pp ±0.6`.
pub fn difference_words(measure: &Measure, currency: &str, difference: &Estimate) -> String {
    let (mean, error) = (difference.mean, difference.half_width());
    let format = Format::new(measure, currency, [mean]).for_difference(mean, error);
    let text = format!("{} {}", format.difference(mean), format.error(error));
    text.trim_end().replace(['\u{A0}', '\u{202F}'], " ")
}

/// What is written so far.
pub(super) struct Page<'a> {
    text: String,
    screen: Screen<'a>,
}

impl<'a> Page<'a> {
    pub(super) fn new(screen: Screen<'a>) -> Self {
        Self { text: String::new(), screen }
    }

    /// Columns of the terminal.
    pub(super) fn width(&self) -> usize {
        self.screen.width
    }

    /// The folder with the files, if any were written.
    pub(super) fn folder(&self) -> Option<&'a Path> {
        self.screen.folder
    }

    /// The whole page. A terminal's plain space can be copied and searched for.
    pub(super) fn text(self) -> String {
        self.text.replace(['\u{A0}', '\u{202F}'], " ")
    }

    /// The finding.
    pub(super) fn headline(&mut self, text: &str) {
        self.line(BOLD, text);
    }

    /// A line that is not broken, whatever its length.
    pub(super) fn plain(&mut self, text: &str) {
        self.push("", "", text.trim_end());
    }

    pub(super) fn blank(&mut self) {
        self.text.push('\n');
    }

    fn line(&mut self, style: &str, text: &str) {
        for line in wrapped(text, self.screen.width) {
            self.push(style, "", &line);
        }
    }

    fn indented(&mut self, text: &str) {
        for line in wrapped(text, self.screen.width.saturating_sub(1)) {
            self.push("", " ", &line);
        }
    }

    /// A line that begins with what it is about.
    pub(super) fn note(&mut self, about: &str, text: &str) {
        const HANG: usize = 15;
        let style = if about == "warning" { YELLOW } else { "" };
        let lines = wrapped(text, self.screen.width.saturating_sub(HANG));
        for (index, line) in lines.iter().enumerate() {
            let about = if index == 0 { about } else { "" };
            let head = format!(" {about:width$}", width = HANG - 1);
            self.push(style, &head, line);
        }
    }

    pub(super) fn dim(&mut self, text: &str) {
        for line in wrapped(text, self.screen.width.saturating_sub(1)) {
            self.push(DIM, " ", &line);
        }
    }

    fn table(&mut self, table: &str) {
        self.text.push_str(table);
        self.blank();
    }

    fn push(&mut self, style: &str, head: &str, line: &str) {
        let (on, off) =
            if self.screen.color && !style.is_empty() { (style, PLAIN) } else { ("", "") };
        self.text.extend([on, head, line, off, "\n"]);
    }
}

/// `text` in lines of at most `width` characters, broken at spaces.
pub(super) fn wrapped(text: &str, width: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in text.split(' ') {
        let last = lines.last_mut().expect("there is a line");
        let longer = last.chars().count() + 1 + word.chars().count();
        if last.is_empty() {
            last.push_str(word);
        } else if longer <= width.max(20) {
            last.push(' ');
            last.push_str(word);
        } else {
            lines.push(word.into());
        }
    }
    lines
}

/// How many runs of what, in words.
fn runs(summary: &Summary) -> String {
    let of_each =
        if summary.policies.len() > 1 { " of each policy with the same random events" } else { "" };
    let planned = if summary.replications < summary.replications_planned {
        format!(" (interrupted: {} planned)", count(&summary.replications_planned))
    } else {
        String::new()
    };
    format!("{}{of_each}{planned}", plural(summary.replications.into(), "run"))
}
