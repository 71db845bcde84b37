//! `payslip`: what one person is paid, period by period, and by which rule.

use super::compare::policy_named;
use super::{Code, PayslipOptions, deals, files, market_cost, talk};
use crate::experiment::{Design, Failure, Payslips, Ready};
use crate::report::{self, Earned};
use crate::sales::Setup;
use crate::scenario::{Scenario, nearest};

pub(super) fn payslip(options: &PayslipOptions) -> Code {
    if let Some(deals) = &options.deals {
        return deals::payslip(options, deals);
    }
    let Some(read) = files::load(options.file.as_deref()) else { return Code::Refused };
    let (mut scenario, _) = read.with_cells();
    scenario.seed = options.seed.unwrap_or(scenario.seed);
    if scenario.system.payroll.is_none() {
        return talk::refuse(&format!(
            "scenario `{}` has no plans: nobody has a pay slip\nhint: `[plans]` says what people \
             are paid for, `[policies.NAME.pay]` who is on which plan",
            scenario.name
        ));
    }
    let (policy, seat) = match wanted(&scenario, options) {
        Ok(wanted) => wanted,
        Err(messages) => {
            return talk::refuse_all(&messages);
        }
    };
    let name = scenario.policies[policy].name.clone();
    let is_asked = |other: &str| other == name;
    let asked = (options.file.as_deref(), options.manner);
    if let Err(code) = market_cost::settle(&mut scenario, &is_asked, asked) {
        return code;
    }
    scenario.select_policies(&[policy]);
    let design = match Ready::of(&scenario) {
        Ok(ready) => Design::new(ready),
        Err(waits) => {
            return talk::fail(&waits.to_string());
        }
    };
    match earned(&design, options, 0, seat) {
        Ok(Ok(earned)) if options.json => talk::result(&report::payslips_json(&design, &earned)),
        Ok(Ok(earned)) => {
            talk::result(&report::payslips_text(&design, &earned, talk::result_columns()))
        }
        Ok(Err(message)) => talk::refuse(&message),
        Err(failure) => talk::fail(&failure.to_string()),
    }
}

/// The person asked for.
fn person(options: &PayslipOptions) -> &str {
    options.person.as_deref().unwrap_or_default()
}

/// The policy and the seat asked for, or everything that the scenario does not have.
fn wanted(scenario: &Scenario, options: &PayslipOptions) -> Result<(usize, usize), Vec<String>> {
    let setups = Setup::all(&scenario.system, &scenario.policies, None);
    let mut wrong = Vec::new();
    let policy = match options.policy.as_deref().map(|name| policy_named(scenario, name)) {
        None => 0,
        Some(Ok(policy)) => policy,
        Some(Err(message)) => {
            wrong.push(message);
            0
        }
    };
    let seat = match seat_named(scenario, &setups[policy], person(options)) {
        Ok(seat) => seat,
        Err(message) => {
            wrong.push(message);
            0
        }
    };
    let planned = scenario.replications;
    if options.replication >= planned {
        wrong.push(format!(
            "no run {}\nhint: the runs are numbered from 0 to {}",
            options.replication,
            planned - 1
        ));
    }
    if wrong.is_empty() { Ok((policy, seat)) } else { Err(wrong) }
}

/// The seat of a person named as in the measures: `seller 3`, or `person.seller.3`.
fn seat_named(scenario: &Scenario, setup: &Setup<'_>, name: &str) -> Result<usize, String> {
    let groups = &scenario.system.groups;
    let bare = name.trim().strip_prefix("person.").unwrap_or(name.trim());
    let parts = bare.rsplit_once([' ', '.']).map(|(group, number)| (group.trim(), number));
    let found = parts.and_then(|(group, number)| {
        let number: u32 = number.parse().ok()?;
        let is_it = |s: &crate::sales::SeatName| {
            (groups[s.group].name.as_str(), s.number) == (group, number)
        };
        setup.seats().iter().position(is_it)
    });
    found.ok_or_else(|| {
        let names: Vec<&str> = groups.iter().map(|group| group.name.as_str()).collect();
        let group = parts.map_or(bare, |(group, _)| group);
        let meant = nearest(group, &names).filter(|meant| *meant != group);
        let meant = meant.map_or(String::new(), |meant| match parts {
            Some((_, number)) => format!("did you mean `{meant} {number}`? "),
            None => format!("did you mean `{meant} 1`? "),
        });
        let of_group = |group: usize| {
            let heads = setup.seats().iter().filter(|seat| seat.group == group).count();
            match heads {
                0 => None,
                1 => Some(format!("`{} 1`", groups[group].name)),
                many => Some(format!("`{0} 1` to `{0} {1}`", groups[group].name, many)),
            }
        };
        let known: Vec<String> = (0..groups.len()).filter_map(of_group).collect();
        format!("no person `{name}`\nhint: {meant}people are named {}", known.join(", "))
    })
}

/// The pay slips asked for, or why there are none.
fn earned(
    design: &Design<'_>,
    options: &PayslipOptions,
    policy: usize,
    seat: usize,
) -> Result<Result<Earned, String>, Failure> {
    let replication = options.replication;
    let mut payslips = design.payslips(policy, replication, seat)?;
    if payslips.slips.is_empty() {
        return Ok(Err(unpaid(design, options, policy, &payslips, seat)));
    }
    if let Some(period) = &options.period {
        let period = match period.of_run() {
            Ok(period) => period,
            Err(message) => {
                return Ok(Err(format!("no period `{}` of a run: {message}", period.0)));
            }
        };
        let numbers = || payslips.slips.iter().map(|slip| slip.period);
        if !numbers().any(|number| number == period) {
            let (low, high) = (numbers().min().unwrap_or(0), numbers().max().unwrap_or(0));
            return Ok(Err(format!(
                "no pay slip of {} for pay period {period} of run {replication}\nhint: there are \
                 some for periods {low} to {high}",
                person(options)
            )));
        }
        payslips.slips.retain(|slip| slip.period == period);
    }
    Ok(Ok(Earned { policy, replication, seat, payslips }))
}

/// Why somebody has no pay slip.
fn unpaid(
    design: &Design<'_>,
    options: &PayslipOptions,
    policy: usize,
    payslips: &Payslips,
    seat: usize,
) -> String {
    let name = &design.scenario.policies[policy].name;
    let (person, run) = (person(options), options.replication);
    if payslips.on_plan[seat] {
        return format!(
            "no pay slip of {person} under `{name}` in run {run}\nhint: the run ends before a pay \
             period of that person does: see `[run]` and the plan’s `period`"
        );
    }
    let seats = design.setups[policy].seats();
    let mut others: Vec<(usize, u32)> = Vec::new();
    others.extend(
        (0..seats.len())
            .filter(|s| payslips.on_plan[*s])
            .map(|s| (seats[s].group, seats[s].number)),
    );
    others.sort_unstable();
    let groups = &design.scenario.system.groups;
    let others: Vec<String> =
        others.iter().map(|(group, number)| format!("{} {number}", groups[*group].name)).collect();
    let hint = if others.is_empty() {
        format!("nobody is: `[policies.{name}.pay]` says who is on which plan")
    } else {
        format!("in that run, these are: {}", others.join(", "))
    };
    format!("{person} is on no plan under `{name}` in run {run}\nhint: {hint}")
}
