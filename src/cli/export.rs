//! `export`: the events of a run as a company's records.

use std::fs;
use std::path::{Path, PathBuf};

use super::compare::policy_named;
use super::look_options::{ExportOptions, Form};
use super::report::write;
use super::{Code, files, market_cost, talk};
use crate::experiment::{Design, Ready, Trace};
use crate::report::export;
use crate::scenario::Scenario;

pub(super) fn export(options: &ExportOptions) -> Code {
    let Some(read) = files::load(options.file.as_deref()) else { return Code::Refused };
    let (mut scenario, _) = read.with_cells();
    scenario.seed = options.seed.unwrap_or(scenario.seed);
    let policy = match wanted(&scenario, options) {
        Ok(policy) => policy,
        Err(messages) => return talk::refuse_all(&messages),
    };
    let name = scenario.policies[policy].name.clone();
    let asked = (options.file.as_deref(), options.manner);
    if let Err(code) = market_cost::settle(&mut scenario, &|other| other == name, asked) {
        return code;
    }
    scenario.select_policies(&[policy]);
    let design = match Ready::of(&scenario) {
        Ok(ready) => Design::new(ready),
        Err(waits) => return talk::fail(&waits.to_string()),
    };
    let trace = match design.observe(0, options.replication, Trace::default()) {
        Ok((_, trace)) => trace,
        Err(failure) => return talk::fail(&failure.to_string()),
    };
    written(&texts(&design, &trace, options.form), options)
}

/// The policy asked for, or everything that cannot be done.
fn wanted(scenario: &Scenario, options: &ExportOptions) -> Result<usize, Vec<String>> {
    let mut wrong = Vec::new();
    let policy = options.policy.as_deref().map_or(Ok(0), |name| policy_named(scenario, name));
    let policy = policy.unwrap_or_else(|message| {
        wrong.push(message);
        0
    });
    let planned = scenario.replications;
    if options.replication >= planned {
        let last = planned - 1;
        wrong.push(format!(
            "no run {}\nhint: the runs are numbered from 0 to {last}",
            options.replication
        ));
    }
    match &options.out {
        None if options.form == Form::Crm => {
            wrong.push("tables of a CRM need a folder\nhint: e.g. `-o crm`".to_owned());
        }
        Some(out) if !options.force => {
            let taken = places(out, options.form).into_iter().filter(|place| place.exists());
            wrong.extend(taken.map(|place| {
                let shown = place.display();
                format!(
                    "`{shown}` is there\nhint: choose another name, or replace it with `--force`"
                )
            }));
        }
        _ => {}
    }
    if wrong.is_empty() { Ok(policy) } else { Err(wrong) }
}

const TABLES: [&str; 3] = ["Opportunity.csv", "OpportunityHistory.csv", "truth.csv"];

/// What is written.
fn places(out: &Path, form: Form) -> Vec<PathBuf> {
    match form {
        Form::Crm => TABLES.map(|name| out.join(name)).to_vec(),
        _ => vec![out.to_owned()],
    }
}

/// The texts of what is written, in the order of [`places`].
fn texts(design: &Design<'_>, trace: &Trace, form: Form) -> Vec<Vec<u8>> {
    let log = export::log_of_run(design, 0, trace);
    match form {
        Form::Csv => vec![export::log_csv(&log).expect("writing into memory cannot fail")],
        Form::Xes => vec![export::xes(&log).into_bytes()],
        Form::Ocel => vec![format!("{:#}\n", export::ocel(&log)).into_bytes()],
        Form::Crm => {
            let [(_, deals), (_, history)] = export::crm_tables(&log);
            vec![deals, history, export::truth_csv(design, trace)]
        }
    }
}

fn written(texts: &[Vec<u8>], options: &ExportOptions) -> Code {
    let Some(out) = &options.out else { return talk::result(&String::from_utf8_lossy(&texts[0])) };
    if options.form == Form::Crm
        && let Err(error) = fs::create_dir_all(out)
    {
        return talk::fail(&format!("cannot write `{}`: {}", out.display(), talk::words(&error)));
    }
    let places = places(out, options.form);
    for (place, text) in places.iter().zip(texts) {
        if let Err(message) = write(place, text) {
            return talk::fail(&message);
        }
    }
    let names: Vec<String> = places.iter().map(|place| place.display().to_string()).collect();
    talk::result(&format!("wrote {}\n", names.join(", ")))
}
