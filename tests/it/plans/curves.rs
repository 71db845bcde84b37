//! What the next unit pays, and what reaching a mark brings: the cases' tables, and each component against the
//! slips of events.

use posse::plans::curve::{Curve, at_quota};
use posse::plans::exact::{Exact, of_text, shown, whole};
use posse::plans::plan::Part;

use super::{book, line, reckoned, sheet};

fn exact(text: &str) -> Exact {
    of_text(text).unwrap_or_else(|| panic!("no number: {text}"))
}

/// The rows of a case's table that are about this, checked against a curve.
fn check(curve: &Curve<'_>, table: &str, part: &str, given: &str) -> usize {
    let text: Vec<&str> = table.lines().filter(|line| !line.starts_with('#')).collect();
    let rows = sheet(
        &text
            .join("\n")
            .replace("\", ", " ")
            .replace(", E", " E")
            .replace(", before", " before")
            .replace('"', ""),
    )
    .rows;
    let rows = rows.iter().filter(|row| row.1[0] == part && row.1[1] == given);
    let mut count = 0;
    for (_, row) in rows {
        let credit = exact(&row[3]);
        let found = [curve.pay(&credit), curve.next_unit(&credit), curve.jump(&credit)];
        let shown: Vec<String> =
            found.iter().zip([2, 6, 2]).map(|(n, places)| shown(n, places)).collect();
        let wanted: Vec<String> =
            row[4..7].iter().zip([2, 6, 2]).map(|(n, places)| shown_of(n, places)).collect();
        assert_eq!(shown, wanted, "{part} {given} at {}", row[3]);
        count += 1;
    }
    count
}

fn shown_of(text: &str, places: u32) -> String {
    shown(&exact(text), places)
}

#[test]
fn the_tables_of_the_cases_agree() {
    let one = book(include_str!("cases/1-ae-by-term/plan.toml")).expect("a plan");
    let curves = Curve::of(&one.plans[0].parts[0]);
    let table = include_str!("cases/1-ae-by-term/payout.csv");
    let mut count = 0;
    for (curve, term) in curves.iter().zip(["1", "2", "3 or more"]) {
        count += check(curve, table, "commission and bonus", &format!("only deals of term {term}"));
    }
    let two = book(include_str!("cases/2-account-manager/plan.toml")).expect("a plan");
    let table = include_str!("cases/2-account-manager/payout.csv");
    count += check(&Curve::of(&two.plans[0].parts[0])[0], table, "expansion", "");
    let three = book(include_str!("cases/3-sdr-leap-year/plan.toml")).expect("a plan");
    let table = include_str!("cases/3-sdr-leap-year/payout.csv");
    count += check(
        &Curve::of(&three.plans[0].parts[0])[0],
        table,
        "opportunities and bonus",
        "whole quarter",
    );
    let five = book(include_str!("cases/5-year-to-date-draw/plan.toml")).expect("a plan");
    let table = include_str!("cases/5-year-to-date-draw/payout.csv");
    count += check(
        &Curve::of(&five.plans[0].parts[0])[0],
        table,
        "year Erin",
        "whole year before draws",
    );
    assert_eq!(count, 40);
}

/// The slip's pay of the main table and the bonus for one deal, or so many meetings, of this credit.
fn slip_pay(plan: &str, part: &Part, credit: i128) -> Exact {
    let events = if part.count.what.is_money() {
        format!("date,event,deal,person,amount,kind\n2027-01-04,win,1,Ana,{credit},new\n")
    } else {
        let rows: Vec<String> =
            (0..credit).map(|_| "2027-01-04,meeting,,Ana,,".to_owned()).collect();
        format!("date,event,deal,person,amount,kind\n2027-01-01,join,,Ana,,\n{}\n", rows.join("\n"))
    };
    let slips = reckoned(plan, &events, None);
    let period = slips[0].period.name();
    let name = if part.name.is_empty() { "commission" } else { &part.name };
    let lines = ["incentive", "bonus", name].map(|name| exact(&line(&slips, "Ana", &period, name)));
    lines.into_iter().fold(whole(0), |sum, line| sum + line)
}

