//! Who is paid less than elsewhere leaves sooner and comes more seldom; who is paid as elsewhere does
//! as the world says.

use super::answers::only;
use super::lab::parse;
use posse::experiment::Design;

/// Twenty sellers who are never short of work: each closes ten deals of 1000 a week, 520,000 a year. The
/// market pays 104,000 (a quarter more with what is paid on top), half of it for output: a tenth of revenue.
const FLOOR: &str = r#"
run = { weeks = 52, warm_up = "0 h", run_out = "0 h", replications = 1, seed = 3 }
deal = { value = 1000, margin = 0.57 }
channels.web = { arrivals = "220 per week", cost = 1 }
stages.sell = { role = "rep", touch = "4 h", patience = "2 weeks" }
[people.rep]
count = 20
cost = "130000 per year"
"#;
const TURNOVER: &str =
    "turnover = { per_year = 0.5, replace = { exponential = \"10 weeks\" }, cost = 5000 }\n";

/// A policy in which everybody is on a plan, and what it pays.
fn paid(policy: &str, salary: f64, rate: f64) -> String {
    format!(
        "[plans.{policy}]\nsalary = \"{salary} per year\"\nquota = 130000\ncommission = {rate}\n\
         [policies.{policy}.pay]\nplans = {{ rep = \"{policy}\" }}\n"
    )
}

/// The values of measures by replication.
fn values(text: &str, policy: usize, keys: &[&str], replications: u32) -> Vec<Vec<f64>> {
    let scenario = parse(text);
    let design = Design::new(crate::ready(&scenario));
    let of = |replication| {
        let (outcome, ()) = design.observe(policy, replication, ()).expect("a run that ends");
        let value = |key: &&str| outcome.value(design.catalogue.measures(), key);
        keys.iter().map(value).collect()
    };
    (0..replications).map(of).collect()
}

/// Their means.
fn means(text: &str, policy: usize, keys: &[&str], replications: u32) -> Vec<f64> {
    let rows = values(text, policy, keys, replications);
    let mean = |k: usize| rows.iter().map(|row| row[k]).sum::<f64>() / rows.len() as f64;
    (0..keys.len()).map(mean).collect()
}

/// That a mean is this, within four standard errors, of which one is at most `noise`.
fn is_on_average(name: &str, values: &[f64], expected: f64, noise: f64) {
    let count = values.len() as f64;
    let mean = values.iter().sum::<f64>() / count;
    let square = values.iter().map(|v| (v - mean) * (v - mean)).sum::<f64>();
    let error = (square / (count - 1.0) / count).sqrt();
    let z = (mean - expected) / error;
    eprintln!("{name}: {mean} ± {error} for {expected}, z = {z:.2}");
    assert!(error <= noise, "{name}: too noisy: ± {error}");
    assert!(z.abs() < 4.0, "{name}: {mean} ± {error} for {expected}");
}

#[test]
fn alike_on_a_normal_plan_people_leave_and_are_replaced_as_the_world_says() {
    let text = format!("{FLOOR}{TURNOVER}{}{}", paid("normal", 52e3, 0.1), only(&["labour"]));
    let rows = values(&text, 0, &["quits", "years", "vacant_share"], 128);
    // Whatever the years that are worked, so many departures are expected in them.
    let beyond: Vec<f64> = rows.iter().map(|row| row[0] - 0.5 * row[1]).collect();
    is_on_average("departures beyond half a year's", &beyond, 0.0, 0.35);
    // Stationary from the start: 104 weeks in the job, 10 vacant.
    let vacant: Vec<f64> = rows.iter().map(|row| row[2]).collect();
    is_on_average("vacant", &vacant, 10.0 / 114.0, 0.004);
}

