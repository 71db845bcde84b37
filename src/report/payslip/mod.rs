//! What one person is paid, period by period: for reading, and for machines.

mod json;
mod words;

use super::console::wrapped;
use super::format::{count, plural, truncated};
use crate::experiment::{Design, Payslips};
use crate::sales::Merit;
use crate::sales::calendar::{HOURS_PER_WEEK, week_of};
use crate::sales::pay::{Base, Payroll};

pub use json::{PAYSLIP_SCHEMA, payslips_json};

/// The pay slips of a person under a policy in a replication.
#[derive(Clone, Debug)]
pub struct Earned {
    /// The policy (index).
    pub policy: usize,
    /// The replication.
    pub replication: u32,
    /// The person's seat (index among the policy's).
    pub seat: usize,
    /// The slips.
    pub payslips: Payslips,
}

const NAME: usize = 40;
/// Columns from which on lines are not drawn further apart.
const WIDEST: usize = 100;

/// The pay slips as text for a terminal of `width` columns.
pub fn payslips_text(design: &Design<'_>, earned: &Earned, width: usize) -> String {
    let width = width.min(WIDEST);
    let mut lines = wrapped(&headline(design, earned), width);
    for slip in &earned.payslips.slips {
        lines.push(String::new());
        if slip.is_new {
            lines.push(format!("somebody new from {} on", day(slip.from)));
            lines.push(String::new());
        }
        lines.extend(words::slip(design, slip, width));
    }
    let (fixed, variable) = earned.payslips.totals();
    lines.push(String::new());
    lines.push(format!(
        "{}: salary {}, variable pay {}, together {}",
        plural(earned.payslips.slips.len() as u64, "pay slip"),
        cents(fixed),
        cents(variable),
        cents(fixed + variable)
    ));
    let text: String = lines.iter().flat_map(|line| [line.trim_end(), "\n"]).collect();
    // A terminal's plain space can be copied and searched for.
    text.replace(['\u{A0}', '\u{202F}'], " ")
}

/// Whose slips these are.
fn headline(design: &Design<'_>, earned: &Earned) -> String {
    format!(
        "Pay slips of {} under {} in run {} of {}; money in {}",
        person(design, earned.policy, earned.seat),
        truncated(&design.scenario.policies[earned.policy].label, NAME),
        earned.replication,
        design.scenario.name,
        design.scenario.currency
    )
}

/// The name of whoever sits in a seat, as in the measures: `seller 3`.
pub(in crate::report) fn person(design: &Design<'_>, policy: usize, seat: usize) -> String {
    let seat = &design.setups[policy].seats()[seat];
    format!("{} {}", design.scenario.system.groups[seat.group].name, seat.number)
}

/// What a credit is given for.
pub(in crate::report) fn merit(design: &Design<'_>, merit: Merit) -> String {
    let stage = |stage: usize| &design.scenario.system.stages[stage].name;
    match merit {
        Merit::Closing => "closed".into(),
        Merit::Stage(at) => format!("worked {}", stage(at)),
        Merit::Overlay(at) => format!("worked {} (overlay)", stage(at)),
        Merit::OfPlan(plan) => format!("overlay on {}", payroll(design).plans[plan].name),
        Merit::Meeting => "meeting".into(),
        Merit::Expansion => "customer takes more".into(),
    }
}

/// The plans of a scenario in which somebody is paid by one.
pub(in crate::report) fn payroll<'a>(design: &'a Design<'_>) -> &'a Payroll {
    design.scenario.system.payroll.as_ref().expect("who is paid is on a plan")
}

/// A credit in the unit of its plan.
fn credit(base: Base, value: f64) -> String {
    match base {
        Base::Revenue | Base::Margin | Base::Value => cents(value),
        Base::Deals | Base::Meetings => exact(value),
    }
}

/// Money to the cent: `12 345.60`.
fn cents(money: f64) -> String {
    let digits = count(&format!("{:.2}", money.abs()));
    let is_none = !digits.contains(|digit: char| ('1'..='9').contains(&digit));
    if money < 0.0 && !is_none { format!("−{digits}") } else { digits }
}

/// A number with at most four digits after the point.
fn exact(value: f64) -> String {
    count(&((value * 1e4).round() / 1e4))
}

/// The day that an instant lies in: `Mon of week 1`.
fn day(hours: f64) -> String {
    const DAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "within a week")]
    let day = (hours.rem_euclid(HOURS_PER_WEEK) / 24.0) as usize;
    format!("{} of week {}", DAYS[day.min(6)], week_of(hours))
}

/// The day that ends at an instant, or that it lies in.
fn last_day(hours: f64) -> String {
    day((hours - 1e-6).max(0.0))
}
