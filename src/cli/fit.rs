//! `fit`: a scenario of a company's own, from the histories of its deals.

use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};

use super::report::write;
use super::roster::Listed;
use super::{Code, FitOptions, calibrate, files, problems, roster, talk};
use crate::fitting::{Fit, Roster, fit_json, report, scenario_text};
use crate::records::{EventLog, read_log};
use crate::scenario::Scenario;

pub(super) fn fit(options: &FitOptions) -> Code {
    match (&options.targets, &options.log) {
        (Some(file), _) => calibrate::fit_to_targets(options, file),
        (None, Some(log)) => fit_to_log(options, log),
        (None, None) => talk::refuse("name an event log, or a scenario with `--targets`"),
    }
}

fn fit_to_log(options: &FitOptions, path: &Path) -> Code {
    let out = options.out.clone().unwrap_or_else(|| PathBuf::from("mine.toml"));
    let json = out.with_extension("fit.json");
    let taken: Vec<&PathBuf> = [&out, &json].into_iter().filter(|p| p.exists()).collect();
    if let (Some(path), false) = (taken.first(), options.force) {
        let shown = path.display();
        return talk::refuse(&format!(
            "`{shown}` is already there\nhint: name another file with `-o`, or replace it with `--force`"
        ));
    }
    let people = match roster::read(&options.roster) {
        Ok(people) => people,
        Err(code) => return code,
    };
    let Some(log) = log(path) else { return Code::Refused };
    let names = (&*files::name_of(path), &*files::name_of(&out));
    let (text, numbers) = match fitted(&log, people, names, options.manner.quiet) {
        Ok(fitted) => fitted,
        Err(code) => return code,
    };
    let written = write(&json, numbers.as_bytes());
    if let Err(message) = written.and_then(|()| write(&out, text.as_bytes())) {
        return talk::fail(&message);
    }
    let shown = out.display();
    talk::result(&format!(
        "wrote {shown} and {}\nnext: posse check {shown}      what it says, and which numbers are assumed\n      \
         posse compare {shown}    the answer\n",
        json.display()
    ))
}

/// The scenario of a log and all numbers of its fit, as texts. What was found goes to stderr; and so does why
/// there is none.
pub(super) fn fitted(
    log: &EventLog,
    people: Option<Listed>,
    (source, name): (&str, &str),
    quiet: bool,
) -> Result<(String, String), Code> {
    let fit = Fit::of(log).map_err(|little| talk::refuse(&little.to_string()))?;
    let (roster, text) = if let Some(mut listed) = people {
        let roster = listed_groups(&mut listed, &fit, log)?;
        let text = listed.with_plans(&scenario_text(&fit, &roster, source));
        (roster, text.ok_or_else(|| talk::refuse(NO_TABLES))?)
    } else {
        let roster = Roster::of_owners(&fit);
        let text = scenario_text(&fit, &roster, source);
        (roster, text)
    };
    if !quiet {
        talk::say(report(&fit, &roster).trim_end());
    }
    // What is written runs: the reader of scenarios has the last word.
    match Scenario::parse(text.as_bytes(), name, &|_| None) {
        Ok(_) => Ok((text, fit_json(&fit, &roster, source))),
        Err(error) if roster.has_plans() => {
            problems::show(&error.problems, &error.files, Path::new(""));
            let why = "the scenario with these plans is refused, so nothing is written";
            Err(talk::refuse(&format!("{why}\nhint: mend the plans, or leave out `--plans`")))
        }
        Err(error) => Err(talk::fail(&format!(
            "the fitted scenario is refused, so nothing is written: {error}"
        ))),
    }
}

const NO_TABLES: &str = "the plans cannot be taken over\nhint: write each as a table of its own in this file, e.g. `[plans.ae]`";

/// The people of a list as groups; what of the list has no place in a scenario is among their notes.
fn listed_groups(listed: &mut Listed, fit: &Fit, log: &EventLog) -> Result<Roster, Code> {
    let (members, notes) = listed.members(fit.window.until);
    let mut roster = Roster::of_list(&members, fit, log).ok_or_else(|| {
        talk::refuse("nobody on the list is there when the log ends, or comes later")
    })?;
    roster.notes.splice(0..0, notes);
    Ok(roster)
}

/// Reads an event log; every flaw of it goes to stderr, and then there is nothing to return.
pub(super) fn log(path: &Path) -> Option<EventLog> {
    let read = if path == Path::new(files::STANDARD_INPUT) {
        read_log(io::stdin().lock())
    } else {
        match File::open(path) {
            Ok(file) => read_log(file),
            Err(error) => {
                let hint = "`posse import` makes an event log of a CRM's export";
                talk::error(&files::unreadable_list(path, &error, hint));
                return None;
            }
        }
    };
    match read {
        Ok(log) => Some(log),
        Err(flaws) => {
            for flaw in flaws {
                talk::error(&format!("{}, {flaw}", path.display()));
            }
            talk::say(
                "hint: `posse import` makes an event log of a CRM's export; docs/event-log.md says what one holds",
            );
            None
        }
    }
}
