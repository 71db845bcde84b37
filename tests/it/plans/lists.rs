//! Lists of events and of people are read by the names of their columns, with every mistake at once.

use std::collections::BTreeSet;

use posse::plans::date::{Day, Every, Fiscal, Period};
use posse::plans::exact::{Cents, of_text, ratio};
use posse::plans::ledger::Ledger;
use posse::plans::people;

use super::{book, sheet};

fn wrong(events: &str) -> Vec<String> {
    let Err(mistakes) = Ledger::read(&sheet(events), &BTreeSet::new()) else { panic!("accepted") };
    mistakes.iter().map(|m| format!("{}, {}: {}", m.line, m.column, m.message)).collect()
}

#[test]
fn every_mistake_of_a_list_has_its_line_and_column() {
    let events = "date,event,deal,person,amount
2027-02-30,win,1,Ana,1
2027-02-01,win,2,Ana 2/3; Ben 2/3,1
2027-02-01,win,3,Ana,\"1.000,00\"
2027-02-01,cancel,9,,
2027-02-01,join,,,
2027-02-01,win,4,Ana,
,,,,
2027-02-02,win,2,Ana,1
";
    assert_eq!(
        wrong(events),
        [
            "2, date: expected a date such as `2027-01-14`, found `2027-02-30`",
            "3, person: shares of a deal sum to 133.33 %, found `Ana 2/3; Ben 2/3`",
            "4, amount: expected a number, found `\"1.000`",
            "6, person: who? the person is missing",
            "7, amount: how much? the amount is missing",
            "8, event: the row says neither a date nor an event",
            "5, deal: deal `9` is cancelled and was never won before",
            "9, deal: deal `2` is won twice",
        ]
    );
    assert_eq!(wrong("when,event\n"), ["1, : the list of events has no column `date`"]);
}

#[test]
fn a_list_of_people_names_known_plans_and_follows_itself() {
    let book =
        book("[plans.ae]\ncommission = 0.1\n[plans.sdr]\ncommission = 0.1\n").expect("plans");
    let ledger = Ledger::default();
    let read = |people: Option<&str>| {
        let listed = people.map(sheet);
        let Err(mistakes) = people::read(listed.as_ref(), &ledger, &book) else {
            panic!("accepted")
        };
        mistakes.iter().map(|m| format!("{}: {}", m.line, m.message)).collect::<Vec<_>>()
    };
    assert_eq!(read(None), ["0: who is on which plan? there are several: `ae`, `sdr`"]);
    let list = "person,plan,from,to
Ana,ea,,
Ben,ae,2027-01-01,2027-06-30
Ben,sdr,2027-06-30,
,ae,,
";
    assert_eq!(
        read(Some(list)),
        [
            "2: no plan named `ea`",
            "4: `Ben` is on two plans on 2027-06-30",
            "5: who? the person is missing"
        ]
    );
}

#[test]
fn months_end_where_the_calendar_says() {
    let day = |text| Day::of_text(text).expect("a date");
    assert_eq!(day("2027-08-31").plus_months(6), day("2028-02-29"));
    assert_eq!(day("2027-02-26").plus_months(6), day("2027-08-26"));
    assert_eq!(Day::of_text("2027-02-29"), None);
    for number in -30_000..60_000 {
        let day = Day(number);
        let (year, month, date) = day.civil();
        if (1900..3000).contains(&year) {
            assert_eq!(Day::of(year, month, date), Some(day));
        }
    }
}

#[test]
fn periods_are_named_and_found_by_their_names() {
    let day = Day::of_text("2028-01-31").expect("a date");
    for (fiscal, every, name, days) in [
        (0, Every::Quarter, "2028-Q1", 91),
        (0, Every::HalfYear, "2028-H1", 182),
        (0, Every::Year, "2028", 366),
        (1, Every::Quarter, "2027-F4", 92),
        (1, Every::Month, "2028-01", 31),
        (1, Every::Year, "2027-FY", 365),
    ] {
        let fiscal = Fiscal(fiscal);
        let period = fiscal.period(day, every);
        assert_eq!((period.name().as_str(), period.stretch().days()), (name, days));
        assert_eq!(Period::of_name(name, fiscal), Some(period));
        assert!(period.stretch().contains(day) && !period.next().stretch().contains(day));
    }
    for name in ["", "2027-Q5", "2027-13", "Q1", "2027-", "27-Q1", "2027-H0"] {
        assert_eq!(Period::of_name(name, Fiscal::default()), None, "{name}");
    }
}

#[test]
fn numbers_are_read_as_they_are_written_and_rounded_once() {
    assert_eq!(of_text("12.5 %"), Some(ratio(1, 8)));
    assert_eq!(of_text("1/3"), Some(ratio(1, 3)));
    assert_eq!(of_text("33 1/3 %"), None);
    assert_eq!(of_text("1_000.50"), Some(ratio(2001, 2)));
    assert_eq!(of_text("1.5 M"), Some(ratio(1_500_000, 1)));
    assert_eq!(of_text("1/0"), None);
    assert_eq!(of_text("1e999"), None);
    for (amount, cents) in [(ratio(1, 200), 1), (ratio(-1, 200), -1), (ratio(499, 100_000), 0)] {
        assert_eq!(Cents::of(&amount), Cents(cents));
    }
    assert_eq!(Cents(-5).to_string(), "-0.05");
}
