//! A run on its way: in growing steps, told as they come in, ended when nobody listens.
#![expect(clippy::disallowed_types, reason = "how often is told goes by the clock on the wall")]

use std::cell::RefCell;
use std::net::TcpStream;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::http::{is_gone, send_event};
use crate::experiment::{self, Results, Watch};
use crate::report::handover::{self, Compared, Reached};
use crate::scenario::Scenario;

/// Runs of the first step, and of the largest.
const FIRST: u32 = 4;
const LARGEST: u32 = 64;
/// What came in is told this often.
const TOLD_EVERY: Duration = Duration::from_millis(300);
/// Who has gone is noticed within this time.
const LOOKED_EVERY: Duration = Duration::from_millis(80);
/// Said of runs whose pay is not yet at market cost.
pub(super) const OLD_PAY: &str = "Variable pay still has the factor from before this change, so it may not cost the same \
    yet.";

/// What a worker says on its way.
pub(super) enum Said {
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

/// Tells that a run failed.
pub(super) fn fault(words: &str, stream: &mut TcpStream) {
    let _ = send_event(stream, "fault", &json!({ "words": words }).to_string());
}

/// A run on its way.
#[derive(Clone, Copy)]
pub(super) struct About<'a> {
    pub(super) ends: &'a AtomicBool,
    pub(super) of: u32,
    pub(super) note: &'a str,
    /// What was told before.
    pub(super) reached: &'a RefCell<Vec<Reached>>,
}

impl About<'_> {
    /// All runs of a scenario; `None` if nobody listens any more or one failed, which is told.
    pub(super) fn run(&self, scenario: &Scenario, stream: &mut TcpStream) -> Option<Results> {
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
        match self.watched(work, &receiver, scenario, stream)? {
            Ok(ran) => Some(ran),
            Err(words) => {
                fault(&words, stream);
                None
            }
        }
    }

    /// Does work on another thread and tells what it says; `None` if nobody listened to the end.
    pub(super) fn watched<T: Send>(
        &self,
        work: impl FnOnce() -> T + Send,
        receiver: &Receiver<Said>,
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
            Said::Results(results) => ("answer", self.told(scenario, results, Vec::new()).1),
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
    pub(super) fn told(
        &self,
        scenario: &Scenario,
        results: &Results,
        warnings: Vec<String>,
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
            "warnings": compared.summary.warnings, "note": self.note,
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
