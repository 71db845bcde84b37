//! What happened, day by day: joiners, deals, payments, cancellations, meetings, goals, measures.

use std::collections::{BTreeMap, BTreeSet};

use num_traits::Signed;

use super::date::Day;
use super::exact::{Exact, of_text, one, ratio, zero};
use super::sheet::{Mistake, Reader, Sheet};

/// What a row tells.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// A person joins: months of employment count from here.
    Join,
    /// A person's last day.
    Leave,
    /// A deal is won.
    Win,
    /// A deal, or a share of it, is invoiced.
    Invoice,
    /// Money for it comes in.
    Cash,
    /// The customer starts.
    Start,
    /// Money goes back: revenue below 0.
    Refund,
    /// A deal is cancelled.
    Cancel,
    /// A meeting is held, or a lead qualifies.
    Meeting,
    /// A goal is scored.
    Goal,
    /// The value of a measure.
    Measure,
    /// Anything else that a plan may count.
    Other(String),
}

/// The words for events; some have a second one.
const WORDS: [(&str, Kind); 17] = [
    ("join", Kind::Join),
    ("leave", Kind::Leave),
    ("win", Kind::Win),
    ("deal", Kind::Win),
    ("booking", Kind::Win),
    ("issue", Kind::Win),
    ("invoice", Kind::Invoice),
    ("cash", Kind::Cash),
    ("start", Kind::Start),
    ("refund", Kind::Refund),
    ("return", Kind::Refund),
    ("cancel", Kind::Cancel),
    ("meeting", Kind::Meeting),
    ("opportunity", Kind::Meeting),
    ("goal", Kind::Goal),
    ("measure", Kind::Measure),
    ("payment", Kind::Cash),
];

/// Columns with a meaning of their own, each with other names for it; all others are attributes.
const DATE: [&str; 2] = ["date", "day"];
const EVENT: [&str; 2] = ["event", "what"];
const DEAL: [&str; 3] = ["deal", "policy", "id"];
const PERSON: [&str; 4] = ["person", "people", "shares", "closer"];
const AMOUNT: [&str; 5] = ["amount", "price", "revenue", "value", "arr"];
const NAME: [&str; 3] = ["name", "measure", "goal"];

/// A share of a deal that a person has.
#[derive(Clone, Debug, PartialEq)]
pub struct Share {
    /// The person's name.
    pub person: String,
    /// The share.
    pub share: Exact,
}

/// One thing that happened.
#[derive(Clone, Debug)]
pub struct Event {
    /// The day.
    pub day: Day,
    /// What happened.
    pub kind: Kind,
    /// The deal, as a place in [`Ledger::deals`].
    pub deal: Option<usize>,
    /// Who did it, with their shares.
    pub people: Vec<Share>,
    /// Who worked stages of it.
    pub stages: Vec<(String, Share)>,
    /// Money, a score or a value; nothing = the row says none.
    pub amount: Option<Exact>,
    /// The goal or the measure.
    pub name: String,
    /// All other cells that are not empty.
    pub attributes: BTreeMap<String, String>,
    /// The line that it stands on.
    pub line: u64,
}

/// A deal, policy or contract.
#[derive(Clone, Debug)]
pub struct Deal {
    /// Its name.
    pub name: String,
    /// Its win, as a place in [`Ledger::events`].
    pub win: Option<usize>,
    /// The day on which it was cancelled.
    pub cancelled: Option<Day>,
    /// Its invoices, payments and starts, as places in [`Ledger::events`].
    pub later: Vec<usize>,
}

/// All events, in their order, and the deals that they are about.
#[derive(Clone, Debug, Default)]
pub struct Ledger {
    /// By day, then in the order of the deals' numbers, then of the rows.
    pub events: Vec<Event>,
    /// The deals.
    pub deals: Vec<Deal>,
    /// The names of the columns that hold attributes.
    pub attributes: BTreeSet<String>,
}

