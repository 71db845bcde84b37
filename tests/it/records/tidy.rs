//! The event log's written form.

use posse::records::import::Options;
use posse::records::{COLUMNS, read_log, write_log};

use super::{fixture, imported, of};

fn written(log: &posse::records::EventLog) -> String {
    let mut text = Vec::new();
    write_log(log, &mut text).unwrap();
    String::from_utf8(text).unwrap()
}

const HANDED_OVER: &str = "\
OpportunityId,CreatedDate,Field,OldValue,NewValue
7,2026-01-01T00:00:00Z,created,,
7,2026-01-04T00:00:00Z,StageName,New,Talks
7,2026-01-06T00:00:00Z,Owner,Ada,Bob
7,2026-01-09T00:00:00Z,StageName,Talks,Closed Won
8,2026-01-02T00:00:00Z,created,,
";

#[test]
fn a_log_that_is_written_and_read_is_the_same() {
    for log in [
        of(HANDED_OVER).log,
        imported(
            &[("a.csv", &fixture("salesforce_export_OpportunityHistory.csv"))],
            &Options::default(),
        )
        .unwrap()
        .log,
    ] {
        let text = written(&log);
        let again = read_log(text.as_bytes()).unwrap();
        assert_eq!(written(&again), text);
        assert_eq!(again.deals.len(), log.deals.len());
        let imported = of(&text);
        assert_eq!(written(&imported.log), text, "the importer takes its own logs as they are");
    }
}

#[test]
fn a_hand_over_is_a_row_of_the_same_visit() {
    let text = written(&of(HANDED_OVER).log);
    let rows: Vec<Vec<&str>> = text.lines().map(|line| line.split(',').collect()).collect();
    let column = |name: &str| COLUMNS.iter().position(|column| *column == name).unwrap();
    let cells = |name: &str| rows[1..].iter().map(|row| row[column(name)]).collect::<Vec<_>>();
    assert_eq!(cells("deal"), ["7", "7", "7", "8"]);
    assert_eq!(cells("visit"), ["1", "2", "2", ""]);
    assert_eq!(cells("stage"), ["new", "talks", "talks", ""]);
    assert_eq!(cells("left")[1], "2026-01-06T00:00:00Z");
    assert_eq!(cells("entered")[2], "2026-01-06T00:00:00Z");
}

#[test]
fn every_broken_rule_of_a_log_is_told_with_its_line() {
    let text = written(&of(HANDED_OVER).log);
    for (old, new, flaw) in [
        (",won,", ",victory,", "line 2: `outcome` is `victory`; expected `won`, `lost` or `open`"),
        ("2026-01-09T00:00:00Z,1,", ",1,", "line 2: `closed` holds a time exactly if"),
        (
            "2026-01-04T00:00:00Z,yes",
            "2025-01-04T00:00:00Z,yes",
            "line 2: expected `created` ≤ `entered`",
        ),
        (",new,New,1,", ",new,New,0,", "line 2: `stage_order` is a whole number"),
        (",2,talks,", ",4,talks,", "line 3: `visit` numbers the visits"),
        (",yes,", ",maybe,", "line 2: `dated` is `maybe`"),
        ("\n8,", "\n,", "line 5: `deal` is empty"),
        ("observed_from", "observed", "line 1: the column `observed_from` is missing"),
    ] {
        let broken = text.replacen(old, new, 1);
        assert_ne!(broken, text, "{old}");
        let flaws = read_log(broken.as_bytes()).unwrap_err();
        let first = flaws[0].to_string();
        assert!(first.starts_with(flaw), "{first}");
    }
}