/// Each component: pay at five credits, to the cent, by the curve and by the slip of one deal; the next unit
/// against the quotient of two slips.
macro_rules! components {
    ($($test:ident: $plan:literal, $step:literal, [$(($credit:literal, $pay:literal)),*];)*) => {$(
        #[test]
        fn $test() {
            let book = book($plan).expect("a plan");
            let part = &book.plans[0].parts[0];
            let curve = &Curve::of(part)[0];
            for (credit, pay) in [$(($credit, $pay)),*] {
                let at = whole(credit);
                assert_eq!(shown(&curve.pay(&at), 2), pay, "at {credit}");
                assert_eq!(shown(&slip_pay($plan, part, credit), 2), pay, "the slip at {credit}");
                let more = slip_pay($plan, part, credit + $step) - slip_pay($plan, part, credit);
                let next = curve.next_unit(&at) * whole($step);
                let gap = shown(&(more - next), 1);
                assert!(gap == "0" || gap == "-0", "the next unit at {credit} is off by {gap}");
            }
        }
    )*};
}

components! {
    c03_flat_commission: "[plans.a]\ncommission = 0.10", 100,
        [(0, "0"), (1, "0.1"), (50_000, "5000"), (100_000, "10000"), (333_333, "33333.3")];
    c04_accelerator: "[plans.a]\nquota = 80000\ncommission = [{ rate = 0.10 }, { from = \"100 %\", rate = 0.15 }]", 100,
        [(0, "0"), (40_000, "4000"), (80_000, "8000"), (80_100, "8015"), (160_000, "20000")];
    c05_retroactive_tier: "[plans.a]\nquota = 60000\ncommission = [{ rate = 0.10 }, { from = \"75 %\", rate = 0.125, reaches_back = true }, { from = \"100 %\", rate = 0.175 }]", 100,
        [(30_000, "3000"), (44_800, "4480"), (45_000, "5625"), (60_000, "7500"), (90_000, "12750")];
    c06_decelerator: "[plans.a]\nquota = 80000\ncommission = [{ times = 0.5 }, { from = \"50 %\", times = 1, reaches_back = true }, { from = \"100 %\", times = 0.5 }]\ntarget = \"32000 per year\"", 100,
        [(0, "0"), (20_000, "1000"), (40_000, "4000"), (80_000, "8000"), (120_000, "10000")];
    c07_threshold: "[plans.a]\nquota = 100000\ncommission = [{ from = \"50 %\", rate = 0.10 }]", 100,
        [(0, "0"), (49_000, "0"), (50_000, "0"), (75_000, "2500"), (100_000, "5000")];
    c07_threshold_as_a_condition: "[plans.a]\nquota = 100000\ncommission = 0.1\nwhen = { self = \"50 %\" }", 100,
        [(0, "0"), (49_000, "0"), (50_000, "5000"), (75_000, "7500"), (100_000, "10000")];
    c08_cap_in_attainment: "[plans.a]\nquota = 80000\ncommission = 0.10\ncap = \"150 %\"", 100,
        [(0, "0"), (80_000, "8000"), (119_000, "11900"), (120_000, "12000"), (200_000, "12000")];
    c13_step_bonus: "[plans.a]\nquota = 100000\nbonus = [{ at = \"80 %\", amount = 2000 }, { at = \"100 %\", amount = 4000 }]", 100,
        [(0, "0"), (79_000, "0"), (80_000, "2000"), (100_000, "6000"), (200_000, "6000")];
    c14_payout_curve: "[plans.a]\ntarget = \"40000 per year\"\nquota = 100000\npays = [{ from = \"80 %\", share = \"50 %\" }, { to = \"100 %\", share = \"100 %\" }, { to = \"125 %\", share = \"200 %\" }]", 100,
        [(79_000, "0"), (80_000, "5000"), (90_000, "7500"), (100_000, "10000"), (130_000, "20000")];
    c44_whole_steps: "[plans.a]\ntarget = \"40000 per year\"\nquota = 100000\npays = [{ from = \"95 %\", share = \"2.5 %\" }, { to = \"100 %\", share = \"7.5 %\", steps = \"1 %\" }]", 100,
        [(94_000, "0"), (95_000, "250"), (96_000, "350"), (97_500, "450"), (100_000, "750")];
    c47_excess_rate: "[plans.a]\nquota = 100000\ncommission = [{ rate = 0.02 }, { from = \"110 %\", rate = 0.05, reaches_back = \"100 %\" }]", 100,
        [(0, "0"), (100_000, "2000"), (109_000, "2180"), (110_000, "2500"), (150_000, "4500")];
    c63_flip: "[plans.a]\ntarget = \"40000 per year\"\nquota = 100000\npays = [{ share = \"0 %\" }, { to = \"100 %\", share = \"100 %\" }]\ncommission = [{ from = \"100 %\", rate = 0.12 }]", 100,
        [(0, "0"), (50_000, "5000"), (99_000, "9900"), (100_000, "10000"), (110_000, "11200")];
    c02_mix_and_target_rate: "[plans.a]\note = \"200000 per year\"\nmix = \"50/50\"\nquota = \"1000000 per year\"\ncommission = [{ times = 1 }, { from = \"100 %\", times = 2 }]", 100,
        [(0, "0"), (100_000, "10000"), (250_000, "25000"), (260_000, "27000"), (500_000, "75000")];
    c10_quota_of_meetings: "[plans.a]\nperiod = \"month\"\ncount = \"meetings\"\nquota = \"20 per month\"\ncommission = [{ rate = 40 }, { from = \"100 %\", rate = 60 }]", 1,
        [(0, "0"), (1, "40"), (19, "760"), (20, "800"), (30, "1400")];
    c18_factor_on_itself: "[plans.a]\nquota = 100000\ncommission = 0.1\ntimes = { self = [{ share = \"50 %\" }, { from = \"100 %\", share = \"120 %\" }] }", 100,
        [(0, "0"), (50_000, "2500"), (99_000, "4950"), (100_000, "12000"), (200_000, "24000")];
    c08_most_of_a_period: "[plans.a]\nquota = 100000\ncommission = 0.1\nmost = { a_period = 12000 }", 100,
        [(0, "0"), (100_000, "10000"), (119_000, "11900"), (120_000, "12000"), (200_000, "12000")];
    c61_two_rates_with_a_mark_in_money: "[plans.a]\ncommission = [{ rate = 0.8 }, { from = 125000, rate = 1 }]", 100,
        [(0, "0"), (100_000, "80000"), (125_000, "100000"), (125_100, "100100"), (200_000, "175000")];
}

