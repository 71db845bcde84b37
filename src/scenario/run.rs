//! How long, how often, and what is judged.

use super::parameters::{self, Kind};
use super::problem::{Fault, nearest};
use super::reader::Reading;
use super::scope::Scope;
use super::table::{NO_LENGTH, NO_OFFICE, OFFICE, UNVALUED, VALUED};
use super::tree::{Node, Table};
use super::value::WEEK;
use super::world::times;
use super::{Zone, value};
use crate::sales::buyer::Unready;
use crate::sales::{
    Arrivals, Budget, Catalogue, Extent, Horizon, Policy, RunOut, SalesSystem, Unit,
};

/// Lets posse find the warm-up.
const AUTO: &str = "auto";
/// Until queues forget how they began; and leads in nurture, of which none stays longer than two years, with
/// a third one in which prices of hours follow.
const QUEUES_WEEKS: f64 = 26.0;
const NURTURE_WEEKS: f64 = 156.0;
/// So many times as long as an account rests until a list of prospects is worn as it will be.
const RESTS: f64 = 2.0;

/// The horizon of a system under these policies.
pub(super) fn horizon(
    root: &Scope<'_>,
    (system, policies): (&SalesSystem, &[Policy]),
    cx: &mut Reading<'_>,
) -> Horizon {
    let run = root.section("run");
    let is_office = !system.groups.is_empty() && !system.calendars[0].is_always();
    let case = if is_office { OFFICE } else { NO_OFFICE };
    let usual = if is_office { usual_warm_up(system, policies) } else { 0.0 };
    let warm_up = run.node("warm_up", cx).filter(|node| node.text() != Some(AUTO));
    let warm_up = warm_up.and_then(|node| extent(&node, run.kind("warm_up"), cx));
    let said_warm_up = warm_up.is_some();
    let warm_up = warm_up.unwrap_or(Extent::Hours(usual * WEEK));
    let usual = cx.one(&run.usual("weeks", NO_LENGTH), run.kind("weeks"));
    let usual = usual.unwrap_or_default() * WEEK;
    let mut lengths = Vec::new();
    for (key, hours) in [("hours", 1.0), ("days", 24.0), ("weeks", WEEK)] {
        if let Some(length) = run.one(key, cx) {
            lengths.push((key, length * hours));
        }
    }
    let end = run.node("until", cx);
    if let (Some(end), Some((key, _))) = (&end, lengths.first()) {
        let message = format!("`until` and `{key}` contradict each other");
        let help = "`until` counts from the start, a length from the end of the warm-up";
        cx.log.error(end.span, Fault::new(message).help(help));
    } else if let [first, second, ..] = lengths.as_slice() {
        let message = format!("`{}` and `{}` contradict each other", first.0, second.0);
        cx.log.error(run.span, Fault::new(message));
    }
    let until = match (&end, lengths.first(), warm_up) {
        (Some(node), ..) => extent(node, run.kind("until"), cx).unwrap_or(Extent::Hours(usual)),
        (None, length, Extent::Hours(before)) => {
            Extent::Hours(before + length.map_or(usual, |length| length.1))
        }
        (None, _, Extent::Leads(_)) => {
            let fault = Fault::new("a `warm_up` in leads needs `until`");
            cx.log.error(run.span, fault.help("e.g. `until = \"50000 leads\"`"));
            Extent::Leads(u64::MAX)
        }
    };
    let warm_up = match (warm_up, until) {
        // an office that ends before the usual warm-up would: no warm-up unless one is asked for
        (Extent::Hours(start), Extent::Hours(stop))
            if start >= stop && end.is_some() && !said_warm_up =>
        {
            Extent::Hours(0.0)
        }
        _ => warm_up,
    };
    let is_empty = match (warm_up, until) {
        (Extent::Hours(start), Extent::Hours(end)) => start >= end,
        (Extent::Leads(start), Extent::Leads(end)) => start >= end,
        (_, Extent::Leads(end)) => end == 0,
        _ => false,
    };
    if is_empty {
        let length = lengths.first().and_then(|(key, _)| run.written(key));
        let span = end.as_ref().or(length).map_or(run.span, |node| node.span);
        cx.log.error(span, Fault::new("nothing is measured: the run ends within its warm-up"));
    }
    let said = run.node("run_out", cx).unwrap_or_else(|| run.usual("run_out", case));
    let run_out = run_out(&said, run.kind("run_out"), cx).unwrap_or(RunOut::Drain);
    Horizon { warm_up, until, run_out }
}

