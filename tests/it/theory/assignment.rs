//! Who gets which lead: routing rules by averages and by traces.

use super::judge::judge;
use super::lab::{Ends, Run, Trace, mean, observe, observe_once, share, story, wait};

const FOUR_REPS: &str = r#"
calendar = "always"
people = { rep = 4 }
run = { warm_up = "4000 leads", until = "84000 leads", replications = 40 }
channels.web.arrivals = "8.5 per h"
stages.serve = { role = "rep", touch = { exponential = "24 min" } }
policies.pooled.rules = { routing = "pull" }
policies.turns.rules = { routing = "round robin" }
policies.random.rules = { routing = "random" }
"#;

#[test]
fn pooling_waits_less_than_turns_and_turns_less_than_chance() {
    let expected = [
        (0.459_544_147_787_452, 0.689_316_221_681_178),
        (1.321_681_235_927_54, 0.767_668_955_406_542),
        (2.266_666_666_666_67, 0.85),
    ];
    let mut means = Vec::new();
    for (policy, (mean_wait, p_wait)) in expected.into_iter().enumerate() {
        let rows = observe(FOUR_REPS, policy, |run: Run<'_, Ends>| {
            let waits: Vec<f64> = run.seen.measured().map(wait).collect();
            let waited = waits.iter().filter(|w| **w > 0.0).count();
            let p_wait = share(waited, waits.len());
            vec![("Wq", mean(waits)), ("p_wait", p_wait)]
        });
        judge(&rows, &[("Wq", mean_wait, 0.01), ("p_wait", p_wait, 0.01)]);
        means.push(mean(rows.iter().map(|row| row[0].1)));
    }
    assert!(means.is_sorted(), "{means:?}");
}

/// The seats of the leads in order of their first touches.
fn seats(text: &str) -> Vec<usize> {
    let mut trace: Trace = observe_once(text, 0);
    trace.touches.sort_by_key(|touch| touch.number);
    trace.touches.iter().map(|touch| touch.seat.expect("a stage with people")).collect()
}

#[test]
fn turns_go_round_in_strict_rotation_however_busy_people_are() {
    let text = r#"
calendar = "always"
people = { rep = 3 }
run = { hours = 100, replications = 1 }
channels.web.arrivals = { at = ["0 h", "1 h", "2 h", "3 h", "4 h", "5 h", "6 h"] }
stages.serve = { role = "rep", work = ["50 h", "0.5 h", "0.5 h", "0.5 h", "0.5 h", "0.5 h", "0.5 h"] }
policies.turns.rules = { routing = "round robin" }
"#;
    let seats = seats(text);
    assert!((0..4).all(|lead| seats[lead] == seats[lead + 3]), "{seats:?}");
    assert!(seats[0] != seats[1] && seats[1] != seats[2] && seats[0] != seats[2], "{seats:?}");
}

#[test]
fn a_lead_goes_to_whoever_has_fewest_open_leads() {
    let text = r#"
calendar = "always"
people = { rep = 2 }
run = { hours = 100, replications = 1 }
channels.web.arrivals = { at = ["0 h", "1 h", "3 h", "4 h", "5 h"] }
stages.serve = { role = "rep", work = ["9 h", "1 h", "3 h", "1 h", "1 h"] }
policies.fair.rules = { routing = "least loaded" }
"#;
    // 0 is in hand until 9; 1 is done at 2, 2 in hand from 3 to 6; 3 finds one open lead each and
    // goes to whoever was idle longer ago; 4 goes to the other
    let seats = seats(text);
    assert_eq!((seats[1], seats[2]), (1 - seats[0], 1 - seats[0]));
    assert_eq!(seats[3], seats[0], "tied: idle since 0 comes before idle since 2");
    assert_eq!(seats[4], 1 - seats[0]);
}

