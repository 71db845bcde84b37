//! A program that calls the commands within its own process, e.g. a Python interpreter: it gives the
//! words and the files, takes what would go to stdout and stderr, and says when to stop.
//!
//! Each call is its own: several threads may call at once.

use std::cell::RefCell;
use std::sync::{Arc, Mutex, PoisonError};

use crate::report::Source;

/// What takes the place of the terminal.
pub trait Host: Send + Sync {
    /// Takes a result, which the command would print on stdout.
    fn result(&self, text: &str);

    /// Takes anything else that is said: mistakes, warnings, progress.
    fn say(&self, text: &str);

    /// Whether to end after the runs in hand, as after Ctrl-C.
    fn is_stopped(&self) -> bool;
}

/// A host and the files of one call.
struct Guest {
    host: Arc<dyn Host>,
    files: Mutex<Vec<Source>>,
}

/// The right to call on behalf of a host; what is said is the host's until this is dropped.
pub(super) struct Hosted(Arc<Guest>);

thread_local! {
    /// The host of this thread, if what it does was called by one.
    static GUEST: RefCell<Option<Arc<Guest>>> = const { RefCell::new(None) };
}

impl Hosted {
    /// Lets this thread work for a host.
    pub(super) fn new(host: Arc<dyn Host>, files: Vec<Source>) -> Self {
        let guest = Arc::new(Guest { host, files: Mutex::new(files) });
        GUEST.set(Some(guest.clone()));
        Self(guest)
    }

    /// The files of the call, with what was added to them.
    pub(super) fn files(&self) -> Vec<Source> {
        self.0.files.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl Drop for Hosted {
    fn drop(&mut self) {
        GUEST.set(None);
    }
}

/// What a thread does first that works for the one that calls this: it gets the same host.
pub(super) fn handed_on() -> impl Fn(usize) + Send + Sync + 'static {
    let guest = GUEST.with_borrow(Clone::clone);
    move |_| GUEST.set(guest.clone())
}

/// Whether a host called.
pub(super) fn is_there() -> bool {
    GUEST.with_borrow(Option::is_some)
}

/// Whether the host wants to stop; `None` if there is none.
pub(super) fn is_stopped() -> Option<bool> {
    GUEST.with_borrow(|guest| guest.as_ref().map(|guest| guest.host.is_stopped()))
}

/// Gives the host a result; `false` if there is no host.
pub(super) fn result(text: &str) -> bool {
    told(text, |host, text| host.result(text))
}

/// Says something to the host; `false` if there is none.
pub(super) fn say(text: &str) -> bool {
    told(text, |host, text| host.say(text))
}

/// Hands a text over without colours. The host may call again on the way.
fn told(text: &str, tell: impl FnOnce(&dyn Host, &str)) -> bool {
    let Some(guest) = GUEST.with_borrow(Clone::clone) else { return false };
    tell(guest.host.as_ref(), &anstream::adapter::strip_str(text).to_string());
    true
}

/// The text of a file of the call.
pub(super) fn file(name: &str) -> Option<String> {
    GUEST.with_borrow(|guest| {
        let files = guest.as_ref()?.files.lock().unwrap_or_else(PoisonError::into_inner);
        named(&files, name).map(str::to_owned)
    })
}

/// Adds files to those of the call, in the place of those of the same name; `false` if no host
/// called.
pub(super) fn keep(sources: &[Source]) -> bool {
    GUEST.with_borrow(|guest| {
        let Some(guest) = guest else { return false };
        let mut files = guest.files.lock().unwrap_or_else(PoisonError::into_inner);
        files.retain(|file| named(sources, &file.name).is_none());
        files.extend_from_slice(sources);
        true
    })
}

/// The text of the file of this name.
pub(super) fn named<'s>(sources: &'s [Source], name: &str) -> Option<&'s str> {
    sources.iter().find(|source| source.name == name).map(|source| source.text.as_str())
}
