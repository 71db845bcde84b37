//! A pay slip in words, each amount with the rule of the plan that it follows from.

use super::{cents, credit, day, exact, last_day, merit, payroll};
use crate::experiment::{Design, Payslip};
use crate::report::console::wrapped;
use crate::report::format::count;
use crate::report::payout::words;
use crate::sales::Award;
use crate::sales::pay::{Band, Base, Bonus, Factor, Mark, PayLine, PayRule, Plan, Team};

/// Columns of a day, of a lead and of an amount.
const DAY: usize = 17;
const LEAD: usize = 18;
const AMOUNT: usize = 14;
const INDENT: &str = "  ";

/// A pay slip, line by line.
pub(super) fn slip(design: &Design<'_>, slip: &Payslip, width: usize) -> Vec<String> {
    let plan = &payroll(design).plans[slip.plan];
    let mut lines = vec![head(slip, plan)];
    let room = width.saturating_sub(INDENT.len());
    lines.extend(wrapped(&reached(slip, plan), room).iter().map(|line| format!("{INDENT}{line}")));
    lines.extend(credited(design, slip, plan, width));
    lines.extend(awarded(design, slip, width));
    lines.extend(pool(slip, plan, width));
    lines.push(format!("{INDENT}paid"));
    for line in &slip.lines {
        lines.extend(row(&written(line, plan), &cents(line.amount), width));
    }
    lines.extend(row("sum", &cents(slip.total), width));
    let (before, after) = slip.owed;
    if before.abs() > 0.0 || after.abs() > 0.0 {
        lines.push(format!(
            "{INDENT}owed to the company: {} before, {} now",
            cents(before),
            cents(after)
        ));
    }
    lines
}

/// `quarter 5, Mon of week 53 to Sun of week 65, plan classic`.
fn head(slip: &Payslip, plan: &Plan) -> String {
    let measured = if slip.measured { "" } else { " (not in the measured window)" };
    format!(
        "{} {}, {} to {}, plan {}{measured}",
        plan.period.name(),
        slip.period,
        day(slip.from),
        last_day(slip.to),
        plan.name
    )
}

/// Quota, credit and attainment.
fn reached(slip: &Payslip, plan: &Plan) -> String {
    let of = words::credit(plan.base);
    let got = credit(plan.base, slip.credit);
    let mut text = match slip.attainment {
        Some(share) => format!(
            "quota {} of {of}, credit {got}: attainment {}",
            credit(plan.base, slip.quota),
            share_of(share)
        ),
        None => format!("credit {got} of {of}; no quota"),
    };
    if let Some(year) = slip.year {
        let before = format!(
            "; the year before: quota {}, credit {}, commission {}",
            credit(plan.base, year.quota),
            credit(plan.base, year.credit),
            cents(year.commission)
        );
        text += &before;
    }
    text
}

/// Every credit of the period.
fn credited(design: &Design<'_>, slip: &Payslip, plan: &Plan, width: usize) -> Vec<String> {
    if slip.deals.is_empty() {
        return Vec::new();
    }
    let mut lines = vec![format!("{INDENT}credited")];
    for (deal, by_size) in slip.deals.iter().zip(&slip.deal_pay) {
        let mut what = merit(design, deal.merit);
        if *by_size > 0.0 {
            what = format!("{what}, by its size {}", cents(*by_size));
        }
        let text = about(design, (deal.at, deal.channel, deal.number), &what);
        lines.extend(row(&text, &credit(plan.base, deal.credit), width));
    }
    lines
}

/// Money for single leads: fees, SPIFFs, renewals, clawbacks.
fn awarded(design: &Design<'_>, slip: &Payslip, width: usize) -> Vec<String> {
    if slip.awards.is_empty() {
        return Vec::new();
    }
    let mut lines = vec![format!("{INDENT}for single leads")];
    for award in &slip.awards {
        let what = match award.award {
            Award::Fee(stage) => format!("fee for {}", design.scenario.system.stages[stage].name),
            Award::Spiff => "SPIFF".into(),
            Award::Renewal { year } => format!("stays: anniversary {year}"),
            Award::Clawback { share, commission } => {
                format!("leaves: {} of {}", share_of(share), cents(commission))
            }
        };
        let text = about(design, (award.at, award.channel, award.number), &what);
        let goes_back = matches!(award.award, Award::Clawback { .. });
        let sign = if goes_back { -1.0 } else { 1.0 };
        lines.extend(row(&text, &cents(sign * award.amount), width));
    }
    lines
}

/// What is in the team's pool.
fn pool(slip: &Payslip, plan: &Plan, width: usize) -> Vec<String> {
    let (Some(pool), Some(team)) = (&slip.pool, &plan.team) else { return Vec::new() };
    let quota = match team.quota {
        none if none <= 0.0 => String::new(),
        quota => format!(", quota {}", credit(team.base, quota)),
    };
    let (of, got) = (words::credit(team.base), credit(team.base, pool.credit));
    let mut lines = vec![format!("{INDENT}team’s pool: credit {got} of {of}{quota}")];
    for line in &pool.lines {
        lines.extend(row(&of_pool(line, team), &cents(line.amount), width));
    }
    lines
}

