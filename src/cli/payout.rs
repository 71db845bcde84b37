//! `payout`: what plans pay for any credit of a period, without a simulation.

use super::rows::{Rows, STANDARD};
use super::watching::now;
use super::{Code, PayoutOptions, files, problems, talk};
use crate::plans::exact::of_f64;
use crate::plans::payout;
use crate::plans::plan::PlanBook;
use crate::report::{self, FolderOptions, Payouts, RunFacts};
use crate::sales::pay::{Curve, Mark, Payout, Plan, Terms};
use crate::scenario::{Draft, PlanFile, nearest};

pub(super) fn payout(options: &PayoutOptions) -> Code {
    let Some((text, draft)) = files::load_draft(options.file.as_deref()) else {
        return Code::Refused;
    };
    let file = match draft.plans(&|name| text.beside(name)) {
        Ok(file) => file,
        // what a simulated world cannot pay by may well be reckoned
        Err(error) => {
            let book = if Draft::is_for_events(&error) { draft.book() } else { Err(error) };
            return match book {
                Ok((book, warnings)) => {
                    problems::show(&warnings, &draft.files, &text.folder);
                    exact(&book, options)
                }
                Err(error) => {
                    text.refuse(&error);
                    Code::Refused
                }
            };
        }
    };
    problems::show(&file.warnings, &draft.files, &text.folder);
    let all = match chosen(&file, options).and_then(|plans| payouts(&plans, options)) {
        Ok(all) => all,
        Err(messages) => {
            return talk::refuse_all(&messages);
        }
    };
    let PlanFile { name, currency, .. } = &file;
    told(Payouts { name, hash: &file.hash(), currency, all: &all }, options)
}

/// The exact table of plans of the whole language, with two rows at each mark.
fn exact(book: &PlanBook, options: &PayoutOptions) -> Code {
    if options.out.is_some() {
        return talk::refuse(
            "plans with parts, gates or rates by attributes are not drawn yet\nhint: `--csv` prints the table",
        );
    }
    let names: Vec<&str> = book.plans.iter().map(|plan| plan.name.as_str()).collect();
    let wrong: Vec<String> = options
        .plan
        .iter()
        .filter(|name| !names.contains(&name.as_str()))
        .map(|name| no_plan(name, &names))
        .collect();
    if !wrong.is_empty() {
        return talk::refuse_all(&wrong);
    }
    let values = |rows: Option<Rows>| -> Vec<_> {
        rows.map_or_else(Vec::new, Rows::values).into_iter().map(of_f64).collect()
    };
    let (attainments, credits) = (values(options.attainment), values(options.credit));
    let (mut text, mut all) = (Vec::new(), Vec::new());
    for plan in &book.plans {
        if !options.plan.is_empty() && !options.plan.contains(&plan.name) {
            continue;
        }
        let rows = payout::rows(plan, &attainments, &credits);
        text.push(report::exact_payout_text(plan, &rows));
        all.extend(rows);
    }
    if options.csv {
        return talk::result(&String::from_utf8_lossy(&report::exact_payout_csv(&all)));
    }
    talk::result(&text.join("\n"))
}

/// The plans asked for.
fn chosen<'f>(file: &'f PlanFile, options: &PayoutOptions) -> Result<Vec<&'f Plan>, Vec<String>> {
    if options.plan.is_empty() {
        return Ok(file.plans.iter().collect());
    }
    let names: Vec<&str> = file.plans.iter().map(|plan| plan.name.as_str()).collect();
    let (mut plans, mut wrong) = (Vec::new(), Vec::new());
    for name in &options.plan {
        if let Some(plan) = file.plans.iter().find(|plan| plan.name == *name) {
            plans.push(plan);
            continue;
        }
        wrong.push(no_plan(name, &names));
    }
    if wrong.is_empty() { Ok(plans) } else { Err(wrong) }
}

fn no_plan(name: &str, names: &[&str]) -> String {
    let near = nearest(name, names);
    let meant = near.map_or(String::new(), |near| format!("did you mean `{near}`? "));
    let names = names.join("`, `");
    format!("no plan `{name}`\nhint: {meant}expected one of `{names}`")
}

/// The payout of each plan, and of its pool.
fn payouts(plans: &[&Plan], options: &PayoutOptions) -> Result<Vec<Payout>, Vec<String>> {
    let (mut payouts, mut wrong) = (Vec::new(), Vec::new());
    for plan in plans {
        let is_flat = Curve::of_plan(plan, &Terms::new(0.0, 1.0)).is_linear() == Some(0.0);
        match credits(plan.quota, options) {
            Some(credits) => payouts.push(Payout::of_plan(plan, &credits)),
            None if is_flat => payouts.push(Payout::of_plan(plan, &[0.0])),
            None => wrong.push(no_quota(&format!("plan `{}`", plan.name))),
        }
        let Some(team) = &plan.team else { continue };
        match credits(team.quota, options) {
            Some(credits) => payouts.push(Payout::of_pool(plan, team, &credits)),
            None => wrong.push(no_quota(&format!("pool of `{}`", plan.name))),
        }
    }
    if wrong.is_empty() { Ok(payouts) } else { Err(wrong) }
}

/// The credit of each row, if it is known what is asked for.
fn credits(quota: f64, options: &PayoutOptions) -> Option<Vec<f64>> {
    let attainment = options.attainment.or(options.credit.is_none().then_some(STANDARD));
    match attainment {
        Some(rows) if quota > 0.0 => {
            let credit = |share: f64| Mark::Attainment(share).credit(quota);
            Some(rows.values().into_iter().map(credit).collect())
        }
        _ => options.credit.map(Rows::values),
    }
}

fn no_quota(what: &str) -> String {
    format!(
        "the {what} has no quota to attain\nhint: say for which credit of a period, e.g. \
         `--credit 0..500000`, or choose others with `--plan`"
    )
}

/// Prints what was asked for and writes the folder.
fn told(payouts: Payouts, options: &PayoutOptions) -> Code {
    if let Some(folder) = &options.out {
        let facts = RunFacts { created: now(), threads: 1, ..RunFacts::default() };
        let sources = options.file.iter().cloned().collect();
        let how =
            FolderOptions { force: options.force, facts, sources, ..FolderOptions::default() };
        match report::write_payouts(payouts, folder, &how) {
            Ok(_) => {}
            Err(error) => {
                return talk::fail(&error.to_string());
            }
        }
    }
    if options.csv {
        let csv = report::payout_csv(payouts);
        return talk::result(&String::from_utf8_lossy(&csv));
    }
    talk::result(&report::payout_text(payouts))
}
