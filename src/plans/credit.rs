//! Step 1: what happened gives credit to people.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use num_traits::{Signed, Zero};

use super::date::{Day, Every, Stretch};
use super::exact::{Exact, of_text, one, whole, zero};
use super::ledger::{Event, Kind, Ledger};
use super::people::{OwnTerms, Person};
use super::plan::{Count, How, On, Part, PlanBook, What, Who, Whose};

/// Deals that are left out where a period is reckoned again.
pub type Removed = BTreeSet<usize>;

/// Credit of one event for one person.
#[derive(Clone, Debug)]
pub struct Entry {
    /// Its day.
    pub day: Day,
    /// The event, as a place in [`Ledger::events`].
    pub event: usize,
    /// The deal.
    pub deal: Option<usize>,
    /// What it counts.
    pub credit: Exact,
    /// The person's share of the deal.
    pub share: Exact,
}

/// A share of an event, and the stage that it is for; no stage = who closed.
struct Claim {
    event: usize,
    share: Exact,
    stage: Option<String>,
}

/// Everything that plans are reckoned on.
pub struct Files<'a> {
    /// The plans.
    pub book: &'a PlanBook,
    /// What happened.
    pub ledger: &'a Ledger,
    /// Who is paid.
    pub people: &'a [Person],
    claims: BTreeMap<String, Vec<Claim>>,
    notes: RefCell<BTreeSet<String>>,
}

impl<'a> Files<'a> {
    /// Puts the events in order of people.
    pub fn new(book: &'a PlanBook, ledger: &'a Ledger, people: &'a [Person]) -> Self {
        let mut claims: BTreeMap<String, Vec<Claim>> = BTreeMap::new();
        let mut add =
            |person: &str, claim| claims.entry(person.to_owned()).or_default().push(claim);
        for event in 0..ledger.events.len() {
            for share in ledger.people(event) {
                let claim = Claim { event, share: share.share.clone(), stage: None };
                add(&share.person, claim);
            }
            for (stage, share) in ledger.stages(event) {
                let stage = Some(stage.clone());
                add(&share.person, Claim { event, share: share.share.clone(), stage });
            }
        }
        Self { book, ledger, people, claims, notes: RefCell::default() }
    }

    /// What was found that is probably not meant.
    pub fn notes(&self) -> Vec<String> {
        self.notes.borrow().iter().cloned().collect()
    }

    pub(super) fn note(&self, note: String) {
        self.notes.borrow_mut().insert(note);
    }

    /// An attribute of an event, of a person, or of the day.
    pub(super) fn attribute(&self, event: usize, person: &Person, name: &str) -> Option<String> {
        let day = self.ledger.events[event].day;
        let of_day = || self.of_day(day, name);
        self.ledger.attribute(event, name).or_else(|| person.attribute(name, day)).or_else(of_day)
    }

    /// The month of the quarter, the fiscal quarter or year of a day.
    pub(super) fn of_day(&self, day: Day, name: &str) -> Option<String> {
        let fiscal = self.book.fiscal;
        match name {
            "month" => {
                let quarter = fiscal.period(day, Every::Quarter).stretch().first;
                Some((day.month() - quarter.month() + 1).to_string())
            }
            "quarter" => Some(fiscal.period(day, Every::Quarter).number().to_string()),
            "year" => Some(fiscal.year(day).to_string()),
            _ => None,
        }
    }

    /// What a part credits a person with in a stretch of days, in order.
    pub(super) fn entries(
        &self,
        part: &Part,
        (person, own): (&Person, &OwnTerms),
        days: Stretch,
        removed: &Removed,
    ) -> Vec<Entry> {
        let there = days.within(person.there).within(own.days);
        let days = part.window.map_or(there, |window| there.within(window));
        let mut found = Vec::new();
        match &part.count.whose {
            Whose::Own => self.own(part, person, days, &mut found),
            Whose::Company => {
                for event in self.in_days(part, days) {
                    let people = &self.ledger.events[event].people;
                    let sum = people.iter().fold(zero(), |sum, share| sum + &share.share);
                    found.push((event, if people.is_empty() { one() } else { sum }));
                }
            }
            Whose::Team => {
                self.of_people(part, &|other| other.manager == person.name, days, &mut found);
            }
            Whose::Plan(name) => {
                self.of_people(part, &|other| self.is_on(other, name, days.last), days, &mut found);
            }
        }
        found.sort_by_key(|claim| claim.0);
        let mut entries = Vec::new();
        for (event, share) in found {
            let deal = self.ledger.events[event].deal;
            if !share.is_zero() && !deal.is_some_and(|deal| removed.contains(&deal)) {
                self.add(part, person, (event, share), days, &mut entries);
            }
        }
        entries.sort_by_key(|entry| entry.day);
        cut(&mut entries, &part.count.over);
        entries
    }