/// Newcomers reckon with what their seat brings, not with the weeks in which nobody sat there.
#[test]
fn vacant_seats_leave_nobody_a_memory_of_bad_weeks() {
    let floor = FLOOR.replace("warm_up = \"0 h\"", "warm_up = \"52 weeks\"");
    let text = format!("{floor}{TURNOVER}{}{}", paid("normal", 52e3, 0.1), only(&["labour"]));
    let rows = values(&text, 0, &["quits", "years"], 128);
    let beyond: Vec<f64> = rows.iter().map(|row| row[0] - 0.5 * row[1]).collect();
    is_on_average("departures beyond half a year's", &beyond, 0.0, 0.35);
}

#[test]
fn without_elasticity_pay_changes_neither_who_leaves_nor_who_comes() {
    let plans = [paid("normal", 52e3, 0.1), paid("poor", 20e3, 0.05)].concat();
    let behaviour = format!("{}[behaviour.labour]\nelasticity = 0\n", only(&["labour"]));
    let text = format!("{FLOOR}{TURNOVER}{plans}{behaviour}");
    let keys = ["quits", "years", "hires", "vacant_share", "revenue"];
    let (normal, poor) = (values(&text, 0, &keys, 4), values(&text, 1, &keys, 4));
    assert_eq!(normal, poor);
    assert!(normal.iter().any(|row| row[0] > 0.0 && row[2] > 0.0));
}

#[test]
fn without_pay_everybody_leaves_at_once_and_nobody_comes() {
    for turnover in ["", TURNOVER] {
        let text = format!("{FLOOR}{turnover}{}{}", paid("nothing", 0.0, 0.0), only(&["labour"]));
        let keys = ["years", "hires", "revenue", "contribution", "selling_cost.leads"];
        for row in values(&text, 0, &keys, 3) {
            let [years, hires, revenue, contribution, leads] = row[..] else { unreachable!() };
            assert!(years < 20.0 / 52.0 && hires < 0.5, "{row:?}");
            assert!(revenue < 0.5 && leads > 1_000.0, "{row:?}");
            assert!((contribution + leads).abs() < 1e-6, "{row:?}");
        }
    }
}

#[test]
fn a_company_that_pays_a_part_of_the_market_earns_less_the_smaller_the_part() {
    // Pay is two fifths of revenue, other costs take as much; a new person needs months to get up to speed.
    let floor = FLOOR
        .replace("value = 1000", "value = 500")
        .replace("cost = \"130000 per year\"", "cost = \"104000 per year\"\nloading = 1")
        .replace("weeks = 52, warm_up = \"0 h\"", "weeks = 104, warm_up = \"52 weeks\"");
    let people = "ramp = { start = 0.2, time = \"5 mo\" }\n\
                  turnover = { per_year = 0.27, replace = { exponential = \"17 weeks\" } }\n";
    let parts = [0.25, 0.6, 0.7, 0.85].map(|part| (format!("p{}", 100.0 * part), part));
    let plans = parts.clone().map(|(name, part)| paid(&name, 52e3 * part, 0.2 * part)).concat();
    let text = format!("{floor}{people}{plans}{}", only(&["labour"]));
    let earned: Vec<f64> = (0..4).map(|k| means(&text, k, &["contribution"], 12)[0]).collect();
    assert!(earned.is_sorted_by(|a, b| a < b), "{earned:?}");
}

/// Departures a year of the lower and the upper third of ability under a plan.
fn by_ability(plan: &str) -> (f64, f64) {
    let floor = FLOOR.replace("count = 20", "count = 20\nskill = { sd = 0.3 }");
    let text = format!(
        "{floor}{TURNOVER}[plans.p]\n{plan}\n[policies.p.pay]\nplans = {{ rep = \"p\" }}\n{}",
        only(&["labour"])
    );
    let keys = ["quits.low", "years.low", "quits.high", "years.high"];
    let mean = means(&text, 0, &keys, 48);
    (mean[0] / mean[1], mean[2] / mean[3])
}

