//! Ctrl-C: finish the runs in hand, write what there is, and say so.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use super::{Code, talk};

/// Tells whether the user wants to stop.
#[derive(Clone, Debug, Default)]
pub(super) struct Stop(Arc<AtomicBool>);

impl Stop {
    /// Listens for Ctrl-C from now on; the second one ends the process at once.
    pub(super) fn listen() -> Self {
        let stop = Self::default();
        let flag = Arc::clone(&stop.0);
        let handler = move || {
            if flag.swap(true, Ordering::SeqCst) {
                std::process::exit(Code::Interrupted as i32);
            }
            talk::say("\nstopping after the runs in hand; Ctrl-C again stops at once");
        };
        // Without a handler Ctrl-C simply ends the process: no reason to fail.
        let _ = ctrlc::set_handler(handler);
        stop
    }

    /// Whether Ctrl-C was pressed.
    pub(super) fn is_wanted(&self) -> bool {
        self.0.load(Ordering::SeqCst)
    }
}
