//! The command: what a user types, reads and gets.

#![expect(clippy::unwrap_used, clippy::print_stdout, reason = "a test may fail and say so")]

mod books_of_pay;
mod conditions;
mod deals;
mod diff;
mod evidence;
mod explain;
mod exports;
mod extend;
mod fits;
mod folders;
mod goals;
mod help;
mod hosts;
mod imports;
mod influence;
mod manners;
mod mistakes;
mod parts;
mod pay;
mod payout;
mod payslips;
mod pick;
mod progress;
mod report;
mod results;
mod rosters;
mod runs;
mod scale;
mod search;
mod sensitivity;
mod start;
mod studies;
mod studio;
mod sweep;
mod templates;
mod transition;
mod why;

use std::fs;
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};
use std::time::Duration;

use tempfile::TempDir;

/// Two policies that differ in their meetings; a moment's work.
const TINY: &str = r#"
[channels.web]
arrivals = "5 per week"
cost = 10
[deal]
value = 1000
[stages.close]
role = "seller"
touch = "2 h"
advance = 0.4
[people.seller]
count = 2
cost = "5000 per year"
[policies.few]
[policies."many meetings"]
rules = { meetings = "20 h per week" }
[run]
weeks = 6
warm_up = "1 week"
run_out = "1 week"
replications = 6
"#;

/// A folder to be in.
struct Place(TempDir);

impl Place {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    /// A place with [`TINY`] as `tiny.toml`.
    fn tiny() -> Self {
        Self::new().with("tiny.toml", TINY)
    }

    fn with(self, name: &str, text: impl AsRef<[u8]>) -> Self {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
        self
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn text(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap()
    }

    fn json(&self, name: &str) -> serde_json::Value {
        serde_json::from_str(&self.text(name)).unwrap()
    }

    fn entries(&self, name: &str) -> Vec<String> {
        let entries = fs::read_dir(self.path(name)).unwrap();
        let name = |e: std::io::Result<fs::DirEntry>| e.unwrap().file_name().into_string().unwrap();
        let mut names: Vec<String> = entries.map(name).collect();
        names.sort();
        names
    }

    /// The command with these words, and nothing of the environment that could colour it.
    fn command(&self, words: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_posse"));
        command.args(words).current_dir(self.0.path()).stdin(Stdio::null());
        for name in ["NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE", "RUST_BACKTRACE"] {
            command.env_remove(name);
        }
        command
    }

    fn posse(&self, words: &[&str]) -> Ran {
        Ran::from(self.command(words).output().unwrap())
    }
}

/// What a command did.
#[derive(Debug)]
struct Ran {
    code: Option<i32>,
    out: String,
    err: String,
}

impl From<Output> for Ran {
    fn from(output: Output) -> Self {
        let text = |bytes| String::from_utf8(bytes).unwrap();
        Self { code: output.status.code(), out: text(output.stdout), err: text(output.stderr) }
    }
}

impl Ran {
    /// What it said on stderr, having refused with this code and said nothing else.
    #[track_caller]
    fn refusal(self, code: i32) -> String {
        assert_eq!((self.code, self.out.as_str()), (Some(code), ""), "{}", self.err);
        self.err
    }

    /// What it said on stdout, having ended well.
    #[track_caller]
    fn result(self) -> String {
        assert_eq!(self.code, Some(0), "{}", self.err);
        self.out
    }
}

/// Waits for what another process does; a test that waits in vain fails instead of hanging.
#[track_caller]
fn until(mut is_so: impl FnMut() -> bool) {
    const PATIENCE_MS: u32 = 120_000;
    for _ in 0..PATIENCE_MS {
        if is_so() {
            return;
        }
        std::thread::sleep(Duration::from_millis(1));
    }
    panic!("waited in vain");
}

/// Starts a command three times and kills it: as soon as it keeps more than before, and some moments later.
fn kill_thrice(place: &Place, words: &[&str], folder: &str) {
    let blocks = || {
        let folder = place.path(&format!("{folder}.unfinished/blocks"));
        fs::read_dir(folder).map_or(0, |entries| entries.flatten().count())
    };
    for milliseconds in [0, 40, 10] {
        let before = blocks();
        let mut command = place.command(words);
        let mut child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        until(|| blocks() > before || child.try_wait().unwrap().is_some());
        std::thread::sleep(Duration::from_millis(milliseconds));
        let _ = child.kill();
        child.wait().unwrap();
    }
}

/// Waits until the process handles Ctrl-C, where the system tells it (Linux); elsewhere long enough.
#[cfg(unix)]
#[track_caller]
fn until_it_listens(process: u32) {
    const INTERRUPT: u64 = 1 << 1;
    let listens = || {
        let status = fs::read_to_string(format!("/proc/{process}/status")).ok()?;
        let caught = status.lines().find_map(|line| line.strip_prefix("SigCgt:"))?;
        Some(u64::from_str_radix(caught.trim(), 16).ok()? & INTERRUPT != 0)
    };
    match listens() {
        Some(_) => until(|| listens() == Some(true)),
        None => std::thread::sleep(Duration::from_millis(800)),
    }
}

/// Presses Ctrl-C.
#[cfg(unix)]
fn interrupt(process: u32) {
    let status = Command::new("kill").args(["-INT", &process.to_string()]).status();
    assert!(status.unwrap().success());
}
