//! Who comes and who might: channels, buyers, those in nurture, and what the organisation has learned
//! of them.

use super::arrive::Inflow;
use super::customers::Customer;
use super::learn::Records;
use super::nurture::{Dormant, Nursery};
use super::talk::Talk;
use super::timing::OpenDeal;
use crate::engine::Time;
use crate::sales::buyer::Buyer;
use crate::sales::handle::{ById, ChannelId, DormantId, LeadId, SeatId};
use crate::sales::prospecting::ListState;
use crate::sales::setup::Setup;

/// The demand side of a run.
#[derive(Default)]
pub(super) struct Market<'a> {
    pub inflows: ById<ChannelId, Inflow<'a>>,
    /// Up to when what is spent on channels is booked.
    pub spent_until: Time,
    /// Channels that will bring more leads.
    pub sources: usize,
    /// Whether nobody comes any more, since the run drains.
    pub is_closed: bool,
    /// By lead, where the system has buyers; and those in nurture.
    pub buyers: ById<LeadId, Buyer>,
    pub dormant: ById<DormantId, Dormant>,
    /// By lead, where people work on customers; and how many there are.
    pub customers: ById<LeadId, Customer>,
    pub looked_after: u32,
    pub nursery: Nursery,
    /// How far people have worked the list of accounts.
    pub list: ListState,
    /// Which customers talk.
    pub talk: Talk,
    pub records: Records,
    /// By seat, where sellers look at when deals are decided: leads whose proposal is out and whom the
    /// person closes, and some that have ended or gone to others since.
    pub proposals: ById<SeatId, Vec<LeadId>>,
    /// Deals that sellers look at near the end of a pay period; kept for its memory.
    pub open_deals: Vec<OpenDeal>,
}

impl Market<'_> {
    /// Nobody has come yet; only the memory of what grows is kept.
    pub(super) fn start(&mut self, setup: &Setup<'_>) {
        let Self { buyers, dormant, customers, nursery, talk, open_deals, .. } =
            std::mem::take(self);
        (self.buyers, self.dormant) = (buyers.emptied(), dormant.emptied());
        self.customers = customers.emptied();
        (self.nursery, self.open_deals) = (nursery.emptied(), open_deals);
        if let Some(market) = &setup.buyers {
            self.records = Records::new(setup);
            if market.world.word.is_some() {
                self.talk = talk.emptied(market.world.years());
            }
            let behaviour = setup.system.payroll.as_ref().map(|payroll| &payroll.behaviour);
            if behaviour.is_some_and(|behaviour| behaviour.timing.is_some()) {
                self.proposals.resize_with(setup.seats.len(), Vec::new);
            }
        }
    }

    /// Somebody closes a lead from now on, or its proposal is out.
    pub(super) fn note_proposal(&mut self, lead: LeadId, seat: SeatId) {
        if self.proposals.get(seat).is_some() && self.buyers[lead].decides.is_finite() {
            self.proposals[seat].push(lead);
        }
    }
}
