//! Mistakes in what a scenario says of buyers get messages that help.

use posse::scenario::Scenario;

use crate::scenario_errors::refused;

refused! {
    a_conversation_without_buyers_says_what_to_add: r#"[channels.web]
arrivals = "1 per h"
[stages.learn]
kind = "qualify"
"# => [
        r"4:8: stage `learn` talks with buyers, and the scenario has none
  hint: add the section `[buyers]`, even an empty one",
    ];

    a_committee_without_buyers_is_refused: r#"[segments.mid]
committee = { members = 5 }
[channels.web]
arrivals = "1 per h"
fit = 0.5
ready = 0.3
[stages.serve]
"# => [
        r"2:1: `committee` needs buyers, and the scenario has none
  hint: add the section `[buyers]`, even an empty one",
        r"5:1: `fit` needs buyers, and the scenario has none
  hint: add the section `[buyers]`, even an empty one",
        r"6:1: `ready` needs buyers, and the scenario has none
  hint: add the section `[buyers]`, even an empty one",
    ];

    an_unknown_kind_lists_the_kinds: r#"[buyers]
[channels.web]
arrivals = "1 per h"
[stages.learn]
kind = "qualfy"
"# => [
        r#"5:8: unknown value `"qualfy"` for `kind`; did you mean `qualify`?
  hint: expected one of `chance`, `contact`, `parallel`, `qualify`, `educate`, `align`, `validate`, `decide`, `serve`, `renew`, `expand`"#,
    ];

    a_deal_has_one_gate_and_one_vote: r#"[buyers]
[channels.web]
arrivals = "1 per h"
[stages]
a = { kind = "qualify" }
b = { kind = "qualify" }
c = { kind = "educate" }
d = { kind = "educate" }
e = { kind = "decide" }
f = { kind = "decide" }
"# => [
        r"6:14: `a` and `b` are both of kind `qualify`
  hint: a deal has one gate (`qualify`) and one vote (`decide`)",
        r"10:14: `e` and `f` are both of kind `decide`
  hint: a deal has one gate (`qualify`) and one vote (`decide`)",
    ];

    only_validation_goes_on_beside_other_work: r#"[buyers]
[channels.web]
arrivals = "1 per h"
[stages]
both = { parallel = ["teach", "prove"] }
teach = { kind = "educate" }
prove = { kind = "validate" }
"# => [
        r"6:18: `teach`, of kind `educate`, cannot be a branch
  hint: of the conversations with buyers only `validate` can go on beside others",
    ];

    keys_that_a_conversation_does_not_read_are_refused: r#"[buyers]
[channels.web]
arrivals = "1 per h"
[stages.learn]
kind = "qualify"
advance = 0.5
lost = "disqualified"
touches = 2
attempts = 3
[stages.prove]
kind = "validate"
touches = 2
"# => [
        r#"6:1: `advance` needs `kind = "chance"`; the stage `learn` is of kind `qualify`"#,
        r#"7:1: `lost` needs `kind = "chance"`; the stage `learn` is of kind `qualify`"#,
        r#"8:1: `touches` needs `kind = "chance"`; the stage `learn` is of kind `qualify`"#,
        r#"9:1: `attempts` needs `kind = "contact"`; the stage `learn` is of kind `qualify`"#,
    ];

    a_conversation_goes_on_to_one_place: r#"[buyers]
[channels.web]
arrivals = "1 per h"
[stages.teach]
kind = "educate"
next = { won = 0.5, lost = 0.5 }
"# => [
        r"6:8: an educate stage goes on to one place: `next` must be a name",
    ];

    a_conversation_takes_time: r#"[buyers]
[channels.web]
arrivals = "1 per h"
[stages.learn]
kind = "qualify"
touch = 0
[stages.teach]
kind = "educate"
touch = { discrete = { "0 h" = 1, "1 h" = 1 } }
[stages.agree]
kind = "align"
work = ["1 h", "0 h"]
"# => [
        r"6:9: `touch` must be longer than 0, and this law may be 0",
        r"9:9: `touch` must be longer than 0, and this law may be 0",
        r"12:8: `work` must be longer than 0, and this law may be 0",
    ];

    fits_lie_between_0_and_1: r#"[buyers]
rival = { fit = { lognormal = { mean = 0.5, cv = 1 } } }
committee = { join = 1.5, education = "0 h" }
[channels.web]
arrivals = "1 per h"
fit = { uniform = { low = 0.5, high = 2 } }
[stages.serve]
"# => [
        r"2:17: a share lies between 0 and 1, and this law goes beyond
  hint: e.g. `{ beta = { alpha = 2, beta = 2 } }` or `{ uniform = { low = 0.2, high = 0.8 } }`",
        r#"3:22: a share lies between 0 and 1, found `1.5`
  hint: for 1.5 per cent write `"1.5 %"`"#,
        r"3:39: `education` must be longer than 0, and this law may be 0",
        r#"6:39: a share lies between 0 and 1, found `2`
  hint: for 2 per cent write `"2 %"`"#,
    ];

    a_committee_has_1_to_16_members: r#"[buyers]
