//! Finished runs are kept, and a run that stopped or was killed goes on to the same bits.

use std::fs;
use std::process::{Child, Stdio};
use std::time::Duration;

use super::{Place, TINY, until};

/// What must be the same bytes however a result came about.
const RESULTS: [&str; 5] =
    ["results.json", "measures.csv", "weekly.csv", "difference.svg", "lead_time.svg"];

fn results(place: &Place, folder: &str) -> Vec<String> {
    RESULTS.iter().map(|file| place.text(&format!("{folder}/{file}"))).collect()
}

/// A place where 300 runs were made at once into `whole`: four blocks and a part of one.
fn with_whole() -> Place {
    let place = Place::tiny();
    place.posse(&["compare", "tiny.toml", "-n", "300", "-o", "whole", "-q"]).result();
    place
}

/// Extends `part` to 300 runs and returns what was said on stderr.
fn extended(place: &Place) -> String {
    let ran = place.posse(&["compare", "tiny.toml", "-n", "300", "--extend", "-o", "part"]);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    ran.err
}

#[test]
fn an_extended_run_is_the_run_made_at_once_to_the_last_bit() {
    let place = with_whole();
    for (first, reused) in [("1", 1), ("64", 64), ("100", 100), ("300", 300), ("999", 256)] {
        place.posse(&["compare", "tiny.toml", "-n", first, "-o", "part", "-q", "--force"]).result();
        let told = extended(&place);
        assert!(told.ends_with(&format!(" · {reused} of 300 runs used again\n")), "{told}");
        assert_eq!(results(&place, "part"), results(&place, "whole"), "after {first} runs");
        assert_eq!(place.json("part/manifest.json")["reused"], reused);
    }
}

#[test]
fn more_runs_than_are_wanted_now_are_kept_for_later() {
    let place = with_whole();
    let words = ["compare", "tiny.toml", "-n", "70", "--extend", "-o", "whole", "-q"];
    place.posse(&words).result();
    assert_eq!(place.entries("whole/blocks").len(), 5);
    let told = place.posse(&["compare", "tiny.toml", "-n", "300", "--extend", "-o", "whole"]).err;
    assert!(told.ends_with(" · 300 of 300 runs used again\n"), "{told}");
}

#[test]
fn any_block_may_be_missing() {
    let place = with_whole();
    for missing in [&[0][..], &[4], &[1, 2], &[0, 2, 4], &[0, 1, 2, 3, 4]] {
        place.posse(&["compare", "tiny.toml", "-n", "300", "-o", "part", "-q"]).result();
        for number in missing {
            fs::remove_file(place.path(&format!("part/blocks/{number}.block"))).unwrap();
        }
        extended(&place);
        assert_eq!(results(&place, "part"), results(&place, "whole"), "without {missing:?}");
    }
}

