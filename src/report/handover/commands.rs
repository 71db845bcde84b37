//! The commands by which every number can be made again.

use super::book::{Book, Chapter};
use super::words::Words;
use super::words::escaped;

/// The section.
pub(super) fn section(book: &Book<'_>) -> String {
    let lines: Vec<String> = book.studies.iter().map(|study| escaped(&study.typed())).collect();
    let first = &book.studies[0].chapter;
    let (scenario, seed) = match first {
        Chapter::Comparison(of) => (&of.summary.scenario, of.summary.seed),
        Chapter::Why(why) => (&why.scenario, why.seed),
        Chapter::Sweep(sweep) => (&sweep.scenario, sweep.seed),
        Chapter::Sensitivity(of) => (&of.scenario, of.seed),
    };
    let version = env!("CARGO_PKG_VERSION");
    format!(
        "<section id=\"commands\"><h2>Every number can be made again</h2><p>With posse {version} and the \
         same files, on any machine, to the last digit:</p><pre tabindex=\"0\">{}</pre><p \
         class=\"sub\">Scenario {} · seed {seed} · world {}</p></section>",
        lines.join("\n"),
        Words::name(scenario),
        escaped(first.world().get(..12).unwrap_or_default())
    )
}
