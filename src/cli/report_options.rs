//! Options of `report`.

use std::path::PathBuf;

use clap::Args;
use clap::builder::{PossibleValuesParser, TypedValueParser};

use crate::report::handover::Numbers;

#[derive(Debug, Args)]
pub(super) struct ReportOptions {
    /// Folders with results of the same world: of `compare`, and if there are any of `why`, `sweep` and
    /// `sensitivity`
    #[arg(required = true, value_name = "FOLDER")]
    pub(super) folders: Vec<PathBuf>,
    /// The page
    #[arg(long, short, value_name = "FILE", default_value = "report.html")]
    pub(super) out: PathBuf,
    /// Also write slides, beside the page with the ending `.pptx`: a title, five charts, notes
    #[arg(long)]
    pub(super) slides: bool,
    /// Let readers move inputs: the page carries the simulator, and runs the policies again. The inputs are
    /// those of each `sweep` and the six of a `sensitivity` that move the answer most
    #[arg(long)]
    pub(super) live: bool,
    /// Another input that readers can move, as `sweep --vary` has it: `people.seller.count=6..18`
    #[arg(long, value_name = "KEY=VALUES", requires = "live")]
    pub(super) lever: Vec<String>,
    /// The engine for `--live`, `posse_live.wasm`, if it lies neither beside `posse` nor where it is built
    #[arg(long, value_name = "FILE", requires = "live")]
    pub(super) engine: Option<PathBuf>,
    /// For whom it is, at its head
    #[arg(long, value_name = "NAME")]
    pub(super) client: Option<String>,
    /// A picture for its head, PNG or SVG
    #[arg(long, value_name = "FILE")]
    pub(super) logo: Option<PathBuf>,
    /// A date for its head, as it is to be read
    #[arg(long, value_name = "TEXT")]
    pub(super) date: Option<String>,
    /// How numbers are written: 1,234.5 in English, 1.234,5 in German, 1 234,5 in French, 1’234.5 in
    /// Switzerland
    #[arg(long, value_name = "LANGUAGE", default_value = "en", value_parser = numbers())]
    pub(super) numbers: Numbers,
    /// Replace a file that posse did not write
    #[arg(long)]
    pub(super) force: bool,
}

fn numbers() -> impl TypedValueParser<Value = Numbers> {
    let named = |word: String| Numbers::named(&word).expect("one of those named");
    PossibleValuesParser::new(Numbers::ALL.map(Numbers::name)).map(named)
}
