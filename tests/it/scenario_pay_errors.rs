//! Mistakes in what a scenario says of pay get messages that help.

use posse::scenario::Scenario;

use crate::scenario_errors::refused;

refused! {
    a_former_key_is_refused_with_what_stands_in_its_place: r#"[channels.web]
arrivals = "1 per h"
[people.rep]
[stages.serve]
role = "rep"
touch = "1 h"
[plans.classic]
commission = 0.1
[behaviour.timing]
bargaining = 0.3
learning = 0.1
learned = "9 mo"
[behaviour.quitting]
sensitivity = 2
memory = "10 weeks"
[policies.hero.pay]
plans = { rep = "classic" }
"# => [
        r"10:1: `behaviour.timing.bargaining` is no key any more
  hint: buyers ask for no share of the seller's gain: `reservation` says at which discount they decide",
        r"11:1: `behaviour.timing.learning` is no key any more
  hint: buyers do not learn to wait for discounts: `reservation` says at which one they decide",
        r"12:1: `behaviour.timing.learned` is no key any more
  hint: sellers need not learn to play a plan: `window` says when they think of it",
        r"13:12: `behaviour.quitting` is no key any more
  hint: write `behaviour.labour` with `elasticity` in place of `sensitivity`: people weigh what they can expect, here and elsewhere",
    ];

    keys_of_the_former_language_are_shown_in_the_new_one: r#"[channels.web]
arrivals = "1 per h"
[people.rep]
[stages.serve]
role = "rep"
touch = "1 h"
[plans.a]
credit = "margin"
cumulative = true
commission = 0.1
overlay = [{ stage = "serve", share = "20 %" }, { plan = "b", share = 0.1 }]
fees = [{ stage = "serve", amount = 5 }, { stage = "serve", rate = "1 %" }]
deal_rates = [{ from = 0, rate = 0.02 }, { from = 5000, rate = 0.04 }]
claw_bonuses = true
team = { weight = 0.5, credit = "value", commission = 0.1 }
[plans.b]
fees = 3
"# => [
        r#"8:10: `credit` says who is credited; what counts is said by `count`
  hint: write `count = "margin"`"#,
        r#"9:1: `cumulative` is written in another way now
  hint: write the quota of the year, `period = "year"` and `advance = { every = "quarter", quota = "so far", take_back = "never" }`; a bonus is a part with `when = { self = "100 %", counts = "year so far" }`"#,
        r#"11:1: `overlay` is written in another way now
  hint: write `credit = [{ stage = "close", extra = true }, { stage = "serve", share = "20 %", extra = true }, { plan = "b", share = 0.1, extra = true }]`"#,
        r#"12:1: `fees` is written in another way now
  hint: write a part for each: `parts.fee = { count = "deals", credit = [{ stage = "serve", extra = true }], commission = 5 }` and `parts.fee = { count = "revenue", credit = [{ stage = "serve", extra = true }], commission = "1 %" }`"#,
        r#"13:1: `deal_rates` is written in another way now
  hint: write a part, `parts.by_size = { commission = { by = "credit", "5000 or more" = 0.04, "0 or more" = 0.02 } }`"#,
        r#"14:1: `claw_bonuses` is written in another way now
  hint: write `how` into `clawback`: `"reckon again"` takes bonuses back, too, `"own share"` does not"#,
        r#"15:24: `credit` is written in another way now
  hint: write `count = "value"`"#,
        r#"17:1: `fees` is written in another way now
  hint: write a part that pays for a stage, with `credit = [{ stage = "respond", extra = true }]`"#,
    ];

    pay_without_plans_says_what_to_add: r#"fiscal_start = "2 weeks"
[behaviour.advice]
closes = 0.3
[channels.web]
arrivals = "1 per h"
[people.rep]
loading = 1.3
[stages.serve]
role = "rep"
touch = "1 h"
[policies.hero.pay]
plans = { rep = "classic" }
[policies.team]
like = "hero"
"# => [
        r"1:1: `fiscal_start` needs plans, and the scenario has none
  hint: e.g. `[plans.classic]` with `commission = 0.10`",
        r"2:2: `behaviour` needs plans, and the scenario has none
  hint: e.g. `[plans.classic]` with `commission = 0.10`",
        r"7:1: `loading` needs plans, and the scenario has none
  hint: e.g. `[plans.classic]` with `commission = 0.10`",
        r"11:16: `pay` needs plans, and the scenario has none
  hint: e.g. `[plans.classic]` with `commission = 0.10`",
    ];

    unknown_names_in_plans_are_refused_with_the_nearest_ones: r#"[buyers]
