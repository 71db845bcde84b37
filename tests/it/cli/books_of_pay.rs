//! What pay came to, as a run writes and shows it.

use super::{Place, TINY};

/// Two groups on plans, one with a quota; deals come all the time.
const PAID: &str = r#"
[channels.web]
arrivals = "10 per week"
[deal]
value = 5000
[stages.call]
role = "caller"
touch = "2 h"
advance = 0.6
[stages.close]
role = "closer"
touch = "3 h"
advance = 0.6
[people.caller]
count = 2
cost = "60000 per year"
[people.closer]
count = 3
cost = "90000 per year"
[plans.closer]
salary = "40000 per year"
period = "month"
quota = 12000
commission = [{ rate = 0.1 }, { from = "100 %", rate = 0.2 }]
[plans.caller]
salary = "40000 per year"
commission = 0.02
[policies.one.pay]
plans = { closer = "closer", caller = "caller" }
split = { call = "20 %" }
[run]
weeks = 52
warm_up = "0 weeks"
replications = 4
"#;

/// The cells of a table, without its head.
fn rows(place: &Place, name: &str) -> Vec<Vec<String>> {
    let text = place.text(name);
    text.lines().skip(1).map(|line| line.split(',').map(str::to_owned).collect()).collect()
}

fn sum<'a>(rows: impl Iterator<Item = &'a Vec<String>>, column: usize) -> f64 {
    rows.filter_map(|row| row[column].parse::<f64>().ok()).sum()
}

fn ran(text: &str) -> Place {
    let place = Place::new().with("s.toml", text);
    place.posse(&["compare", "s.toml", "--out", "o", "-q"]).result();
    place
}

/// The mean of a measure over the runs of `ran`.
fn mean(place: &Place, key: &str) -> f64 {
    let rows = rows(place, "o/measures.csv");
    let mine: Vec<f64> =
        rows.iter().filter(|r| r[3] == key).map(|r| r[4].parse().unwrap()).collect();
    mine.iter().sum::<f64>() / mine.len() as f64
}

#[test]
fn tables_and_charts_of_pay_are_written_where_there_are_plans() {
    let names = ["attainment", "pay", "bookings", "hours"];
    let of = |text: &str| {
        let entries = ran(text).entries("o");
        let has = |name: String| entries.contains(&name);
        names.map(|name| ["csv", "svg", "png"].map(|end| has(format!("{name}.{end}"))))
    };
    assert_eq!(of(PAID), [[true; 3]; 4]);
    assert_eq!(of(TINY), [[false; 3]; 4]);
}

#[test]
fn shares_are_of_everything_there_was() {
    let place = ran(PAID);
    let attainment = rows(&place, "o/attainment.csv");
    let periods = || attainment.iter().filter(|row| row[3] == "periods");
    assert!(periods().all(|row| row[2] == "closer"));
    assert!((sum(periods(), 7) - 1.0).abs() < 1e-9);
    let reached = sum(periods().filter(|row| row[4].parse::<f64>().unwrap() > 0.95), 7);
    assert!((reached - mean(&place, "quota_reached")).abs() < 1e-9);
    let bookings = rows(&place, "o/bookings.csv");
    assert_eq!(bookings.len(), 13);
    assert!((sum(bookings.iter(), 3) - 1.0).abs() < 1e-9);
    assert!((sum(bookings.iter(), 4) - 1.0).abs() < 1e-9);
}

#[test]
fn the_payout_is_that_of_the_plan_at_every_corner() {
    let attainment = rows(&ran(PAID), "o/attainment.csv");
    let corners = attainment.iter().filter(|row| row[3] == "payout");
    let corners: Vec<(f64, f64)> =
        corners.map(|row| (row[4].parse().unwrap(), row[6].parse().unwrap())).collect();
    let due = |attainment: f64| 1200.0 * attainment + 1200.0 * (attainment - 1.0).max(0.0);
    assert_eq!(corners.len(), 3);
    for (attainment, pay) in corners {
        assert!((pay - due(attainment)).abs() < 1e-6, "{pay} at {attainment}");
    }
}

#[test]
fn the_best_paid_earn_no_less_than_anybody() {
    let pay = rows(&ran(PAID), "o/pay.csv");
    let median = |row: &Vec<String>| row[4].parse::<f64>().unwrap();
    assert_eq!(
        pay.iter().map(|row| row[2].as_str()).collect::<Vec<_>>(),
        ["highest paid", "lowest paid", "caller 1", "caller 2", "closer 1", "closer 2", "closer 3",]
    );
    let (best, least) = (median(&pay[0]), median(&pay[1]));
    assert!(pay[2..].iter().all(|row| (least..=best).contains(&median(row))), "{pay:?}");
}

#[test]
fn hours_add_up_to_those_at_work() {
    let place = ran(PAID);
    for role in ["caller", "closer"] {
        let hours = rows(&place, "o/hours.csv");
        let mine = || hours.iter().filter(|row| row[2] == role);
        assert_eq!(mine().count(), 6);
        let kinds = ["touch_hours", "admin_hours", "interruption_hours", "idle_hours"];
        let at_work: f64 =
            kinds.iter().map(|kind| mean(&place, &format!("role.{role}.{kind}"))).sum();
        assert!((sum(mine(), 5) - at_work / 52.0).abs() < 1e-9, "{role}");
    }
}

#[test]
fn the_screen_says_what_of_pay_and_behaviour_is_left_out() {
    let of = |text: &str| {
        let place = Place::new().with("s.toml", text);
        let screen = place.posse(&["compare", "s.toml", "--out", "o", "-q"]).result();
        let from = screen.find(" not modelled ").unwrap();
        let lines = screen[from..].lines();
        let more = |line: &&str| line.starts_with(" not") || line.starts_with("      ");
        let all = lines.take_while(more).map(str::trim).collect::<Vec<_>>().join(" ");
        all.split("; ")
            .find(|part| part.contains("pay") || part.contains("behaviour"))
            .map(str::to_owned)
    };
    let nobody = PAID.replace("plans = { closer = \"closer\", caller = \"caller\" }", "");
    let part = format!("{PAID}[behaviour.advice]\non = false\n[behaviour]\nown_pay = false\n");
    let said = [TINY, &nobody, PAID, &part].map(|text| of(text).unwrap_or_default());
    insta::assert_snapshot!(said.join("\n"), @r"
    pay and reactions to pay (effort, helping, timing of deals)
    reactions to pay (effort, helping, timing of deals): no policy puts anybody on a pay plan
    reactions to pay (effort, helping, timing of deals): `[behaviour]` is off
    reactions to pay that are switched off: advice, own pay
    ");
    assert_eq!(of(&format!("{PAID}[behaviour]\n")), None);
}