    /// Events that may count for a part; of instalments every deal that was won before the end.
    fn in_days(&self, part: &Part, days: Stretch) -> std::ops::Range<usize> {
        let events = &self.ledger.events;
        let is_late = matches!(part.count.on, On::Months(..));
        let first = if is_late { 0 } else { events.partition_point(|e| e.day < days.first) };
        first..events.partition_point(|event| event.day <= days.last).max(first)
    }

    fn own(&self, part: &Part, person: &Person, days: Stretch, found: &mut Vec<(usize, Exact)>) {
        let range = self.in_days(part, days);
        let claims = self.claims.get(&person.name).map_or(&[][..], Vec::as_slice);
        let first = claims.partition_point(|claim| claim.event < range.start);
        let within = claims[first..].iter().take_while(|claim| claim.event < range.end);
        for claim in within {
            let share = self.credited(part, claim.event, claim.stage.as_deref());
            if let Some(share) = share {
                found.push((claim.event, share * &claim.share));
            }
        }
        for rule in &part.credit {
            let (share, people) = match &rule.who {
                Who::Stage(_) => continue,
                Who::Team => (rule.share.clone(), None),
                Who::Plan(name) => (self.equal_part(person, days) * &rule.share, Some(name)),
            };
            let is_it = |other: &Person| match people {
                Some(name) => self.is_on(other, name, days.last),
                None => other.manager == person.name,
            };
            let mut theirs = Vec::new();
            self.of_people(part, &is_it, days, &mut theirs);
            found.extend(theirs.into_iter().map(|(event, part)| (event, part * &share)));
        }
    }

    /// The share of a deal for who worked a stage of it, or closed it.
    fn credited(&self, part: &Part, event: usize, stage: Option<&str>) -> Option<Exact> {
        let rules = part.credit.iter();
        let of_stage = |name: &str| {
            rules.clone().find(|rule| matches!(&rule.who, Who::Stage(stage) if stage == name))
        };
        if let Some(stage) = stage {
            return of_stage(stage).map(|rule| rule.share.clone());
        }
        if !part.credit.is_empty() && part.credit.iter().all(|rule| rule.is_extra) {
            return of_stage("close").map(|rule| rule.share.clone());
        }
        // who closed has what the others leave
        let mut rest = one();
        let stages: BTreeSet<&str> =
            self.ledger.stages(event).iter().map(|stage| stage.0.as_str()).collect();
        for rule in rules.filter(|rule| !rule.is_extra) {
            if matches!(&rule.who, Who::Stage(stage) if stages.contains(stage.as_str())) {
                rest -= &rule.share;
            }
        }
        Some(rest)
    }

    /// One part of as many as people share a plan.
    fn equal_part(&self, person: &Person, days: Stretch) -> Exact {
        let plan = |other: &Person| {
            other.terms.iter().find(|terms| terms.days.contains(days.last)).map(|terms| terms.plan)
        };
        let own = plan(person);
        let is_there = |other: &&Person| plan(other) == own && other.there.contains(days.last);
        let count = self.people.iter().filter(is_there).count().max(1);
        one() / whole(i128::try_from(count).unwrap_or(1))
    }

    fn is_on(&self, person: &Person, name: &str, day: Day) -> bool {
        let on = person.terms.iter().find(|terms| terms.days.contains(day));
        on.is_some_and(|terms| self.book.plans[terms.plan].name == name)
    }

    /// What these people close.
    fn of_people(
        &self,
        part: &Part,
        is_it: &dyn Fn(&Person) -> bool,
        days: Stretch,
        found: &mut Vec<(usize, Exact)>,
    ) {
        let names: BTreeSet<&str> =
            self.people.iter().filter(|person| is_it(person)).map(|p| p.name.as_str()).collect();
        for event in self.in_days(part, days) {
            let theirs = self.ledger.people(event).iter();
            let theirs = theirs.filter(|share| names.contains(share.person.as_str()));
            let sum = theirs.fold(zero(), |sum, share| sum + &share.share);
            found.push((event, sum));
        }
    }

