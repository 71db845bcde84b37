//! Working hours: when work starts and ends under each rule of the shift's end.

use super::lab::{Ends, Trace, observe_once, results, story};
use posse::sales::Exit;

/// One rep from nine to five, a holiday on day 8, seven jobs of known work.
fn week(shift_end: &str) -> (Vec<f64>, Vec<f64>) {
    let text = format!(
        r#"
hours = "Mon-Fri 09:00-17:00"
holidays = [8]
run = {{ weeks = 3, warm_up = "0 h", replications = 1 }}
channels.web.arrivals = {{ at = ["9 h", "10 h", "16.5 h", "90 h", "111 h", "112 h", "113 h"] }}
people.rep = {{ shift_end = "{shift_end}" }}
[stages.serve]
role = "rep"
work = ["2 h", "4 h", "3 h", "1 h", "3 h", "6 h", "4 h"]
"#
    );
    let trace: Trace = observe_once(&text, 0);
    assert!(trace.touches.iter().map(|touch| touch.number).eq(0..7), "in order of arrival");
    trace.touches.iter().map(|touch| (touch.start, touch.end)).unzip()
}

fn assert_close(found: &[f64], expected: &[f64]) {
    let close = |(a, b): (&f64, &f64)| (a - b).abs() <= f64::max(1e-12, 1e-9 * b.abs());
    assert!(
        found.len() == expected.len() && found.iter().zip(expected).all(close),
        "{found:?} for {expected:?}"
    );
}

#[test]
fn work_pauses_at_the_end_of_the_shift() {
    let (start, finish) = week("pause");
    assert_close(&start, &[9.0, 11.0, 16.5, 105.0, 111.0, 178.0, 184.0]);
    assert_close(&finish, &[11.0, 15.0, 35.5, 106.0, 178.0, 184.0, 228.0]);
}

#[test]
fn work_is_finished_in_overtime() {
    let (start, finish) = week("finish");
    assert_close(&start, &[9.0, 11.0, 16.5, 105.0, 111.0, 177.0, 183.0]);
    assert_close(&finish, &[11.0, 15.0, 19.5, 106.0, 114.0, 183.0, 187.0]);
}

#[test]
fn work_that_does_not_fit_into_the_shift_is_not_begun() {
    let (start, finish) = week("do not start");
    assert_close(&start, &[9.0, 11.0, 33.0, 105.0, 177.0, 225.0, 249.0]);
    assert_close(&finish, &[11.0, 15.0, 36.0, 106.0, 180.0, 231.0, 253.0]);
}

/// A long job at 15:00, a short one at 16:00.
fn evening(rules: &str) -> Vec<String> {
    let text = format!(
        r#"
hours = "Mon-Fri 09:00-17:00"
run = {{ weeks = 1, warm_up = "0 h", replications = 1 }}
channels.web.arrivals = {{ at = ["15 h", "15.5 h", "16 h"] }}
people.rep = {{ shift_end = "do not start" }}
stages.serve = {{ role = "rep", work = ["1 h", "3 h", "1 h"] }}
policies.p.rules = {{ {rules} }}
"#
    );
    story(&text, 0)
}

#[test]
fn work_that_fits_overtakes_only_where_the_rule_says_so() {
    let expected = [
        "web 0: serve by rep 1, 15 to 16",
        "web 1: serve by rep 1, 33 to 36",
        "web 2: serve by rep 1, 36 to 37",
    ];
    assert_eq!(evening(""), expected);
    let expected = [
        "web 0: serve by rep 1, 15 to 16",
        "web 2: serve by rep 1, 16 to 17",
        "web 1: serve by rep 1, 33 to 36",
    ];
    assert_eq!(evening("overtake = true"), expected);
    assert_eq!(evening("overtake = true, routing = \"round robin\""), expected);
}

#[test]
fn work_longer_than_any_shift_pauses_rather_than_never_begin() {
    let text = r#"
hours = "Mon-Fri 09:00-17:00"
run = { weeks = 2, warm_up = "0 h", replications = 1 }
channels.web.arrivals = { at = ["15 h"] }
people.rep = { shift_end = "do not start" }
stages.serve = { role = "rep", touch = "10 h" }
"#;
    assert_eq!(story(text, 0), ["web 0: serve by rep 1, 15 to 41"]);
}

