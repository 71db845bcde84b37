//! Runs of what the page shows: in growing steps, told as they come in, ended when nobody listens.
#![expect(clippy::disallowed_types, reason = "how often is told goes by the clock on the wall")]

use std::cell::RefCell;
use std::net::TcpStream;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::house::{House, Load};
use super::http::{Answer, is_gone, send_event};
use super::view;
use crate::experiment::scaling::{self, Scaling, is_scaled};
use crate::experiment::{self, Continue, Results, Summary, Watch};
use crate::report::handover::{self, Chapter, Compared, Input, Look, Reached, Studied};
use crate::sales::pay::Scale;
use crate::scenario::{Fields, Scenario};
use crate::stats::{Comparison, Direction};

/// Runs of the first step, and of the largest.
const FIRST: u32 = 8;
const LARGEST: u32 = 64;
/// What came in is told this often.
const TOLD_EVERY: Duration = Duration::from_millis(300);
/// Who has gone is noticed within this time.
const LOOKED_EVERY: Duration = Duration::from_millis(80);
/// Runs with the pay of before, while what keeps pay at market cost is sought.
const MEANWHILE: u32 = 24;
/// Finished runs that are kept.
const KEPT: usize = 24;
const OLD_PAY: &str = "Variable pay still has the factor from before this change, so it may not cost the same \
    yet.";

/// What is asked to run.
pub(super) struct Asked {
    pub(super) text: String,
    pub(super) saved: String,
    pub(super) file: String,
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

/// What a worker says on its way.
enum Said {
    Results(Box<Results>),
    /// Reference years so far, and all of them.
    Reference(u64, u64),
}

/// Looks on while runs are made.
struct Eyes<'a> {
    ends: &'a AtomicBool,
    began: Instant,
}

impl Watch for Eyes<'_> {
    fn stops(&self) -> bool {
        self.ends.load(Ordering::Relaxed)
    }

    fn beat(&self) -> u64 {
        1 + u64::try_from(self.began.elapsed().as_millis() / 150).unwrap_or(0)
    }
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
        let ends = AtomicBool::new(false);
        let before = || written((&asked.saved, &asked.file), load);
        let (at_cost, provisional) = self.scaled(&mut scenario, house, before);
        let mut meanwhile = scenario.clone();
        if provisional {
            meanwhile.replications = MEANWHILE.min(asked.years);
        }
        let changes = view::View::new(fields, (&asked.text, &asked.saved), &asked.file, load);
        let words: Vec<String> =
            view::changes(&changes).into_iter().map(|(_, words)| words).collect();
        let reached = RefCell::default();
        let note = if provisional { OLD_PAY } else { "" };
        let about = About { ends: &ends, of: asked.years, note, reached: &reached };
        let first = about.run(&meanwhile, stream);
        let (scenario, scaling, ran) = match (first, provisional) {
            (Some(ran), false) => (meanwhile, at_cost, ran),
            (Some(_), true) => {
                let written =
                    written((&asked.text, &asked.file), load).expect("it was read before");
                let Some(scaling) = self.sought(&written, &about, stream) else { return };
                scaling.apply(&mut scenario.policies);
                reached.borrow_mut().clear();
                let about = About { note: "", ..about };
                let Some(ran) = about.run(&scenario, stream) else { return };
                (scenario, Some(scaling), ran)
            }
            (None, _) => return,
        };
        let warnings = (house.warnings)(&scenario, scenario.policies.len());
        let (compared, told) = about.told(&scenario, &ran, warnings, "");
        let summary = Summary { scaling, ..compared.summary };
        let words = if words.is_empty() { "As saved".to_owned() } else { words.join("; ") };
        let compared = Compared { summary, ..compared };
        let inputs = (house.inputs)(&scenario);
        let finished = Finished { id, text: asked.text.clone(), words, compared, inputs, told };
        finished.tell(stream);
        let mut all = self.finished.lock().unwrap_or_else(PoisonError::into_inner);
        if all.len() == KEPT {
            all.remove(0);
        }
        all.push(finished);
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

    /// Puts the factors of market cost that are known into a scenario: those of it, and whether some of
    /// them are still those of another one.
    fn scaled(
        &self,
        scenario: &mut Scenario,
        house: &House,
        saved: impl FnOnce() -> Option<Scenario>,
    ) -> (Option<Scaling>, bool) {
        let needed = scaling::needed(scenario, &|_| true);
        if needed.is_empty() {
            return (None, false);
        }
        let fingerprint = scenario.scaling_hash();
        let found = self.factors.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let own =
            found.iter().find(|(of, _)| *of == fingerprint).map(|(_, scaling)| scaling.clone());
        let holds = |of: &Scaling| needed.iter().all(|name| of.of(name).is_some());
        let own = own.or_else(|| (house.factors)(scenario)).filter(holds);
        if let Some(own) = own {
            if found.last().is_none_or(|last| last.0 != fingerprint) {
                self.remember(fingerprint, own.clone());
            }
            own.apply(&mut scenario.policies);
            return (Some(own), false);
        }
        let last = found.last().map(|(_, scaling)| scaling.clone());
        if let Some(last) = last.or_else(|| (house.factors)(&saved()?)) {
            last.apply(&mut scenario.policies);
        }
        for policy in scenario.policies.iter_mut().filter(|policy| is_scaled(policy)) {
            policy.pay.scale = Scale::Factor(1.0);
        }
        (None, true)
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
        let solved = about.watched(work, receiver, scenario, stream)?;
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
    let by_policy = match compared.contribution.iter().all(|values| !values.is_empty()) {
        true => compared.contribution.clone(),
        false => compared.summary.policies.iter().map(|of| of.primary_by_run.clone()).collect(),
    };
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

fn fault(words: &str, stream: &mut TcpStream) {
    let _ = send_event(stream, "fault", &json!({ "words": words }).to_string());
}

fn told_of(run: &Finished) -> Value {
    json!({ "id": run.id, "words": run.words, "verdict": run.told["verdict"],
        "detail": run.told["detail"] })
}

/// A run on its way.
#[derive(Clone, Copy)]
struct About<'a> {
    ends: &'a AtomicBool,
    of: u32,
    note: &'a str,
    /// What was told before.
    reached: &'a RefCell<Vec<Reached>>,
}

