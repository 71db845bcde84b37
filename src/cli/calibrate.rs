//! `fit --targets`: assumptions moved within their ranges until the first policy meets what a company says of
//! itself.

use std::path::{Path, PathBuf};

use super::place::pool;
use super::report::write;
use super::{Code, FitOptions, files, market_cost, talk};
use crate::experiment::{Calibration, NotCalibrated, calibrate};
use crate::report::calibration_text;
use crate::scenario::{Kind, Scenario};
use crate::studio;

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
        let (text, name) = (&scenario.files[0].text, files::name_of(out));
        let Some(text) = moved(text, &calibration).filter(|text| {
            Scenario::parse(text.as_bytes(), &name, &|name| files::beside(&folder(file), name))
                .is_ok()
        }) else {
            talk::say(calibration_text(&calibration, &scenario.currency).trim_end());
            return talk::fail(&format!(
                "cannot write `{name}`: what moved stands in a base of `{}`\nhint: put the values into it yourself",
                file.display()
            ));
        };
        if let Err(message) = write(out, text.as_bytes()) {
            return talk::fail(&message);
        }
        if !options.manner.quiet {
            talk::say(&format!("wrote {}", out.display()));
        }
    }
    talk::result(&calibration_text(&calibration, &scenario.currency))
}

fn folder(file: &Path) -> PathBuf {
    file.parent().unwrap_or(Path::new("")).to_owned()
}

/// The text of the scenario with the values found, and what of their ranges lies around them evenly; all else as it
/// stands.
fn moved(text: &str, calibration: &Calibration) -> Option<String> {
    let moves = calibration.moves.iter().filter(|moved| moved.after != moved.before);
    moves.into_iter().try_fold(text.to_owned(), |text, moved| {
        let keys = |last: &'static str| -> Vec<String> {
            moved.key.split('.').chain([last]).map(str::to_owned).collect()
        };
        let range = format!("{} to {}", moved.around.0.text, moved.around.1.text);
        let text = studio::set(&text, &keys("value"), &moved.after.text, Kind::Names)?;
        studio::set(&text, &keys("uncertain"), &range, Kind::Text)
    })
}