[channels.web]
arrivals = "1 per h"
[people.rep]
[people.rep.jobs.sdr]
[stages.respond]
role = "rep"
touch = "1 h"
[plans.classic]
count = "revenu"
period = "weekly"
commission = 0.2
commision = 0.1
parts.fee = { count = "deals", credit = [{ stage = "respnd", extra = true }], commission = 5 }
clawback = { "3 moths" = 1 }
credit = [{ stage = "closing", share = 0.5, extra = true }, { plan = "clasic", share = 0.5 }]
team = { weight = 0.5, count = "profit", split = "even", comission = 0.1 }
spiff = [{ for = "deal", amount = 5, from = "week 1", to = "week 4" }]
[policies.hero.pay]
plans = { rp = "classic", sdr = "classic", rep = "clasic" }
split = { respond = 0.1, demo = 0.1 }
"# => [
        r#"10:9: unknown value `"revenu"` for `count`; did you mean `revenue`?
  hint: expected one of `revenue`, `revenue a year`, `list`, `margin`, `value`, `deals`, `meetings`, `nrr`, `grr`, `renewal rate`, `logo retention`"#,
        r#"11:10: unknown value `"weekly"` for `period`
  hint: expected one of `month`, `quarter`, `half year`, `year`"#,
        r"13:1: unknown key `commision`; did you mean `commission`?
  hint: expected one of `ote`, `mix`, `salary`, `target`, `period`, `credit`, `quota`, `commission`, `bonus`, `cap`, `draw`, `team`, `spiff`, `prizes`, `clawback`, `renewal`, `ratchet`, `count`, `of`, `not`, `weigh`, `season`, `target_follows_season`, `ramp`, `months_from`, `ramp_amounts`, `pays`, `goals`, `when`, `unless`, `times`, `times_deal`, `in`, `from`, `to`, `most`, `least`, `credit_most`, `paid`, `hold`, `advance`, `outside`, `parts`",
        r"14:52: no stage named `respnd`; did you mean `respond`?
  hint: expected one of `respond`, `close`",
        r#"15:14: expected a time, found `3 moths`
  hint: e.g. `"6 months"` or `"90 days"`"#,
        r"16:21: no stage named `closing`
  hint: expected one of `respond`, `close`",
        r"16:70: no plan named `clasic`; did you mean `classic`?
  hint: expected `classic`",
        r#"17:32: unknown value `"profit"` for `count`
  hint: expected one of `revenue`, `margin`, `value`, `deals`, `meetings`"#,
        r#"17:50: unknown value `"even"` for `split`
  hint: expected one of `equal`, `credit`, `hours`"#,
        r"17:58: unknown key `comission`; did you mean `commission`?
  hint: expected one of `weight`, `count`, `quota`, `commission`, `bonus`, `split`",
        r#"18:18: unknown value `"deal"` for `for`; did you mean `deals`?
  hint: expected one of `deals`, `meetings`, `revenue`"#,
        r"20:11: under this policy there is no role `rp`; did you mean `rep`?
  hint: expected `rep`",
        r"20:27: under this policy there is no role `sdr`
  hint: expected `rep`",
        r"20:50: no plan named `clasic`; did you mean `classic`?
  hint: expected `classic`",
        r"21:26: no stage named `demo`
  hint: expected `respond`",
    ];

    bands_ascend: r#"[channels.web]
arrivals = "1 per h"
[stages.serve]
[plans]
a = { quota = 100, commission = [{ rate = 0.1 }, { from = "100 %", rate = 0.2 }, { from = "100 %", rate = 0.3 }, { from = "80 %", rate = 0.2 }] }
b = { quota = 187500, commission = [{ rate = 0.1 }, { from = "100 %", rate = 0.2 }, { from = 150000, rate = 0.3 }] }
c = { commission = [{ rate = 0.1 }, { from = 0, rate = 0.2 }] }
d = { team = { weight = 0.5, quota = 900, commission = [{ from = 500, rate = 0.1 }, { from = "50 %", rate = 0.2 }] } }
e = { commission = [{ from = 0, to = 100, rate = 0.1 }, { rate = 0.2 }] }
"# => [
        r#"5:91: bands must ascend, found `"100 %"` after `"100 %"`"#,
        r#"5:123: bands must ascend, found `"80 %"` after `"100 %"`"#,
        r#"6:94: bands must ascend, found `150000` after `"100 %"`
  hint: under this quota that is 150000 after 187500"#,
        r"7:46: bands must ascend, found `0` after `0`",
        r#"8:94: bands must ascend, found `"50 %"` after `500`
  hint: under this quota that is 450 after 500"#,
        r"9:33: unknown key `to` in a band
  hint: expected one of `from`, `rate`, `times`, `reaches_back`, `when`, `unless`",
        r"9:57: a band needs `from`",
    ];

    bonuses_and_clawbacks_ascend: r#"[buyers]