impl About<'_> {
    /// All runs of a scenario; `None` if nobody listens any more or one failed, which is told.
    fn run(&self, scenario: &Scenario, stream: &mut TcpStream) -> Option<Results> {
        let (sender, receiver) = channel();
        let work = || {
            let sender = sender;
            let eyes = Eyes { ends: self.ends, began: Instant::now() };
            let last = Mutex::new((Instant::now(), 0));
            let seen = |results: &Results| told_now(results, &last, &sender);
            let pace = |results: &Results| match results.replications {
                0 => FIRST,
                runs => runs.min(LARGEST).min(scenario.replications - runs),
            };
            let ran = experiment::run_watched(scenario, &mut (), pace, &seen, &eyes);
            ran.map_err(|failure| failure.to_string())
        };
        match self.watched(work, receiver, scenario, stream)? {
            Ok(ran) => Some(ran),
            Err(words) => {
                fault(&words, stream);
                None
            }
        }
    }

    /// Does work on another thread and tells what it says; `None` if nobody listened to the end.
    fn watched<T: Send>(
        &self,
        work: impl FnOnce() -> T + Send,
        receiver: std::sync::mpsc::Receiver<Said>,
        scenario: &Scenario,
        stream: &mut TcpStream,
    ) -> Option<T> {
        let done = std::thread::scope(|scope| {
            let worker = scope.spawn(work);
            loop {
                let said = receiver.recv_timeout(LOOKED_EVERY);
                let is_heard = match said {
                    Ok(said) => self.pass_on(&said, scenario, stream),
                    Err(RecvTimeoutError::Timeout) => true,
                    Err(RecvTimeoutError::Disconnected) => break,
                };
                if !is_heard || is_gone(stream) {
                    self.ends.store(true, Ordering::Relaxed);
                }
            }
            worker.join().ok()
        });
        done.filter(|_| !self.ends.load(Ordering::Relaxed))
    }

    fn pass_on(&self, said: &Said, scenario: &Scenario, stream: &mut TcpStream) -> bool {
        let (name, data) = match said {
            Said::Results(results) => {
                ("answer", self.told(scenario, results, Vec::new(), self.note).1)
            }
            Said::Reference(runs, planned) => (
                "reference",
                json!({ "done": runs, "of": planned, "words": format!(
                    "{OLD_PAY} Finding the factor at which it does: {runs} of {planned} reference years."
                ) }),
            ),
        };
        send_event(stream, name, &data.to_string()).is_ok()
    }

    /// What is known by now, for the page.
    fn told(
        &self,
        scenario: &Scenario,
        results: &Results,
        warnings: Vec<String>,
        note: &str,
    ) -> (Compared, Value) {
        let warnings = [warnings, experiment::run_warnings(results)].concat();
        let summary = experiment::summarise(scenario, results, warnings);
        let money = results.measure("contribution");
        let by_run = |policy: &experiment::PolicyResults| {
            money.map_or(Vec::new(), |money| policy.values[money].clone())
        };
        let contribution = results.policies.iter().map(by_run).collect();
        let compared = Compared { summary, contribution };
        let mut reached = self.reached.borrow_mut();
        reached.extend(handover::reached(&compared));
        let answer = handover::answer(compared.clone(), &reached);
        let funnels =
            answer.funnels.iter().map(|(label, html)| json!({ "label": label, "html": html }));
        let told = json!({
            "verdict": answer.verdict, "detail": answer.detail, "dots": answer.dots,
            "measures": answer.measures, "settling": answer.settling, "funnels": funnels.collect::<Vec<_>>(),
            "warnings": compared.summary.warnings, "note": note,
            "done": results.replications, "of": self.of,
        });
        (compared, told)
    }
}

/// Hands on what there is, at once and then every now and then.
fn told_now(results: &Results, last: &Mutex<(Instant, u32)>, sender: &Sender<Said>) {
    let mut last = last.lock().unwrap_or_else(PoisonError::into_inner);
    let is_first = last.1 == 0 && results.replications >= FIRST;
    let is_time = last.1 > 0 && last.0.elapsed() >= TOLD_EVERY && results.replications > last.1;
    if is_first || is_time {
        *last = (Instant::now(), results.replications);
        let _ = sender.send(Said::Results(Box::new(results.clone())));
    }
}
