//! Mistakes in plans have a place, a reason and the nearest thing that can be written.

use super::book;

macro_rules! refused {
    ($($test:ident: $plan:literal => [$($message:literal),* $(,)?];)*) => {$(
        #[test]
        fn $test() {
            let error = book($plan).expect_err("a plan with mistakes");
            let found: Vec<&str> = error.split("\np.toml:").map(|text| text.trim_start_matches("p.toml:")).collect();
            assert_eq!(found, Vec::<&str>::from([$($message),*]));
        }
    )*};
}

refused! {
    amounts_need_their_time_and_must_fit: r#"[plans.a]
ote = "200000 per year"
salary = "130000 per year"
mix = "60/40"
[plans.b]
ote = 100000
mix = "70/20"
[plans.c]
ote = "100000 per year"
"# => [
        "3:10: `ote` 200000 and `salary` 130000 do not fit: 60 % of 200000 is 120000",
        "6:7: an amount without its time, found `100000`\n  hint: write it with its time: `\"100000 per year\"`",
        "7:7: the two sides of a mix sum to 100, found `\"70/20\"`",
        "9:7: how much of `ote` is fixed? add `mix`, `salary` or `target`\n  hint: e.g. `mix = \"60/40\"`: 60 % fixed, 40 % variable",
    ];

    tables_need_what_they_refer_to: r#"[plans.a]
commission = [{ times = 1 }, { from = "80 %", rate = 0.1 }]
pays = [{ to = "100 %", share = "100 %" }]
goals = { one = 0.5, two = "1/3" }
[plans.b]
count = "nrr"
commission = 0.1
"# => [
        "2:25: `times` is of the target rate, target over quota, and there is none\n  hint: add `quota`, and `target`, `weight` or `ote`; or write `rate`",
        "2:39: `\"80 %\"` of which quota? there is none\n  hint: add `quota`, or write credit, e.g. `187500`",
        "3:8: `pays` is a share of the target, and there is none\n  hint: add `target`, `weight` or `ote` with `mix`",
        "3:16: a straight line to here, but from where?\n  hint: begin with `{ share = \"0 %\" }`, or with `from`",
        "3:16: `\"100 %\"` of which quota? there is none\n  hint: add `quota`, or write credit, e.g. `187500`",
        "4:9: `goals` pay the target by their scores, and there is none\n  hint: add `target`, `weight` or `ote` with `mix`",
        "4:9: weights of goals sum to 83.33 %\n  hint: they sum to 100 %; a third is written `\"1/3\"`",
        "5:1: `nrr` is a level, not a sum: a commission has no unit to pay\n  hint: write `pays` with shares of the target, or `bonus`",
    ];
}

#[test]
fn pay_that_falls_is_refused_with_what_it_would_cost() {
    let plan = "[plans.a]\nquota = 100000\ncommission = [{ rate = 0.10 }, { from = \"75 %\", rate = 0.08, reaches_back = true }]\n";
    let error = book(plan).expect_err("pay that falls");
    assert!(error.contains("pay that falls: reaching 75 % would cost 1500"), "{error}");
}

#[test]
fn shares_and_seasons_sum_to_all() {
    let plan = r#"[plans.a]
quota = 100000
season = ["21 %", "23 %", "25 %", "29 %"]
credit = [{ stage = "x", share = "60 %" }, { stage = "y", share = "50 %" }]
paid = [{ share = "50 %", on = "cash" }]
commission = 0.1
"#;
    let error = book(plan).expect_err("sums that are not 1");
    for message in
        ["season sums to 98 %", "shares of a deal sum to 110 %", "shares of pay sum to 50 %"]
    {
        assert!(error.contains(message), "{error}");
    }
}

#[test]
fn unknown_names_are_refused_with_the_nearest() {
    let plan = r#"[plans.a]
commission = { by = "term", "1" = [{ rate = 0.1 }, { from = 10, rate = 0.2 }], "2" = 0.1 }
count = "revenu"
when = { margin_shar = "45 %" }
clawback = { within = "6 moths", how = "reckon" }
advance = { every = "year" }
"#;
    let error = book(plan).expect_err("names that nobody knows");
    for message in [
        "all columns share their marks",
        "unknown value `\"revenu\"` for `count`; did you mean `revenue`?",
        "no part or measure named `margin_shar`; did you mean `margin_share`?",
        "expected a time, found `\"6 moths\"`",
        "unknown value `\"reckon\"` for `how`",
        "an advance every year in a part by the quarter",
    ] {
        assert!(error.contains(message), "{message} is not in\n{error}");
    }
}