[channels.web]
arrivals = "1 per h"
[stages.serve]
[plans.a]
quota = 100
bonus = [{ at = "100 %", amount = 5000 }, { at = 50, amount = 3000 }]
clawback = { "6 mo" = 0.5, "3 mo" = 1, "6 weeks" = 0.1 }
prizes = [5000, 10000]
[plans.b]
prizes = []
clawback = { "0 mo" = 1 }
[plans.c]
clawback = { "6 mo" = 50 }
prizes = 3
bonus = 3
"# => [
        r#"7:50: bonuses must ascend, found `50` after `"100 %"`
  hint: under this quota that is 50 after 100"#,
        r"8:28: times of a clawback ascend, found `3 mo` after `6 mo`",
        r"8:40: times of a clawback ascend, found `6 weeks` after `3 mo`",
        r"9:17: a lower rank wins no more, found `10000`
  hint: the first rank's prize comes first",
        r"11:10: `prizes` has no rank: there is no prize in it
  hint: e.g. `[10000, 5000]`, the first rank's first",
        r"12:14: times of a clawback ascend, found `0 mo` after the win",
        r#"14:23: a share lies between 0 and 1, found `50`
  hint: for 50 per cent write `"50 %"`"#,
        r"15:10: expected a list, found `3`",
        r#"16:9: expected a list of tables, found `3`
  hint: e.g. `[{ at = "100 %", amount = 5000 }]`"#,
    ];

    attainment_needs_a_quota: r#"[channels.web]
arrivals = "1 per h"
[stages.serve]
[plans.a]
commission = [{ rate = 0.1 }, { from = "100 %", rate = 0.2 }]
bonus = [{ at = "80 %", amount = 5000 }]
cap = "150 %"
ratchet = { follow = 0.3 }
team = { weight = 0.5, commission = [{ from = "100 %", rate = 0.2 }] }
"# => [
        r#"5:40: `"100 %"` of which quota? there is none
  hint: add `quota`, or write credit, e.g. `187500`"#,
        r#"6:17: `"80 %"` of which quota? there is none
  hint: add `quota`, or write credit, e.g. `187500`"#,
        r#"7:7: `"150 %"` of which quota? there is none
  hint: add `quota`, or write credit, e.g. `187500`"#,
        r"8:1: `ratchet` needs a `quota` that follows",
        r#"9:47: `"100 %"` of which quota? there is none
  hint: add `quota`, or write credit, e.g. `187500`"#,
    ];

    a_cap_lies_above_what_quota_pays: r#"[channels.web]
arrivals = "1 per h"
[stages.serve]
[plans]
a = { quota = 100000, commission = 0.1, bonus = [{ at = "100 %", amount = 2000 }], cap = 9000 }
b = { quota = 100000, commission = 0.1, cap = "90 %" }
c = { quota = 100000, commission = [{ rate = 0.1 }, { from = "150 %", rate = 0.2 }], bonus = [{ at = "160 %", amount = 5 }], cap = "150 %" }
d = { commission = 0.1, cap = 3000, draw = 4000 }
e = { commission = 0.1, cap = { money = 3000 }, draw = { ammount = 3 } }
"# => [
        r"5:90: cap below quota: 12000 is paid at quota, the cap is 9000
  hint: what is earned at quota must not be capped",
        r#"6:47: cap below quota: nothing is paid from `"90 %"` of it on
  hint: what is earned at quota must not be capped"#,
        r#"7:132: a band begins beyond the cap of `"150 %"`, where nothing is paid"#,
        r#"7:132: a bonus lies beyond the cap of `"150 %"`, where nothing is paid"#,
        r"8:44: the draw of 4000 lies above the cap of 3000",
        r"9:33: unknown key `money` in a limit
  hint: expected one of `a_deal`, `a_period`, `a_year`",
        r"9:56: a draw needs `amount`",
        r"9:58: unknown key `ammount` in a draw; did you mean `amount`?
  hint: expected one of `amount`, `recoverable`, `months`",
    ];

    shares_of_a_deal_sum_to_at_most_one: r#"[channels.web]
