//! All histories as one event log.

use std::collections::BTreeMap;

use sha2::{Digest, Sha256};

use super::findings::{Kind, Row};
use super::history::{History, Sources};
use super::raw::{Case, Event, Raw};
use super::report::{ReadFile, Report};
use super::stages::{self, Meanings};
use super::{Imported, Options, observed};
use crate::records::{Deal, EventLog, Handover, Label, Labels, Moment, Outcome, StageId, Visit};

/// How a pseudonym begins.
const PERSON: &str = "person-";
/// Words that stand in a single deal are told of if the log has so many deals.
const MANY_DEALS: usize = 20;

pub(super) fn build(
    mut raw: Raw,
    files: Vec<ReadFile>,
    options: &Options,
) -> Result<Imported, Vec<String>> {
    let meanings = Meanings::of(&raw, options);
    let until =
        observed::until(&raw, &meanings, &files, options).map_err(|message| vec![message])?;
    let mut findings = std::mem::take(&mut raw.findings);
    meanings.tell(&raw, &mut findings);
    let seen = seen(&raw);
    let mut events = std::mem::take(&mut raw.events);
    events.sort_by_key(|event| event.case);
    let facts = || raw.facts.iter().flatten();
    let is_owned = |event: &Event| {
        event.owner.is_some() || matches!(event.step, super::raw::Step::Owner { .. })
    };
    let sources = Sources {
        raw: &raw,
        meanings: &meanings,
        until,
        has_owners: facts().any(|facts| facts.owner.is_some()) || events.iter().any(is_owned),
        has_facts: facts().next().is_some(),
        zone: options.zone,
    };
    let (mut histories, mut rest) = (Vec::new(), events.as_slice());
    for case in (0..raw.ids.len()).map(|case| Case(u32::try_from(case).unwrap_or(u32::MAX))) {
        let (own, others) = rest.split_at(rest.partition_point(|event| event.case == case));
        rest = others;
        if !in_pipeline(&raw, case, options) {
            let row = raw.facts[case.0 as usize].map_or(Row::default(), |facts| facts.row);
            findings.add(Kind::OtherPipeline, row);
        } else if let Some(history) = sources.history(case, own, &mut findings) {
            histories.push((case, history));
        }
    }
    if histories.is_empty() {
        return Err(vec![nothing(&raw, &findings, options)]);
    }
    let is_over = histories.iter().any(|(_, history)| history.outcome == Outcome::Won);
    if !is_over && !meanings.knows_won() && options.won.is_empty() {
        let names: Vec<&str> = raw.stages.iter().map(|(label, _)| raw.words.word(*label)).collect();
        return Err(vec![format!(
            "no deal is won: no status or stage says so\nhint: say which stage means won and which lost, e.g. \
             `--won \"Signed\" --lost \"Dropped\"`; the stages are `{}`",
            names.join("`, `")
        )]);
    }
    let paths: Vec<Vec<Label>> =
        histories.iter().map(|(_, h)| h.visits.iter().map(|stay| stay.stage).collect()).collect();
    let (stages, places) = stages::ordered(&raw, &paths);
    let mut log = EventLog { stages, observed_until: Some(until), ..EventLog::default() };
    let mut words =
        Words { raw: &raw, labels: &mut log.labels, known: BTreeMap::new(), names: options.names };
    let mut deals: Vec<(Deal, Row)> =
        histories.iter().map(|(case, history)| words.deal(*case, history, &places)).collect();
    deals.sort_by(|(a, _), (b, _)| (a.created, &a.id).cmp(&(b.created, &b.id)));
    let (deals, rows): (Vec<Deal>, Vec<Row>) = deals.into_iter().unzip();
    log.deals = deals;
    log.observed_from = observed::from(&log.deals, until);
    notes(&log, &rows, &mut findings);
    let report = Report::new(files, findings, seen, &log);
    Ok(Imported { log, report })
}

/// How many rows named each stage or status.
fn seen(raw: &Raw) -> Vec<(String, usize)> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for facts in raw.facts.iter().flatten() {
        let name = match (facts.status, facts.stage) {
            (Some(status @ (Outcome::Won | Outcome::Lost)), _) => status.name(),
            (_, Some(stage)) => raw.words.word(stage),
            _ => "",
        };
        *counts.entry(name).or_default() += 1;
    }
    counts.into_iter().map(|(name, count)| (name.to_owned(), count)).collect()
}