impl Ledger {
    /// Reads a list of events. Columns: `date`, `event`, `deal`, `person` (`Ana`, or `Ana 1/3; Ben 2/3`),
    /// `share`, `amount`, `name` (of a goal or measure); a column named like one of `stages` says who worked
    /// that stage; all others are attributes.
    ///
    /// # Errors
    ///
    /// Every mistake in it.
    pub fn read(sheet: &Sheet, stages: &BTreeSet<String>) -> Result<Self, Vec<Mistake>> {
        let mut mistakes = Vec::new();
        for (column, names) in [("date", &DATE), ("event", &EVENT)] {
            if sheet.first_of(names).is_none() {
                let message = format!("the list of events has no column `{column}`");
                let help =
                    "columns: `date,event,deal,person,share,amount`, and any attribute of deals";
                let (line, help) = (1, help.to_owned());
                mistakes.push(Mistake { line, column: String::new(), message, help });
            }
        }
        if !mistakes.is_empty() {
            return Err(mistakes);
        }
        let columns = Columns::of(sheet, stages);
        let mut numbered: Vec<(Event, String)> = Vec::new();
        for (line, cells) in &sheet.rows {
            let mut row = Reader { sheet, line: *line, cells, mistakes: &mut mistakes };
            numbered.extend(columns.event(&mut row));
        }
        let attributes = columns.others.iter().map(|at| sheet.header[*at].trim().to_lowercase());
        let mut ledger = Self { attributes: attributes.collect(), ..Self::default() };
        ledger.fill(numbered, &mut mistakes);
        if mistakes.is_empty() { Ok(ledger) } else { Err(mistakes) }
    }

    fn fill(&mut self, mut events: Vec<(Event, String)>, mistakes: &mut Vec<Mistake>) {
        let number = |name: &str| name.parse::<u64>().unwrap_or(u64::MAX);
        events.sort_by_key(|(event, deal)| (event.day, number(deal), event.line));
        let mut known: BTreeMap<String, usize> = BTreeMap::new();
        for (place, (mut event, name)) in events.into_iter().enumerate() {
            if !name.is_empty() {
                let deal = *known.entry(name.clone()).or_insert_with(|| {
                    let deal = Deal { name, win: None, cancelled: None, later: Vec::new() };
                    self.deals.push(deal);
                    self.deals.len() - 1
                });
                event.deal = Some(deal);
                self.note(deal, place, &event, mistakes);
            }
            self.events.push(event);
        }
    }

    /// Notes what happened to a deal.
    fn note(&mut self, deal: usize, place: usize, event: &Event, mistakes: &mut Vec<Mistake>) {
        let deal = &mut self.deals[deal];
        match event.kind {
            Kind::Win if deal.win.is_none() => deal.win = Some(place),
            // further rows of the same day tell further people of the same deal
            Kind::Win => {
                let first = deal.win.and_then(|first| self.events.get(first));
                if first.is_some_and(|first| first.day != event.day) {
                    let message = format!("deal `{}` is won twice", deal.name);
                    let help =
                        "rows of one deal on one day name its people; a later win is another deal";
                    let (line, column) = (event.line, "deal".to_owned());
                    mistakes.push(Mistake { line, column, message, help: help.to_owned() });
                }
            }
            Kind::Cancel => {
                if deal.cancelled.is_none() {
                    deal.cancelled = Some(event.day);
                }
                if deal.win.is_none() {
                    let message =
                        format!("deal `{}` is cancelled and was never won before", deal.name);
                    let (line, column) = (event.line, "deal".to_owned());
                    mistakes.push(Mistake { line, column, message, help: String::new() });
                }
            }
            Kind::Invoice | Kind::Cash | Kind::Start => deal.later.push(place),
            _ => {}
        }
    }

    /// The value of an attribute of an event: its own or, if it has none, that of its deal's win.
    pub fn attribute(&self, event: usize, name: &str) -> Option<String> {
        let event = &self.events[event];
        let win = event.deal.and_then(|deal| self.deals[deal].win).map(|win| &self.events[win]);
        let written = |event: &Event| event.attributes.get(name).cloned();
        let found = written(event).or_else(|| win.and_then(written));
        found.or_else(|| match name {
            "size" => win.unwrap_or(event).amount.as_ref().map(ToString::to_string),
            "term" => Some("1".to_owned()),
            "prepaid" => Some("no".to_owned()),
            "discount" => Some("0".to_owned()),
            _ => None,
        })
    }