/// When, which lead and what.
fn about(design: &Design<'_>, (at, channel, number): (f64, usize, u64), what: &str) -> String {
    let channel = design.scenario.system.channels.get(channel).map_or("backlog", |c| &c.name);
    let lead = format!("{channel} {}", count(&number));
    format!("{:<DAY$}{lead:<LEAD$} {what}", day(at))
}

/// Words at the left, an amount at the right of `width` columns.
fn row(words: &str, amount: &str, width: usize) -> Vec<String> {
    let indent = 2 * INDENT.len();
    let room = width.saturating_sub(indent + AMOUNT + 2).max(20);
    let mut lines = wrapped(words, room);
    let last = lines.len() - 1;
    for (at, line) in lines.iter_mut().enumerate() {
        let (hang, room) = if at == 0 { ("", room) } else { (INDENT, room - INDENT.len()) };
        *line = if at == last {
            format!("{INDENT}{INDENT}{hang}{line:<room$}  {amount:>AMOUNT$}")
        } else {
            format!("{INDENT}{INDENT}{hang}{line}")
        };
    }
    lines
}

/// A line in the words of its plan.
fn written(line: &PayLine, plan: &Plan) -> String {
    let factors = product(&line.factors, plan.base);
    let before = cents(line.before);
    match line.rule {
        PayRule::Salary => format!("salary: {factors}"),
        PayRule::Commission(band) => {
            format!("commission{}: {factors}", band_name(&plan.commission, band, plan.base))
        }
        PayRule::PaidBefore => "less commission that the year has paid before".into(),
        PayRule::Bonus(bonus) => {
            format!("bonus at {}: {factors}", bonus_name(&plan.bonuses, bonus, plan.base))
        }
        PayRule::DealRate => format!("deals by their size: {factors}"),
        PayRule::Fee => format!("fees for work upstream: {factors}"),
        PayRule::Renewal => "anniversaries of customers who stay".into(),
        PayRule::Team => format!("team’s pool: {factors}"),
        PayRule::Spiff => format!("SPIFFs: {factors}"),
        PayRule::Prize => format!("prize by rank in credit: {factors}"),
        PayRule::Cap => format!("cap: at most {factors}, of {before}"),
        PayRule::Draw => format!("draw: at least {factors}, on {before}"),
        PayRule::Recovery => "paid back of what was owed".into(),
        PayRule::Clawback => "commission of customers who left".into(),
        PayRule::CarriedOver => "more than was earned: owed".into(),
    }
}

/// A line of the team's pool.
fn of_pool(line: &PayLine, team: &Team) -> String {
    let factors = product(&line.factors, team.base);
    match line.rule {
        PayRule::Bonus(bonus) => {
            format!("bonus at {}: {factors}", bonus_name(&team.bonuses, bonus, team.base))
        }
        PayRule::Commission(band) => {
            format!("commission{}: {factors}", band_name(&team.commission, band, team.base))
        }
        _ => factors,
    }
}

/// Where a band begins, unless it is the only one and begins at once.
fn band_name(bands: &[Band], band: usize, base: Base) -> String {
    let begins_at_once = match bands[band].from {
        Mark::Credit(from) | Mark::Attainment(from) => from <= 0.0,
    };
    if bands.len() == 1 && begins_at_once {
        return String::new();
    }
    format!(", band from {}", mark(bands[band].from, base))
}

fn bonus_name(bonuses: &[Bonus], bonus: usize, base: Base) -> String {
    mark(bonuses[bonus].at, base)
}

fn mark(mark: Mark, base: Base) -> String {
    match mark {
        Mark::Credit(at) if at <= 0.0 => "0".into(),
        Mark::Credit(at) => credit(base, at),
        Mark::Attainment(share) => share_of(share),
    }
}

/// Per cent with at most one digit after the point.
fn share_of(share: f64) -> String {
    format!("{}\u{A0}%", count(&((share * 1000.0).round() / 10.0)))
}

/// What is multiplied: `24 900.00 × 0.2 × 0.3 own part`.
fn product(factors: &[(Factor, f64)], base: Base) -> String {
    let words = factors.iter().map(|(factor, value)| match factor {
        Factor::Salary => format!("{} a year", cents(*value)),
        Factor::OfYear => of_year(*value),
        Factor::Employed => format!("{} of the period", exact(*value)),
        Factor::Credit => credit(base, *value),
        Factor::Rate => exact(*value),
        Factor::Amount => cents(*value),
        Factor::OwnPart => format!("{} own part", exact(*value)),
        Factor::TeamPart => format!("{} team’s part", exact(*value)),
        Factor::Scale => format!("{} scale", exact(*value)),
        Factor::Share => format!("{} share", exact(*value)),
    });
    words.collect::<Vec<_>>().join(" × ")
}

/// The part of a year: `1/4`.
fn of_year(part: f64) -> String {
    format!("1/{}", (1.0 / part).round())
}
