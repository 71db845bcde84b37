//! What an event log holds.

use std::collections::{BTreeMap, BTreeSet};

use super::Moment;

/// The histories of a company's deals, as far as an export shows them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct EventLog {
    /// The stages that deals pass through, in the order of the process. Won and lost are no stages: see
    /// [`Outcome`].
    pub stages: Vec<Stage>,
    /// Every deal, in the order of creation, then of `id`. No two have the same `id`.
    pub deals: Vec<Deal>,
    /// The words that [`Label`]s stand for: pipelines, channels, segments, currencies, owners.
    pub labels: Labels,
    /// The export shows what happened until then: open deals are censored here. Not before any event.
    pub observed_until: Option<Moment>,
    /// Left truncation: deals that ended before this instant are missing from the export (e.g. after a
    /// migration). A deal created earlier is there because it was still open then. `None` = from the first
    /// deal on, all are there.
    pub observed_from: Option<Moment>,
}

/// A stage of the process.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stage {
    /// A key that a scenario can hold: small letters, digits and `-`; no two stages have the same.
    pub key: String,
    /// What the company calls it, letter by letter.
    pub label: String,
}

/// Names a stage of a log: its place in [`EventLog::stages`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct StageId(pub u32);

/// One deal. Times are in order: `created` ≤ each `entered` ≤ its `left` ≤ the next `entered` … ≤ `closed` ≤
/// [`EventLog::observed_until`].
#[derive(Clone, Debug, PartialEq)]
pub struct Deal {
    /// Its number in the CRM.
    pub id: String,
    /// The pipeline that it belongs to.
    pub pipeline: Option<Label>,
    /// Where it came from: the lead's source.
    pub channel: Option<Label>,
    /// What kind of deal or of customer it is.
    pub segment: Option<Label>,
    /// Its value, last known, in `currency`; at least 0.
    pub amount: Option<f64>,
    /// A code such as `EUR`.
    pub currency: Option<Label>,
    /// When it was created.
    pub created: Moment,
    /// How it ended.
    pub outcome: Outcome,
    /// When it ended; `None` exactly if it is open.
    pub closed: Option<Moment>,
    /// The stages that it was in, in order; a stage that was re-entered stands there again. Empty if the
    /// export does not say. A gap between two visits is time for which the deal was closed.
    pub visits: Vec<Visit>,
    /// Changes of owner within a visit, in order. (Between two visits: see [`Visit::owner`].)
    pub handovers: Vec<Handover>,
    /// Who owned it last.
    pub owner: Option<Label>,
}

/// How a deal ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Outcome {
    /// It has not ended until [`EventLog::observed_until`].
    Open,
    /// The customer bought.
    Won,
    /// The customer did not.
    Lost,
}

/// A deal's stay in a stage.
#[derive(Clone, Debug, PartialEq)]
pub struct Visit {
    /// The stage.
    pub stage: StageId,
    /// From when.
    pub entered: Moment,
    /// Until when; `None` = the deal is open and still there.
    pub left: Option<Moment>,
    /// Whether the export says when the deal entered. Otherwise `entered` is the earliest instant that is
    /// possible, and the stay is no longer than it seems.
    pub dated: bool,
    /// Who owned the deal when it entered.
    pub owner: Option<Label>,
}

/// A deal that changes hands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Handover {
    /// When.
    pub at: Moment,
    /// To whom.
    pub to: Label,
}

/// Names a word of a log: see [`Labels`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Label(u32);

/// The words of a log, each kept once.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Labels {
    words: Vec<String>,
    places: BTreeMap<String, Label>,
}

impl Labels {
    /// The label of a word; `None` of an empty one.
    ///
    /// # Panics
    ///
    /// If there are 2³² words.
    pub fn label(&mut self, word: &str) -> Option<Label> {
        if word.is_empty() {
            return None;
        }
        if let Some(label) = self.places.get(word) {
            return Some(*label);
        }
        let label = Label(u32::try_from(self.words.len()).expect("fewer than 2^32 words"));
        self.words.push(word.to_owned());
        self.places.insert(word.to_owned(), label);
        Some(label)
    }

    /// The word of a label.
    ///
    /// # Panics
    ///
    /// If the label belongs to another log.
    pub fn word(&self, label: Label) -> &str {
        &self.words[label.0 as usize]
    }
}

impl Stage {
    /// A stage of this name, with a key that is not among those taken, which it joins.
    pub fn named(label: &str, taken: &mut BTreeSet<String>) -> Self {
        Self { key: key(label, taken), label: label.to_owned() }
    }
}

impl EventLog {
    /// A stage.
    ///
    /// # Panics
    ///
    /// If it belongs to another log.
    pub fn stage(&self, id: StageId) -> &Stage {
        &self.stages[id.0 as usize]
    }

    /// The word that a label stands for; empty if there is none.
    pub fn word(&self, label: Option<Label>) -> &str {
        label.map_or("", |label| self.labels.word(label))
    }
}

impl Outcome {
    /// All outcomes.
    pub const ALL: [Self; 3] = [Self::Open, Self::Won, Self::Lost];

    /// What it is called in files.
    pub fn name(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Won => "won",
            Self::Lost => "lost",
        }
    }
}

impl Deal {
    /// Days from its creation to its end; `None` if it is open.
    pub fn cycle_days(&self) -> Option<f64> {
        self.closed.map(|closed| closed.days_since(self.created))
    }
}

/// A key for a name that is not taken yet, and takes it.
fn key(name: &str, taken: &mut BTreeSet<String>) -> String {
    let mut key = String::new();
    for c in name.chars() {
        match c {
            'ä' | 'Ä' => key.push_str("ae"),
            'ö' | 'Ö' => key.push_str("oe"),
            'ü' | 'Ü' => key.push_str("ue"),
            'ß' => key.push_str("ss"),
            _ if c.is_ascii_alphanumeric() => key.push(c.to_ascii_lowercase()),
            _ if !key.is_empty() && !key.ends_with('-') => key.push('-'),
            _ => {}
        }
    }
    let key: String = key.trim_end_matches('-').chars().take(40).collect();
    let is_fit = key.starts_with(|c: char| c.is_ascii_lowercase());
    let key = if is_fit { key } else { format!("stage-{key}").trim_end_matches('-').to_owned() };
    let numbered = (2..).map(|number| format!("{key}-{number}"));
    let free = std::iter::once(key.clone()).chain(numbered).find(|key| !taken.contains(key));
    let free = free.unwrap_or(key);
    taken.insert(free.clone());
    free
}
