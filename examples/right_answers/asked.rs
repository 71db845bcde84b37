//! Asking posse: a folder with the questions beside the shipped scenarios, commands, their answers.

use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use serde_json::Value;

use super::limited;

pub(super) type Result<T> = std::result::Result<T, Box<dyn Error>>;
/// What posse says, and whether it is right.
pub(super) type Answer = (String, bool);

/// No question takes longer.
const PATIENCE: Duration = Duration::from_mins(1);

/// A folder of its own for each question.
pub(super) struct Place(PathBuf);

/// How a command ended.
pub(super) struct Ran {
    /// `None`: killed, by a signal or because its time was up.
    pub(super) code: Option<i32>,
    pub(super) out: String,
    pub(super) err: String,
    pub(super) seconds: f64,
}

impl Place {
    pub(super) fn new() -> Result<Self> {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let folder = root.join("target/right-answers");
        if folder.exists() {
            fs::remove_dir_all(&folder)?;
        }
        copy(&root.join("scenarios"), &folder)?;
        copy(&root.join("tests/right-answers"), &folder)?;
        Ok(Self(folder))
    }

    pub(super) fn path(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }

    pub(super) fn text(&self, name: &str) -> Result<String> {
        Ok(fs::read_to_string(self.path(name))?)
    }

    /// Begins a command; what it says goes to files named after `mark`.
    pub(super) fn begin(&self, words: &[&str], mark: &str) -> Result<std::process::Child> {
        let to = |name: &str| fs::File::create(self.path(&format!("{mark}.{name}")));
        let mut command = limited::posse(&std::env::current_exe()?, words);
        Ok(command.current_dir(&self.0).stdout(to("said")?).stderr(to("told")?).spawn()?)
    }

    /// Runs a command to its end.
    pub(super) fn posse(&self, words: &[&str]) -> Result<Ran> {
        let begun = Instant::now();
        let mut child = self.begin(words, "posse")?;
        let code = limited::end(&mut child, PATIENCE)?.and_then(|status| status.code());
        let plain = |text: String| text.replace(['\u{202F}', '\u{A0}'], " ");
        let (out, err) = (plain(self.text("posse.said")?), plain(self.text("posse.told")?));
        Ok(Ran { code, out, err, seconds: begun.elapsed().as_secs_f64() })
    }

    /// Runs a scenario and reads `results.json`.
    pub(super) fn results(&self, words: &[&str]) -> Result<Value> {
        let ran = self.posse(&[words, &["--quiet", "--force", "-o", "results"]].concat())?;
        if ran.code != Some(0) {
            return Err(ran.end().into());
        }
        Ok(serde_json::from_str(&self.text("results/results.json")?)?)
    }

    /// Whether each of these commands refuses the file, naming the place.
    pub(super) fn refused(&self, commands: &[&[&str]]) -> Result<Answer> {
        let mut told = String::new();
        for words in commands {
            let ran = self.posse(words)?;
            told = ran.places().join(", ");
            if ran.code != Some(2) || told.is_empty() {
                return Ok((format!("`{}`: {}", words[0], ran.end()), false));
            }
        }
        Ok((format!("refused at {told}"), true))
    }

    /// Writes a file of the question's own.
    pub(super) fn write(&self, name: &str, text: &str) -> Result<()> {
        Ok(fs::write(self.path(name), text)?)
    }

    /// The pay slips of a person, as JSON.
    pub(super) fn payslips(&self, file: &str, person: &str, more: &[&str]) -> Result<Value> {
        let words = ["payslip", file, "--person", person, "--json"];
        let ran = self.posse(&[&words[..], more].concat())?;
        if ran.code != Some(0) {
            return Err(ran.end().into());
        }
        Ok(serde_json::from_str::<Value>(&ran.out)?["slips"].take())
    }

    /// The mean of a measure under the first policy of a scenario; or that the scenario is refused.
    pub(super) fn mean_or_refused(
        &self,
        words: &[&str],
        key: &str,
        right: (f64, f64),
    ) -> Result<Answer> {
        let refused = self.refused(&[&["check", words[1]]])?;
        if refused.1 { Ok(refused) } else { self.mean(words, key, right) }
    }

    /// The mean of a measure under the first policy; right within the tolerance.
    pub(super) fn mean(
        &self,
        words: &[&str],
        key: &str,
        (right, by): (f64, f64),
    ) -> Result<Answer> {
        let results = self.results(words)?;
        let mean = first_policy(&results)?[key]["mean"].as_f64().unwrap_or(f64::NAN);
        Ok((format!("{mean:.4}"), (mean - right).abs() <= by))
    }

    /// Whether the command says all of these words.
    pub(super) fn says(&self, words: &[&str], all: &[&str]) -> Result<Answer> {
        let ran = self.posse(words)?;
        let said = [ran.out.as_str(), &ran.err].join("\n");
        let missing = all.iter().find(|word| !said.contains(**word));
        let is_asked = |line: &&str| all.iter().any(|word| line.contains(word));
        let lines: Vec<String> = said.lines().filter(is_asked).map(single).collect();
        Ok(match missing {
            None => (lines.join("; "), true),
            Some(word) => (format!("no `{word}` ({})", ran.end()), false),
        })
    }
}

impl Ran {
    /// How it ended, in a line.
    pub(super) fn end(&self) -> String {
        let last = self.err.lines().find(|line| !line.trim().is_empty()).unwrap_or("");
        match self.code {
            Some(code) => format!("exit {code} after {:.1} s {last}", self.seconds),
            None => format!("no answer, stopped after {:.1} s {last}", self.seconds),
        }
    }

    /// The line that holds `word`, its spaces made single.
    pub(super) fn line(&self, word: &str) -> String {
        single(self.out.lines().find(|line| line.contains(word)).unwrap_or("nothing"))
    }

    /// The places that it names: file, line and column.
    pub(super) fn places(&self) -> Vec<&str> {
        self.err
            .lines()
            .filter_map(|line| Some(line.trim_start().strip_prefix("-->")?.trim()))
            .collect()
    }
}

/// A line with single spaces.
fn single(line: &str) -> String {
    line.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The measures of the first policy.
pub(super) fn first_policy(results: &Value) -> Result<&Value> {
    let policies = results["policies"].as_object().ok_or("no policies")?;
    Ok(&policies.values().next().ok_or("no policy")?["measures"])
}

/// The rows of a CSV file without quotes, as (name of column, text).
pub(super) fn rows(text: &str) -> Vec<Vec<(&str, &str)>> {
    let mut lines = text.lines();
    let head: Vec<&str> = lines.next().unwrap_or("").split(',').collect();
    lines.map(|line| head.iter().copied().zip(line.split(',')).collect()).collect()
}

/// A number of such a row.
pub(super) fn number(row: &[(&str, &str)], column: &str) -> f64 {
    let found = row.iter().find(|(name, _)| *name == column);
    found.and_then(|(_, text)| text.parse().ok()).unwrap_or(f64::NAN)
}

fn copy(from: &Path, to: &Path) -> Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let path = entry?.path();
        let target = to.join(path.file_name().ok_or("a file has a name")?);
        if path.is_dir() {
            copy(&path, &target)?;
        } else {
            fs::copy(&path, &target)?;
        }
    }
    Ok(())
}