    /// Adds what an event counts for a part: an entry, or one for each month.
    fn add(
        &self,
        part: &Part,
        person: &Person,
        (event, share): (usize, Exact),
        days: Stretch,
        entries: &mut Vec<Entry>,
    ) {
        let it = &self.ledger.events[event];
        let attribute = |name: &str| self.attribute(event, person, name);
        if !part.count.filter.admits(&attribute) {
            return;
        }
        let mut factor = one();
        for weigh in &part.weigh {
            if let Some(weight) = weigh.at(&attribute) {
                factor *= weight;
            } else {
                let by = weigh.attribute().unwrap_or_default();
                self.note(format!("line {}: no weight fits its `{by}`, so it counts 0", it.line));
                factor = zero();
            }
        }
        let mut push = |day: Day, credit: Exact| {
            if days.contains(day) && !credit.is_zero() {
                let credit = limited(credit * &factor, part) * &share;
                entries.push(Entry { day, event, deal: it.deal, credit, share: share.clone() });
            }
        };
        if let On::Months(first, last) = part.count.on {
            for (day, credit) in self.instalments(&part.count, event, (first, last), days.last) {
                push(day, credit);
            }
        } else if let Some(credit) = self.counts(part, event) {
            push(it.day, credit);
        }
    }

    /// What an event counts, if it is one on which the part counts.
    fn counts(&self, part: &Part, event: usize) -> Option<Exact> {
        let it = &self.ledger.events[event];
        let is_now = match (&it.kind, part.count.on) {
            (Kind::Win, On::Booking)
            | (Kind::Invoice, On::Invoice)
            | (Kind::Cash, On::Cash)
            | (Kind::Start, On::Start)
            | (Kind::Refund | Kind::Meeting | Kind::Other(_), _) => true,
            (Kind::Cancel, On::Booking) => {
                let win = it.deal.and_then(|deal| self.ledger.deals[deal].win)?;
                let how = part.clawback.as_ref().map(|clawback| clawback.how);
                let of_win = self.amount(&part.count.what, win, event)?;
                return (how == Some(How::WhenItComesBack)).then(|| -of_win);
            }
            _ => false,
        };
        if is_now { self.amount(&part.count.what, event, event) } else { None }
    }

    /// What of an event counts; attributes are those of `own`.
    fn amount(&self, what: &What, event: usize, own: usize) -> Option<Exact> {
        let it = &self.ledger.events[event];
        let is_deal =
            !matches!(it.kind, Kind::Meeting | Kind::Other(_) | Kind::Goal | Kind::Measure);
        let number = |name| self.ledger.attribute(own, name).and_then(|text| of_text(&text));
        let money = || if is_deal { self.money(it) } else { None };
        match what {
            What::Revenue => money(),
            What::RevenueAYear => {
                let term = number("term").filter(Signed::is_positive).unwrap_or_else(one);
                Some(money()? / term)
            }
            What::List => {
                let price = money()?;
                let kept = one() - number("discount").unwrap_or_else(zero);
                Some(
                    number("list")
                        .unwrap_or_else(|| if kept.is_positive() { &price / kept } else { price }),
                )
            }
            What::Margin | What::Value => {
                let price = money()?;
                let name = if *what == What::Margin { "margin" } else { "value" };
                let Some(found) = number(name) else {
                    let line = it.line;
                    self.note(format!("line {line}: its `{name}` is not known, so it counts 0"));
                    return None;
                };
                // a share of the price, or money
                Some(if found.abs() <= one() { price * found } else { found })
            }
            What::Deals if it.kind == Kind::Refund => None,
            What::Deals => is_deal.then(one),
            What::Meetings => (it.kind == Kind::Meeting).then(one),
            What::Counted(name) => {
                let Kind::Other(event) = &it.kind else { return None };
                let name = name.to_lowercase();
                // `references` counts each `reference`
                let is_it = *event == name || name.strip_suffix('s') == Some(event);
                is_it.then(|| it.amount.clone().unwrap_or_else(one))
            }
            What::Points(points) => {
                let of = |(what, each): &(What, Exact)| Some(self.amount(what, event, own)? * each);
                Some(points.iter().filter_map(of).fold(zero(), |sum, points| sum + points))
            }
            What::Measured(_) | What::Ratio(..) => None,
        }
    }

