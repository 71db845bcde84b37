//! A conversation with buyers ends: what was learned, and what follows.

use super::{Events, SalesModel};
use crate::sales::observer::Observer;
use crate::sales::stage::Conversation;

impl<O: Observer> SalesModel<'_, O> {
    /// The stage's rule after a conversation.
    pub(super) fn after_conversation(
        &mut self,
        visit: u32,
        talk: &Conversation,
        seat: u32,
        events: &mut Events,
    ) {
        self.go(visit, talk.then, seat, events);
    }
}
