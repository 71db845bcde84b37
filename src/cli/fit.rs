//! `fit`: a scenario of a company's own, from the histories of its deals.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use super::{Code, FitOptions, files, talk};
use crate::fitting::{Fit, fit_json, report, scenario_text};
use crate::records::{EventLog, read_log};
use crate::scenario::Scenario;

pub(super) fn fit(options: &FitOptions) -> Code {
    let json = beside(&options.out, "fit.json");
    let taken: Vec<&PathBuf> = [&options.out, &json].into_iter().filter(|p| p.exists()).collect();
    if let (Some(path), false) = (taken.first(), options.force) {
        let shown = path.display();
        return talk::refuse(&format!(
            "`{shown}` is already there\nhint: name another file with `-o`, or replace it with `--force`"
        ));
    }
    let Some(log) = log(&options.log) else { return Code::Refused };
    let fit = match Fit::of(&log) {
        Ok(fit) => fit,
        Err(little) => return talk::refuse(&little.to_string()),
    };
    let source = files::name_of(&options.log);
    let text = scenario_text(&fit, &source);
    talk::say(report(&fit).trim_end());
    // What is written runs: the reader of scenarios has the last word.
    let name = files::name_of(&options.out);
    if let Err(error) = Scenario::parse(text.as_bytes(), &name, &|_| None) {
        return talk::fail(&format!(
            "the fitted scenario is refused, so nothing is written: {error}"
        ));
    }
    let written = whole(&json, &fit_json(&fit, &source)).and_then(|()| whole(&options.out, &text));
    if let Err(error) = written {
        return talk::fail(&format!(
            "cannot write `{}`: {}",
            options.out.display(),
            talk::words(&error)
        ));
    }
    let shown = options.out.display();
    talk::result(&format!(
        "wrote {shown} and {}\nnext: posse check {shown}      what it says, and which numbers are assumed\n      \
         posse compare {shown}    the answer\n",
        json.display()
    ))
}

/// A file of the same name with another ending.
fn beside(path: &Path, ending: &str) -> PathBuf {
    path.with_extension(ending)
}

/// Reads an event log; every flaw of it goes to stderr, and then there is nothing to return.
pub(super) fn log(path: &Path) -> Option<EventLog> {
    let read = if path == Path::new(files::STANDARD_INPUT) {
        read_log(io::stdin().lock())
    } else {
        match File::open(path) {
            Ok(file) => read_log(file),
            Err(error) => {
                talk::error(&files::unreadable_log(path, &error));
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

/// Writes a file whole or not at all.
fn whole(path: &Path, text: &str) -> io::Result<()> {
    let fresh = path.with_extension("fresh");
    fs::write(&fresh, text)
        .and_then(|()| fs::rename(&fresh, path))
        .inspect_err(|_| drop(fs::remove_file(&fresh)))
}
