//! Running: same bits, batches, streams, interruptions, codes.

use std::fs::File;
use std::io::{BufRead, BufReader};
use std::process::Stdio;

use super::{Place, Ran, TINY};
#[cfg(unix)]
use super::{interrupt, until, until_it_listens};

#[test]
fn threads_change_no_bit_of_the_results() {
    let results = ["1", "2", "3"].map(|jobs| {
        let place = Place::tiny();
        let words = ["compare", "tiny.toml", "--jobs", jobs, "--trace", "0,3", "--out", "o", "-q"];
        place.posse(&words).result();
        ["results.json", "measures.csv", "weekly.csv", "deals.csv", "people.csv", "difference.svg"]
            .map(|file| place.text(&format!("o/{file}")))
    });
    assert_eq!(results[0], results[1]);
    assert_eq!(results[0], results[2]);
}

#[test]
fn without_the_values_of_runs_everything_else_is_the_same() {
    let place = Place::tiny();
    place.posse(&["compare", "tiny.toml", "-q", "-o", "with"]).result();
    place.posse(&["compare", "tiny.toml", "-q", "-o", "without", "--runs", "none"]).result();
    let mut entries = place.entries("with");
    entries.retain(|name| name != "measures.csv");
    assert_eq!(place.entries("without"), entries);
    for file in ["results.json", "weekly.csv", "difference.svg"] {
        assert_eq!(place.text(&format!("without/{file}")), place.text(&format!("with/{file}")));
    }
}

#[test]
#[cfg(not(feature = "parquet"))]
fn a_build_without_parquet_says_so() {
    let place = Place::tiny();
    let said = place.posse(&["compare", "tiny.toml", "--runs", "parquet"]).refusal(2);
    assert!(said.contains("this posse was built without Parquet"), "{said}");
    assert_eq!(place.entries("."), ["tiny.toml"]);
}

#[test]
#[cfg(feature = "parquet")]
fn parquet_has_the_values_of_csv_with_types_and_units() {
    use arrow_array::cast::AsArray;
    use arrow_array::types::{Float64Type, Int64Type};
    use arrow_schema::DataType;
    use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;

    let place = Place::tiny();
    place.posse(&["compare", "tiny.toml", "-q", "-o", "csv"]).result();
    place.posse(&["compare", "tiny.toml", "-q", "-o", "p", "--runs", "parquet"]).result();
    assert!(!place.path("p/measures.csv").exists());
    let file = File::open(place.path("p/measures.parquet")).unwrap();
    let reader = ParquetRecordBatchReaderBuilder::try_new(file).unwrap();
    let schema = reader.schema().clone();
    let wins = schema.field_with_name("wins").unwrap();
    assert_eq!((wins.data_type(), wins.metadata()["unit"].as_str()), (&DataType::Int64, "count"));
    let revenue = schema.field_with_name("revenue").unwrap();
    assert_eq!(revenue.data_type(), &DataType::Float64);
    let rows = reader.build().unwrap().next().unwrap().unwrap();
    assert_eq!(rows.num_rows(), 2 * 6);
    let value = |key: &str, row: usize| {
        let column = rows.column_by_name(key).unwrap();
        match (column.is_null(row), column.data_type()) {
            (true, _) => String::new(),
            (_, DataType::Int64) => column.as_primitive::<Int64Type>().value(row).to_string(),
            _ => column.as_primitive::<Float64Type>().value(row).to_string(),
        }
    };
    let text = place.text("csv/measures.csv");
    for line in text.lines().skip(1) {
        let fields: Vec<&str> = line.split(',').collect();
        let row = 6 * usize::from(fields[1] != "few") + fields[2].parse::<usize>().unwrap();
        assert_eq!(value(fields[3], row), fields[4], "{line}");
    }
}

#[test]
fn the_json_printed_is_the_json_written() {
    let place = Place::tiny();
    let text = place.posse(&["compare", "tiny.toml", "--json", "-n", "3"]).result();
    assert_eq!(text, place.text("output/tiny/results.json"));
    let results: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert_eq!(
        (&results["schema"], &results["replications"]),
        (&"posse/result/1".into(), &3.into())
    );
}

#[test]
fn several_scenarios_print_one_line_of_json_each() {
    let place = Place::tiny().with("second.toml", TINY);
    let text = place.posse(&["compare", "tiny.toml", "second.toml", "--json"]).result();
    let documents: Vec<serde_json::Value> =
        text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let written = |name: &str| -> serde_json::Value {
        serde_json::from_str(&place.text(&format!("output/{name}/results.json"))).unwrap()
    };
    assert_eq!(documents, ["tiny", "second"].map(written));
}

