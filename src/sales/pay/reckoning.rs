//! The end of a period: from credits to pay lines.

use super::exact::{Products, in_cents, product_in_cents};
use super::plan::{Band, Bonus, Plan, Team};
use super::terms::{Terms, own_weight, stretch};

/// What a pay line is for, in the order in which lines are reckoned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PayRule {
    /// Fixed pay.
    Salary,
    /// Commission on the credit within a band of the plan (of a cumulative plan that of the year so
    /// far).
    Commission(usize),
    /// Commission that the year has paid before; of cumulative plans.
    PaidBefore,
    /// A bonus of the plan.
    Bonus(usize),
    /// Rates on single deals.
    DealRate,
    /// Fees for work upstream.
    Fee,
    /// Anniversaries of customers.
    Renewal,
    /// The share of the team's pool.
    Team,
    /// Money for single events.
    Spiff,
    /// A prize by rank.
    Prize,
    /// What the cap takes off.
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

/// A line of a pay slip: `amount` is the exact product of its factors less `before`, rounded once,
/// halves of a cent away from zero; where it has no factors, it is what it is. Lines of commission are rounded
/// together: each brings their sum to whole cents.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PayLine {
    /// What it is for.
    pub rule: PayRule,
    /// What is multiplied.
    pub factors: Factors,
    /// Variable pay before this line, where the line brings it to a limit.
    pub before: f64,
    /// Money, in whole cents.
    pub amount: f64,
}

/// What a factor of a line is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Factor {
    /// Fixed pay a year.
    Salary,
    /// The period's part of a year.
    OfYear,
    /// The part of the period for which the person is on the plan.
    Employed,
    /// Credit within a band.
    Credit,
    /// Money per unit of credit.
    Rate,
    /// An amount that the plan or the events of the period name.
    Amount,
    /// What the team's part leaves to a person's own.
    OwnPart,
    /// The team's part.
    TeamPart,
    /// The policy's factor on all variable pay.
    Scale,
    /// The person's share of the pool.
    Share,
}

/// Most factors of a line.
const MOST_FACTORS: usize = 4;

/// The factors of a line; those of 1 after the first are left out.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Factors {
    list: [(Factor, f64); MOST_FACTORS],
    count: usize,
}

impl Factors {
    /// No factors.
    pub const NONE: Self = Self { list: [(Factor::Amount, 1.0); MOST_FACTORS], count: 0 };

    fn of(all: &[(Factor, f64)]) -> Self {
        let mut factors = Self::NONE;
        for factor in all {
            if factors.count == 0 || (factor.1 - 1.0).abs() > 0.0 {
                factors.list[factors.count] = *factor;
                factors.count += 1;
            }
        }
        factors
    }

    /// Their product in whole cents.
    fn money(&self) -> f64 {
        let mut values = [1.0; MOST_FACTORS];
        for (value, factor) in values.iter_mut().zip(self.iter()) {
            *value = factor.1;
        }
        product_in_cents(&values[..self.count])
    }
}

impl std::ops::Deref for Factors {
    type Target = [(Factor, f64)];

    fn deref(&self) -> &Self::Target {
        &self.list[..self.count]
    }
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
    /// What is paid of the team's pool.
    pub pool: PoolShare,
    /// Money for anniversaries of customers, after weight and scale.
    pub renewals: f64,
    /// Money for events, before scale.
    pub spiffs: f64,
    /// Prize, before scale.
    pub prize: f64,
    /// Money that goes back for customers who left, 0 or more.
    pub clawback: f64,
}

/// A person's share of a pool.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct PoolShare {
    /// Money in the pool.
    pub money: f64,
    /// The part of it that is the person's, 0 to 1.
    pub part: f64,
    /// What is paid of it: the part in whole cents, as [`super::split_cents`] divides them.
    pub paid: f64,
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
            renewals: 0.0,
            pool: PoolShare::default(),
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
/// renewals, the share of the pool, money for events, prize; then the cap on all that is not salary; then the
/// draw, and what is paid back of `balance`, the money owed; then clawback. Variable pay is never
/// below zero: what is missing is added to `balance`.
pub fn reckon(plan: &Plan, sums: &PeriodSums, balance: &mut f64, lines: &mut Vec<PayLine>) -> f64 {
    lines.clear();
    let mut slip = Slip { lines, variable: 0.0 };
    let Terms { scale, employed, .. } = sums.terms;
    let of_year = 1.0 / f64::from(plan.period.per_year());
    let salary = [
        (Factor::Salary, plan.salary_per_year),
        (Factor::OfYear, of_year),
        (Factor::Employed, employed),
    ];
    slip.write_as(PayRule::Salary, &salary, in_cents(sums.salary));
    let salary = std::mem::take(&mut slip.variable);
    slip.commission_and_bonuses(plan, sums);
    let (own, scaled) = ((Factor::OwnPart, own_weight(plan)), (Factor::Scale, scale));
    let amount = |money: f64| (Factor::Amount, money);
    slip.write(PayRule::DealRate, &[amount(sums.deal_pay), own, scaled]);
    slip.write(PayRule::Fee, &[amount(sums.fees), own, scaled]);
    slip.write_plain(PayRule::Renewal, sums.renewals);
    let share = [amount(sums.pool.money), (Factor::Share, sums.pool.part)];
    slip.write_as(PayRule::Team, &share, in_cents(sums.pool.paid));
    slip.write(PayRule::Spiff, &[amount(sums.spiffs), scaled]);
    slip.write(PayRule::Prize, &[amount(sums.prize), scaled]);
    let whole = [scaled, (Factor::Employed, employed)];
    if let Some(cap) = plan.cap {
        slip.limit(PayRule::Cap, &[amount(cap), whole[0], whole[1]], |most, paid| paid.min(most));
    }
    slip.draw_and_recovery(plan, whole, balance);
    slip.write_plain(PayRule::Clawback, -sums.clawback);
    if slip.variable < 0.0 {
        *balance = in_cents(*balance - slip.variable);
        slip.write_plain(PayRule::CarriedOver, -slip.variable);
    }
    in_cents(salary + slip.variable)
}