/// Of people with opening hours: how many weeks people, buyers and customers take until nothing is left of how they
/// began: what is present and forgets last, and then the years of customers who talk or are looked after.
fn usual_warm_up(system: &SalesSystem, policies: &[Policy]) -> f64 {
    let buyers = system.buyers.as_ref();
    let nurtures = policies.iter().any(|policy| policy.buyers.unready == Unready::Nurture);
    let nurture = buyers.filter(|_| nurtures).map_or(0.0, |_| NURTURE_WEEKS);
    let is_worked = system.account_stages().next().is_some();
    let talked_of = buyers.filter(|world| world.word.is_some() || is_worked);
    let word = talked_of.and_then(|world| world.customers).map_or(0.0, |of| 52.0 * of.years);
    let prospects = policies.iter().any(|policy| !policy.prospect.is_empty());
    let list = system.prospecting.filter(|_| prospects);
    let list = list.map_or(0.0, |list| RESTS * list.rest_hours / WEEK);
    QUEUES_WEEKS.max(nurture).max(list) + word
}

/// How often it runs, and the seed of all chance.
pub(super) fn repeated(root: &Scope<'_>, cx: &mut Reading<'_>) -> (u32, u64) {
    let run = root.section("run");
    (run.small("replications", cx).unwrap_or(1), run.whole("seed", cx).unwrap_or(1))
}

/// How much a replication may take.
pub(super) fn budget(root: &Scope<'_>, cx: &mut Reading<'_>) -> Budget {
    let (run, usual) = (root.section("run"), Budget::default());
    Budget {
        events: run.whole("max_events", cx).unwrap_or(usual.events),
        leads: run.small("max_leads", cx).unwrap_or(usual.leads),
    }
}

/// Refuses a run whose leads alone will use up its budget.
pub(super) fn within_budget(
    system: &SalesSystem,
    horizon: &Horizon,
    budget: Budget,
    root: &Scope<'_>,
    cx: &mut Reading<'_>,
) {
    let run = root.section("run");
    let waiting: u64 = system.backlog.iter().map(|(_, count)| u64::from(*count)).sum();
    if waiting > u64::from(budget.leads) {
        let most = budget.leads;
        let message = format!("the backlog of {waiting} leads is more than the {most} allowed");
        let help = "raise `run.max_leads` if so many are meant";
        cx.log.error(root.section("backlog").span, Fault::new(message).help(help));
    }
    let leads = waiting as f64 + expected_leads(system, horizon);
    if leads > budget.events as f64 {
        let message = format!(
            "each run expects {leads:.3e} leads, more than the {} events that it may have",
            budget.events
        );
        let help = "fewer arrivals or a shorter run; if so many are meant, raise `run.max_events`";
        cx.log.error(run.span, Fault::new(message).help(help));
    }
}

/// How many leads the channels bring over a whole run, on average.
fn expected_leads(system: &SalesSystem, horizon: &Horizon) -> f64 {
    let run_out = match horizon.run_out {
        RunOut::Hours(hours) => hours,
        RunOut::Drain => 0.0,
    };
    let weeks = match horizon.until {
        Extent::Hours(hours) => (hours + run_out) / WEEK,
        Extent::Leads(u64::MAX) => return 0.0, // nothing says when it ends, which is told elsewhere
        Extent::Leads(leads) => return leads as f64,
    };
    let of_channels = system.channels.iter().map(|channel| match &channel.arrivals {
        Arrivals::At(instants) => instants.len() as f64,
        Arrivals::Rate(_) | Arrivals::Every(_) => channel.mean_leads_per_week() * weeks,
    });
    of_channels.sum()
}

