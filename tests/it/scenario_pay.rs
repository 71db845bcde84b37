//! What a scenario says of pay: plans, what people do about them, who is on which.

use posse::engine::law::Law;
use posse::sales::pay::behaviour::{Advice, Duty, Effort, Patience, Timing};
use posse::sales::pay::{
    Band, Base, Behaviour, Bonus, Draw, Fee, Labour, Mark, Overlay, PayRules, Payroll, Period,
    Plan, Ratchet, Scale, Spiff, Split, Team, Tier,
};
use posse::scenario::{Draft, Scenario, Variation};

/// Every key that speaks of pay but those of [behaviour].
pub(crate) const PAY: &str = r#"
fiscal_start = "2 weeks"
[buyers]
[segments.smb]
value = 12000
margin = 0.7
[channels.inbound]
arrivals = "50 per week"
[people.seller]
count = 6
cost = "120000 per year"
loading = 1.3
[people.seller.jobs.sdr]
[people.seller.jobs.ae]
[stages.respond]
kind = "contact"
role = "seller"
touch = "20 min"
[stages.qualify]
kind = "qualify"
role = "seller"
[stages.validate]
kind = "validate"
role = "seller"
[stages.decide]
kind = "decide"
role = "seller"
[plans.classic]
salary = "75000 per year"
period = "month"
count = "margin"
quota = 187500
commission = [{ rate = 0.10 }, { from = "100 %", rate = "20 %" }, { from = 400000, rate = 0.3 }]
bonus = [{ at = "80 %", amount = 2000 }, { at = 200000, amount = 5000 }]
cap = "90 k"
draw = { amount = 3000, recoverable = true }
team = { weight = 0.7, count = "value", quota = 500000, commission = 0.03, bonus = [{ at = "100 %", amount = 900 }], split = "hours" }
credit = [{ stage = "validate", extra = true }, { plan = "simple", share = "10 %" }]
parts.respond = { count = "deals", credit = [{ stage = "respond", extra = true }], commission = 500, clawback = "none" }
parts.qualify = { credit = [{ stage = "qualify", extra = true }], commission = 0.01, clawback = "none" }
spiff = [{ for = "deals", amount = 1000, from = "week 41", to = "week 45" }, { for = "meetings", amount = 50, from = "0 h", to = "4 weeks" }]
prizes = [10000, 5000]
clawback = { "3 mo" = 1.0, "6 mo" = 0.5, "12 mo" = "25 %" }
ratchet = { growth = 0.02, follow = 0.4 }
[plans.simple]
salary = "50 k per year"
commission = 0.1
draw = 1000
parts.by_size = { commission = { by = "credit", "5000 or more" = 0.04, default = 0.02 } }
[policies.hero.pay]
plans = { seller = "classic" }
split = { qualify = "30 %", respond = 0.1 }
discount = "20 %"
scale = 0.9
advice = true
[policies.team]
like = "hero"
roles = { sdr = { heads = 2, stages = ["respond", "qualify"] }, ae = { heads = 4, stages = ["validate", "decide"] } }
pay = { plans = { sdr = "simple" }, scale = "market", advice = false }
"#;

fn parse(text: &str) -> Scenario {
    Scenario::parse(text.as_bytes(), "test.toml", &|_| None).unwrap_or_else(|e| panic!("{e}"))
}

fn payroll(text: &str) -> Payroll {
    parse(text).system.payroll.expect("a payroll")
}

