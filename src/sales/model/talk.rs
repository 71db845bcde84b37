//! Customers talk: glad ones refer, those who regret warn. Who talks is looked at once a week.

use super::{Event, Events, SalesModel, schedule};
use crate::engine::Time;
use crate::sales::buyer::{Customers, Layer, LeadLuck, Sale, WordOfMouth};
use crate::sales::calendar::HOURS_PER_WEEK;
use crate::sales::handle::{ChannelId, Handle, LeadId};
use crate::sales::observer::{Note, Observer};
use crate::sales::purpose;

/// A year of 52 weeks, in hours.
const YEAR_HOURS: f64 = 52.0 * HOURS_PER_WEEK;
/// The bits of an event's number that count the possible leads of a layer; one a week is usual.
const COUNT_BITS: u32 = 12;

/// How many talk.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Talkers {
    /// Customers who refer, and who warn.
    glad: u32,
    regretting: u32,
}

/// Who talks: as many numbers as weeks that a customer counts, however many customers there are.
#[derive(Clone, Debug, Default)]
pub(super) struct Talk {
    /// The present week.
    week: u32,
    now: Talkers,
    /// By week, round and round: how many begin to talk in it, and how many fall silent.
    coming: Vec<[Talkers; 2]>,
    /// The chance that a lead which comes now has been warned.
    warned_share: f64,
}

impl Talk {
    /// Nobody talks yet; its memory is kept.
    pub(super) fn emptied(mut self, customers: Customers) -> Self {
        self.coming.clear();
        self.coming.resize(week_after(customers.years * YEAR_HOURS) + 2, Default::default());
        Self { coming: self.coming, ..Self::default() }
    }

    /// How many customers refer or warn.
    pub(super) fn talkers(&self) -> u32 {
        self.now.glad + self.now.regretting
    }

    /// Whether a lead that comes now may have been warned.
    #[inline]
    pub(super) fn is_warning(&self) -> bool {
        self.warned_share > 0.0
    }

    /// A customer is won who will talk between two times, in hours.
    fn adds(&mut self, is_glad: bool, from: f64, to: f64) {
        let (from, to) = (week_after(from), week_after(to));
        if from >= to {
            return;
        }
        let weeks = self.coming.len();
        for (at, change) in [(from, 0), (to, 1)] {
            let talkers = &mut self.coming[at % weeks][change];
            *(if is_glad { &mut talkers.glad } else { &mut talkers.regretting }) += 1;
        }
    }

    /// A customer who would talk between two times, in hours, stops at another.
    fn stops(&mut self, is_glad: bool, from: f64, to: f64, stops: f64) {
        let (from, to) = (week_after(from), week_after(to));
        let stops = week_after(stops).max(from);
        if stops >= to {
            return;
        }
        let weeks = self.coming.len();
        for (at, more) in [(to, false), (stops, true)] {
            let talkers = &mut self.coming[at % weeks][1];
            let count = if is_glad { &mut talkers.glad } else { &mut talkers.regretting };
            *count = if more { *count + 1 } else { *count - 1 };
        }
    }

    /// The next week begins.
    fn goes_on(&mut self) {
        self.week += 1;
        let place = self.week as usize % self.coming.len();
        let [come, go] = std::mem::take(&mut self.coming[place]);
        self.now.glad = self.now.glad + come.glad - go.glad;
        self.now.regretting = self.now.regretting + come.regretting - go.regretting;
    }
}

/// The number of the first week that begins after this hour.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a number of weeks")]
fn week_after(hour: f64) -> usize {
    (hour / HOURS_PER_WEEK).floor() as usize + 1
}

