//! Where results go, and what is never touched.

use std::fs;
use std::process::{Command, Stdio};

use super::{Place, TINY, until};

#[test]
fn a_folder_of_something_else_is_left_alone_before_the_run() {
    let place = Place::tiny().with("mine/thesis.txt", "years of work");
    let words = ["compare", "tiny.toml", "-n", "10000000", "--out", "mine"];
    let expected = "error: `mine` is not a folder of posse's and not empty\n\
                    hint: choose another folder, or write into it with `--force`; files that are not \
                    posse's stay\n";
    assert_eq!(place.posse(&words).refusal(1), expected);
    assert_eq!(place.entries("mine"), ["thesis.txt"]);
}

#[test]
fn results_of_another_scenario_are_replaced_only_by_force() {
    let place = Place::tiny().with("other.toml", TINY);
    let words = |file| ["compare", file, "--out", "mine", "--quiet"];
    place.posse(&words("tiny.toml")).result();
    place.posse(&words("tiny.toml")).result();
    let expected = "error: `mine` holds the results of another scenario, `tiny`\n\
                    hint: choose another folder, or replace them with `--force`\n";
    assert_eq!(place.posse(&words("other.toml")).refusal(1), expected);
    place.posse(&["compare", "other.toml", "--out", "mine", "--force"]).result();
    assert_eq!(place.json("mine/manifest.json")["scenario"]["name"], "other");
}

#[test]
fn a_file_is_not_replaced_by_a_folder() {
    let message = Place::tiny().posse(&["compare", "tiny.toml", "-o", "tiny.toml"]).refusal(1);
    assert_eq!(message, "error: `tiny.toml` is not a folder\nhint: choose another path\n");
}

#[test]
fn the_folder_one_is_in_is_not_replaced() {
    for path in [".", "..", "/"] {
        let ran = Place::tiny().posse(&["compare", "tiny.toml", "-o", path, "--force"]);
        let expected = format!(
            "error: `{path}` cannot be replaced by results\nhint: name a folder, e.g. `results`\n"
        );
        assert_eq!(ran.refusal(1), expected);
    }
}

#[test]
#[cfg(target_os = "linux")]
fn a_place_that_cannot_be_written_is_named_before_the_run() {
    let words = ["compare", "tiny.toml", "-n", "10000000", "--out", "/proc/deep/mine"];
    let message = Place::tiny().posse(&words).refusal(1);
    let expected = "error: cannot write `/proc/deep/mine`: no such file or directory\n\
                    hint: check that the folder above it exists and is writable\n";
    assert_eq!(message, expected);
}

#[test]
#[cfg(unix)]
fn a_read_only_folder_is_named_before_the_run() {
    use std::os::unix::fs::PermissionsExt;
    let place = Place::tiny();
    std::fs::create_dir(place.path("locked")).unwrap();
    let mode = |mode| {
        let permissions = std::fs::Permissions::from_mode(mode);
        std::fs::set_permissions(place.path("locked"), permissions).unwrap();
    };
    mode(0o555);
    let may_write = std::fs::write(place.path("locked/trial"), "").is_ok();
    let ran = place.posse(&["compare", "tiny.toml", "--quiet", "--out", "locked/mine"]);
    mode(0o755);
    if may_write {
        println!("not tested: this user may write to read-only folders");
        return;
    }
    let expected = "error: cannot write `locked/mine`: permission denied\n\
                    hint: check that the folder above it exists and is writable\n";
    assert_eq!(ran.refusal(1), expected);
}

#[test]
#[cfg(unix)]
fn what_cannot_be_written_whole_is_not_written_at_all() {
    let place = Place::tiny();
    place.posse(&["compare", "tiny.toml", "--quiet", "--out", "mine"]).result();
    let before = place.text("mine/manifest.json");
    // A limit on the size of files stands for a full disk.
    let script =
        "trap '' XFSZ; ulimit -f 8 && exec \"$0\" compare tiny.toml --seed 2 --quiet --out mine";
    let mut command = Command::new("bash");
    command.args(["-c", script, env!("CARGO_BIN_EXE_posse")]).current_dir(place.path("."));
    let Ok(output) = command.output() else {
        println!("not tested: there is no bash to limit the size of files");
        return;
    };
    let message = super::Ran::from(output).refusal(1);
    assert!(
        message.starts_with("error: cannot write `mine/results.json`: file too large\n"),
        "{message}"
    );
    assert_eq!(place.text("mine/manifest.json"), before);
    // The runs themselves are not lost.
    assert!(message.ends_with("the finished runs are kept: `--extend` goes on with them\n"));
    let words = ["compare", "tiny.toml", "--seed", "2", "--out", "mine", "--extend"];
    assert!(place.posse(&words).err.ends_with(" of 6 runs used again\n"));
    assert_eq!(place.entries("."), ["mine", "tiny.toml"]);
}

