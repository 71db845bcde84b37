//! What a simulated world pays by: a plan of the language, as far as the world supplies what it asks for.

mod beside;

use num_traits::Zero;

use beside::{base, fee, spiff, tiers};

use super::book::CLOSE;
use super::problem::{Fault, Span};
use super::reader::Reading;
use super::scope::Scope;
use super::value::YEAR;
use crate::plans::attribute::By;
use crate::plans::date::{Day, Every};
use crate::plans::exact::{Exact, nearest, one, whole, zero};
use crate::plans::plan::{
    self as book, After, Division, Gate, How, On, Part, Quota, Rate, Row, Who, Whose,
};
use crate::sales::pay::{Band, Bonus, Draw, Mark, Overlay, Period, Plan, Ratchet, Split, Team};

const MONTH_HOURS: f64 = YEAR / 12.0;

/// What can be done with a plan that no simulated world can pay by.
pub(super) const RECKONED_ON_EVENTS: &str =
    "`posse payslip --deals` reckons it on a list of events, `posse lint` looks for its traps";

/// What plans refer to in this world.
pub(super) struct World<'a> {
    pub(super) stages: &'a [String],
    pub(super) plans: &'a [String],
    /// The day of hour 0.
    pub(super) start: Day,
}

/// The plan as the model pays by it; what it cannot pay by yet is refused with its place.
pub(super) fn payable(
    plan: &book::Plan,
    scope: &Scope<'_>,
    world: &World<'_>,
    cx: &mut Reading<'_>,
) -> Plan {
    let made = Plan::new(&plan.name);
    let mut work = Work { plan, scope, world, made, by_credit: None, cx };
    work.made.salary_per_year = nearest(&plan.salary);
    work.made.period = period(plan.every);
    let rest = work.pay_beside();
    if let Some((main, others)) = rest.split_first() {
        work.main(main);
        for part in others {
            work.bonus_part(main, part);
        }
    }
    work.of_sum();
    work.made
}

/// A plan in the making.
struct Work<'a, 'p, 'c, 'l> {
    plan: &'p book::Plan,
    scope: &'a Scope<'a>,
    world: &'a World<'a>,
    made: Plan,
    /// The part that pays rates by the credit of a deal.
    by_credit: Option<&'p Part>,
    cx: &'c mut Reading<'l>,
}

