//! Near an end that matters sellers ask buyers to decide at once, and put deals off; where it does not
//! matter, or nobody may or will, all is as without it.
//!
//! In the limits: nobody moves a deal under a salary or a straight line, where no buyer moves, where the
//! window has no length, or where a deal is worth as much after the end as before it. Without authority
//! only those come who want nothing for it. Who may not be put off is not.

#![expect(clippy::float_cmp, reason = "weeks are whole")]

use super::lab::{WORLD, bits, mean, parse};
use posse::experiment::Design;
use posse::sales::{Note, Noted, Observer};

const HOURS_PER_WEEK: f64 = 168.0;
const HOURS_PER_QUARTER: f64 = 13.0 * HOURS_PER_WEEK;

/// Double rate beyond the quota; the same rate for all; no variable pay; a pool that is a straight line.
const PLANS: &str = r#"
[plans.bent]
salary = "75000 per year"
quota = 130000
commission = [{ rate = 0.08 }, { from = "100 %", rate = 0.16 }]
[plans.line]
salary = "75000 per year"
commission = 0.12
[plans.salary]
salary = "150000 per year"
[plans.pool]
salary = "75000 per year"
team = { weight = 1, commission = 0.12 }
[policies.bent.pay]
plans = { rep = "bent" }
discount = "20 %"
[policies.line.pay]
plans = { rep = "line" }
discount = "20 %"
[policies.salary.pay]
plans = { rep = "salary" }
discount = "20 %"
[policies.pool.pay]
plans = { rep = "pool" }
discount = "20 %"
[policies.bound.pay]
plans = { rep = "bent" }
"#;
const BENT: usize = 0;
const BOUND: usize = 4;

/// Committees that take a month to decide, with these lines of `[behaviour.timing]`.
fn world(timing: &str) -> String {
    let slow =
        WORLD.replace("{ exponential = \"5 wd\" }", "{ gamma = { mean = \"20 wd\", cv = 0.7 } }");
    format!("{slow}{PLANS}[behaviour.timing]\n{timing}\n")
}

/// Bits of everything measured of two runs of a policy, with and without timing, but for what only
/// one of them has.
fn with_and_without(timing: &str, policy: usize) -> [Vec<(String, u64)>; 2] {
    [timing, "on = false"].map(|timing| {
        let scenario = parse(&world(timing));
        let design = Design::new(crate::ready(&scenario));
        let (outcome, ()) = design.observe(policy, 0, ()).expect("a run that ends");
        bits(&design, &outcome, |_| true)
    })
}

#[test]
fn nobody_moves_a_deal_whose_pay_has_no_end_that_matters() {
    for policy in 1..4 {
        let [with, without] = with_and_without("on = true", policy);
        assert_eq!(with, without, "policy {policy}");
    }
}

#[test]
fn a_world_of_buyers_who_cannot_be_moved_is_one_without_timing() {
    let [with, without] = with_and_without("immovable = 1\nwaits = 0", BENT);
    assert_eq!(with, without);
    // With a bent plan timing does change something, else these tests would prove nothing.
    let [with, without] = with_and_without("on = true", BENT);
    assert_ne!(with, without);
}

#[test]
fn a_window_without_length_is_no_window() {
    let [with, without] = with_and_without("window = \"0 h\"", BENT);
    assert_eq!(with, without);
}

/// A bonus out of reach makes ends matter in form only: a deal is worth the same on both sides of one.
#[test]
fn nobody_moves_a_deal_that_is_worth_as_much_after_the_end() {
    let even = |timing: &str| {
        let text = world(timing)
            .replace("[plans.line]\n", "[plans.line]\nbonus = [{ at = 1e12, amount = 5000 }]\n")
            .replace("[buyers]\n", "[buyers]\ntime = { lapse = \"0 per wd\" }\n");
        let scenario = parse(&format!("{text}[behaviour.patience]\non = false\n"));
        let design = Design::new(crate::ready(&scenario));
        let (outcome, ()) = design.observe(1, 0, ()).expect("a run that ends");
        bits(&design, &outcome, |_| true)
    };
    let without = even("on = false");
    for timing in ["waits = 1", "waits = 1\npressed = 0", "reservation = -0.1\nimmovable = 0"] {
        assert_eq!(even(timing), without, "{timing}");
    }
}

#[test]
fn without_authority_only_those_come_who_want_nothing_for_it() {
    let moved = |timing: &str, policy| {
        let scenario = parse(&world(timing));
        ["pulled_in", "discount_money"].map(|key| mean(&scenario, policy, key, 10))
    };
    let [come, given] = moved("reservation = -0.05", BOUND);
    assert!(come > 0.0 && given == 0.0, "{come} {given}");
    let [come, _] = moved("reservation = 0.04", BOUND);
    assert!(come == 0.0, "{come}");
    let [come, given] = moved("reservation = 0.04", BENT);
    assert!(come > 0.0 && given > 0.0, "{come} {given}");
}

#[test]
fn who_is_pressed_says_no_where_everybody_does() {
    let asked = |pressed: &str| {
        let scenario = parse(&world(&format!("pressed = {pressed}\nwaits = 0")));
        ["asked_in", "pulled_in", "pressed_lost"].map(|key| mean(&scenario, BENT, key, 20))
    };
    let [asked_in, come, lost] = asked("0");
    assert!(lost == 0.0 && come > 0.0 && asked_in > come, "{asked_in} {come} {lost}");
    let [pressed_in, come, lost] = asked("1");
    assert!((pressed_in - come - lost).abs() < 1e-9, "{pressed_in} {come} {lost}");
    // Where a no is likely, fewer are asked.
    assert!(pressed_in < asked_in, "{pressed_in} {asked_in}");
}