#[test]
fn a_name_does_not_lead_out_of_the_folder() {
    let place = Place::new().with("tiny.toml", format!("name = \"../../a/b\"\n{TINY}"));
    place.posse(&["compare", "tiny.toml", "--quiet"]).result();
    assert_eq!(place.entries("."), ["output", "tiny.toml"]);
    assert_eq!(place.entries("output"), ["-..-a-b"]);
}

#[test]
fn one_policy_does_not_replace_the_comparison() {
    let place = Place::tiny();
    place.posse(&["compare", "tiny.toml", "--quiet"]).result();
    place.posse(&["run", "tiny.toml", "--quiet"]).result();
    assert_eq!(place.entries("output"), ["tiny", "tiny-few"]);
}

#[test]
fn a_folder_with_what_is_needed_is_refused_even_by_force() {
    let place = Place::new()
        .with("study/tiny.toml", TINY)
        .with("child.toml", "base = \"lib/base.toml\"\n")
        .with("lib/base.toml", TINY)
        .with("study/deep/notes.md", "mine");
    for (file, folder, holds) in
        [("study/tiny.toml", "study", "study/tiny.toml"), ("child.toml", "lib", "lib/base.toml")]
    {
        let ran = place.posse(&["compare", file, "-o", folder, "--force"]);
        let expected = format!(
            "error: `{folder}` holds `{holds}`, from which the results are made\n\
             hint: choose another folder\n"
        );
        assert_eq!(ran.refusal(1), expected);
    }
    let mut below = place.command(&["compare", "../tiny.toml", "-o", "../../study", "--force"]);
    let ran = super::Ran::from(below.current_dir(place.path("study/deep")).output().unwrap());
    let expected = "error: `../../study` holds the folder in which posse was started\n\
                    hint: choose another folder\n";
    assert_eq!(ran.refusal(1), expected);
    assert_eq!(place.entries("study"), ["deep", "tiny.toml"]);
    assert_eq!(place.entries("."), ["child.toml", "lib", "study"]);
}

#[test]
fn what_posse_did_not_write_is_never_deleted() {
    let place = Place::tiny();
    let words = ["compare", "tiny.toml", "-q", "-o", "mine"];
    place.posse(&words).result();
    fs::write(place.path("mine/notes.md"), "years of work").unwrap();
    let expected = "error: `mine` holds `notes.md`, which posse did not write\n\
                    hint: move it away, or replace the results around it with `--force`\n";
    assert_eq!(place.posse(&words).refusal(1), expected);
    place.posse(&[&words[..], &["--force"]].concat()).result();
    assert_eq!(place.text("mine/notes.md"), "years of work");
    let place = Place::tiny().with("mine/thesis.txt", "years of work");
    place.posse(&[&words[..], &["--force"]].concat()).result();
    assert_eq!(place.text("mine/thesis.txt"), "years of work");
    assert!(place.path("mine/results.json").exists());
}

#[test]
fn fewer_runs_do_not_take_the_place_of_more() {
    let place = Place::tiny();
    let run = |runs, more: &[&str]| {
        place.posse(&[&["compare", "tiny.toml", "-q", "-o", "out", "-n", runs], more].concat())
    };
    run("100", &[]).result();
    let expected = "error: `out` holds 100 finished runs, and 3 would take their place\n\
                    hint: `--extend` goes on with them, `--force` replaces them, `--out` chooses \
                    another folder\n";
    assert_eq!(run("3", &[]).refusal(1), expected);
    run("100", &["--seed", "5"]).result();
    run("3", &["--extend", "--seed", "5"]).result();
    assert_eq!(place.entries("out/blocks").len(), 2, "the runs themselves are still there");
    run("3", &["--force"]).result();
    assert_eq!(place.json("out/manifest.json")["runs"], 3);
}

