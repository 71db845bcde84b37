//! What people do about pay in its limits: nothing that is worth nothing may change anything.

use posse::experiment::Design;
use posse::scenario::Scenario;

use super::lab::{WORLD, bits, mean, of_sales, parse};

/// Whether a measure speaks of what people do, not of money.
fn of_deeds(key: &str) -> bool {
    let of_money = ["money", "value", "revenue", "price", "margin", "surplus", "profit", "cash"];
    (of_sales(key) || ["effort", "duty"].contains(&key))
        && !of_money.iter().any(|word| key.contains(word))
}

/// The bits of the measures of each policy in one run.
fn deeds(scenario: &Scenario, wanted: fn(&str) -> bool) -> Vec<Vec<(String, u64)>> {
    let design = Design::new(crate::ready(scenario));
    let of = |policy| {
        let (outcome, ()) = design.observe(policy, 1, ()).expect("a run that ends");
        let mut found = bits(&design, &outcome, wanted);
        found.sort();
        found
    };
    (0..scenario.policies.len()).map(of).collect()
}

/// Policies on plans of these names, told apart by nothing else.
fn policies(plans: &[&str], rules: &str) -> String {
    let policy = |plan: &&str| {
        let name = plan.replace('-', "_");
        format!(
            "[policies.{name}]\npay = {{ plans = {{ rep = \"{plan}\" }}, discount = 0.2, advice = true }}\n{rules}"
        )
    };
    plans.iter().map(policy).collect()
}

#[test]
fn a_quota_that_pays_nothing_changes_nothing_whatever_its_height() {
    let plan = |name: &str, quota: &str| {
        format!("[plans.{name}]\nsalary = \"75000 per year\"\ncommission = 0.06\n{quota}\n")
    };
    let plans = plan("none", "") + &plan("low", "quota = 1") + &plan("high", "quota = 1e9");
    let rules = "rules = { owner = \"named\", gate = { cutoff = 0.4, objective = \"private\" } }\n";
    let text = format!("{WORLD}{plans}[behaviour]\n{}", policies(&["none", "low", "high"], rules));
    let found = deeds(&parse(&text), |key| of_deeds(key) && !key.contains("late"));
    assert!(!found[0].is_empty() && found[0] == found[1] && found[1] == found[2]);
}

/// Taking people off plans is no free effort.
#[test]
fn who_is_on_no_plan_works_as_on_a_salary_of_the_same_money() {
    let text = format!(
        "{WORLD}[plans.salary]\nsalary = \"187500 per year\"\n[behaviour]\n\
         [policies.paid.pay]\nplans = {{ rep = \"salary\" }}\n[policies.plain]\n"
    );
    let scenario = parse(&text.replace("[people.rep]\n", "[people.rep]\nloading = 1\n"));
    let found = deeds(&scenario, |key| of_deeds(key) || ["revenue", "contribution"].contains(&key));
    assert!(!found[0].is_empty());
    for (paid, plain) in found[0].iter().zip(&found[1]) {
        assert_eq!(paid, plain);
    }
    assert!((mean(&scenario, 1, "effort", 2) - 0.6).abs() < 1e-4);
}

#[test]
fn twice_the_money_everywhere_changes_nothing_but_money() {
    let world = |times: f64| {
        let cost = 187_500.0 * times;
        let text = WORLD
            .replace("mean = 40000", &format!("mean = {}", 40_000.0 * times))
            .replace("187500 per year", &format!("{cost} per year"));
        let plan = format!(
            "[plans.bent]\nsalary = \"{} per year\"\nquota = {}\ncommission = [{{ rate = 0.1 }}, {{ from = \"100 %\", rate = 0.2 }}]\n\
             bonus = [{{ at = \"100 %\", amount = {} }}]\n",
            75_000.0 * times,
            150_000.0 * times,
            4_000.0 * times
        );
        parse(&format!("{text}{plan}[behaviour]\n{}", policies(&["bent"], "")))
    };
    let (once, twice) = (world(1.0), world(2.0));
    let wanted = |key: &str| {
        ["wins", "effort", "duty", "advice_given", "pulled_in", "pushed_out", "leads_touched"]
            .contains(&key)
    };
    let all = deeds(&once, wanted).concat().into_iter().zip(deeds(&twice, wanted).concat());
    for ((key, one), (_, two)) in all {
        let (plain, doubled) = (f64::from_bits(one), f64::from_bits(two));
        // what plans pay for a usual week is reckoned to about eight digits
        assert!((plain - doubled).abs() <= 1e-8 * plain, "{key}: {plain} and {doubled}");
    }
}

