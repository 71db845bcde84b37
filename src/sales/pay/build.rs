//! How a plan becomes a curve.

use super::curve::{Break, Curve};
use super::exact::in_cents;
use super::plan::{Band, Bonus, Plan, Team};
use super::terms::{Terms, own_weight, stretch};

/// Whether it matters in which period a deal falls: what a period pays by this plan bends or jumps
/// somewhere, own or through the pool, or something else is settled with it (prizes, a draw, the next
/// quota).
pub fn has_ends(plan: &Plan) -> bool {
    let own = Curve::of_plan(plan, &Terms::new(plan.quota, 1.0));
    let pool = plan.team.as_ref().map(|team| Curve::of_pool(team, 1.0));
    own.is_linear().is_none()
        || pool.is_some_and(|pool| pool.is_linear().is_none())
        || !plan.prizes.is_empty()
        || plan.draw.is_some()
        || plan.ratchet.is_some()
}

impl Curve {
    /// See [`Curve::set_to_plan`].
    pub fn of_plan(plan: &Plan, terms: &Terms) -> Self {
        let mut curve = Self::nothing();
        curve.set_to_plan(plan, terms);
        curve
    }

    /// See [`Curve::set_to_pool`].
    pub fn of_pool(team: &Team, scale: f64) -> Self {
        let mut curve = Self::nothing();
        curve.set_to_pool(team, scale);
        curve
    }

    /// The commission and bonuses of a person on `plan` in a period, as a function of the credit of
    /// that period: × what the team's part leaves × scale, clipped at the cap, and from below at a
    /// draw that is not recoverable (a recoverable one is a loan: it moves pay in time, so the next
    /// unit of credit is worth what it is worth). On the slip cap and draw hold for all variable pay;
    /// what else there may be is not known here. Nothing is allocated once there is room.
    pub fn set_to_plan(&mut self, plan: &Plan, terms: &Terms) {
        self.set_to_uncapped(plan, terms, true);
        self.clip_above_at_cap(plan, terms);
        if let Some(draw) = plan.draw
            && !draw.recoverable
        {
            self.clip_below(draw.amount * terms.scale * terms.employed);
        }
    }

    /// The same without bonuses and draw: what the deals of a period bring one by one, and what a
    /// clawback takes back.
    pub fn set_to_commission(&mut self, plan: &Plan, terms: &Terms) {
        self.set_to_uncapped(plan, terms, false);
        self.clip_above_at_cap(plan, terms);
    }

    /// Of a plan that counts by the year: what the year comes to by its credit, with or without bonuses.
    /// The cap is one period's, so it does not hold here.
    pub(super) fn of_year(plan: &Plan, terms: &Terms, bonuses: bool) -> Self {
        let mut curve = Self::nothing();
        curve.set_to_uncapped(plan, terms, bonuses);
        curve
    }

    /// A team's pool as a function of the team's credit: weight × scale × (commission + bonuses).
    pub fn set_to_pool(&mut self, team: &Team, scale: f64) {
        let factor = team.weight * scale;
        self.clear();
        self.add_commission(&team.commission, team.quota, 0.0, factor);
        self.add_bonuses(&team.bonuses, team.quota, 0.0, factor);
        self.reckon_values();
    }

    fn set_to_uncapped(&mut self, plan: &Plan, terms: &Terms, bonuses: bool) {
        let year = terms.year_of(plan);
        let commission = year.commission;
        let (credit, quota) = year.with(0.0, terms.quota);
        let factor = own_weight(plan) * terms.scale;
        self.clear();
        self.add_commission(&plan.commission, quota, credit, factor);
        if plan.cumulative {
            // What the year has paid already stays paid, whatever the quota of the year so far.
            self.at_0 -= commission;
            self.reckon_values();
            self.clip_below(0.0);
        }
        if bonuses {
            self.add_bonuses(&plan.bonuses, quota, credit, factor * terms.employed);
        }
        self.reckon_values();
    }

    fn clear(&mut self) {
        self.at_0 = 0.0;
        self.rate = 0.0;
        self.breaks.clear();
    }

