//! The screen of a sweep: the finding, a map in characters, the flip points in words.

use super::{findings, turns, words};
use crate::experiment::sweep::Level;
use crate::experiment::sweep::{Best, CellSummary, Layout, Regimes, SweepAxis, SweepSummary};
use crate::report::console::{Page, Screen};
use crate::report::format::{count, truncated};

/// The marks of policies on a map, in order; later ones are numbers.
const MARKS: [char; 4] = ['○', '●', '▲', '◆'];
const TIE: char = '·';
const OPEN: char = '?';
const WITHHELD: char = 'x';
/// Characters at the head of a line.
const HEAD: usize = 13;
/// Keys of an axis that are told one by one.
const MOST_KEYS: usize = 4;
/// Rows whose flips are told one by one.
const MOST_ROWS: usize = 8;

/// What a manager needs to know of a sweep.
pub fn sweep_screen(summary: &SweepSummary, screen: Screen) -> String {
    let mut page = Page::new(screen);
    page.headline(&findings::headline(summary));
    if let Layout::Grid { columns, rows } = summary.layout {
        page.blank();
        draw_map(&mut page, summary, (columns, rows));
    }
    for other in 1..summary.policies.len() {
        if let Some(regimes) = words::regimes(summary, summary.primary, other - 1) {
            about_pair(&mut page, summary, regimes);
        }
    }
    page.blank();
    notes(&mut page, summary);
    page.text()
}

/// A pair's finding in the primary measure, then its flips.
fn about_pair(page: &mut Page, summary: &SweepSummary, regimes: &Regimes) {
    page.blank();
    if summary.policies.len() > 2 {
        page.headline(&findings::pair(summary, regimes));
    }
    page.note("verdicts", &words::shares(summary, regimes));
    let is_other =
        |other: &&Regimes| other.measure != regimes.measure && other.pair == regimes.pair;
    for money in summary.regimes.iter().filter(is_other) {
        let label = truncated(&summary.measures[money.measure].label, HEAD);
        page.note(&label, &words::shares(summary, money));
    }
    if let Some(words) = turns::over_rows(summary, regimes) {
        page.note("break-even", &words);
    }
    // Of one axis and two policies the headline says it all.
    if summary.axes.len() > 1 || summary.policies.len() > 2 {
        rows(page, summary, regimes);
    }
}

/// The flips of the rows from above, or of some of them, evenly spaced.
fn rows(page: &mut Page, summary: &SweepSummary, regimes: &Regimes) {
    let count = regimes.rows.len();
    let shown = count.min(MOST_ROWS);
    for place in (0..shown).rev() {
        let row = &regimes.rows[if shown > 1 { place * (count - 1) / (shown - 1) } else { 0 }];
        let words = turns::row_words(summary, regimes, row);
        let head = summary.axes.get(1).map(|axis| words::level(axis, &axis.levels[row.row]));
        page.note(&truncated(&head.unwrap_or_else(|| "flips".into()), HEAD), &words);
    }
    if shown < count {
        page.note("…", &format!("the other {} rows: results.json", count - shown));
    }
}

fn draw_map(page: &mut Page, summary: &SweepSummary, (columns, rows): (usize, usize)) {
    let second = summary.axes.get(1);
    let heads: Vec<String> = match second {
        Some(axis) => axis.levels.iter().map(|level| words::level(axis, level)).collect(),
        None => vec![String::new()],
    };
    let margin = heads.iter().map(|head| head.chars().count()).max().unwrap_or(0) + 2;
    let gap = if margin + 2 * columns <= page.width() { " " } else { "" };
    if let Some(axis) = second {
        page.plain(&format!(" {} (upwards)", axis_name(axis)));
    }
    for row in (0..rows).rev() {
        let cells = &summary.cells[row * columns..(row + 1) * columns];
        let marks: Vec<String> = cells.iter().map(|cell| mark(cell).to_string()).collect();
        page.plain(&format!(" {:>width$} {}", heads[row], marks.join(gap), width = margin - 2));
    }
    let axis = &summary.axes[0];
    let ends = [&axis.levels[0], &axis.levels[columns - 1]].map(|end| words::level(axis, end));
    let across = columns + gap.len() * (columns - 1);
    let room = across.saturating_sub(ends[0].chars().count()).max(1 + ends[1].chars().count());
    let under = format!("{}{:>room$}   {}", ends[0], ends[1], axis_name(axis));
    page.plain(&format!("{:margin$}{under}", ""));
    page.blank();
    page.dim(&legend(summary));
}

fn axis_name(axis: &SweepAxis) -> String {
    let key = match &axis.keys[..] {
        [first, rest @ ..] if rest.len() >= MOST_KEYS => format!("{first} and {} more", rest.len()),
        keys => keys.join(", "),
    };
    if axis.label.replace(' ', "").eq_ignore_ascii_case(&key) {
        return axis.label.clone();
    }
    format!("{} · {key}", axis.label)
}

fn mark(cell: &CellSummary) -> char {
    match &cell.best {
        Best::One(policy) => policy_mark(*policy),
        Best::Level(_) => TIE,
        Best::Open => OPEN,
        Best::Withheld => WITHHELD,
    }
}

fn policy_mark(policy: usize) -> char {
    let later = || char::from_digit(u32::try_from(policy + 1).unwrap_or(0), 36).unwrap_or('+');
    MARKS.get(policy).copied().unwrap_or_else(later)
}

fn legend(summary: &SweepSummary) -> String {
    let mut parts: Vec<String> = (0..summary.policies.len())
        .map(|policy| format!("{} {}", policy_mark(policy), words::label(summary, policy)))
        .collect();
    parts.push(format!("{TIE} too close to matter"));
    parts.push(format!("{OPEN} can’t tell yet"));
    let is_withheld = |cell: &CellSummary| cell.best == Best::Withheld;
    if summary.cells.iter().any(is_withheld) {
        parts.push(format!("{WITHHELD} undefined in too many runs"));
    }
    parts.join("   ")
}

fn notes(page: &mut Page, summary: &SweepSummary) {
    let base: Vec<String> = summary
        .axes
        .iter()
        .filter_map(|axis| {
            let base: &Level = axis.base.as_ref()?;
            Some(format!("{} = {}", axis.keys[0], base.text))
        })
        .collect();
    if !base.is_empty() {
        page.note("as written", &base.join(" · "));
    }
    for warning in &summary.warnings {
        page.note("warning", warning);
    }
    let is_open = |regimes: &&Regimes| regimes.measure == summary.primary && regimes.counts[3] > 0;
    if summary.regimes.iter().any(|regimes| is_open(&regimes)) {
        let most = count(&(summary.most_runs.saturating_mul(4)));
        page.note("try next", &format!("`--max-runs {most}` for the cells still undecided"));
    }
    if let Some(folder) = page.folder() {
        let words =
            format!("{}: charts (SVG and PNG), results.json, tables (CSV)", folder.display());
        page.note("files", &words);
    }
    page.blank();
    page.dim(&format!(
        "Every verdict rests on a 95 % confidence interval; among many cells a few are wrong by chance. {} · {} events",
        words::provenance(summary),
        count(&summary.events)
    ));
}