    /// The money of an event; a start has that of its deal.
    fn money(&self, event: &Event) -> Option<Exact> {
        let win = || event.deal.and_then(|deal| self.ledger.deals[deal].win);
        event.amount.clone().or_else(|| self.ledger.events[win()?].amount.clone())
    }

    /// The months of a deal from the first to the last, each with a twelfth of its year, until it is
    /// cancelled, its term ends, or `until`.
    fn instalments(
        &self,
        count: &Count,
        event: usize,
        (first, last): (u32, Option<u32>),
        until: Day,
    ) -> Vec<(Day, Exact)> {
        let it = &self.ledger.events[event];
        if it.kind != Kind::Win {
            return Vec::new();
        }
        let what = if count.what.is_money() { &What::RevenueAYear } else { &count.what };
        let Some(year) = self.amount(what, event, event) else { return Vec::new() };
        let end = it.deal.and_then(|deal| self.ledger.deals[deal].cancelled);
        let term = it.attributes.get("term").and_then(|term| of_text(term));
        let term = term.and_then(|years| u32::try_from((years * whole(12)).to_integer()).ok());
        let last = last.into_iter().chain(term).min().unwrap_or(u32::MAX);
        let mut months = Vec::new();
        for month in first..=last {
            let day = month_of(it.day, month);
            if day > until || end.is_some_and(|end| day >= end) {
                break;
            }
            months.push((day, &year / whole(12)));
        }
        months
    }

    /// The value of what is counted over a stretch: a sum, a ratio, or the last value of a measure.
    pub(super) fn value(
        &self,
        part: &Part,
        (person, own): (&Person, &OwnTerms),
        days: Stretch,
        removed: &Removed,
    ) -> Option<Exact> {
        match &part.count.what {
            What::Measured(name) => self.measured(name, person, days),
            What::Ratio(above, below) => {
                let sum = |what: &What| {
                    let count = Count { what: what.clone(), ..part.count.clone() };
                    let part = Part { count, ..part.clone() };
                    self.value(&part, (person, own), days, removed)
                };
                let below = sum(below).filter(Signed::is_positive)?;
                Some(sum(above)? / below)
            }
            _ => {
                let entries = self.entries(part, (person, own), days, removed);
                Some(entries.iter().fold(zero(), |sum, entry| sum + &entry.credit))
            }
        }
    }

    /// The last value of a measure of a person, or of all, in a stretch of days.
    fn measured(&self, name: &str, person: &Person, days: Stretch) -> Option<Exact> {
        self.told(&Kind::Measure, name, person, days).and_then(|event| event.amount.clone())
    }

    /// The score of a goal in a stretch of days.
    pub(super) fn score(&self, name: &str, person: &Person, days: Stretch) -> Option<Exact> {
        self.told(&Kind::Goal, name, person, days).and_then(|event| event.amount.clone())
    }

    fn told(&self, kind: &Kind, name: &str, person: &Person, days: Stretch) -> Option<&Event> {
        let is_it = |event: &&Event| {
            let of_person = event.people.iter().any(|share| share.person == person.name);
            event.kind == *kind
                && event.name.eq_ignore_ascii_case(name)
                && days.contains(event.day)
                && (of_person || event.people.is_empty())
        };
        let events = &self.ledger.events;
        let end = events.partition_point(|event| event.day <= days.last);
        events[..end].iter().rfind(is_it)
    }
}

/// The day on which a month of a deal begins, from 1.
pub(super) fn month_of(win: Day, month: u32) -> Day {
    win.plus_months(i32::try_from(month).unwrap_or(i32::MAX).saturating_sub(1).min(12_000))
}

/// A deal's credit, of which what is beyond a limit counts less.
fn limited(credit: Exact, part: &Part) -> Exact {
    match &part.credit_most {
        Some((most, beyond)) if credit > *most => most + (credit - most) * beyond,
        _ => credit,
    }
}

/// Takes the first `over` of credit away.
fn cut(entries: &mut Vec<Entry>, over: &Exact) {
    let mut left = over.clone();
    for entry in entries.iter_mut() {
        let taken = (&entry.credit).min(&left).clone();
        if left.is_positive() && taken.is_positive() {
            entry.credit -= &taken;
            left -= taken;
        }
    }
    entries.retain(|entry| !entry.credit.is_zero());
}
