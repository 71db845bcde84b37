//! Ctrl-C, and what else asks a process to end: finish the runs in hand, write what there is, and
//! say so.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, Once, PoisonError};

use super::{Code, host, talk};
use crate::report::Lock;

static WANTED: AtomicBool = AtomicBool::new(false);
static LISTENS: Once = Once::new();
/// The lock on the folder in use, where a process that ends at once can give it back.
static HELD: Mutex<Option<Lock>> = Mutex::new(None);

/// The right to write a folder: it is given back when this is dropped or the process ends at once.
#[derive(Debug)]
pub(super) enum Held {
    /// By a command that a host called: there may be several.
    Hosted { _lock: Lock },
    /// By the command of this process.
    Alone,
}

impl Held {
    /// Takes the lock with `take`. A process that ends at once meanwhile waits until the lock can be
    /// given back: it never leaves one behind.
    pub(super) fn by<E>(take: impl FnOnce() -> Result<Lock, E>) -> Result<Self, E> {
        if host::is_there() {
            return Ok(Self::Hosted { _lock: take()? });
        }
        let mut held = HELD.lock().unwrap_or_else(PoisonError::into_inner);
        *held = Some(take()?);
        Ok(Self::Alone)
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        if matches!(self, Self::Alone) {
            give_back();
        }
    }
}

fn give_back() {
    drop(HELD.lock().unwrap_or_else(PoisonError::into_inner).take());
}

/// Tells whether the user wants to stop. There is one such wish in a process, or of each host.
#[derive(Clone, Copy, Debug)]
pub(super) struct Stop;

impl Stop {
    /// Listens for Ctrl-C (and, on Unix, for SIGTERM and SIGHUP) from now on; the second one ends the
    /// process at once.
    pub(super) fn listen() -> Self {
        if host::is_there() {
            // The signals of the process are the host's.
            return Self;
        }
        let handler = || {
            if WANTED.swap(true, Ordering::SeqCst) {
                give_back();
                std::process::exit(Code::Interrupted as i32);
            }
            talk::say("\nstopping after the runs in hand; Ctrl-C again stops at once");
        };
        LISTENS.call_once(|| {
            // Without a handler Ctrl-C simply ends the process: no reason to fail.
            let _ = ctrlc::set_handler(handler);
        });
        Self
    }

    /// Whether the user asked.
    #[expect(clippy::unused_self, reason = "only who listens may ask")]
    pub(super) fn is_wanted(self) -> bool {
        host::is_stopped().unwrap_or_else(|| WANTED.load(Ordering::SeqCst))
    }
}