impl<'p> Work<'_, 'p, '_, '_> {
    /// Where a key of a part stands.
    fn place(&self, part: &Part, key: &str) -> Span {
        let parts = self.scope.section("parts");
        let is_own = parts.written(&part.name).is_some();
        let home = if is_own { parts.section(&part.name) } else { self.scope.clone() };
        let entry = |scope: &Scope<'_>| {
            scope.table.and_then(|table| table.entry(key)).map(|entry| entry.at)
        };
        entry(&home).or_else(|| entry(self.scope)).unwrap_or(home.span)
    }

    fn refuse(&mut self, part: &Part, key: &str, what: &str) {
        let message = format!("the simulated world cannot pay by {what} yet");
        let at = self.place(part, key);
        self.cx.log.error(at, Fault::new(message).help(RECKONED_ON_EVENTS));
    }

    /// Takes out what is paid beside the credit of a period: fees, SPIFFs, rates by the credit of a deal.
    fn pay_beside(&mut self) -> Vec<&'p Part> {
        let mut rest = Vec::new();
        let own = self.plan.parts.first().filter(|part| part.name.is_empty());
        let advance = own.and_then(|part| part.advance.as_ref());
        let every = advance.map_or(self.plan.every, |advance| advance.every);
        for part in &self.plan.parts {
            if part.every != every {
                rest.push(part);
            } else if let Some(spiff) = spiff(part, self.world.start) {
                self.made.spiffs.push(spiff);
            } else if let Some(fee) = fee(part, self.world.stages) {
                self.made.fees.push(fee);
            } else if let Some(tiers) = tiers(part) {
                self.made.base = base(&part.count.what).unwrap_or_default();
                self.made.tiers = tiers;
                self.by_credit = Some(part);
                self.quota(part, every);
                self.common(part);
            } else {
                rest.push(part);
            }
        }
        rest
    }

    /// What is paid for the credit of a period.
    fn main(&mut self, part: &Part) {
        let every = self.period(part);
        self.common(part);
        self.made.base = base(&part.count.what).unwrap_or_default();
        let alike = |by: &&Part| {
            by.count == part.count
                && by.credit == part.credit
                && by.clawback == part.clawback
                && (by.quota == Quota::None || by.quota == part.quota)
        };
        if let Some(by) = self.by_credit.filter(|by| !alike(by)) {
            self.refuse(by, "count", "rates by credit that is not that of the other part");
        }
        let yearly = self.quota(part, every);
        let rate = if yearly.is_zero() { zero() } else { &part.target / &yearly };
        self.made.commission = self.bands(part, &rate);
        self.made.bonuses = self.bonuses(part);
        if self.made.cumulative && !part.bonus.is_empty() {
            self.refuse(part, "bonus", "a bonus that the year so far has paid once");
        }
        let end = part.ends_at.as_ref();
        self.made.commission.extend(end.map(|share| {
            let from = Mark::Attainment(nearest(share));
            Band { from, rate: 0.0 }
        }));
    }

    /// The quota of a year; that of a period is the plan's.
    fn quota(&mut self, part: &Part, every: Every) -> Exact {
        let yearly = match &part.quota {
            Quota::Yearly(By::One(yearly)) => yearly.clone(),
            Quota::None => zero(),
            _ => {
                self.refuse(part, "quota", "a quota that differs by person or period");
                zero()
            }
        };
        self.made.quota = nearest(&(&yearly / whole(every.per_year().into())));
        yearly
    }

    /// How often it is paid, and whether by the year so far.
    fn period(&mut self, part: &Part) -> Every {
        let every = match &part.advance {
            None => part.every,
            Some(advance) => {
                let is_plain = advance.is_so_far
                    && !advance.takes_back
                    && advance.most.is_none()
                    && advance.amount.is_none()
                    && part.every == Every::Year;
                if !is_plain {
                    let what = "an advance but of a year, with `quota = \"so far\"` and `take_back = \"never\"`";
                    self.refuse(part, "advance", what);
                }
                self.made.cumulative = true;
                advance.every
            }
        };
        if every != self.plan.every && !part.name.is_empty() {
            self.refuse(part, "period", "a part with a period of its own");
        }
        self.made.period = period(every);
        every
    }

    /// What is refused of every part, and what holds for all: who is credited, what goes back.
    fn common(&mut self, part: &Part) {
        let count = &part.count;
        let is_plain =
            base(&count.what).is_some() && count.on == On::Booking && count.over.is_zero();
        let limits = |limits: &book::Limits| *limits != book::Limits::default();
        let asked = [
            ("count", !is_plain || count.whose != Whose::Own, "this measure"),
            ("of", !count.filter.of.is_empty(), "deals of one kind"),
            ("not", !count.filter.not.is_empty(), "deals of one kind"),
            ("weigh", !part.weigh.is_empty(), "`weigh`"),
            ("season", !part.season.is_empty(), "`season`"),
            ("ramp", !part.ramp.is_empty(), "`ramp`"),
            ("pays", !part.pays.is_empty(), "`pays`"),
            ("goals", !part.goals.is_empty(), "`goals`"),
            ("when", !part.gate.when.is_empty(), "`when`"),
            ("unless", !part.gate.unless.is_empty(), "`unless`"),
            ("times", !part.times.is_empty(), "`times`"),
            ("times_deal", part.times_deal.is_some(), "`times_deal`"),
            ("in", part.window.is_some(), "a part that counts for some time only"),
            ("most", limits(&part.most), "`most`"),
            ("least", limits(&part.least), "`least`"),
            ("credit_most", part.credit_most.is_some(), "`credit_most`"),
            ("paid", !part.paid.is_empty(), "`paid`: it pays when a deal is won"),
            ("hold", part.hold > 0, "`hold`: it pays when a deal is won"),
            ("outside", part.is_outside_cap, "`outside`"),
        ];
        for (key, _, what) in asked.iter().filter(|asked| asked.1) {
            self.refuse(part, key, what);
        }
        self.credit(part);
        self.clawback(part);
    }

    /// Credit beyond the split of the policy.
    fn credit(&mut self, part: &Part) {
        let stages = self.world.stages;
        self.made.credits_closing = part.credit.is_empty();
        self.made.overlays.clear();
        for rule in &part.credit {
            let share = nearest(&rule.share);
            match &rule.who {
                _ if !rule.is_extra => {
                    self.refuse(
                        part,
                        "credit",
                        "shares of a deal by plan (a policy's `split` does it)",
                    );
                }
                Who::Stage(name) if name == CLOSE => {
                    self.made.credits_closing = true;
                    if rule.share != one() {
                        self.refuse(part, "credit", "a share of what one closes");
                    }
                }
                Who::Stage(name) => {
                    let stage = stages.iter().position(|stage| stage == name);
                    self.made.overlays.extend(stage.map(|stage| Overlay::Stage { stage, share }));
                }
                Who::Plan(name) => {
                    let plan = self.world.plans.iter().position(|plan| plan == name);
                    self.made.overlays.extend(plan.map(|plan| Overlay::Plan { plan, share }));
                }
                Who::Team => self.refuse(part, "credit", "`team`: it knows no managers"),
            }
        }
    }

    fn clawback(&mut self, part: &Part) {
        let Some(clawback) = &part.clawback else { return };
        match clawback.how {
            How::ReckonAgain => self.made.claws_bonuses = true,
            How::OwnShare => {}
            How::WhenItComesBack | How::AsEarned => {
                self.refuse(part, "clawback", "this `how` of a clawback");
            }
        }
        let hours = |after: &After| match after {
            After::Months(months) => f64::from(*months) * MONTH_HOURS,
            After::Days(days) => f64::from(*days) * 24.0,
        };
        let steps = clawback.within.iter();
        self.made.clawback = steps.map(|step| (hours(&step.0), nearest(&step.1))).collect();
    }

    fn bands(&mut self, part: &Part, target_rate: &Exact) -> Vec<Band> {
        let rows = match &part.commission {
            None => return Vec::new(),
            Some(By::One(rows)) => rows,
            Some(By::Cases { .. }) => {
                self.refuse(
                    part,
                    "commission",
                    "rates by an attribute (but `by = \"credit\"` in a part)",
                );
                return Vec::new();
            }
        };
        for row in rows {
            if row.reaches_back.is_some() {
                self.refuse(part, "commission", "`reaches_back`");
            }
            if row.gate != Gate::default() {
                self.refuse(part, "commission", "a band with a condition");
            }
            if matches!(&row.rate, Rate::Money(rate) if *rate < zero()) {
                self.refuse(part, "commission", "a rate below 0");
            }
        }
        rows.iter().map(|row| band(row, target_rate)).collect()
    }

    fn bonuses(&mut self, part: &Part) -> Vec<Bonus> {
        let mut bonuses = Vec::new();
        for bonus in &part.bonus {
            match &bonus.amount {
                By::One(amount) => {
                    bonuses.push(Bonus { at: mark(&bonus.at), amount: nearest(amount) });
                }
                By::Cases { .. } => self.refuse(part, "bonus", "a bonus by an attribute"),
            }
        }
        bonuses
    }

    /// A part that pays nothing but bonuses for what the main part counts: for the period, or for the year so
    /// far.
    fn bonus_part(&mut self, main: &Part, part: &Part) {
        let bare = Part {
            name: main.name.clone(),
            bonus: Vec::new(),
            gate: Gate::default(),
            target: main.target.clone(),
            ..part.clone()
        };
        let alike = Part {
            commission: None,
            bonus: Vec::new(),
            ends_at: bare.ends_at.clone(),
            advance: None,
            every: bare.every,
            target: bare.target.clone(),
            ..main.clone()
        };
        let gate = year_so_far(&part.gate);
        let is_one = period(part.every) == self.made.period
            && bare == alike
            && (gate.is_some() == self.made.cumulative)
            && (gate.is_some() || part.gate == Gate::default());
        // a mistake may be all that makes it a measure of its own
        if (!is_one || part.bonus.is_empty()) && !self.cx.log.has_errors() {
            self.refuse(part, &part.name, "a second measure, or a second part for the same one");
            return;
        }
        let bonuses = self.bonuses(part);
        self.made.bonuses.extend(bonuses.into_iter().map(|bonus| match gate {
            Some(at) => Bonus { at: mark(at), ..bonus },
            None => bonus,
        }));
    }

    /// What holds for the sum of the parts.
    fn of_sum(&mut self) {
        let plan = self.plan;
        let whole_plan = Part::default();
        let per_year = whole(self.made.period.per_year().into());
        for (key, is_asked) in [
            ("when", !plan.gate.when.is_empty()),
            ("unless", !plan.gate.unless.is_empty()),
            ("times", !plan.times.is_empty()),
        ] {
            if is_asked {
                self.refuse(&whole_plan, key, &format!("`{key}`"));
            }
        }
        let is_by_year = period(plan.every) != self.made.period;
        for (key, is_there) in [("prizes", !plan.prizes.is_empty()), ("team", plan.pool.is_some())]
        {
            if is_by_year && is_there {
                let what = format!("`{key}` of a year in a plan that is paid more often");
                self.refuse(&whole_plan, key, &what);
            }
        }
        for (every, cap) in &plan.caps {
            if period(*every) == self.made.period {
                self.made.cap = Some(nearest(cap));
            } else {
                self.refuse(&whole_plan, "cap", "a cap that is not of its period");
            }
        }
        match plan.draws.as_slice() {
            [] => {}
            [draw] if draw.months.is_none() => {
                let amount = nearest(&(&draw.yearly / &per_year));
                self.made.draw = Some(Draw { amount, recoverable: draw.is_recoverable });
            }
            _ => self.refuse(&whole_plan, "draw", "a draw by months of employment"),
        }
        self.made.prizes = plan.prizes.iter().map(nearest).collect();
        self.made.renewal = nearest(&plan.renewal);
        self.made.ratchet = plan.ratchet.as_ref().map(|ratchet| Ratchet {
            growth: nearest(&ratchet.growth),
            follow: nearest(&ratchet.follow),
        });
        self.made.team = plan.pool.as_ref().and_then(|pool| self.pool(pool));
    }

    fn pool(&mut self, pool: &book::Pool) -> Option<Team> {
        let part = &pool.part;
        let per_year = whole(part.every.per_year().into());
        let bands = match &part.commission {
            None => &[][..],
            Some(By::One(rows)) => rows,
            Some(By::Cases { .. }) => {
                self.refuse(part, "team", "rates by an attribute");
                &[]
            }
        };
        let quota = match &part.quota {
            Quota::Yearly(By::One(yearly)) => nearest(&(yearly / per_year)),
            _ => 0.0,
        };
        let base = base(&part.count.what)?;
        Some(Team {
            weight: nearest(&pool.weight),
            base,
            quota,
            commission: bands.iter().map(|row| band(row, &zero())).collect(),
            bonuses: self.bonuses(part),
            split: match pool.split {
                Division::Equal => Split::Equal,
                Division::Credit => Split::Credit,
                Division::Hours => Split::Hours,
            },
        })
    }
}

fn period(every: Every) -> Period {
    match every {
        Every::Month => Period::Month,
        Every::Quarter => Period::Quarter,
        Every::HalfYear => Period::HalfYear,
        Every::Year => Period::Year,
    }
}

fn mark(mark: &book::Mark) -> Mark {
    match mark {
        book::Mark::Credit(credit) => Mark::Credit(nearest(credit)),
        book::Mark::Attainment(share) => Mark::Attainment(nearest(share)),
    }
}

fn band(row: &Row, target_rate: &Exact) -> Band {
    let rate = match &row.rate {
        Rate::Money(rate) => nearest(rate),
        Rate::Times(times) => nearest(&(times * target_rate)),
    };
    Band { from: mark(&row.from), rate }
}

/// The mark of a gate that looks at this part's year so far and at nothing else.
fn year_so_far(gate: &Gate) -> Option<&book::Mark> {
    let [any] = gate.when.as_slice() else { return None };
    let [condition] = any.as_slice() else { return None };
    let is_it = condition.name == "self" && condition.is_year_so_far && gate.unless.is_empty();
    is_it.then_some(&condition.mark)
}
