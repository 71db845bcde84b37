//! What the system carries into the next week.

use super::SalesModel;
use crate::engine::Time;
use crate::sales::handle::SeatId;
use crate::sales::observer::Observer;
use crate::sales::record::Presence;
use crate::sales::stock::{Stock, Stocks};

impl<O: Observer> SalesModel<'_, O> {
    /// Every stock as it is at this instant.
    pub(super) fn stocks(&self, now: Time) -> Stocks {
        Stock::ALL.map(|stock| match stock {
            Stock::Leads => f64::from(self.flow.active),
            Stock::Nurture => f64::from(self.market.nursery.count),
            Stock::People => self.at_work().count() as f64,
            Stock::Ability => self.ability(),
            Stock::Customers => f64::from(self.market.looked_after),
            Stock::Talkers => f64::from(self.market.talk.talkers()),
            Stock::List => self
                .ctx
                .system
                .prospecting
                .map_or(0.0, |world| self.market.list.used_at(&world, now.hours())),
            Stock::HourPrice => self.market.records.hour_price,
        })
    }

    fn at_work(&self) -> impl Iterator<Item = SeatId> {
        let seats = self.floor.seats.ids();
        seats.filter(|seat| self.floor.seats[*seat].presence == Presence::Present)
    }

    /// The mean over people at work and skills of what they brought with them; 0 if nobody is there.
    fn ability(&self) -> f64 {
        let skills = self.ctx.system.skills.len();
        let (mut sum, mut people) = (0.0, 0.0);
        for seat in self.at_work() {
            let brought = (0..skills).map(|skill| self.floor.skill[(seat, skill)].first);
            sum += brought.sum::<f64>() / skills.max(1) as f64;
            people += 1.0;
        }
        if people > 0.0 { sum / people } else { 0.0 }
    }
}
