//! Where results go, and what is never touched.

use std::process::Command;

use super::{Place, TINY};

#[test]
fn a_folder_of_something_else_is_left_alone_before_the_run() {
    let place = Place::tiny().with("mine/thesis.txt", "years of work");
    let words = ["compare", "tiny.toml", "-n", "10000000", "--out", "mine"];
    let expected = "error: `mine` is not a folder of posse's and not empty\n\
                    hint: choose another folder, or replace it with `--force`\n";
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
                    hint: choose another folder, or replace it with `--force`\n";
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
        "trap '' XFSZ; ulimit -f 4 && exec \"$0\" compare tiny.toml --seed 2 --quiet --out mine";
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
