//! What real exports are like: each pitfall is handled, and told of.

use posse::records::Moment;
use posse::records::import::{Field, Kind, Mark, Options, Order};

use super::{imported, of, refused, told};

const EVENTS: &str = "\
case,activity,timestamp,resource
1,New,2026-01-05 09:00,Ada
1,Talks,2026-01-10 09:00,Ada
1,Won,2026-02-01 09:00,Ada
2,New,2026-01-06 09:00,Bob
2,Lost,2026-02-02 09:00,Bob
";

fn with_names() -> Options {
    Options { names: true, ..Options::default() }
}

fn named(text: &str) -> Vec<String> {
    told(&imported(&[("log.csv", text.as_bytes())], &with_names()).unwrap().log)
}

#[test]
fn a_byte_order_mark_other_delimiters_and_utf_16_change_nothing() {
    let plain = named(EVENTS);
    assert_eq!(plain[0], "1 won 2026-01-05 2026-02-01 | new 2026-01-05 Ada, talks 2026-01-10 Ada");
    for delimiter in [";", "\t", "|"] {
        assert_eq!(named(&EVENTS.replace(',', delimiter)), plain, "{delimiter}");
    }
    assert_eq!(named(&format!("\u{feff}{EVENTS}")), plain);
    assert_eq!(named(&format!("sep=;\r\n{}", EVENTS.replace(',', ";"))), plain);
    assert_eq!(named(&EVENTS.replace('\n', "\r\n")), plain);
    let wide = |bytes: fn(u16) -> [u8; 2], mark: &str| -> Vec<u8> {
        format!("{mark}{EVENTS}").encode_utf16().flat_map(bytes).collect()
    };
    for text in [
        wide(u16::to_le_bytes, "\u{feff}"),
        wide(u16::to_be_bytes, "\u{feff}"),
        wide(u16::to_le_bytes, ""),
    ] {
        let log = imported(&[("log.csv", &text)], &with_names()).unwrap().log;
        assert_eq!(told(&log), plain);
    }
}

#[test]
fn cells_in_windows_1252_are_read_and_told_of() {
    let mut text = EVENTS.replace("Talks", "Pr~fung").into_bytes();
    let place = text.iter().position(|byte| *byte == b'~').unwrap();
    text[place] = 0xfc;
    let imported = imported(&[("log.csv", &text)], &with_names()).unwrap();
    assert_eq!(imported.log.stages[1].label, "Prüfung");
    assert_eq!(imported.log.stages[1].key, "pruefung");
    assert_eq!(imported.report.findings.count(Kind::Encoding), 1);
}

#[test]
fn stages_of_any_name_get_keys_and_keep_their_labels() {
    let text = EVENTS.replace("New", "\"1. Éé / \"\"x\"\", y\"").replace("Talks", "商談");
    let log = of(&text).log;
    let stages: Vec<(&str, &str)> =
        log.stages.iter().map(|stage| (stage.key.as_str(), stage.label.as_str())).collect();
    assert_eq!(stages, [("stage-1-x-y", "1. Éé / \"x\", y"), ("stage", "商談")]);
}

#[test]
fn amounts_are_read_with_points_commas_spaces_and_currencies() {
    let amounts = |cells: [&str; 2]| -> Vec<Option<f64>> {
        let text = format!(
            "Deal ID;Created;Status;Amount\n1;2026-01-05;won;{}\n2;2026-01-06;open;{}\n",
            cells[0], cells[1]
        );
        let text = text.replace("won;", "open;");
        let options = Options { won: vec!["Signed".into()], ..Options::default() };
        let imported = imported(&[("deals.csv", text.as_bytes())], &options).unwrap();
        imported.log.deals.iter().map(|deal| deal.amount).collect()
    };
    assert_eq!(amounts(["1.234,50", "1.000"]), [Some(1234.5), Some(1000.0)]);
    assert_eq!(amounts(["1,234.50", "1,000"]), [Some(1234.5), Some(1000.0)]);
    assert_eq!(amounts(["1 234,50 €", "EUR 7"]), [Some(1234.5), Some(7.0)]);
    assert_eq!(amounts(["12'345.5", "$1,000,000"]), [Some(12345.5), Some(1_000_000.0)]);
    assert_eq!(amounts(["-5.5", "12x"]), [None, None]);
}

