//! Studies in parts: whoever divides a study and puts the parts together has the bits of one run.

use std::fs;

use super::studies::{STUDIES, results};
use super::{Place, TINY};

/// Each study with enough blocks for three parts.
fn words<'a>(study: &[&'a str], more: &[&'a str]) -> Vec<&'a str> {
    [study, &["-n", "150", "-q"], more].concat()
}

fn shard(place: &Place, part: &str, study: &[&str], folder: &str) -> String {
    let words = words(study, &["-o", folder]);
    place.posse(&[&["shard", part][..], &words].concat()).result()
}

#[test]
fn parts_in_any_order_late_or_twice_make_the_bytes_of_one_run() {
    for study in STUDIES {
        let place = Place::tiny();
        place.posse(&words(study, &["-o", "whole"])).result();
        for part in ["1/3", "2/3", "3/3"] {
            let told = shard(&place, part, study, &part[..1]);
            assert!(told.starts_with(&format!("part {} of 3: ", &part[..1])), "{told}");
        }
        let early = place.posse(&["merge", "3", "1", "1", "-o", "out"]).refusal(1);
        assert!(early.contains(" runs are missing: those of part 2 of 3"), "{early}");
        let told = shard(&place, "2/3", study, "2");
        assert!(told.contains(" runs, 0 of them made now, in `2`"), "{told}");
        place.posse(&["merge", "2", "-o", "out", "-q"]).result();
        assert_eq!(results(&place, "out"), results(&place, "whole"), "{study:?}");
        place.posse(&["merge", "2", "3", "1", "-o", "out", "-q"]).result();
        assert_eq!(results(&place, "out"), results(&place, "whole"), "{study:?}");
        let told = place.posse(&["verify", "out"]).result();
        assert!(told.ends_with(" runs) run again, the same bits\n"), "{told}");
    }
}

#[test]
fn a_part_needs_nothing_but_itself_to_be_merged() {
    let base = Place::new()
        .with("team/base.toml", TINY)
        .with("team/mine.toml", "base = \"base.toml\"\nname = \"mine\"\ndeal = { value = 2000 }\n");
    let study = ["compare", "team/mine.toml", "-n", "64", "-q"];
    base.posse(&[&study[..], &["-o", "whole"]].concat()).result();
    base.posse(&[&["shard", "1/1"], &study[..], &["-o", "part"]].concat()).result();
    fs::remove_dir_all(base.path("team")).unwrap();
    base.posse(&["merge", "part", "-o", "out", "-q"]).result();
    assert_eq!(results(&base, "out"), results(&base, "whole"));
}

#[test]
fn parts_of_another_study_or_version_are_refused() {
    let place = Place::tiny();
    let study = STUDIES[0];
    shard(&place, "1/2", study, "one");
    shard(&place, "2/2", &[study, &["--seed", "7"]].concat(), "other");
    let said = place.posse(&["merge", "one", "other", "-o", "out"]).refusal(2);
    assert!(said.contains("`one` and `other` are parts of different studies"), "{said}");
    assert!(said.contains("--seed 7"), "{said}");
    let manifest = place.text("one/manifest.json");
    let older = manifest.replacen(env!("CARGO_PKG_VERSION"), "0.0.9", 1);
    fs::write(place.path("one/manifest.json"), older).unwrap();
    let said = place.posse(&["merge", "one", "-o", "out"]).refusal(2);
    assert!(said.contains("`one` was written by posse 0.0.9, and this is "), "{said}");
    place.posse(&[study, &["-q", "-o", "whole"]].concat()).result();
    let said = place.posse(&["merge", "whole", "-o", "out"]).refusal(2);
    assert!(said.contains("`whole` is no part of a study"), "{said}");
    assert_eq!(place.entries("."), ["one", "other", "tiny.toml", "whole"]);
}

#[test]
fn a_part_takes_no_other_results_away() {
    let place = Place::tiny();
    place.posse(&["compare", "tiny.toml", "-q", "-o", "out"]).result();
    let words = ["shard", "1/2", "compare", "tiny.toml", "-n", "150", "-o", "out"];
    let said = place.posse(&words).refusal(1);
    assert!(said.contains("`out` holds other results"), "{said}");
    assert!(place.path("out/results.json").exists());
}

#[test]
fn who_merges_says_whether_the_values_of_runs_are_written() {
    let place = Place::tiny();
    shard(&place, "1/1", STUDIES[0], "part");
    place.posse(&["merge", "part", "-o", "out", "-q", "--runs", "none"]).result();
    assert!(!place.path("out/measures.csv").exists());
    place.posse(&["merge", "part", "-o", "out", "-q"]).result();
    assert!(place.path("out/measures.csv").exists());
    shard(&place, "1/1", STUDIES[1], "sweep");
    let said = place.posse(&["merge", "sweep", "-o", "o", "--runs", "none"]).refusal(2);
    assert!(said.contains("`sweep` does not write the values of every run"), "{said}");
}

#[test]
fn what_cannot_be_divided_is_refused() {
    let place = Place::tiny();
    for (words, expected) in [
        (&["3/2", "compare"][..], "expected which part of how many, e.g. `2/5`"),
        (&["1/2", "check"], "`check` is no study that can be divided"),
        (&["1/2", "compare", "tiny.toml", "--until-decided"], "a part has a fixed number of runs"),
    ] {
        let said = place.posse(&[&["shard"], words].concat()).refusal(2);
        assert!(said.contains(expected), "{said}");
    }
}

#[test]
fn a_part_has_nothing_to_print() {
    let place = Place::tiny();
    for option in [&["--json"][..], &["--runs", "none"], &["--runs=none"]] {
        let words = [&["shard", "1/2", "compare", "tiny.toml"], option].concat();
        let said = place.posse(&words).refusal(2);
        assert!(said.contains("a part has no results to print or to write"), "{said}");
    }
}

#[test]
fn a_condition_is_judged_when_the_parts_are_merged() {
    let place = Place::tiny();
    let never = "few.role.seller.utilisation.mean > 99 %";
    let study = ["compare", "tiny.toml", "--require", never];
    let whole = place.posse(&words(&study, &["-o", "whole"]));
    for part in ["1/2", "2/2"] {
        shard(&place, part, &study, &part[..1]);
    }
    let merged = place.posse(&["merge", "1", "2", "-o", "out", "-q"]);
    assert_eq!((merged.code, merged.err.as_str()), (Some(3), whole.err.as_str()));
    assert!(whole.err.starts_with("not met: few.role.seller.utilisation"), "{}", whole.err);
    assert_eq!(results(&place, "out"), results(&place, "whole"));
}

#[test]
fn results_that_were_changed_do_not_pass() {
    let place = Place::tiny();
    place.posse(&["compare", "tiny.toml", "-q", "-o", "out"]).result();
    let text = place.text("out/results.json");
    fs::write(place.path("out/results.json"), text.replacen('1', "2", 1)).unwrap();
    let said = place.posse(&["verify", "out"]).refusal(2);
    assert!(said.contains("was changed after posse wrote it"), "{said}");
}

#[test]
fn runs_of_another_world_do_not_pass() {
    let place = Place::tiny();
    place.posse(&["compare", "tiny.toml", "-q", "-o", "out"]).result();
    // Another world under the name of the first, as if this machine had reckoned wrongly.
    let text = place.text("out/manifest.json");
    let other = text.replacen("advance = 0.4", "advance = 0.5", 1);
    assert_ne!(other, text);
    fs::write(place.path("out/manifest.json"), other).unwrap();
    let said = place.posse(&["verify", "out"]).refusal(2);
    assert!(said.contains("it has changed since, and so would its runs"), "{said}");
}
