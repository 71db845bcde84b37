//! `payout`: what plans pay, without a simulation.

use super::Place;

const PLANS: &str = r#"
[plans.classic]
salary = "60000 per year"
quota = 100000
commission = [{ rate = 0.05 }, { from = "100 %", rate = 0.10 }]
bonus = [{ at = "100 %", amount = 2000 }]
clawback = { "3 mo" = 1 }
"#;

const CALLS: &str = r#"
[plans.calls]
period = "month"
count = "meetings"
commission = 40.5
"#;

fn place() -> Place {
    Place::new().with("plans.toml", PLANS).with("both.toml", format!("{PLANS}{CALLS}"))
}

#[test]
fn a_file_of_plans_alone_is_enough() {
    let place = place();
    let text = place.posse(&["payout", "plans.toml", "--attainment", "0..150%:4"]).result();
    insta::assert_snapshot!(text, @r"
    classic, a quarter: quota 100 000 EUR of revenue, 15 000 EUR fixed
     Attainment   Credit  Pay, EUR  With salary  Next unit  On average
     0 %               0         0       15 000        5 %           –
     50 %         50 000     2 500       17 500        5 %         5 %
     100 %       100 000     7 000       22 000       10 %         7 %
     150 %       150 000    12 000       27 000       10 %         8 %
    not in it: clawback
    ");
    let usual = place.posse(&["payout", "plans.toml"]).result();
    assert_eq!(usual.lines().count(), 2 + 16 + 1, "{usual}");
}

#[test]
fn plans_without_a_quota_are_asked_for_their_credit() {
    let place = place();
    let message = place.posse(&["payout", "both.toml", "--attainment", "0..150%"]).refusal(2);
    assert_eq!(
        message,
        "error: the plan `calls` has no quota to attain\n\
         hint: say for which credit of a period, e.g. `--credit 0..500000`, or choose others with \
         `--plan`\n"
    );
    let words = ["payout", "both.toml", "--credit", "0..40:3", "--plan", "calls"];
    insta::assert_snapshot!(place.posse(&words).result(), @r"
    calls, a month: meetings without a quota
     Credit  Pay, EUR  Next unit  On average
     0              0      40.50           –
     20           810      40.50       40.50
     40         1 620      40.50       40.50
    ");
    let both = ["payout", "both.toml", "--attainment", "0..100%:2", "--credit", "0..40:2", "--csv"];
    insta::assert_snapshot!(place.posse(&both).result(), @r"
    plan,part,period,credit_of,quota,attainment,credit,pay,salary,next_unit,on_average
    classic,own,quarter,revenue,100000,0,0,0,15000,0.05,
    classic,own,quarter,revenue,100000,1,100000,7000,15000,0.1,0.07
    calls,own,month,meetings,,,0,0,0,40.5,
    calls,own,month,meetings,,,40,1620,0,40.5,40.5
    ");
}

#[test]
fn impossible_ranges_are_refused() {
    for (option, value, expected) in [
        ("--attainment", "150%", "expected two ends, e.g. `0..150%`"),
        (
            "--attainment",
            "0..150",
            "at most 1000 % of the quota, found 15000 %; per cent: e.g. `0..150%`",
        ),
        ("--attainment", "150%..0%", "a range rises from its first end, e.g. `0..150%`"),
        ("--attainment", "0..nan%", "`nan` is not a number, e.g. `0..150%`"),
        ("--attainment", "0..inf", "`inf` is not a number, e.g. `0..150%`"),
        ("--attainment", "-50..50%", "nothing below 0, e.g. `0..150%`"),
        ("--attainment", "0..100%:1", "expected a whole number from 2 to 1000"),
        ("--credit", "0..many", "`many` is not a number, e.g. `0..500000`"),
        ("--credit", "5..5", "a range rises from its first end, e.g. `0..500000`"),
        ("--credit", "0..1e13", "at most 1000000000000, found 10000000000000"),
        ("--credit", "..", "`` is not a number, e.g. `0..500000`"),
    ] {
        let message = place().posse(&["payout", "plans.toml", option, value]).refusal(2);
        assert!(message.lines().next().unwrap().ends_with(expected), "{value}: {message}");
    }
}

#[test]
fn an_unknown_plan_is_refused_with_the_nearest_one() {
    let message = place().posse(&["payout", "both.toml", "--plan", "clasic,calls"]).refusal(2);
    let hint = "did you mean `classic`? expected one of `classic`, `calls`";
    assert_eq!(message, format!("error: no plan `clasic`\nhint: {hint}\n"));
}

#[test]
fn mistakes_in_plans_are_shown_with_their_lines() {
    let place = Place::new()
        .with("none.toml", "name = \"x\"\n")
        .with("bad.toml", "[plans.a]\ncommission = true\ncredit = [{ stage = \"x\", extra = true }]\nquota = -1\n[stages.y]\n");
    let message = place.posse(&["payout", "none.toml"]).refusal(2);
    assert!(message.contains("the file has no plans"), "{message}");
    let message = place.posse(&["payout", "bad.toml"]).refusal(2);
    for what in ["bad.toml:2:14", "bad.toml:3:21", "no stage named `x`", "3 mistakes in"] {
        assert!(message.contains(what), "{what}: {message}");
    }
}

#[test]
fn the_folder_holds_the_table_and_the_drawing_and_is_made_again() {
    let place = place();
    let words = ["payout", "plans.toml", "--out", "drawn"];
    place.posse(&words).result();
    let files = ["manifest.json", "payout.csv", "payout.png", "payout.svg"];
    assert_eq!(place.entries("drawn"), files);
    let csv = place.text("drawn/payout.csv");
    assert!(csv.starts_with("plan,part,period,credit_of,quota,attainment,credit,pay,"), "{csv}");
    assert!(place.text("drawn/payout.svg").contains("Variable pay at quota"));
    let first = place.text("drawn/payout.svg");
    place.posse(&words).result();
    assert_eq!(place.text("drawn/payout.svg"), first);
    let other = ["payout", "both.toml", "--credit", "0..50", "--output", "drawn"];
    assert!(place.posse(&other).refusal(1).contains("holds the results of another scenario"));
    let forced = [other.as_slice(), &["--force"]].concat();
    place.posse(&forced).result();
}

#[test]
fn a_plan_of_salary_alone_is_said_and_not_drawn() {
    let place = Place::new().with("fixed.toml", "[plans.fixed]\nsalary = \"80 k per year\"\n");
    let text = place.posse(&["payout", "fixed.toml", "--out", "drawn"]).result();
    let salary = "fixed, a quarter: revenue without a quota, 20\u{202f}000 EUR fixed";
    assert_eq!(text, format!("{salary}, the same for any credit\n"));
    assert_eq!(place.entries("drawn"), ["manifest.json", "payout.csv"]);
}

#[test]
fn the_shipped_plans_pay_the_same_at_quota() {
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/scenarios/plans.toml");
    let csv = Place::new().posse(&["payout", file, "--attainment", "0..150%", "--csv"]).result();
    let mut at_quota = Vec::new();
    for line in csv.lines().skip(1) {
        let cells: Vec<&str> = line.split(',').collect();
        let number = |column: usize| cells[column].parse::<f64>().unwrap();
        if cells[5] == "1" {
            // five sellers share the pool
            let share = if cells[1] == "pool" { 0.2 } else { 1.0 };
            at_quota.push((cells[0].to_owned(), number(7) * share + number(8)));
        }
    }
    let names: Vec<&str> = at_quota.iter().map(|row| row.0.as_str()).collect();
    let plans =
        ["salary", "linear", "quota bonus", "accelerator", "capped", "draw", "pool", "pool"];
    assert_eq!(names, plans);
    let pool: f64 = at_quota[6].1 + at_quota[7].1;
    for pay in at_quota[..6].iter().map(|row| row.1).chain([pool]) {
        assert!((pay - 22_000.0).abs() < 1e-6, "{at_quota:?}");
    }
}
