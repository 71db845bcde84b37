//! What plans pay in a usual year, as a planner sees it, against what the market pays.

use super::calendar::{Calendar, HOURS_PER_WEEK};
use super::handle::{Handle, RoleId, StageId};
use super::load::throughput;
use super::nominal::Nominal;
use super::pay::{Base, Curve, Overlay, Plan, UsualYear, Week, own_weight};
use super::pay_setup::PaySetup;
use super::planned_week::{Doing, PlannedWeek};
use super::policy::Policy;
use super::rules::{Role, Rules};
use super::system::SalesSystem;
use super::titles::Titles;

const WEEKS_PER_YEAR: f64 = 52.0;

/// What people in a role earn in a usual year, and what the market pays them.
#[derive(Clone, Debug, PartialEq)]
pub struct PayLevel {
    /// The role.
    pub role: String,
    /// Its plan, as an index.
    pub plan: usize,
    /// Expected pay of a year at normal effort, in money; without SPIFFs.
    pub expected: f64,
    /// Market pay of a year.
    pub market: f64,
}

/// The expected pay of every role of `policy` that is on a plan, as a planner sees it: everybody is
/// there, of mean ability, at work with normal effort. Nothing where buyers decide: before there are records
/// a planner only guesses how conversations end, and the guess is several times off.
pub fn pay_levels(system: &SalesSystem, policy: &Policy) -> Vec<PayLevel> {
    let (Some(payroll), None) = (&system.payroll, &system.buyers) else { return Vec::new() };
    let Ok(nominal) = Nominal::new(system) else { return Vec::new() };
    let Some(planned) = PaySetup::new(system, &nominal, None) else { return Vec::new() };
    let rules = Rules::new(system, policy);
    let (throughput, parts) = throughput(system, &rules, &nominal);
    let office = Office { system, planned: &planned, rules: &rules, throughput, parts };
    let credits = office.credits();
    let mut levels = Vec::new();
    for (at, (account, role)) in rules.roles.iter().enumerate() {
        if let Some(plan) = role.plan {
            levels.push(PayLevel {
                role: role.name.clone(),
                plan,
                expected: office.year((plan, &payroll.plans[plan]), at, &credits),
                market: planned.market_pay[*account],
            });
        }
    }
    levels
}

/// The people of a policy, as a planner sees them.
struct Office<'a> {
    system: &'a SalesSystem,
    planned: &'a PaySetup,
    rules: &'a Rules,
    /// See [`throughput`].
    throughput: f64,
    parts: Vec<f64>,
}

