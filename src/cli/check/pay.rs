//! The plans of a scenario, what people make of them, and whom a policy pays by which, in words.

use std::fmt::Write;

use super::pay_level::usual_year;
use crate::sales::calendar::{HOURS_PER_WEEK, week_of};
use crate::sales::pay::{
    Band, Base, Behaviour, Bonus, Curve, Mark, Overlay, PayRules, Plan, Scale, Split, Team, Terms,
};
use crate::sales::{Policy, SalesSystem, pay_levels};
use crate::scenario::Scenario;

/// Plans and behaviour; nothing where there are none.
pub(super) fn world(scenario: &Scenario, text: &mut String) {
    let Some(payroll) = &scenario.system.payroll else { return };
    let week = week_of(payroll.fiscal_start_hours);
    let _ = writeln!(text, "\nplans (fiscal years from week {week})");
    for plan in &payroll.plans {
        let mut name = plan.name.as_str();
        for line in plan_in_words(plan, &scenario.system, &scenario.currency) {
            let _ = writeln!(text, "  {name:<14} {line}");
            name = "";
        }
    }
    behaviour(&payroll.behaviour, text);
}

fn behaviour(behaviour: &Behaviour, text: &mut String) {
    let frictions = behaviour.frictions();
    let named = |is_on: bool| {
        let names = frictions.iter().filter(|friction| friction.1 == is_on);
        names.map(|friction| friction.0).collect::<Vec<_>>().join(", ")
    };
    let _ = writeln!(text, "\nbehaviour");
    if frictions.iter().all(|friction| !friction.1) {
        let _ = writeln!(text, "  none: plans change what people are paid and nothing else");
        return;
    }
    let _ = writeln!(text, "  {:<14} {}", "on", named(true));
    if !named(false).is_empty() {
        let _ = writeln!(text, "  {:<14} {}", "off", named(false));
    }
}

/// A plan, a line for each of its parts.
fn plan_in_words(plan: &Plan, system: &SalesSystem, currency: &str) -> Vec<String> {
    let unit = unit(plan.base, currency);
    let salary = money(plan.salary_per_year);
    let mut lines = vec![format!("{salary} {currency} a year, {}", counted(plan, &unit))];
    lines.extend(commission("commission", &plan.commission, &unit));
    lines.extend(bonuses("bonus", &plan.bonuses));
    if !plan.tiers.is_empty() {
        let tiers =
            plan.tiers.iter().map(|t| format!("{} from {}", rate(t.rate, &unit), money(t.from)));
        lines.push(format!("on the whole of a deal {}", joined(tiers)));
    }
    lines.extend(plan.cap.map(|cap| format!("cap {} a {}", money(cap), plan.period.name())));
    lines.extend(plan.draw.map(|draw| {
        let kind = if draw.recoverable { "recoverable " } else { "" };
        format!("{kind}draw {} a {}", money(draw.amount), plan.period.name())
    }));
    lines.extend(plan.team.as_ref().map(|team| pool(team, currency)));
    if !plan.credits_closing {
        lines.push("no credit for what one closes".to_owned());
    }
    lines.extend(plan.overlays.iter().map(|overlay| overlay_in_words(overlay, system)));
    lines.extend(plan.fees.iter().map(|fee| {
        let stage = &system.stages[fee.stage].name;
        let parts = [
            (fee.amount, money(fee.amount)),
            (fee.rate, format!("{} of the price", percent(fee.rate))),
        ];
        let parts = parts.into_iter().filter(|part| part.0 > 0.0).map(|part| part.1);
        format!("{} for `{stage}` of a deal that is won", joined(parts))
    }));
    lines.extend(plan.spiffs.iter().map(|spiff| {
        let event = if spiff.event == Base::Meetings { "meeting" } else { "deal" };
        // a window that ends as a week begins ends with the week before
        let [from, to] = [spiff.from_hours, spiff.to_hours.next_down()].map(week_of);
        let weeks =
            if from >= to { format!("week {from}") } else { format!("weeks {from} to {to}") };
        format!("{} for each {event} in {weeks}", money(spiff.amount))
    }));
    if !plan.prizes.is_empty() {
        lines.push(format!("prizes by rank {}", joined(plan.prizes.iter().map(|p| money(*p)))));
    }
    if plan.renewal > 0.0 {
        let share = percent(plan.renewal);
        lines.push(format!(
            "{share} of the yearly price at each anniversary of a customer who stays"
        ));
    }
    lines.extend(goes_back(plan));
    lines.extend(plan.ratchet.map(|ratchet| {
        let [growth, follow] = [ratchet.growth, ratchet.follow].map(percent);
        format!(
            "the quota grows {growth} a period and follows {follow} of what is above or below it"
        )
    }));
    lines
}