fn extent(node: &Node, kind: Kind, cx: &mut Reading<'_>) -> Option<Extent> {
    if let Some(number) = node.text().and_then(|text| text.trim().strip_suffix("leads")) {
        let leads = number.trim().replace('_', "").parse::<u64>().ok();
        let fault = Fault::new(format!("expected a number of leads, found {}", node.found()))
            .help("e.g. `\"50000 leads\"`, up to a thousand million");
        let leads = leads.filter(|leads| *leads <= 1_000_000_000).ok_or(fault);
        return cx.accept(node.span, leads).map(Extent::Leads);
    }
    cx.one(node, kind).map(Extent::Hours)
}

fn run_out(node: &Node, kind: Kind, cx: &mut Reading<'_>) -> Option<RunOut> {
    if node.text() == Some("drain") {
        return Some(RunOut::Drain);
    }
    cx.one(node, kind).map(RunOut::Hours)
}

/// The primary measure, the zones and the snapshots.
pub(super) fn measure(
    root: &Scope<'_>,
    has_value: bool,
    cx: &mut Reading<'_>,
) -> (String, Vec<(String, Zone)>, Vec<f64>) {
    let scope = root.section("measure");
    let case = if has_value { VALUED } else { UNVALUED };
    let usual = || parameters::usual("measure.primary", case).to_owned();
    let primary = scope.text("primary", cx).unwrap_or_else(usual);
    let mut zones = Vec::new();
    let section = scope.section("indifference");
    let named = section.table.into_iter().flat_map(Table::keys);
    for key in named.map(str::to_owned).collect::<Vec<_>>() {
        let Some(node) = section.node(&key, cx) else { continue };
        let Some(zone) = zone(&node) else {
            let fault = Fault::new(format!("expected a difference, found {}", node.found()));
            let help = "`\"1 pp\"` (percentage point), `\"3 %\"` of the first policy's mean, or a \
                        number in the measure's unit; 0 or more";
            cx.log.error(node.span, fault.help(help));
            continue;
        };
        zones.push((key, zone));
    }
    for (key, width) in parameters::cases("measure.indifference.*") {
        if !zones.iter().any(|(known, _)| known == key) {
            zones.extend(zone(&Node::default_of(width)).map(|zone| (key.to_owned(), zone)));
        }
    }
    let snapshots =
        scope.node("snapshots", cx).map(|node| times(&node, scope.kind("snapshots"), cx));
    (primary, zones, snapshots.unwrap_or_default())
}

/// The width of a zone and what follows its number.
fn written(node: &Node) -> Option<(f64, &str)> {
    match node.text() {
        Some(text) => value::of_measure(text),
        None => Some((node.number()?, "")),
    }
}

fn zone(node: &Node) -> Option<Zone> {
    let (width, unit) = written(node)?;
    let zone = if unit == "%" { Zone::Relative(width) } else { Zone::Absolute(width) };
    (width.is_finite() && width >= 0.0).then_some(zone)
}

/// What the company says of itself, by measure.
pub(super) fn targets(root: &Scope<'_>, cx: &mut Reading<'_>) -> Vec<(String, f64)> {
    let section = root.section("targets");
    let mut targets = Vec::new();
    let named = section.table.into_iter().flat_map(Table::keys);
    for key in named.map(str::to_owned).collect::<Vec<_>>() {
        let Some(node) = section.node(&key, cx) else { continue };
        match written(&node) {
            Some((value, unit)) if value.is_finite() && value > 0.0 && unit != "pp" => {
                targets.push((key, value));
            }
            _ => {
                let found = node.found();
                let fault = Fault::new(format!("expected a value above 0, found {found}"));
                let help =
                    "a number in the measure's unit, `\"22 %\"` of a share, `\"850 k\"` of money";
                cx.log.error(node.span, fault.help(help));
            }
        }
    }
    targets
}

