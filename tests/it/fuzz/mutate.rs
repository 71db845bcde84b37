//! Scenarios as no sane person writes them: the shipped ones with a few mistakes each, the same for
//! the same number.

use std::fs;
use std::path::Path;

/// Values that a key hardly ever expects.
const VALUES: [&str; 44] = [
    "0",
    "-1",
    "1e308",
    "-1e308",
    "1e-308",
    "5e-324",
    "0.1",
    "7",
    "1_000_000_000",
    "9223372036854775807",
    "nan",
    "inf",
    "-inf",
    "true",
    "[]",
    "[0]",
    "[1, 2, 3]",
    "[[]]",
    "{}",
    "{ x = 1 }",
    "\"\"",
    "\" \"",
    "\"0 h\"",
    "\"-1 h\"",
    "\"1e300 h\"",
    "\"1e-300 h\"",
    "\"3 wd\"",
    "\"40 %\"",
    "\"140 %\"",
    "\"-5 %\"",
    "\"1 per week\"",
    "\"1e12 per h\"",
    "\"0 per week\"",
    "\"2 to 9 h\"",
    "\"9 to 2 h\"",
    "\"forever\"",
    "\"é\\u0000\\u202E\u{1F600}\"",
    "2026-02-30",
    "2026-11-30",
    "{ exponential = \"1 h\" }",
    "{ lognormal = { mu = 100, sigma = 300 } }",
    "{ gamma = { shape = 0, scale = 1 } }",
    "{ discrete = { values = [1, 2], weights = [0, 0] } }",
    "{ value = 1, uncertain = \"0 to 3\" }",
];

/// Numbers to stand for others.
const NUMBERS: [&str; 16] = [
    "0", "1", "2", "-1", "0.5", "1.5", "3", "10", "100", "1e6", "1e12", "1e300", "1e-9", "-0.0",
    "nan", "65",
];

/// Units to stand for others.
const UNITS: [&str; 14] = [
    "h",
    "d",
    "wd",
    "min",
    "s",
    "weeks",
    "year",
    "%",
    "pp",
    "k",
    "M",
    "per week",
    "per h",
    "fortnights",
];

/// A die that falls the same way for the same number (`SplitMix64`).
pub(super) struct Die(u64);

impl Die {
    /// The die of one mutant.
    pub(super) fn new(number: u64) -> Self {
        Self(number.wrapping_mul(0x9e37_79b9_7f4a_7c15))
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number below `count`, which is above 0.
    pub(super) fn below(&mut self, count: usize) -> usize {
        usize::try_from(self.next() % count as u64).expect("below a usize")
    }

    fn of<'a, T>(&mut self, things: &'a [T]) -> &'a T {
        &things[self.below(things.len())]
    }
}

/// A shipped scenario: its file's name and its text.
pub(super) struct Original {
    pub(super) name: String,
    pub(super) text: String,
}

/// The shipped scenarios, by name.
pub(super) fn originals(root: &Path) -> Vec<Original> {
    let entries = fs::read_dir(root.join("scenarios")).expect("the shipped scenarios");
    let mut paths: Vec<_> = entries.map(|entry| entry.expect("an entry").path()).collect();
    paths.sort();
    let is_scenario = |path: &&std::path::PathBuf| path.extension().is_some_and(|e| e == "toml");
    let read = |path: &std::path::PathBuf| Original {
        name: path.file_name().expect("a name").to_string_lossy().into_owned(),
        text: fs::read_to_string(path).expect("a text"),
    };
    paths.iter().filter(is_scenario).map(read).collect()
}

/// Mutant `number`: the name of the scenario it was, and its text with one or two mistakes.
pub(super) fn mutant(originals: &[Original], number: u64) -> (&str, String) {
    let mut die = Die::new(number);
    let original = die.of(originals);
    let mut lines: Vec<String> = original.text.lines().map(str::to_owned).collect();
    for _ in 0..=die.below(2) {
        // comments and empty lines are no place for a mistake
        let places: Vec<usize> = (0..lines.len())
            .filter(|at| !lines[*at].trim().is_empty() && !lines[*at].trim().starts_with('#'))
            .collect();
        if places.is_empty() {
            break;
        }
        let at = *die.of(&places);
        mistake(&mut die, &mut lines, at, originals);
    }
    (&original.name, lines.join("\n") + "\n")
}

fn mistake(die: &mut Die, lines: &mut Vec<String>, at: usize, originals: &[Original]) {
    let line = lines[at].clone();
    match die.below(16) {
        0 => drop(lines.remove(at)),
        1 => lines.insert(at, line),
        2 => {
            let other = die.below(lines.len());
            lines.swap(at, other);
        }
        3 | 4 => lines[at] = with_value(die, &line),
        5..=11 => lines[at] = with_part(die, &line, |c| c.is_ascii_digit() || c == '.', &NUMBERS),
        12 => lines[at] = with_part(die, &line, |c| c.is_alphabetic() || c == '%', &UNITS),
        13 => {
            let others: Vec<&str> = die.of(originals).text.lines().collect();
            lines.insert(at, (*die.of(&others)).to_owned());
        }
        14 => lines[at] = misspelt(die, &line),
        _ => lines.truncate(at + 1),
    }
}

/// `key = …` with another value.
fn with_value(die: &mut Die, line: &str) -> String {
    match line.split_once('=') {
        Some((key, _)) => format!("{key}= {}", die.of(&VALUES)),
        None => format!("{line}x = {}", die.of(&VALUES)),
    }
}

/// The line with one of its runs of such characters replaced.
fn with_part(die: &mut Die, line: &str, is_part: fn(char) -> bool, by: &[&str]) -> String {
    let mut parts = Vec::new();
    let mut start = None;
    for (at, c) in line.char_indices().chain([(line.len(), '\n')]) {
        match (start, is_part(c)) {
            (None, true) => start = Some(at),
            (Some(from), false) => {
                parts.push(from..at);
                start = None;
            }
            _ => {}
        }
    }
    if parts.is_empty() {
        return with_value(die, line);
    }
    let part = die.of(&parts).clone();
    format!("{}{}{}", &line[..part.start], die.of(by), &line[part.end..])
}

/// The line with one character gone, doubled or foreign.
fn misspelt(die: &mut Die, line: &str) -> String {
    let characters: Vec<char> = line.chars().collect();
    let at = die.below(characters.len());
    let middle = match die.below(4) {
        0 => String::new(),
        1 => format!("{0}{0}", characters[at]),
        2 => "\u{0}".to_owned(),
        _ => (*die.of(&["é", "\u{202E}", "\"", "[", "]", "=", "\u{1F600}", "\t", "'"])).to_owned(),
    };
    let ends = |part: &[char]| part.iter().collect::<String>();
    format!("{}{middle}{}", ends(&characters[..at]), ends(&characters[at + 1..]))
}
