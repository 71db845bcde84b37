//! Pay: people come under plans, deals are credited, periods end.

use super::{Event, Events, SalesModel, schedule};
use crate::engine::Time;
use crate::sales::account::{Account, Clawback, Pool};
use crate::sales::buyer::Sale;
use crate::sales::observer::{Award, Awarded, Credited, Merit, Observer, Paid, Planned, Pooled};
use crate::sales::pay::tally::{PERIOD_PARTS, PayBooks};
use crate::sales::pay::{
    Base, Curve, Overlay, PayLine, PayRule, Period, PeriodSums, Plan, PoolShare, Scale, Split, Sum,
    Terms, YearSoFar, clawback_share, commission_in, deal_pay, in_cents, next_quota, own_weight,
    part_of, plus, reckon, reckon_pool, share_in_cents, split_cents,
};
use crate::sales::record::{NONE, Presence};

/// Variable pay of a period beyond this many times the normal is a windfall.
const WINDFALL: f64 = 2.0;

/// What a won deal is worth to the company, for credit. Money.
#[derive(Clone, Copy, Debug)]
pub(super) struct Deal {
    revenue: f64,
    margin: f64,
    value: f64,
    /// Hours after the win when the customer leaves.
    churn_hours: f64,
}

impl Deal {
    fn of(&self, base: Base) -> f64 {
        match base {
            Base::Revenue => self.revenue,
            Base::Margin => self.margin,
            Base::Value => self.value,
            Base::Deals => 1.0,
            Base::Meetings => 0.0,
        }
    }
}