    /// The people of a deal: those of the event or, if it names none, of the deal's win.
    pub fn people(&self, event: usize) -> &[Share] {
        let event = &self.events[event];
        let win = event.deal.and_then(|deal| self.deals[deal].win).map(|win| &self.events[win]);
        if event.people.is_empty() { win.map_or(&[], |win| &win.people) } else { &event.people }
    }

    /// Who worked stages of a deal.
    pub fn stages(&self, event: usize) -> &[(String, Share)] {
        let event = &self.events[event];
        let win = event.deal.and_then(|deal| self.deals[deal].win).map(|win| &self.events[win]);
        if event.stages.is_empty() { win.map_or(&[], |win| &win.stages) } else { &event.stages }
    }
}

/// Where the columns of a list of events are.
struct Columns {
    date: Option<usize>,
    event: Option<usize>,
    deal: Option<usize>,
    person: Option<usize>,
    share: Option<usize>,
    amount: Option<usize>,
    name: Option<usize>,
    stage: Option<usize>,
    /// Whether the amount is of a year.
    is_yearly: bool,
    stages: Vec<(usize, String)>,
    others: Vec<usize>,
}

impl Columns {
    fn of(sheet: &Sheet, stages: &BTreeSet<String>) -> Self {
        let [date, event, deal] = [&DATE[..], &EVENT, &DEAL].map(|names| sheet.first_of(names));
        let [person, amount, name] =
            [&PERSON[..], &AMOUNT, &NAME].map(|names| sheet.first_of(names));
        let (share, stage) = (sheet.column("share"), sheet.column("stage"));
        let taken = [date, event, deal, person, share, amount, name, stage];
        let (mut of_stages, mut others) = (Vec::new(), Vec::new());
        for (at, column) in sheet.header.iter().enumerate() {
            if taken.contains(&Some(at)) {
                continue;
            }
            match stages.iter().find(|stage| stage.eq_ignore_ascii_case(column.trim())) {
                Some(stage) => of_stages.push((at, stage.clone())),
                None => others.push(at),
            }
        }
        let yearly = amount.and_then(|at| sheet.header.get(at));
        let is_yearly = yearly.is_some_and(|name| name.trim().eq_ignore_ascii_case("arr"));
        let stages = of_stages;
        Self { date, event, deal, person, share, amount, name, stage, is_yearly, stages, others }
    }

    /// The event of a row, and the name of its deal.
    fn event(&self, row: &mut Reader<'_>) -> Option<(Event, String)> {
        let word = row.text(self.event).to_lowercase();
        if word.is_empty() && row.text(self.date).is_empty() {
            row.wrong(self.event, "the row says neither a date nor an event".to_owned(), "");
            return None;
        }
        let known = WORDS.iter().find(|known| known.0 == word).map(|known| known.1.clone());
        let kind = known.unwrap_or_else(|| Kind::Other(word.clone()));
        if word.is_empty() {
            row.wrong(self.event, "what happened? the event is missing".to_owned(), "e.g. `win`");
        }
        let day = row.day(self.date);
        if row.text(self.date).is_empty() {
            row.wrong(self.date, "when? the date is missing".to_owned(), "e.g. `2027-01-14`");
        }
        let share = row.number(self.share);
        let (people, mut stages) = self.people(row, share.as_ref());
        let people = if row.text(self.stage).is_empty() || row.text(self.stage) == "close" {
            people
        } else {
            let stage = row.text(self.stage).to_owned();
            stages.extend(people.into_iter().map(|share| (stage.clone(), share)));
            Vec::new()
        };
        let attributes = self.attributes(row);
        let amount = row.number(self.amount).map(|amount| {
            let term = attributes.get("term").filter(|_| self.is_yearly);
            let years = term.and_then(|term| of_text(term));
            amount * years.unwrap_or_else(one)
        });
        let name = row.text(self.name).to_owned();
        let amount =
            if matches!(kind, Kind::Refund) { amount.map(|sum| -sum.abs()) } else { amount };
        let (deal, line) = (row.text(self.deal).to_owned(), row.line);
        self.check(&kind, amount.as_ref(), row);
        let event =
            Event { day: day?, kind, deal: None, people, stages, amount, name, attributes, line };
        Some((event, deal))
    }

