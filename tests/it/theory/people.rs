//! People come, go, are away and learn.

use super::judge::{Noise, judge_one};
use super::lab::{Ends, Run, observe, results, story};

/// Work for two people, who are there at other times.
fn staffed(group: &str) -> Vec<String> {
    let text = format!(
        r#"
calendar = "always"
run = {{ hours = 100, replications = 1 }}
channels.web.arrivals = {{ at = ["0 h", "1 h", "2 h", "3 h"] }}
stages.serve = {{ role = "rep", touch = "4 h" }}
people.rep = {{ {group} }}
"#
    );
    let place = |line: &String| line.rsplit_once(", ").expect("a time").1.to_owned();
    story(&text, 0).iter().map(place).collect()
}

#[test]
fn headcount_changes_at_its_date_and_work_in_hand_is_finished() {
    assert_eq!(staffed("count = 1"), ["0 to 4", "4 to 8", "8 to 12", "12 to 16"]);
    let more = staffed("count = 1, headcount = [[\"5 h\", 2]]");
    assert_eq!(more, ["0 to 4", "4 to 8", "5 to 9", "8 to 12"]);
    let fewer = staffed("count = 2, headcount = [[\"2 h\", 1]]");
    assert_eq!(fewer.len(), 4);
    assert!(
        fewer == ["0 to 4", "1 to 5", "4 to 8", "8 to 12"]
            || fewer == ["0 to 4", "1 to 5", "5 to 9", "9 to 13"],
        "{fewer:?}"
    );
}

#[test]
fn who_is_asked_back_before_leaving_stays() {
    let back = staffed("count = 2, headcount = [[\"2 h\", 1], [\"3 h\", 2]]");
    assert_eq!(back, ["0 to 4", "1 to 5", "4 to 8", "5 to 9"]);
}

#[test]
fn who_shares_attention_leaves_when_all_work_in_hand_is_done() {
    let text = r#"
calendar = "always"
run = { hours = 100, replications = 1 }
channels.web.arrivals = { at = ["0 h"] }
stages.serve = { role = "rep", touch = "4 h" }
people.rep = { count = 1, attention = "shared", cost = "168 per week", headcount = [["2 h", 0]] }
"#;
    assert_eq!(results(text).values(0, "selling_cost.people"), [4.0]);
}

#[test]
fn an_absence_starts_when_work_in_hand_is_done_and_the_next_counts_from_its_end() {
    let text = r#"
calendar = "always"
run = { hours = 100, replications = 1 }
channels.web.arrivals = { at = ["8 h", "12 h", "20 h", "29 h"] }
stages.serve = { role = "rep", touch = "3 h" }
people.rep = { absence = { every = "10 h", lasts = "5 h" } }
"#;
    // away 11 to 16, 26 to 31, 41 to 46 …
    let expected = [
        "web 0: serve by rep 1, 8 to 11",
        "web 1: serve by rep 1, 16 to 19",
        "web 2: serve by rep 1, 20 to 23",
        "web 3: serve by rep 1, 31 to 34",
    ];
    assert_eq!(story(text, 0), expected);
}

#[test]
fn who_comes_back_with_the_headcount_begins_a_new_round_of_absences() {
    let text = r#"
calendar = "always"
run = { hours = 100, replications = 1 }
channels.web.arrivals = { at = ["10.5 h", "18.5 h"] }
stages.serve = { role = "rep", touch = "1 h" }
people.rep = { absence = { every = "10 h", lasts = "1 h" }, headcount = [["5 h", 0], ["8 h", 1]] }
"#;
    let expected = ["web 0: serve by rep 1, 10.5 to 11.5", "web 1: serve by rep 1, 19 to 20"];
    assert_eq!(story(text, 0), expected);
}

#[test]
fn people_are_away_for_their_share_of_the_time() {
    let text = r#"
calendar = "always"
run = { weeks = 50, run_out = "0 h", replications = 32 }
channels.web.arrivals = "1 per week"
stages.serve = { role = "rep", touch = "1 h" }
people.rep = { count = 10, absence = { every = { exponential = "4 weeks" }, lasts = { exponential = "1 week" } } }
"#;
    let found = results(text);
    let hours = |key: &str| found.values(0, &format!("role.rep.{key}_hours")).to_vec();
    let present: Vec<f64> = hours("touch").iter().zip(hours("idle")).map(|(a, b)| a + b).collect();
    // all are there at the start: the share is 0.8 + 0.2·(1 − e^(−1.25 t))/(1.25 t) over t weeks
    // of renewal, with means 4 and 1
    let rate: f64 = 1.25;
    let start = 0.2 * (1.0 - (-rate * 50.0).exp()) / (rate * 50.0);
    judge_one("present", &present, 10.0 * 50.0 * 168.0 * (0.8 + start), Noise::Relative(0.01));
}