#[test]
fn every_key_of_a_plan_is_read() {
    let payroll = payroll(PAY);
    let plan = &payroll.plans[0];
    assert_eq!((plan.name.as_str(), plan.salary_per_year), ("classic", 75_000.0));
    assert_eq!((plan.period, plan.base, plan.quota), (Period::Month, Base::Margin, 187_500.0));
    assert!(!plan.cumulative && !plan.credits_closing);
    let band = |from, rate| Band { from, rate };
    let bands = [
        band(Mark::Credit(0.0), 0.1),
        band(Mark::Attainment(1.0), 0.2),
        band(Mark::Credit(400_000.0), 0.3),
    ];
    assert_eq!(plan.commission, bands);
    let bonus = |at, amount| Bonus { at, amount };
    let bonuses = [bonus(Mark::Attainment(0.8), 2000.0), bonus(Mark::Credit(200_000.0), 5000.0)];
    assert_eq!(plan.bonuses, bonuses);
    let tiers = [Tier { from: 0.0, rate: 0.02 }, Tier { from: 5000.0, rate: 0.04 }];
    assert_eq!(payroll.plans[1].tiers, tiers);
    assert_eq!(plan.cap, Some(90_000.0));
    assert_eq!(plan.draw, Some(Draw { amount: 3000.0, recoverable: true }));
    let team = Team {
        weight: 0.7,
        base: Base::Value,
        quota: 500_000.0,
        commission: vec![band(Mark::Credit(0.0), 0.03)],
        bonuses: vec![bonus(Mark::Attainment(1.0), 900.0)],
        split: Split::Hours,
    };
    assert_eq!(plan.team, Some(team));
    let overlays = [Overlay::Stage { stage: 2, share: 1.0 }, Overlay::Plan { plan: 1, share: 0.1 }];
    assert_eq!(plan.overlays, overlays);
    let fee = |stage, rate, amount| Fee { stage, rate, amount };
    assert_eq!(plan.fees, [fee(0, 0.0, 500.0), fee(1, 0.01, 0.0)]);
    let spiff = |event, amount, from_hours, to_hours| Spiff { event, amount, from_hours, to_hours };
    let spiffs =
        [spiff(Base::Deals, 1000.0, 6720.0, 7392.0), spiff(Base::Meetings, 50.0, 0.0, 672.0)];
    assert_eq!(plan.spiffs, spiffs);
    assert_eq!(plan.prizes, [10_000.0, 5000.0]);
    assert_eq!(plan.clawback, [(2184.0, 1.0), (4368.0, 0.5), (8736.0, 0.25)]);
    assert!(plan.claws_bonuses);
    assert_eq!(plan.ratchet, Some(Ratchet { growth: 0.02, follow: 0.4 }));
    assert!((payroll.fiscal_start_hours - 336.0).abs() < 1e-12);
    assert!((parse(PAY).system.groups[0].loading - 1.3).abs() < 1e-12);
}

#[test]
fn what_a_policy_says_of_pay_is_read_and_copied_key_by_key() {
    let policies = parse(PAY).policies;
    let hero = PayRules {
        elsewhere: Vec::new(),
        plans: vec![("seller".to_owned(), 0)],
        split: vec![(1, 0.3), (0, 0.1)],
        discount: 0.2,
        scale: Scale::Factor(0.9),
        advice: true,
    };
    assert_eq!(policies[0].pay, hero);
    let team = PayRules {
        // the group's plan is that of its jobs which are not named
        plans: vec![("sdr".to_owned(), 1), ("ae".to_owned(), 0)],
        scale: Scale::Market,
        advice: false,
        ..hero
    };
    assert_eq!(policies[1].pay, team);
}

#[test]
fn a_plan_has_defaults() {
    let text = PAY.replace(
        "[plans.simple]\nsalary = \"50 k per year\"\ncommission = 0.1\ndraw = 1000\nparts.by_size = { commission = { by = \"credit\", \"5000 or more\" = 0.04, default = 0.02 } }",
        "[plans.simple]",
    );
    let plans = payroll(&text).plans;
    assert_eq!(plans[1], Plan::new("simple"));
    let simple = &payroll(PAY).plans[1];
    assert_eq!(simple.commission, [Band { from: Mark::Credit(0.0), rate: 0.1 }]);
    assert_eq!(simple.draw, Some(Draw { amount: 1000.0, recoverable: false }));
    let ratchet = payroll(&PAY.replace("growth = 0.02, follow = 0.4", "")).plans[0].ratchet;
    assert_eq!(ratchet, Some(Ratchet { growth: 0.0, follow: 0.3 }));
    let pool = "team = { weight = 1 }";
    let from = PAY.find("team = { weight").unwrap();
    let line = PAY[from..].lines().next().unwrap();
    let team = payroll(&PAY.replace(line, pool)).plans[0].team.clone().unwrap();
    assert_eq!((team.base, team.quota, team.split), (Base::Revenue, 0.0, Split::Equal));
}