    /// Commission with credit 0 standing for `before`.
    fn add_commission(&mut self, bands: &[Band], quota: f64, before: f64, factor: f64) {
        let mut rate_below = 0.0;
        for (at, band) in bands.iter().enumerate() {
            let (from, _) = stretch(bands, at, quota);
            let rate = band.rate * factor;
            self.add(from - before, 0.0, rate - rate_below);
            rate_below = rate;
        }
    }

    fn add_bonuses(&mut self, bonuses: &[Bonus], quota: f64, before: f64, factor: f64) {
        for bonus in bonuses {
            self.add(bonus.at.credit(quota) - before, bonus.amount * factor, 0.0);
        }
    }

    /// Adds a jump and a bend at `credit`, a whole number of hundredths; what lies at or below 0 belongs to the start, what lies
    /// at infinity is never reached.
    fn add(&mut self, credit: f64, jump: f64, bend: f64) {
        let credit = in_cents(credit);
        if credit <= 0.0 {
            self.at_0 += jump - bend * credit;
            self.rate += bend;
        } else if credit.is_finite() {
            let at = self.breaks.partition_point(|known| known.credit < credit);
            match self.breaks.get_mut(at) {
                Some(known) if known.credit <= credit => {
                    known.jump += jump;
                    known.bend += bend;
                }
                _ => {
                    self.breaks.insert(at, Break { credit, value: 0.0, rate: 0.0, jump, bend });
                }
            }
        }
    }

    /// Makes values and rates follow jumps and bends.
    fn reckon_values(&mut self) {
        self.breaks.retain(|known| known.jump != 0.0 || known.bend != 0.0);
        let (mut credit, mut value, mut rate) = (0.0, self.at_0, self.rate);
        for known in &mut self.breaks {
            value += rate * (known.credit - credit) + known.jump;
            rate += known.bend;
            (known.value, known.rate, credit) = (value, rate, known.credit);
        }
    }

    fn clip_above_at_cap(&mut self, plan: &Plan, terms: &Terms) {
        if let Some(cap) = plan.cap.filter(|cap| cap.is_finite()) {
            self.clip_above(cap * terms.scale * terms.employed);
        }
    }

    /// Pays `most` from where that is reached.
    fn clip_above(&mut self, most: f64) {
        let (mut credit, mut value, mut rate) = (0.0, self.at_0, self.rate);
        if value >= most {
            self.clear();
            self.at_0 = most;
            return;
        }
        for at in 0..=self.breaks.len() {
            let next = self.breaks.get(at).copied();
            let reached = credit + (most - value) / rate;
            if rate > 0.0 && next.is_none_or(|next| reached < next.credit) {
                let flat =
                    Break { credit: reached, value: most, rate: 0.0, jump: 0.0, bend: -rate };
                self.breaks.truncate(at);
                self.breaks.push(flat);
                return;
            }
            let Some(next) = next else { return };
            if next.value >= most {
                let jump = most - (value + rate * (next.credit - credit));
                self.breaks.truncate(at);
                self.breaks.push(Break { value: most, rate: 0.0, jump, bend: -rate, ..next });
                return;
            }
            (credit, value, rate) = (next.credit, next.value, next.rate);
        }
    }

    /// Pays `least` up to where more is earned.
    fn clip_below(&mut self, least: f64) {
        let (mut credit, mut value, mut rate) = (0.0, self.at_0, self.rate);
        if value >= least {
            return;
        }
        (self.at_0, self.rate) = (least, 0.0);
        for at in 0..=self.breaks.len() {
            let next = self.breaks.get(at).copied();
            let reached = credit + (least - value) / rate;
            if rate > 0.0 && next.is_none_or(|next| reached < next.credit) {
                self.breaks.drain(..at);
                let rise = Break { credit: reached, value: least, rate, jump: 0.0, bend: rate };
                self.breaks.insert(0, rise);
                return;
            }
            let Some(next) = next else { break };
            if next.value > least {
                self.breaks.drain(..at);
                self.breaks[0].jump = next.value - least;
                self.breaks[0].bend = next.rate;
                return;
            }
            (credit, value, rate) = (next.credit, next.value, next.rate);
        }
        self.breaks.clear();
    }
}
