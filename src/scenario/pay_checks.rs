//! What can only be said of plans, policies and the funnel together.

use super::buyers::ADD;
use super::problem::{Fault, Span};
use super::reader::Reading;
use super::scope::Scope;
use crate::sales::buyer::MONTH_HOURS;
use crate::sales::pay::{Base, Payroll, Plan};
use crate::sales::{Extent, Horizon, Policy, RoleRule, RunOut, SalesSystem, Topic};

/// Checks who is on which plan, and that the funnel has what plans pay for.
pub(super) fn pay(
    system: &SalesSystem,
    policies: &[Policy],
    horizon: &Horizon,
    root: &Scope<'_>,
    cx: &mut Reading<'_>,
) {
    let Some(payroll) = &system.payroll else { return };
    // what has no effect beside a mistake may only follow from it
    let was_right = !cx.log.has_errors();
    for (number, plan) in payroll.plans.iter().enumerate() {
        let scope = root.section("plans").section(&plan.name);
        let on = |policy: &Policy| {
            let mut plans = policy.pay.plans.iter().chain(&policy.pay.elsewhere);
            plans.any(|(_, on)| *on == number)
        };
        if policies.iter().any(on) {
            has_what_it_pays_for(plan, &scope, system, cx);
            clawback_ends(plan, &scope, horizon, cx);
            if was_right {
                dull_keys(plan, &scope, system, horizon, cx);
            }
        } else if was_right && !is_named(&plan.name, root) {
            let fault = Fault::new(format!("nobody is on the plan `{}`", plan.name));
            let help =
                format!("policies say who: `pay = {{ plans = {{ ROLE = \"{}\" }} }}`", plan.name);
            cx.log.warning(scope.span, fault.help(help));
        }
    }
    for policy in policies {
        let scope = root.section("policies").section(&policy.name);
        members(payroll, policy, system, &scope, cx);
        if was_right {
            dull_rules(payroll, policy, system, &scope, cx);
        }
    }
}

/// Whether a policy of the file, compared or not, puts anybody on this plan.
fn is_named(plan: &str, root: &Scope<'_>) -> bool {
    let policies = root.section("policies").sections();
    let named = |policy: &Scope<'_>| {
        let pay = policy.section("pay");
        let plans = ["plans", "elsewhere"].into_iter().filter_map(|key| pay.section(key).table);
        plans.flat_map(|table| &table.0).any(|entry| entry.node.text() == Some(plan))
    };
    policies.iter().any(named)
}

/// What a plan counts must exist: a gate for meetings, buyers for values and for customers who leave.
fn has_what_it_pays_for(
    plan: &Plan,
    scope: &Scope<'_>,
    system: &SalesSystem,
    cx: &mut Reading<'_>,
) {
    let team = scope.section("team");
    let mut bases = vec![(plan.base, scope, "count")];
    bases.extend(plan.team.as_ref().map(|pool| (pool.base, &team, "count")));
    bases.extend(plan.spiffs.iter().map(|spiff| (spiff.event, scope, "spiff")));
    let has_gate = talks_about(system, Topic::Qualify);
    for (base, scope, key) in bases {
        let span = scope.written(key).map_or(scope.span, |node| node.span);
        if base == Base::Meetings && !has_gate {
            let fault =
                Fault::new("`meetings` are leads that pass the gate, and the funnel has none");
            cx.log.error(span, fault.help("add a stage with `kind = \"qualify\"`"));
        }
        if base == Base::Value && system.buyers.is_none() {
            let fault =
                Fault::new("the `value` of a customer needs buyers, and the scenario has none");
            cx.log.error(span, fault.help(ADD));
        }
    }
}

fn talks_about(system: &SalesSystem, topic: Topic) -> bool {
    let mut talks = system.stages.iter().filter_map(|stage| stage.kind.conversation());
    talks.any(|talk| talk.about == topic)
}

/// A clawback fits into the run.
fn clawback_ends(plan: &Plan, scope: &Scope<'_>, horizon: &Horizon, cx: &mut Reading<'_>) {
    let (Extent::Hours(start), Extent::Hours(until)) = (horizon.warm_up, horizon.until) else {
        return;
    };
    let RunOut::Hours(run_out) = horizon.run_out else { return };
    let room = until - start + run_out;
    if let Some((longest, _)) = plan.clawback.last()
        && *longest > room
    {
        let months = |hours: f64| (10.0 * hours / MONTH_HOURS).round() / 10.0;
        let message = format!(
            "the clawback lasts {} months, longer than window and run-out together ({})",
            months(*longest),
            months(room)
        );
        let help = "give [run] a longer `run_out`, or shorten the clawback";
        cx.log.error(plan_key(scope, "clawback"), Fault::new(message).help(help));
    }
}