#[test]
fn a_tier_that_reaches_back_is_a_bonus_and_bands() {
    let back = "[plans.a]\nquota = 60000\ncommission = [{ rate = 0.10 }, { from = \"75 %\", rate = 0.125, reaches_back = true }]";
    let written = "[plans.a]\nquota = 60000\ncommission = [{ rate = 0.10 }, { from = \"75 %\", rate = 0.125 }]\nbonus = [{ at = \"75 %\", amount = 1125 }]";
    let (back, written) = (book(back).expect("a plan"), book(written).expect("a plan"));
    let (back, written) =
        (&Curve::of(&back.plans[0].parts[0])[0], &Curve::of(&written.plans[0].parts[0])[0]);
    for credit in (0..100_000).step_by(500).map(whole) {
        assert_eq!(back.pay(&credit), written.pay(&credit));
        assert_eq!(back.next_unit(&credit), written.next_unit(&credit));
        assert_eq!(back.jump(&credit), written.jump(&credit));
    }
}

#[test]
fn a_year_at_quota_is_the_sum_of_the_parts() {
    let two = book(include_str!("cases/2-account-manager/plan.toml")).expect("a plan");
    assert_eq!(at_quota(&two.plans[0]).map(|pay| shown(&pay, 2)), Some("60000".to_owned()));
}
