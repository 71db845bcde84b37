//! Traps in plans: what people may do that nobody means, each with its size in money.

use num_traits::{Signed, Zero};

use super::curve::{Curve, at_quota};
use super::exact::{Exact, one, percent, ratio, shown, whole, zero};
use super::plan::{Part, Plan, PlanBook, What};

/// A kind of trap.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Trap {
    /// Reaching a mark brings much at once.
    Cliff,
    /// A stretch of credit in which nothing more is earned.
    DeadZone,
    /// A large deal pays without a limit.
    Windfall,
    /// The same credit is paid in two parts.
    PaidTwice,
    /// Pay at quota is not the target.
    OffTarget,
    /// Weights do not sum to 100 %.
    Weights,
    /// It pays to book in another period.
    Timing,
    /// It pays to cut a deal in pieces, or to bundle deals.
    Splitting,
}

impl Trap {
    /// Its name, as the screen and the options have it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Cliff => "cliff",
            Self::DeadZone => "dead-zone",
            Self::Windfall => "windfall",
            Self::PaidTwice => "paid-twice",
            Self::OffTarget => "off-target",
            Self::Weights => "weights",
            Self::Timing => "timing",
            Self::Splitting => "splitting",
        }
    }

    /// All of them.
    pub const ALL: [Self; 8] = [
        Self::Cliff,
        Self::DeadZone,
        Self::Windfall,
        Self::PaidTwice,
        Self::OffTarget,
        Self::Weights,
        Self::Timing,
        Self::Splitting,
    ];
}

/// A trap that was found.
#[derive(Clone, Debug)]
pub struct Finding {
    /// What it is.
    pub trap: Trap,
    /// The key that makes it, from the root of the file.
    pub key: String,
    /// Its size in money.
    pub money: Exact,
    /// What happens, in a sentence.
    pub message: String,
}

/// Everything that is found in the plans, in their order.
pub fn lint(book: &PlanBook) -> Vec<Finding> {
    let mut findings = Vec::new();
    for plan in &book.plans {
        let mut log = Log { plan, findings: &mut findings };
        log.target();
        log.twice();
        for part in &plan.parts {
            log.splitting(part);
            log.gates(part);
            for curve in Curve::of(part) {
                log.cliffs(&curve);
                log.dead_zones(&curve);
                log.windfall(&curve);
                log.timing(&curve);
            }
        }
    }
    findings
}

struct Log<'l> {
    plan: &'l Plan,
    findings: &'l mut Vec<Finding>,
}

/// An amount as it is read.
fn money(amount: &Exact) -> String {
    shown(amount, 2)
}