/// What is done to a file, in words and in deed.
type Damage = (&'static str, fn(&mut Vec<u8>));

#[test]
fn a_damaged_block_is_told_and_run_again() {
    let place = with_whole();
    let damages: [Damage; 6] = [
        ("cut", |text| text.truncate(text.len() / 2)),
        ("cut by one", |text| text.truncate(text.len() - 1)),
        ("empty", Vec::clear),
        ("longer", |text| text.push(0)),
        ("another bit in a number", |text| {
            let middle = text.len() / 2;
            text[middle] ^= 1;
        }),
        ("another bit in the head", |text| text[40] ^= 1),
    ];
    for (damage, of) in damages {
        place.posse(&["compare", "tiny.toml", "-n", "300", "-o", "part", "-q"]).result();
        let path = place.path("part/blocks/2.block");
        let mut text = fs::read(&path).unwrap();
        of(&mut text);
        fs::write(&path, text).unwrap();
        let told = extended(&place);
        let expected = "runs 128 to 191 are damaged or not of this experiment: they are run again";
        assert_eq!(told.lines().filter(|line| *line == expected).count(), 1, "{damage}: {told}");
        assert!(told.ends_with(" · 236 of 300 runs used again\n"), "{damage}: {told}");
        assert_eq!(results(&place, "part"), results(&place, "whole"), "{damage}");
    }
}

#[test]
fn a_sound_block_of_another_place_is_not_used() {
    let place = with_whole();
    for (words, block) in [(["--seed", "2"], 3), (["--seed", "1"], 1)] {
        place.posse(&["compare", "tiny.toml", "-n", "300", "-o", "part", "-q"]).result();
        let mut other = vec!["compare", "tiny.toml", "-n", "300", "-o", "other", "-q", "--force"];
        other.extend(words);
        place.posse(&other).result();
        // Of another seed, or of other runs of the same.
        let foreign = place.path(&format!("other/blocks/{block}.block"));
        fs::copy(foreign, place.path("part/blocks/3.block")).unwrap();
        assert!(extended(&place).starts_with("runs 192 to 255 are damaged or not of this"));
        assert_eq!(results(&place, "part"), results(&place, "whole"));
    }
}

#[test]
fn runs_of_something_else_are_not_extended() {
    let place = Place::tiny()
        .with("slow/tiny.toml", TINY.replace("\"2 h\"", "\"3 h\""))
        .with("named/tiny.toml", TINY.replace("policies.few", "policies.other"));
    place.posse(&["compare", "tiny.toml", "-o", "out", "-q"]).result();
    let before = place.text("out/manifest.json");
    let hint = "hint: to run anew, leave out `--extend`; to keep those runs, choose another folder \
                with `--out`\n";
    for (file, more, difference) in [
        ("tiny.toml", &["--seed", "5"][..], "with seed 1, not 5"),
        (
            "slow/tiny.toml",
            &[],
            "of the scenario as it was: it has changed since, and so would its runs",
        ),
        (
            "named/tiny.toml",
            &[],
            "of the policies `few`, `many meetings`, not `other`, `many meetings`",
        ),
        (
            "tiny.toml",
            &["--placebo", "few"],
            "of the policies `few`, `many meetings`, not `few`, `many meetings`, `few placebo`",
        ),
    ] {
        let words = [&["compare", file, "--extend", "-o", "out"], more].concat();
        let expected = format!("error: `out` holds runs {difference}\n{hint}");
        assert_eq!(place.posse(&words).refusal(2), expected);
    }
    assert_eq!(place.text("out/manifest.json"), before);
}

#[test]
fn an_unfinished_run_goes_on_without_the_results_it_was_to_replace() {
    let place = Place::tiny();
    let words = |seed, runs, folder| {
        ["compare", "tiny.toml", "--seed", seed, "-n", runs, "-o", folder, "-q", "--extend"]
    };
    place.posse(&words("1", "200", "out")).result();
    place.posse(&words("2", "70", "other")).result();
    fs::create_dir(place.path("out.unfinished")).unwrap();
    fs::rename(place.path("other/blocks"), place.path("out.unfinished/blocks")).unwrap();
    let expected = "error: `out.unfinished` holds runs with seed 2, not 1\n";
    assert!(place.posse(&words("1", "200", "out")).refusal(2).starts_with(expected));
    place.posse(&words("2", "90", "out")).result();
    assert_eq!(place.json("out/manifest.json")["reused"], 70);
    assert_eq!(place.entries("out/blocks"), ["0.block", "1.block"], "none of seed 1");
    assert_eq!(place.entries("."), ["other", "out", "tiny.toml"]);
}

#[test]
fn runs_of_another_version_are_not_extended() {
    let place = Place::tiny();
    place.posse(&["compare", "tiny.toml", "-o", "out", "-q"]).result();
    let path = place.path("out/blocks/0.block");
    let ours = format!("\"version\":\"{}\"", env!("CARGO_PKG_VERSION"));
    let text = fs::read(&path).unwrap();
    let line = text.iter().position(|byte| *byte == b'\n').unwrap();
    let head =
        String::from_utf8(text[..line].to_vec()).unwrap().replace(&ours, "\"version\":\"0.0.1\"");
    fs::write(&path, [head.as_bytes(), &text[line..]].concat()).unwrap();
    let message = place.posse(&["compare", "tiny.toml", "--extend", "-o", "out"]).refusal(2);
    let version = env!("CARGO_PKG_VERSION");
    let expected = format!("error: `out` holds runs of posse 0.0.1, and this is {version}\n");
    assert!(message.starts_with(&expected), "{message}");
}

#[test]
fn what_is_judged_may_change_while_runs_are_extended() {
    let place =
        Place::tiny().with("by/tiny.toml", format!("{TINY}[measure]\nprimary = \"wins\"\n"));
    place.posse(&["compare", "tiny.toml", "-o", "out", "-q"]).result();
    let ran = place.posse(&["compare", "by/tiny.toml", "--extend", "-o", "out"]);
    assert!(ran.err.ends_with(" · 6 of 6 runs used again\n"), "{}", ran.err);
    assert!(ran.out.contains("Wins, many meetings minus few"), "{}", ran.out);
}

#[test]
fn where_there_is_nothing_to_extend_a_run_begins() {
    let place = Place::tiny();
    let ran = place.posse(&["compare", "tiny.toml", "--extend", "-o", "new"]);
    assert!(ran.err.starts_with("no finished runs in `new` yet: nothing to extend\n"));
    assert_eq!((ran.code, place.entries("new/blocks")), (Some(0), vec!["0.block".to_owned()]));
}

#[test]
fn a_single_policy_is_extended_too() {
    let place = Place::tiny();
    for (runs, folder) in [("20", "whole"), ("7", "part"), ("20", "part")] {
        let words = ["run", "tiny.toml", "-n", runs, "-o", folder, "-q", "--extend"];
        place.posse(&words).result();
    }
    assert_eq!(place.text("part/measures.csv"), place.text("whole/measures.csv"));
}

/// Runs that take about 2 ms each.
fn longer() -> Place {
    let text = TINY.replace("weeks = 6", "weeks = 500").replace("5 per week", "20 per week");
    Place::new().with("tiny.toml", text)
}

fn start(place: &Place, words: &[&str]) -> Child {
    let mut command = place.command(words);
    command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap()
}

/// The process is killed, as by a loss of power, four times at different moments.
#[test]
fn a_killed_run_goes_on_to_the_same_bits() {
    let place = longer();
    let words = |folder| ["compare", "tiny.toml", "-n", "600", "-o", folder, "-q", "--extend"];
    place.posse(&words("whole")).result();
    let blocks =
        || fs::read_dir(place.path("part.unfinished/blocks")).into_iter().flatten().count();
    let mut seen = 0;
    for milliseconds in [15, 0, 40, 5] {
        let before = blocks();
        let mut child = start(&place, &words("part"));
        until(|| blocks() > before || child.try_wait().unwrap().is_some());
        std::thread::sleep(Duration::from_millis(milliseconds));
        let _ = child.kill();
        child.wait().unwrap();
        seen += usize::from(place.path("part.unfinished/blocks").exists());
    }
    assert!(seen > 0 || place.path("part").exists(), "something was kept");
    place.posse(&words("part")).result();
    assert_eq!(results(&place, "part"), results(&place, "whole"));
    assert_eq!(place.entries("."), ["part", "tiny.toml", "whole"]);
}

#[test]
fn a_killed_run_leaves_earlier_results_as_they_were() {
    let place = longer();
    place.posse(&["compare", "tiny.toml", "-n", "5", "-o", "out", "-q"]).result();
    let before = results(&place, "out");
    let words = ["compare", "tiny.toml", "-n", "1000000", "-o", "out", "-q", "--seed", "3"];
    let mut child = start(&place, &words);
    until(|| place.path("out.unfinished/blocks/2.block").exists());
    child.kill().unwrap();
    child.wait().unwrap();
    assert_eq!(results(&place, "out"), before);
    let message = place.posse(&["compare", "tiny.toml", "-n", "5", "-o", "out"]).refusal(1);
    assert!(message.starts_with("error: `out.unfinished` holds "), "{message}");
    // A run that does not extend says what it replaces.
    let told = place.posse(&["compare", "tiny.toml", "-n", "5", "-o", "out", "--force"]).err;
    let expected = "an unfinished run of `out` is replaced; `--extend` would continue it\n";
    assert!(told.starts_with(expected), "{told}");
    assert_eq!(results(&place, "out"), before);
    assert_eq!(place.entries("."), ["out", "tiny.toml"]);
}

#[test]
fn what_else_lies_where_runs_are_kept_stays() {
    let place = Place::tiny().with("out.unfinished/thesis.txt", "years of work");
    place.posse(&["compare", "tiny.toml", "-o", "out", "-q"]).result();
    place.posse(&["compare", "tiny.toml", "-o", "out", "-q"]).result();
    assert_eq!(place.text("out.unfinished/thesis.txt"), "years of work");
    assert_eq!(place.entries("out.unfinished"), ["thesis.txt"]);
}

#[test]
fn a_place_where_runs_cannot_be_kept_does_not_stop_the_run() {
    let place = Place::tiny().with("out.unfinished", "a file in the way");
    let ran = place.posse(&["compare", "tiny.toml", "-o", "out"]);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    let told = ran.err.lines().next().unwrap();
    assert!(told.starts_with("cannot write `out.unfinished/blocks/0.block`: "), "{told}");
    assert!(told.ends_with(": finished runs are not kept, the run goes on"), "{told}");
    assert_eq!(place.text("out.unfinished"), "a file in the way");
}