#[test]
fn a_cap_in_attainment_is_a_last_band_that_pays_nothing() {
    let text = PAY.replace("cap = \"90 k\"", "cap = \"250 %\"");
    let plan = &payroll(&text).plans[0];
    assert_eq!(plan.cap, None);
    assert_eq!(plan.commission.last(), Some(&Band { from: Mark::Attainment(2.5), rate: 0.0 }));
}

#[test]
fn every_word_of_a_choice_is_understood() {
    let words = ["revenue", "margin", "value", "deals", "meetings"];
    let bases = [Base::Revenue, Base::Margin, Base::Value, Base::Deals, Base::Meetings];
    for (word, base) in words.iter().zip(bases) {
        let text = PAY.replace("\ncount = \"margin\"", &format!("\ncount = \"{word}\""));
        let text = text.replace(
            "{ plan = \"simple\", share = \"10 %\" }",
            "{ stage = \"decide\", share = 0.1, extra = true }",
        );
        assert_eq!(payroll(&text).plans[0].base, base, "{word}");
    }
    let periods = [("month", 12), ("quarter", 4), ("half year", 2), ("year", 1)];
    for (word, per_year) in periods {
        let text = PAY.replace("period = \"month\"", &format!("period = \"{word}\""));
        assert_eq!(payroll(&text).plans[0].period.per_year(), per_year, "{word}");
    }
    for (word, split) in
        [("equal", Split::Equal), ("credit", Split::Credit), ("hours", Split::Hours)]
    {
        let text = PAY.replace("split = \"hours\"", &format!("split = \"{word}\""));
        assert_eq!(payroll(&text).plans[0].team.as_ref().unwrap().split, split, "{word}");
    }
}

#[test]
fn money_per_year_is_exact_whatever_it_is_paid_per() {
    for (written, per_year) in [
        ("75000 per year", 75_000.0),
        ("6250 per month", 75_000.0),
        ("1000 per week", 52_000.0),
        ("33333.33 per quarter", 133_333.32),
    ] {
        let text = PAY.replace("salary = \"75000 per year\"", &format!("salary = \"{written}\""));
        // the bits, since pay slips show them
        let found = payroll(&text).plans[0].salary_per_year;
        assert_eq!(found.to_bits(), f64::to_bits(per_year), "{written}: {found}");
    }
}

/// What every friction is unless the scenario says otherwise.
fn standard() -> Behaviour {
    Behaviour {
        effort: Some(Effort { response: 0.4, elasticity: 0.5, norm: 0.265, stake: 0.5 }),
        patience: Some(Patience { half_hours: 12600.0 }),
        regard: 1.0,
        advice: Some(Advice { ask_hours: 0.25, give_hours: 0.5, closes: 0.5, matters: 0.5 }),
        duty: Some(Duty { least: 0.1, temperature: 1.0 }),
        timing: Some(Timing {
            window_hours: 504.0,
            reservation: Law::beta(1.2, 3.0, -0.1, 0.6).expect("a law"),
            immovable: 0.3,
            pressed: 0.1,
            waits: 0.1,
        }),
        labour: Some(Labour { elasticity: 4.0, risk: 2.0 }),
        own_pay: true,
    }
}

/// The behaviour of the scenario with this at its end.
fn behaviour(more: &str) -> String {
    format!("{:#?}", payroll(&format!("{PAY}{more}")).behaviour)
}

#[test]
fn without_the_section_nobody_minds_pay_and_an_empty_one_switches_everything_on() {
    assert_eq!(behaviour(""), format!("{:#?}", Behaviour::default()));
    assert_eq!(behaviour("[behaviour]\n"), format!("{:#?}", standard()));
    let scenario = parse(&format!("{PAY}[behaviour]\n"));
    let default = |path: &str| {
        let input = scenario.inputs.iter().find(|input| input.path == path);
        input.is_some_and(|input| input.is_default)
    };
    assert!(default("behaviour.effort.response") && default("behaviour.timing.reservation"));
    assert!(default("plans.simple.quota") && default("behaviour.own_pay"));
}

