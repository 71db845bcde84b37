//! What is counted of buyers, when it happens.

use super::SalesModel;
use crate::engine::Time;
use crate::math::exp_m1;
use crate::sales::buyer::tally::{BELIEF_CLASSES, BuyerBooks, CHURN_MONTHS, FIT_CLASSES, Flow};
use crate::sales::buyer::{Decision, MONTH_HOURS, Meeting, Sale, WordOfMouth};
use crate::sales::channel::Channel;
use crate::sales::handle::{Handle, LeadId, StageId};
use crate::sales::observer::{Note, Observer};
use crate::sales::stage::{ExitFamily, Phase, Routes, Target};

impl<O: Observer> SalesModel<'_, O> {
    /// A dialogue of a deal: counts if it is the first.
    pub(super) fn count_first_dialogue(&mut self, lead: LeadId, now: Time) {
        let record = &mut self.flow.leads[lead];
        let is_first = !record.talked_with;
        self.tallies.count_dialogue(record, now);
        if is_first && self.ctx.setup.buyers.is_some() {
            self.count_right_dialogue(lead, now);
        }
    }

    /// The first dialogue, if with a fit that would be good for both sides.
    pub(super) fn count_right_dialogue(&mut self, lead: LeadId, now: Time) {
        if self.tallies.covers(now) && self.is_good(lead) {
            self.tallies.buyers.right_dialogues += 1;
        }
    }

    /// The gate's last word on a lead.
    pub(super) fn count_gate(&mut self, lead: LeadId, now: Time) {
        if !self.tallies.covers(now) {
            return;
        }
        let good = self.is_good(lead);
        let class = BuyerBooks::class(self.market.buyers[lead].belief.mean(), BELIEF_CLASSES);
        self.tallies.buyers.books.gate[2 * class + usize::from(good)] += 1.0;
    }

    pub(super) fn count_meeting(&mut self, meeting: &Meeting, now: Time) {
        if !self.tallies.covers(now) {
            return;
        }
        let tally = &mut self.tallies.buyers;
        tally.meetings += 1;
        tally.unity += meeting.coverage * meeting.alignment;
        tally.yes_chance += meeting.yes_chance;
    }

    /// What the votes decided, less what was to be expected. At a customer's first meeting alone: a later
    /// one draws the same luck again.
    pub(super) fn count_vote(&mut self, lead: LeadId, meeting: &Meeting, now: Time) {
        let is_first = !std::mem::replace(&mut self.market.buyers[lead].has_voted, true);
        if !is_first || !self.tallies.covers(now) {
            return;
        }
        let sale = self.sale(lead);
        let won = f64::from(u8::from(meeting.decision == Decision::Buys));
        let margin = sale.gross_margin + sale.expected.later_margin;
        let revenue = sale.revenue + sale.expected.later_revenue;
        self.tallies.controls.vote(won - meeting.win_chance, margin, revenue);
    }

    /// Where chance sends a lead, less what was to be expected. The first route keeps a share of its chance,
    /// the rest falls to the last.
    pub(super) fn count_route(
        &mut self,
        lead: LeadId,
        routes: &Routes,
        (keep, target): (f64, Target),
        now: Time,
    ) {
        if !self.tallies.covers(now) {
            return;
        }
        let price = self.value(lead);
        let (record, setup) = (&self.flow.leads[lead], self.ctx.setup);
        let win = |target: Target| match target {
            Target::Exit(exit) => {
                f64::from(u8::from(setup.system.exits[exit].family == ExitFamily::Won))
            }
            Target::Stage(stage) => {
                setup.outlook(StageId::at(stage), record.channel, record.segment).0
            }
        };
        let [(ahead, chance), between @ .., (last, _)] = &routes.0[..] else { return };
        let first = chance * keep;
        let (mut expected, mut left) = (first * win(*ahead), 1.0 - first);
        for (target, chance) in between {
            expected += chance * win(*target);
            left -= chance;
        }
        expected += left * win(*last);
        let margin = price * setup.system.segments[record.segment.place()].margin;
        self.tallies.controls.route(win(target) - expected, margin);
    }

    /// What a sale to a lead comes to as things stand.
    fn sale(&mut self, lead: LeadId) -> Sale {
        let price = self.value(lead);
        self.know(lead);
        let world = self.ctx.market().world;
        let margin = self.ctx.segment(&self.flow.leads[lead]).margin;
        self.market.buyers[lead].sell(world, price, margin, self.luck_of(lead))
    }

    /// What a win comes to; books it as far as the window covers it.
    pub(super) fn settle_sale(&mut self, lead: LeadId, now: Time) -> Sale {
        let sale = self.sale(lead);
        let segment = self.flow.leads[lead].segment.place();
        self.market.records.week_value += sale.gross_margin;
        self.market.records.week_later += sale.expected.later_margin;
        self.wins_a_voice(&sale, now);
        self.note_customer(lead, &sale, now);
        if self.tallies.covers(now) {
            let is_referred = self.flow.leads[lead].number >= WordOfMouth::FIRST_NUMBER;
            let spell = now.hours() - self.flow.leads[lead].arrived.hours();
            let tally = &mut self.tallies.buyers;
            tally.customer_surplus += sale.customer_surplus;
            tally.expected.add(&sale.expected);
            tally.word.wins += u64::from(is_referred);
            if !sale.is_good {
                let lost = sale.customer_surplus.min(0.0) + sale.provider_surplus.min(0.0);
                tally.value_destroyed -= lost;
            }
            for (count, months) in tally.churned.iter_mut().zip(CHURN_MONTHS) {
                *count += u64::from(sale.churn_hours <= months * MONTH_HOURS);
            }
            tally.won_cycles[segment].record(spell, true);
        }
        sale
    }

    /// A lead becomes a customer of whom more than the first year counts.
    fn note_customer(&mut self, lead: LeadId, sale: &Sale, now: Time) {
        if self.ctx.market().world.years().years <= 1.0 {
            return;
        }
        let (account, expected) = (&sale.account, &sale.expected);
        let note = Note::Customer {
            churn: account.breaks.map_or(-exp_m1(-account.leaves), |_| 1.0),
            grows: account.grows,
            years: expected.years,
            stays: sale.churn_hours / (12.0 * MONTH_HOURS),
            later: expected.later_margin,
        };
        self.note(lead, now, note);
    }

    /// A lead ends in the window: how fit it was, what it took, what was missed.
    pub(super) fn count_end(&mut self, lead: LeadId, exit: usize, stage: StageId, now: Time) {
        let good = self.is_good(lead);
        let family = self.ctx.setup.system.exits[exit].family;
        self.count_flow(lead, exit, good);
        self.count_missed(lead, family, stage, good);
        self.count_opportunity(lead, family, now);
    }

    /// Which way a lead went, and the work and money that went with it.
    fn count_flow(&mut self, lead: LeadId, exit: usize, good: bool) {
        let (record, buyer) = (&self.flow.leads[lead], &self.market.buyers[lead]);
        let system = self.ctx.setup.system;
        let cost =
            system.channels.get(record.channel.place()).map_or(0.0, Channel::planned_cost_per_lead);
        let flow = Flow {
            leads: 1.0,
            work_hours: record.work_hours,
            money: cost + record.work_hours * self.ctx.market().world.needs.hour_cost,
        };
        let exits = system.exits.len();
        let books = &mut self.tallies.buyers.books;
        books.flows[BuyerBooks::flow_at(good, record.phase, exit, exits)].add(&flow);
        books.fits[BuyerBooks::class(buyer.fit(), FIT_CLASSES) * exits + exit] += 1.0;
    }

    /// A good fit that was let go, or hours that an early no set free.
    fn count_missed(&mut self, lead: LeadId, family: ExitFamily, stage: StageId, good: bool) {
        let (record, buyer) = (&self.flow.leads[lead], &self.market.buyers[lead]);
        let (world, segment) =
            (self.ctx.market().world, &self.ctx.setup.system.segments[record.segment.place()]);
        let tally = &mut self.tallies.buyers;
        if good && buyer.is_ready && family != ExitFamily::Won {
            tally.lost_good += 1;
            tally.lost_good_value += buyer.surplus(world, record.value, segment.margin);
        }
        if family == ExitFamily::Lost && record.phase < Phase::Drive {
            tally.early_noes += 1;
            tally.hours_freed += self.ctx.setup.outlook(stage, record.channel, record.segment).1;
        }
    }

    /// How an opportunity ended: one past the gate, one whose committee met, one that was forecast.
    fn count_opportunity(&mut self, lead: LeadId, family: ExitFamily, now: Time) {
        let is_opportunity = self.is_opportunity(lead);
        let (record, buyer) = (&self.flow.leads[lead], &self.market.buyers[lead]);
        let tally = &mut self.tallies.buyers;
        if is_opportunity {
            tally.undecided += u64::from(family == ExitFamily::NoDecision);
            tally.touched_business_hours += record.touched_business_hours;
            let elapsed = self.ctx.setup.system.calendars[0].between(record.arrived, now);
            tally.elapsed_business_hours += elapsed;
        }
        if buyer.has_met {
            let size = buyer.committee.size() as usize;
            let purchases = &mut tally.books.purchases[size - 1];
            purchases.met += 1.0;
            purchases.bought += f64::from(u8::from(buyer.has_bought));
        }
        if buyer.was_forecast {
            tally.forecasts.all += 1;
            match family {
                ExitFamily::Won => tally.forecasts.won += 1,
                ExitFamily::Lost => tally.forecasts.lost += 1,
                _ => tally.forecasts.undecided += 1,
            }
        }
    }
}
