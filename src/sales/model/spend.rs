//! Money goes into channels as time passes, whatever comes of it.

use super::SalesModel;
use crate::engine::Time;
use crate::sales::calendar::HOURS_PER_WEEK;
use crate::sales::handle::{ChannelId, Handle, LeadId};
use crate::sales::observer::Observer;

impl<O: Observer> SalesModel<'_, O> {
    /// Books what has been spent on channels up to now.
    pub(super) fn book_spend(&mut self, now: Time) {
        let per_week = self.ctx.aimed.spend_per_week;
        let since = std::mem::replace(&mut self.market.spent_until, now);
        if per_week > 0.0 {
            let weeks = self.tallies.inside(since, now) / HOURS_PER_WEEK;
            self.tallies.sums.lead_cost += per_week * weeks;
        }
    }

    /// A lead that money has brought: the more are bought, the less they fit.
    pub(super) fn dilute(&mut self, lead: LeadId, channel: ChannelId, now: Time) {
        if let Some(spend) = &self.ctx.system.channels[channel.place()].spend
            && self.ctx.setup.buyers.is_some()
        {
            self.market.buyers[lead].outranked = spend.diluted(now.hours());
        }
    }
}