impl Log<'_> {
    fn add(&mut self, trap: Trap, part: &Part, key: &str, money: Exact, message: String) {
        let home = format!("plans.{}", self.plan.name);
        let home = if part.name.is_empty() { home } else { format!("{home}.parts.{}", part.name) };
        let key = if key.is_empty() { home } else { format!("{home}.{key}") };
        self.findings.push(Finding { trap, key, money, message });
    }

    /// Pay at quota against the target, and the weights.
    fn target(&mut self) {
        let plan = self.plan;
        if !plan.target.is_positive() {
            return;
        }
        let whole_plan = Part::default();
        let weighted =
            plan.parts.iter().filter(|p| p.target.is_positive() && p.gate.unless.is_empty());
        let sum = weighted.fold(zero(), |sum, part| sum + &part.target);
        if sum.is_positive() && sum != plan.target {
            let left = &plan.target - &sum;
            let share = percent(&(&sum / &plan.target));
            let message = if left.is_positive() {
                format!("weights sum to {share}: {} of target a year hang on nothing", money(&left))
            } else {
                let more = money(&left.abs());
                format!("weights sum to {share}: {more} a year are promised beyond the target")
            };
            self.add(Trap::Weights, &whole_plan, "parts", left.abs(), message);
        }
        let Some(pay) = at_quota(plan) else { return };
        let gap = &pay - &plan.target;
        // a cent a period is rounding
        if gap.abs() > &plan.target * ratio(1, 200) && (sum.is_zero() || sum == plan.target) {
            let (pay, target) = (money(&pay), money(&plan.target));
            let message = format!("{pay} a year are paid at quota, and the target is {target}");
            self.add(Trap::OffTarget, &whole_plan, "target", gap.abs(), message);
        }
    }

    /// The same credit in two parts that both pay from the first unit on.
    fn twice(&mut self) {
        let pays_from_start = |part: &&Part| {
            let curve = Curve::of(part).into_iter().next();
            curve.is_some_and(|curve| curve.next_unit(&zero()).is_positive())
        };
        let parts: Vec<&Part> = self.plan.parts.iter().filter(pays_from_start).collect();
        for (at, part) in parts.iter().enumerate() {
            let same = |other: &&&Part| {
                other.count.what == part.count.what
                    && other.count.on == part.count.on
                    && other.count.whose == part.count.whose
                    && other.credit == part.credit
                    && overlap(part, other)
                    && other.gate.unless.is_empty()
                    && part.gate.unless.is_empty()
            };
            let Some(other) = parts[..at].iter().find(same) else { continue };
            let curve = Curve::of(part).into_iter().next();
            let Some(curve) = curve else { continue };
            let at = curve.credit_at(&one()).unwrap_or_else(|| whole(100_000));
            let pay = curve.pay(&at);
            let first = if other.name.is_empty() { "the plan itself" } else { other.name.as_str() };
            let what = part.count.what.name();
            let message = format!(
                "{what} of the same deals is paid here and in `{first}`: {} twice at {} of credit",
                money(&pay),
                money(&at)
            );
            self.add(Trap::PaidTwice, part, "count", pay, message);
        }
    }

    fn cliffs(&mut self, curve: &Curve<'_>) {
        for mark in curve.marks() {
            let jump = curve.jump(&mark);
            let pay = curve.pay(&mark);
            // a tenth of the pay there at once
            if jump.is_positive() && &jump * whole(10) >= pay {
                let (place, column) = (place(curve, &mark), column(curve));
                let share = percent(&(&jump / &pay));
                let message = format!(
                    "reaching {place}{column} brings {} at once, {share} of the pay there",
                    money(&jump)
                );
                self.add(Trap::Cliff, curve.part, "", jump, message);
            }
        }
    }

    /// Stretches in which the next unit pays nothing: below the first mark, or up to the next.
    fn dead_zones(&mut self, curve: &Curve<'_>) {
        let marks = curve.marks();
        let pays = marks.iter().any(|mark| curve.pay(mark).is_positive())
            || curve.next_unit(&zero()).is_positive();
        if !pays || (curve.part.commission.is_none() && curve.part.pays.is_empty()) {
            return;
        }
        let rates = marks.iter().map(|mark| curve.next_unit(mark));
        let rate = rates.chain([curve.next_unit(&zero())]).max().unwrap_or_else(zero);
        // where all is steps, a unit is worth what it brings on the way to the last one
        let steps = marks.last().map(|last| curve.pay(last) / last);
        let rate = if rate.is_positive() { rate } else { steps.unwrap_or_else(zero) };
        // a stair of a few per cent is no zone
        let least = curve.credit_at(&ratio(1, 20)).unwrap_or_else(zero);
        let mut from = zero();
        for end in marks.iter().map(Some).chain([None]) {
            let width = end.map_or_else(|| from.clone(), |end| end - &from);
            if curve.next_unit(&from).is_zero() && width >= least {
                let (start, column) = (place(curve, &from), column(curve));
                let until = end.map_or("on".to_owned(), |end| format!("to {}", place(curve, end)));
                let message = format!("from {start} {until}{column} the next unit pays nothing");
                self.add(Trap::DeadZone, curve.part, "", width * &rate, message);
            }
            if let Some(end) = end {
                from = end.clone();
            }
        }
    }

    /// Three times the quota in one period pays four times what the quota does, or more.
    fn windfall(&mut self, curve: &Curve<'_>) {
        let part = curve.part;
        let is_limited = part.most.a_deal.is_some() || part.credit_most.is_some();
        let is_capped = !self.plan.caps.is_empty() && !part.is_outside_cap;
        let (Some(quota), Some(triple)) = (curve.credit_at(&one()), curve.credit_at(&whole(3)))
        else {
            return;
        };
        if is_limited || is_capped || part.count.what.is_level() || curve.quota().is_none() {
            return;
        }
        let (pay, much) = (curve.pay(&quota), curve.pay(&triple));
        if pay.is_positive() && much >= &pay * whole(4) {
            let (much, pay, column) = (money(&much), money(&pay), column(curve));
            let message = format!(
                "one deal of three quotas{column} pays {much}, the quota {pay}: no `cap`, `most` or \
                 `credit_most` limits it"
            );
            let size = curve.pay(&triple) - curve.pay(&quota) * whole(3);
            self.add(Trap::Windfall, part, "commission", size, message);
        }
    }

    /// Two quotas in two periods: what may be gained by booking them otherwise.
    fn timing(&mut self, curve: &Curve<'_>) {
        let is_paid_by_year = curve.part.advance.is_some();
        let Some(quota) = curve.quota().filter(|quota| quota.is_positive()).cloned() else {
            return;
        };
        if curve.part.count.what.is_level() || is_paid_by_year {
            return;
        }
        let all = &quota * whole(2);
        let even = curve.pay(&quota) * whole(2);
        let mut best = (zero(), quota.clone());
        let marks = curve.marks();
        let others = marks.iter().map(|mark| &all - mark);
        let places = marks.iter().cloned().chain(others).chain([all.clone()]);
        for first in places.filter(|first| !first.is_negative() && *first <= all) {
            let gain = curve.pay(&first) + curve.pay(&(&all - &first)) - &even;
            if gain > best.0 {
                best = (gain, (&all - &first).max(first));
            }
        }
        // a fiftieth of the pay is worth no trick
        let (gain, first) = best;
        if gain.is_positive() && &gain * whole(50) >= even {
            let second = &all - &first;
            let (a, b) = (place(curve, &first), place(curve, &second));
            let column = column(curve);
            let message = format!(
                "two quotas in two periods{column} pay {} more if {a} is booked in one and {b} in the \
                 other: deals are held back or pulled in",
                money(&gain)
            );
            self.add(Trap::Timing, curve.part, "", gain, message);
        }
    }

    /// Rules for single deals that reward cutting or bundling them.
    fn splitting(&mut self, part: &Part) {
        let rate = Curve::of(part).iter().map(|curve| curve.next_unit(&zero())).max();
        let rate = rate.unwrap_or_else(zero);
        if let Some(least) = part.least.a_deal.clone() {
            let message = format!("a deal in two pieces is paid {} twice, at least", money(&least));
            self.add(Trap::Splitting, part, "least", least, message);
        }
        if let Some(most) = part.most.a_deal.clone().filter(|_| rate.is_positive()) {
            let size = &most / &rate;
            let message = format!(
                "a deal of {} pays {} at most; in two pieces it pays twice that",
                money(&(size * whole(2))),
                money(&most)
            );
            self.add(Trap::Splitting, part, "most", most, message);
        }
        if let Some((most, beyond)) = part.credit_most.clone() {
            let lost = &most * (one() - &beyond) * &rate;
            let message = format!(
                "a deal of {} in two pieces pays {} more: neither is beyond {}",
                money(&(&most * whole(2))),
                money(&lost),
                money(&most)
            );
            if lost.is_positive() {
                self.add(Trap::Splitting, part, "credit_most", lost, message);
            }
        }
        let counts_deals = part.count.what == What::Deals;
        let is_own = part.credit.is_empty() && part.commission.is_some();
        if counts_deals && is_own && rate.is_positive() {
            let message =
                format!("each deal pays {}: one in two pieces pays it twice", money(&rate));
            self.add(Trap::Splitting, part, "count", rate.clone(), message);
        }
        if let Some(super::attribute::By::Cases { by, .. }) = &part.commission
            && matches!(by.as_str(), "size" | "credit")
        {
            self.by_size(part);
        }
    }

    /// Rates by the size of a deal: what the cent that reaches a size brings.
    fn by_size(&mut self, part: &Part) {
        let Some(super::attribute::By::Cases { cases, .. }) = &part.commission else { return };
        let curves = Curve::of(part);
        let rate = |size: &Exact| {
            let text = size.to_string();
            let at = cases.iter().position(|case| case.0.matches(&text));
            curves
                .get(at.unwrap_or(cases.len()))
                .map_or_else(zero, |curve| curve.next_unit(&zero()))
        };
        for size in cases.iter().filter_map(|case| case.0.bound()) {
            let step = (rate(size) - rate(&(size - ratio(1, 100)))) * size;
            if step.is_positive() {
                let (size, more) = (money(size), money(&step));
                let message = format!("a deal of {size} pays {more} more than one a cent smaller");
                self.add(Trap::Splitting, part, "commission", step, message);
            } else if step.is_negative() {
                let (size, less) = (money(size), money(&step.abs()));
                let message =
                    format!("a deal of {size} pays {less} less than one a cent smaller: it is cut");
                self.add(Trap::Splitting, part, "commission", step.abs(), message);
            }
        }
    }

    /// A gate on something else puts all of a part on one mark.
    fn gates(&mut self, part: &Part) {
        let curve = Curve::of(part).into_iter().next();
        let pay = curve.and_then(|curve| Some(curve.pay(&curve.credit_at(&one())?)));
        let Some(pay) = pay.filter(Signed::is_positive) else { return };
        for condition in part.gate.when.iter().flatten() {
            if condition.name == "self" || condition.name == part.name {
                continue;
            }
            let mark = match &condition.mark {
                super::plan::Mark::Attainment(share) => percent(share),
                super::plan::Mark::Credit(credit) => money(credit),
            };
            let message = format!(
                "just below {mark} of `{}` all of it is lost: {} at quota",
                condition.name,
                money(&pay)
            );
            self.add(Trap::Cliff, part, "when", pay.clone(), message);
        }
    }
}

/// Whether the deals that two parts count may be the same.
fn overlap(part: &Part, other: &Part) -> bool {
    let (a, b) = (&part.count.filter, &other.count.filter);
    let differs = a.of.iter().any(|(name, patterns)| {
        b.of.iter().any(|(other, others)| name == other && patterns != others)
    });
    !differs && a.not == b.not && part.window == other.window
}

/// A credit as an attainment where there is a quota, else as it is.
fn place(curve: &Curve<'_>, credit: &Exact) -> String {
    match curve.quota() {
        Some(quota) if quota.is_positive() => percent(&(credit / quota)),
        None if curve.part.count.what.is_level() => percent(credit),
        _ => money(credit),
    }
}

/// The column that a curve is of.
fn column(curve: &Curve<'_>) -> String {
    if curve.column.is_empty() { String::new() } else { format!(" ({})", curve.column) }
}
