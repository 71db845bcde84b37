//! What is counted of buyers, when it happens.

use super::SalesModel;
use crate::engine::Time;
use crate::sales::buyer::tally::{BELIEF_CLASSES, BuyerBooks, CHURN_MONTHS, FIT_CLASSES, Flow};
use crate::sales::buyer::{MONTH_HOURS, Meeting, Sale};
use crate::sales::observer::Observer;
use crate::sales::stage::{ExitFamily, Phase};

impl<O: Observer> SalesModel<'_, O> {
    /// The first dialogue of a deal, with a fit that would be good for both sides.
    pub(super) fn count_first_dialogue(&mut self, lead: u32, now: Time) {
        let record = &mut self.leads[lead as usize];
        let is_first = !record.talked_with;
        self.tallies.count_dialogue(record, now);
        if is_first && self.setup.buyers.is_some() && self.tallies.covers(now) && self.is_good(lead)
        {
            self.tallies.buyers.right_dialogues += 1;
        }
    }

    /// The gate's last word on a lead.
    pub(super) fn count_gate(&mut self, lead: u32, now: Time) {
        if !self.tallies.covers(now) {
            return;
        }
        let good = self.is_good(lead);
        let class = BuyerBooks::class(self.buyers[lead as usize].belief.mean(), BELIEF_CLASSES);
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

    /// What a win comes to; books it as far as the window covers it.
    pub(super) fn settle_sale(&mut self, lead: u32, now: Time) -> Sale {
        let price = self.value(lead);
        self.know(lead);
        let world = self.market().world;
        let segment = self.leads[lead as usize].segment as usize;
        let margin = self.system.segments[segment].margin;
        let sale = self.buyers[lead as usize].sell(world, price, margin, self.luck_of(lead));
        self.records.week_value += sale.gross_margin;
        if self.tallies.covers(now) {
            let spell = now.hours() - self.leads[lead as usize].arrived.hours();
            let tally = &mut self.tallies.buyers;
            tally.customer_surplus += sale.customer_surplus;
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

    /// A lead ends in the window: how fit it was, what it took, what was missed.
    pub(super) fn count_end(&mut self, lead: u32, exit: usize, stage: usize, now: Time) {
        let good = self.is_good(lead);
        let world = self.market().world;
        let (record, buyer) = (&self.leads[lead as usize], &self.buyers[lead as usize]);
        let system = self.system;
        let family = system.exits[exit].family;
        let cost = system.channels.get(record.channel as usize).map_or(0.0, |c| c.cost_per_lead);
        let flow = Flow {
            leads: 1.0,
            work_hours: record.work_hours,
            money: cost + record.work_hours * world.needs.hour_cost,
        };
        let hours_left = self.setup.outlook(stage, record.channel, record.segment).1;
        let exits = system.exits.len();
        let is_won = family == ExitFamily::Won;
        let surplus =
            buyer.surplus(world, record.value, system.segments[record.segment as usize].margin);
        let elapsed = system.calendars[0].between(record.arrived, now);
        let phase = record.phase;
        let tally = &mut self.tallies.buyers;
        tally.books.flows[BuyerBooks::flow_at(good, phase, exit, exits)].add(&flow);
        let class = BuyerBooks::class(buyer.fit(), FIT_CLASSES);
        tally.books.fits[class * exits + exit] += 1.0;
        if good && buyer.is_ready && !is_won {
            tally.lost_good += 1;
            tally.lost_good_value += surplus;
        }
        if family == ExitFamily::Lost && phase < Phase::Drive {
            tally.early_noes += 1;
            tally.hours_freed += hours_left;
        }
        if buyer.has_passed {
            tally.undecided += u64::from(family == ExitFamily::NoDecision);
            tally.touched_business_hours += record.touched_business_hours;
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