fn in_pipeline(raw: &Raw, case: Case, options: &Options) -> bool {
    let Some(wanted) = &options.pipeline else { return true };
    let pipeline = raw.facts[case.0 as usize].and_then(|facts| facts.pipeline);
    pipeline.is_some_and(|pipeline| raw.words.word(pipeline).eq_ignore_ascii_case(wanted))
}

/// Why there is no deal.
fn nothing(raw: &Raw, findings: &super::Findings, options: &Options) -> String {
    let why: Vec<String> =
        findings.0.iter().map(|(kind, f)| format!("{} {}", f.rows.len(), kind.words())).collect();
    let why = if why.is_empty() { "the files have no rows".to_owned() } else { why.join("; ") };
    let mut pipelines: Vec<&str> =
        raw.facts.iter().flatten().filter_map(|f| f.pipeline).map(|p| raw.words.word(p)).collect();
    pipelines.sort_unstable();
    pipelines.dedup();
    match &options.pipeline {
        Some(_) if !pipelines.is_empty() => {
            format!("no deal is left: {why}\nhint: the pipelines are `{}`", pipelines.join("`, `"))
        }
        _ => format!("no deal is left: {why}"),
    }
}

/// Words of the exports as words of the log.
struct Words<'w> {
    raw: &'w Raw,
    labels: &'w mut Labels,
    known: BTreeMap<(Label, bool), Label>,
    names: bool,
}

impl Words<'_> {
    fn word(&mut self, label: Option<Label>) -> Option<Label> {
        self.kept(label, false)
    }

    fn person(&mut self, label: Option<Label>) -> Option<Label> {
        let is_hidden = !self.names;
        self.kept(label, is_hidden)
    }

    fn kept(&mut self, label: Option<Label>, is_hidden: bool) -> Option<Label> {
        let label = label?;
        if let Some(known) = self.known.get(&(label, is_hidden)) {
            return Some(*known);
        }
        let word = self.raw.words.word(label);
        let word = if is_hidden { pseudonym(word) } else { word.to_owned() };
        let kept = self.labels.label(&word)?;
        self.known.insert((label, is_hidden), kept);
        Some(kept)
    }

    fn deal(
        &mut self,
        case: Case,
        history: &History,
        places: &BTreeMap<Label, StageId>,
    ) -> (Deal, Row) {
        let facts = self.raw.facts[case.0 as usize].unwrap_or_default();
        let mut visits = Vec::with_capacity(history.visits.len());
        for stay in &history.visits {
            let (entered, left, dated) = (stay.entered, stay.left, stay.dated);
            visits.push(Visit {
                stage: places[&stay.stage],
                entered,
                left,
                dated,
                owner: self.person(stay.owner),
            });
        }
        let mut handovers = Vec::with_capacity(history.handovers.len());
        for (at, to) in &history.handovers {
            handovers.extend(self.person(Some(*to)).map(|to| Handover { at: *at, to }));
        }
        let deal = Deal {
            id: self.raw.ids[case.0 as usize].clone(),
            pipeline: self.word(facts.pipeline),
            channel: self.word(facts.channel),
            segment: self.word(facts.segment),
            amount: history.amount,
            currency: self.word(history.currency),
            created: history.created,
            outcome: history.outcome,
            closed: history.closed,
            visits,
            handovers,
            owner: self.person(history.owner),
        };
        (deal, history.row)
    }
}

/// A pseudonym: the same for the same name, in every import. It keeps names out of sight; who has a list of
/// names can find out which is whose.
pub fn pseudonym(name: &str) -> String {
    let digest = Sha256::digest(format!("posse person\n{}", name.trim().to_lowercase()));
    let [a, b, c, d] = [digest[0], digest[1], digest[2], digest[3]];
    format!("{PERSON}{a:02x}{b:02x}{c:02x}{d:02x}")
}

