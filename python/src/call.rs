//! A command, run on a thread of its own while Python goes on, heeds Ctrl-C and hears of the progress.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use posse::cli::{self, Code, Host};
use posse::report::Source;
use pyo3::exceptions::PyRuntimeError;
use pyo3::prelude::*;

/// Python is asked this often whether somebody pressed Ctrl-C.
const SIGNALS_EVERY: Duration = Duration::from_millis(50);

/// What a command tells on its way.
enum Told {
    Result(String),
    Said(String),
    Done(Code, Vec<Source>),
}

/// Hands on what a command tells, and when to stop.
struct Line {
    told: Mutex<Sender<Told>>,
    is_stopped: Arc<AtomicBool>,
}

impl Line {
    fn send(&self, told: Told) {
        // Nobody listens any more if the caller is gone: then nobody wants to know.
        let _ = self.told.lock().unwrap_or_else(PoisonError::into_inner).send(told);
    }
}

impl Host for Line {
    fn result(&self, text: &str) {
        self.send(Told::Result(text.to_owned()));
    }

    fn say(&self, text: &str) {
        self.send(Told::Said(text.to_owned()));
    }

    fn is_stopped(&self) -> bool {
        self.is_stopped.load(Ordering::Relaxed)
    }
}

/// How a command ended: its exit code, what it printed, what else it said, and the files with what
/// was found for later calls.
type Ended = (u8, String, Vec<String>, BTreeMap<String, String>);

/// Does what `posse` with these words does. `progress` gets each line of progress.
#[pyfunction]
#[pyo3(signature = (words, files, progress = None))]
pub(crate) fn call(
    py: Python<'_>,
    words: Vec<String>,
    files: BTreeMap<String, String>,
    progress: Option<Py<PyAny>>,
) -> PyResult<Ended> {
    let (sender, receiver) = channel();
    let is_stopped = Arc::new(AtomicBool::new(false));
    let line = Line { told: Mutex::new(sender.clone()), is_stopped: is_stopped.clone() };
    let sources = files.into_iter().map(|(name, text)| Source { name, text }).collect();
    let worker = thread::spawn(move || {
        let (code, files) = cli::call(&words, sources, Arc::new(line));
        let _ = sender.send(Told::Done(code, files));
    });
    let receiver = Mutex::new(receiver);
    let ended = listen(py, &receiver, (progress.as_ref(), &is_stopped));
    py.detach(|| worker.join())
        .map_err(|_| PyRuntimeError::new_err("posse gave up: see stderr"))?;
    ended
}

/// Listens to a command until its end. Whatever Python raises on the way stops the command, and is
/// raised when it has ended.
fn listen(
    py: Python<'_>,
    receiver: &Mutex<Receiver<Told>>,
    (progress, is_stopped): (Option<&Py<PyAny>>, &AtomicBool),
) -> PyResult<Ended> {
    let (mut result, mut said, mut raised) = (String::new(), Vec::new(), None);
    loop {
        let told = py.detach(|| {
            receiver.lock().unwrap_or_else(PoisonError::into_inner).recv_timeout(SIGNALS_EVERY)
        });
        let heard = match told {
            Ok(Told::Result(text)) => {
                result.push_str(&text);
                Ok(())
            }
            Ok(Told::Said(text)) if is_progress(&text) => {
                progress.map_or(Ok(()), |progress| progress.call1(py, (text,)).map(|_| ()))
            }
            Ok(Told::Said(text)) => {
                said.push(text);
                Ok(())
            }
            Ok(Told::Done(code, files)) => {
                let files = files.into_iter().map(|file| (file.name, file.text)).collect();
                return raised.map_or(Ok((code as u8, result, said, files)), Err);
            }
            Err(RecvTimeoutError::Timeout) => Ok(()),
            Err(RecvTimeoutError::Disconnected) => {
                return Err(PyRuntimeError::new_err("posse gave up"));
            }
        };
        if let Err(error) = heard.and_then(|()| py.check_signals()) {
            is_stopped.store(true, Ordering::Relaxed);
            raised = raised.or(Some(error));
        }
    }
}

/// Whether a text is a line of progress: an object of JSON.
fn is_progress(text: &str) -> bool {
    text.starts_with("{\"") && text.ends_with('}') && !text.contains('\n')
}
