//! An event log, read and checked.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Read;

use csv::StringRecord;

use super::{COLUMNS, Flaw};
use crate::records::{Deal, EventLog, Handover, Label, Moment, Outcome, Stage, StageId, Visit};

/// So many flaws of a log are named; what follows them is not read.
const NAMED_FLAWS: usize = 50;

/// Reads a log, and checks that it keeps the rules of `docs/event-log.md`. Columns may stand in any order;
/// columns of other names are left alone.
///
/// # Errors
///
/// What breaks the rules: all flaws, up to 50.
pub fn read_log(input: impl Read) -> Result<EventLog, Vec<Flaw>> {
    let mut table = csv::ReaderBuilder::new().flexible(true).from_reader(input);
    let flaw = |line: u64, message: String| vec![Flaw { line, message }];
    let header = table.headers().map_err(|error| flaw(1, error.to_string()))?.clone();
    let place =
        |name: &str| header.iter().position(|cell| cell.trim_start_matches('\u{feff}') == name);
    let missing: Vec<Flaw> = COLUMNS
        .iter()
        .filter(|name| place(name).is_none())
        .map(|name| Flaw { line: 1, message: format!("the column `{name}` is missing") })
        .collect();
    if !missing.is_empty() {
        return Err(missing);
    }
    let places = COLUMNS.iter().map(|name| (*name, place(name).unwrap_or(0))).collect();
    let mut reading = Reading { places, ..Reading::default() };
    let mut row = StringRecord::new();
    while reading.flaws.len() < NAMED_FLAWS {
        match table.read_record(&mut row) {
            Ok(true) => reading.row(&row),
            Ok(false) => break,
            Err(error) => {
                let line = error.position().map_or(0, csv::Position::line);
                reading.flaws.push(Flaw { line, message: error.to_string() });
                break;
            }
        }
    }
    reading.finish()
}

/// A log that is being read.
#[derive(Default)]
struct Reading {
    /// Where each of [`COLUMNS`] stands in a row.
    places: BTreeMap<&'static str, usize>,
    log: EventLog,
    /// Order, label and first line of each stage by its key.
    stages: BTreeMap<String, (u32, String)>,
    ids: BTreeSet<String>,
    flaws: Vec<Flaw>,
    line: u64,
    /// The number of the visit of the row before, and whether the file begins here.
    visit: usize,
    is_begun: bool,
}

impl Reading {
    fn flaw(&mut self, message: String) {
        self.flaws.push(Flaw { line: self.line, message });
    }

