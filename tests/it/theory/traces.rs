//! What is worked first and what a lead meets on its way: short written traces.

use super::lab::{Run, endings, observe, results, story};

/// The numbers of the leads in the order in which one rep takes them.
fn order(rules: &str) -> Vec<String> {
    let text = format!(
        r#"
calendar = "always"
people = {{ rep = 1 }}
run = {{ hours = 100, replications = 1 }}
channels.web.arrivals = {{ at = ["0 h", "1 h", "2 h", "3 h"] }}
stages.serve = {{ role = "rep", work = ["4 h", "1 h", "1 h", "1 h"] }}
policies.p.rules = {{ {rules} }}
"#
    );
    story(&text, 0)
}

#[test]
fn first_come_is_first_served() {
    let expected = [
        "web 0: serve by rep 1, 0 to 4",
        "web 1: serve by rep 1, 4 to 5",
        "web 2: serve by rep 1, 5 to 6",
        "web 3: serve by rep 1, 6 to 7",
    ];
    assert_eq!(order(r#"order = "fifo""#), expected);
    assert_eq!(order(r#"order = "oldest""#), expected);
}

#[test]
fn last_come_is_first_served() {
    let expected = [
        "web 0: serve by rep 1, 0 to 4",
        "web 3: serve by rep 1, 4 to 5",
        "web 2: serve by rep 1, 5 to 6",
        "web 1: serve by rep 1, 6 to 7",
    ];
    assert_eq!(order(r#"order = "lifo""#), expected);
    assert_eq!(order(r#"order = "newest""#), expected);
}

#[test]
fn a_random_order_is_the_same_luck_every_time() {
    let (once, twice) = (order(r#"order = "random""#), order(r#"order = "random""#));
    assert_eq!(once, twice);
    let mut leads: Vec<&str> =
        once.iter().map(|line| line.split(':').next().unwrap_or_default()).collect();
    assert_eq!(leads[0], "web 0");
    leads.sort_unstable();
    assert_eq!(leads, ["web 0", "web 1", "web 2", "web 3"]);
}

#[test]
fn the_oldest_lead_comes_before_the_longest_in_this_queue() {
    let told = |order: &str| {
        let text = format!(
            r#"
calendar = "always"
people = {{ rep = 1 }}
run = {{ hours = 100, replications = 1 }}
channels.web.arrivals = {{ at = ["0 h", "0.5 h"] }}
stages.first = {{ role = "rep", touch = "1 h" }}
stages.second = {{ role = "rep", touch = "1 h" }}
policies.p.rules = {{ order = "{order}" }}
"#
        );
        story(&text, 0)[1].clone()
    };
    assert_eq!(told("fifo"), "web 1: first by rep 1, 1 to 2");
    assert_eq!(told("oldest"), "web 0: second by rep 1, 1 to 2");
    assert_eq!(told("newest"), "web 1: first by rep 1, 1 to 2");
}

/// Deals of three sizes with work in proportion to nothing.
fn by_worth(order: &str) -> Vec<String> {
    let text = format!(
        r#"
calendar = "always"
people = {{ rep = 1 }}
run = {{ hours = 100, replications = 1 }}
channels.first = {{ arrivals = {{ at = ["0 h"] }}, segments = {{ small = 1 }} }}
channels.small = {{ arrivals = {{ at = ["0.1 h"] }}, segments = {{ small = 1 }} }}
channels.big = {{ arrivals = {{ at = ["0.2 h"] }}, segments = {{ big = 1 }} }}
channels.middle = {{ arrivals = {{ at = ["0.3 h"] }}, segments = {{ middle = 1 }} }}
segments = {{ small = {{ value = 1000 }}, middle = {{ value = 2000 }}, big = {{ value = 3000 }} }}
stages.serve = {{ role = "rep", touch = {{ by = "segment", small = "1 h", middle = "1 h", big = "6 h" }} }}
policies.p.rules = {{ order = "{order}" }}
"#
    );
    story(&text, 0)
        .iter()
        .map(|line| line.split(':').next().unwrap_or_default().to_owned())
        .collect()
}

#[test]
fn the_biggest_deal_comes_first_or_the_most_valuable_hour() {
    assert_eq!(by_worth("fifo"), ["first 0", "small 0", "big 0", "middle 0"]);
    assert_eq!(by_worth("biggest"), ["first 0", "big 0", "middle 0", "small 0"]);
    // 2000, 1000 and 500 an hour
    assert_eq!(by_worth("value per hour"), ["first 0", "middle 0", "small 0", "big 0"]);
}

/// Two cold leads and, at 2, a hot one.
fn classes(rules: &str, reps: u32) -> Vec<String> {
    let text = format!(
        r#"
calendar = "always"
people = {{ rep = {reps} }}
run = {{ hours = 100, replications = 1 }}
channels.cold = {{ arrivals = {{ at = ["0 h", "1 h"] }}, class = 2 }}
channels.hot = {{ arrivals = {{ at = ["2 h"] }}, class = 1 }}
stages.serve = {{ role = "rep", touch = "4 h" }}
policies.p.rules = {{ {rules} }}
"#
    );
    story(&text, 0)
}

#[test]
fn a_higher_class_waits_for_the_work_in_hand_and_for_nothing_else() {
    let expected = [
        "cold 0: serve by rep 1, 0 to 4",
        "hot 0: serve by rep 1, 4 to 8",
        "cold 1: serve by rep 1, 8 to 12",
    ];
    assert_eq!(classes(r#"order = "class""#, 1), expected);
}

#[test]
fn pre_emption_takes_the_busy_person_and_the_work_goes_on_where_it_stopped() {
    let expected = [
        "cold 0: serve by rep 1, 0",
        "hot 0: serve by rep 1, 2 to 6",
        "cold 0: serve by rep 1, 6 to 8",
        "cold 1: serve by rep 1, 8 to 12",
    ];
    assert_eq!(classes(r#"order = "class", preempt = true"#, 1), expected);
}

#[test]
fn pre_emption_takes_whoever_began_last() {
    let told = classes(r#"order = "class", preempt = true"#, 2);
    let rep = |line: &str| {
        line.split(',')
            .next()
            .unwrap_or_default()
            .split(" by ")
            .nth(1)
            .expect("somebody")
            .to_owned()
    };
    assert!(told[0].starts_with("cold 0") && told[0].ends_with("0 to 4"), "{told:?}");
    assert!(told[1].starts_with("cold 1") && told[1].ends_with('1'), "{told:?}");
    assert_eq!(rep(&told[2]), rep(&told[1]));
    // the lead that was put back goes on with the first who is free, who is another
    assert_eq!(told[3], format!("cold 1: serve by {}, 4 to 7", rep(&told[0])));
}

#[test]
fn pre_emption_waits_for_the_shift_as_all_work_does() {
    let text = r#"
hours = "Mon-Fri 09:00-17:00"
people = { rep = 1 }
run = { weeks = 1, warm_up = "0 h", replications = 1 }
channels.cold = { arrivals = { at = ["16 h"] }, class = 2 }
channels.hot = { arrivals = { at = ["20 h"] }, class = 1 }
stages.serve = { role = "rep", touch = "2 h" }
policies.p.rules = { order = "class", preempt = true }
"#;
    let expected = [
        "cold 0: serve by rep 1, 16",
        "hot 0: serve by rep 1, 33 to 35",
        "cold 0: serve by rep 1, 35 to 36",
    ];
    assert_eq!(story(text, 0), expected);
}

#[test]
fn pre_emption_within_one_class_changes_nothing() {
    assert_eq!(order("preempt = true"), order("preempt = false"));
}

#[test]
fn the_earliest_due_time_comes_first() {
    let text = r#"
calendar = "always"
people = { rep = 1 }
run = { hours = 100, replications = 1 }
channels.web.arrivals = { at = ["0 h", "1 h"] }
channels.call = { arrivals = { at = ["2 h"] }, entry = "urgent" }
stages.serve = { role = "rep", touch = "4 h", due = "10 h", next = "won" }
stages.urgent = { role = "rep", touch = "4 h", due = "3 h" }
policies.p.rules = { order = "deadline" }
"#;
    let expected = [
        "web 0: serve by rep 1, 0 to 4",
        "call 0: urgent by rep 1, 4 to 8",
        "web 1: serve by rep 1, 8 to 12",
    ];
    assert_eq!(story(text, 0), expected);
}

#[test]
fn own_work_new_work_or_the_better_of_both_comes_first() {
    let told = |prefer: &str| -> Vec<String> {
        let text = format!(
            r#"
calendar = "always"
people = {{ rep = 1 }}
run = {{ hours = 100, replications = 1 }}
channels.web.arrivals = {{ at = ["0 h", "0.5 h", "1.5 h", "2.5 h"] }}
stages.talk = {{ role = "rep", work = ["1 h", "2 h", "1 h", "1 h"], buyer = "1 h" }}
stages.close = {{ role = "rep", touch = "1 h" }}
policies.p.rules = {{ owner = "named", prefer = "{prefer}" }}
"#
        );
        story(&text, 0)[2..5]
            .iter()
            .map(|line| line.split(" by").next().unwrap_or_default().into())
            .collect()
    };
    // at 3: own work ready at 2, new leads since 1.5 and 2.5
    assert_eq!(told("own")[0], "web 0: close");
    assert_eq!(told("new")[..2], ["web 2: talk", "web 3: talk"]);
    assert_eq!(told("index")[..2], ["web 2: talk", "web 0: close"]);
}

#[test]
fn a_hand_off_costs_the_sender_a_note_and_the_receiver_reading() {
    let told = |documentation: f64| {
        let text = format!(
            r#"
calendar = "always"
people = {{ sdr = 1, ae = 1 }}
run = {{ hours = 100, replications = 1 }}
frictions = {{ hand_off_note = "0.5 h", hand_off_read = "1 h", hand_off_relearn = "2 h", documentation_cost = 0.5 }}
channels.web.arrivals = {{ at = ["0 h", "0.25 h"] }}
stages.first = {{ role = "sdr", touch = "1 h" }}
stages.second = {{ role = "ae", touch = "1 h" }}
policies.p.rules = {{ documentation = {documentation} }}
"#
        );
        story(&text, 0)
    };
    let expected = [
        "web 0: first by sdr 1, 0 to 1",
        "web 0: second by ae 1, 1.5 to 5.5",
        "web 1: first by sdr 1, 1.5 to 2.5",
        "web 1: second by ae 1, 5.5 to 9.5",
    ];
    let mut found = told(0.0);
    found.sort();
    assert_eq!(found, {
        let mut sorted = expected;
        sorted.sort_unstable();
        sorted
    });
    // written down: work is half as long again, and nothing is learnt twice
    assert!(told(1.0).contains(&"web 0: first by sdr 1, 0 to 1.5".to_owned()));
    assert!(told(1.0).contains(&"web 0: second by ae 1, 2 to 4.5".to_owned()));
}

/// Three leads through two touches with ten hours of the buyer between them: the first touches.
fn limited(rules: &str, stage: &str) -> Vec<String> {
    let text = format!(
        r#"
calendar = "always"
people = {{ rep = 2 }}
run = {{ hours = 100, replications = 1 }}
channels.web.arrivals = {{ at = ["0 h", "1 h", "2 h"] }}
stages.talk = {{ role = "rep", touches = 2, touch = "1 h", buyer = "10 h"{stage} }}
policies.p.rules = {{ {rules} }}
"#
    );
    let mut first: Vec<String> = Vec::new();
    for line in story(&text, 0) {
        let lead = line.split(':').next().unwrap_or_default();
        if !first.iter().any(|told| told.starts_with(lead)) {
            first.push(format!("{lead} at {}", line.rsplit_once(", ").expect("a time").1));
        }
    }
    first
}

#[test]
fn limits_on_work_in_progress_hold_the_next_lead_back() {
    let free = ["web 0 at 0 to 1", "web 1 at 1 to 2", "web 2 at 2 to 3"];
    assert_eq!(limited("", ""), free);
    let one_by_one = ["web 0 at 0 to 1", "web 1 at 12 to 13", "web 2 at 24 to 25"];
    assert_eq!(limited("wip = { total = 1 }", ""), one_by_one);
    assert_eq!(limited("wip = { talk = 1 }", ""), one_by_one);
    assert_eq!(limited("", ", room = 1"), one_by_one);
    let one_each = ["web 0 at 0 to 1", "web 1 at 1 to 2", "web 2 at 12 to 13"];
    assert_eq!(limited("owner = \"named\", wip = 1", ""), one_each);
    assert_eq!(limited("owner = \"named\", wip = { rep = 1 }", ""), one_each);
    let pushed = "owner = \"named\", wip = { rep = 1 }, routing = \"round robin\"";
    assert_eq!(limited(pushed, ""), one_each);
}

#[test]
fn rework_is_admitted_to_a_full_stage() {
    let text = r#"
calendar = "always"
people = { rep = 2 }
run = { hours = 7, run_out = "0 h", replications = 1 }
channels.web.arrivals = { at = ["0 h", "0.5 h"] }
stages.first = { role = "rep", work = ["1 h", "4 h"] }
stages.second = { role = "rep", work = ["1 h", "9 h"], next = { first = 0.999999, rest = "won" } }
policies.p.rules = { wip = { first = 1 } }
"#;
    let told = story(text, 0);
    let back = told.iter().filter(|line| line.starts_with("web 0: first")).nth(1);
    assert!(back.is_some_and(|line| line.ends_with("2 to 3")), "while another fills it: {told:?}");
}

#[test]
fn parallel_branches_join_when_the_last_has_advanced() {
    let text = |security: &str| {
        format!(
            r#"
calendar = "always"
people = {{ lawyer = 1, expert = 1, rep = 1 }}
run = {{ hours = 100, replications = 1 }}
channels.web.arrivals = {{ at = ["1 h"] }}
stages.review = {{ parallel = ["legal", "security"] }}
stages.legal = {{ role = "lawyer", touch = "5 h" }}
stages.security = {{ role = "expert", touch = "2 h"{security} }}
stages.close = {{ role = "rep", touch = "1 h" }}
"#
        )
    };
    let mut told = story(&text(""), 0);
    told.sort();
    let expected = [
        "web 0: close by rep 1, 6 to 7",
        "web 0: legal by lawyer 1, 1 to 6",
        "web 0: security by expert 1, 1 to 3",
    ];
    assert_eq!(told, expected);
    assert_eq!(endings(&text(", advance = 0, lost = \"unsafe\""), 0), ["web 0: unsafe at 3"]);
}

#[test]
fn patience_ends_a_wait_and_a_deadline_at_the_instant_a_person_frees_is_lost() {
    let text = |patience: &str| {
        format!(
            r#"
calendar = "always"
people = {{ rep = 1 }}
run = {{ hours = 100, replications = 1 }}
channels.web.arrivals = {{ at = ["0 h", "1 h"] }}
stages.serve = {{ role = "rep", touch = "4 h", patience = {patience} }}
"#
        )
    };
    assert_eq!(endings(&text("\"2 h\""), 0), ["web 1: gone cold at 3", "web 0: won at 4"]);
    let at_once = text("{ after = \"3 h\", exit = \"no answer\" }");
    assert_eq!(endings(&at_once, 0), ["web 0: won at 4", "web 1: no answer at 4"]);
    assert_eq!(endings(&text("\"3.5 h\""), 0), ["web 0: won at 4", "web 1: won at 8"]);
}

#[test]
fn an_untouched_lead_loses_interest_and_a_touched_one_does_not() {
    let text = r#"
calendar = "always"
people = { rep = 1 }
interest = "3.5 h"
run = { hours = 100, replications = 1 }
channels.web.arrivals = { at = ["0 h", "1 h", "2 h"] }
stages.first = { role = "rep", touch = "3 h" }
stages.second = { role = "rep", touch = "3 h" }
"#;
    let expected = ["web 2: never worked at 5.5", "web 0: won at 9", "web 1: won at 12"];
    assert_eq!(endings(text, 0), expected);
}

#[test]
fn a_time_box_ends_a_stay_with_the_buyer_at_once_and_in_hand_at_its_end() {
    let text = |work: &str, buyer: &str| {
        format!(
            r#"
calendar = "always"
people = {{ rep = 1 }}
run = {{ hours = 100, replications = 1 }}
channels.web.arrivals = {{ at = ["1 h"] }}
stages.serve = {{ role = "rep", touches = 2, touch = "{work}", buyer = "{buyer}", timebox = "5 h" }}
"#
        )
    };
    assert_eq!(endings(&text("1 h", "2 h"), 0), ["web 0: won at 5"]);
    assert_eq!(endings(&text("1 h", "9 h"), 0), ["web 0: no decision at 6"]);
    assert_eq!(endings(&text("2 h", "2 h"), 0), ["web 0: no decision at 7"]);
}

#[test]
fn a_full_room_turns_leads_away() {
    let text = r#"
calendar = "always"
people = { rep = 1 }
run = { hours = 100, replications = 1 }
channels.web.arrivals = { at = ["0 h", "1 h", "2 h", "3 h", "5 h"] }
stages.serve = { role = "rep", touch = "4 h", room = 2, when_full = "full" }
"#;
    let expected = [
        "web 2: full at 2",
        "web 3: full at 3",
        "web 0: won at 4",
        "web 1: won at 8",
        "web 4: won at 12",
    ];
    assert_eq!(endings(text, 0), expected);
}

#[test]
fn a_backlog_is_there_when_the_clock_starts() {
    let text = r#"
calendar = "always"
people = { rep = 1 }
backlog = { second = 1, first = 1 }
run = { hours = 100, replications = 1 }
channels.web.arrivals = { at = ["0.5 h"] }
stages.first = { role = "rep", touch = "1 h", next = "won" }
stages.second = { role = "rep", touch = "1 h" }
"#;
    let told = story(text, 0);
    assert!(told[..2].iter().all(|line| line.starts_with("backlog")), "{told:?}");
    assert_eq!(told[2], "web 0: first by rep 1, 2 to 3");
}

#[test]
fn a_policy_takes_over_at_its_date_and_what_waits_queues_anew() {
    let text = r#"
calendar = "always"
people = { rep = 1 }
run = { hours = 100, replications = 1 }
channels.web.arrivals = { at = ["0 h", "1 h", "2 h", "3 h", "4 h"] }
stages.serve = { role = "rep", touch = "5 h" }
policies.now.rules = { order = "fifo" }
policies.then = { rules = { order = "lifo" }, start = "7 h", before = "now" }
"#;
    let numbers = |policy| -> Vec<String> {
        story(text, policy).iter().map(|line| line[4..5].to_owned()).collect()
    };
    assert_eq!(numbers(0), ["0", "1", "2", "3", "4"]);
    assert_eq!(numbers(1), ["0", "1", "4", "3", "2"]);
}

#[test]
fn overflow_lets_the_idle_help_out_and_own_work_comes_first() {
    let told = |overflow: bool| {
        let text = format!(
            r#"
calendar = "always"
run = {{ hours = 100, replications = 1 }}
people.rep = {{ count = 2, jobs = {{ sdr = {{}}, ae = {{}} }} }}
channels.web.arrivals = {{ at = ["0 h", "1 h", "2 h"] }}
stages.first = {{ role = "rep", touch = "10 h" }}
stages.second = {{ role = "rep", touch = "1 h" }}
[policies.p]
rules = {{ overflow = {overflow} }}
roles = {{ sdr = {{ heads = 1, stages = ["first"] }}, ae = {{ heads = 1, stages = ["second"] }} }}
"#
        );
        let told = story(&text, 0);
        let place = |line: &String| line.rsplit_once(", ").expect("a time").1.to_owned();
        told.iter().map(place).collect::<Vec<_>>()
    };
    assert_eq!(
        told(false),
        ["0 to 10", "10 to 20", "10 to 11", "20 to 30", "20 to 21", "30 to 31"]
    );
    // the second role takes the second lead at 1; at 11 the other lead is at its own stage
    let helped = told(true);
    assert_eq!(helped[..3], ["0 to 10", "1 to 11", "10 to 20"], "{helped:?}");
    assert!(helped.contains(&"11 to 12".to_owned()), "{helped:?}");
}

#[test]
fn branches_meet_buyers_of_their_own() {
    let text = r#"
calendar = "always"
people = { lawyer = 1, expert = 1 }
run = { hours = 100, replications = 1 }
channels.web.arrivals = { at = ["0 h"] }
stages.review = { parallel = ["legal", "security"] }
stages.legal = { role = "lawyer", touches = 2, touch = "1 h", buyer = { exponential = "10 h" } }
stages.security = { role = "expert", touches = 2, touch = "1 h", buyer = { exponential = "10 h" } }
"#;
    let told = story(text, 0);
    let place = |k: usize| told[k].rsplit_once(", ").expect("a time").1;
    assert_eq!(place(0), place(1));
    assert_ne!(place(2), place(3), "{told:?}");
}

#[test]
fn a_note_is_finished_before_anything_else() {
    let text = r#"
calendar = "always"
people = { sdr = 1, ae = 1 }
run = { hours = 100, replications = 1 }
frictions = { hand_off_note = "2 h" }
channels.cold = { arrivals = { at = ["0 h"] }, class = 2 }
channels.hot = { arrivals = { at = ["2 h"] }, class = 1 }
stages.first = { role = "sdr", touch = "1 h" }
stages.second = { role = "ae", touch = "1 h" }
policies.p.rules = { order = "class", preempt = true }
"#;
    let expected = [
        "cold 0: first by sdr 1, 0 to 1",
        "cold 0: second by ae 1, 3 to 4",
        "hot 0: first by sdr 1, 3 to 4",
        "hot 0: second by ae 1, 6 to 7",
    ];
    let mut told = story(text, 0);
    told.sort();
    assert_eq!(told, expected);
}

/// Wins in a window from hour 10 to hour 20 of a lead that comes at this hour and is won after one.
fn wins_of_a_lead_that_comes_at(hour: u32) -> f64 {
    let text = format!(
        r#"
calendar = "always"
people = {{ rep = 1 }}
run = {{ warm_up = "10 h", hours = 10, run_out = "10 h", replications = 1 }}
channels.web.arrivals = {{ at = ["{hour} h"] }}
stages.serve = {{ role = "rep", touch = "1 h" }}
"#
    );
    results(&text).values(0, "wins")[0]
}

#[test]
fn the_first_instant_of_the_window_belongs_to_it_and_the_last_does_not() {
    let wins: Vec<f64> = [8, 9, 18, 19].map(wins_of_a_lead_that_comes_at).to_vec();
    assert_eq!(wins, [0.0, 1.0, 1.0, 0.0], "won at 9, 10, 19 and 20");
}

#[test]
fn flow_efficiency_is_the_share_of_opening_hours_in_which_somebody_worked_on_the_lead() {
    let text = r#"
hours = "Mon-Fri 09:00-17:00"
people = { rep = 1 }
run = { days = 5, warm_up = "0 h", run_out = "drain", replications = 1 }
channels.web.arrivals = { at = ["9 h", "12 h"] }
stages.serve = { role = "rep", touches = 2, work = ["2 h", "1 h"], buyer = "1 d" }
"#;
    // lead 0: in hand Monday 9 to 11, with the buyer until Tuesday 11, in hand until 13: 12 opening
    // hours, 4 of them in hand; lead 1: in hand Monday 12 to 13, with the buyer until Tuesday 13, in
    // hand until 14: 10 hours, 2 in hand
    let found = results(text);
    let efficiency = found.values(0, "flow_efficiency")[0];
    assert!((efficiency - 6.0 / 22.0).abs() < 1e-12, "{efficiency}");
}

#[test]
fn what_is_open_at_the_end_counts_in_the_hours_of_its_stage_up_to_then() {
    let text = r#"
calendar = "always"
people = { rep = 1 }
run = { hours = 10, warm_up = "0 h", run_out = "0 h", replications = 1 }
channels.web.arrivals = { at = ["0 h", "2 h"] }
stages.serve = { role = "rep", touch = "100 h" }
"#;
    // lead 0 is in hand for all 10 hours, lead 1 waits for 8 of them
    let found = observe(text, 0, |run: Run<'_, ()>| {
        (run.value("stage.serve.queue_mean"), run.outcome.stage_hours[0])
    });
    assert_eq!(
        found,
        [(0.8, [4.0, 5.0, 0.0, 2.0])],
        "waiting; waited, in hand, with the buyer; visits"
    );
}