/// The words of the one who holds the folder are told to the one who comes second.
#[test]
fn one_process_at_a_time_writes_a_folder() {
    let place = Place::tiny();
    let words = ["compare", "tiny.toml", "-q", "-o", "out", "-n", "10000000"];
    let mut first = place.command(&words);
    let mut first = first.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    until(|| place.path("out.unfinished/blocks/99.block").exists());
    let message = place.posse(&["compare", "tiny.toml", "-o", "out"]).refusal(1);
    let begins = format!("error: `out` is in use by process {} since 20", first.id());
    assert!(message.starts_with(&begins), "{message}");
    assert!(message.contains("compare tiny.toml -q -o out -n 10000000`\nhint: wait"), "{message}");
    first.kill().unwrap();
    first.wait().unwrap();
    // The lock of a dead process is nobody's; its runs are still there.
    let words = ["compare", "tiny.toml", "-o", "out", "-n", "64", "--extend"];
    let ran = place.posse(&words);
    assert!(ran.err.ends_with(" · 64 of 64 runs used again\n"), "{}", ran.err);
    assert_eq!(place.entries("."), ["out", "tiny.toml"]);
}

#[test]
fn of_three_processes_for_one_folder_none_loses_runs() {
    let place = Place::tiny();
    let start = || {
        let mut command = place.command(&["compare", "tiny.toml", "-q", "-o", "out", "-n", "300"]);
        command.stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap()
    };
    let three = [start(), start(), start()].map(|child| child.wait_with_output().unwrap());
    let codes: Vec<_> = three.iter().map(|output| output.status.code().unwrap()).collect();
    assert!(codes.contains(&0) && codes.iter().all(|code| *code < 2), "{codes:?}");
    for refused in three.iter().filter(|output| output.status.code() == Some(1)) {
        let told = String::from_utf8_lossy(&refused.stderr);
        assert!(told.starts_with("error: `out` is in use by "), "{told}");
    }
    assert_eq!(place.entries("out/blocks").len(), 5);
    assert_eq!(place.entries("."), ["out", "tiny.toml"]);
}

/// As if the process had been killed between its steps.
#[test]
fn what_a_killed_process_was_about_to_put_in_place_is_put_in_order() {
    let place = Place::tiny();
    let words = ["compare", "tiny.toml", "-q", "-o", "out", "-n", "100"];
    place.posse(&words).result();
    fs::write(place.path("out/notes.md"), "mine").unwrap();
    // Results moved away, the new ones not yet in their place, finished runs among them.
    fs::rename(place.path("out"), place.path(".out.old-7")).unwrap();
    fs::create_dir(place.path(".out.new-7")).unwrap();
    fs::rename(place.path(".out.old-7/blocks"), place.path(".out.new-7/blocks")).unwrap();
    let ran =
        place.posse(&["compare", "tiny.toml", "-o", "out", "-n", "100", "--extend", "--force"]);
    assert!(ran.err.ends_with(" · 100 of 100 runs used again\n"), "{}", ran.err);
    assert_eq!(place.text("out/notes.md"), "mine");
    // The new ones in their place, what is not posse's not yet with them.
    fs::create_dir(place.path(".out.old-7")).unwrap();
    fs::rename(place.path("out/notes.md"), place.path(".out.old-7/notes.md")).unwrap();
    place.posse(&[&words[..], &["--force"]].concat()).result();
    assert_eq!(place.text("out/notes.md"), "mine");
    assert_eq!(place.entries("."), ["out", "tiny.toml"]);
}

#[test]
fn snapshots_are_written_for_every_stage_and_instant() {
    let measure = "[measure]\nsnapshots = [\"1 week\", \"30 h\", \"900 weeks\"]\n";
    let unsorted = Place::new().with("tiny.toml", format!("{TINY}{measure}"));
    unsorted.posse(&["compare", "tiny.toml"]).refusal(2);
    let measure = measure.replace("\"1 week\", \"30 h\"", "\"30 h\", \"1 week\"");
    let place = Place::new().with("tiny.toml", format!("{TINY}{measure}"));
    place.posse(&["run", "tiny.toml", "-q", "-o", "out"]).result();
    let text = place.text("out/snapshots.csv");
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(lines[0], "scenario,policy,hour,replications,stage,leads,p05,p25,p50,p75,p95");
    assert_eq!(lines.len(), 4, "{text}");
    assert!(lines[1].starts_with("tiny,few,30,6,close,"), "{text}");
    assert!(lines[2].starts_with("tiny,few,168,6,close,"), "{text}");
    assert_eq!(lines[3], "tiny,few,151200,0,close,,,,,,", "no run lasts so long");
    let leads: f64 = lines[2].split(',').nth(5).unwrap().parse().unwrap();
    let all = leads * 6.0;
    assert!((all - all.round()).abs() < 1e-9 && leads > 0.0, "a mean of six counts: {leads}");
}