#[test]
fn each_friction_is_switched_off_alone() {
    let all = standard();
    let off = [
        ("own_pay = false", Behaviour { own_pay: false, ..all.clone() }),
        ("effort.on = false", Behaviour { effort: None, ..all.clone() }),
        ("patience.on = false", Behaviour { patience: None, ..all.clone() }),
        ("regard = 0", Behaviour { regard: 0.0, ..all.clone() }),
        ("advice.on = false", Behaviour { advice: None, ..all.clone() }),
        ("duty.on = false", Behaviour { duty: None, ..all.clone() }),
        ("timing.on = false", Behaviour { timing: None, ..all.clone() }),
        ("labour.on = false", Behaviour { labour: None, ..all.clone() }),
    ];
    for (line, expected) in off {
        assert_eq!(
            behaviour(&format!("[behaviour]\n{line}\n")),
            format!("{expected:#?}"),
            "{line}"
        );
    }
}

#[test]
fn every_number_of_behaviour_is_read() {
    let text = r#"
[behaviour]
effort = { response = 0.3, elasticity = 0.6, norm = 0.5, stake = 0.4 }
patience = { half = "5 weeks" }
regard = 2.5
advice = { ask = "15 min", give = "1 h", closes = 0.4, matters = 0.6 }
duty = { least = 0.2, temperature = 2 }
timing = { window = "2 weeks", reservation = -0.1, immovable = 0.4, pressed = 0.2, waits = 0.3 }
labour = { elasticity = 3, risk = 1.5 }
"#;
    let expected = Behaviour {
        effort: Some(Effort { response: 0.3, elasticity: 0.6, norm: 0.5, stake: 0.4 }),
        patience: Some(Patience { half_hours: 840.0 }),
        regard: 2.5,
        advice: Some(Advice { ask_hours: 0.25, give_hours: 1.0, closes: 0.4, matters: 0.6 }),
        duty: Some(Duty { least: 0.2, temperature: 2.0 }),
        timing: Some(Timing {
            window_hours: 336.0,
            reservation: Law::fixed(-0.1).unwrap(),
            immovable: 0.4,
            pressed: 0.2,
            waits: 0.3,
        }),
        labour: Some(Labour { elasticity: 3.0, risk: 1.5 }),
        own_pay: true,
    };
    assert_eq!(behaviour(text), format!("{expected:#?}"));
}

#[test]
fn a_scenario_overrides_plans_of_its_base_key_by_key() {
    let child = r#"
base = "base.toml"
remove = ["plans.classic.prizes"]
[plans.classic]
commission = 0.2
team = { weight = 0.4 }
[plans.third]
count = "deals"
commission = 900
[policies.hero.pay]
plans = { seller = "third" }
"#;
    let load = |name: &str| (name == "base.toml").then(|| PAY.to_owned());
    let scenario = Scenario::parse(child.as_bytes(), "child.toml", &load).unwrap();
    let payroll = scenario.system.payroll.unwrap();
    let classic = &payroll.plans[0];
    assert_eq!(classic.commission, [Band { from: Mark::Credit(0.0), rate: 0.2 }]);
    assert_eq!((classic.quota, classic.prizes.len()), (187_500.0, 0));
    let team = classic.team.as_ref().unwrap();
    assert_eq!((team.weight, team.base), (0.4, Base::Value));
    assert_eq!(payroll.plans[2].name, "third");
    assert_eq!(scenario.policies[0].pay.plans, [("seller".to_owned(), 2)]);
    assert!((scenario.policies[0].pay.discount - 0.2).abs() < 1e-12);
}

#[test]
fn a_policy_that_says_nothing_of_pay_pays_what_the_world_says() {
    let text = format!("{PAY}[policies.silent]\n");
    assert_eq!(parse(&text).policies[2].pay, PayRules::default());
}

