//! What `check` says of pay.

use super::Place;
use crate::scenario_pay::PAY;

/// What `check` says of [`PAY`] with `more` at its end.
fn checked(more: &str) -> String {
    let place = Place::new().with("pay.toml", format!("{PAY}{more}"));
    place.posse(&["check", "pay.toml"]).result()
}

#[test]
fn check_says_what_plans_pay_for_and_what_people_do_about_it() {
    let text = checked("[behaviour]\ntiming.on = false\n");
    let (_, plans) = text.split_once("\nplans ").unwrap();
    let (plans, _) = plans.split_once("\npolicies").unwrap();
    insta::assert_snapshot!(plans, @r"
    (fiscal years from week 3)
      classic        75000 EUR a year, counts gross margin by month, quota 187500 EUR
                     commission 10 %, 20 % from 100 %, 30 % from 400000
                     bonus 2000 at 80 %, 5000 at 200000
                     cap 90000 a month
                     recoverable draw 3000 a month
                     a pool (weight 70 %) on all customer value, quota 500000 EUR: 3 %, bonus 900 at 100 %, divided by hours
                     no credit for what one closes
                     credit of 100 % of a deal for who worked `validate`
                     credit of 10 % of what people on `simple` are credited with
                     500 for `respond` of a deal that is won
                     1 % of the price for `qualify` of a deal that is won
                     1000 for each deal in weeks 41 to 44
                     50 for each meeting in weeks 1 to 4
                     prizes by rank 10000, 5000
                     commission and bonuses of customers who leave go back: 100 % within 3 months, 50 % within 6 months, 25 % within 12 months
                     the quota grows 2 % a period and follows 40 % of what is above or below it
      simple         50000 EUR a year, counts revenue by quarter, no quota
                     commission 10 %
                     on the whole of a deal 2 % from 0, 4 % from 5000
                     draw 1000 a quarter

    behaviour
      on             effort, patience, regard, advice, duty, labour, own pay
      off            timing
    ");
    assert!(
        checked("")
            .contains("\nbehaviour\n  none: plans change what people are paid and nothing else\n")
    );
}

#[test]
fn check_says_what_each_policy_pays_whom() {
    let text = checked("");
    let is_pay = |line: &&str| {
        let line = line.trim_start();
        ["pay   ", "ae:", "credit  "].iter().any(|word| line.starts_with(word))
    };
    let lines: Vec<&str> = text.lines().filter(is_pay).collect();
    insta::assert_snapshot!(lines.join("\n"), @r"
        pay          seller: plan `classic`, 75000 EUR a year, 67230 variable a year at quota and the pool, scaled by 0.9
        credit       30 % for `qualify`, 10 % for `respond`, 60 % for who closes; discounts up to 20 %; advice is asked for
        pay          sdr: plan `simple`, 50000 EUR a year, variable pay without a quota, before it is scaled to what the market pays
                     ae: plan `classic`, 75000 EUR a year, 74700 variable a year at quota and the pool, before it is scaled to what the market pays
        credit       30 % for `qualify`, 10 % for `respond`, 60 % for who closes; discounts up to 20 %; no advice
    ");
    let nobody = checked("[policies.silent]\n");
    assert!(nobody.contains("pay          nobody is on a plan; people cost what [people] says"));
}

/// Sellers of 20,000 a week each, paid `salary` and a rate on it; the market pays 104,000.
fn sellers(salary: u32, rate: f64) -> String {
    let text = format!(
        r#"
deal = {{ value = 1000 }}
channels.web.arrivals = "60 per week"
stages.sell = {{ role = "rep", touch = "2 h" }}
people.rep = {{ count = 3, cost = "130000 per year" }}
plans.p = {{ salary = "{salary} per year", commission = {rate} }}
policies.a.pay.plans.rep = "p"
behaviour.own_pay = true
"#
    );
    Place::new().with("s.toml", text).posse(&["check", "s.toml"]).result()
}

#[test]
fn check_says_what_a_usual_year_pays_and_warns_where_that_is_far_from_the_market() {
    // A full week is 40 hours, twenty deals of 1000: 1.04 million a year.
    let fair = sellers(52_000, 0.05);
    let line = "rep: plan `p`, 52000 EUR a year, variable pay without a quota; in a usual year 104000, 100 % \
                of market pay";
    assert!(fair.contains(line) && !fair.contains("warning"), "{fair}");
    let poor = sellers(39_000, 0.0375);
    let warning = "warning: a: in a usual year `rep` earns 75 % of market pay, so people leave sooner and seats \
                   stay vacant longer than the world says";
    assert!(poor.contains(warning), "{poor}");
    let rich = sellers(78_000, 0.05);
    assert!(rich.contains("earns 125 % of market pay, so people stay longer"), "{rich}");
}

#[test]
fn check_says_where_a_cheaper_title_is_as_good_as_a_dearer_one() {
    let text = |home: &str| {
        let text = format!(
            r#"
channels.web.arrivals = "10 per week"
stages.call = {{ role = "rep", touch = "1 h" }}
stages.sell = {{ role = "rep", touch = "1 h"{home} }}
[people.rep]
cost = "100000 per year"
jobs.closer.cost = "150000 per year"
[policies.alone]
[policies.two.roles]
closer = {{ heads = 1, stages = ["call", "sell"] }}
"#
        );
        Place::new().with("s.toml", text).posse(&["check", "s.toml"]).result()
    };
    let told = "jobs of different pay are equally skilled at";
    assert!(text("").contains(&format!("{told} `call`, `sell`, which name no `home`")));
    assert!(text(", home = \"closer\"").contains(&format!("{told} `call`, which name no `home`")));
}

#[test]
fn check_shows_every_default_of_behaviour_with_its_label() {
    let text = checked("[behaviour]\n");
    assert!(text.contains("assumed  behaviour.regard = 1 (default)"), "{text}");
    assert!(!text.contains("assumed  behaviour.effort.response"), "it is derived, not assumed");
}
