//! Pay slips as JSON. See `docs/results.md`.

use serde_json::{Value, json};

use super::{Earned, payroll};
use crate::experiment::{Design, Payslip, PoolSlip};
use crate::report::payout::words;
use crate::sales::pay::{Factor, Mark, PayLine, PayRule};
use crate::sales::{Award, Awarded, Credited, Merit};

/// The schema of what `posse payslip --json` prints.
pub const PAYSLIP_SCHEMA: &str = "posse/payslip/1";

/// The pay slips as JSON; times in hours since the start of the run.
///
/// # Panics
///
/// Never: plain data can always be written.
pub fn payslips_json(design: &Design<'_>, earned: &Earned) -> String {
    let scenario = design.scenario;
    let seat = &design.setups[earned.policy].seats()[earned.seat];
    let (fixed, variable) = earned.payslips.totals();
    let slips: Vec<Value> =
        earned.payslips.slips.iter().map(|slip| of_slip(design, slip)).collect();
    let document = json!({
        "schema": PAYSLIP_SCHEMA,
        "scenario": { "name": scenario.name, "hash": scenario.hash() },
        "seed": scenario.seed,
        "replication": earned.replication,
        "policy": scenario.policies[earned.policy].name,
        "group": scenario.system.groups[seat.group].name,
        "person": seat.number,
        "currency": scenario.currency,
        "slips": slips,
        "fixed": fixed,
        "variable": variable,
    });
    let mut text = serde_json::to_string_pretty(&document).expect("plain data can be written");
    text.push('\n');
    text
}

fn of_slip(design: &Design<'_>, slip: &Payslip) -> Value {
    let plan = &payroll(design).plans[slip.plan];
    let deals = slip.deals.iter().zip(&slip.deal_pay);
    let year = slip.year.map(
        |year| json!({ "quota": year.quota, "credit": year.credit, "commission": year.commission }),
    );
    let bonus = |bonus: usize| plan.bonuses[bonus].at;
    let mark = |line: &PayLine| match line.rule {
        PayRule::Commission(band) => Some(plan.commission[band].from),
        PayRule::Bonus(at) => Some(bonus(at)),
        _ => None,
    };
    json!({
        "hire": slip.hire,
        "new": slip.is_new,
        "plan": plan.name,
        "unit": words::credit(plan.base),
        "period": plan.period.name(),
        "number": slip.period,
        "from_h": slip.from,
        "to_h": slip.to,
        "measured": slip.measured,
        "quota": slip.quota,
        "credit": slip.credit,
        "attainment": slip.attainment,
        "year_before": year,
        "deals": deals.map(|(deal, by_size)| of_deal(design, deal, *by_size)).collect::<Vec<_>>(),
        "awards": slip.awards.iter().map(|award| of_award(design, award)).collect::<Vec<_>>(),
        "pool": slip.pool.as_ref().map(|pool| of_pool(design, slip, pool)),
        "lines": slip.lines.iter().map(|line| of_line(line, mark(line))).collect::<Vec<_>>(),
        "total": slip.total,
        "owed_before": slip.owed.0,
        "owed": slip.owed.1,
    })
}

fn of_deal(design: &Design<'_>, deal: &Credited, by_size: f64) -> Value {
    let stage = |stage: usize| Some(design.scenario.system.stages[stage].name.as_str());
    let (merit, of) = match deal.merit {
        Merit::Closing => ("closed", None),
        Merit::Stage(at) => ("stage", stage(at)),
        Merit::Overlay(at) => ("overlay", stage(at)),
        Merit::OfPlan(plan) => ("overlay", Some(payroll(design).plans[plan].name.as_str())),
        Merit::Meeting => ("meeting", None),
        Merit::Expansion => ("expansion", None),
    };
    json!({
        "channel": channel(design, deal.channel),
        "lead": deal.number,
        "at_h": deal.at,
        "merit": merit,
        "of": of,
        "credit": deal.credit,
        "by_size": by_size,
    })
}

fn of_award(design: &Design<'_>, award: &Awarded) -> Value {
    let (what, stage) = match award.award {
        Award::Fee(stage) => ("fee", Some(&design.scenario.system.stages[stage].name)),
        Award::Spiff => ("spiff", None),
        Award::Renewal { .. } => ("renewal", None),
        Award::Clawback { .. } => ("clawback", None),
    };
    let (share, commission) = match award.award {
        Award::Clawback { share, commission } => (Some(share), Some(commission)),
        Award::Fee(_) | Award::Spiff | Award::Renewal { .. } => (None, None),
    };
    json!({
        "what": what,
        "stage": stage,
        "channel": channel(design, award.channel),
        "lead": award.number,
        "at_h": award.at,
        "share": share,
        "commission": commission,
        "amount": award.amount,
    })
}

fn of_pool(design: &Design<'_>, slip: &Payslip, pool: &PoolSlip) -> Value {
    let team = payroll(design).plans[slip.plan].team.as_ref();
    let mark = |line: &PayLine| match (line.rule, team) {
        (PayRule::Commission(band), Some(team)) => Some(team.commission[band].from),
        (PayRule::Bonus(bonus), Some(team)) => Some(team.bonuses[bonus].at),
        _ => None,
    };
    json!({
        "unit": team.map(|team| words::credit(team.base)),
        "credit": pool.credit,
        "money": pool.money,
        "members": pool.members,
        "share": pool.share,
        "lines": pool.lines.iter().map(|line| of_line(line, mark(line))).collect::<Vec<_>>(),
    })
}

fn of_line(line: &PayLine, mark: Option<Mark>) -> Value {
    let factors: Vec<Value> = line
        .factors
        .iter()
        .map(|(factor, value)| json!({ "what": factor_name(*factor), "value": value }))
        .collect();
    let (credit, attainment) = match mark {
        Some(Mark::Credit(credit)) => (Some(credit), None),
        Some(Mark::Attainment(share)) => (None, Some(share)),
        None => (None, None),
    };
    json!({
        "rule": rule_name(line.rule),
        "from_credit": credit,
        "from_attainment": attainment,
        "factors": factors,
        "before": line.before,
        "amount": line.amount,
    })
}

fn channel<'a>(design: &'a Design<'_>, channel: usize) -> &'a str {
    design.scenario.system.channels.get(channel).map_or("backlog", |c| c.name.as_str())
}

fn rule_name(rule: PayRule) -> &'static str {
    match rule {
        PayRule::Salary => "salary",
        PayRule::Commission(_) => "commission",
        PayRule::PaidBefore => "paid before",
        PayRule::Bonus(_) => "bonus",
        PayRule::DealRate => "deal rates",
        PayRule::Fee => "fees",
        PayRule::Renewal => "renewals",
        PayRule::Team => "team",
        PayRule::Spiff => "spiff",
        PayRule::Prize => "prize",
        PayRule::Cap => "cap",
        PayRule::Draw => "draw",
        PayRule::Recovery => "recovery",
        PayRule::Clawback => "clawback",
        PayRule::CarriedOver => "carried over",
    }
}

fn factor_name(factor: Factor) -> &'static str {
    match factor {
        Factor::Salary => "salary",
        Factor::OfYear => "of year",
        Factor::Employed => "employed",
        Factor::Credit => "credit",
        Factor::Rate => "rate",
        Factor::Amount => "amount",
        Factor::OwnPart => "own part",
        Factor::TeamPart => "team part",
        Factor::Scale => "scale",
        Factor::Share => "share",
    }
}