#[test]
fn a_lead_goes_to_the_most_skilled_until_the_limit() {
    let text = |rules: &str| {
        format!(
            r#"
calendar = "always"
run = {{ hours = 100, replications = 1 }}
people.junior = {{ skill = {{ serve = 0.5 }} }}
people.senior = {{ skill = {{ serve = 2 }} }}
channels.web.arrivals = {{ at = ["0 h", "1 h", "2 h"] }}
stages.serve = {{ role = ["junior", "senior"], work = ["8 h"] }}
policies.skill.rules = {{ {rules} }}
"#
        )
    };
    let unlimited = story(&text(r#"routing = "by skill""#), 0);
    let expected = [
        "web 0: serve by senior 1, 0 to 4",
        "web 1: serve by senior 1, 4 to 8",
        "web 2: serve by senior 1, 8 to 12",
    ];
    assert_eq!(unlimited, expected);
    let limited = story(&text(r#"routing = "by skill", owner = "named", wip = 1"#), 0);
    let expected = [
        "web 0: serve by senior 1, 0 to 4",
        "web 1: serve by junior 1, 1 to 17",
        "web 2: serve by senior 1, 4 to 8",
    ];
    assert_eq!(limited, expected);
}

#[test]
fn a_territory_belongs_to_its_people_whoever_is_idle() {
    let text = r#"
calendar = "always"
people = { rep = 3 }
run = { hours = 100, replications = 1 }
channels.north.arrivals = { at = ["0 h", "1 h"] }
channels.south.arrivals = { at = ["2 h"] }
stages.serve = { role = "rep", work = ["4 h"] }
policies.map.rules = { routing = "territory", territory = { north = "rep 3", south = "rep 1" } }
"#;
    let expected = [
        "north 0: serve by rep 3, 0 to 4",
        "south 0: serve by rep 1, 2 to 6",
        "north 1: serve by rep 3, 4 to 8",
    ];
    assert_eq!(story(text, 0), expected);
}

/// Two touches with a day of the buyer between them, two people.
const TWO_TOUCHES: &str = r#"
calendar = "always"
people = { rep = 2 }
run = { hours = 100, replications = 1 }
channels.web.arrivals = { at = ["0 h"] }
stages.serve = { role = "rep", touches = 2, touch = "1 h", buyer = "1 d" }
"#;

#[test]
fn a_named_owner_keeps_the_lead_and_a_shared_lead_goes_to_the_longest_idle() {
    let with = |owner: &str| {
        seats_in_order(&format!("{TWO_TOUCHES}policies.p.rules = {{ owner = \"{owner}\" }}"))
    };
    let (named, shared) = (with("named"), with("shared"));
    assert_eq!(named[0], named[1]);
    assert_ne!(shared[0], shared[1], "idle since 0 comes before idle since 1");
}

fn seats_in_order(text: &str) -> Vec<usize> {
    let trace: Trace = observe_once(text, 0);
    trace.touches.iter().map(|touch| touch.seat.expect("a stage with people")).collect()
}

#[test]
fn the_idle_are_picked_by_skill_by_cost_or_by_idle_time() {
    let told = |pick: &str| {
        story(
            &format!(
                r#"
calendar = "always"
run = {{ hours = 100, replications = 1 }}
people.junior = {{ cost = "500 per week" }}
people.senior = {{ cost = "2000 per week", skill = {{ serve = 2 }} }}
channels.web.arrivals = {{ at = ["0 h", "10 h"] }}
stages.serve = {{ role = ["junior", "senior"], work = ["2 h"] }}
policies.p.rules = {{ pick = "{pick}" }}
"#
            ),
            0,
        )
    };
    assert_eq!(
        told("fastest"),
        ["web 0: serve by senior 1, 0 to 1", "web 1: serve by senior 1, 10 to 11"]
    );
    assert_eq!(
        told("cheapest"),
        ["web 0: serve by junior 1, 0 to 2", "web 1: serve by junior 1, 10 to 12"]
    );
    let turns = told("longest idle");
    assert_ne!(turns[0].contains("junior"), turns[1].contains("junior"), "{turns:?}");
}

#[test]
fn who_claims_takes_the_big_deal_and_keeps_it() {
    let text = r#"
calendar = "always"
people = { rep = 1 }
run = { hours = 100, replications = 1 }
channels.small = { arrivals = { at = ["0 h", "1 h", "2 h"] }, segments = { small = 1 } }
channels.big = { arrivals = { at = ["3 h"] }, segments = { big = 1 } }
segments = { small = { value = 1000 }, big = { value = 10_000_000 } }
stages.serve = { role = "rep", touches = 2, touch = "4 h", buyer = "1 min" }
policies.p.rules = { routing = "claim", owner = "named" }
"#;
    // no taste makes up for a value ten thousand times higher; own work comes before new work
    let told = story(text, 0);
    assert_eq!(told[0], "small 0: serve by rep 1, 0 to 4");
    assert_eq!(told[1], "big 0: serve by rep 1, 4 to 8");
    let order: Vec<&str> =
        told.iter().map(|line| line.split(':').next().unwrap_or_default()).collect();
    assert_eq!(order[2..4], ["small 0", "big 0"], "{told:?}");
}

#[test]
fn among_equally_loaded_people_a_lead_goes_to_whoever_has_been_idle_for_longest() {
    let text = r#"
calendar = "always"
people = { rep = 3 }
run = { hours = 100, replications = 1 }
channels.web.arrivals = { at = ["0 h", "10 h", "20 h", "30 h", "40 h", "50 h"] }
stages.serve = { role = "rep", work = ["1 h"] }
policies.fair.rules = { routing = "least loaded" }
"#;
    // nobody has a lead in hand when the next one comes
    let seats = seats(text);
    assert!(seats[0] != seats[1] && seats[1] != seats[2] && seats[0] != seats[2], "{seats:?}");
    assert_eq!(seats[..3], seats[3..], "{seats:?}");
}
