//! `shard --template`: a script that runs all parts of a study on a cluster and puts them together.

use std::path::Path;

use clap::ValueEnum;

use super::study_options::StudyOptions;
use super::{Code, talk};

/// What runs the parts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Cluster {
    /// A script for Slurm
    Slurm,
    /// Manifests for Kubernetes
    K8s,
}

const SLURM: &str = include_str!("templates/slurm.sh");
const K8S: &str = include_str!("templates/k8s.yaml");

/// So many parts are run at once by Kubernetes unless somebody changes the number.
const AT_ONCE: u32 = 20;

/// Prints the script for a study in `of` parts that these words ask for.
pub(super) fn template(
    cluster: Cluster,
    of: u32,
    (words, options, is_open): (&[String], &StudyOptions, bool),
) -> Code {
    if let Some(message) = refused_of_part(is_open, options.json, words) {
        return talk::refuse(&message);
    }
    let Some(out) = &options.out else {
        return talk::refuse(
            "the folder of the result is not named\nhint: `-o FOLDER`, on a disk that all machines \
             share; the parts go to `FOLDER.parts`",
        );
    };
    match filled(cluster, of, (words, out)) {
        Some(script) => talk::result(&script),
        None => talk::refuse("a word with a new line cannot stand in a script"),
    }
}

/// The script, unless a word cannot stand in it.
fn filled(cluster: Cluster, of: u32, (words, out): (&[String], &Path)) -> Option<String> {
    let words: Option<Vec<String>> = without_out(words).map(quoted).collect();
    let (command, words) = words.as_ref()?.split_first()?;
    let text = match cluster {
        Cluster::Slurm => SLURM,
        Cluster::K8s => K8S,
    };
    Some(
        text.replace("{of}", &of.to_string())
            .replace("{at_once}", &of.min(AT_ONCE).to_string())
            .replace("{version}", env!("CARGO_PKG_VERSION"))
            .replace("{out}", &quoted(&out.display().to_string())?)
            .replace("{command}", command)
            .replace("{words} -o", format!("{} -o", words.join(" ")).trim_start()),
    )
}

/// The words without the folder of the result.
fn without_out(words: &[String]) -> impl Iterator<Item = &str> {
    let mut is_value = false;
    words.iter().map(String::as_str).filter(move |word| {
        if std::mem::take(&mut is_value) {
            return false;
        }
        is_value = matches!(*word, "-o" | "--out");
        !(is_value || word.starts_with("--out=") || word.starts_with("-o") && word.len() > 2)
    })
}

/// A word as a shell reads it back; `None` if it has more than one line.
fn quoted(word: &str) -> Option<String> {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "_./:=,%+-@".contains(c);
    if word.chars().any(char::is_control) {
        return None;
    }
    let needs_none = !word.is_empty() && word.chars().all(is_plain);
    Some(if needs_none { word.to_owned() } else { format!("'{}'", word.replace('\'', r"'\''")) })
}

/// Why these words ask for no part, if they do not.
pub(super) fn refused_of_part(is_open: bool, is_json: bool, words: &[String]) -> Option<String> {
    if is_open {
        return Some(
            "a part has a fixed number of runs\nhint: `-n` in the place of `--precision` or \
             `--until-decided`"
                .to_owned(),
        );
    }
    let is_runs = |word: &String| word == "--runs" || word.starts_with("--runs=");
    let options = [("--json", is_json), ("--runs", words.iter().any(is_runs))];
    let (option, _) = options.iter().find(|(_, is_given)| *is_given)?;
    Some(format!(
        "a part has no results to print or to write\nhint: give `{option}` to `posse merge`"
    ))
}
