//! The list of measures: key, label, unit, direction, and how each is computed.

use super::Phase;
use super::account_measures::ACCOUNTS;
use super::buyer_measures::{BUYERS, WON_CYCLE, won_cycle_days};
use super::customer_measures::{CUSTOMERS, label_over};
use super::labour_measures::LABOUR;
use super::measure::Direction::{self, Higher, Lower};
use super::measure::Measure;
use super::measure::Unit::{self, Count, Days, Hours, Money, PerWeek, Share, WorkHours};
use super::outcome::{Books, absent_role, ratio};
use super::pay_measures::{PAY, person_pay, role_pay};
use super::policy::Policy;
use super::prospect_measures::{PROSPECTING, PROSPECTING_ROLE};
use super::rules::{Rules, most_heads, role_names};
use super::stage::{Exit, ExitFamily};
use super::system::SalesSystem;
use super::word_measures::WORD;

/// The measures of a system, in the order of every table.
#[derive(Clone, Debug)]
pub struct Catalogue {
    measures: Vec<Measure>,
    rows: Vec<Row>,
}

type Compute = fn(&Books<'_>) -> f64;

#[derive(Clone, Copy, Debug)]
enum Row {
    Whole(Compute),
    Stage(usize, fn(&Books<'_>, usize) -> f64),
    Role(usize, fn(&Books<'_>, usize) -> f64),
    Exit(usize),
    WonCycle(usize),
    Person(usize, u32),
    Pay(usize, u32),
}

const ENGAGE: Option<Phase> = Some(Phase::Engage);
const SELECT: Option<Phase> = Some(Phase::Select);
const DRIVE: Option<Phase> = Some(Phase::Drive);

/// Key, label, unit, direction, phase, formula.
pub(super) type Entry =
    (&'static str, &'static str, Unit, Option<Direction>, Option<Phase>, Compute);

/// Measures of the whole system (definitions: MODEL.md, "Measures").
const WHOLE: &[Entry] = &[
    ("return_on_sales", "Return on Sales", Share, Some(Higher), SELECT, |b| {
        ratio(b.contribution(), b.tallies.revenue())
    }),
    ("contribution", "Contribution", Money, Some(Higher), SELECT, |b| b.contribution()),
    ("return_on_selling_spend", "Return on selling spend", Share, Some(Higher), SELECT, |b| {
        ratio(b.contribution(), b.selling_cost)
    }),
    ("revenue", "Revenue", Money, Some(Higher), None, |b| b.tallies.revenue()),
    ("revenue_per_head", "Revenue per head and year", Money, Some(Higher), None, |b| {
        b.revenue_per_head()
    }),
    ("gross_margin", "Gross margin", Money, Some(Higher), None, |b| b.tallies.gross_margin()),
    ("selling_cost", "Selling cost", Money, Some(Lower), None, |b| b.selling_cost),
    ("selling_cost.leads", "Cost of leads", Money, Some(Lower), ENGAGE, |b| b.costs()[0]),
    ("selling_cost.stages", "Cost of stages", Money, Some(Lower), None, |b| b.costs()[1]),
    ("selling_cost.people", "Cost of people", Money, Some(Lower), None, |b| b.costs()[2]),
    ("selling_cost.overtime", "Cost of overtime", Money, Some(Lower), None, |b| b.costs()[3]),
    ("selling_cost.hiring", "Cost of hiring", Money, Some(Lower), None, |b| b.costs()[4]),
    (
        "contribution_per_bottleneck_hour",
        "Contribution per bottleneck hour",
        Money,
        Some(Higher),
        SELECT,
        |b| b.contribution_per_bottleneck_hour(),
    ),
    ("leads", "Leads", Count, None, ENGAGE, |b| b.tallies.sums.leads as f64),
    ("dialogues", "Leads talked with", Count, Some(Higher), ENGAGE, |b| {
        b.tallies.sums.dialogues as f64
    }),
    ("cost_per_dialogue", "Cost per dialogue", Money, Some(Lower), ENGAGE, |b| {
        ratio(b.engage_cost(), b.tallies.sums.dialogues as f64)
    }),
    ("response_time_p50", "Median time to first response", Hours, Some(Lower), ENGAGE, |b| {
        b.tallies.response.quantile(0.5).unwrap_or(f64::NAN)
    }),
    ("never_worked_share", "Leads never worked", Share, Some(Lower), ENGAGE, |b| {
        ratio(b.exits_of(|f| f == ExitFamily::NeverWorked), b.exits_of(|_| true))
    }),
    ("wins", "Wins", Count, Some(Higher), SELECT, |b| b.wins()),
    ("opportunities_ended", "Opportunities ended", Count, None, SELECT, |b| {
        b.tallies.sums.closed as f64
    }),
    ("opportunities_decided", "Opportunities decided", Count, None, SELECT, |b| {
        b.tallies.sums.closed_spoken as f64
    }),
    ("win_rate", "Win rate", Share, Some(Higher), SELECT, |b| {
        ratio(b.wins(), b.tallies.sums.closed as f64)
    }),
    ("win_rate_decided", "Win rate of decided opportunities", Share, Some(Higher), SELECT, |b| {
        ratio(b.wins(), b.tallies.sums.closed_spoken as f64)
    }),
    ("lead_to_win", "Leads won", Share, Some(Higher), SELECT, |b| b.lead_times.share(0)),
    ("cost_per_win", "Cost per win", Money, Some(Lower), SELECT, |b| {
        ratio(b.selling_cost, b.wins())
    }),
    ("time_to_no_p50", "Median time to an explicit no", Days, Some(Lower), SELECT, |b| {
        b.lead_time_of(1)
    }),
    ("hours_on_lost", "Hours spent on leads not won", WorkHours, Some(Lower), SELECT, |b| {
        b.tallies.sums.work_hours_lost
    }),
    ("hours_on_lost_share", "Share of hours on leads not won", Share, Some(Lower), SELECT, |b| {
        ratio(b.tallies.sums.work_hours_lost, b.tallies.sums.work_hours)
    }),
    ("decisions_per_week", "Flow: decisions", PerWeek, Some(Higher), DRIVE, |b| {
        b.per_week(b.exits_of(ExitFamily::is_spoken))
    }),
    ("wins_per_week", "Flow: wins", PerWeek, Some(Higher), DRIVE, |b| b.per_week(b.wins())),
    ("wip", "Leads in progress", Count, Some(Lower), DRIVE, |b| b.average(b.tallies.sums.wip_area)),
    ("wip_age", "Age of leads in progress", Days, Some(Lower), DRIVE, |b| {
        ratio(b.tallies.sums.wip_age / 24.0, b.tallies.sums.wip_age_weeks as f64)
    }),
    ("lead_time_p50", "Median lead time", Days, Some(Lower), DRIVE, |b| b.lead_time_days(0.5)),
    ("lead_time_p85", "Lead time, 85th percentile", Days, Some(Lower), DRIVE, |b| {
        b.lead_time_days(0.85)
    }),
    ("lead_time_p95", "Lead time, 95th percentile", Days, Some(Lower), DRIVE, |b| {
        b.lead_time_days(0.95)
    }),
    ("lead_time_mean", "Mean lead time of ended leads", Days, Some(Lower), DRIVE, |b| {
        b.tallies.lead_time.all_causes().mean_of_events() / 24.0
    }),
    ("lead_time_won_p50", "Median lead time of wins", Days, Some(Lower), DRIVE, |b| {
        b.lead_time_of(0)
    }),
    ("flow_efficiency", "Flow efficiency", Share, Some(Higher), DRIVE, |b| {
        ratio(b.tallies.sums.touched_business_hours, b.tallies.sums.elapsed_business_hours)
    }),
    (
        "time_in_queue_share",
        "Share of lead time waiting for people",
        Share,
        Some(Lower),
        DRIVE,
        |b| ratio(b.tallies.sums.queue_hours, elapsed(b)),
    ),
    ("time_in_touch_share", "Share of lead time in touches", Share, None, DRIVE, |b| {
        ratio(b.tallies.sums.touch_hours, elapsed(b))
    }),
    ("time_with_buyer_share", "Share of lead time with the buyer", Share, None, DRIVE, |b| {
        ratio(b.tallies.sums.buyer_hours, elapsed(b))
    }),
    ("utilisation", "Utilisation of people", Share, None, DRIVE, |b| b.utilisation()),
];

fn elapsed(b: &Books<'_>) -> f64 {
    b.tallies.sums.queue_hours + b.tallies.sums.touch_hours + b.tallies.sums.buyer_hours
}

/// Ratios whose two sides are measures too, with those above and below the line.
const RATIOS: &[(&str, &str, &str)] = &[
    ("return_on_sales", "contribution", "revenue"),
    ("return_on_selling_spend", "contribution", "selling_cost"),
    ("cost_per_win", "selling_cost", "wins"),
    ("win_rate", "wins", "opportunities_ended"),
    ("win_rate_decided", "wins", "opportunities_decided"),
    ("pay_cost_share", "pay_cost", "revenue"),
    ("quit_rate", "quits", "years"),
    ("quit_rate.low", "quits.low", "years.low"),
    ("quit_rate.middle", "quits.middle", "years.middle"),
    ("quit_rate.high", "quits.high", "years.high"),
];

/// Key, label, unit, direction, formula.
pub(super) type StageEntry =
    (&'static str, &'static str, Unit, Option<Direction>, fn(&Books<'_>, usize) -> f64);

const STAGE: &[StageEntry] = &[
    ("wait_mean", "wait", Hours, Some(Lower), |b, s| {
        ratio(b.tallies.stages[s].wait_hours, b.tallies.stages[s].waits as f64)
    }),
    ("queue_mean", "waiting leads", Count, Some(Lower), |b, s| {
        b.average(b.tallies.stages[s].queue_area)
    }),
    ("visits", "visits", Count, None, |b, s| b.tallies.stages[s].visits as f64),
    ("touches", "touches", Count, None, |b, s| b.tallies.stages[s].touches as f64),
    ("wip", "leads in stage", Count, Some(Lower), |b, s| b.average(b.tallies.stages[s].area)),
    ("first_pass_yield", "first-pass yield", Share, Some(Higher), |b, s| {
        ratio(b.tallies.stages[s].first_pass as f64, b.tallies.stages[s].leads as f64)
    }),
];

const ROLE: &[StageEntry] = &[
    ("utilisation", "utilisation", Share, None, |b, r| {
        let role = b.role(r);
        ratio(role.busy, role.present + role.overtime)
    }),
    ("touch_utilisation", "share of time in touches", Share, None, |b, r| {
        let role = b.role(r);
        ratio(role.touch.iter().sum(), role.present + role.overtime)
    }),
    ("touch_hours", "hours in touches", WorkHours, None, |b, r| {
        absent_role(b, r, b.role(r).touch.iter().sum())
    }),
    ("admin_hours", "hours in administration and meetings", WorkHours, None, |b, r| {
        absent_role(b, r, b.admin_hours(r))
    }),
    ("interruption_hours", "hours of interruptions", WorkHours, None, |b, r| {
        let role = b.role(r);
        absent_role(b, r, role.worked - role.touch.iter().sum::<f64>() - role.prospecting)
    }),
    ("idle_hours", "idle hours", WorkHours, None, |b, r| {
        let role = b.role(r);
        absent_role(b, r, role.present + role.overtime - role.worked - role.admin)
    }),
    ("utilisation_spread", "utilisation gap, most to least used person", Share, None, |b, r| {
        b.utilisation_spread(r)
    }),
];

/// Where the system has plans: what pay does to where people's time goes.
const PAID_ROLE: &[StageEntry] = &[
    ("engage_hours", "hours in touches of phase engage", WorkHours, None, |b, r| {
        absent_role(b, r, b.role(r).touch[Phase::Engage as usize])
    }),
    ("select_hours", "hours in touches of phase select", WorkHours, None, |b, r| {
        absent_role(b, r, b.role(r).touch[Phase::Select as usize])
    }),
    ("drive_hours", "hours in touches of phase drive", WorkHours, None, |b, r| {
        absent_role(b, r, b.role(r).touch[Phase::Drive as usize])
    }),
    ("pay", "pay a year", Money, None, role_pay),
];

/// People are reported one by one in groups of up to this many.
const PEOPLE_ONE_BY_ONE: u32 = 30;

impl Catalogue {
    /// The measures that `system` has under any of `policies`.
    ///
    /// # Panics
    ///
    /// If a policy does not fit the system; a scenario that was read is checked.
    pub fn of(system: &SalesSystem, policies: &[Policy]) -> Self {
        let (mut measures, mut rows) = (Vec::new(), Vec::new());
        for (key, label, unit, better, phase, compute) in WHOLE {
            measures.push(measure((*key).to_owned(), (*label).to_owned(), *unit, *better, *phase));
            rows.push(Row::Whole(*compute));
        }
        let has_pay = system.payroll.is_some();
        let (pay, labour) = if has_pay { (PAY, LABOUR) } else { (&[] as &[_], &[] as &[_]) };
        for (key, label, unit, better, phase, compute) in pay.iter().chain(labour) {
            measures.push(measure((*key).to_owned(), (*label).to_owned(), *unit, *better, *phase));
            rows.push(Row::Whole(*compute));
        }
        let buyers = if system.buyers.is_some() { BUYERS } else { &[] };
        for (key, label, unit, better, phase, compute) in buyers {
            measures.push(measure((*key).to_owned(), (*label).to_owned(), *unit, *better, *phase));
            rows.push(Row::Whole(*compute));
        }
        let customers = system.buyers.as_ref().and_then(|buyers| buyers.customers);
        let word = system.buyers.as_ref().and_then(|buyers| buyers.word);
        let (years, word) =
            (customers.map_or(&[][..], |_| CUSTOMERS), word.map_or(&[][..], |_| WORD));
        let prospecting = system.prospecting.map_or(&[][..], |_| PROSPECTING);
        let accounts = system.account_stages().next().map_or(&[][..], |_| ACCOUNTS);
        let rest = years.iter().chain(word).chain(prospecting).chain(accounts);
        for (key, label, unit, better, phase, compute) in rest {
            measures.push(measure((*key).to_owned(), (*label).to_owned(), *unit, *better, *phase));
            rows.push(Row::Whole(*compute));
        }
        for (s, segment) in system.segments.iter().enumerate().filter(|_| !buyers.is_empty()) {
            let (key, label, unit, phase) = WON_CYCLE;
            let (key, label) =
                (format!("segment.{}.{key}", segment.name), format!("{}: {label}", segment.name));
            measures.push(measure(key, label, unit, Some(Lower), phase));
            rows.push(Row::WonCycle(s));
        }
        for (s, stage) in system.stages.iter().enumerate() {
            for (key, label, unit, better, compute) in STAGE {
                let (key, label) =
                    (format!("stage.{}.{key}", stage.name), format!("{}: {label}", stage.name));
                measures.push(measure(key, label, *unit, *better, Some(stage.phase)));
                rows.push(Row::Stage(s, *compute));
            }
        }
        for (r, role) in role_names(system).iter().enumerate() {
            let paid = if pay.is_empty() { &[] } else { PAID_ROLE };
            let finds = system.prospecting.map_or(&[][..], |_| PROSPECTING_ROLE);
            for (key, label, unit, better, compute) in ROLE.iter().chain(paid).chain(finds) {
                let (key, label) = (format!("role.{role}.{key}"), format!("{role}: {label}"));
                measures.push(measure(key, label, *unit, *better, None));
                rows.push(Row::Role(r, *compute));
            }
        }
        for (e, exit) in system.exits.iter().enumerate().skip(Exit::WON + 1) {
            let (key, label) = (format!("exit.{}", exit.name), format!("Ended: {}", exit.name));
            measures.push(measure(key, label, Count, None, None));
            rows.push(Row::Exit(e));
        }
        for (group, number) in people(system, policies) {
            let name = &system.groups[group].name;
            let key = format!("person.{name}.{number}.utilisation");
            let label = format!("{name} {number}: utilisation");
            measures.push(measure(key, label, Share, None, None));
            rows.push(Row::Person(group, number));
            if !pay.is_empty() {
                let key = format!("person.{name}.{number}.pay");
                measures.push(measure(
                    key,
                    format!("{name} {number}: pay a year"),
                    Money,
                    None,
                    None,
                ));
                rows.push(Row::Pay(group, number));
            }
        }
        if let Some(customers) = customers {
            for measure in &mut measures {
                label_over(measure, customers.years);
            }
        }
        Self { measures, rows }
    }

    /// The measures, in order.
    pub fn measures(&self) -> &[Measure] {
        &self.measures
    }

    pub(super) fn fill(&self, values: &mut [f64], books: &Books<'_>) {
        for (value, row) in values.iter_mut().zip(&self.rows) {
            *value = match row {
                Row::Whole(compute) => compute(books),
                Row::Stage(index, compute) | Row::Role(index, compute) => compute(books, *index),
                Row::Exit(exit) => books.tallies.exits[*exit] as f64,
                Row::WonCycle(segment) => won_cycle_days(books, *segment),
                Row::Person(group, number) => books.person_utilisation(*group, *number),
                Row::Pay(group, number) => person_pay(books, *group, *number),
            };
        }
    }
}

/// Group and number of the people who are reported one by one.
fn people(system: &SalesSystem, policies: &[Policy]) -> Vec<(usize, u32)> {
    let rules: Vec<Rules> = policies.iter().map(|p| Rules::new(system, p)).collect();
    let rules: Vec<&Rules> = rules.iter().collect();
    let mut people = Vec::new();
    for group in 0..system.groups.len() {
        let heads = most_heads(system, &rules, group);
        if heads <= PEOPLE_ONE_BY_ONE {
            people.extend((1..=heads).map(|number| (group, number)));
        }
    }
    people
}

fn measure(
    key: String,
    label: String,
    unit: Unit,
    better: Option<Direction>,
    phase: Option<Phase>,
) -> Measure {
    let ratio = RATIOS.iter().find(|(ratio, ..)| *ratio == key);
    let ratio_of = ratio.map(|(_, above, below)| (*above, *below));
    Measure { key, label, unit, better, phase, ratio_of }
}