fn counted(plan: &Plan, unit: &Unit<'_>) -> String {
    let quota = match plan.quota {
        quota if quota > 0.0 => format!("quota {}", amount(quota, unit)),
        _ => "no quota".to_owned(),
    };
    let year = if plan.cumulative { ", by the year so far" } else { "" };
    format!("counts {} by {}, {quota}{year}", unit.what, plan.period.name())
}

fn commission(what: &str, bands: &[Band], unit: &Unit<'_>) -> Option<String> {
    let bands = bands.iter().map(|band| match band.from {
        Mark::Credit(from) if from <= 0.0 => rate(band.rate, unit),
        from => format!("{} from {}", rate(band.rate, unit), mark(from)),
    });
    let words = joined(bands);
    (!words.is_empty()).then(|| format!("{what} {words}"))
}

fn bonuses(what: &str, bonuses: &[Bonus]) -> Option<String> {
    let words = joined(bonuses.iter().map(|b| format!("{} at {}", money(b.amount), mark(b.at))));
    (!words.is_empty()).then(|| format!("{what} {words}"))
}

fn pool(team: &Team, currency: &str) -> String {
    let unit = unit(team.base, currency);
    let quota = match team.quota {
        quota if quota > 0.0 => format!(", quota {}", amount(quota, &unit)),
        _ => String::new(),
    };
    let split = match team.split {
        Split::Equal => "divided equally",
        Split::Credit => "divided by own credit",
        Split::Hours => "divided by hours",
    };
    let parts = [commission("", &team.commission, &unit), bonuses("bonus", &team.bonuses)];
    let parts = joined(parts.into_iter().flatten().map(|part| part.trim().to_owned()));
    let weight = percent(team.weight);
    format!("a pool (weight {weight}) on all {}{quota}: {parts}, {split}", unit.what)
}

fn overlay_in_words(overlay: &Overlay, system: &SalesSystem) -> String {
    match overlay {
        Overlay::Stage { stage, share } => {
            let stage = &system.stages[*stage].name;
            format!("credit of {} of a deal for who worked `{stage}`", percent(*share))
        }
        Overlay::Plan { plan, share } => {
            let plan = system.payroll.as_ref().map_or("", |pay| pay.plans[*plan].name.as_str());
            format!("credit of {} of what people on `{plan}` are credited with", percent(*share))
        }
    }
}

fn goes_back(plan: &Plan) -> Option<String> {
    const MONTH_HOURS: f64 = 52.0 * HOURS_PER_WEEK / 12.0;
    let steps = plan.clawback.iter().map(|(hours, share)| {
        format!("{} within {} months", percent(*share), money(hours / MONTH_HOURS))
    });
    let steps = joined(steps);
    let what = if plan.claws_bonuses { "commission and bonuses" } else { "commission" };
    (!steps.is_empty()).then(|| format!("{what} of customers who leave go back: {steps}"))
}