#[test]
fn a_batch_goes_on_after_a_bad_scenario_and_says_how_each_ended() {
    let place = Place::tiny().with("bad.toml", "name = 3\n").with("good.toml", TINY);
    let words =
        ["compare", "tiny.toml", "bad.toml", "good.toml", "--require", "few.wins.mean > 1 M"];
    let ran = place.posse(&words);
    assert_eq!(ran.code, Some(2));
    let summary = "\n0 of 3 scenarios done\n  condition not met  tiny.toml\n  refused            \
                   bad.toml\n  condition not met  good.toml\n\
                   all of them on one page: `output/index.html`\n";
    assert!(ran.err.ends_with(summary), "{}", ran.err);
    assert_eq!(place.entries("output"), ["good", "index.html", "tiny"]);
}

#[test]
fn a_batch_writes_one_page_that_compares_its_scenarios_and_leads_to_each() {
    let other = TINY.replace("cost = 10", "cost = 90").replace("[deal]", "[deal]\nmargin = 0.5");
    let place =
        Place::tiny().with("dear leads.toml", format!("question = \"Is <b> dear?\"\n{other}"));
    place.posse(&["compare", "tiny.toml", "dear leads.toml", "-q", "-o", "out"]).result();
    let page = place.text("out/index.html");
    for words in [
        "Of 2 scenarios, ",
        "<figure id=\"forest\">",
        "<figure id=\"panels\">",
        "href=\"./tiny/results.json\"",
        "href=\"./dear%20leads/results.json\"",
        "Is &lt;b&gt; dear?",
        "checks are good",
    ] {
        assert!(page.contains(words), "{words}");
    }
    // The forest has a row for each scenario, with the numbers of its own results.
    let results = place.json("out/tiny/results.json");
    let found = results["comparisons"].as_array().unwrap().iter();
    let mut found = found.filter(|of| of["measure"] == results["primary"]);
    assert_eq!(found.next().unwrap()["a"], "few");
    for label in ["tiny: many meetings less few", "dear leads: many meetings less few"] {
        let plain = page.replace(['\u{2068}', '\u{2069}'], "");
        assert!(plain.contains(label), "{label}");
    }
}

#[test]
fn an_index_of_somebody_else_is_left_alone_before_anything_runs() {
    let place = Place::tiny().with("second.toml", TINY).with("out/index.html", "mine");
    let words = ["compare", "tiny.toml", "second.toml", "-q", "-o", "out"];
    let told = place.posse(&words).refusal(2);
    assert!(told.contains("`out/index.html` is no report of posse"), "{told}");
    assert_eq!((place.text("out/index.html").as_str(), place.entries("out").len()), ("mine", 1));
    place.posse(&[&words[..], &["--force"]].concat()).result();
    assert!(place.text("out/index.html").starts_with("<!doctype html>"));
}

#[test]
fn two_scenarios_of_one_name_do_not_replace_each_other() {
    let place = Place::tiny().with("more/tiny.toml", TINY);
    let ran = place.posse(&["compare", "tiny.toml", "more/tiny.toml", "--quiet"]);
    let expected = "error: another scenario before this one is called `tiny` too\n\
                    hint: give this one a `name` of its own\n";
    assert_eq!((ran.code, ran.err.as_str()), (Some(2), expected));
}

#[test]
fn the_code_of_a_batch_is_the_worst() {
    let place = Place::tiny().with("bad.toml", "name = 3\n").with("other.toml", TINY);
    place.posse(&["compare", "tiny.toml", "--out", "taken/other", "--quiet"]).result();
    let unmet = ["--require", "few.wins.mean > 1 M"];
    for (files, require, code) in [
        (&["tiny.toml"][..], &[][..], 0),
        (&["tiny.toml"], &unmet, 3),
        (&["bad.toml"], &[], 2),
        (&["nope.toml"], &[], 2),
        (&["tiny.toml", "other.toml"], &[], 1),
        (&["tiny.toml", "other.toml"], &unmet, 1),
        (&["bad.toml", "other.toml", "tiny.toml"], &unmet, 2),
    ] {
        let mut words = vec!["compare", "--quiet"];
        if files.len() > 1 {
            words.extend(["--out", "taken"]);
        }
        words.extend(files);
        words.extend(require);
        assert_eq!(place.posse(&words).code, Some(code), "{words:?}");
    }
}

#[test]
fn a_placebo_makes_no_difference() {
    let text =
        Place::tiny().posse(&["compare", "tiny.toml", "--placebo", "few", "--json"]).result();
    let results: serde_json::Value = serde_json::from_str(&text).unwrap();
    let pairs = results["comparisons"].as_array().unwrap();
    let of_placebo: Vec<_> =
        pairs.iter().filter(|p| p["a"] == "few" && p["b"] == "few placebo").collect();
    assert!(of_placebo.len() > 10);
    for pair in of_placebo {
        let difference = &pair["difference"];
        let is_nothing = ["mean", "p05", "p95"]
            .iter()
            .all(|key| difference[key].as_f64().is_none_or(|value| value == 0.0));
        assert!(is_nothing, "{pair}");
    }
}