    /// Reports what an event of this kind needs and does not have.
    fn check(&self, kind: &Kind, amount: Option<&Exact>, row: &mut Reader<'_>) {
        let needs_amount =
            matches!(kind, Kind::Win | Kind::Invoice | Kind::Refund | Kind::Goal | Kind::Measure);
        let is_missing = amount.is_none() && row.text(self.amount).is_empty();
        if needs_amount && is_missing && row.text(self.stage).is_empty() {
            row.wrong(self.amount, "how much? the amount is missing".to_owned(), "e.g. `48000.00`");
        }
        if matches!(kind, Kind::Join | Kind::Leave) && row.text(self.person).is_empty() {
            row.wrong(self.person, "who? the person is missing".to_owned(), "");
        }
        if matches!(kind, Kind::Cancel) && row.text(self.deal).is_empty() {
            row.wrong(self.deal, "which deal is cancelled? the deal is missing".to_owned(), "");
        }
        if matches!(kind, Kind::Goal | Kind::Measure) && row.text(self.name).is_empty() {
            row.wrong(
                self.name,
                "of what? the name of the goal or measure is missing".to_owned(),
                "",
            );
        }
    }

    fn people(
        &self,
        row: &mut Reader<'_>,
        share: Option<&Exact>,
    ) -> (Vec<Share>, Vec<(String, Share)>) {
        let mut people = read_shares(row, self.person);
        if let (Some(share), [only]) = (share, people.as_mut_slice()) {
            only.share = share.clone();
        }
        let mut stages = Vec::new();
        for (at, stage) in &self.stages {
            let shares = read_shares(row, Some(*at));
            stages.extend(shares.into_iter().map(|share| (stage.clone(), share)));
        }
        (people, stages)
    }

    fn attributes(&self, row: &Reader<'_>) -> BTreeMap<String, String> {
        let cell = |at: &usize| {
            let name = row.sheet.header[*at].trim().to_lowercase();
            let name = if name == "term_years" { "term".to_owned() } else { name };
            let value = row.text(Some(*at));
            (!value.is_empty()).then(|| (name, value.to_owned()))
        };
        self.others.iter().filter_map(cell).collect()
    }
}

/// `Ana`, `Ana; Ben` (equal shares) or `Ana 1/3; Ben 2/3`; the shares sum to 1 at most.
fn read_shares(row: &mut Reader<'_>, column: Option<usize>) -> Vec<Share> {
    let text = row.text(column);
    let names: Vec<&str> = text.split(';').map(str::trim).filter(|name| !name.is_empty()).collect();
    let equal = ratio(1, i128::try_from(names.len().max(1)).unwrap_or(1));
    let share = |name: &&str| {
        let written = name.rsplit_once(char::is_whitespace);
        let (last, is_percent) = match written {
            Some((before, "%")) => (before.rsplit_once(char::is_whitespace), true),
            written => (written, false),
        };
        let unit = if is_percent { ratio(1, 100) } else { one() };
        // `seller 3` is a name, `Ana 1/3` and `Ana 40 %` have a share
        let number = last.and_then(|(person, number)| {
            let is_share = is_percent || number.contains(['/', '.', '%']);
            Some((person.trim(), of_text(number).filter(|_| is_share)? * &unit))
        });
        match number {
            Some((person, share)) => Share { person: person.to_owned(), share },
            None => Share { person: (*name).to_owned(), share: equal.clone() },
        }
    };
    let shares: Vec<Share> = names.iter().map(share).collect();
    let sum = shares.iter().fold(zero(), |sum, share| sum + &share.share);
    if sum > one() || shares.iter().any(|share| share.share.is_negative()) {
        let percent = super::exact::percent(&sum);
        let message = format!("shares of a deal sum to {percent}, found `{text}`");
        row.wrong(column, message, "the shares of one deal are from 0 to 100 % together");
    }
    shares
}
