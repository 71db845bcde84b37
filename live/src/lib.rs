//! posse for pages: one call runs two policies of a scenario on the same luck, with some inputs moved, and tells
//! what is known after every few runs.
//!
//! The page writes a request as JSON where [`room`] says, calls [`run`], and is called back with JSON.

mod answer;
mod request;

use std::sync::{Mutex, PoisonError};

use posse::experiment::{self, Results};

use answer::Told;
use request::Request;

/// What `posse report` looks for before a page carries this file along: the same model answers with the same bits.
#[used]
static MARK: &str = posse::scenario::MODEL;

/// Where the page writes its request.
static REQUEST: Mutex<Vec<u8>> = Mutex::new(Vec::new());

/// Makes room for a request of so many bytes and says where.
#[allow(unsafe_code, reason = "a name by which the page finds it")]
#[unsafe(no_mangle)]
pub extern "C" fn room(bytes: usize) -> *mut u8 {
    let mut request = REQUEST.lock().unwrap_or_else(PoisonError::into_inner);
    request.clear();
    request.resize(bytes, 0);
    request.as_mut_ptr()
}

/// Runs what the request asks for.
#[allow(unsafe_code, reason = "a name by which the page finds it")]
#[unsafe(no_mangle)]
pub extern "C" fn run() {
    let request = REQUEST.lock().unwrap_or_else(PoisonError::into_inner);
    let asked = Request::read(&request).and_then(|request| answered(&request));
    if let Err(words) = asked {
        tell(&answer::wrong(&words));
    }
}

/// Runs in growing steps and tells what each came to.
fn answered(request: &Request) -> Result<(), String> {
    let scenario = request.scenario()?;
    let pace = |results: &Results| match results.replications {
        runs @ 0..=1 => 1.min(request.runs - runs),
        runs => (runs / 2).min(request.runs - runs),
    };
    let seen = |results: &Results| {
        if results.replications > 0 {
            tell(&Told { scenario: &scenario, results, measures: &request.measures }.json());
        }
    };
    let ran = experiment::run_watched(&scenario, &mut (), pace, &seen, &|| false);
    ran.map(|_| ()).map_err(|failure| failure.to_string())
}

/// Calls the page back with a text.
#[allow(unsafe_code, reason = "a function of the page")]
fn tell(text: &str) {
    #[link(wasm_import_module = "page")]
    unsafe extern "C" {
        safe fn told(text: *const u8, bytes: usize);
    }
    told(text.as_ptr(), text.len());
}