    fn cell<'r>(&self, row: &'r StringRecord, name: &str) -> &'r str {
        self.places.get(name).and_then(|place| row.get(*place)).unwrap_or("")
    }

    fn time(&mut self, row: &StringRecord, name: &str) -> Option<Moment> {
        let text = self.cell(row, name);
        let time = Moment::parse(text);
        if time.is_none() && !text.is_empty() {
            self.flaw(format!(
                "`{name}` is `{text}`; expected a time such as `2026-01-05T09:30:00Z`, or nothing"
            ));
        }
        time
    }

    fn needed(&mut self, row: &StringRecord, name: &str) -> Option<Moment> {
        if self.cell(row, name).is_empty() {
            self.flaw(format!("`{name}` is empty; expected a time such as `2026-01-05T09:30:00Z`"));
        }
        self.time(row, name)
    }

    fn label(&mut self, row: &StringRecord, name: &str) -> Option<Label> {
        let word = self.cell(row, name);
        self.log.labels.label(word)
    }

    fn row(&mut self, row: &StringRecord) {
        self.line = row.position().map_or(0, csv::Position::line);
        let observed = (self.time(row, "observed_from"), self.needed(row, "observed_until"));
        if !self.is_begun {
            (self.log.observed_from, self.log.observed_until) = observed;
            self.is_begun = true;
        } else if observed != (self.log.observed_from, self.log.observed_until) {
            self.flaw(
                "`observed_from` and `observed_until` differ from the first row’s".to_owned(),
            );
        }
        let id = self.cell(row, "deal");
        let is_next = self.log.deals.last().is_some_and(|deal| deal.id == id);
        let Some(told) = self.deal(row) else { return };
        if !is_next {
            self.visit = 0;
            if told.id.is_empty() {
                return self.flaw("`deal` is empty".to_owned());
            }
            if !self.ids.insert(told.id.clone()) {
                return self
                    .flaw(format!("the rows of the deal `{}` do not stand together", told.id));
            }
            if self.log.deals.last().is_some_and(|before| before.created > told.created) {
                self.flaw("the deal was created before the one above it".to_owned());
            }
            self.log.deals.push(told);
        } else if self.log.deals.last().is_some_and(|deal| !told.is_same_as(deal)) {
            self.flaw(format!("what belongs to the deal `{}` differs from the row above", told.id));
        }
        self.stay(row);
    }

    /// What a row says of its deal, without the visit.
    fn deal(&mut self, row: &StringRecord) -> Option<Deal> {
        let before = self.flaws.len();
        let name = self.cell(row, "outcome");
        let outcome = Outcome::ALL.into_iter().find(|outcome| outcome.name() == name);
        if outcome.is_none() {
            self.flaw(format!("`outcome` is `{name}`; expected `won`, `lost` or `open`"));
        }
        let (created, closed) = (self.needed(row, "created"), self.time(row, "closed"));
        if outcome.is_some_and(|outcome| (outcome == Outcome::Open) == closed.is_some()) {
            self.flaw("`closed` holds a time exactly if the deal is won or lost".to_owned());
        }
        let last = closed.or(created);
        if closed < created && closed.is_some() || last > self.log.observed_until {
            self.flaw("expected `created` ≤ `closed` ≤ `observed_until`".to_owned());
        }
        let text = self.cell(row, "amount");
        let amount = text.parse::<f64>().ok().filter(|amount| amount.is_finite() && *amount >= 0.0);
        if amount.is_none() && !text.is_empty() {
            self.flaw(format!("`amount` is `{text}`; expected a number from 0, or nothing"));
        }
        let deal = Deal {
            id: self.cell(row, "deal").to_owned(),
            pipeline: self.label(row, "pipeline"),
            channel: self.label(row, "channel"),
            segment: self.label(row, "segment"),
            amount,
            currency: self.label(row, "currency"),
            created: created?,
            outcome: outcome?,
            closed,
            visits: Vec::new(),
            handovers: Vec::new(),
            owner: None,
        };
        (self.flaws.len() == before).then_some(deal)
    }

    /// The stay in a stage that a row tells of.
    fn stay(&mut self, row: &StringRecord) {
        let owner = self.label(row, "owner");
        if let Some(deal) = self.log.deals.last_mut() {
            deal.owner = owner;
        }
        let Some(stage) = self.stage(row) else { return };
        let number = self.cell(row, "visit").parse::<usize>().unwrap_or(0);
        let (entered, left) = (self.needed(row, "entered"), self.time(row, "left"));
        let dated = self.cell(row, "dated");
        if dated != "yes" && dated != "no" {
            self.flaw(format!("`dated` is `{dated}`; expected `yes` or `no`"));
        }
        let visit = Visit {
            stage,
            entered: entered.unwrap_or(Moment(0)),
            left,
            dated: dated == "yes",
            owner,
        };
        let (before, until) = (self.visit, self.log.observed_until);
        self.visit = number;
        let Some(deal) = self.log.deals.last_mut() else { return };
        let earliest = deal.visits.last().map_or(Some(deal.created), |visit| visit.left);
        let latest = deal.closed.or(until);
        let is_in_order = entered >= earliest
            && earliest.is_some()
            && left.or(latest) >= entered
            && left <= latest;
        let is_same = deal.visits.last().filter(|_| number == before);
        let is_joined = is_same.is_none_or(|last| last.stage == stage && last.left == entered);
        let message = if !is_in_order || left.is_none() && deal.closed.is_some() {
            "expected `created` ≤ `entered` ≤ `left` ≤ the next `entered` ≤ `closed`, and `left` empty \
             only where an open deal stands now"
        } else if number != before + 1 && is_same.is_none() {
            "`visit` numbers the visits of a deal: 1, 2, …"
        } else if !is_joined {
            "rows of one `visit` are of one stage, and each begins when the one above ends"
        } else if let Some(to) = owner.filter(|_| is_same.is_some()) {
            deal.handovers.push(Handover { at: visit.entered, to });
            if let Some(last) = deal.visits.last_mut() {
                last.left = left;
            }
            return;
        } else if is_same.is_some() {
            "a row that goes on with a visit names the new `owner`"
        } else {
            return deal.visits.push(visit);
        };
        self.flaw(message.to_owned());
    }

    /// The stage of a row, entered into the list of stages.
    fn stage(&mut self, row: &StringRecord) -> Option<StageId> {
        let key = self.cell(row, "stage");
        if key.is_empty() {
            return None;
        }
        let order = self.cell(row, "stage_order").parse::<u32>().ok();
        let Some(order) = order.filter(|order| (1..=1000).contains(order)) else {
            self.flaw("`stage_order` is a whole number from 1 to 1000".to_owned());
            return None;
        };
        let label = self.cell(row, "stage_label");
        let known = self.stages.get(key);
        if known.is_some_and(|(known, name)| *known != order || name != label) {
            self.flaw(format!("`{key}` has another `stage_order` or `stage_label` further up"));
        } else if known.is_none() {
            self.stages.insert(key.to_owned(), (order, label.to_owned()));
        }
        Some(StageId(order - 1))
    }

    fn finish(mut self) -> Result<EventLog, Vec<Flaw>> {
        let mut stages: Vec<(u32, Stage)> = Vec::new();
        for (key, (order, label)) in self.stages {
            stages.push((order, Stage { key, label }));
        }
        stages.sort_by_key(|(order, _)| *order);
        if self.log.deals.is_empty() && self.flaws.is_empty() {
            self.flaws.push(Flaw { line: 1, message: "the log holds no deal".to_owned() });
        }
        if let Some(at) = stages.windows(2).position(|pair| pair[0].0 == pair[1].0) {
            let message = format!(
                "`{}` and `{}` have the same `stage_order`",
                stages[at].1.key,
                stages[at + 1].1.key
            );
            self.flaws.push(Flaw { line: 1, message });
        }
        // A stage in which no deal was may be missing: the others keep their order.
        let places: BTreeMap<u32, u32> =
            (0..).zip(&stages).map(|(place, (order, _))| (order - 1, place)).collect();
        for visit in self.log.deals.iter_mut().flat_map(|deal| &mut deal.visits) {
            visit.stage = StageId(places.get(&visit.stage.0).copied().unwrap_or(0));
        }
        self.log.stages = stages.into_iter().map(|(_, stage)| stage).collect();
        if self.flaws.is_empty() { Ok(self.log) } else { Err(self.flaws) }
    }
}

impl Deal {
    /// Whether two rows tell the same of their deal.
    fn is_same_as(&self, other: &Self) -> bool {
        let words = |deal: &Self| (deal.pipeline, deal.channel, deal.segment, deal.currency);
        let times = |deal: &Self| (deal.created, deal.outcome, deal.closed);
        let amount = |deal: &Self| deal.amount.map(f64::to_bits);
        (words(self), times(self), amount(self)) == (words(other), times(other), amount(other))
    }
}