#[test]
fn an_amount_or_a_date_that_nothing_settles_is_refused() {
    let deals = |created: &str, amount: &str| {
        format!("Deal ID;Created;Closed;Status;Amount\n1;{created};2026-09-09;won;{amount}\n")
    };
    let text = deals("2026-01-05", "1,234");
    assert!(refused(&text, &Options::default()).contains("--decimal point"));
    let options = Options { decimal: Some(Mark::Comma), ..Options::default() };
    let log = imported(&[("deals.csv", text.as_bytes())], &options).unwrap().log;
    assert_eq!(log.deals[0].amount, Some(1.234));

    let text = deals("03/04/2026", "5");
    assert!(refused(&text, &Options::default()).contains("--dates day-first"));
    for (order, day) in [(Order::DayFirst, "2026-04-03"), (Order::MonthFirst, "2026-03-04")] {
        let options = Options { dates: Some(order), ..Options::default() };
        let log = imported(&[("deals.csv", text.as_bytes())], &options).unwrap().log;
        assert_eq!(told(&log)[0], format!("1 won {day} 2026-09-09 |"));
    }
}

#[test]
fn one_unmistakable_date_settles_the_others_and_two_that_disagree_are_refused() {
    let text = "Deal ID,Created,Closed,Status\n1,03/04/2026,13/04/2026,won\n2,04/04/2026,,open\n";
    assert_eq!(told(&of(text).log), ["1 won 2026-04-03 2026-04-13 |", "2 open 2026-04-04 |"]);
    let mixed = text.replace("04/04/2026", "04/14/2026");
    assert!(
        refused(&mixed, &Options::default())
            .contains("in row 2 a date begins with the day, in row 3")
    );
}

#[test]
fn dates_are_read_in_the_ways_that_crms_write_them() {
    let text =
        |date: &str| format!("case,activity,timestamp\n1,New,\"{date}\"\n1,Won,2027-01-01 00:00\n");
    for (date, options) in [
        ("2026-03-01T09:00:00.000+0000", Options::default()),
        ("2026-03-01T10:30:00+01:30", Options::default()),
        ("01.03.2026 09:00", Options::default()),
        ("Mar 1, 2026, 9:00 AM", Options::default()),
        ("1 March 2026 09:00:00 UTC", Options::default()),
        ("1772355600000", Options::default()),
        ("2026-03-01 11:00", Options { zone: 7200, ..Options::default() }),
    ] {
        let log = imported(&[("log.csv", text(date).as_bytes())], &options).unwrap().log;
        assert_eq!(log.deals[0].created.to_string(), "2026-03-01T09:00:00Z", "{date}");
    }
    for date in ["2026-02-30", "2026-13-01", "1.3", "yesterday", "2026-03-01 25:00", "42795"] {
        let imported =
            imported(&[("log.csv", text(date).as_bytes())], &Options::default()).unwrap();
        assert_eq!(imported.report.findings.count(Kind::NoTime), 1, "{date}");
    }
}

#[test]
fn stages_that_are_entered_again_stand_twice_and_reopened_deals_have_a_gap() {
    let text = "\
case,activity,timestamp
1,New,2026-01-01
1,Talks,2026-01-02
1,Talks,2026-01-03
1,New,2026-01-04
1,Lost,2026-01-05
1,Talks,2026-01-08
1,Won,2026-01-09
";
    let imported = of(text);
    let visits = "new 2026-01-01, talks 2026-01-02, new 2026-01-04, talks 2026-01-08";
    assert_eq!(told(&imported.log), [format!("1 won 2026-01-01 2026-01-09 | {visits}")]);
    let left = imported.log.deals[0].visits[2].left.unwrap();
    assert_eq!(left.to_string(), "2026-01-05T00:00:00Z");
    for kind in [Kind::Reentered, Kind::Reopened, Kind::Unmoved] {
        assert_eq!(imported.report.findings.count(kind), 1, "{kind:?}");
    }
}