[segments]
a = { committee = { members = 17 } }
b = { committee = { members = { least = 5, most = 3, mean = 4 } } }
c = { committee = { members = { least = 3, most = 8, mean = 9 } } }
d = { committee = { members = { least = 3, most = 8 } } }
e = { committee = { members = { least = 3, most = 8, mean = 4, median = 4 } } }
f = { committee = { members = "5" } }
[channels.web]
arrivals = "1 per h"
[stages.serve]
"# => [
        r"3:31: out of range: must be from 1 to 16, found `17`",
        r"4:51: out of range: must be from 5 to 16, found `3`",
        r"5:61: out of range: must be from 3 to 8, found `9`",
        r"6:31: `members` needs `mean`
  hint: e.g. `{ least = 3, most = 8, mean = 5.2 }`",
        r"7:64: unknown key `median` in `members`; did you mean `mean`?
  hint: expected one of `least`, `most`, `mean`",
        r#"8:31: expected a whole number, found `"5"`"#,
    ];

    contact_is_a_time_per_week: r#"[buyers]
[segments]
a = { committee = { contact = 6 } }
b = { committee = { contact = "0 h per week" } }
[channels.web]
arrivals = "1 per h"
[stages.serve]
"# => [
        r#"3:31: expected a time per week such as `"3 h per week"`, found `6`"#,
        r"4:31: with no `contact` nobody can talk with the buyer
  hint: leave it out for any number of hours",
    ];

    rates_of_buyers_need_a_time: r#"[buyers]
time = { stall = 0.03, walk_away = "100 % per wd", lapse = "2 %" }
dialogue = { teaching = 0.35, noise = 0 }
[channels.web]
arrivals = "1 per h"
[stages.serve]
"# => [
        r#"2:18: expected a share in a time such as `"3 % per wd"`, or a rate such as `"0.03 per wd"`, found `0.03`
  hint: say the unit, in quotes"#,
        r#"2:36: expected a share in a time such as `"3 % per wd"`, or a rate such as `"0.03 per wd"`, found `"100 % per wd"`
  hint: the share that ends in a time is from 0 to less than 100 %"#,
        r#"2:60: expected a share in a time such as `"3 % per wd"`, or a rate such as `"0.03 per wd"`, found `"2 %"`
  hint: say per what, e.g. `per week`"#,
        r#"3:25: expected a rate such as `"0.25 per h"`, found `0.35`
  hint: say the unit, in quotes"#,
        r"3:39: out of range: must be from 0.001 to 10, found `0`",
    ];

    limits_of_a_committee_do_not_cross: r#"[buyers]
committee = { quorum = 0.3, conflict_least = 0.4 }
[channels.web]
arrivals = "1 per h"
[stages.serve]
"# => [
        r"2:24: `declined_below` must not exceed `quorum`, found 0.35 and 0.3",
        r"2:46: `conflict_least` must not exceed `conflict_most`, found 0.4 and 0.25",
    ];

    an_unknown_number_of_buyers_is_refused: r#"[buyers.needs]
wants_bais = 0.1
[buyers.dialogue]
quorum = 0.5
[channels.web]
arrivals = "1 per h"
[stages.serve]
"# => [
        r"2:1: unknown key `wants_bais`; did you mean `wants_bias`?
  hint: expected one of `wants_bias`, `wants_spread`, `value_floor`, `value_slope`, `value_spread`, `switching`, `breaker`, `breaker_found`, `serve_base`, `serve_misfit`, `serve_below`, `serve_broken`, `churn_level`, `churn_slope`, `churn_centre`, `standard_hours`, `hour_cost`",
        r"4:1: unknown key `quorum`; `quorum` belongs to `buyers.committee`
  hint: expected one of `noise`, `teaching`, `challenge_boost`, `offence`, `pressure`, `persuading`, `reference_pitch`, `converged`, `persuasion`, `half_life`, `most_charisma`",
    ];

    buyers_are_a_table: r#"buyers = true
[channels.web]
arrivals = "1 per h"
[stages.serve]
"# => [
        r"1:10: `buyers` expects a table, found `true`",
    ];

    the_exits_of_buyers_keep_their_family: r#"[buyers]
[exits."lost to competitor"]
family = "no decision"
[exits."won, regretted"]
family = "lost"
[channels.web]
arrivals = "1 per h"
[stages.serve]
"# => [
        r"2:8: the exit `lost to competitor` has a family of its own
  hint: its family is `lost`",
        r"4:8: the exit `won, regretted` has a family of its own
  hint: its family is `won`",
    ];

    a_stage_gives_no_verdict_on_needs: r#"[buyers]
