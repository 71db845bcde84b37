//! `report --live`: the engine that a page carries along, and the inputs that its readers can move.

use std::fs;
use std::path::Path;

use super::{files, talk};
use crate::experiment::sensitivity::{Findings, SensitivitySummary};
use crate::report::Source;
use crate::report::handover::{Chapter, Lever, Live, Moves, Studied};
use crate::scenario::{Axis, Draft, Level, Levels, MODEL, Variation};

/// The file that the build of `live/` makes.
const ENGINE: &str = "posse_live.wasm";
/// How it is made.
const BUILD: &str = "build it once: `rustup target add wasm32-unknown-unknown`, then `cargo build --release \
                     --manifest-path live/Cargo.toml --target wasm32-unknown-unknown --target-dir target`";
/// Inputs of a `sensitivity` at most.
const MOST_INPUTS: usize = 6;

/// What a page needs to run the scenario of these studies: the `sources` are its files.
pub(super) fn live(
    studies: &[Studied],
    sources: &[Source],
    asked: &[String],
    engine: Vec<u8>,
) -> Result<Live, String> {
    let of_one_world = |chapter: &Chapter| match chapter {
        Chapter::Comparison(found) => found.summary.uncertainty.is_none(),
        _ => true,
    };
    if !studies.iter().all(|study| of_one_world(&study.chapter)) {
        return Err(
            "`--live` needs one world, and this study draws another one in every run\nhint: \
                    make the comparison without `uncertain` inputs"
                .to_owned(),
        );
    }
    let is_comparison = |study: &Studied| matches!(&study.chapter, Chapter::Comparison(found) if found.summary.policies.len() > 1);
    if !studies.iter().any(is_comparison) {
        return Err("`--live` needs two policies\nhint: add the folder of a `compare`".to_owned());
    }
    // The built-in scenario is no file.
    let built_in = [files::built_in_source()];
    let sources = if sources.is_empty() { &built_in } else { sources };
    let levers = levers(studies, sources, asked)?;
    if levers.is_empty() {
        return Err(
            "there is no input to move\nhint: name one with `--lever KEY=VALUES`, or add the \
                    folder of a `sweep` or a `sensitivity`"
                .to_owned(),
        );
    }
    let files = sources.iter().map(|file| (file.name.clone(), file.text.clone())).collect();
    Ok(Live { engine, files, levers })
}

/// The engine in this file, or where it should be; it must hold the model of this program.
pub(super) fn engine(asked: Option<&Path>) -> Result<Vec<u8>, String> {
    let beside = std::env::current_exe().unwrap_or_default().with_file_name(ENGINE);
    let built = beside.with_file_name("..").join("wasm32-unknown-unknown/release").join(ENGINE);
    let usual = || [beside, built].into_iter().find(|path| path.is_file());
    let Some(path) = asked.map(Path::to_owned).or_else(usual) else {
        return Err(format!("the engine for pages, `{ENGINE}`, is not there\nhint: {BUILD}"));
    };
    let shown = path.display();
    let engine = fs::read(&path)
        .map_err(|error| format!("cannot read `{shown}`: {}", talk::words(&error)))?;
    if !engine.windows(MODEL.len()).any(|part| part == MODEL.as_bytes()) {
        return Err(format!("`{shown}` is not the engine of this version\nhint: {BUILD}"));
    }
    Ok(engine)
}

/// What can be moved: what was asked for, then the axes of sweeps, then inputs that move the answer.
fn levers(studies: &[Studied], sources: &[Source], asked: &[String]) -> Result<Vec<Lever>, String> {
    let load =
        |name: &str| sources.iter().find(|file| file.name == name).map(|file| file.text.clone());
    let (name, text) = sources.first().map_or(("", ""), |file| (&file.name, &file.text));
    let draft = Draft::read(text.as_bytes(), name, &load).map_err(|error| error.to_string())?;
    let variation = Variation::read(draft.clone(), asked).map_err(|error| error.to_string())?;
    let mut moved: Vec<(String, Axis)> = asked.iter().cloned().zip(variation.axes).collect();
    if let Some((words, _)) = moved.iter().find(|(_, axis)| axis.base.is_none()) {
        return Err(format!(
            "`{words}` has no value from which to move it\nhint: give it one in the scenario"
        ));
    }
    for words in studies.iter().flat_map(|study| found(&study.chapter)) {
        let Ok(mut read) = Variation::read(draft.clone(), std::slice::from_ref(&words)) else {
            continue;
        };
        let axis = read.axes.remove(0);
        let is_new =
            !moved.iter().any(|(_, known)| known.keys.iter().any(|key| axis.keys.contains(key)));
        if is_new && axis.base.is_some() {
            moved.push((words, axis));
        }
    }
    Ok(moved.into_iter().filter_map(lever).collect())
}

/// An axis as readers move it; none where the scenario has no value on it.
fn lever((words, axis): (String, Axis)) -> Option<Lever> {
    let base = axis.base?;
    let values = match axis.levels {
        Levels::Range { from, to, whole, .. } => Moves::Between(from, to, whole),
        Levels::List(levels) => Moves::Among(levels.into_iter().map(|level| level.text).collect()),
    };
    let written = (base.text, base.number);
    Some(Lever { words, label: axis.label, unit: axis.unit, written, values })
}

/// The inputs that a study moved, as `--vary` has them.
fn found(chapter: &Chapter) -> Vec<String> {
    match chapter {
        Chapter::Sweep(sweep) => {
            sweep.axes.iter().map(|axis| words(&axis.keys, &axis.levels, axis.is_numeric)).collect()
        }
        Chapter::Sensitivity(found) => most_moving(found),
        Chapter::Comparison(_) | Chapter::Why(_) => Vec::new(),
    }
}

/// The inputs that move the answer most, the first the most.
fn most_moving(summary: &SensitivitySummary) -> Vec<String> {
    let Findings::Tornado { bars, .. } = &summary.findings else { return Vec::new() };
    let mut bars: Vec<_> = bars.iter().filter(|bar| !bar.is_idle).collect();
    bars.sort_by(|one, other| other.swing.abs().total_cmp(&one.swing.abs()));
    let input = |input: usize| {
        let input = &summary.inputs[input];
        let is_numeric = input.levels.iter().all(|level| level.number.is_finite());
        words(&input.keys, &input.levels, is_numeric)
    };
    bars.into_iter().take(MOST_INPUTS).map(|bar| input(bar.input)).collect()
}

fn words(keys: &[String], levels: &[Level], is_numeric: bool) -> String {
    let texts: Vec<&str> = levels.iter().map(|level| level.text.as_str()).collect();
    let values = match texts.as_slice() {
        [first, .., last] if is_numeric => format!("{first}..{last}"),
        _ => texts.join(","),
    };
    format!("{}={values}", keys.join(","))
}