#[test]
fn only_buyers_who_do_not_mind_are_put_off() {
    let put_off =
        |waits: &str| mean(&parse(&world(&format!("waits = {waits}"))), BENT, "pushed_out", 20);
    let [none, some, all] = ["0", "0.3", "1"].map(put_off);
    assert!(none == 0.0 && 0.0 < some && some < all, "{none} {some} {all}");
}

/// What was said of leads, in order.
#[derive(Default)]
struct Notes(Vec<Noted>);

impl Observer for Notes {
    fn noted(&mut self, fact: &Noted) {
        self.0.push(*fact);
    }
}

/// When the committees of moved deals met, in hours of the calendar week and weeks of the quarter from 0,
/// with the discount; put off = below 0.
fn moved(text: &str, policy: usize, replications: u32) -> Vec<(f64, f64, f64)> {
    let scenario = parse(text);
    let design = Design::new(crate::ready(&scenario));
    let mut met = Vec::new();
    for replication in 0..replications {
        let (_, Notes(notes)) =
            design.observe(policy, replication, Notes::default()).expect("a run that ends");
        for (at, noted) in notes.iter().enumerate() {
            let discount = match noted.note {
                Note::PulledIn { discount } => discount,
                Note::PushedOut => -1.0,
                _ => continue,
            };
            let of_it = |other: &&Noted| {
                (other.channel, other.number) == (noted.channel, noted.number)
                    && matches!(other.note, Note::Met(_))
            };
            if let Some(meeting) = notes[at..].iter().find(of_it) {
                let week = (meeting.at % HOURS_PER_QUARTER / HOURS_PER_WEEK).floor();
                met.push((meeting.at % HOURS_PER_WEEK, week, discount));
            }
        }
    }
    met
}

#[test]
fn a_moved_decision_falls_into_the_last_three_working_days_or_on_the_first() {
    let met = moved(&world("waits = 0.5"), BENT, 10);
    for (hour, week, discount) in &met {
        let (in_time, put_off) = (*discount >= 0.0, *discount < 0.0);
        // Wednesday 9:00 to Friday 17:00 of the thirteenth week; Monday of the first.
        assert!(!in_time || *week == 12.0 && (57.0..=113.0).contains(hour), "{week} {hour}");
        assert!(!put_off || *week == 0.0 && (9.0..=17.0).contains(hour), "{week} {hour}");
    }
    let late = met.iter().filter(|(_, _, discount)| *discount < 0.0).count();
    assert!(late > 3 && met.len() > late + 30, "{} moved, {late} put off", met.len());
}

#[test]
fn the_end_of_a_spiff_matters_where_the_end_of_the_period_does_not() {
    let text = world("on = true").replace(
        "[plans.line]\n",
        "[plans.line]\nspiff = [{ for = \"deals\", amount = 4000, from = \"week 25\", to = \"week 30\" }]\n",
    );
    let met = moved(&text, 1, 20);
    assert!(met.len() > 10, "{} moved", met.len());
    for (hour, week, discount) in &met {
        // It is open through week 29, the third of the third quarter.
        assert!(*discount >= 0.0 && *week == 2.0 && (57.0..=113.0).contains(hour), "{week} {hour}");
    }
}

#[test]
fn bent_pay_bends_the_quarter_and_a_straight_line_does_not() {
    let scenario = parse(&world("on = true"));
    let off = parse(&world("on = false"));
    let late = |scenario, policy| mean(scenario, policy, "late_bookings", 60);
    let (bent, line, salary) = (late(&scenario, BENT), late(&scenario, 1), late(&scenario, 2));
    let unmoved = late(&off, BENT);
    // Even is 2/13 = 0.154; the error of a mean is near 0.008.
    assert!((0.19..0.36).contains(&bent), "bent {bent}");
    assert!(bent > unmoved + 0.03, "bent {bent}, without timing {unmoved}");
    for even in [line, salary] {
        assert!((even - 0.154).abs() < 0.03, "{even}");
    }
}

#[test]
fn the_ends_of_periods_follow_the_fiscal_year() {
    let late = |start: &str| {
        let text = format!("fiscal_start = \"{start}\"\n{}", world("on = true"));
        mean(&parse(&text), BENT, "late_bookings", 40)
    };
    // A shift by half a quarter moves the calendar weeks of the peak, not its place in the period.
    let (standard, shifted) = (late("0 weeks"), late("6 weeks"));
    assert!((standard - shifted).abs() < 0.08, "{standard} {shifted}");
}

/// The same deals from two channels, written in either order, and so of two groups of sellers.
#[test]
fn the_order_in_a_file_moves_no_deal() {
    let channel = |name: &str| {
        format!(
            "[channels.{name}]\narrivals = \"7 per week\"\nready = 0.7\nfit = {{ beta = {{ alpha = 2.2, beta = 2.2 }} }}\n"
        )
    };
    let text = |first: &str, second: &str| {
        let whole = world("waits = 0.5");
        let (before, rest) = whole.split_once("[channels.web]").expect("a channel");
        let after = rest.split_once("[buyers]").expect("buyers").1;
        format!("{before}{}{}[buyers]{after}", channel(first), channel(second))
    };
    let run = |text: &str| {
        let scenario = parse(text);
        let design = Design::new(crate::ready(&scenario));
        let (outcome, ()) = design.observe(BENT, 1, ()).expect("a run that ends");
        let moves = outcome.value(design.catalogue.measures(), "pulled_in");
        let mut bits = bits(&design, &outcome, |_| true);
        bits.sort();
        (bits, moves)
    };
    let (one, moves) = run(&text("east", "west"));
    let (other, _) = run(&text("west", "east"));
    assert!(moves > 0.0, "nothing moved");
    assert_eq!(one, other);
}