#[test]
fn a_change_of_owner_within_a_stage_is_a_hand_over() {
    let text = "\
OpportunityId,CreatedDate,Field,OldValue,NewValue
7,2026-01-01T00:00:00Z,created,,
7,2026-01-04T00:00:00Z,StageName,New,Talks
7,2026-01-06T00:00:00Z,Owner,Ada,Bob
7,2026-01-06T00:00:00Z,Owner,005A,005B
7,2026-01-09T00:00:00Z,StageName,Talks,Closed Won
";
    let lines = named(text);
    assert_eq!(
        lines,
        [
            "7 won 2026-01-01 2026-01-09 | new 2026-01-01 005A, talks 2026-01-04 005A, to 005B 2026-01-06"
        ]
    );
}

#[test]
fn back_filled_deals_count_with_their_outcome_and_without_a_duration() {
    let text = "\
Deal ID,Created,Closed,Status
1,2026-03-01,2026-02-01,won
2,2026-03-01 09:00,2026-03-01,lost
3,2026-03-01,2026-03-02,won
";
    let imported = of(text);
    assert_eq!(
        told(&imported.log),
        [
            "1 won 2026-02-01 2026-02-01 |",
            "3 won 2026-03-01 2026-03-02 |",
            "2 lost 2026-03-01 2026-03-01 |"
        ]
    );
    assert_eq!(imported.report.findings.count(Kind::BackFilled), 1);
    assert_eq!(imported.report.findings.count(Kind::SameDay), 1);
}

#[test]
fn rows_that_cannot_be_read_are_dropped_with_their_numbers() {
    let text = "\
case,activity,timestamp
1,New,2026-01-01
1,Talks
,Talks,2026-01-02
2,New,soon
2,\"Ta
lks\",2026-01-02
1,Won,2026-01-03
Confidential
";
    let imported = of(text);
    assert_eq!(told(&imported.log), ["1 won 2026-01-01 2026-01-03 | new 2026-01-01"]);
    let rows = |kind: Kind| imported.report.findings.0[&kind].runs(0);
    assert_eq!(rows(Kind::Ragged), [(3, 3)]);
    assert_eq!(rows(Kind::NoDeal), [(4, 4)]);
    assert_eq!(rows(Kind::NoTime), [(5, 5)]);
    assert_eq!(rows(Kind::Broken), [(6, 7)]);
    assert_eq!(rows(Kind::Footer), [(9, 9)]);
}

#[test]
fn a_deal_that_stands_twice_counts_once_and_deleted_ones_do_not() {
    let text = "\
Id,StageName,CreatedDate,IsWon,IsClosed,CloseDate,SystemModstamp,IsDeleted
1,New,2026-01-01,0,0,2026-09-01,2026-01-01,0
1,Closed Won,2026-01-01,1,1,2026-02-01,2026-02-01,0
2,New,2026-01-02,0,0,2026-09-01,2026-01-02,1
3,New,2026-01-03,0,0,2026-09-01,2026-01-03,0
3,New,2026-01-03,0,0,2026-09-01,2026-01-03,0
";
    let imported = of(text);
    assert_eq!(
        told(&imported.log),
        ["1 won 2026-01-01 2026-02-01 |", "3 open 2026-01-03 | new 2026-01-03?"]
    );
    for kind in [Kind::Superseded, Kind::Duplicate, Kind::Deleted] {
        assert_eq!(imported.report.findings.count(kind), 1, "{kind:?}");
    }
}

#[test]
fn a_date_far_after_all_others_is_refused_unless_the_export_has_a_date() {
    let text = format!("{EVENTS}3,New,2106-01-05 09:00,Bob\n");
    let message = refused(&text, &Options::default());
    assert!(message.contains("row 7") && message.contains("--as-of 2026-02-02"), "{message}");
    let options = Options { as_of: Moment::parse("2026-03-01"), ..Options::default() };
    let imported = imported(&[("log.csv", text.as_bytes())], &options).unwrap();
    assert_eq!(imported.log.deals.len(), 2);
    assert_eq!(imported.report.findings.count(Kind::AfterExport), 1);
}