arrivals = "1 per h"
[people.rep]
[stages.respond]
role = "rep"
touch = "1 h"
[stages.close]
[plans.a]
commission = 0.1
credit = [{ stage = "respond", share = "120 %", extra = true }, { stage = "close", share = -0.1, extra = true }, { share = 0.1 }, { plan = "a", stage = "close", share = 0.1 }]
team = { weight = 1.5 }
[policies.hero.pay]
plans = { rep = "a" }
split = { respond = "70 %", close = 0.4 }
discount = 20
scale = "same cost"
"# => [
        r#"10:40: a share lies between 0 and 1, found `"120 %"`"#,
        r"10:92: must not be negative, found `-0.1`",
        r#"10:114: who is credited? name a `stage`, a `plan`, or `team = true`
  hint: e.g. `{ stage = "qualify", share = "30 %" }`"#,
        r#"10:131: who is credited? name a `stage`, a `plan`, or `team = true`
  hint: e.g. `{ stage = "qualify", share = "30 %" }`"#,
        r#"11:19: a share lies between 0 and 1, found `1.5`
  hint: for 1.5 per cent write `"1.5 %"`"#,
        r"14:1: the shares of a deal sum to 110 %, to more than 100 %
  hint: whoever closed has the rest; what goes beyond a deal is marked `extra = true` in a plan's `credit`",
        r#"15:12: a share lies between 0 and 1, found `20`
  hint: for 20 per cent write `"20 %"`"#,
        r#"16:9: expected a factor or `"market"`, found `"same cost"`
  hint: e.g. `scale = 0.9`"#,
    ];

    credit_does_not_go_round: r#"[channels.web]
arrivals = "1 per h"
[stages.serve]
[plans]
a = { commission = 0.1, credit = [{ plan = "b", share = 0.1 }] }
b = { commission = 0.1, credit = [{ plan = "c", share = 0.1 }] }
c = { commission = 0.1, credit = [{ plan = "a", share = 0.1 }] }
d = { commission = 0.1, credit = [{ plan = "d", share = 0.1 }] }
e = { count = "deals", credit = [{ plan = "a", share = 0.1 }] }
"# => [
        r"5:34: credit goes round in a ring: `a` ← `b` ← `c` ← `a`
  hint: a plan cannot be credited with what it credits, straight or on a detour",
        r"8:34: credit goes round in a ring: `d` ← `d`
  hint: a plan cannot be credited with what it credits, straight or on a detour",
        r"9:33: `e` counts deals and cannot take a share of the credit of `a`, in money",
    ];

    a_clawback_fits_into_the_run: r#"[buyers]
[channels.web]
arrivals = "1 per h"
[people.rep]
[stages.serve]
role = "rep"
touch = "1 h"
[plans.a]
commission = 0.1
clawback = { "6 mo" = 1, "12 mo" = 0.5 }
[policies.hero.pay]
plans = { rep = "a" }
[run]
weeks = 13
run_out = "26 weeks"
"# => [
        r"10:1: the clawback lasts 12 months, longer than window and run-out together (9)
  hint: give [run] a longer `run_out`, or shorten the clawback",
    ];

    a_pool_has_members: r#"[channels.web]
arrivals = "1 per h"
[people]
rep = 2
[people.manager]
count = 0
[stages.serve]
role = "rep"
touch = "1 h"
[plans.pool]
team = { weight = 0.5, commission = 0.1 }
[plans.lonely]
team = { commission = 0.1 }
[policies.team.pay]
plans = { manager = "pool" }
"# => [
        r"13:1: how much does the pool count? `weight` is missing
  hint: e.g. `weight = 0.5`: pool and own part count alike",
        r"15:1: policy `team`: the pool of `pool` has no members
  hint: nobody is in `manager`",
    ];

    what_a_plan_counts_must_exist: r#"[channels.web]
