//! Scripts for clusters: what they hold is run here as a cluster would run it.

use std::fs;
use std::process::Command;

use super::studies::results;
use super::{Place, Ran};

/// Stands for Slurm: runs every task of an array at once, and prints a number as `sbatch` does.
const SBATCH: &str = r#"#!/usr/bin/env bash
set -euo pipefail
array=
while [[ $1 == --* ]]; do
    case $1 in
    --array=*) array=${1#--array=} ;;
    --dependency=afterany:7 | --output=*.log | --parsable) ;;
    *) echo "unknown: $1" >&2; exit 1 ;;
    esac
    shift
done
if [[ -n $array ]]; then
    for k in $(seq "${array%-*}" "${array#*-}"); do
        SLURM_ARRAY_TASK_ID=$k SLURM_CPUS_PER_TASK=1 bash "$@" >&2
    done
    echo '7;cluster'
else
    bash "$@" >&2
fi
"#;

/// Runs a script in a place where `posse` and `sbatch` are commands.
fn sh(place: &Place, script: &[&str], more: &[(&str, &str)]) -> Ran {
    let posse = std::path::Path::new(env!("CARGO_BIN_EXE_posse")).parent().unwrap();
    let path = format!("{}:{}:/usr/bin:/bin", place.path("bin").display(), posse.display());
    let mut command = Command::new("bash");
    command.args(script).current_dir(place.path(".")).env("PATH", path).envs(more.iter().copied());
    Ran::from(command.output().unwrap())
}

#[cfg(unix)]
fn slurm() -> Place {
    use std::os::unix::fs::PermissionsExt;
    let place = Place::tiny().with("bin/sbatch", SBATCH);
    fs::set_permissions(place.path("bin/sbatch"), fs::Permissions::from_mode(0o755)).unwrap();
    place
}

#[test]
#[cfg(unix)]
fn the_script_for_slurm_makes_the_bytes_of_one_run_and_goes_on_with_what_is_there() {
    let place = slurm();
    let study = ["compare", "tiny.toml", "-n", "150", "--require", "warnings < 9"];
    place.posse(&[&study[..], &["-q", "-o", "whole"]].concat()).result();
    let words = [&["shard", "--template", "slurm", "3"], &study[..], &["-o", "my out"]].concat();
    let script = place.posse(&words).result();
    fs::write(place.path("study.sh"), script).unwrap();
    sh(&place, &["study.sh"], &[]).result();
    assert_eq!(results(&place, "my out"), results(&place, "whole"));
    fs::remove_dir_all(place.path("my out.parts/part-2")).unwrap();
    let again = sh(&place, &["study.sh"], &[]);
    assert!(again.err.contains("part 1 of 3: 64 runs, 0 of them made now"), "{}", again.err);
    assert!(again.err.contains("part 2 of 3: 64 runs, 64 of them made now"), "{}", again.err);
    assert_eq!(results(&place, "my out"), results(&place, "whole"));
}

/// The scripts that stand in the manifests, as the shell in a container gets them.
fn args(manifests: &str) -> Vec<String> {
    let texts = manifests.split("            - |\n").skip(1);
    let lines = texts.map(|text| {
        let lines = text.lines().take_while(|line| line.starts_with("              "));
        lines.flat_map(|line| [line.trim_start(), "\n"]).collect()
    });
    lines.collect()
}

#[test]
#[cfg(unix)]
fn the_jobs_for_kubernetes_make_the_bytes_of_one_run() {
    let place = Place::tiny();
    let study = ["compare", "tiny.toml", "-n", "150"];
    place.posse(&[&study[..], &["-q", "-o", "whole"]].concat()).result();
    let words = [&["shard", "--template", "k8s", "2"], &study[..], &["--out=out"]].concat();
    let manifests = place.posse(&words).result();
    assert!(manifests.contains("completions: 2\n") && manifests.contains("parallelism: 2\n"));
    let scripts = args(&manifests);
    assert_eq!(scripts.len(), 2);
    for index in ["0", "1"] {
        let part = sh(&place, &["-c", &scripts[0]], &[("JOB_COMPLETION_INDEX", index)]);
        assert!(part.result().ends_with(&format!(
            "in `out.parts/part-{}`\n",
            &["1", "2"][index.parse::<usize>().unwrap()]
        )));
    }
    sh(&place, &["-c", &scripts[1]], &[]).result();
    assert_eq!(results(&place, "out"), results(&place, "whole"));
}

#[test]
fn a_script_keeps_words_as_they_were_given() {
    let words = ["shard", "--template", "slurm", "9", "why", "it's.toml", "a b", "$c", "-o", "out"];
    let script = Place::tiny().posse(&words).result();
    assert!(
        script.contains(r#"        'it'\''s.toml' 'a b' '$c' -o "$out.parts/part-$k""#),
        "{script}"
    );
    let script =
        Place::tiny().posse(&["shard", "--template", "slurm", "9", "why", "-oout"]).result();
    assert!(script.contains("\\\n        -o \"$out.parts/part-$k\"\n"), "{script}");
}

#[test]
fn a_script_is_refused_where_its_parts_would_be() {
    let place = Place::tiny();
    for (words, expected) in [
        (
            &["2/5", "compare", "tiny.toml", "-o", "out"][..],
            "a script runs all parts\nhint: say how many there are, here `5`",
        ),
        (
            &["5", "compare", "tiny.toml"],
            "the folder of the result is not named\nhint: `-o FOLDER`",
        ),
        (&["5", "check", "tiny.toml"], "`check` is no study that can be divided"),
        (
            &["5", "compare", "--precision", "1 pp", "-o", "out"],
            "a part has a fixed number of runs",
        ),
        (&["5", "compare", "--json", "-o", "out"], "hint: give `--json` to `posse merge`"),
        (&["5", "compare", "two\nlines.toml", "-o", "out"], "a word with a new line"),
    ] {
        let said = place.posse(&[&["shard", "--template", "k8s"], words].concat()).refusal(2);
        assert!(said.contains(expected), "{said}");
    }
    let said = place.posse(&["shard", "5", "compare", "tiny.toml"]).refusal(2);
    assert!(said.contains("expected which part of how many, e.g. `2/5`"), "{said}");
}