#[test]
fn salaries_and_pools_drive_the_able_away_and_commission_the_others() {
    let (low, high) = by_ability("salary = \"104000 per year\"");
    assert!(high > 1.5 * low, "salary: {low} {high}");
    let pool = "salary = \"52000 per year\"\nteam = { weight = 1, commission = 0.1 }";
    let (low, high) = by_ability(pool);
    assert!(high > 1.5 * low, "pool: {low} {high}");
    let (low, high) = by_ability("quota = 130000\ncommission = 0.2");
    assert!(low > 1.5 * high, "commission: {low} {high}");
    let (low, high) = by_ability("salary = \"52000 per year\"\nquota = 130000\ncommission = 0.1");
    assert!((low / high - 1.0).abs() < 0.35, "a normal plan: {low} {high}");
}

/// Sandvik and others, "Employee Responses to Compensation Changes" (2021): a cut of commission that lowered pay by 7 % drove out
/// those who sold most.
#[test]
fn a_cut_of_commission_by_seven_per_cent_of_pay_moves_more_of_the_able_than_of_the_others() {
    let plan = |rate: f64| {
        by_ability(&format!("salary = \"52000 per year\"\nquota = 130000\ncommission = {rate}"))
    };
    let ((low, high), (low_cut, high_cut)) = (plan(0.1), plan(0.086));
    let (of_low, of_high) = (low_cut / low - 1.0, high_cut / high - 1.0);
    eprintln!("departures of the lower third {of_low:+.2}, of the upper {of_high:+.2}");
    assert!(of_high > of_low && of_high > 0.1, "{of_low} {of_high}");
}

#[test]
fn a_world_without_turnover_has_departures_only_where_pay_is_worse_than_elsewhere() {
    let plans = [paid("normal", 52e3, 0.1), paid("poor", 39e3, 0.075)].concat();
    let text = format!("{FLOOR}{plans}{}", only(&["labour"]));
    let better = paid("better", 56e3, 0.105);
    let text_of_better = format!("{FLOOR}{better}{}", only(&["labour"]));
    assert!(values(&text_of_better, 0, &["quits"], 8).iter().all(|row| row[0] < 0.5));
    // 0.27·(0.75⁻⁴ − 1)
    let rows = values(&text, 1, &["quits", "years", "vacant_share"], 64);
    let beyond: Vec<f64> = rows.iter().map(|row| row[0] - 0.583_33 * row[1]).collect();
    is_on_average("departures beyond what was to be expected", &beyond, 0.0, 0.5);
    assert!(rows.iter().map(|row| row[2]).sum::<f64>() / 64.0 > 0.1);
}

/// What the market pays a company that counts how many sit where: departures less hires are the seats
/// that have become vacant.
#[test]
fn who_has_left_and_was_not_replaced_is_missing_at_the_end() {
    let text = |from: &str| {
        let floor = FLOOR.replace("weeks = 52, warm_up = \"0 h\"", from);
        format!("{floor}{}{}", paid("poor", 39e3, 0.075), only(&["labour"]))
    };
    let whole = text("weeks = 52, warm_up = \"0 h\"");
    // The same run, of which only the hour after the 52 weeks is measured.
    let end = text("hours = 0.001, warm_up = \"52 weeks\"");
    let (whole, end) = (
        values(&whole, 0, &["quits", "hires", "years", "vacant_share"], 12),
        values(&end, 0, &["vacant_share"], 12),
    );
    for (whole, end) in whole.iter().zip(&end) {
        let missing = whole[0] - whole[1];
        assert!((missing - 20.0 * end[0]).abs() < 1e-6, "{missing} of {}", 20.0 * end[0]);
        // Every seat is filled or vacant all the time.
        assert!((whole[2] - 20.0 * (1.0 - whole[3])).abs() < 1e-9, "{whole:?}");
    }
    assert!(end.iter().any(|row| row[0] > 0.0));
}

/// Policies that take over after half a year.
fn switched(before: &str, after: &str) -> String {
    let start = "[policies.after]\nstart = \"week 27\"\nbefore = \"before\"\n";
    format!("{FLOOR}{TURNOVER}{before}{start}{after}{}", only(&["labour"]))
        .replace("weeks = 52, warm_up = \"0 h\"", "weeks = 26, warm_up = \"26 weeks\"")
}