impl<O: Observer> SalesModel<'_, O> {
    fn word(&self) -> Option<&WordOfMouth> {
        self.ctx.setup.buyers.as_ref()?.world.word.as_ref()
    }

    /// The first week in which anybody can talk is put down.
    pub(super) fn listen(&mut self, events: &mut Events) {
        if self.word().is_some() {
            schedule(events, Time::from_hours(HOURS_PER_WEEK), Event::WordSpreads);
        }
    }

    /// A customer is won: he will talk, well if the sale is good for both sides, else badly; until he
    /// leaves or no longer counts, and of what he regrets for a time beyond.
    pub(super) fn wins_a_voice(&mut self, sale: &Sale, now: Time) {
        let Some(word) = self.word() else { return };
        let counts = self.ctx.market().world.years().years * YEAR_HOURS;
        let beyond = if sale.is_good { 0.0 } else { word.remember_hours };
        // whom people look after leaves on a day that is not known yet
        let known = if self.looks_after_customers() { f64::INFINITY } else { sale.churn_hours };
        let (from, lasts) = (now.hours() + word.after_hours, known + beyond);
        self.market.talk.adds(sale.is_good, from, now.hours() + lasts.min(counts));
    }

    /// A customer who is looked after leaves, sooner than he would have counted: he talks no more, of what he
    /// regrets only for a time.
    pub(super) fn loses_a_voice(&mut self, is_good: bool, won: Time, now: Time) {
        let Some(word) = self.word() else { return };
        let until = won.hours() + self.ctx.market().world.years().years * YEAR_HOURS;
        let beyond = if is_good { 0.0 } else { word.remember_hours };
        let from = won.hours() + word.after_hours;
        self.market.talk.stops(is_good, from, until, now.hours() + beyond);
    }

    /// A week begins: who talks in it is known, and so who will be referred.
    pub(super) fn word_spreads(&mut self, events: &mut Events) {
        if self.market.is_closed {
            return;
        }
        let now = events.now();
        let market = self.ctx.market();
        let Some(word) = &market.world.word else { return };
        let talk = &mut self.market.talk;
        talk.goes_on();
        let (week, Talkers { glad, regretting }) = (talk.week, talk.now);
        talk.warned_share = word.warned_share(regretting, market.leads_per_year);
        if self.tallies.covers(now) {
            self.tallies.buyers.word.count_week(glad, regretting);
        }
        self.refer(word, week, glad, events);
        schedule(
            events,
            Time::from_hours(f64::from(week + 1) * HOURS_PER_WEEK),
            Event::WordSpreads,
        );
    }

    /// Puts down who is referred in a week.
    fn refer(&self, word: &WordOfMouth, week: u32, glad: u32, events: &mut Events) {
        let per_week = word.referred_per_week(glad);
        let channel = &self.ctx.system.channels[word.channel].name;
        for layer in (0..).take_while(|layer| f64::from(*layer) < per_week) {
            let possible = Layer::of(channel, week, layer).leads(&self.ctx.luck);
            for lead in possible.filter(|lead| lead.level < per_week) {
                let hour = (f64::from(week) + lead.at) * HOURS_PER_WEEK;
                let number = week << COUNT_BITS | lead.count;
                schedule(events, Time::from_hours(hour), Event::LeadReferred(layer, number));
            }
        }
    }

    /// A lead comes to whom a customer has spoken of us.
    pub(super) fn referred_lead_arrives(&mut self, layer: u32, number: u32, events: &mut Events) {
        let Some(&WordOfMouth { channel, .. }) = self.word() else { return };
        if self.is_over_budget || self.market.is_closed {
            return;
        }
        self.count_towards_window(events);
        if self.market.is_closed {
            return;
        }
        let now = events.now();
        let (week, count) = (number >> COUNT_BITS, number & ((1 << COUNT_BITS) - 1));
        let layer = Layer::of(&self.ctx.system.channels[channel].name, week, layer);
        let (entity, number) = (layer.lead(count), layer.number(count));
        let lead = self.new_lead(entity, ChannelId::at(channel), number, now);
        if self.tallies.covers(now) {
            self.tallies.buyers.word.referred += 1;
        }
        self.note(lead, now, Note::Referred);
        self.let_in(lead, self.ctx.setup.entry_of(channel), events);
    }

    /// A lead that comes may have been warned.
    pub(super) fn hear(&mut self, lead: LeadId, now: Time) {
        let luck = LeadLuck { luck: &self.ctx.luck, lead: self.flow.leads[lead].entity };
        if luck.unit(purpose::WARNED) >= self.market.talk.warned_share {
            return;
        }
        self.market.buyers[lead].chill = self.word().map_or(0.0, |word| word.chill);
        if self.tallies.covers(now) {
            self.tallies.buyers.word.warned += 1;
        }
        self.note(lead, now, Note::Warned);
    }
}