/// Warns of keys of a plan that pay or take nothing.
fn dull_keys(
    plan: &Plan,
    scope: &Scope<'_>,
    system: &SalesSystem,
    horizon: &Horizon,
    cx: &mut Reading<'_>,
) {
    let outside = |from: f64, to: f64| {
        matches!(horizon.until, Extent::Hours(until) if from >= until)
            || matches!(horizon.warm_up, Extent::Hours(start) if to <= start)
    };
    let dull = [
        (
            "clawback",
            !plan.clawback.is_empty() && system.buyers.is_none(),
            "without [buyers] no customer leaves",
        ),
        (
            "renewal",
            plan.renewal > 0.0 && !counts_for_years(system),
            "customers count for one year; give [customers] a `horizon` of more",
        ),
        (
            "spiff",
            plan.spiffs.iter().any(|spiff| outside(spiff.from_hours, spiff.to_hours)),
            "a SPIFF lies outside the measured window",
        ),
        (
            "team",
            plan.team.as_ref().is_some_and(|t| t.commission.is_empty() && t.bonuses.is_empty()),
            "the pool has neither `commission` nor `bonus`",
        ),
    ];
    for (key, _, why) in dull.iter().filter(|(_, is_dull, _)| *is_dull) {
        let message = format!("plan `{}`: `{key}` has no effect: {why}", plan.name);
        cx.log.warning(plan_key(scope, key), Fault::new(message));
    }
}

/// Whether customers have an anniversary that counts.
fn counts_for_years(system: &SalesSystem) -> bool {
    let customers = system.buyers.as_ref().and_then(|buyers| buyers.customers);
    customers.is_some_and(|customers| customers.years > 1.0)
}

/// Where a plan says this, or where the plan stands.
fn plan_key(plan: &Scope<'_>, key: &str) -> Span {
    plan.table.and_then(|table| table.entry(key)).map_or(plan.span, |entry| entry.at)
}

/// A pool has members, and a prize somebody to win it.
fn members(
    payroll: &Payroll,
    policy: &Policy,
    system: &SalesSystem,
    scope: &Scope<'_>,
    cx: &mut Reading<'_>,
) {
    let span = rule(scope, "plans");
    for (number, plan) in payroll.plans.iter().enumerate() {
        let on = policy.pay.plans.iter().filter(|(_, on)| *on == number);
        let roles: Vec<&str> = on.map(|(role, _)| role.as_str()).collect();
        if roles.is_empty() {
            continue;
        }
        let heads: u64 = roles.iter().map(|role| most_heads(role, policy, system)).sum();
        if heads == 0 && plan.team.is_some() {
            let message =
                format!("policy `{}`: the pool of `{}` has no members", policy.name, plan.name);
            let help = format!("nobody is in `{}`", roles.join("`, `"));
            cx.log.error(span, Fault::new(message).help(help));
        } else if plan.prizes.len() as u64 > heads {
            let message = format!(
                "policy `{}`: `{}` has {} prizes for {heads} people",
                policy.name,
                plan.name,
                plan.prizes.len()
            );
            cx.log.warning(span, Fault::new(message));
        }
    }
}

/// The most people that a role has under a policy at any time.
fn most_heads(role: &str, policy: &Policy, system: &SalesSystem) -> u64 {
    let group_of = |rule: &RoleRule| &system.groups[rule.group];
    let made = policy.roles.iter().find(|rule| group_of(rule).jobs[rule.job].name == role);
    let group = made.map(group_of).or(system.groups.iter().find(|group| group.name == role));
    let heads = made.map(|rule| rule.heads).or(group.map(|group| group.count));
    let planned = group.into_iter().flat_map(|group| &group.headcount).map(|(_, people)| *people);
    heads.into_iter().chain(planned).max().map_or(0, u64::from)
}

/// Where a policy says this of pay, or where the policy stands.
fn rule(policy: &Scope<'_>, key: &str) -> Span {
    let pay = policy.section("pay");
    pay.table.and_then(|table| table.entry(key)).map_or(policy.span, |entry| entry.at)
}

/// Warns of rules on pay that nothing reads.
fn dull_rules(
    payroll: &Payroll,
    policy: &Policy,
    system: &SalesSystem,
    scope: &Scope<'_>,
    cx: &mut Reading<'_>,
) {
    let (rules, behaviour) = (&policy.pay, &payroll.behaviour);
    let is_paid = !rules.plans.is_empty();
    let has_vote = talks_about(system, Topic::Decide);
    let dull = [
        ("split", !rules.split.is_empty() && !is_paid, "`split` needs roles that are on a plan"),
        (
            "discount",
            rules.discount > 0.0 && !has_vote,
            "`discount` needs a stage of kind `decide`",
        ),
        (
            "discount",
            rules.discount > 0.0 && has_vote && behaviour.timing.is_none(),
            "sellers use a `discount` with [behaviour] only, unless `timing` is off there",
        ),
        (
            "advice",
            rules.advice && behaviour.advice.is_none(),
            "people ask for `advice` with [behaviour] only, unless `advice` is off there",
        ),
    ];
    for (key, _, why) in dull.iter().filter(|(_, is_dull, _)| *is_dull) {
        let message = format!("policy `{}`: a rule has no effect: {why}", policy.name);
        cx.log.warning(rule(scope, key), Fault::new(message));
    }
}