/// Whom a policy pays by which plan, and what it allows; nothing where there are no plans.
pub(super) fn rules(scenario: &Scenario, policy: &Policy, text: &mut String) {
    let system = &scenario.system;
    let Some(payroll) = &system.payroll else { return };
    let PayRules { plans, elsewhere, split, discount, scale, advice } = &policy.pay;
    let mut key = "pay";
    // What is to be scaled comes to what the market pays.
    let is_known = *scale != Scale::Market;
    let levels = if is_known { pay_levels(system, policy) } else { Vec::new() };
    for (role, plan) in plans {
        let line = paid(&payroll.plans[*plan], *scale, &scenario.currency);
        let year = usual_year(&levels, role);
        let _ = writeln!(text, "    {key:<12} {role}: {line}{year}");
        key = "";
    }
    if plans.is_empty() {
        let _ = writeln!(text, "    {key:<12} nobody is on a plan; people cost what [people] says");
        return;
    }
    for (role, plan) in elsewhere {
        let line = paid(&payroll.plans[*plan], *scale, &scenario.currency);
        let _ = writeln!(text, "    {key:<12} {role}, which other policies make: {line}");
    }
    let mut shares: Vec<String> = split
        .iter()
        .map(|(stage, share)| format!("{} for `{}`", percent(*share), system.stages[*stage].name))
        .collect();
    let rest = 1.0 - split.iter().map(|(_, share)| share).sum::<f64>();
    shares.push(format!("{} for who closes", percent(rest)));
    let discount = match *discount {
        discount if discount > 0.0 => format!("discounts up to {}", percent(discount)),
        _ => "no discount".to_owned(),
    };
    let advice = if *advice { "advice is asked for" } else { "no advice" };
    let _ = writeln!(text, "    {:<12} {}; {discount}; {advice}", "credit", shares.join(", "));
}

/// What somebody on a plan has in a year, for just what is asked of them.
fn paid(plan: &Plan, scale: Scale, currency: &str) -> String {
    let (factor, scaled) = match scale {
        Scale::Factor(factor) if factor.to_bits() == 1.0_f64.to_bits() => (factor, String::new()),
        Scale::Factor(factor) => (factor, format!(", scaled by {factor}")),
        Scale::Market => (1.0, ", before it is scaled to what the market pays".to_owned()),
    };
    let per_year = f64::from(plan.period.per_year());
    let salary = money(plan.salary_per_year);
    let variable = if plan.quota > 0.0 {
        let curve = Curve::of_plan(plan, &Terms::new(plan.quota, factor));
        format!("{} variable a year at quota", money(curve.pay(plan.quota) * per_year))
    } else {
        "variable pay without a quota".to_owned()
    };
    let pool = plan.team.as_ref().map_or("", |_| " and the pool");
    format!("plan `{}`, {salary} {currency} a year, {variable}{pool}{scaled}", plan.name)
}

/// What is credited, and how an amount and a rate of it read.
struct Unit<'a> {
    what: &'static str,
    money: Option<&'a str>,
}

fn unit(base: Base, currency: &str) -> Unit<'_> {
    let what = match base {
        Base::Revenue => "revenue",
        Base::Margin => "gross margin",
        Base::Value => "customer value",
        Base::Deals => "deals",
        Base::Meetings => "meetings",
    };
    let is_money = !matches!(base, Base::Deals | Base::Meetings);
    Unit { what, money: is_money.then_some(currency) }
}

fn amount(credit: f64, unit: &Unit<'_>) -> String {
    format!("{} {}", money(credit), unit.money.unwrap_or(unit.what))
}

fn rate(rate: f64, unit: &Unit<'_>) -> String {
    if unit.money.is_some() { percent(rate) } else { format!("{} each", money(rate)) }
}

fn mark(mark: Mark) -> String {
    match mark {
        Mark::Credit(credit) => money(credit),
        Mark::Attainment(share) => percent(share),
    }
}

fn percent(share: f64) -> String {
    format!("{} %", (share * 1e4).round() / 100.0)
}

/// An amount to the cent, without needless digits.
fn money(amount: f64) -> String {
    ((amount * 100.0).round() / 100.0).to_string()
}

fn joined(words: impl Iterator<Item = String>) -> String {
    words.collect::<Vec<_>>().join(", ")
}