impl Office<'_> {
    /// What one person of a role, by its place, does of what all do.
    fn part(&self, at: usize, doing: Doing) -> f64 {
        let does = |role: &Role| match doing {
            Doing::Closing => role.stages & self.planned.closing != 0,
            Doing::Meeting => role.stages & self.planned.meeting != 0,
            Doing::Stage(stage) => role.stages >> stage & 1 == 1,
        };
        let roles = &self.rules.roles;
        if !does(&roles[at].1) {
            return 0.0;
        }
        let all = (0..roles.len()).filter(|other| does(&roles[*other].1));
        let whole: f64 =
            all.map(|other| f64::from(roles[other].1.heads) * self.weight(other)).sum();
        let most = self.parts[at] / self.throughput;
        if whole > 0.0 { (self.weight(at) / whole).min(most) } else { 0.0 }
    }

    /// Ability × hours a week of a person in a role.
    fn weight(&self, at: usize) -> f64 {
        let (account, role) = &self.rules.roles[at];
        let group = &self.system.groups[role.group];
        let titles = Titles::new(self.system);
        let (mut skill, mut stages) = (0.0, 0.0);
        for (s, stage) in self.system.stages.iter().enumerate() {
            if role.stages >> s & 1 == 1 {
                let title = titles.factor(RoleId::at(*account), StageId::at(s));
                skill += group.skill.factor(stage.skill) * title;
                stages += 1.0;
            }
        }
        let calendars = group.calendars.iter().map(|calendar| &self.system.calendars[*calendar]);
        let hours: f64 = calendars.map(Calendar::hours_per_week).sum();
        let skill = if stages > 0.0 { skill / stages } else { 1.0 };
        group.pace * skill * hours / group.calendars.len() as f64
    }

    /// By role: the credit of a week, what people on other plans have included.
    fn credits(&self) -> Vec<f64> {
        let roles = &self.rules.roles;
        let plans = self.system.payroll.as_ref().map_or(&[] as &[Plan], |payroll| &payroll.plans);
        let own = |(at, (_, role)): (usize, &(usize, Role))| {
            role.plan.map_or(0.0, |plan| {
                let brings = |base, doing| self.part(at, doing) * self.flow(base);
                PlannedWeek::of(&plans[plan], &self.rules.policy.pay.split, brings).credit
            })
        };
        let mut credits: Vec<f64> = roles.iter().enumerate().map(own).collect();
        for plan in &self.planned.plan_order {
            for overlay in &plans[*plan].overlays {
                let Overlay::Plan { plan: other, share } = *overlay else { continue };
                let of = |(_, role): &(usize, Role), credit: &f64| f64::from(role.heads) * credit;
                let on_other = roles.iter().zip(&credits).filter(|(r, _)| r.1.plan == Some(other));
                let all: f64 = on_other.map(|(role, credit)| of(role, credit)).sum();
                let heads = f64::from(self.heads_on(*plan));
                for (credit, (_, role)) in credits.iter_mut().zip(roles) {
                    *credit += if role.plan == Some(*plan) { share * all / heads } else { 0.0 };
                }
            }
        }
        credits
    }

    /// Credit of a kind that the whole funnel is planned to bring, as far as there are people for it.
    fn flow(&self, base: Base) -> f64 {
        self.planned.expected(base).per_week * self.throughput
    }

    /// People on a plan; at least 1.
    fn heads_on(&self, plan: usize) -> u32 {
        let on = self.rules.roles.iter().filter(|(_, role)| role.plan == Some(plan));
        on.map(|(_, role)| role.heads).sum::<u32>().max(1)
    }

    /// A year's pay of a person in a role.
    fn year(&self, (number, plan): (usize, &Plan), at: usize, credits: &[f64]) -> f64 {
        let pay = &self.rules.policy.pay;
        let (scale, heads) = (pay.scale.factor(), self.heads_on(number));
        let expected = self.planned.expected(plan.base);
        let week = Week { credit: credits[at], variance: credits[at] * expected.square };
        let weeks = plan.period.hours() / HOURS_PER_WEEK;
        let own = UsualYear::of_plan(plan, (plan.quota, scale), week, &mut Curve::nothing()).mean;
        let pool = plan.team.as_ref().map_or(0.0, |team| {
            let expected = self.planned.expected(team.base);
            let credit = self.flow(team.base);
            let week = Week { credit, variance: credit * expected.square };
            UsualYear::of_curve(&Curve::of_pool(team, scale), week, weeks).mean / f64::from(heads)
        });
        let ranks = plan.prizes.iter().take(heads as usize);
        let prizes = ranks.sum::<f64>() / f64::from(heads) * WEEKS_PER_YEAR / weeks;
        let revenue = self.planned.expected(Base::Revenue).deal;
        let wins = self.flow(Base::Deals);
        let fees = plan.fees.iter().map(|fee| {
            (fee.amount + fee.rate * revenue) * wins * self.part(at, Doing::Stage(fee.stage))
        });
        let upstream: f64 = pay.split.iter().map(|(_, share)| share).sum();
        let by_size = self.planned.rate_by_size(&plan.tiers, plan.base, 1.0 - upstream);
        let by_deal = own_weight(plan) * (fees.sum::<f64>() + by_size * credits[at]);
        plan.salary_per_year + own + pool + scale * (prizes + by_deal * WEEKS_PER_YEAR)
    }
}