#[test]
fn as_many_people_are_hired_as_leave_and_a_vacancy_costs_no_pay() {
    let text = r#"
calendar = "always"
run = { weeks = 104, run_out = "0 h", replications = 64 }
channels.web.arrivals = "1 per week"
stages.serve = { role = "rep", touch = "1 h" }
[people.rep]
count = 20
cost = "1000 per week"
turnover = { per_year = 1, replace = { exponential = "13 weeks" }, cost = 10000 }
"#;
    let found = results(text);
    // a cycle takes 52 weeks in the job and 13 vacant; stationary from the start
    let hired = 20.0 * 104.0 / 65.0;
    let noise = Noise::Relative(0.02);
    judge_one("hiring", found.values(0, "selling_cost.hiring"), 10_000.0 * hired, noise);
    let paid = 20.0 * 104.0 * 1000.0 * 52.0 / 65.0;
    judge_one("pay", found.values(0, "selling_cost.people"), paid, noise);
}

#[test]
fn people_who_are_replaced_at_once_by_their_like_change_nothing() {
    let text = |turnover: &str| {
        format!(
            r#"
calendar = "always"
run = {{ warm_up = "0 leads", until = "2000 leads", run_out = "drain", replications = 2 }}
channels.web.arrivals = "0.9 per h"
stages.serve = {{ role = "rep", touch = {{ exponential = "1 h" }} }}
people.rep = {{ count = 1{turnover} }}
"#
        )
    };
    let ends = |text: &str| {
        observe(text, 0, |run: Run<'_, Ends>| run.seen.0.iter().map(|e| e.at).collect::<Vec<_>>())
    };
    let stable = ends(&text(""));
    let leaving = ends(&text(", turnover = { per_year = 100, replace = \"0 h\" }"));
    let close = |(a, b): (&f64, &f64)| (a - b).abs() < 1e-6;
    for (a, b) in stable.iter().zip(&leaving) {
        assert!(a.len() == b.len() && a.iter().zip(b).all(close));
    }
}

#[test]
fn the_leads_of_who_leaves_find_new_owners_who_read_up() {
    let text = r#"
calendar = "always"
run = { weeks = 30, replications = 8 }
frictions = { hand_off_read = "1 h" }
channels.web.arrivals = "10 per week"
stages.talk = { role = "rep", touches = 3, touch = "1 h", buyer = "1 week" }
people.rep = { count = 4, turnover = { per_year = 5, replace = "1 week" } }
policies.p.rules = { owner = "named" }
"#;
    let rows = observe(text, 0, |run: Run<'_, Ends>| {
        assert!(run.seen.0.iter().all(|lead| lead.touches >= 3 && lead.exit == 0));
        let extra = |lead: &posse::sales::Exited| lead.work_hours - 3.0;
        (run.seen.0.iter().filter(|l| extra(l) > 0.5).count(), run.seen.0.len())
    });
    assert!(rows.iter().all(|(read, all)| *read > 0 && read < all), "{rows:?}");
}

#[test]
fn a_new_person_is_slow_as_the_ramp_says() {
    let text = r#"
calendar = "always"
run = { weeks = 60, replications = 1 }
channels.web.arrivals = { at = ["1 h", "100 h", "1100 h"] }
stages.serve = { role = "rep", touch = "1 h" }
people.rep = { count = 0, headcount = [["100 h", 1]], ramp = { start = 0.25, time = "1000 h" } }
"#;
    let told = story(text, 0);
    assert_eq!(told[0], "web 0: serve by rep 1, 100 to 104", "a quarter of the speed on day one");
    let last: f64 = told[2].rsplit_once(" to ").unwrap().1.parse().unwrap();
    let speed = 1.0 - 0.75 * (-1.0_f64).exp();
    assert!((last - 1100.0 - 1.0 / speed).abs() < 1e-9, "{told:?}");
}

#[test]
fn much_at_once_slows_people_down_beyond_what_is_free() {
    let text = r#"
calendar = "always"
people = { rep = 1 }
run = { hours = 100, replications = 1 }
frictions = { switching = 0.5, switching_free = 1 }
channels.web.arrivals = { at = ["0 h", "1 h", "2 h"] }
stages.talk = { role = "rep", touches = 2, touch = "1 h", buyer = "50 h" }
policies.p.rules = { owner = "named" }
"#;
    // owned before the touch: none, one, two
    let expected = [
        "web 0: talk by rep 1, 0 to 1",
        "web 1: talk by rep 1, 1 to 2",
        "web 2: talk by rep 1, 2 to 3.5",
    ];
    assert_eq!(story(text, 0)[..3], expected);
}

#[test]
fn leads_that_nobody_has_talked_with_yet_slow_nobody_down() {
    let text = |routing: &str| {
        format!(
            r#"
calendar = "always"
people = {{ rep = 1 }}
run = {{ hours = 100, replications = 1 }}
frictions = {{ switching = 0.5, switching_free = 1 }}
channels.web.arrivals = {{ at = ["0 h", "0 h", "0 h", "0 h"] }}
stages.talk = {{ role = "rep", touches = 2, touch = "1 h", buyer = "50 h" }}
policies.p.rules = {{ owner = "named", routing = "{routing}" }}
"#
        )
    };
    // pushed leads are owned from their arrival on, and count from their first touch on
    let told = story(&text("least loaded"), 0);
    assert_eq!(told[0], "web 0: talk by rep 1, 0 to 1");
    assert_eq!(told[..4], story(&text("pull"), 0)[..4]);
}
