//! The three phases: engage, select, drive.

use super::book::Book;
use super::drawing::color;
use super::options::{of_measures, said, said_of};
use crate::experiment::Summary;
use crate::report::finding;
use crate::report::format::count;
use crate::sales::Phase;

/// A phase: its name, what its bars count, and the measures that tell of it.
struct Part {
    id: &'static str,
    name: &'static str,
    what: String,
    bars: Vec<f64>,
    keys: [&'static str; 4],
}

/// The section.
pub(super) fn section(book: &Book<'_>, summary: &Summary) -> String {
    let parts = [engage(summary), select(summary), drive(summary)];
    let title = said_of(summary, ["dialogues", "wins"]);
    let title = title.unwrap_or_else(|| "Engage, select, drive".to_owned());
    let columns: String = parts.iter().map(|part| column(book, summary, part)).collect();
    let keys = parts.iter().flat_map(|part| part.keys);
    let measures: Vec<usize> = keys.filter_map(|key| finding::measure(summary, key)).collect();
    let table = of_measures(summary, "The three phases in numbers", &measures);
    format!(
        "<section id=\"phases\"><h2>{}</h2>{}<div class=\"stages\">{columns}</div>{}</section>",
        book.words.said(&title),
        key(book, summary),
        table.behind("Show the phases in numbers", &book.words)
    )
}

/// Names of the policies in their colours.
pub(super) fn key(book: &Book<'_>, summary: &Summary) -> String {
    let one = |policy: usize| {
        let label = finding::label(summary, policy);
        format!("<b class=\"t{}\">{}</b>", color(policy), book.words.said(&label))
    };
    let all: String = (0..summary.policies.len()).map(one).collect();
    format!("<p class=\"key\">{all}</p>")
}

fn means(summary: &Summary, key: &str) -> Vec<f64> {
    let measure = finding::measure(summary, key);
    let mean = |policy| Some(finding::estimate(summary, policy, measure?)?.mean);
    (0..summary.policies.len()).map(|policy| mean(policy).unwrap_or(f64::NAN)).collect()
}

fn engage(summary: &Summary) -> Part {
    let leads = means(summary, "leads");
    let first = leads.first().copied().unwrap_or(f64::NAN).round();
    let what = if first.is_finite() && first > 0.0 {
        format!("Buyers talked with, of {} leads", count(&first))
    } else {
        "Buyers talked with".to_owned()
    };
    let keys = ["dialogues", "response_time_p50", "never_worked_share", "cost_per_dialogue"];
    Part { id: "engage", name: "Engage", what, bars: means(summary, "dialogues"), keys }
}

/// How many deals are pursued: with buyers, those that come to the last phase.
fn select(summary: &Summary) -> Part {
    let pursued = |policy: &crate::experiment::PolicySummary| {
        policy.buyers.as_ref().map(|of| of.sum(|flow| flow.phase == Phase::Drive).leads)
    };
    let bars: Option<Vec<f64>> = summary.policies.iter().map(pursued).collect();
    let (what, bars) = match bars {
        Some(bars) => ("Deals pursued after qualification", bars),
        None => ("Opportunities that ended", means(summary, "opportunities_ended")),
    };
    let keys = ["right_no_rate", "lost_good_fits", "hours_on_lost_share", "time_to_no_p50"];
    Part { id: "select", name: "Select", what: what.to_owned(), bars, keys }
}

fn drive(summary: &Summary) -> Part {
    let keys = ["win_rate", "win_win_rate", "lead_time_p85", "decisions_per_week"];
    let bars = means(summary, "wins");
    Part { id: "drive", name: "Drive", what: "Deals won".to_owned(), bars, keys }
}

fn column(book: &Book<'_>, summary: &Summary, part: &Part) -> String {
    let most = part.bars.iter().copied().filter(|bar| bar.is_finite()).fold(0.0, f64::max);
    let bar = |(policy, value): (usize, &f64)| {
        let share = if most > 0.0 && value.is_finite() { 100.0 * value / most } else { 0.0 };
        let number = if value.is_finite() { count(&value.round()) } else { "–".to_owned() };
        let label = finding::label(summary, policy);
        format!(
            "<div class=\"bar\"><svg viewBox=\"0 0 100 10\" preserveAspectRatio=\"none\" \
             aria-hidden=\"true\"><rect class=\"p{}\" width=\"{share:.1}\" \
             height=\"10\"/></svg><b><span class=\"sr\">{}: </span>{}</b></div>",
            color(policy),
            book.words.said(&label),
            book.words.said(&number)
        )
    };
    let bars: String = part.bars.iter().enumerate().map(bar).collect();
    let sentences = part.keys.iter().filter_map(|key| said(summary, key)).take(2);
    let text = sentences.collect::<Vec<_>>().join(" ");
    format!(
        "<section aria-labelledby=\"ph-{0}\"><h3 id=\"ph-{0}\">{1}</h3><p class=\"sub\">{2}</p>{bars}\
         <p class=\"small\">{3}</p></section>",
        part.id,
        part.name,
        book.words.said(&part.what),
        book.words.said(&text)
    )
}
