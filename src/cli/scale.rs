//! `scale`: the factors of market cost of a scenario, recorded beside it.

use std::path::Path;

use super::job::plain;
use super::market_cost::{ALL, beside, holds, is_asked, keep_record, seek, text_of};
use super::place::pool;
use super::watching::Manner;
use super::{Code, ScaleOptions, files, talk};
use crate::experiment::scaling::{self, Scaling};
use crate::report;
use crate::scenario::Scenario;

pub(super) fn scale(options: &ScaleOptions) -> Code {
    if options.file == Path::new(files::STANDARD_INPUT) {
        return talk::refuse(
            "`scale` writes its record beside the scenario\nhint: name a file instead of `-`",
        );
    }
    let Some(scenario) = files::load(Some(&options.file)) else { return Code::Refused };
    let (scenario, _) = scenario.with_cells();
    if !is_asked(&scenario) {
        return talk::refuse(&format!(
            "no policy that `{}` compares asks for market cost\nhint: `scale = \"market\"` in its \
             `[policies.NAME.pay]`",
            options.file.display()
        ));
    }
    let target = beside(&options.file);
    let (shown, text) = (target.display(), text_of(&target));
    let recorded =
        text.as_deref().and_then(|text| report::read_scale(text, &scenario.scaling_hash()));
    let needed = scaling::needed(&scenario, ALL);
    if let Some(scaling) = recorded.as_ref().filter(|recorded| holds(recorded, &needed)) {
        return talk::result(&format!("`{shown}` fits\n{}", told(&scenario, scaling)));
    }
    if options.check {
        let what = match (&text, &recorded) {
            (None, _) => "is not there",
            (_, None) => "does not fit",
            (_, Some(_)) => "does not hold all factors",
        };
        let file = options.file.display();
        talk::say(&format!("`{shown}` {what}: `posse scale {file}` writes it"));
        return Code::Failed;
    }
    if let Err(error) = report::check_record(&target) {
        return talk::fail(&error.to_string());
    }
    let pool = match pool(options.manner.jobs) {
        Ok((_, pool)) => pool,
        Err(code) => return code,
    };
    let manner = Manner::of(options.manner);
    let (asked, file) = ((&scenario, ALL, recorded.as_ref()), Some(options.file.as_path()));
    let scaling = match pool.install(|| seek(asked, file, manner)) {
        Ok(scaling) => scaling,
        Err(code) => return code,
    };
    match keep_record(&target, &scaling, &scenario) {
        Ok(()) => talk::result(&format!("wrote `{shown}`\n{}", told(&scenario, &scaling))),
        Err(error) => talk::fail(&error.to_string()),
    }
}

/// What was found, a line for each policy.
fn told(scenario: &Scenario, scaling: &Scaling) -> String {
    let label = |name: &str| {
        let policy = scenario.policies.iter().find(|policy| policy.name == name);
        policy.map(|policy| policy.label.clone())
    };
    let sentences = report::scale_sentences(scaling, &label);
    let lines: Vec<String> = sentences.iter().map(|line| format!("  {line}\n")).collect();
    plain(&lines.concat())
}