#[test]
fn results_go_to_stdout_and_talk_to_stderr() {
    let ran = Place::tiny().posse(&["compare", "tiny.toml"]);
    assert!(ran.out.contains("Return on Sales") && ran.out.contains("files"), "{}", ran.out);
    assert!(ran.err.ends_with(" threads\n") || ran.err.ends_with(" thread\n"), "{}", ran.err);
    assert_eq!(ran.err.lines().count(), 1, "{}", ran.err);
}

#[test]
fn quiet_says_nothing_but_the_result() {
    let ran = Place::tiny().posse(&["compare", "tiny.toml", "--quiet"]);
    assert_eq!((ran.code, ran.err.as_str()), (Some(0), ""));
    assert!(!ran.out.is_empty());
}

#[test]
fn colour_is_for_terminals_and_those_who_force_it() {
    let place = Place::tiny();
    let words = ["compare", "tiny.toml"];
    let colours = |ran: Ran| ran.out.contains('\u{1b}') || ran.err.contains('\u{1b}');
    assert!(!colours(place.posse(&words)));
    let forced = place.command(&words).env("CLICOLOR_FORCE", "1").output().unwrap();
    assert!(colours(Ran::from(forced)));
    let both = [("CLICOLOR_FORCE", "1"), ("NO_COLOR", "1")];
    let refused = place.command(&words).envs(both).output().unwrap();
    assert!(!colours(Ran::from(refused)));
    assert!(!colours(place.posse(&["check", "nope.toml"])));
}

#[test]
fn a_reader_that_has_seen_enough_is_no_failure() {
    let place = Place::tiny();
    let mut child =
        place.command(&["schema"]).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    drop(child.stdout.take());
    let ran = Ran::from(child.wait_with_output().unwrap());
    assert_eq!((ran.code, ran.err.as_str()), (Some(0), ""));
}

#[test]
#[cfg(target_os = "linux")]
fn a_full_disk_behind_stdout_is_a_failure() {
    let place = Place::tiny();
    let full = File::create("/dev/full").unwrap();
    let output = place.command(&["compare", "tiny.toml", "--quiet"]).stdout(full).output().unwrap();
    let ran = Ran::from(output);
    let expected = "error: cannot write to stdout: no space left on device\n";
    assert_eq!((ran.code, ran.err.as_str()), (Some(1), expected));
    assert_eq!(place.entries("output"), ["tiny"]);
}

#[test]
#[cfg(unix)]
fn an_interrupted_run_keeps_what_it_has_and_says_so() {
    let place = Place::tiny();
    let words = ["compare", "tiny.toml", "-n", "10000000", "--jobs", "1"];
    let mut child =
        place.command(&words).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    until(|| place.path("output/tiny.unfinished/blocks/0.block").exists());
    interrupt(child.id());
    let mut err = BufReader::new(child.stderr.take().unwrap()).lines().map(Result::unwrap);
    let told: Vec<String> = err.by_ref().collect();
    let ran = Ran::from(child.wait_with_output().unwrap());
    assert_eq!(ran.code, Some(130), "{told:?}");
    assert!(
        told.iter().any(|l| l == "stopping after the runs in hand; Ctrl-C again stops at once")
    );
    let last = told.last().unwrap();
    assert!(
        last.starts_with("interrupted after ")
            && last.ends_with(" of 10000000 runs, which are kept: `--extend` goes on")
    );
    assert!(ran.out.contains("(interrupted: 10 000 000 planned)"), "{}", ran.out);
    let results = place.json("output/tiny/results.json");
    assert_eq!(results["interrupted"], true);
    assert!(results["replications"].as_u64().unwrap() > 0);
}

#[test]
#[cfg(unix)]
fn the_second_interruption_ends_at_once_and_writes_nothing() {
    // A year of thousands of people: one replication takes longer than the patience of this test.
    let text = TINY.replace("5 per week", "500000 per week").replace("weeks = 6", "weeks = 1000");
    let place = Place::new().with("tiny.toml", text);
    let mut child =
        place.command(&["compare", "tiny.toml"]).stderr(Stdio::piped()).spawn().unwrap();
    let mut err = BufReader::new(child.stderr.take().unwrap()).lines().map(Result::unwrap);
    until_it_listens(child.id());
    until(|| place.path("output/.tiny.lock").exists());
    interrupt(child.id());
    assert!(err.any(|line| line.ends_with("Ctrl-C again stops at once")));
    interrupt(child.id());
    assert_eq!(child.wait().unwrap().code(), Some(130));
    assert_eq!(place.entries("."), ["tiny.toml"]);
}
