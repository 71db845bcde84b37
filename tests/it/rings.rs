//! Rings of files: files that use each other, one after the other, back to the first. Whoever changes
//! one of them must know all of them, so they must not become more.
//!
//! A file uses another if a path in it leads there; what a parent passes on from its children (`pub
//! use`) leads to where it stands.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use crate::architecture::find;

/// The name of a module, from the root of the crate.
type Name = Vec<String>;

/// Rings that there are. Fewer are welcome: then lower the number.
const RINGS: usize = 8;
/// Modules whose files are in none.
const FREE: [&str; 4] = ["math", "engine", "stats", "cli"];

/// The files of the crate, as text without comments.
struct Files(BTreeMap<Name, String>);

impl Files {
    fn read() -> Self {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
        let mut paths = Vec::new();
        find(&root, &mut paths);
        let file = |path: PathBuf| {
            let inner = path.strip_prefix(&root).expect("a file of the crate").with_extension("");
            let name = inner.iter().map(|part| part.to_string_lossy().into_owned());
            let name: Name = name.filter(|part| part != "mod" && part != "lib").collect();
            let text = fs::read_to_string(&path).expect("a text");
            let lines = text.lines().map(|line| line.split("//").next().unwrap_or(""));
            (name, lines.collect::<Vec<_>>().join("\n"))
        };
        Self(paths.into_iter().map(file).filter(|(name, _)| *name != ["main"]).collect())
    }

    /// The paths in a file, those of `use` unfolded; and whether each is passed on.
    fn paths(&self, name: &Name) -> Vec<(String, bool)> {
        let mut paths = Vec::new();
        for statement in self.0[name].split(';') {
            let line = statement.rsplit('\n').find(|line| line.contains("use ")).unwrap_or("");
            let Some(at) = statement.rfind("use ").filter(|_| {
                let head = line.split("use ").next().unwrap_or("").trim();
                head.is_empty() || head.starts_with("pub") && !head.contains(['{', '='])
            }) else {
                continue;
            };
            let is_passed_on = line.trim().starts_with("pub");
            for path in unfolded(&statement[at + 4..]) {
                paths.push((path, is_passed_on));
            }
        }
        for start in ["crate::", "super::"] {
            for (at, _) in self.0[name].match_indices(start) {
                let is_word = |c: char| c.is_alphanumeric() || c == '_' || c == ':';
                let text = &self.0[name][at..];
                let before = self.0[name][..at].chars().next_back();
                let path = &text[..text.find(|c| !is_word(c)).unwrap_or(text.len())];
                // What is unfolded above ends here with its colons.
                if before.is_none_or(|c| !is_word(c)) && !path.ends_with(':') {
                    paths.push((path.to_owned(), false));
                }
            }
        }
        paths
    }

    /// The file that a path in the file `from` leads to.
    fn target(&self, from: &Name, path: &str, steps: u8) -> Option<Name> {
        let path = path.split(" as ").next()?.trim();
        let mut parts: Vec<&str> = path.split("::").map(str::trim).collect();
        let mut at = match *parts.first()? {
            "crate" => Name::new(),
            "super" | "self" => from.clone(),
            child if self.0.contains_key(&joined(from, child)) => from.clone(),
            _ => return None,
        };
        while let Some(first) =
            parts.first().filter(|part| ["crate", "super", "self"].contains(part))
        {
            if *first == "super" {
                at.pop();
            }
            parts.remove(0);
        }
        while let Some(child) = parts.first().filter(|part| self.0.contains_key(&joined(&at, part)))
        {
            at = joined(&at, child);
            parts.remove(0);
        }
        let ends = |other: &str| {
            other.rsplit("::").next().unwrap_or("").rsplit(' ').next() == parts.first().copied()
        };
        let passed_on = self.0.contains_key(&at).then(|| self.paths(&at))?;
        let passed_on =
            passed_on.into_iter().find(|(other, is)| *is && !parts.is_empty() && ends(other));
        match passed_on.filter(|_| steps > 0) {
            Some((other, _)) => self.target(&at, &other, steps - 1).or(Some(at)),
            None => Some(at),
        }
    }

