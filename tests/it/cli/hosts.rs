//! Programs that call commands within their own process.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};

use posse::cli::{self, Code, Host};
use posse::report::Source;

use super::studies::{STUDIES, results};
use super::{Place, TINY};

#[derive(Default)]
struct Listener {
    result: Mutex<String>,
    said: Mutex<Vec<String>>,
    is_stopped: AtomicBool,
}

impl Host for Listener {
    fn result(&self, text: &str) {
        self.result.lock().unwrap().push_str(text);
    }

    fn say(&self, text: &str) {
        self.said.lock().unwrap().push(text.to_owned());
    }

    fn is_stopped(&self) -> bool {
        self.is_stopped.load(Ordering::Relaxed)
    }
}

/// Calls a command with the scenario [`TINY`], whose results go to `out` in a place.
fn call(place: &Place, words: &[&str], listener: &Arc<Listener>) -> Code {
    let out = place.path("out").display().to_string();
    let words = [words, &["-o", &out]].concat();
    let words: Vec<String> = words.into_iter().map(str::to_owned).collect();
    let tiny = Source { name: "tiny.toml".to_owned(), text: TINY.to_owned() };
    cli::call(&words, vec![tiny], listener.clone()).0
}

#[test]
fn a_call_has_the_bytes_of_the_command_and_needs_no_file() {
    for study in STUDIES {
        let (place, empty) = (Place::tiny(), Place::new());
        let told = place.posse(&[study, &["-o", "out"][..]].concat()).result();
        let listener = Arc::new(Listener::default());
        assert_eq!(call(&empty, study, &listener), Code::Done);
        assert_eq!(results(&empty, "out"), results(&place, "out"), "{study:?}");
        let words = |text: &str| -> Vec<String> {
            let words = text.split_whitespace().filter(|word| !word.contains("out"));
            words.map(str::to_owned).collect()
        };
        assert_eq!(words(&listener.result.lock().unwrap()), words(&told), "{study:?}");
    }
}

#[test]
fn calls_at_the_same_time_do_not_hear_of_each_other() {
    let one = |seed: &str| {
        let (place, listener) = (Place::new(), Arc::new(Listener::default()));
        let words = ["compare", "tiny.toml", "--seed", seed];
        assert_eq!(call(&place, &words, &listener), Code::Done);
        listener.result.lock().unwrap().clone()
    };
    let told: Vec<String> = std::thread::scope(|scope| {
        let threads: Vec<_> = ["3", "4", "5"].map(|seed| scope.spawn(move || one(seed))).into();
        threads.into_iter().map(|thread| thread.join().unwrap()).collect()
    });
    for (seed, told) in ["3", "4", "5"].iter().zip(told) {
        assert_eq!(told.matches("seed ").count(), 1, "{told}");
        assert!(told.contains(&format!("seed {seed}")), "{told}");
    }
}

#[test]
fn a_host_that_wants_to_stop_has_what_is_done_and_others_go_on() {
    let (place, listener) = (Place::new(), Arc::new(Listener::default()));
    listener.is_stopped.store(true, Ordering::Relaxed);
    let words = ["compare", "tiny.toml", "-n", "100000"];
    assert_eq!(call(&place, &words, &listener), Code::Interrupted);
    assert_eq!(place.json("out/results.json")["interrupted"], true);
    let other = Arc::new(Listener::default());
    assert_eq!(call(&Place::new(), &["compare", "tiny.toml"], &other), Code::Done);
}

#[test]
fn wrong_words_and_mistakes_are_said_without_colours() {
    let listener = Arc::new(Listener::default());
    let place = Place::new();
    assert_eq!(call(&place, &["compare", "--seed", "x"], &listener), Code::Refused);
    assert_eq!(call(&place, &["compare", "other.toml"], &listener), Code::Refused);
    let said = listener.said.lock().unwrap().concat();
    assert!(said.contains("expected a whole number") && said.contains("no file `other.toml`"));
    assert!(!said.contains('\u{1b}'), "{said}");
}
