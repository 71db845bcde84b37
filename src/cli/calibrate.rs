//! `fit --targets`: assumptions moved within their ranges until the first policy meets what a company says of
//! itself.

use std::fmt::Write as _;
use std::path::Path;

use super::place::pool;
use super::report::write;
use super::{Code, FitOptions, files, market_cost, talk};
use crate::experiment::{Calibration, NotCalibrated, calibrate};
use crate::report::calibration_text;

pub(super) fn fit_to_targets(options: &FitOptions, file: &Path) -> Code {
    if let Some(out) = options.out.as_ref().filter(|out| out.exists() && !options.force) {
        let shown = out.display();
        return talk::refuse(&format!(
            "`{shown}` is already there\nhint: name another file with `-o`, or replace it with `--force`"
        ));
    }
    let Some(mut scenario) = files::load(Some(file)) else { return Code::Refused };
    scenario.replications = options.replications.unwrap_or(scenario.replications);
    scenario.select_policies(&[0]);
    if let Err(code) = market_cost::settle(&mut scenario, &|_| true, (Some(file), options.manner)) {
        return code;
    }
    let pool = match pool(options.manner.jobs) {
        Ok((_, pool)) => pool,
        Err(code) => return code,
    };
    let calibration = match pool.install(|| calibrate(&scenario)) {
        Ok(calibration) => calibration,
        Err(NotCalibrated::Failed(failure)) => return talk::fail(&failure.to_string()),
        Err(why) => return talk::refuse(&why.to_string()),
    };
    if let Some(out) = &options.out {
        let text = overlay(&calibration, file);
        if let Err(message) = write(out, text.as_bytes()) {
            return talk::fail(&message);
        }
        if !options.manner.quiet {
            talk::say(&format!("wrote {}", out.display()));
        }
    }
    talk::result(&calibration_text(&calibration, &scenario.currency))
}

/// A scenario on top of the one that was calibrated: only what moved, with its range.
fn overlay(calibration: &Calibration, base: &Path) -> String {
    let mut text = format!(
        "# Assumptions moved by `posse fit --targets {}`.\nbase = \"{}\"\n",
        base.display(),
        files::name_of(base)
    );
    for moved in calibration.moves.iter().filter(|moved| moved.after != moved.before) {
        let (low, high) = (&moved.range.0.text, &moved.range.1.text);
        let _ = writeln!(
            text,
            "# as written: {}\n{} = {{ value = {}, uncertain = \"{low} to {high}\" }}",
            moved.before.text,
            moved.key,
            quoted(&moved.after.text)
        );
    }
    text
}

/// A number as it is, any other value in quotes.
fn quoted(text: &str) -> String {
    if text.parse::<f64>().is_ok() { text.to_owned() } else { format!("\"{text}\"") }
}
