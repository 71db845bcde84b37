//! Stages of work on customers: what is due when, and what it changes.

use super::buyers::ADD;
use super::law;
use super::problem::Fault;
use super::reader::Reading;
use super::scope::Scope;
use super::words::{self, Care, STAGE_KINDS, StageWord};
use crate::engine::law::Law;
use crate::sales::{AccountWork, Exit, Leave, SalesSystem, StageKind};

/// Keys of leads, which come to no such stage.
pub(super) const OF_LEADS: [&str; 5] = ["next", "buyer", "room", "when_full", "timebox"];

/// The rule of a stage of work on customers.
pub(super) fn work(scope: &Scope<'_>, care: Care, cx: &mut Reading<'_>) -> StageKind {
    let per_year = |cx: &mut Reading<'_>| {
        let node = scope.node_or("per_year", word(care), cx);
        cx.one(&node, scope.kind("per_year")).unwrap_or(0.0)
    };
    StageKind::Account(match care {
        Care::Serve => AccountWork::Serve {
            per_year: per_year(cx),
            slight: scope.one("slight", cx).unwrap_or(0.0),
        },
        Care::Renew => AccountWork::Renew {
            lead_hours: scope.one("lead", cx).unwrap_or(0.0),
            relief: scope.one("relief", cx).unwrap_or(0.0),
        },
        Care::Expand => AccountWork::Expand {
            per_year: per_year(cx),
            step: scope.one("step", cx).unwrap_or(0.0),
        },
    })
}

/// The word for it in `kind`.
pub(super) fn word(care: Care) -> &'static str {
    words::word(&STAGE_KINDS, &StageWord::Account(care))
}

/// The skill that it asks for.
pub(super) fn skill(care: Care) -> &'static str {
    if care == Care::Serve { "serve" } else { "close" }
}

/// How long a customer waits before the call is missed; nobody leaves through an exit.
pub(super) fn patience(scope: &Scope<'_>, cx: &mut Reading<'_>) -> Option<Leave<Law>> {
    let node = scope.node("patience", cx)?;
    if node.table().is_some_and(|table| table.get("after").is_some()) {
        let fault = Fault::new("who misses a call stays a customer: `patience` has no `exit` here");
        cx.log.error(node.span, fault.help("e.g. `patience = \"10 wd\"`"));
        return None;
    }
    let after = law::read(&node, scope.kind("patience").law()?, cx)?;
    Some(Leave { after, exit: Exit::NEVER_WORKED })
}

/// Checks that there are customers to work on, and one stage at most of each kind, with people.
pub(super) fn check(system: &SalesSystem, root: &Scope<'_>, cx: &mut Reading<'_>) {
    let mut seen: Vec<(&str, &str)> = Vec::new();
    for stage in &system.stages {
        let Some(work) = stage.kind.account() else { continue };
        let scope = root.section("stages").section(&stage.name);
        let span = scope.written("kind").map_or(scope.span, |node| node.span);
        let (name, kind) = (&stage.name, kind_of(work));
        if let Some((first, _)) = seen.iter().find(|(_, other)| *other == kind) {
            let message = format!("`{first}` and `{name}` are both of kind `{kind}`");
            cx.log.error(
                span,
                Fault::new(message).help("one stage does such work for all customers"),
            );
        }
        seen.push((name, kind));
        if stage.groups.is_empty() {
            let fault = Fault::new(format!("`{name}` is work on customers and has no `role`"));
            cx.log.error(scope.span, fault.help("who does it? e.g. `role = \"seller\"`"));
        }
        if let Some((message, help)) = no_customers(system, name) {
            cx.log.error(span, Fault::new(message).help(help));
        }
    }
    if !seen.is_empty() {
        refuse_late_clawback(system, root, cx);
    }
}

fn kind_of(work: &AccountWork) -> &'static str {
    word(match work {
        AccountWork::Serve { .. } => Care::Serve,
        AccountWork::Renew { .. } => Care::Renew,
        AccountWork::Expand { .. } => Care::Expand,
    })
}

/// Why there is nobody to work on, and what helps.
fn no_customers(system: &SalesSystem, stage: &str) -> Option<(String, &'static str)> {
    let Some(buyers) = &system.buyers else {
        return Some((format!("`{stage}` works on customers, which needs buyers"), ADD));
    };
    let customers = buyers.customers.filter(|customers| customers.years > 1.0);
    let Some(customers) = customers else {
        let message = format!("`{stage}` works on customers, and they count for one year alone");
        return Some((message, "e.g. `customers.horizon = \"3 years\"`"));
    };
    (customers.term < 1.0).then(|| {
        let message =
            format!("`{stage}` works on customers, which needs contracts of a year or more");
        (message, "e.g. `customers.term = \"12 mo\"`: the first year is then earned whole")
    })
}

/// Work on customers changes when they leave, which commission of later terms cannot follow.
fn refuse_late_clawback(system: &SalesSystem, root: &Scope<'_>, cx: &mut Reading<'_>) {
    let Some(customers) = system.buyers.as_ref().and_then(|buyers| buyers.customers) else {
        return;
    };
    for plan in system.payroll.iter().flat_map(|payroll| &payroll.plans) {
        let term = customers.term * super::value::YEAR;
        if plan.clawback.iter().any(|(hours, _)| *hours > term) {
            let scope = root.section("plans").section(&plan.name);
            let span = scope.written("clawback").map_or(scope.span, |node| node.span);
            let fault =
                Fault::new("where people work on customers, a clawback ends with the first term");
            cx.log.error(span, fault.help("shorten it, or lengthen `customers.term`"));
        }
    }
}