    /// Which files each file uses.
    fn uses(&self) -> BTreeMap<Name, BTreeSet<Name>> {
        let of = |name: &Name| {
            let paths = self.paths(name).into_iter();
            let used = paths.filter_map(|(path, is_passed_on)| {
                let target = self.target(name, &path, 6)?;
                let is_own_child = is_passed_on && target.starts_with(name);
                (target != *name && !is_own_child).then_some(target)
            });
            used.filter(|target| self.0.contains_key(target)).collect()
        };
        self.0.keys().map(|name| (name.clone(), of(name))).collect()
    }
}

fn joined(name: &Name, child: &str) -> Name {
    name.iter().cloned().chain([child.to_owned()]).collect()
}

/// `a::{b, c::{d, e}}` as `a::b`, `a::c::d` and `a::c::e`.
fn unfolded(path: &str) -> Vec<String> {
    let Some((head, rest)) = path.split_once('{') else { return vec![path.trim().to_owned()] };
    let body = rest.rsplit_once('}').map_or(rest, |(body, _)| body);
    let (mut depth, mut parts) = (0, vec![String::new()]);
    for c in body.chars() {
        match c {
            ',' if depth == 0 => parts.push(String::new()),
            _ => {
                depth += i32::from(c == '{') - i32::from(c == '}');
                parts.last_mut().expect("never empty").push(c);
            }
        }
    }
    let parts = parts.iter().filter(|part| !part.trim().is_empty());
    parts.flat_map(|part| unfolded(&format!("{}{}", head.trim(), part.trim()))).collect()
}

/// Everything that a file leads to.
fn reached(from: &Name, uses: &BTreeMap<Name, BTreeSet<Name>>) -> BTreeSet<Name> {
    let (mut found, mut next) = (BTreeSet::new(), vec![from]);
    while let Some(name) = next.pop() {
        for used in uses.get(name).into_iter().flatten() {
            if found.insert(used.clone()) {
                next.push(used);
            }
        }
    }
    found
}

/// The rings, each with its files.
fn rings() -> Vec<BTreeSet<Name>> {
    let uses = Files::read().uses();
    let reach: BTreeMap<&Name, _> = uses.keys().map(|name| (name, reached(name, &uses))).collect();
    let ring = |name: &&Name| -> BTreeSet<Name> {
        let back = reach[*name].iter().filter(|other| reach[other].contains(*name));
        back.cloned().collect()
    };
    let rings: BTreeSet<_> = reach.keys().map(ring).filter(|ring| ring.len() > 1).collect();
    rings.into_iter().collect()
}

#[test]
fn files_that_use_each_other_do_not_become_more() {
    let rings = rings();
    let words = |ring: &BTreeSet<Name>| {
        ring.iter().map(|name| name.join("/")).collect::<Vec<_>>().join(" ")
    };
    let all: Vec<String> = rings.iter().map(words).collect();
    assert_eq!(rings.len(), RINGS, "{}", all.join("\n"));
    for name in rings.iter().flatten() {
        assert!(!FREE.contains(&name[0].as_str()), "{} is in a ring", name.join("/"));
    }
}

#[test]
fn a_ring_is_found() {
    let file = |text: &str| text.to_owned();
    let files = [
        (vec!["a".to_owned()], file("pub use b::Thing;\nmod b;\n")),
        (vec!["a".to_owned(), "b".to_owned()], file("use super::c::{self, Other};\n")),
        (vec!["a".to_owned(), "c".to_owned()], file("fn f(_: super::Thing) {}\n")),
    ];
    let uses = Files(files.into_iter().collect()).uses();
    let b = vec!["a".to_owned(), "b".to_owned()];
    assert!(reached(&b, &uses).contains(&b), "{uses:?}");
    assert!(uses[&vec!["a".to_owned()]].is_empty(), "what is passed on is no use: {uses:?}");
}