impl<'a, O: Observer> SalesModel<'a, O> {
    pub(super) fn plan_of(&self, seat: u32) -> Option<&'a Plan> {
        let plan = self.accounts.get(seat as usize)?.plan;
        let payroll = self.system.payroll.as_ref()?;
        payroll.plans.get(plan as usize)
    }

    /// Empty accounts and pools, and the ends of the first periods.
    pub(super) fn open_accounts(&mut self, events: &mut Events) {
        self.accounts.clear();
        self.pools.clear();
        let Some(payroll) = self.system.payroll.as_ref().filter(|_| !self.setup.seats.is_empty())
        else {
            return;
        };
        self.accounts.resize_with(self.setup.seats.len(), Account::none);
        self.expected_discount = 0.0;
        for (kind, end) in PERIODS.iter().zip(&mut self.period_ends) {
            *end = kind.first_end(payroll.fiscal_start_hours);
        }
        for kind in PERIODS {
            if payroll.plans.iter().any(|plan| plan.period == kind) {
                let end = Time::from_hours(self.period_ends[kind as usize]);
                schedule(events, end, Event::PeriodEnds(kind as u32));
            }
        }
    }

    /// Pools of the plans that the rules in force give to anybody; those that there were under the
    /// same factor (`before`) go on.
    pub(super) fn open_pools(&mut self, before: Scale) {
        let mut old = std::mem::take(&mut self.pools);
        if before != self.policy.pay.scale {
            old.clear();
        }
        let Some(payroll) = &self.system.payroll else { return };
        let scale = self.pay_scale();
        for (plan, terms) in payroll.plans.iter().enumerate() {
            let is_used = self.roles.iter().any(|(_, role)| role.plan == Some(plan));
            if let Some(team) = terms.team.as_ref().filter(|_| is_used) {
                if let Some(at) = old.iter().position(|pool| pool.plan == plan) {
                    self.pools.push(old.swap_remove(at));
                    continue;
                }
                self.pools.push(Pool {
                    plan,
                    curve: Curve::of_pool(team, scale),
                    credit: Sum::default(),
                    week_credit: 0.0,
                    week_square: 0.0,
                    remembered: 0.0,
                    square: 0.0,
                    weeks: 0.0,
                    mean: 0.0,
                    sd: 0.0,
                });
            }
        }
    }

    /// The factor on variable pay under the rules in force.
    fn pay_scale(&self) -> f64 {
        self.policy.pay.scale.factor()
    }

    /// The person in a seat comes under a plan, or under none; what ran before is settled, unless it
    /// is the same. The person stays the same: with memories, debts and what is left of the wish to
    /// stay, which is returned where no plan counts it down any more.
    pub(super) fn take_plan(&mut self, seat: u32, plan: Option<usize>, now: Time) -> Option<f64> {
        if self.accounts.is_empty() {
            return None;
        }
        let scale = self.pay_scale();
        let plan = plan.zip(self.system.payroll.as_ref());
        let number = plan.map_or(NONE, |(plan, _)| u32::try_from(plan).expect("few plans"));
        let account = &self.accounts[seat as usize];
        let is_new = account.plan != number;
        if !is_new && (plan.is_none() || account.scale.to_bits() == scale.to_bits()) {
            return None;
        }
        self.settle_account(seat, now);
        if now > Time::START {
            self.plans_since = now.hours();
        }
        self.observer.planned(&Planned { seat: seat as usize, plan: plan.map(|(plan, _)| plan) });
        let Some((plan, payroll)) = plan else {
            self.give_up_clawbacks(seat);
            let account = &mut self.accounts[seat as usize];
            let stays = account.stays;
            *account = Account::none();
            self.seats[seat as usize].drive = 1.0;
            return stays.is_finite().then_some(stays);
        };
        let terms = &payroll.plans[plan];
        let account = &mut self.accounts[seat as usize];
        (account.plan, account.scale) = (number, scale);
        if is_new {
            (account.quota, account.year) = (in_cents(terms.quota), YearSoFar::default());
        }
        account.begin_period(terms, now.hours());
        self.is_answered = false;
        None
    }

    /// Pools that do not go on under the rules in force, which replace those of the factor `before`,
    /// are shared out.
    pub(super) fn divide_pools_that_end(&mut self, before: Scale, now: Time) {
        for at in 0..self.pools.len() {
            let plan = self.pools[at].plan;
            let is_used = self.roles.iter().any(|(_, role)| role.plan == Some(plan));
            if !is_used || before != self.policy.pay.scale {
                self.divide_pool(at, before.factor(), now);
            }
        }
    }

    /// The person in a seat goes: the period is settled up to now, results are forgotten.
    pub(super) fn leave_account(&mut self, seat: u32, now: Time) {
        if let Some(plan) = self.plan_of(seat) {
            self.settle_account(seat, now);
            self.give_up_clawbacks(seat);
            let account = &mut self.accounts[seat as usize];
            account.balance = 0.0; // what leavers owe is not recovered
            account.memory = crate::sales::account::Memory::default();
            account.begin_period(plan, now.hours());
        }
    }

    /// Nobody is left on a plan from whom commission of customers who leave later could be taken: it
    /// stays a cost of the wins, which had been booked without it.
    fn give_up_clawbacks(&mut self, seat: u32) {
        for clawback in std::mem::take(&mut self.accounts[seat as usize].clawbacks) {
            if clawback.counts {
                self.book_back(seat, -clawback.share * clawback.commission);
            }
        }
    }

    /// Whoever comes to a seat counts from now on.
    pub(super) fn join_account(&mut self, seat: u32, now: Time) {
        if let Some(plan) = self.plan_of(seat) {
            self.accounts[seat as usize].begin_period(plan, now.hours());
        }
    }

    /// Books variable pay of a seat, as far as it belongs to the window.
    fn book_variable(&mut self, seat: u32, amount: f64, counts: bool) {
        let account = &mut self.accounts[seat as usize];
        account.accrued += amount;
        account.earned += amount;
        if counts {
            let record = &self.seats[seat as usize];
            let loading = self.system.groups[record.name.group].loading;
            self.tallies.roles[record.account as usize].variable += amount * loading;
            self.tallies.pay.seats[seat as usize].variable += amount;
        }
    }

    /// A lead is won: everybody whom the rules name is credited.
    pub(super) fn credit_win(&mut self, lead: u32, price: f64, sale: Option<&Sale>, now: Time) {
        if self.accounts.is_empty() {
            return;
        }
        let record = &self.leads[lead as usize];
        let margin = self.system.segments[record.segment as usize].margin;
        let closer = record.closer;
        let deal = Deal {
            revenue: price,
            margin: price * margin,
            value: sale.map_or(price * margin, |sale| sale.gross_margin.max(0.0)),
            churn_hours: sale.map_or(f64::INFINITY, |sale| sale.churn_hours),
        };
        self.count_booking(closer, lead, price, now);
        let mut by_plan = std::mem::take(&mut self.credit_by_plan);
        by_plan.clear();
        by_plan.resize(self.system.payroll.as_ref().map_or(0, |p| p.plans.len()), 0.0);
        let mut rest = 1.0;
        for at in 0..self.policy.pay.split.len() {
            let (stage, share) = self.policy.pay.split[at];
            let seat = self.worker(lead, stage);
            if self.is_paid(seat) && seat != closer {
                self.credit(seat, lead, (&deal, share, Merit::Stage(stage)), now, &mut by_plan);
                rest -= share;
            }
        }
        if self.is_paid(closer) {
            self.credit(closer, lead, (&deal, rest, Merit::Closing), now, &mut by_plan);
        }
        if self.tallies.covers(now) {
            self.tallies.pay.first_credit += deal.revenue;
        }
        self.credit_overlays(lead, &deal, now, &mut by_plan);
        self.credit_by_plan = by_plan;
        self.pay_extras(lead, &deal, now);
        self.credit_pools(&deal, now);
    }

    /// Who worked a stage of a lead last; NONE = nobody.
    fn worker(&self, lead: u32, stage: usize) -> u32 {
        self.been[lead as usize * self.desks.len() + stage].worker()
    }

    /// Whether somebody on a plan sits there.
    pub(super) fn is_paid(&self, seat: u32) -> bool {
        seat != NONE
            && self.accounts[seat as usize].plan != NONE
            && self.seats[seat as usize].presence != Presence::Vacant
    }

    /// A share of a deal is credited to a seat.
    fn credit(
        &mut self,
        seat: u32,
        lead: u32,
        (deal, share, merit): (&Deal, f64, Merit),
        now: Time,
        by_plan: &mut [f64],
    ) {
        let Some(plan) = self.plan_of(seat) else { return };
        let credit = deal.of(plan.base) * share;
        by_plan[self.accounts[seat as usize].plan as usize] += credit;
        let commission = self.add_credit(seat, plan, credit, now);
        self.tell_credited(seat, lead, (credit, merit), now);
        let covered = self.tallies.covers(now);
        let share = clawback_share(plan, deal.churn_hours);
        let back = share * commission;
        if back > 0.0 {
            let due = now.hours() + deal.churn_hours;
            let record = &self.leads[lead as usize];
            let (channel, number) = (record.channel, record.number);
            let deal = plan.claws_bonuses.then(|| (credit, deal_pay(&plan.tiers, credit)));
            self.accounts[seat as usize].clawbacks.push(Clawback {
                due_hours: due,
                commission,
                share,
                deal,
                counts: covered,
                channel,
                number,
            });
            if covered {
                self.book_back(seat, back);
            }
        }
    }

    fn tell_credited(&mut self, seat: u32, lead: u32, (credit, merit): (f64, Merit), now: Time) {
        let record = &self.leads[lead as usize];
        self.observer.credited(&Credited {
            seat: seat as usize,
            hire: self.seats[seat as usize].hire,
            plan: self.accounts[seat as usize].plan as usize,
            channel: record.channel as usize,
            number: record.number,
            at: now.hours(),
            credit,
            merit,
        });
    }

    fn tell_awarded(&mut self, seat: u32, lead: u32, (award, amount): (Award, f64), now: Time) {
        let record = &self.leads[lead as usize];
        self.observer.awarded(&Awarded {
            seat: seat as usize,
            hire: self.seats[seat as usize].hire,
            channel: record.channel as usize,
            number: record.number,
            at: now.hours(),
            award,
            amount,
        });
    }

    /// Adds credit to a seat's account and books what it adds to pay; the part that would go back
    /// with the deal is returned.
    fn add_credit(&mut self, seat: u32, plan: &Plan, credit: f64, now: Time) -> f64 {
        let own = own_weight(plan);
        let account = &mut self.accounts[seat as usize];
        let before = account.sums.credit;
        account.add_credit(credit);
        let after = account.sums.credit;
        account.memory.week_credit += credit;
        account.memory.week_square += credit * credit;
        let by_size = deal_pay(&plan.tiers, credit);
        account.sums.deal_pay = plus(account.sums.deal_pay, by_size);
        let by_size = own * by_size * account.scale;
        account.memory.week_other += by_size;
        let gain = account.curve.pay(after) - account.curve.pay(before);
        let goes_back = if plan.claws_bonuses {
            gain
        } else {
            account.commission.pay(after) - account.commission.pay(before)
        };
        let covered = self.tallies.covers(now);
        self.book_variable(seat, gain + by_size, covered);
        goes_back + by_size
    }

    /// Credit on top of the deal's split.
    fn credit_overlays(&mut self, lead: u32, deal: &Deal, now: Time, by_plan: &mut [f64]) {
        let Some(payroll) = &self.system.payroll else { return };
        for at in 0..self.setup.pay().plan_order.len() {
            let plan = self.setup.pay().plan_order[at];
            for overlay in &payroll.plans[plan].overlays {
                match *overlay {
                    Overlay::Stage { stage, share } => {
                        let seat = self.worker(lead, stage);
                        if self.is_paid(seat) && self.accounts[seat as usize].plan as usize == plan
                        {
                            let merit = Merit::Overlay(stage);
                            self.credit(seat, lead, (deal, share, merit), now, by_plan);
                            self.count_double(deal.revenue * share, now);
                        }
                    }
                    Overlay::Plan { plan: other, share } => {
                        let all = by_plan[other] * share;
                        self.credit_plan(plan, lead, (all, other), now, by_plan);
                        self.count_double(all, now);
                    }
                }
            }
        }
    }

    fn count_double(&mut self, credit: f64, now: Time) {
        if self.tallies.covers(now) {
            self.tallies.pay.double_credit += credit;
        }
    }

    /// Credit for everybody on a plan, in equal parts, out of what people on another plan have.
    fn credit_plan(
        &mut self,
        plan: usize,
        lead: u32,
        (all, other): (f64, usize),
        now: Time,
        by_plan: &mut [f64],
    ) {
        let members = self.members(plan).count();
        if members == 0 || all <= 0.0 {
            return;
        }
        let share = all / members as f64;
        by_plan[plan] += all;
        for seat in 0..self.seat_count() {
            if self.is_paid(seat) && self.accounts[seat as usize].plan as usize == plan {
                let terms = self.plan_of(seat).expect("on a plan");
                self.add_credit(seat, terms, share, now);
                self.tell_credited(seat, lead, (share, Merit::OfPlan(other)), now);
            }
        }
    }

    /// The seats of people on a plan.
    pub(super) fn members(&self, plan: usize) -> impl Iterator<Item = u32> {
        (0..self.seat_count())
            .filter(move |s| self.is_paid(*s) && self.accounts[*s as usize].plan as usize == plan)
    }

    /// Fees for work upstream, and SPIFFs for the closer.
    fn pay_extras(&mut self, lead: u32, deal: &Deal, now: Time) {
        let Some(payroll) = &self.system.payroll else { return };
        for (plan, terms) in payroll.plans.iter().enumerate() {
            for fee in &terms.fees {
                let seat = self.worker(lead, fee.stage);
                if self.is_paid(seat) && self.accounts[seat as usize].plan as usize == plan {
                    let amount = fee.amount + fee.rate * deal.revenue;
                    let sums = &mut self.accounts[seat as usize].sums;
                    sums.fees = plus(sums.fees, amount);
                    self.tell_awarded(seat, lead, (Award::Fee(fee.stage), amount), now);
                    self.pay_other(seat, amount * own_weight(terms), now);
                }
            }
        }
        self.pay_spiff(self.leads[lead as usize].closer, lead, Base::Deals, now);
    }

    fn pay_other(&mut self, seat: u32, amount: f64, now: Time) {
        let account = &mut self.accounts[seat as usize];
        let money = amount * account.scale;
        account.memory.week_other += money;
        let covered = self.tallies.covers(now);
        self.book_variable(seat, money, covered);
    }

    fn pay_spiff(&mut self, seat: u32, lead: u32, event: Base, now: Time) {
        if !self.is_paid(seat) {
            return;
        }
        let Some(plan) = self.plan_of(seat) else { return };
        let runs = |s: &&crate::sales::pay::Spiff| {
            s.event == event && s.from_hours <= now.hours() && now.hours() < s.to_hours
        };
        let amount: f64 = plan.spiffs.iter().filter(runs).map(|s| s.amount).sum();
        if amount > 0.0 {
            let sums = &mut self.accounts[seat as usize].sums;
            sums.spiffs = plus(sums.spiffs, amount);
            self.tell_awarded(seat, lead, (Award::Spiff, amount), now);
            self.pay_other(seat, amount, now);
        }
    }

    /// A lead has passed the gate: a meeting for whoever talked with it.
    pub(super) fn credit_meeting(&mut self, lead: u32, seat: u32, now: Time) {
        if self.accounts.is_empty() || !self.is_paid(seat) {
            return;
        }
        if let Some(plan) = self.plan_of(seat).filter(|plan| plan.base == Base::Meetings) {
            self.add_credit(seat, plan, 1.0, now);
            self.tell_credited(seat, lead, (1.0, Merit::Meeting), now);
        }
        self.pay_spiff(seat, lead, Base::Meetings, now);
    }

    /// Every pool counts every deal once; what it adds is booked in equal parts until the period
    /// ends.
    fn credit_pools(&mut self, deal: &Deal, now: Time) {
        let Some(payroll) = &self.system.payroll else { return };
        let covered = self.tallies.covers(now);
        for at in 0..self.pools.len() {
            let pool = &mut self.pools[at];
            let team = payroll.plans[pool.plan].team.as_ref().expect("a pool has a team");
            let credit = deal.of(team.base);
            let before = pool.curve.pay(pool.credit.in_cents());
            pool.credit += credit;
            pool.week_credit += credit;
            pool.week_square += credit * credit;
            let gain = pool.curve.pay(pool.credit.in_cents()) - before;
            let plan = pool.plan;
            let members = self.members(plan).count();
            if members == 0 {
                continue;
            }
            for seat in 0..self.seat_count() {
                if self.is_paid(seat) && self.accounts[seat as usize].plan as usize == plan {
                    self.book_variable(seat, gain / members as f64, covered);
                }
            }
        }
    }

    /// When in the closer's period a deal was booked, and at which discount.
    fn count_booking(&mut self, closer: u32, lead: u32, price: f64, now: Time) {
        if !self.tallies.covers(now) {
            return;
        }
        let discount = self.discount_of(lead);
        let tally = &mut self.tallies.pay;
        tally.wins += 1;
        tally.discounted += u64::from(discount > 0.0);
        tally.discount += discount;
        let list = price / (1.0 - discount);
        tally.discount_money += list - price;
        let kind = if closer == NONE { None } else { self.plan_of(closer).map(|plan| plan.period) };
        let kind = kind.unwrap_or_default();
        let part = period_part(kind, self.period_ends[kind as usize], now.hours());
        let books = &mut self.tallies.pay.books;
        books.wins[part] += 1.0;
        books.bookings[part] += price;
        books.discounts[part] += list - price;
    }

    /// Periods of this kind end, if it is time.
    pub(super) fn period_ends(&mut self, kind: u32, events: &mut Events) {
        self.close_periods(events.now());
        if let Some(behaviour) = self.behaviour().filter(|_| !self.is_answered) {
            self.look_at_pay(behaviour, events.now());
        }
        if !events.is_empty() {
            let end = Time::from_hours(self.period_ends[kind as usize]);
            schedule(events, end, Event::PeriodEnds(kind));
        }
    }

    /// Closes every period whose end has come.
    pub(super) fn close_periods(&mut self, now: Time) {
        if self.accounts.is_empty() {
            return;
        }
        for kind in PERIODS {
            let end = self.period_ends[kind as usize];
            if end > now.hours() {
                continue;
            }
            self.divide_pools(kind, now);
            self.divide_prizes(kind);
            for seat in 0..self.seat_count() {
                if self.plan_of(seat).is_some_and(|plan| plan.period == kind) {
                    self.end_period(seat, now);
                }
            }
            self.period_ends[kind as usize] = end + kind.hours();
        }
    }

    /// Shares the pools of plans with this period among the people who are there.
    fn divide_pools(&mut self, kind: Period, now: Time) {
        let Some(payroll) = &self.system.payroll else { return };
        for at in 0..self.pools.len() {
            if payroll.plans[self.pools[at].plan].period == kind {
                self.divide_pool(at, self.pay_scale(), now);
            }
        }
    }

    /// Shares a pool that was filled under this factor on variable pay.
    fn divide_pool(&mut self, at: usize, scale: f64, now: Time) {
        let Some(payroll) = &self.system.payroll else { return };
        let plan = self.pools[at].plan;
        let team = payroll.plans[plan].team.as_ref().expect("a pool has a team");
        let seats: Vec<u32> = self.members(plan).collect();
        let weight = |s: &u32| match team.split {
            Split::Equal => 1.0,
            Split::Credit => self.accounts[*s as usize].sums.credit,
            Split::Hours => self.accounts[*s as usize].hours,
        };
        let weights: Vec<f64> = seats.iter().map(weight).collect();
        let keys: Vec<u64> = seats.iter().map(|s| self.seats[*s as usize].name.key).collect();
        let mut shares = Vec::new();
        let credit = std::mem::take(&mut self.pools[at].credit).in_cents();
        let lines = reckon_pool(team, credit, scale);
        let money = in_cents(lines.iter().map(|line| line.amount).sum());
        split_cents(money, &weights, &keys, &mut shares);
        self.observer.pooled(&Pooled {
            plan,
            at: now.hours(),
            credit,
            money,
            lines: &lines,
            seats: &seats,
            weights: &weights,
        });
        for (place, (seat, paid)) in seats.iter().zip(&shares).enumerate() {
            let share = PoolShare { money, part: part_of(&weights, place), paid: *paid };
            self.accounts[*seat as usize].sums.pool = share;
        }
    }

    /// Prizes by rank in credit among the people on a plan.
    fn divide_prizes(&mut self, kind: Period) {
        let Some(payroll) = &self.system.payroll else { return };
        for (plan, terms) in payroll.plans.iter().enumerate() {
            if terms.prizes.is_empty() || terms.period != kind {
                continue;
            }
            let mut seats: Vec<u32> = self.members(plan).collect();
            seats.sort_by(|a, b| {
                let credit = |s: &u32| self.accounts[*s as usize].sums.credit;
                let key = |s: &u32| self.seats[*s as usize].name.key;
                credit(b).total_cmp(&credit(a)).then(key(a).cmp(&key(b)))
            });
            for (seat, prize) in seats.iter().zip(&terms.prizes) {
                self.accounts[*seat as usize].sums.prize = *prize;
            }
        }
    }

    /// The period of a person ends: what is due is reckoned, the next one begins.
    fn end_period(&mut self, seat: u32, now: Time) {
        let Some(plan) = self.plan_of(seat) else { return };
        let there = self.seats[seat as usize].presence != Presence::Vacant;
        let credit = self.accounts[seat as usize].sums.credit;
        let (employed, commission) = self.settle_account(seat, now);
        let account = &mut self.accounts[seat as usize];
        if self.period_ends[Period::Year as usize] <= now.hours() {
            account.year = YearSoFar::default();
        } else {
            account.year.credit += credit;
            account.year.quota += in_cents(account.quota * employed);
            account.year.commission += commission;
        }
        if there && employed >= 1.0 {
            account.quota = next_quota(plan, account.quota, credit);
        }
        account.begin_period(plan, now.hours());
        self.is_answered = false;
    }

    /// Reckons what a person is due for the period up to now, and books what has not been booked.
    /// Returns the employed share of the period, and the commission paid for it.
    fn settle_account(&mut self, seat: u32, now: Time) -> (f64, f64) {
        let Some(plan) = self.plan_of(seat) else { return (0.0, 0.0) };
        let counts = self.tallies.window.from < now && now <= self.tallies.window.to;
        let hours = plan.period.hours();
        let account = &mut self.accounts[seat as usize];
        let employed = ((now.hours() - account.since_hours) / hours).clamp(0.0, 1.0);
        let employed = if employed > 1.0 - 1e-9 { 1.0 } else { employed };
        if employed <= 0.0 || self.seats[seat as usize].presence == Presence::Vacant {
            return (employed, 0.0);
        }
        let quota = in_cents(account.quota * employed);
        account.sums.salary =
            share_in_cents(&[plan.salary_per_year, employed], plan.period.per_year());
        account.sums.terms = Terms { quota, employed, ..account.terms() };
        if plan.claws_bonuses {
            self.reckon_clawbacks(seat, plan);
        }
        let due = self.take_clawbacks(seat, now);
        let account = &mut self.accounts[seat as usize];
        account.sums.clawback = due;
        let mut lines = std::mem::take(&mut self.pay_lines);
        lines.clear();
        let total = reckon(plan, &account.sums, &mut account.balance, &mut lines);
        let commission = commission_in(&lines);
        let variable = in_cents(total - account.sums.salary);
        // What goes back was booked with the win.
        let rest = variable + due - account.accrued;
        self.book_variable(seat, rest, counts);
        if counts {
            self.count_period(seat, plan, employed, variable);
        }
        self.tell_paid(seat, &lines, counts, now);
        self.pay_lines = lines;
        (employed, commission)
    }

    /// Books money that goes back. Costs net of clawbacks belong to the win; the person's pay falls
    /// when it is due.
    fn book_back(&mut self, seat: u32, money: f64) {
        let record = &self.seats[seat as usize];
        let loading = self.system.groups[record.name.group].loading;
        self.tallies.roles[record.account as usize].variable -= money * loading;
        self.tallies.pay.clawed += money;
    }

    /// The period that ends is reckoned again without each deal whose customer will leave in time, in
    /// the order in which they leave: what it pays less goes back, in place of what the deal was seen
    /// to add when it was won.
    fn reckon_clawbacks(&mut self, seat: u32, plan: &Plan) {
        let mut clawbacks = std::mem::take(&mut self.accounts[seat as usize].clawbacks);
        clawbacks.sort_by(|a, b| a.due_hours.total_cmp(&b.due_hours));
        let mut sums = self.accounts[seat as usize].sums;
        let mut pay = self.earned(plan, &sums);
        for clawback in &mut clawbacks {
            let Some((credit, by_size)) = clawback.deal.take() else { continue };
            sums.credit = in_cents(plus(sums.credit, -credit)).max(0.0);
            sums.deal_pay = plus(sums.deal_pay, -by_size).max(0.0);
            let without = self.earned(plan, &sums);
            let change = pay - without - clawback.commission;
            clawback.commission += change;
            pay = without;
            if clawback.counts {
                self.book_back(seat, clawback.share * change);
            }
        }
        self.accounts[seat as usize].clawbacks = clawbacks;
    }

    /// Variable pay of a period without what it has to do with others: clawbacks, and a draw that is
    /// a loan.
    fn earned(&mut self, plan: &Plan, sums: &PeriodSums) -> f64 {
        let sums = PeriodSums { clawback: 0.0, salary: 0.0, ..*sums };
        let mut lines = std::mem::take(&mut self.pay_lines);
        let total = reckon(plan, &sums, &mut 0.0, &mut lines);
        let is_loan = |line: &&PayLine| {
            line.rule == PayRule::Draw && plan.draw.is_some_and(|draw| draw.recoverable)
        };
        let lent: f64 = lines.iter().filter(is_loan).map(|line| line.amount).sum();
        self.pay_lines = lines;
        in_cents(total - lent)
    }

    /// What goes back for customers who have left by now: taken off the list.
    fn take_clawbacks(&mut self, seat: u32, now: Time) -> f64 {
        let hire = self.seats[seat as usize].hire;
        let (account, observer) = (&mut self.accounts[seat as usize], &mut self.observer);
        let mut due = 0.0;
        account.clawbacks.retain(|clawback| {
            let is_due = clawback.due_hours <= now.hours();
            if is_due {
                let Clawback { commission, share, .. } = *clawback;
                due = plus(due, share * commission);
                observer.awarded(&Awarded {
                    seat: seat as usize,
                    hire,
                    channel: clawback.channel as usize,
                    number: clawback.number,
                    at: clawback.due_hours,
                    award: Award::Clawback { share, commission },
                    amount: share * commission,
                });
            }
            !is_due
        });
        due
    }

    fn count_period(&mut self, seat: u32, plan: &Plan, employed: f64, variable: f64) {
        let account = &self.accounts[seat as usize];
        let market = self.market_pay(seat) * employed / f64::from(plan.period.per_year());
        let stake = self.system.payroll.as_ref().map_or(0.5, crate::sales::pay::Payroll::stake);
        let tally = &mut self.tallies.pay;
        tally.paid_periods += 1;
        tally.windfalls += u64::from(variable > in_cents(WINDFALL * stake * market));
        if account.sums.terms.quota > 0.0 && employed >= 1.0 {
            let (credit, quota) = (account.sums.credit, account.sums.terms.quota);
            tally.periods += 1;
            tally.reached += u64::from(credit >= quota);
            tally.attainment += credit / quota;
            let class = PayBooks::class(credit, quota);
            let at = account.plan as usize * crate::sales::pay::tally::ATTAINMENT_CLASSES + class;
            tally.books.attainment[at] += 1.0;
        }
    }

    /// What the market pays for the job in a seat, in money a year.
    pub(super) fn market_pay(&self, seat: u32) -> f64 {
        let record = &self.seats[seat as usize];
        self.setup.pay().market_pay[record.account as usize]
    }

    fn tell_paid(&mut self, seat: u32, lines: &[PayLine], measured: bool, now: Time) {
        let record = &self.seats[seat as usize];
        let account = &self.accounts[seat as usize];
        self.observer.paid(&Paid {
            seat: seat as usize,
            hire: record.hire,
            plan: account.plan as usize,
            from: account.since_hours,
            to: now.hours(),
            quota: account.sums.terms.quota,
            credit: account.sums.credit,
            scale: account.scale,
            employed: account.sums.terms.employed,
            year: account.year,
            measured,
            lines,
            balance: account.balance,
        });
    }
}

/// The kinds of periods, by their number.
const PERIODS: [Period; 4] = [Period::Month, Period::Quarter, Period::HalfYear, Period::Year];

/// Which part of a period that ends at `end` an instant lies in.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a small number")]
fn period_part(kind: Period, end: f64, now: f64) -> usize {
    let through = 1.0 - (end - now) / kind.hours();
    ((through.max(0.0) * PERIOD_PARTS as f64) as usize).min(PERIOD_PARTS - 1)
}