#[test]
fn what_the_names_of_stages_do_not_say_has_to_be_said() {
    let text = EVENTS.replace("Won", "Unterschrieben").replace("Lost", "Abgesagt");
    let message = refused(&text, &Options::default());
    assert!(message.contains("--won") && message.contains("`Unterschrieben`"), "{message}");
    let (won, lost) = (vec!["unterschrieben".to_owned()], vec!["Abgesagt".to_owned()]);
    let options = Options { won, lost, names: true, ..Options::default() };
    let log = imported(&[("log.csv", text.as_bytes())], &options).unwrap().log;
    assert_eq!(told(&log), named(EVENTS));
}

#[test]
fn any_table_of_deals_can_be_mapped_and_wrong_maps_are_refused() {
    let text = "no,began,over,state,who\n1,2026-01-01,2026-01-05,won,Ada\n2,2026-01-02,,open,Bob\n";
    let message = refused(text, &Options::default());
    assert!(message.contains("no CRM is known") && message.contains("`created`"), "{message}");
    let map = |column: &str, field: Field| (column.to_owned(), field);
    let maps = vec![
        map("no", Field::Deal),
        map("Began", Field::Created),
        map("over", Field::Closed),
        map("state", Field::Status),
        map("who", Field::Owner),
    ];
    let source = Some(posse::records::import::Source::Log);
    let options = Options { source, maps: maps.clone(), names: true, ..Options::default() };
    let log = imported(&[("deals.csv", text.as_bytes())], &options).unwrap().log;
    assert_eq!(told(&log), ["1 won 2026-01-01 2026-01-05 |", "2 open 2026-01-02 |"]);
    let mut wrong = options;
    wrong.maps.push(map("when", Field::Moved));
    let message = refused(text, &wrong);
    assert!(
        message.contains("no file has a column `when`") && message.contains("`state`"),
        "{message}"
    );
}

#[test]
fn one_pipeline_can_be_imported_alone_and_several_are_told_of() {
    let text = "\
Record ID,Deal Stage,Pipeline,Create Date,Close Date
1,Closed Won,Sales,2026-01-01,2026-01-05
2,Closed Lost,Sales,2026-01-01,2026-01-06
3,Closed Won,Renewals,2026-01-02,2026-01-07
";
    assert_eq!(of(text).report.findings.count(Kind::Pipelines), 1);
    let options = |name: &str| Options { pipeline: Some(name.into()), ..Options::default() };
    let log = imported(&[("deals.csv", text.as_bytes())], &options("renewals")).unwrap().log;
    assert_eq!(told(&log), ["3 won 2026-01-02 2026-01-07 |"]);
    assert!(refused(text, &options("Partner")).contains("the pipelines are `Renewals`, `Sales`"));
}

#[test]
fn pipedrive_tells_the_stages_of_a_deal_in_its_flow() {
    let change = |key: &str, time: &str, old: &str, new: &str, names: &str| {
        format!(
            r#"{{"object":"dealChange","timestamp":"{time}","data":{{"item_id":3,"user_id":9,"field_key":"{key}",
            "old_value":"{old}","new_value":"{new}","log_time":"{time}","additional_data":{names}}}}}"#
        )
    };
    let names = r#"{"old_value_formatted":"Contact","new_value_formatted":"Offer"}"#;
    let text = format!(
        r#"{{"success":true,"data":[{},{},{},{{"object":"note"}}]}}"#,
        change("status", "2026-02-01 10:00:00", "open", "won", "[]"),
        change("stage_id", "2026-01-20 10:00:00", "1", "2", names),
        change("add_time", "2026-01-05 10:00:00", "", "2026-01-05 10:00:00", "[]"),
    );
    let imported = imported(&[("flow.json", text.as_bytes())], &Options::default()).unwrap();
    let line = &told(&imported.log)[0];
    assert!(line.starts_with("3 won 2026-01-05 2026-02-01 | contact 2026-01-05"), "{line}");
    assert!(line.contains(", offer 2026-01-20"), "{line}");
}

#[test]
fn several_sources_that_a_table_may_come_from_are_never_guessed_between() {
    let text =
        "Opportunity ID,Stage,Created,Created Date,Status\n1,New,2026-01-01,2026-01-01,open\n";
    assert!(refused(text, &Options::default()).contains("say which with `--as`"));
}