/// Reports measures that there are none of, and zones and targets in a unit that is not the measure's.
pub(super) fn check_measures(
    root: &Scope<'_>,
    system: &SalesSystem,
    policies: &[Policy],
    cx: &mut Reading<'_>,
) {
    let scope = root.section("measure");
    let primary = scope.written("primary").and_then(|node| Some((node.text()?, node.span, None)));
    let section = scope.section("indifference");
    let zones = section.table.into_iter().flat_map(|table| &table.0);
    let zones = zones.map(|entry| (entry.key.as_str(), entry.at, Some(&entry.node)));
    let targets = root.section("targets").table.into_iter().flat_map(|table| &table.0);
    let targets = targets.map(|entry| (entry.key.as_str(), entry.at, Some(&entry.node)));
    let named: Vec<_> = primary.into_iter().chain(zones).chain(targets).collect();
    if named.is_empty() {
        return;
    }
    let catalogue = Catalogue::of(system, policies);
    let keys: Vec<&str> = catalogue.measures().iter().map(|measure| measure.key.as_str()).collect();
    for (name, span, zone) in named {
        let Some(place) = keys.iter().position(|key| *key == name) else {
            let mut fault = Fault::new(format!("no measure `{name}`"));
            if let Some(near) = nearest(name, &keys) {
                fault.label = format!("did you mean `{near}`?");
            }
            cx.log.error(span, fault.help("the measures are those of MODEL.md 2.9"));
            continue;
        };
        let unit = catalogue.measures()[place].unit;
        let width = zone.and_then(|node| Some((node, written(node)?)));
        if let Some((node, message)) = width.and_then(|(node, w)| Some((node, unfit(w, unit)?))) {
            let fault = Fault::new(format!("{message}, found {}", node.found()));
            cx.log.error(node.span, fault.help(format!("the unit of `{name}`: {}", unit.name())));
        }
    }
}

/// Why a width, with what follows its number, is none of a measure in this unit.
pub(crate) fn unfit((width, written): (f64, &str), unit: Unit) -> Option<&'static str> {
    match (written, unit) {
        ("pp", Unit::Share) => None,
        ("pp", _) => Some("percentage points are of shares"),
        ("k" | "M", Unit::Share) => Some("a share has no `k` or `M`"),
        ("", Unit::Share) if width > 1.0 => {
            Some("a share is a part of 1 (5 percentage points are `\"5 pp\"` or `0.05`)")
        }
        _ => None,
    }
}

/// Leads at stages when the clock starts.
pub(super) fn backlog(
    root: &Scope<'_>,
    stages: &[String],
    cx: &mut Reading<'_>,
) -> Vec<(usize, u32)> {
    let section = root.section("backlog");
    let mut backlog = Vec::new();
    for entry in section.table.into_iter().flat_map(|table| &table.0) {
        let stage = super::scope::find(cx, entry.at, "stage", &entry.key, stages);
        let count = section.small(&entry.key, cx);
        if let (Some(stage), Some(count)) = (stage, count) {
            backlog.push((stage, count));
        }
    }
    backlog
}

/// Where the numbers come from, as the scenario says: (key path or pattern, evidence).
pub(super) fn sources(root: &Scope<'_>, cx: &mut Reading<'_>) {
    let table = root.section("sources").table;
    for entry in table.into_iter().flat_map(|table| &table.0) {
        attribute(&entry.key, &entry.node, entry.at, cx);
    }
}

fn attribute(path: &str, node: &Node, at: super::problem::Span, cx: &mut Reading<'_>) {
    if let Some(table) = node.table() {
        for entry in &table.0 {
            attribute(&format!("{path}.{}", entry.key), &entry.node, entry.at, cx);
        }
        return;
    }
    let Some(text) = cx.text(node) else { return };
    let Some(source) = super::Source::parse(&text) else {
        let fault = Fault::new(format!("no evidence label in `\"{text}\"`"));
        let help =
            "begin with M (measured), B (benchmark), D (derived), A (assumed) or C (a choice)";
        cx.log.error(node.span, fault.help(help));
        return;
    };
    let mut found = false;
    for input in &mut cx.inputs {
        if covers(path, &input.path) {
            found = true;
            if !input.is_default {
                input.source = source.clone();
            }
        }
    }
    if !found {
        let paths: Vec<&str> = cx.inputs.iter().map(|input| input.path.as_str()).collect();
        let mut fault = Fault::new(format!("nothing is read at `{path}`"));
        if let Some(near) = super::problem::nearest(path, &paths) {
            fault.label = format!("did you mean `{near}`?");
        }
        cx.log.error(at, fault);
    }
}

/// Whether a path or a pattern means this input or something above it.
fn covers(pattern: &str, path: &str) -> bool {
    let (mut parts, mut names) = (pattern.split('.'), path.split('.'));
    parts.all(|part| names.next().is_some_and(|name| part == "*" || part == name))
}