arrivals = "1 per h"
[people.rep]
[stages.serve]
role = "rep"
touch = "1 h"
[plans.a]
count = "meetings"
commission = 10
team = { weight = 0.5, count = "value", commission = 0.1 }
spiff = [{ for = "meetings", amount = 5, from = "week 30", to = "week 34" }]
[policies.hero.pay]
plans = { rep = "a" }
"# => [
        r#"8:9: `meetings` are leads that pass the gate, and the funnel has none
  hint: add a stage with `kind = "qualify"`"#,
        r"10:32: the `value` of a customer needs buyers, and the scenario has none
  hint: add the section `[buyers]`, even an empty one",
        r#"11:9: `meetings` are leads that pass the gate, and the funnel has none
  hint: add a stage with `kind = "qualify"`"#,
    ];

    numbers_of_pay_are_finite_and_not_negative: r#"[channels.web]
arrivals = "1 per h"
[people.rep]
[stages.serve]
role = "rep"
touch = "1 h"
[plans.a]
salary = 75000
quota = -5
commission = [{ rate = -0.1 }, { from = "-5 %", rate = "ten" }]
bonus = [{ at = true, amount = -1 }, { amount = 3 }]
cap = -3
draw = "much"
spiff = [{ for = "deals", amount = 5, from = "week 8", to = "week 4" }, { for = "deals" }]
ratchet = { growth = -2, follow = 1.5 }
[behaviour]
own_pay = 1
effort = { on = "no", response = -1, norm = 3, elasticity = 0 }
timing = { reservation = { uniform = { low = 0.5, high = 2 } }, window = 3 }
patience = { haf = 0.5 }
duty = true
[policies.hero.pay]
plans = { rep = "a" }
scale = 1e6
advice = "yes"
"# => [
        r#"8:10: an amount without its time, found `75000`
  hint: write it with its time: `"75000 per year"`"#,
        r"9:9: must not be negative, found `-5`",
        r"10:1: the simulated world cannot pay by a rate below 0 yet
  hint: `posse payslip --deals` reckons it on a list of events, `posse lint` looks for its traps",
        r#"10:41: must not be negative, found `"-5 %"`"#,
        r#"10:56: expected a number, a share such as `"12.5 %"` or a fraction such as `"1/3"`, found `"ten"`"#,
        r#"11:17: expected credit or an attainment, found `true`
  hint: e.g. `187500`, or `"100 %"` of the quota"#,
        r"11:32: must not be negative, found `-1`",
        r"11:38: a bonus needs `at`",
        r"12:7: must not be negative, found `-3`",
        r#"13:8: expected a number, a share such as `"12.5 %"` or a fraction such as `"1/3"`, found `"much"`"#,
        r"14:61: `to` is not after `from`: 2026-01-26 after 2026-02-23",
        r#"14:73: a SPIFF needs what it is `for`, and an `amount` or a `rate`
  hint: e.g. `{ for = "deals", amount = 500, in = "2027-05" }`"#,
        r"15:22: out of range: must be from -1 to 10, found `-2`",
        r#"15:35: a share lies between 0 and 1, found `1.5`
  hint: for 1.5 per cent write `"1.5 %"`"#,
        r"17:11: expected `true` or `false`, found `1`",
        r#"18:17: expected `true` or `false`, found `"no"`"#,
        r"18:34: must not be negative, found `-1`",
        r#"18:45: a share lies between 0 and 1, found `3`
  hint: for 3 per cent write `"3 %"`"#,
        r"18:61: out of range: must be from 0.01 to 10, found `0`",
        r#"19:58: a share lies between -1 and 1, found `2`
  hint: for 2 per cent write `"2 %"`"#,
        r#"19:74: expected a time such as `"90 min"`, `"4 h"` or `"2 wd"`, found `3`
  hint: say the unit, in quotes"#,
        r"20:14: unknown key `haf`; did you mean `half`?
  hint: expected one of `on`, `half`",
        r"21:8: `duty` expects a table, found `true`",
        r"24:9: out of range: must be from 0 to 1000, found `1000000`",
        r#"25:10: expected `true` or `false`, found `"yes"`"#,
    ];

    numbers_that_are_none_are_refused: r#"[channels.web]
arrivals = "1 per h"
[stages.serve]
[plans.a]
commission = nan
quota = inf
"# => [
        r"5:14: expected a finite number, found `nan`",
        r"6:9: expected a finite number, found `inf`",
    ];

    a_policy_holds_no_behaviour_and_no_plan: r#"[channels.web]
