//! A lead ends; the window begins and ends; the run ends.

use super::flow::Flow;
use super::{Event, Events, SalesModel, schedule};
use crate::engine::{Time, TimeSpan};
use crate::sales::buyer::Sale;
use crate::sales::calendar::HOURS_PER_WEEK;
use crate::sales::handle::{Handle, LeadId, SeatId, StageId, VisitId};
use crate::sales::horizon::{Extent, RunOut};
use crate::sales::observer::{Exited, Observer};
use crate::sales::people::Attention;
use crate::sales::record::State;
use crate::sales::stage::{Exit, ExitFamily, Phase};
use crate::sales::tallies::WeekRecord;

/// A run that drains ends after ten years at the latest: a lead that nobody can work never ends.
const DRAIN_AT_MOST_HOURS: f64 = 520.0 * HOURS_PER_WEEK;

impl<O: Observer> SalesModel<'_, O> {
    /// A lead leaves by `exit`, from whatever it was doing.
    pub(super) fn end_lead(&mut self, lead: LeadId, exit: usize, events: &mut Events) {
        let now = events.now();
        let has_buyers = self.ctx.setup.buyers.is_some();
        let exit = if has_buyers && exit == Exit::WON { self.leaf_of_win(lead) } else { exit };
        let stage = if has_buyers { self.stage_of_lead(lead) } else { StageId::at(0) };
        let record = self.flow.clock(lead, now, self.ctx.business);
        record.alive = false;
        let (mut visit, arrived) = (record.visits, record.arrived);
        while visit.is_some() {
            if self.flow.visits[visit].state != State::Between {
                self.break_off(visit, events);
            }
            self.leave_stage(visit, events);
            visit = self.flow.close_visit(visit);
        }
        self.release(lead);
        let sale = self.book_exit(lead, exit, stage, now);
        self.tallies.progress.were(self.flow.active, now, self.tallies.window);
        self.flow.active -= 1;
        self.flow.arrival_sum -= arrived.hours();
        if let Some(sale) = sale.filter(|_| self.looks_after_customers()) {
            self.becomes_customer(lead, &sale, events);
        } else {
            self.flow.leads.give_back(lead);
            if has_buyers {
                self.market.buyers.give_back(lead);
            }
        }
        self.let_next_in(events);
        if self.flow.active == 0
            && self.market.sources == 0
            && matches!(self.ctx.horizon.until, Extent::Leads(_))
        {
            self.window_ends(events);
        }
        let drained = self.ctx.horizon.run_out == RunOut::Drain && self.flow.active == 0;
        let complete = self.ctx.horizon.run_out != RunOut::Drain && self.flow.measured_open == 0;
        self.done |= self.tallies.window.to < Time::NEVER && (drained || complete);
    }

    /// The stage at which a lead is (of parallel ones the newest), for what is said of buyers.
    #[inline]
    fn stage_of_lead(&self, lead: LeadId) -> StageId {
        let visit = self.flow.leads[lead].visits;
        self.flow.visits.get(visit).map_or(StageId::at(0), |visit| visit.stage)
    }

    /// Whatever a visit was doing ends without a result.
    #[inline(never)]
    pub(super) fn break_off(&mut self, visit: VisitId, events: &mut Events) {
        let now = events.now();
        let record = &self.flow.visits[visit];
        let (stage, seat) = (record.stage, record.seat);
        let outside_funnel = record.is_outside_funnel();
        match record.state {
            State::Waiting | State::Outside | State::Note => {
                if self.flow.queues.holds(visit) {
                    let area = self.tallies.inside(record.waits_since, now);
                    if self.flow.queues.remove(visit) == Some(Flow::desk(stage)) {
                        self.flow.waiting &= !self.flow.desks[stage].bit;
                    }
                    if !outside_funnel {
                        self.flow.desks[stage].tally.queue_area += area;
                    }
                }
            }
            State::Touched | State::NoteTouched => {
                let area = self.tallies.inside(record.started, now);
                self.flow.desks[stage].tally.touch_area += area;
                if seat.is_some() {
                    self.drop_work(seat, visit, now, events);
                }
            }
            State::WithBuyer => {
                let area = self.tallies.inside(record.started, now);
                self.flow.desks[stage].tally.buyer_area += area;
            }
            State::Between | State::Forked => {}
        }
    }

    fn drop_work(&mut self, seat: SeatId, visit: VisitId, now: Time, events: &mut Events) {
        if self.floor.seats[seat].attention == Attention::Shared {
            self.drop_shared(seat, visit, events);
        } else {
            let done = self.share_done(seat, now);
            self.book_touch(seat, visit, done, now);
            self.set_down(seat, now, events);
        }
    }

    #[inline(always)]
    fn book_exit(&mut self, lead: LeadId, exit: usize, stage: StageId, now: Time) -> Option<Sale> {
        let family = self.ctx.system.exits[exit].family;
        let (revenue, gross_margin, sale) = match family {
            ExitFamily::Won => self.book_win(lead, now),
            _ => (0.0, 0.0, None),
        };
        let passed = self.is_opportunity(lead);
        let record = &self.flow.leads[lead];
        let tallies = &mut self.tallies;
        if record.measured {
            self.flow.measured_open -= 1;
            tallies.count_spell(record, family, now);
        }
        tallies.sums.wip_area += tallies.inside(record.arrived, now);
        if tallies.covers(now) {
            let elapsed = self.ctx.business.between(record.arrived, now);
            tallies.exits[exit] += 1;
            tallies.sums.count_exit(record, family, passed, elapsed);
            tallies.sums.revenue += revenue;
            tallies.sums.gross_margin += gross_margin;
        }
        self.observer.exited(&Exited {
            channel: record.channel.place(),
            number: record.number,
            segment: record.segment.place(),
            exit,
            phase: record.phase,
            arrived: record.arrived.hours(),
            first_touch: (record.first_touch < Time::NEVER).then(|| record.first_touch.hours()),
            at: now.hours(),
            revenue,
            work_hours: record.work_hours,
            touches: record.touches,
            measured: record.measured,
        });
        if self.ctx.setup.buyers.is_some() {
            if self.tallies.covers(now) {
                self.count_end(lead, exit, stage, now);
            }
            self.learn_from_end(lead, family);
        }
        self.wipe_traces(lead, now);
        sale
    }

    /// Forgets where a lead has been, and counts it there if it ends in the window.
    #[inline(always)]
    fn wipe_traces(&mut self, lead: LeadId, now: Time) {
        let counts = self.tallies.covers(now);
        let traces = self.flow.been.row(lead);
        let mut been_to = self.flow.leads[lead].been_to;
        while been_to != 0 {
            let stage = StageId::at(been_to.trailing_zeros() as usize);
            been_to &= been_to - 1;
            let been = std::mem::take(&mut traces[stage.place()]);
            let tally = &mut self.flow.desks[stage].tally;
            tally.leads += u64::from(counts);
            tally.first_pass += u64::from(counts && been.visits == 1);
        }
    }

    /// Revenue and gross margin of a lead that is won, in money, and the sale to a buyer; who is paid for it
    /// is credited.
    #[inline(always)]
    fn book_win(&mut self, lead: LeadId, now: Time) -> (f64, f64, Option<Sale>) {
        if self.ctx.setup.buyers.is_some() {
            let sale = self.settle_sale(lead, now);
            let booked = self.value(lead) * (1.0 - self.discount_of(lead));
            self.credit_win(lead, booked, Some(&sale), now);
            return (sale.revenue, sale.gross_margin, Some(sale));
        }
        let value = self.value(lead);
        if self.payroll.is_some() {
            self.credit_win(lead, value, None, now);
        }
        let segment = self.flow.leads[lead].segment.place();
        (value, value * self.ctx.system.segments[segment].margin, None)
    }

    /// Whether a lead has passed the gate: of a `qualify` stage, else into phase select, else had a
    /// touch.
    #[inline]
    pub(super) fn is_opportunity(&self, lead: LeadId) -> bool {
        let record = &self.flow.leads[lead];
        if self.ctx.setup.buyers.as_ref().is_some_and(|market| market.has_gate) {
            return self.market.buyers[lead].has_passed;
        }
        if self.ctx.setup.has_select { record.phase >= Phase::Select } else { record.touches > 0 }
    }

    /// The organisation takes an end into its records.
    fn learn_from_end(&mut self, lead: LeadId, family: ExitFamily) {
        let (segment, mut been_to) = {
            let record = &self.flow.leads[lead];
            (record.segment, record.been_to)
        };
        while been_to != 0 {
            let stage = StageId::at(been_to.trailing_zeros() as usize);
            been_to &= been_to - 1;
            self.market.records.ends(segment, stage, family == ExitFamily::Won);
        }
    }

    /// The warm-up is over.
    pub(super) fn window_begins(&mut self, now: Time) {
        self.close_periods(now);
        if now < self.tallies.window.from {
            self.tallies.window.from = now;
            self.tallies.progress.begins(self.flow.active);
        }
    }

    /// The measured window ends; it is empty if the warm-up is not over yet.
    pub(super) fn window_ends(&mut self, events: &mut Events) {
        if self.tallies.window.to < Time::NEVER {
            return;
        }
        self.close_periods(events.now());
        self.window_begins(events.now());
        self.book_nurture(events.now());
        self.book_spend(events.now());
        self.tallies.window.to = events.now();
        self.tallies.progress.ends(self.flow.active);
        self.run_out(events);
    }

    /// No channel brings any more leads: a window that ends with a number of them ends when all have
    /// ended, after ten years at the latest.
    pub(super) fn no_more_leads(&mut self, events: &mut Events) {
        if matches!(self.ctx.horizon.until, Extent::Leads(_)) {
            let end = events.now() + TimeSpan::from_hours(DRAIN_AT_MOST_HOURS);
            schedule(events, end, Event::WindowEnds);
        }
    }

    fn run_out(&mut self, events: &mut Events) {
        match self.ctx.horizon.run_out {
            RunOut::Drain => {
                self.market.is_closed = true;
                self.done = self.flow.active == 0;
                let end = events.now() + TimeSpan::from_hours(DRAIN_AT_MOST_HOURS);
                schedule(events, end, Event::RunEnds);
            }
            RunOut::Hours(hours) => {
                self.done = self.flow.measured_open == 0 || hours <= 0.0;
                schedule(events, events.now() + TimeSpan::from_hours(hours), Event::RunEnds);
            }
        }
    }

    /// Records the state at the end of a week: leads in progress always, the books if a whole week
    /// of the window has passed.
    pub(super) fn week_ends(&mut self, events: &mut Events) {
        let now = events.now();
        if now > self.tallies.window.to {
            return;
        }
        self.close_periods(now);
        if self.ctx.setup.buyers.is_some() {
            self.market.records.week_value -= self.ctx.aimed.spend_per_week;
            self.learn_from_week();
        }
        self.share_knowledge(now);
        self.answer_pay(events);
        if events.is_empty() {
            return; // nothing will happen any more
        }
        schedule(events, now + TimeSpan::from_hours(HOURS_PER_WEEK), Event::Week);
        if now.hours() >= self.tallies.window.from.hours() + HOURS_PER_WEEK {
            self.record_week(now);
        }
    }

    fn record_week(&mut self, now: Time) {
        self.book_nurture(now);
        self.book_spend(now);
        let exits = self.ctx.system.exits.iter().zip(&self.tallies.exits);
        let won: u64 =
            exits.filter(|(exit, _)| exit.family == ExitFamily::Won).map(|(_, n)| *n).sum();
        let ended: u64 = self.tallies.exits.iter().sum();
        let count = |n: u64| u32::try_from(n).unwrap_or(u32::MAX);
        let week = WeekRecord {
            contribution: self.tallies.gross_margin() - self.selling_cost(now),
            arrived: count(self.tallies.sums.leads),
            won: count(won),
            lost: count(ended - won),
            in_stage: self.flow.desks.iter().map(|desk| desk.present).collect(),
        };
        self.tallies.weeks.push(week);
        let accounts = &mut self.tallies.buyers.accounts;
        accounts.customers += u64::from(self.market.looked_after);
        accounts.weeks += 1;
        let stocks = self.stocks(now);
        self.tallies.stocks.push(stocks);
        if self.flow.active > 0 {
            let mean_arrival = self.flow.arrival_sum / f64::from(self.flow.active);
            self.tallies.sums.wip_age += now.hours() - mean_arrival;
            self.tallies.sums.wip_age_weeks += 1;
        }
    }

    /// What selling has cost since the window began.
    fn selling_cost(&mut self, now: Time) -> f64 {
        for seat in self.floor.seats.ids() {
            self.book_pay(seat, now);
        }
        self.tallies.selling_cost()
    }

    /// Records how many leads are in each stage.
    pub(super) fn snapshot(&mut self, events: &mut Events) {
        let count = |stage| {
            let outside =
                u32::try_from(self.flow.queues.len(self.flow.outside(stage))).unwrap_or(u32::MAX);
            self.flow.desks[stage].present + outside
        };
        let counts = self.flow.desks.ids().map(count).collect();
        self.tallies.snapshots.push(counts);
        if let Some(next) = self.ctx.snapshots_hours.get(self.tallies.snapshots.len()) {
            schedule(events, Time::from_hours(*next), Event::Snapshot);
        }
    }

    /// Books what is still open when the run ends.
    pub(super) fn close(&mut self, now: Time) {
        self.tallies.window.to = self.tallies.window.to.min(now);
        self.tallies.progress.were(self.flow.active, now, self.tallies.window);
        self.tallies.progress.ends(self.flow.active);
        for lead in self.flow.leads.ids() {
            if self.flow.leads[lead].alive {
                self.close_lead(lead, now);
            }
        }
        for seat in self.floor.seats.ids() {
            self.book_pay(seat, now);
            let visit = self.floor.seats[seat].visit;
            if visit.is_some() {
                let done = self.share_done(seat, now);
                self.book_touch(seat, visit, done, now);
            }
            self.close_shared(seat, now);
            self.close_block(seat, now);
        }
        self.tallies.stages.extend(self.flow.desks.iter().map(|desk| desk.tally));
    }

    fn close_lead(&mut self, lead: LeadId, now: Time) {
        let record = self.flow.leads[lead];
        let hours = now.hours() - record.arrived.hours();
        if record.measured {
            self.tallies.lead_time.record(hours, None);
            if record.first_touch == Time::NEVER {
                self.tallies.response.record(hours, false);
            }
        }
        self.tallies.sums.wip_area += self.tallies.inside(record.arrived, now);
        let mut visit = record.visits;
        while visit.is_some() {
            let record = self.flow.visits[visit];
            let tally = &self.tallies;
            let waited = tally.inside(record.waits_since, now);
            let started = tally.inside(record.started, now);
            let stayed = if record.admitted { tally.inside(record.entered, now) } else { 0.0 };
            let stage = &mut self.flow.desks[record.stage].tally;
            stage.area += stayed;
            match record.state {
                _ if record.is_outside_funnel() => {}
                State::Waiting | State::Outside | State::Note => stage.queue_area += waited,
                State::Touched | State::NoteTouched => stage.touch_area += started,
                State::WithBuyer => stage.buyer_area += started,
                State::Between | State::Forked => {}
            }
            visit = record.sibling;
        }
    }
}