/// The lines of a team's pool: what the team's credit of a period comes to, × weight × scale. But for
/// the rounding of each line their sum is what [`super::Curve::of_pool`] pays.
pub fn reckon_pool(team: &Team, credit: f64, scale: f64) -> Vec<PayLine> {
    let mut lines = Vec::new();
    let mut slip = Slip { lines: &mut lines, variable: 0.0 };
    let reached = (in_cents(credit), team.quota);
    let factors = [(Factor::TeamPart, team.weight), (Factor::Scale, scale)];
    slip.commission(&team.commission, reached, factors);
    slip.bonuses(&team.bonuses, reached, (factors, 1.0));
    lines
}

/// A pay slip in the making.
struct Slip<'a> {
    lines: &'a mut Vec<PayLine>,
    /// Pay so far that is not salary.
    variable: f64,
}

impl Slip<'_> {
    /// Writes a line that pays the product of its factors.
    fn write(&mut self, rule: PayRule, factors: &[(Factor, f64)]) {
        let factors = Factors::of(factors);
        self.push(PayLine { rule, factors, before: 0.0, amount: factors.money() });
    }

    /// The same where whole cents of the product are known otherwise.
    fn write_as(&mut self, rule: PayRule, factors: &[(Factor, f64)], amount: f64) {
        self.push(PayLine { rule, factors: Factors::of(factors), before: 0.0, amount });
    }

    /// Writes a line without factors and returns its amount.
    fn write_plain(&mut self, rule: PayRule, money: f64) -> f64 {
        let amount = in_cents(money);
        self.push(PayLine { rule, factors: Factors::NONE, before: 0.0, amount });
        amount
    }

    /// Writes a line that brings variable pay to what `limited` makes of the product of the factors
    /// and of what is paid, and returns its amount.
    fn limit(
        &mut self,
        rule: PayRule,
        factors: &[(Factor, f64)],
        limited: impl Fn(f64, f64) -> f64,
    ) -> f64 {
        let (factors, before) = (Factors::of(factors), self.variable);
        let amount = in_cents(limited(factors.money(), before) - before);
        self.push(PayLine { rule, factors, before, amount });
        amount
    }

    /// Lines of 0.00 are left out.
    fn push(&mut self, line: PayLine) {
        if line.amount != 0.0 {
            self.lines.push(line);
            self.variable = in_cents(self.variable + line.amount);
        }
    }

    fn commission_and_bonuses(&mut self, plan: &Plan, sums: &PeriodSums) {
        let year = sums.terms.year_of(plan);
        let reached = year.with(sums.credit, sums.terms.quota);
        let factors = [(Factor::OwnPart, own_weight(plan)), (Factor::Scale, sums.terms.scale)];
        self.commission(&plan.commission, reached, factors);
        self.write_plain(PayRule::PaidBefore, -year.commission.min(self.variable));
        self.bonuses(&plan.bonuses, reached, (factors, sums.terms.employed));
    }

    fn commission(
        &mut self,
        bands: &[Band],
        (credit, quota): (f64, f64),
        [part, scale]: [(Factor, f64); 2],
    ) {
        // the sum is rounded once: each line brings it to whole cents
        let (mut all, mut before) = (Products::NONE, 0.0);
        for (at, band) in bands.iter().enumerate() {
            let (from, to) = stretch(bands, at, quota);
            let within = in_cents((credit.min(to) - from).max(0.0));
            let factors = [(Factor::Credit, within), (Factor::Rate, band.rate), part, scale];
            all.add(factors.iter().map(|factor| factor.1));
            let sum = all.in_cents();
            self.write_as(PayRule::Commission(at), &factors, in_cents(sum - before));
            before = sum;
        }
    }

    fn bonuses(
        &mut self,
        bonuses: &[Bonus],
        (credit, quota): (f64, f64),
        ([part, scale], employed): ([(Factor, f64); 2], f64),
    ) {
        let employed = (Factor::Employed, employed);
        for (at, bonus) in bonuses.iter().enumerate() {
            if credit >= bonus.at.credit(quota) {
                let amount = (Factor::Amount, bonus.amount);
                self.write(PayRule::Bonus(at), &[amount, part, scale, employed]);
            }
        }
    }

    fn draw_and_recovery(&mut self, plan: &Plan, whole: [(Factor, f64); 2], balance: &mut f64) {
        let amount = (Factor::Amount, plan.draw.map_or(0.0, |draw| draw.amount));
        let factors = [amount, whole[0], whole[1]];
        let above = self.variable - Factors::of(&factors).money();
        if above >= 0.0 {
            let paid_back = -self.write_plain(PayRule::Recovery, -balance.min(above));
            *balance = in_cents(*balance - paid_back);
        } else {
            let advanced = self.limit(PayRule::Draw, &factors, |least, paid| paid.max(least));
            if plan.draw.is_some_and(|draw| draw.recoverable) {
                *balance = in_cents(*balance + advanced);
            }
        }
    }
}

/// Money paid as commission on these lines, net of what was paid before.
pub fn commission_in(lines: &[PayLine]) -> f64 {
    let of_commission =
        |line: &&PayLine| matches!(line.rule, PayRule::Commission(_) | PayRule::PaidBefore);
    in_cents(lines.iter().filter(of_commission).map(|line| line.amount).sum())
}
