//! `explain`: what happened to one lead, under several policies.

use super::compare::policy_named;
use super::{Code, ExplainOptions, files, market_cost, talk};
use crate::experiment::{Design, Failure, Ready};
use crate::report::{self, Told};
use crate::sales::Arrived;
use crate::scenario::{Scenario, nearest};

/// What the backlog's leads are called instead of a channel's.
const BACKLOG: &str = "backlog";

pub(super) fn explain(options: &ExplainOptions) -> Code {
    let Some(read) = files::load(options.file.as_deref()) else { return Code::Refused };
    // Those that run beside are told of if they are named.
    let mut scenario = if options.policies.is_empty() { read } else { read.with_cells().0 };
    scenario.seed = options.seed.unwrap_or(scenario.seed);
    let mut wanted = match wanted(&scenario, options) {
        Ok(wanted) => wanted,
        Err(messages) => {
            return talk::refuse_all(&messages);
        }
    };
    let names: Vec<String> =
        wanted.policies.iter().map(|policy| scenario.policies[*policy].name.clone()).collect();
    let is_told = |name: &str| names.iter().any(|told| told == name);
    let asked = (options.file.as_deref(), options.manner);
    if let Err(code) = market_cost::settle(&mut scenario, &is_told, asked) {
        return code;
    }
    scenario.select_policies(&wanted.policies);
    wanted.policies = (0..wanted.policies.len()).collect();
    let design = match Ready::of(&scenario) {
        Ok(ready) => Design::new(ready),
        Err(waits) => return failed(&waits),
    };
    match tell(&design, options, &wanted) {
        Ok(Ok(told)) if options.json => talk::result(&report::stories_json(&design, &told)),
        Ok(Ok(told)) => talk::result(&report::stories_text(&design, &told, talk::result_columns())),
        Ok(Err(message)) => talk::refuse(&message),
        Err(failure) => failed(&failure),
    }
}

fn failed(failure: &Failure) -> Code {
    talk::fail(&failure.to_string())
}

/// What is asked for, as indices.
struct Wanted {
    policies: Vec<usize>,
    channel: Option<usize>,
}

/// What the options name in the scenario, or everything that it does not have.
fn wanted(scenario: &Scenario, options: &ExplainOptions) -> Result<Wanted, Vec<String>> {
    let mut wrong = Vec::new();
    let mut policies: Vec<usize> = Vec::new();
    for name in &options.policies {
        match policy_named(scenario, name) {
            Ok(policy) if policies.contains(&policy) => {
                wrong.push(format!("the policy `{name}` is named twice"));
            }
            Ok(policy) => policies.push(policy),
            Err(message) => wrong.push(message),
        }
    }
    if options.policies.is_empty() {
        policies = (0..scenario.policies.len().min(2)).collect();
    }
    let channel = match options.channel.as_deref().map(|name| channel_named(scenario, name)) {
        None => None,
        Some(Ok(channel)) => Some(channel),
        Some(Err(message)) => {
            wrong.push(message);
            None
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
    if wrong.is_empty() { Ok(Wanted { policies, channel }) } else { Err(wrong) }
}

fn channel_named(scenario: &Scenario, name: &str) -> Result<usize, String> {
    let system = &scenario.system;
    let mut names: Vec<&str> = system.channels.iter().map(|c| c.name.as_str()).collect();
    if !system.backlog.is_empty() {
        names.push(BACKLOG);
    }
    names.iter().position(|known| *known == name).ok_or_else(|| {
        let meant =
            nearest(name, &names).map_or(String::new(), |n| format!("did you mean `{n}`? "));
        format!(
            "no channel `{name}` in scenario `{}`\nhint: {meant}expected one of `{}`",
            scenario.name,
            names.join("`, `")
        )
    })
}

/// The stories, or why there are none.
fn tell(
    design: &Design<'_>,
    options: &ExplainOptions,
    wanted: &Wanted,
) -> Result<Result<Told, String>, Failure> {
    let replication = options.replication;
    let first = wanted.policies.first().copied().unwrap_or(0);
    let arrivals = design.arrivals(first, replication)?;
    let Some((number, lead)) = find(&arrivals, options.lead, wanted.channel) else {
        let there = |a: &&Arrived| wanted.channel.is_none_or(|channel| a.channel == channel);
        return Ok(Err(absent(options, arrivals.iter().filter(there).count())));
    };
    let mut stories = Vec::new();
    for &policy in &wanted.policies {
        stories.push((policy, design.story(policy, replication, lead)?));
    }
    Ok(Ok(Told { replication, number, stories }))
}

/// The lead with this number among all arrivals or, of a channel, the channel's own number; with its
/// number among all.
fn find(arrivals: &[Arrived], number: u64, channel: Option<usize>) -> Option<(usize, Arrived)> {
    let is_it = |(at, lead): &(usize, &Arrived)| match channel {
        None => *at as u64 == number,
        Some(channel) => (lead.channel, lead.number) == (channel, number),
    };
    arrivals.iter().enumerate().find(is_it).map(|(at, lead)| (at, *lead))
}

fn absent(options: &ExplainOptions, there: usize) -> String {
    let of = options.channel.as_ref().map_or(String::new(), |name| format!(" of channel `{name}`"));
    let (lead, run) = (options.lead, options.replication);
    let hint = match there {
        0 => format!("no lead{of} arrives in run {run}"),
        1 => format!("one lead{of} arrives in run {run}: number 0"),
        many => format!("{many} leads{of} arrive in run {run}, numbered from 0 to {}", many - 1),
    };
    format!("no lead {lead}{of} in run {run}\nhint: {hint}")
}
