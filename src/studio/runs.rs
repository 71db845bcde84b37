//! The runs of a session: what was run is kept, so that it can be told again, compared and reported.

use std::cell::RefCell;
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::channel;
use std::sync::{Mutex, PoisonError};

use serde_json::{Value, json};

use super::house::{House, Load};
use super::http::{Answer, send_event};
use super::running::{About, OLD_PAY, Said, fault};
use super::view;
use crate::experiment::scaling::{self, Scaling, is_scaled};
use crate::experiment::{Continue, Summary};
use crate::report::handover::{self, Chapter, Compared, Input, Look, Studied};
use crate::sales::pay::Scale;
use crate::scenario::{Fields, Scenario};
use crate::stats::{Comparison, Direction};

/// Runs with the pay of before, while what keeps pay at market cost is sought.
const MEANWHILE: u32 = 24;
/// Finished runs that are kept.
const KEPT: usize = 24;

/// What is asked to run.
pub(super) struct Asked {
    pub(super) text: String,
    pub(super) saved: String,
    /// The name of its file, for messages, and where it lies.
    pub(super) file: String,
    pub(super) path: PathBuf,
    pub(super) years: u32,
}

/// Runs of this session.
#[derive(Default)]
pub(super) struct Runs {
    finished: Mutex<Vec<Finished>>,
    /// Factors of market cost that were found, with what they are of.
    factors: Mutex<Vec<(String, Scaling)>>,
}

/// A run that came to its end.
#[derive(Clone)]
struct Finished {
    id: String,
    text: String,
    words: String,
    compared: Compared,
    inputs: Vec<Input>,
    told: Value,
}

impl Runs {
    /// Runs what is asked and tells of it on `stream`, until it is done or nobody listens.
    pub(super) fn tell(
        &self,
        asked: &Asked,
        house: &House,
        load: Load<'_>,
        stream: &mut TcpStream,
    ) {
        if Answer::begin_events(stream).is_err() {
            return;
        }
        let fields = match Fields::read(asked.text.as_bytes(), &asked.file, load) {
            Ok(fields) => fields,
            Err(error) => return fault(&error.to_string(), stream),
        };
        let Some(mut scenario) = fields.scenario.clone() else {
            return fault("The model has mistakes.", stream);
        };
        scenario.replications = asked.years;
        let id = scenario.hash()[..12].to_owned();
        if let Some(kept) = self.found(&id) {
            return kept.tell(stream);
        }
        let changes = view::View::new(fields, (&asked.text, &asked.saved), &asked.file, load);
        let words: Vec<String> =
            view::changes(&changes).into_iter().map(|(_, words)| words).collect();
        let words = if words.is_empty() { "As saved".to_owned() } else { words.join("; ") };
        let Some((compared, told)) = self.ran(scenario, (asked, house), load, stream) else {
            return;
        };
        let inputs = changes.fields.scenario.as_ref().map_or(Vec::new(), house.inputs);
        let finished = Finished { id, text: asked.text.clone(), words, compared, inputs, told };
        finished.tell(stream);
        let mut all = self.finished.lock().unwrap_or_else(PoisonError::into_inner);
        if all.len() == KEPT {
            all.remove(0);
        }
        all.push(finished);
    }

    /// Runs a scenario to its end, with pay at market cost where it asks for that: `None` if nobody
    /// listened, or something failed, which is told.
    fn ran(
        &self,
        mut scenario: Scenario,
        (asked, house): (&Asked, &House),
        load: Load<'_>,
        stream: &mut TcpStream,
    ) -> Option<(Compared, Value)> {
        let (ends, reached) = (AtomicBool::new(false), RefCell::default());
        let about = About { ends: &ends, of: asked.years, note: "", reached: &reached };
        let saved = || written((&asked.saved, &asked.file), load);
        let as_written = scenario.clone();
        let mut scaling = self.scaled(&mut scenario, (house, &asked.path), saved);
        if scaling.is_none() && as_written.policies.iter().any(is_scaled) {
            let mut meanwhile = scenario.clone();
            meanwhile.replications = MEANWHILE.min(asked.years);
            About { note: OLD_PAY, ..about }.run(&meanwhile, stream)?;
            let found = self.sought(&as_written, &about, stream)?;
            scenario.policies.clone_from(&as_written.policies);
            found.apply(&mut scenario.policies);
            scaling = Some(found);
            reached.borrow_mut().clear();
        }
        let ran = about.run(&scenario, stream)?;
        let warnings = (house.warnings)(&scenario, scenario.policies.len());
        let (compared, told) = about.told(&scenario, &ran, warnings);
        let summary = Summary { scaling, ..compared.summary };
        Some((Compared { summary, ..compared }, told))
    }

    /// The page of a finished run.
    pub(super) fn page(&self, id: &str, file: &str) -> Option<Result<String, String>> {
        let Finished { compared, inputs, .. } = self.found(id)?;
        let runs = compared.summary.replications.to_string();
        let command = ["compare", file, "-n", &runs].map(str::to_owned).to_vec();
        let chapter = Chapter::Comparison(Box::new(compared));
        Some(handover::page(&[Studied { chapter, inputs, command }], &Look::default()))
    }

