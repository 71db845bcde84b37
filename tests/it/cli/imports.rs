//! `import`: what a user types and reads.

use super::Place;

const DEALS: &str = "\
Deal - ID,Deal - Stage,Deal - Status,Deal - Deal created,Deal - Won time,Deal - Lost time,Deal - Owner,Deal - Value
1,Talks,Won,2026-01-05 09:00:00,2026-02-01 12:00:00,,Ada,500
2,Talks,Lost,2026-01-06 09:00:00,,2026-02-02 12:00:00,Bob,700
3,Offer,Open,2026-01-07 09:00:00,,,Ada,
";

#[test]
fn a_log_and_its_report_are_written_side_by_side() {
    let place = Place::new().with("deals.csv", DEALS);
    let ran = place.posse(&["import", "deals.csv", "-o", "log.csv"]);
    assert_eq!(ran.result(), "wrote log.csv and log.import.json\n");
    let log = place.text("log.csv");
    assert_eq!(log.lines().count(), 4);
    assert!(log.contains("person-") && !log.contains("Ada"), "{log}");
    let report = place.json("log.import.json");
    assert_eq!(report["deals"]["won"], 1);
    let blank =
        report["findings"].as_array().unwrap().iter().find(|f| f["kind"] == "blank").unwrap();
    assert_eq!(blank["rows"]["deals.csv"], serde_json::json!([[4, 4]]));
    // An event log may be replaced, another file not.
    place.posse(&["import", "deals.csv", "-o", "log.csv"]).result();
    let message = place.posse(&["import", "deals.csv", "-o", "deals.csv"]).refusal(2);
    assert!(message.contains("is no event log of posse"), "{message}");
}

#[test]
fn without_a_file_the_log_goes_to_stdout_and_the_report_to_stderr() {
    let place = Place::new().with("deals.csv", DEALS);
    let ran = place.posse(&["import", "deals.csv", "--names"]);
    assert!(ran.err.contains("deals 3: won 1 (50.0 % of those won or lost), lost 1, open 1"));
    assert!(ran.result().starts_with("deal,pipeline,channel,"));
}

#[test]
fn wrong_words_and_files_are_refused_all_at_once() {
    let place = Place::new().with("deals.csv", DEALS);
    let message = place.posse(&["import", "a.csv", "b.csv"]).refusal(2);
    assert!(message.contains("`a.csv`") && message.contains("`b.csv`"), "{message}");
    for (words, answer) in [
        (["--map", "Deal - ID=dael"], "did you mean `deal`?"),
        (["--map", "Deal - ID"], "expected `COLUMN=FIELD`"),
        (["--as-of", "31.1.2026"], "expected a date such as `2026-01-31`"),
        (["--zone", "CET"], "expected an offset such as `+01:00`"),
        (["--as", "salesforce"], "no table of `salesforce` is known with these columns"),
    ] {
        let message = place.posse(&["import", "deals.csv", words[0], words[1]]).refusal(2);
        assert!(message.contains(answer), "{message}");
    }
}