/// Replaces names of owners by pseudonyms; what is one already stays.
pub(super) fn hide_names(log: &mut EventLog) {
    let mut labels = Labels::default();
    let old = std::mem::take(&mut log.labels);
    let mut word = |label: &mut Option<Label>, is_person: bool| {
        let Some(known) = *label else { return };
        let name = old.word(known);
        let is_hidden = is_person && !name.starts_with(PERSON);
        *label = labels.label(&if is_hidden { pseudonym(name) } else { name.to_owned() });
    };
    for deal in &mut log.deals {
        for label in [&mut deal.pipeline, &mut deal.channel, &mut deal.segment, &mut deal.currency]
        {
            word(label, false);
        }
        word(&mut deal.owner, true);
        for visit in &mut deal.visits {
            word(&mut visit.owner, true);
        }
        for handover in &mut deal.handovers {
            let mut to = Some(handover.to);
            word(&mut to, true);
            handover.to = to.unwrap_or(handover.to);
        }
    }
    log.labels = labels;
}

/// What whoever uses the log should know.
fn notes(log: &EventLog, rows: &[Row], findings: &mut super::Findings) {
    let deals = || log.deals.iter().zip(rows);
    most(deals().map(|(deal, row)| (deal.currency, *row)), Kind::Currencies, log, findings);
    most(deals().map(|(deal, row)| (deal.pipeline, *row)), Kind::Pipelines, log, findings);
    if let Some(from) = log.observed_from {
        for (_, row) in deals().filter(|(deal, _)| deal.created < from) {
            findings.add(Kind::Truncated, *row);
        }
    }
    let mut together: BTreeMap<Moment, Vec<Row>> = BTreeMap::new();
    for (deal, row) in deals() {
        together.entry(deal.created).or_default().push(*row);
    }
    let is_date = log.deals.iter().filter(|deal| deal.created.second_of_day() == 0).count();
    for rows in together.into_values() {
        // Where only days are known, many deals share one.
        if rows.len() >= 20 && 20 * rows.len() >= log.deals.len() && 2 * is_date < log.deals.len() {
            for row in rows {
                findings.add(Kind::Together, row);
            }
        }
    }
    let mut ages: Vec<f64> = log.deals.iter().filter_map(Deal::cycle_days).collect();
    ages.sort_by(f64::total_cmp);
    let slow = ages.get(ages.len() * 99 / 100).copied().filter(|_| ages.len() >= 100);
    if let (Some(slow), Some(until)) = (slow, log.observed_until) {
        for (_, row) in
            deals().filter(|(d, _)| d.closed.is_none() && until.days_since(d.created) > slow)
        {
            findings.add(Kind::Idle, *row);
        }
    }
    if log.deals.len() >= MANY_DEALS {
        rare(log, rows, findings);
    }
}

/// Tells of the deals whose word is not the most frequent one.
fn most(
    words: impl Iterator<Item = (Option<Label>, Row)>,
    kind: Kind,
    log: &EventLog,
    findings: &mut super::Findings,
) {
    let mut counts: BTreeMap<Label, Vec<Row>> = BTreeMap::new();
    for (word, row) in words {
        if let Some(word) = word {
            counts.entry(word).or_default().push(row);
        }
    }
    let most = counts.iter().max_by_key(|(_, rows)| rows.len()).map(|(word, _)| *word);
    for (word, rows) in counts.iter().filter(|(word, _)| Some(**word) != most) {
        for row in rows {
            findings.show(kind, *row, log.labels.word(*word));
        }
    }
}

/// Tells of words that stand in one deal alone.
fn rare(log: &EventLog, rows: &[Row], findings: &mut super::Findings) {
    let mut counts: BTreeMap<&str, (usize, Row)> = BTreeMap::new();
    for (deal, row) in log.deals.iter().zip(rows) {
        let owners = deal.visits.iter().map(|visit| visit.owner);
        let owners = owners.chain(deal.handovers.iter().map(|h| Some(h.to))).chain([deal.owner]);
        let others = [deal.pipeline, deal.channel, deal.segment, deal.currency];
        let words = owners.chain(others).flatten().map(|label| log.labels.word(label));
        let stages = deal.visits.iter().map(|visit| log.stage(visit.stage).label.as_str());
        let mut all: Vec<&str> = words.chain(stages).collect();
        all.sort_unstable();
        all.dedup();
        for word in all {
            let (count, first) = counts.entry(word).or_insert((0, *row));
            *count += 1;
            *first = *row;
        }
    }
    for (word, (_, row)) in counts.iter().filter(|(_, (count, _))| *count == 1) {
        findings.show(Kind::Rare, *row, word);
    }
}