[channels.web]
arrivals = "1 per h"
[stages.first]
advance = 0.5
lost = "disqualified, right"
[stages.second]
next = { "won, regretted" = 0.5, rest = "disqualified, wrong" }
"# => [
        r"6:8: `disqualified, right` is a verdict on what the buyer needs, not an exit of a stage
  hint: the model knows who was right; name another exit, e.g. `buyer declined`",
        r"8:10: `won, regretted` is a verdict on what the buyer needs, not an exit of a stage
  hint: the model knows who was right; name another exit, e.g. `buyer declined`",
        r"8:41: `disqualified, wrong` is a verdict on what the buyer needs, not an exit of a stage
  hint: the model knows who was right; name another exit, e.g. `buyer declined`",
    ];

    who_leaves_in_silence_has_not_spoken: r#"[buyers]
[channels.web]
arrivals = "1 per h"
[stages.first]
advance = 0.5
lost = "no decision, status quo"
patience = { after = "9 d", exit = "lost to competitor" }
timebox = { after = "30 d", exit = "no decision, indecision" }
touch = "1 h"
role = "rep"
[people.rep]
count = 1
"# => [
        r"6:8: `lost` is a spoken no, and `no decision, status quo` is none
  hint: name an exit of the family `lost`",
        r"7:36: nobody speaks where `patience` ends a lead, and `lost to competitor` is a spoken no
  hint: name an exit of another family, e.g. `gone cold` or `no decision`",
    ];

    a_policy_cannot_hold_numbers_of_buyers: r#"[buyers]
[channels.web]
arrivals = "1 per h"
[stages.learn]
kind = "qualify"
[policies.hero]
fit = 0.8
rules = { persuasion = 0.4, gate = { cutof = 0.3, noise = 0.1 } }
[policies.team]
gate = { cutoff = 0.5 }
"# => [
        r"7:1: a policy holds rules only; `fit` belongs to the world, the same for every policy",
        r"8:11: a policy holds rules only; `persuasion` belongs to the world, the same for every policy",
        r"8:38: unknown key `cutof`; did you mean `cutoff`?
  hint: expected one of `cutoff`, `objective`, `threshold`, `hour_price`, `depth`, `margin`, `dialogues`, `hold`",
        r"8:51: a policy holds rules only; `noise` belongs to the world, the same for every policy",
        r"10:1: unknown key `gate`
  hint: it is a rule: write `rules = { gate = … }`",
    ];

    a_gate_is_refused_where_it_makes_no_sense: r#"[buyers]
[channels.web]
arrivals = "1 per h"
[stages]
learn = { kind = "qualify" }
teach = { kind = "educate" }
[policies.team.rules]
gate = { cutoff = 45, objective = "profit", hour_price = "120 EUR", dialogues = 0, threshold = -5 }
dialogue = { listen = 0.8, challenge = 0.4 }
unready = "wait"
teaching = { message = "all", groups = 3 }
"# => [
        r#"8:19: a share lies between 0 and 1, found `45`
  hint: for 45 per cent write `"45 %"`"#,
        r#"8:35: unknown value `"profit"` for `objective`
  hint: expected one of `private`, `firm`, `mutual`, `none`"#,
        r#"8:58: expected an amount of money such as `12000`, found `"120 EUR"`
  hint: money is a plain number, `k` or `M` may follow; the currency is the scenario's"#,
        r"8:81: out of range: must be from 1 to 10000, found `0`",
        r"8:96: must not be negative, found `-5`",
        r"9:1: `listen` and `challenge` sum to 1.2, to more than 1
  hint: `listen` is 0.7 unless given; what is left of 1 is pitched",
        r#"10:11: unknown value `"wait"` for `unready`
  hint: expected one of `nurture`, `discard`, `push`"#,
        r#"11:24: unknown value `"all"` for `message`
  hint: expected one of `general`, `group`, `individual`"#,
        r"11:40: expected `true` or `false`, found `3`",
    ];
}

fn warnings(text: &str) -> Vec<String> {
    let scenario = Scenario::parse(text.as_bytes(), "s.toml", &|_| None)
        .unwrap_or_else(|error| panic!("{error}"));
    scenario.warnings.iter().map(|w| format!("{}: {w}", w.line)).collect()
}

#[test]
fn rules_for_buyers_that_nobody_meets_are_warned_of() {
    let rules = "[policies.team.rules]\ngate = { cutoff = 0.4 }\nteaching = { groups = true }\n";
    let text = format!("[channels.web]\narrivals = \"1 per h\"\n[stages.serve]\n{rules}");
    assert_eq!(
        warnings(&text),
        [
            "5: policy `team`: a rule has no effect: `gate` needs buyers, and the scenario has none\n  hint: add the section `[buyers]`, even an empty one",
            "6: policy `team`: a rule has no effect: `teaching` needs buyers, and the scenario has none\n  hint: add the section `[buyers]`, even an empty one",
        ]
    );
    let text = format!(
        "[buyers]\n[channels.web]\narrivals = \"1 per h\"\n[stages.learn]\nkind = \"qualify\"\n{rules}"
    );
    assert_eq!(
        warnings(&text),
        [
            "8: policy `team`: a rule has no effect: `teaching` needs a conversation that the funnel does not hold\n  hint: a stage whose `kind` is one of `educate`, `align`"
        ]
    );
}