    /// The text that a finished run is of.
    pub(super) fn text(&self, id: &str) -> Option<String> {
        self.found(id).map(|run| run.text)
    }

    /// How two finished runs differ: in a sentence, and in their texts.
    pub(super) fn compared(&self, [a, b]: [&str; 2]) -> Result<Value, String> {
        let gone = "That run is no longer kept: run it again.";
        let (a, b) = (self.found(a).ok_or(gone)?, self.found(b).ok_or(gone)?);
        let [one, other] = [&a.compared.summary, &b.compared.summary];
        let labels = |of: &Summary| of.policies.iter().map(|p| p.label.clone()).collect::<Vec<_>>();
        if one.seed != other.seed || labels(one) != labels(other) {
            return Err(
                "These two runs differ in their seed or their policies, so they cannot be set \
                        side by side."
                    .to_owned(),
            );
        }
        let [before, after] = [values(&a.compared), values(&b.compared)];
        let change = Comparison::paired(&before, &after, Direction::HigherIsBetter);
        Ok(json!({
            "words": handover::moved(other, &change),
            "runs": [told_of(&a), told_of(&b)],
            "diff": view::lines(&a.text, &b.text),
        }))
    }

    fn found(&self, id: &str) -> Option<Finished> {
        let all = self.finished.lock().unwrap_or_else(PoisonError::into_inner);
        all.iter().find(|run| run.id == id).cloned()
    }

    /// Puts factors of market cost into a scenario: its own, which are returned, if they are known, else
    /// those of the model before it.
    fn scaled(
        &self,
        scenario: &mut Scenario,
        (house, file): (&House, &Path),
        saved: impl FnOnce() -> Option<Scenario>,
    ) -> Option<Scaling> {
        let needed = scaling::needed(scenario, &|_| true);
        if needed.is_empty() {
            return None;
        }
        let fingerprint = scenario.scaling_hash();
        let found = self.factors.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let own =
            found.iter().find(|(of, _)| *of == fingerprint).map(|(_, scaling)| scaling.clone());
        let holds = |of: &Scaling| needed.iter().all(|name| of.of(name).is_some());
        let own = own.or_else(|| (house.factors)(scenario, file)).filter(holds);
        if let Some(own) = own {
            if found.last().is_none_or(|last| last.0 != fingerprint) {
                self.remember(fingerprint, own.clone());
            }
            own.apply(&mut scenario.policies);
            return Some(own);
        }
        let last = found.last().map(|(_, scaling)| scaling.clone());
        if let Some(last) = last.or_else(|| (house.factors)(&saved()?, file)) {
            last.apply(&mut scenario.policies);
        }
        for policy in scenario.policies.iter_mut().filter(|policy| is_scaled(policy)) {
            policy.pay.scale = Scale::Factor(1.0);
        }
        None
    }

    fn remember(&self, fingerprint: String, scaling: Scaling) {
        let mut all = self.factors.lock().unwrap_or_else(PoisonError::into_inner);
        all.push((fingerprint, scaling));
    }

    /// Finds the factors of market cost.
    fn sought(
        &self,
        scenario: &Scenario,
        about: &About<'_>,
        stream: &mut TcpStream,
    ) -> Option<Scaling> {
        let (sender, receiver) = channel();
        let work = || {
            let mut found = None;
            let solved = scaling::solve_some(
                scenario,
                (&|_: &str| true, None),
                |reached| {
                    let _ = sender.send(Said::Reference(reached.runs, reached.planned));
                    if about.ends.load(Ordering::Relaxed) { Continue::No } else { Continue::Yes }
                },
                |scaling| found = Some(scaling.clone()),
            );
            drop(sender);
            solved.map(|()| found).map_err(|error| error.to_string())
        };
        let solved = about.watched(work, &receiver, scenario, stream)?;
        match solved {
            Ok(found) => {
                let found = found?;
                self.remember(scenario.scaling_hash(), found.clone());
                Some(found)
            }
            Err(words) => {
                fault(&words, stream);
                None
            }
        }
    }
}

/// A scenario as written, its factors not yet put in; `None` if it has mistakes.
fn written((text, file): (&str, &str), load: Load<'_>) -> Option<Scenario> {
    Scenario::parse(text.as_bytes(), file, load).ok()
}

/// What the second policy brings over the first in each run, or what the only one brings.
fn values(compared: &Compared) -> Vec<f64> {
    let has_money = compared.contribution.iter().all(|values| !values.is_empty());
    let primary = || compared.summary.policies.iter().map(|of| of.primary_by_run.clone()).collect();
    let by_policy = if has_money { compared.contribution.clone() } else { primary() };
    match &by_policy[..] {
        [only] => only.clone(),
        [first, second, ..] => second.iter().zip(first).map(|(b, a)| b - a).collect(),
        [] => Vec::new(),
    }
}

impl Finished {
    /// What it found, and that it is done.
    fn tell(&self, stream: &mut TcpStream) {
        if send_event(stream, "answer", &self.told.to_string()).is_ok() {
            let _ = send_event(stream, "done", &told_of(self).to_string());
        }
    }
}

fn told_of(run: &Finished) -> Value {
    json!({ "id": run.id, "words": run.words, "verdict": run.told["verdict"],
        "detail": run.told["detail"] })
}
