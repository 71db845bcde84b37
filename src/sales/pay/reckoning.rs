//! The end of a period: from credits to pay lines.

use super::plan::{Band, Bonus, Plan, Team};
use super::terms::{Terms, YearSoFar, own_weight, stretch};

/// What a pay line is for, in the order in which lines are reckoned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PayRule {
    /// Fixed pay. Quantity: employed share of the period.
    Salary,
    /// Commission on the credit within a band of the plan. Quantity: that credit (of a cumulative
    /// plan that of the year so far).
    Commission(usize),
    /// Commission that the year has paid before; of cumulative plans.
    PaidBefore,
    /// A bonus of the plan. Quantity: the employed share of the period.
    Bonus(usize),
    /// Rates on single deals. Quantity: their pay before weight and scale.
    DealRate,
    /// Fees for work upstream. Quantity: their pay before weight and scale.
    Fee,
    /// The share of the team's pool. Quantity: 1.
    Team,
    /// Money for single events. Quantity: their pay before scale.
    Spiff,
    /// A prize by rank. Quantity: the prize before scale.
    Prize,
    /// What the cap takes off. Quantity: 1, and so in all lines below.
    Cap,
    /// What the draw adds.
    Draw,
    /// What is paid back of a draw, or of a clawback that went below zero.
    Recovery,
    /// Commission of deals whose customers left.
    Clawback,
    /// The part of the clawback that variable pay could not bear: owed.
    CarriedOver,
}

/// A line of a pay slip; `amount` is quantity × rate, rounded to a cent.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PayLine {
    /// What it is for.
    pub rule: PayRule,
    /// How much of it: see [`PayRule`].
    pub quantity: f64,
    /// Money for each.
    pub rate: f64,
    /// Money, in whole cents.
    pub amount: f64,
}

/// What a person's period came to. Money; credit in the unit of the plan.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PeriodSums {
    /// Fixed pay of the time employed.
    pub salary: f64,
    /// Credit of the period.
    pub credit: f64,
    /// What it is reckoned under.
    pub terms: Terms,
    /// Pay by deal rates, before weight and scale: the sum of [`super::deal_pay`].
    pub deal_pay: f64,
    /// Fees, before weight and scale.
    pub fees: f64,
    /// Share of the team's pool as it is paid.
    pub pool_share: f64,
    /// Money for events, before scale.
    pub spiffs: f64,
    /// Prize, before scale.
    pub prize: f64,
    /// Money that goes back for customers who left, 0 or more.
    pub clawback: f64,
}

impl PeriodSums {
    /// A period in which nothing happened.
    pub fn new(terms: Terms) -> Self {
        Self {
            salary: 0.0,
            credit: 0.0,
            terms,
            deal_pay: 0.0,
            fees: 0.0,
            pool_share: 0.0,
            spiffs: 0.0,
            prize: 0.0,
            clawback: 0.0,
        }
    }
}

/// Writes the pay lines of a period into `lines` (in place of what was there; lines of 0.00 are
/// left out) and returns their sum.
///
/// Order: salary; commission by band, bonuses, deal rates and fees × what the team's part leaves;
/// the share of the pool, money for events, prize; then the cap on all that is not salary; then the
/// draw, and what is paid back of `balance`, the money owed; then clawback. Variable pay is never
/// below zero: what is missing is added to `balance`.
pub fn reckon(plan: &Plan, sums: &PeriodSums, balance: &mut f64, lines: &mut Vec<PayLine>) -> f64 {
    lines.clear();
    let mut slip = Slip { lines, variable: 0.0 };
    let Terms { scale, employed, .. } = sums.terms;
    let per_period = if employed > 0.0 { sums.salary / employed } else { sums.salary };
    slip.write(PayRule::Salary, if employed > 0.0 { employed } else { 1.0 }, per_period);
    let salary = std::mem::take(&mut slip.variable);
    slip.commission_and_bonuses(plan, sums);
    let own = own_weight(plan) * scale;
    slip.write(PayRule::DealRate, sums.deal_pay, own);
    slip.write(PayRule::Fee, sums.fees, own);
    slip.write(PayRule::Team, 1.0, sums.pool_share);
    slip.write(PayRule::Spiff, sums.spiffs, scale);
    slip.write(PayRule::Prize, sums.prize, scale);
    if let Some(cap) = plan.cap {
        slip.write(PayRule::Cap, 1.0, (cap * scale * employed - slip.variable).min(0.0));
    }
    slip.draw_and_recovery(plan, scale * employed, balance);
    slip.write(PayRule::Clawback, 1.0, -sums.clawback);
    if slip.variable < 0.0 {
        *balance = cents(*balance - slip.variable);
        slip.write(PayRule::CarriedOver, 1.0, -slip.variable);
    }
    cents(salary + slip.variable)
}