arrivals = "1 per h"
[people.rep]
[stages.serve]
role = "rep"
touch = "1 h"
[plans.a]
commission = 0.1
[policies.hero]
behaviour = { own_pay = true }
plans = { rep = "a" }
discount = 0.1
[policies.hero.rules]
scale = 0.5
[policies.hero.pay]
plans = { rep = "a" }
norm = 0.9
commission = 0.2
salary = "5 per week"
effort = { least = 1 }
routing = "pull"
discunt = 0.1
"# => [
        r"10:1: a policy holds rules only; `behaviour` belongs to the world, the same for every policy",
        r"11:1: unknown key `plans`
  hint: it is a rule on pay: write `pay = { plans = … }`",
        r"12:1: unknown key `discount`
  hint: it is a rule on pay: write `pay = { discount = … }`",
        r"14:1: unknown key `scale`
  hint: it is a rule on pay: write `pay = { scale = … }`",
        r"17:1: a policy holds rules only; `norm` belongs to the world, the same for every policy",
        r"18:1: a policy holds rules only; `commission` belongs to the world, the same for every policy",
        r"19:1: a policy holds rules only; `salary` belongs to the world, the same for every policy",
        r"20:1: a policy holds rules only; `effort` belongs to the world, the same for every policy",
        r"21:1: unknown key `routing`; `routing` belongs to `policies.NAME.rules`
  hint: expected one of `plans`, `elsewhere`, `split`, `discount`, `scale`, `advice`",
        r"22:1: unknown key `discunt`; did you mean `discount`?
  hint: expected one of `plans`, `elsewhere`, `split`, `discount`, `scale`, `advice`",
    ];
}

fn warnings(text: &str) -> Vec<String> {
    let scenario = Scenario::parse(text.as_bytes(), "s.toml", &|_| None)
        .unwrap_or_else(|error| panic!("{error}"));
    scenario.warnings.iter().map(|w| format!("{}: {w}", w.line)).collect()
}

#[test]
fn plans_and_rules_that_have_no_effect_are_warned_of() {
    let text = r#"[channels.web]
arrivals = "1 per h"
[people]
rep = 2
[stages.serve]
role = "rep"
touch = "1 h"
[plans.a]
commission = 10
clawback = { "3 mo" = 1 }
prizes = [3, 2, 1]
spiff = [{ for = "deals", amount = 5, from = "week 90", to = "week 94" }]
team = { weight = 0.5 }
[plans.b]
quota = 5
parts.fee = { count = "deals", credit = [{ stage = "serve", extra = true }], commission = 5 }
[policies.hero.pay]
plans = { rep = "a" }
discount = 0.1
advice = true
[policies.team.pay]
split = { serve = 0.1 }
"#;
    assert_eq!(
        warnings(text),
        [
            "9: a rate of 10 pays 10 times what is credited\n  hint: for 10 per cent write `\"10 %\"`",
            "10: plan `a`: `clawback` has no effect: without [buyers] no customer leaves",
            "12: plan `a`: `spiff` has no effect: a SPIFF lies outside the measured window",
            "13: plan `a`: `team` has no effect: the pool has neither `commission` nor `bonus`",
            "14: nobody is on the plan `b`\n  hint: policies say who: `pay = { plans = { ROLE = \"b\" } }`",
            "15: `quota` has no effect: only the parts of the plan pay\n  hint: move it into a part",
            "18: policy `hero`: `a` has 3 prizes for 2 people",
            "19: policy `hero`: a rule has no effect: `discount` needs a stage of kind `decide`",
            "20: policy `hero`: a rule has no effect: people ask for `advice` with [behaviour] only, unless `advice` is off there",
            "22: policy `team`: a rule has no effect: `split` needs roles that are on a plan",
        ]
    );
    let text = r#"[buyers]
[channels.web]
arrivals = "1 per h"
[people.rep]
[stages.decide]
kind = "decide"
role = "rep"
touch = "1 h"
[plans.a]
commission = 0.1
[behaviour]
timing = { on = false }
[policies.hero.pay]
plans = { rep = "a" }
discount = 0.1
advice = true
"#;
    assert_eq!(
        warnings(text),
        [
            "15: policy `hero`: a rule has no effect: sellers use a `discount` with [behaviour] only, unless `timing` is off there",
        ]
    );
}