#[test]
fn who_gets_another_plan_weighs_it_whether_or_not_there_was_one_before() {
    let (fair, nothing) = (paid("before", 52e3, 0.1), paid("after", 0.0, 0.0));
    for before in [fair.as_str(), "[policies.before]\n"] {
        let row = &values(&switched(before, &nothing), 1, &["years", "quits"], 1)[0];
        assert!(row[0] < 20.0 / 52.0 && row[1] > 10.0, "{row:?}");
    }
    // And the other way round: off all plans people leave as the world says.
    let text = switched(&fair, "");
    let rows = values(&text, 1, &["quits", "years"], 96);
    let beyond: Vec<f64> = rows.iter().map(|row| row[0] - 0.5 * row[1]).collect();
    is_on_average("departures beyond half a year's", &beyond, 0.0, 0.3);
}

#[test]
fn a_third_of_all_people_is_in_each_third_of_ability() {
    let skills = "skill = { sd = 0.4, correlation = 0.3, noise = 0.2 }";
    let text = format!(
        "{}[stages.close]\nrole = \"rep\"\ntouch = \"1 h\"\n{}",
        FLOOR.replace("count = 20", &format!("count = 300\n{skills}")),
        paid("normal", 52e3, 0.1)
    )
    .replace("weeks = 52", "weeks = 1");
    let rows = values(&text, 0, &["years.low", "years.middle", "years.high", "years"], 16);
    for third in 0..3 {
        let share: Vec<f64> = rows.iter().map(|row| row[third] / row[3]).collect();
        is_on_average("share of a third", &share, 1.0 / 3.0, 0.01);
    }
}

/// Two groups, three plans with a pool and prizes, and skills that differ: every part of the file in its
/// order or in the reverse.
fn in_order(is_reversed: bool) -> String {
    let people = "skill = { sd = 0.4 }\nturnover = { per_year = 0.8, replace = { exponential = \"6 weeks\" } }";
    let ordered = |parts: [&str; 2]| {
        let [a, b] = parts;
        if is_reversed { [b, a].concat() } else { parts.concat() }
    };
    [
        "run = { weeks = 52, warm_up = \"8 weeks\", run_out = \"0 h\", replications = 1, seed = 5 }\n\
         deal = { value = { exponential = 1000 }, margin = 0.6 }\nchannels.web.arrivals = \"40 per week\"\n\
         stages.call = { role = \"caller\", touch = \"2 h\" }\n\
         stages.sell = { role = \"closer\", touch = \"4 h\", advance = 0.6, patience = \"2 weeks\" }\n"
            .to_owned(),
        ordered([
            &format!("[people.caller]\ncount = 3\ncost = \"60000 per year\"\n{people}\n"),
            &format!("[people.closer]\ncount = 4\ncost = \"120000 per year\"\n{people}\n"),
        ]),
        ordered([
            "[plans.fees]\nsalary = \"20000 per year\"\nparts.fee = { count = \"deals\", credit = [{ stage = \"call\", extra = true }], commission = 15 }\n",
            "[plans.pool]\nsalary = \"40000 per year\"\ncommission = 0.04\nprizes = [2000, 1000]\n\
             team = { weight = 0.5, commission = 0.05, split = \"credit\" }\n",
        ]),
        "[policies.one.pay]\nplans = { closer = \"pool\", caller = \"fees\" }\n[behaviour]\n".to_owned(),
    ]
    .concat()
}

#[test]
fn the_order_of_people_and_plans_in_the_file_decides_nothing() {
    let keys = ["quits", "hires.high", "years.low", "vacant_share", "effort", "contribution"];
    let bits = |text: &str| -> Vec<Vec<u64>> {
        let rows = values(text, 0, &keys, 6);
        rows.iter().map(|row| row.iter().map(|value| value.to_bits()).collect()).collect()
    };
    let (one, other) = (in_order(false), in_order(true));
    assert_eq!(bits(&one), bits(&other));
    assert!(values(&one, 0, &keys, 6).iter().any(|row| row[0] > 1.0 && row[1] > 0.0));
}