/// A salary gives nobody a reason to judge deals otherwise than by their bookings.
#[test]
fn a_salaried_seller_judges_deals_as_bookings_do() {
    let text = |own_pay: bool| {
        let rules = "rules = { gate = { cutoff = 0.4, objective = \"private\" } }\n";
        format!(
            "{WORLD}[plans.salary]\nsalary = \"187500 per year\"\n[behaviour]\nown_pay = {own_pay}\n{}",
            policies(&["salary"], rules)
        )
    };
    let (by_pay, by_bookings) = (parse(&text(true)), parse(&text(false)));
    assert_eq!(deeds(&by_pay, of_deeds), deeds(&by_bookings, of_deeds));
}

/// A SPIFF of the warm-up: people have sold what it made them sell, and then work as without it.
#[test]
fn a_spiff_counts_on_the_mondays_on_which_it_is_open() {
    let plan = |name: &str, weeks: &str| {
        let spiff = format!("spiff = [{{ for = \"deals\", amount = 3000, {weeks} }}]\n");
        let spiff = if weeks.is_empty() { String::new() } else { spiff };
        format!("[plans.{name}]\nsalary = \"75000 per year\"\ncommission = 0.06\n{spiff}")
    };
    let plans = plan("none", "")
        + &plan("coming", "from = \"week 200\", to = \"week 201\"")
        + &plan("open", "from = \"week 1\", to = \"week 200\"");
    let text = format!("{WORLD}{plans}[behaviour]\n{}", policies(&["none", "coming", "open"], ""));
    let scenario = parse(&text);
    let found = deeds(&scenario, of_deeds);
    assert_eq!(found[0], found[1], "what is to come moves nobody");
    let [none, open] = [0, 2].map(|policy| mean(&scenario, policy, "effort", 4));
    // 3,000 a deal of 40,000 on top of 6 %.
    assert!(open > none + 0.1, "{none} without, {open} with");
}

#[test]
fn the_order_of_people_and_policies_in_the_file_decides_nothing() {
    let pool = "[plans.pool]\nsalary = \"75000 per year\"\n\
                team = { weight = 0.5, count = \"revenue\", commission = 0.1 }\nprizes = [9000, 3000]\n";
    let caller = "[people.caller]\ncount = 2\ncost = \"90000 per year\"\n";
    let two = WORLD
        .replace("kind = \"qualify\"\nrole = \"rep\"", "kind = \"qualify\"\nrole = \"caller\"");
    let first = two.replace("[people.rep]", &format!("{caller}[people.rep]"));
    let last = two.replace("[segments.all]", &format!("{caller}[segments.all]"));
    let rest = format!(
        "{pool}[behaviour]\n[policies.a.pay]\nplans = {{ rep = \"pool\", caller = \"pool\" }}\nadvice = true\n"
    );
    let of = |text: &str| deeds(&parse(&format!("{text}{rest}")), of_deeds);
    let (first, last) = (of(&first).concat(), of(&last).concat());
    let differ: Vec<_> = first.iter().zip(&last).filter(|(a, b)| a != b).collect();
    assert!(first.len() == last.len() && differ.is_empty(), "{differ:?}");
}

/// Who earns by the deal although nothing is credited to him answers as anybody else does.
#[test]
fn fees_alone_drive_whoever_earns_them() {
    let text = |amount: f64| {
        format!(
            "run = {{ weeks = 52, warm_up = \"26 weeks\", run_out = \"0 h\", replications = 1, seed = 5 }}\n\
             deal = {{ value = 1000, margin = 0.6 }}\nchannels.web.arrivals = \"40 per week\"\n\
             [stages.call]\nrole = \"caller\"\ntouch = \"2 h\"\n[stages.sell]\nrole = \"closer\"\ntouch = \"1 h\"\n\
             [people.caller]\ncount = 3\ncost = \"60000 per year\"\n\
             [people.closer]\ncount = 4\ncost = \"120000 per year\"\n\
             [plans.fees]\nsalary = \"30000 per year\"\nparts.fee = {{ count = \"deals\", credit = [{{ stage = \"call\", extra = true }}], commission = {amount} }}\n\
             [policies.one.pay]\nplans = {{ caller = \"fees\" }}\n[behaviour]\nlabour.on = false\n"
        )
    };
    let effort = |amount: f64| mean(&parse(&text(amount)), 0, "effort", 1);
    let [none, some, more] = [0.0, 20.0, 60.0].map(effort);
    assert!(none + 0.02 < some && some + 0.02 < more, "{none} {some} {more}");
}
