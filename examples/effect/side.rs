//! One side of the comparison: a build of the command, in a folder of its own.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use serde_json::Value;

use super::{Case, Outcome, RUNS, corpus, limited};

/// Time of one side of a scenario.
const PATIENCE: Duration = Duration::from_secs(5);

pub(super) struct Side {
    binary: PathBuf,
    folder: PathBuf,
    /// The scenarios as they shipped with this build, for those that it refuses as they ship now.
    own: Option<PathBuf>,
}

/// What one side made of a scenario.
pub(super) struct Made {
    /// How the command ended; `None` if its time was up.
    pub(super) code: Option<i32>,
    pub(super) results: Value,
    /// By name of the chart: its SVG. The PNG is made of nothing else.
    pub(super) pictures: BTreeMap<String, Vec<u8>>,
    /// Whether the scenario is the one that shipped with this build.
    pub(super) is_own: bool,
}

impl Side {
    /// The folder is filled with the scenarios that ship now, for both sides alike.
    pub(super) fn new(root: &Path, binary: PathBuf, folder: PathBuf) -> Outcome<Self> {
        corpus::fill(root, &folder)?;
        Ok(Self { binary, folder, own: None })
    }

    /// The same, with the scenarios of its own revision at hand, which stand below `tree`.
    pub(super) fn with_own(self, tree: &Path) -> Self {
        Self { own: Some(tree.join("scenarios")), ..self }
    }

    /// Runs a scenario. One that this build refuses as it ships now is run as it shipped then.
    pub(super) fn made_of(&self, case: &Case) -> Made {
        if let Some(text) = &case.text {
            // a file that cannot be written is missing on both sides, and said to end alike
            let _ = fs::write(self.folder.join(&case.file), text);
        }
        let made = self.made_in(&self.folder, &case.file);
        match &self.own {
            Some(own) if made.code == Some(2) && own.join(&case.file).exists() => {
                Made { is_own: true, ..self.made_in(own, &case.file) }
            }
            _ => made,
        }
    }

    fn made_in(&self, folder: &Path, file: &str) -> Made {
        let out = self.folder.join("out").join(file);
        let target = out.to_string_lossy();
        let words = ["compare", file, "-n", RUNS, "-j", "1", "--quiet", "-o", &*target];
        let mut command = limited::posse(&self.binary, &words);
        command.current_dir(folder).stdout(Stdio::null()).stderr(Stdio::null());
        let ended = command.spawn().and_then(|mut child| limited::end(&mut child, PATIENCE));
        let text = fs::read_to_string(out.join("results.json")).unwrap_or_default();
        Made {
            code: ended.ok().flatten().and_then(|status| status.code()),
            results: serde_json::from_str(&text).unwrap_or(Value::Null),
            pictures: pictures_in(&out),
            is_own: false,
        }
    }
}

fn pictures_in(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let files = fs::read_dir(folder).into_iter().flatten().filter_map(Result::ok);
    let paths = files.map(|entry| entry.path());
    let pictures = paths.filter(|path| path.extension().is_some_and(|end| end == "svg"));
    let name = |path: &Path| path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    pictures.map(|path| (name(&path), fs::read(&path).unwrap_or_default())).collect()
}

/// Where the tree of the old revision stands.
pub(super) fn tree(place: &Path) -> PathBuf {
    place.join("tree")
}

/// The command as it was at a revision: built in a worktree of its own if it is not yet kept.
pub(super) fn old_binary(root: &Path, place: &Path, old: &str) -> Outcome<PathBuf> {
    let sha = said(
        Command::new("git")
            .args(["rev-parse", "--short=12", &format!("{old}^{{commit}}")])
            .current_dir(root),
    )?;
    let binary = place.join(format!("posse-{sha}"));
    fs::create_dir_all(place)?;
    let tree = tree(place);
    if tree.exists() {
        let checkout = ["checkout", "--quiet", "--detach", &sha];
        said(Command::new("git").args(checkout).current_dir(&tree))?;
    } else {
        let add = ["worktree", "add", "--quiet", "--detach"];
        said(Command::new("git").args(add).arg(&tree).arg(&sha).current_dir(root))?;
    }
    if binary.exists() {
        return Ok(binary);
    }
    eprintln!("building {sha}");
    let target = place.join("build");
    let mut build = Command::new("cargo");
    build.args(["build", "--release", "--quiet", "--bin", "posse"]).current_dir(&tree);
    said(build.env("CARGO_TARGET_DIR", &target))?;
    let made = target.join("release").join(format!("posse{}", std::env::consts::EXE_SUFFIX));
    fs::copy(made, &binary)?;
    Ok(binary)
}

/// What a command prints; an error if it fails.
fn said(command: &mut Command) -> Outcome<String> {
    let output = command.stderr(Stdio::inherit()).output()?;
    if !output.status.success() {
        return Err(format!("{command:?} failed").into());
    }
    Ok(String::from_utf8(output.stdout)?.trim().to_owned())
}