/// The lines of a team's pool: what the team's credit of a period comes to, × weight × scale. But for
/// the rounding of each line their sum is what [`super::Curve::of_pool`] pays.
pub fn reckon_pool(team: &Team, credit: f64, scale: f64) -> Vec<PayLine> {
    let mut lines = Vec::new();
    let mut slip = Slip { lines: &mut lines, variable: 0.0 };
    let (reached, factor) = ((credit, team.quota), team.weight * scale);
    slip.commission(&team.commission, reached, factor);
    slip.bonuses(&team.bonuses, reached, (1.0, factor));
    lines
}

/// A pay slip in the making.
struct Slip<'a> {
    lines: &'a mut Vec<PayLine>,
    /// Pay so far that is not salary.
    variable: f64,
}

impl Slip<'_> {
    /// Writes a line and returns its amount.
    fn write(&mut self, rule: PayRule, quantity: f64, rate: f64) -> f64 {
        let amount = cents(quantity * rate);
        if amount != 0.0 {
            self.lines.push(PayLine { rule, quantity, rate, amount });
            self.variable = cents(self.variable + amount);
        }
        amount
    }

    fn commission_and_bonuses(&mut self, plan: &Plan, sums: &PeriodSums) {
        let YearSoFar { credit, quota, commission } = sums.terms.year_of(plan);
        let reached = (credit + sums.credit, quota + sums.terms.quota);
        let factor = own_weight(plan) * sums.terms.scale;
        self.commission(&plan.commission, reached, factor);
        self.write(PayRule::PaidBefore, 1.0, -commission.min(self.variable));
        self.bonuses(&plan.bonuses, reached, (sums.terms.employed, factor));
    }

    fn commission(&mut self, bands: &[Band], (credit, quota): (f64, f64), factor: f64) {
        for (at, band) in bands.iter().enumerate() {
            let (from, to) = stretch(bands, at, quota);
            let within = (credit.min(to) - from).max(0.0);
            self.write(PayRule::Commission(at), within, band.rate * factor);
        }
    }

    fn bonuses(
        &mut self,
        bonuses: &[Bonus],
        (credit, quota): (f64, f64),
        (employed, factor): (f64, f64),
    ) {
        for (at, bonus) in bonuses.iter().enumerate() {
            if credit >= bonus.at.credit(quota) {
                self.write(PayRule::Bonus(at), employed, bonus.amount * factor);
            }
        }
    }

    fn draw_and_recovery(&mut self, plan: &Plan, factor: f64, balance: &mut f64) {
        let advance = plan.draw.map_or(0.0, |draw| cents(draw.amount * factor));
        let above = self.variable - advance;
        if above >= 0.0 {
            let paid_back = -self.write(PayRule::Recovery, 1.0, -balance.min(above));
            *balance = cents(*balance - paid_back);
        } else {
            let advanced = self.write(PayRule::Draw, 1.0, -above);
            if plan.draw.is_some_and(|draw| draw.recoverable) {
                *balance = cents(*balance + advanced);
            }
        }
    }
}

/// Money paid as commission on these lines, net of what was paid before.
pub fn commission_in(lines: &[PayLine]) -> f64 {
    let of_commission =
        |line: &&PayLine| matches!(line.rule, PayRule::Commission(_) | PayRule::PaidBefore);
    cents(lines.iter().filter(of_commission).map(|line| line.amount).sum())
}

/// Divides a pool of money by `weights` into whole cents: each gets its share rounded down, the cents
/// left over go to the largest remainders, of equal ones to the smaller key. Equal shares if no
/// weight is above 0. Writes into `shares`, which sum to the pool (rounded to a cent).
///
/// # Panics
///
/// If there are not as many keys as weights.
pub fn split_cents(pool: f64, weights: &[f64], keys: &[u64], shares: &mut Vec<f64>) {
    assert_eq!(weights.len(), keys.len(), "a key for each weight");
    shares.clear();
    if weights.is_empty() {
        return;
    }
    let whole = (pool * 100.0).round();
    // Summed and ordered by key: the order in which people are named must not move a cent.
    let mut order: Vec<usize> = (0..weights.len()).collect();
    order.sort_by_key(|&at| keys[at]);
    let sum: f64 = order.iter().map(|&at| weights[at].max(0.0)).sum();
    let exact = |at: usize| {
        let part = if sum > 0.0 { weights[at].max(0.0) / sum } else { 1.0 / weights.len() as f64 };
        whole * part
    };
    let remainder = |at: usize| exact(at) - exact(at).floor();
    order.sort_by(|&a, &b| remainder(b).total_cmp(&remainder(a)));
    shares.extend((0..weights.len()).map(|at| exact(at).floor()));
    let mut left = whole - shares.iter().sum::<f64>();
    for at in order {
        if left < 1.0 {
            break;
        }
        shares[at] += 1.0;
        left -= 1.0;
    }
    for share in shares {
        *share /= 100.0;
    }
}

/// Money in whole cents, halves away from zero.
fn cents(money: f64) -> f64 {
    (money * 100.0).round() / 100.0
}