#[test]
fn without_plans_nothing_speaks_of_pay() {
    let text =
        "[channels.web]\narrivals = \"1 per h\"\n[people.rep]\n[stages.serve]\n[policies.a]\n";
    let scenario = parse(text);
    assert!(scenario.system.payroll.is_none());
    let words = ["plans", "behaviour", "loading", "fiscal", ".pay"];
    let speaks = |path: &str| words.iter().any(|word| path.contains(word));
    assert!(scenario.inputs.iter().all(|input| !speaks(&input.path)));
}

/// The scenarios over the grid of one axis, or what is wrong.
fn varied(words: &str) -> Result<Vec<Scenario>, String> {
    let text = format!("{PAY}[behaviour]\n");
    let load = |_: &str| None;
    let draft = Draft::read(text.as_bytes(), "test.toml", &load).expect("a scenario");
    let variation =
        Variation::read(draft, &[words.to_owned()]).map_err(|error| error.to_string())?;
    let cells: Vec<_> = variation.axes[0].grid(3).into_iter().map(|level| vec![level]).collect();
    let found = variation.cells(&cells, &load);
    found.map(|(scenarios, _)| scenarios).map_err(|error| error.to_string())
}

#[test]
fn whatever_is_written_of_pay_can_be_varied() {
    for words in [
        "plans.classic.team.weight=0..1",
        "plans.classic.salary=0 per year..90000 per year",
        "plans.classic.quota=150000..200000",
        "plans.classic.period=month,quarter,year",
        "plans.classic.count=revenue,margin,value",
        "plans.classic.cap=80000..120000",
        "plans.classic.draw.amount=0..4000",
        "plans.classic.commission.2.rate=10 %..30 %",
        "plans.classic.bonus.1.amount=0..4000",
        "plans.classic.clawback.3 mo=0..1",
        "plans.classic.prizes.1=5000..9000",
        "plans.classic.ratchet.follow=0..1",
        "plans.simple.commission=5 %..15 %",
        "behaviour.regard=0..2",
        "behaviour.effort.on=true,false",
        "behaviour.own_pay=true,false",
        "behaviour.timing.window=1 weeks..5 weeks",
        "policies.hero.pay.plans.seller=classic,simple",
        "policies.hero.pay.split.qualify=0 %..50 %",
        "policies.hero.pay.discount=0 %..20 %",
        "policies.hero.pay.scale=0.8..1.2",
        "policies.hero.pay.advice=true,false",
        "people.seller.loading=1..1.5",
        "fiscal_start=0 weeks..12 weeks",
    ] {
        let scenarios = varied(words).unwrap_or_else(|error| panic!("{words}: {error}"));
        let models: Vec<String> = scenarios.iter().map(Scenario::canonical).collect();
        assert!(models.len() > 1 && models[0] != models[1], "{words}");
    }
    let bands = |scenario: &Scenario| {
        let plans = &scenario.system.payroll.as_ref().expect("a payroll").plans;
        plans[0].commission.iter().map(|band| band.rate).collect::<Vec<_>>()
    };
    let found = varied("plans.classic.commission.2.rate=0.1..0.3").unwrap();
    let found: Vec<_> = found.iter().map(bands).collect();
    assert_eq!(found, [[0.1, 0.1, 0.3], [0.1, 0.2, 0.3], [0.1, 0.3, 0.3]]);
}

#[test]
fn an_entry_that_a_list_has_not_cannot_be_varied() {
    for entry in ["0", "4", "last"] {
        let error = varied(&format!("plans.classic.commission.{entry}.rate=0.1..0.3")).unwrap_err();
        let expected = format!(
            "`plans.classic.commission` has no entry `{entry}`\n  hint: entries are counted from 1 to 3"
        );
        assert!(error.ends_with(&expected), "{error}");
    }
    let error = varied("plans.classic.commission.2.rat=0.1..0.3").unwrap_err();
    assert!(
        error.contains("has no `plans.classic.commission.2.rat`; did you mean `rate`?"),
        "{error}"
    );
    let error = varied("plans.classic.prizes.1.amount=1..3").unwrap_err();
    assert!(error.contains("`plans.classic.prizes.1` is `10000`, not a table"), "{error}");
}