#[test]
fn handed_back_work_goes_on_with_whoever_comes_on_duty() {
    let text = r#"
calendar = "always"
run = { days = 2, replications = 1 }
channels.web.arrivals = { at = ["1 h", "2 h"] }
stages.serve = { role = ["day", "night"], touch = "8 h" }
people.day = { on_duty = [["0 h", 1], ["6 h", 0]], repeat = "1 d", shift_end = "hand back" }
people.night = { on_duty = [["0 h", 0], ["8 h", 1]], repeat = "1 d", shift_end = "hand back" }
"#;
    let expected = [
        "web 0: serve by day 1, 1",
        "web 0: serve by night 1, 8 to 11",
        "web 1: serve by night 1, 11 to 19",
    ];
    assert_eq!(story(text, 0), expected);
}

#[test]
fn hours_of_an_office_are_touch_administration_and_idleness() {
    let text = r#"
hours = "Mon-Fri 09:00-17:00"
run = { weeks = 1, warm_up = "0 h", run_out = "1 week", replications = 1 }
channels.web.arrivals = { at = ["9 h", "40 h"] }
people.rep = { count = 2, admin = "20 %", cost = "4000 per week" }
stages.serve = { role = "rep", touch = "4 h" }
policies.p.rules = { meetings = "4 h per week" }
"#;
    // 70 % of an hour is left for touches: each takes 4/0.7 hours of the shift
    let trace: Trace = observe_once(text, 0);
    let last_ends = 57.0 + (4.0 / 0.7 - 1.0);
    let (first, last) = (trace.touches[0], trace.touches[1]);
    assert_close(&[first.end, last.start, last.end], &[9.0 + 4.0 / 0.7, 40.0, last_ends]);
    let found = results(text);
    let value = |key: &str| found.values(0, key)[0];
    let measured = [
        value("role.rep.touch_hours"),
        value("role.rep.admin_hours"),
        value("role.rep.idle_hours"),
        value("role.rep.utilisation"),
        value("role.rep.utilisation_spread"),
        value("selling_cost.people"),
    ];
    let busy = 8.0 / 0.7;
    let expected = [8.0, 80.0 * 0.3, 80.0 * 0.7 - 8.0, busy / 80.0, 0.0, 8000.0];
    assert_close(&measured, &expected);
}

#[test]
fn overtime_is_counted_and_paid_like_an_hour_of_the_shift() {
    let text = r#"
hours = "Mon-Fri 09:00-17:00"
run = { weeks = 1, warm_up = "0 h", run_out = "1 week", replications = 1 }
channels.web.arrivals = { at = ["16 h"] }
people.rep = { cost = "4000 per week", shift_end = "finish" }
stages.serve = { role = "rep", touch = "4 h" }
"#;
    let found = results(text);
    let value = |key: &str| found.values(0, key)[0];
    assert_close(&[value("selling_cost.overtime")], &[300.0]);
    assert_close(&[value("role.rep.utilisation")], &[4.0 / 43.0]);
}

#[test]
fn no_deal_is_won_at_night_or_on_a_weekend() {
    let text = std::fs::read_to_string("scenarios/hero-vs-team.toml").expect("it ships");
    let text = text.replace("\"market\"", "1");
    let Ends(ends) = observe_once(&text, 0);
    let wins: Vec<f64> = ends.iter().filter(|e| e.exit == Exit::WON).map(|e| e.at).collect();
    assert!(wins.len() > 20, "{} wins", wins.len());
    for at in wins {
        let (day, hour) = ((at / 24.0).floor() % 7.0, at % 24.0);
        assert!(day < 5.0 && (9.0..=17.0).contains(&hour), "won on day {day} at {hour:.1}");
    }
}

#[test]
fn a_buyer_who_takes_four_hours_from_three_on_answers_at_eleven_of_the_next_day() {
    let text = r#"
hours = "Mon-Fri 09:00-17:00"
run = { weeks = 1, warm_up = "0 h", replications = 1 }
channels.web.arrivals = { at = ["14 h"] }
people.rep = {}
stages.serve = { role = "rep", work = ["1 h"], touches = 2, buyer = "4 h" }
"#;
    assert_eq!(
        story(text, 0),
        ["web 0: serve by rep 1, 14 to 15", "web 0: serve by rep 1, 35 to 36"]
    );
}
