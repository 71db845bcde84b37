//! Every mistake gets a message that helps: place, value found, what is allowed.

use posse::engine::random::Place;
use posse::scenario::{LARGEST_TEXT, Scenario};

pub(crate) fn problems(text: &str) -> Vec<String> {
    let Err(error) = Scenario::parse(text.as_bytes(), "s.toml", &|_| None) else {
        panic!("accepted")
    };
    error.to_string().split("\ns.toml:").map(|line| line.replace("s.toml:", "")).collect()
}

/// The messages, as `line:column: what; did you mean\n  hint: what is allowed`.
macro_rules! refused {
    ($($test:ident: $text:literal => [$($message:literal),* $(,)?];)*) => {$(
        #[test]
        fn $test() {
            let found = $crate::scenario_errors::problems($text);
            assert_eq!(found, Vec::<&str>::from([$($message),*]));
        }
    )*};
}
pub(crate) use refused;

refused! {
    an_unknown_key_is_refused_with_the_nearest_one: r#"[channels.web]
arrivals = "1 per h"
[stages.serve]
touhc = "1 h"
"# => [
        r"4:1: unknown key `touhc`; did you mean `touch`?
  hint: expected one of `kind`, `role`, `touch`, `work`, `touches`, `buyer`, `advance`, `next`, `lost`, `skill`, `home`, `phase`, `cost`, `room`, `when_full`, `patience`, `timebox`, `due`, `parallel`, `reach`, `give_up`, `attempts`, `retry`, `missed`, `gone`, `reply`, `per_year`, `slight`, `lead`, `relief`, `step`",
    ];

    a_stage_is_at_home_in_a_job_or_a_group: r#"[channels.web]
arrivals = "1 per h"
[people.rep]
[people.rep.jobs.closer]
[stages.serve]
role = "rep"
touch = "1 h"
home = "closr"
"# => [
        r"8:8: no job or group of people named `closr`; did you mean `closer`?
  hint: expected one of `rep`, `closer`",
    ];

    a_key_in_the_wrong_place_says_where_it_belongs: r#"[channels.web]
arrivals = "1 per h"
[stages.serve]
admin = 0.2
"# => [
        r"4:1: unknown key `admin`; `admin` belongs to `people.NAME`
  hint: expected one of `kind`, `role`, `touch`, `work`, `touches`, `buyer`, `advance`, `next`, `lost`, `skill`, `home`, `phase`, `cost`, `room`, `when_full`, `patience`, `timebox`, `due`, `parallel`, `reach`, `give_up`, `attempts`, `retry`, `missed`, `gone`, `reply`, `per_year`, `slight`, `lead`, `relief`, `step`",
    ];

    a_wrong_type_names_what_was_expected: r#"people = { rep = "four" }
name = 3
[channels.web]
arrivals = "1 per h"
[stages.serve]
role = "rep"
touch = "1 h"
touches = 1.5
"# => [
        r#"1:18: `rep` expects a whole number or a table, found `"four"`"#,
        r"2:8: expected text, found `3`",
        r"8:11: expected a whole number, found `1.5`",
    ];

    a_time_without_a_unit_is_refused: r#"[channels.web]
arrivals = "1 per h"
[stages.serve]
touch = 4
"# => [
        r#"4:9: expected a time such as `"90 min"`, `"4 h"` or `"2 wd"`, found `4`
  hint: say the unit, in quotes"#,
    ];

    an_unknown_unit_lists_the_units: r#"[channels.web]
arrivals = "1 per h"
[stages.serve]
touch = "4 hurs"
"# => [
        r#"4:9: expected a time such as `"90 min"`, `"4 h"` or `"2 wd"`, found `"4 hurs"`
  hint: did you mean `hours`? units are `s`, `min`, `h`, `d`, `wd` (working day), `weeks`, `mo`, `years`"#,
    ];

    a_rate_needs_a_time: r#"[channels.web]
arrivals = "50"
[stages.serve]
"# => [
        r#"2:12: expected a rate such as `"50 per week"`, found `"50"`
  hint: say per what, e.g. `per week`"#,
    ];

    a_missing_stage_is_refused_with_the_nearest_one: r#"[channels.web]
arrivals = "1 per h"
[stages.qualify]
next = { dmo = 0.6, lost = 0.4 }
[stages.demo]
"# => [
        r"4:10: no stage or exit named `dmo`; did you mean `demo`?
  hint: expected one of `qualify`, `demo`, `won`, `never worked`, `lost`",
    ];

    a_cycle_without_exit_is_refused: r#"[channels.web]
arrivals = "1 per h"
[stages.a]
next = "b"
[stages.b]
next = "a"
"# => [
        r"3:9: cycle without exit: leads never leave from `a`
  hint: give a stage of the cycle a chance to reach `won`, `lost` or another exit",
        r"5:9: cycle without exit: leads never leave from `b`
  hint: give a stage of the cycle a chance to reach `won`, `lost` or another exit",
    ];

    chances_must_sum_to_one: r#"[channels.web]
arrivals = "1 per h"
[stages.a]
next = { b = 0.6, lost = 0.3 }
[stages.b]
"# => [
        r"4:8: the chances of `next` sum to 0.9, not to 1",
    ];

    shares_of_segments_must_sum_to_one: r#"[segments.smb]
share = 0.6
[segments.mid]
share = 0.6
[channels.web]
arrivals = "1 per h"
[stages.serve]
"# => [
        r"1:2: the shares of the segments sum to 1.2, not to 1",
    ];

    a_mix_of_segments_must_sum_to_one: r#"[segments.smb]
[segments.mid]
[channels.web]
arrivals = "1 per h"
segments = { smb = 0.5 }
[stages.serve]
"# => [
        r"5:12: the segments of channel `web` sum to 0.5, not to 1",
    ];

    negative_numbers_are_refused: r#"[channels.web]
arrivals = "-1 per h"
cost = -5
[stages.serve]
touch = "-2 h"
"# => [
        r#"2:12: must not be negative, found `"-1 per h"`"#,
        r"3:8: must not be negative, found `-5`",
        r#"5:9: must not be negative, found `"-2 h"`"#,
    ];

    a_number_that_is_none_is_refused: r#"[channels.web]
arrivals = "1 per h"
cost = nan
[stages.serve]
cost = inf
"# => [
        r"3:8: expected a finite number, found `nan`",
        r"5:8: expected a finite number, found `inf`",
    ];

    a_number_too_large_to_hold_is_refused: r#"run = { seed = 99999999999999999999 }
[channels.web]
arrivals = "1 per h"
[stages.serve]
cost = 1e400
"# => [
        r"1:16: too large a number, found `99999999999999999999`",
        r"5:8: expected a finite number, found `1e400`",
    ];

    absurd_numbers_are_refused: r#"people = { rep = 2000000000 }
[channels.web]
arrivals = "1 per h"
[stages.serve]
role = "rep"
touch = "2000 years"
"# => [
        r"1:18: out of range: must be from 0 to 100000, found `2000000000`",
        r#"6:9: out of range: must be at most 1000 years, found `"2000 years"`"#,
    ];

    a_share_above_one_asks_for_per_cent: r#"[channels.web]
arrivals = "1 per h"
[stages.serve]
advance = 25
"# => [
        r#"4:11: a share lies between 0 and 1, found `25`
  hint: for 25 per cent write `"25 %"`"#,
    ];

    impossible_opening_hours_are_refused: r#"hours = "Mon-Fri 17:00-09:00"
[channels.web]
arrivals = "1 per h"
[stages.serve]
"# => [
        r#"1:9: impossible opening hours: `17:00-09:00` ends before it starts
  hint: e.g. `"Mon-Fri 09:00-17:00"` or `"Mon-Thu 09:00-12:00 13:00-17:00, Fri 09:00-13:00"`"#,
    ];

    an_unknown_weekday_is_refused: r#"hours = "Moonday 09:00-17:00"
[channels.web]
arrivals = "1 per h"
[stages.serve]
"# => [
        r#"1:9: impossible opening hours: no weekday `Moonday`
  hint: e.g. `"Mon-Fri 09:00-17:00"` or `"Mon-Thu 09:00-12:00 13:00-17:00, Fri 09:00-13:00"`"#,
    ];

    overlapping_opening_hours_are_refused: r#"hours = "Mon 09:00-17:00 12:00-18:00"
[channels.web]
arrivals = "1 per h"
[stages.serve]
"# => [
        r"1:9: impossible opening hours: the hours from 12 begin before the interval ahead of them ends at 17",
    ];

    an_unknown_calendar_is_refused: r#"calendar = "bussiness"
[channels.web]
arrivals = "1 per h"
[stages.serve]
"# => [
        r"1:12: no calendar named `bussiness`; did you mean `business`?
  hint: expected one of `always`, `business`",
    ];

    opening_hours_of_a_calendar_that_is_not_used_are_refused: r#"calendar = "always"
hours = "Mon-Fri 09:00-17:00"
[channels.web]
arrivals = "1 per h"
[stages.serve]
"# => [
        r#"2:9: `hours` has no effect with `calendar = "always"`
  hint: it describes the calendar `business`"#,
    ];

    a_role_with_nobody_in_it_is_refused: r#"people = { rep = 0 }
[channels.web]
arrivals = "1 per h"
[stages.serve]
role = "rep"
touch = "1 h"
"# => [
        r"5:8: nobody is in `rep`, so nobody works `serve`
  hint: give [people.rep] a `count` from 1",
    ];

    an_unknown_role_is_refused: r#"people = { rep = 1 }
[channels.web]
arrivals = "1 per h"
[stages.serve]
role = "reps"
touch = "1 h"
"# => [
        r"5:8: no group of people named `reps`; did you mean `rep`?
  hint: expected `rep`",
    ];

    a_job_is_no_role: r#"[people.ae]
jobs = { sdr = {} }
[channels.web]
arrivals = "1 per h"
[stages.serve]
role = "sdr"
touch = "1 h"
"# => [
        r"6:8: `sdr` is a job, and jobs are given by policies
  hint: expected `ae`",
    ];

    a_stage_with_a_role_needs_a_touch: r#"people = { rep = 1 }
[channels.web]
arrivals = "1 per h"
[stages.serve]
role = "rep"
"# => [
        r#"4:9: stage `serve` has no `touch`
  hint: how much work is it? e.g. `touch = "1.5 h"`"#,
    ];

    a_world_parameter_inside_a_policy_is_refused: r#"[channels.web]
arrivals = "1 per h"
[stages.serve]
[policies.team]
skill = { sd = 0.1 }
rules = { reach = [1], win_rate = 2 }
"# => [
        r"5:1: a policy holds rules only; `skill` belongs to the world, the same for every policy",
        r"6:11: a policy holds rules only; `reach` belongs to the world, the same for every policy",
        r"6:24: a policy holds rules only; `win_rate` belongs to the world, the same for every policy",
    ];

    a_rule_outside_rules_says_where_to_write_it: r#"[channels.web]
arrivals = "1 per h"
[stages.serve]
[policies.team]
routing = "pull"
"# => [
        r"5:1: unknown key `routing`
  hint: it is a rule: write `rules = { routing = … }`",
    ];

    an_unknown_rule_word_lists_the_words: r#"[channels.web]
arrivals = "1 per h"
[stages.serve]
[policies.team]
rules = { routing = "pul" }
"# => [
        r#"5:21: unknown value `"pul"` for `routing`; did you mean `pull`?
  hint: expected one of `pull`, `claim`, `round robin`, `random`, `least loaded`, `by skill`, `territory`"#,
    ];

    a_limit_of_zero_is_refused: r#"[channels.web]
arrivals = "1 per h"
[stages.serve]
[policies.team]
rules = { wip = 0 }
[policies.b]
rules = { wip = { serve = 0 } }
"# => [
        r"5:17: a limit of 0 on work in progress lets nothing begin
  hint: limits are whole numbers from 1",
        r"7:27: a limit of 0 on work in progress lets nothing begin
  hint: limits are whole numbers from 1",
    ];

    a_limit_on_nobody_is_refused: r#"[channels.web]
arrivals = "1 per h"
[stages.serve]
[policies.team]
rules = { wip = { srve = 3 } }
"# => [
        r"5:19: no group, job or stage named `srve`; did you mean `serve`?
  hint: expected one of `serve`, `total`, `others`",
    ];

    an_undeclared_job_is_refused: r#"[people.ae]
jobs = { sdr = {} }
[channels.web]
arrivals = "1 per h"
[stages.serve]
role = "ae"
touch = "1 h"
[policies.team]
roles = { sdrs = { heads = 1, stages = ["serve"] } }
"# => [
        r"9:11: no job named `sdrs`; did you mean `sdr`?
  hint: expected `sdr`",
    ];

    a_stage_that_no_role_works_is_refused: r#"[people.ae]
jobs = { sdr = {} }
[channels.web]
arrivals = "1 per h"
[stages.a]
role = "ae"
touch = "1 h"
[stages.b]
role = "ae"
touch = "1 h"
[policies.team]
roles = { sdr = { heads = 1, stages = ["a"] } }
"# => [
        r"11:11: policy `team`: no role works the stage `b`",
    ];

    comparing_an_unknown_policy_is_refused: r#"compare = ["heroes", "team"]
[channels.web]
arrivals = "1 per h"
[stages.serve]
[policies.hero]
[policies.team]
"# => [
        r"1:12: no policy named `heroes`; did you mean `hero`?
  hint: expected one of `hero`, `team`",
    ];

    a_policy_like_itself_is_refused: r#"[channels.web]
arrivals = "1 per h"
[stages.serve]
[policies.a]
like = "b"
[policies.b]
like = "a"
"# => [
        r"4:11: policy `a` is like itself",
        r"6:11: policy `b` is like itself",
    ];

    a_start_needs_a_before: r#"[channels.web]
arrivals = "1 per h"
[stages.serve]
[policies.a]
start = "week 26"
"# => [
        r"5:9: `start` needs `before`: the policy whose rules hold until then",
    ];

    routing_by_territory_needs_one: r#"[channels.web]
arrivals = "1 per h"
[stages.serve]
[policies.a]
rules = { routing = "territory" }
"# => [
        r#"5:1: policy `a` routes by territory but has none
  hint: e.g. `territory = { smb = ["rep 1", "rep 2"] }`"#,
    ];

    duplicate_keys_are_refused: r#"[channels.web]
arrivals = "1 per h"
[stages.serve]
[stages.serve]
"# => [
        r"4:9: duplicate key",
    ];

    a_name_given_twice_is_refused: r#"[people.rep]
[people.ae]
jobs = { rep = {} }
[channels.web]
arrivals = "1 per h"
[stages.serve]
"# => [
        r"3:10: the name `rep` is given twice; groups and jobs need names of their own",
    ];

    reserved_names_are_refused: r#"[channels.web]
arrivals = "1 per h"
[stages.lost]
"# => [
        r"3:9: `lost` has a meaning of its own; rename it",
    ];

    a_name_with_a_dot_is_refused: r#"[channels.web]
arrivals = "1 per h"
[stages."a.b"]
"# => [
        r"3:9: `a.b` is not a name
  hint: names are made of letters, digits, spaces, `-` and `_`, at most 60",
    ];

    a_broken_line_is_reported_with_all_others: r#"name =
[channels.web
arrivals = "1 per h"
"# => [
        r"1:7: string values must be quoted, expected literal string",
        r"2:14: unclosed table, expected `]`",
    ];

    a_stage_of_one_kind_refuses_keys_of_another: r#"[channels.web]
arrivals = "1 per h"
[stages.serve]
reach = [0.5]
"# => [
        r#"4:1: `reach` needs `kind = "contact"`; the stage `serve` is of kind `chance`"#,
    ];

    contradictory_keys_are_refused: r#"[channels.web]
arrivals = "1 per h"
[stages.serve]
advance = 0.5
next = { won = 0.5, lost = 0.5 }
[run]
weeks = 2
until = "5 weeks"
"# => [
        r"4:11: `advance` and a table `next` contradict each other
  hint: write all chances into `next`",
        r"8:9: `until` and `weeks` contradict each other
  hint: `until` counts from the start, a length from the end of the warm-up",
    ];

    a_run_that_ends_in_its_warm_up_is_refused: r#"run = { warm_up = "10 weeks", until = "5 weeks" }
[channels.web]
arrivals = "1 per h"
[stages.serve]
"# => [
        r"1:39: nothing is measured: the run ends within its warm-up",
    ];

    a_warm_up_in_leads_needs_an_end: r#"run = { warm_up = "10 leads" }
[channels.web]
arrivals = "1 per h"
[stages.serve]
"# => [
        r#"1:1: a `warm_up` in leads needs `until`
  hint: e.g. `until = "50000 leads"`"#,
    ];

    an_unknown_law_is_refused_with_the_nearest_one: r#"[channels.web]
arrivals = "1 per h"
[stages.serve]
touch = { exponental = "1 h" }
"# => [
        r"4:11: unknown law `exponental`; did you mean `exponential`?
  hint: expected one of `fixed`, `exponential`, `lognormal`, `uniform`, `gamma`, `erlang`, `weibull`, `hyperexponential`, `loglogistic`, `beta`, `triangular`, `pert`, `discrete`, `empirical`, `poisson`, `negative binomial`",
    ];

    a_law_says_which_parameters_it_takes: r#"[channels.web]
arrivals = "1 per h"
[stages.serve]
touch = { lognormal = { mean = "1 h" } }
"# => [
        r"4:23: `lognormal` cannot be made from `mean`
  hint: it takes `{ mean, cv }` or `{ mu, sigma }` or `{ median, sigma }` or `{ median, p90 }` or `{ low, high }`",
    ];

    impossible_parameters_of_a_law_are_refused: r#"[channels.web]
arrivals = "1 per h"
[stages.serve]
touch = { triangular = { low = "1 h", mode = "5 h", high = "3 h" } }
"# => [
        r"4:24: triangular: `mode` is 5; allowed: `low` to `high`",
    ];

    an_interval_must_not_run_backwards: r#"[channels.web]
arrivals = "1 per h"
[stages.serve]
touch = "35 to 25 h"
"# => [
        r#"4:9: `"35 to 25 h"` is not an interval
  hint: write `"LOW to HIGH UNIT"` with 0 < low <= high, e.g. `"25 to 35 h"`; it holds 90 % of the cases"#,
    ];

    a_missing_data_file_is_refused: r#"[channels.web]
arrivals = "1 per h"
[stages.serve]
touch = { empirical = { file = "t.csv", column = "h" } }
"# => [
        r"4:32: cannot read `t.csv`",
    ];

    a_channel_without_arrivals_is_refused: r"[channels.web]
cost = 1
[stages.serve]
" => [
        r#"1:11: channel `web` has no `arrivals`
  hint: e.g. `arrivals = "50 per week"`"#,
    ];

    two_ways_to_say_how_many_are_refused: r#"[channels.web]
arrivals = { per_week = 3, every = "1 h" }
[stages.serve]
"# => [
        r"2:12: `arrivals` needs one way to say how many, found per_week and every
  hint: expected one of `per_hour`, `per_week`, `rate`, `every`, `at`",
    ];

    a_scenario_without_leads_is_refused: r"[stages.serve]
" => [
        r#"2:1: no leads: the scenario has neither channels nor a backlog
  hint: e.g. `[channels.web]` with `arrivals = "50 per week"`"#,
    ];

    a_scenario_without_stages_is_refused: r#"[channels.web]
arrivals = "1 per h"
"# => [
        r"3:1: the scenario has no stages
  hint: e.g. `[stages.close]` with `advance = 0.25`",
    ];

    a_lead_value_must_cover_every_channel: r#"[channels.web]
arrivals = "1 per h"
[channels.fair]
arrivals = "1 per h"
[stages.serve]
advance = { by = "channel", web = 0.4 }
"# => [
        r"6:11: nothing said for channel `fair`
  hint: name it, or give a `default`",
    ];

    evidence_needs_a_label_and_an_input: r#"[channels.web]
arrivals = "1 per h"
[stages.serve]
cost = 3
[sources]
"stages.serve.cost" = "HubSpot"
"channels.web.arivals" = "A"
"# => [
        r#"6:23: no evidence label in `"HubSpot"`
  hint: begin with M (measured), B (benchmark), D (derived), A (assumed) or C (a choice)"#,
        r"7:1: nothing is read at `channels.web.arivals`; did you mean `channels.web.arrivals`?",
    ];

    a_branch_belongs_to_one_parallel_stage: r#"[channels.web]
arrivals = "1 per h"
[stages.a]
parallel = ["c"]
[stages.b]
parallel = ["c"]
[stages.c]
"# => [
        r"6:13: `c` is a branch of two stages",
    ];

    a_role_cannot_work_what_its_group_does_not: r#"[people.ae]
jobs = { sdr = {} }
[people.legal]
[channels.web]
arrivals = "1 per h"
[stages.a]
role = "ae"
touch = "1 h"
[stages.b]
role = "legal"
touch = "1 h"
[policies.team.roles.sdr]
heads = 1
stages = ["a", "b"]
"# => [
        r#"12:22: policy `team`: role `sdr` cannot work `b`, which is not work of `ae`
  hint: stages name their people: `role = "ae"`"#,
    ];

    a_missing_base_is_refused: r#"base = "nowhere.toml"
[channels.web]
arrivals = "1 per h"
[stages.serve]
"# => [
        r"1:8: cannot read the base `nowhere.toml`",
    ];

}

#[test]
fn an_empty_text_is_refused() {
    assert_eq!(
        problems(" \n"),
        [
            "1:1: the text is empty\n  hint: a scenario has at least a channel and a stage; `posse init` writes one"
        ]
    );
}

#[test]
fn a_huge_text_is_refused() {
    let error = Scenario::parse(&vec![b'#'; LARGEST_TEXT + 1], "s.toml", &|_| None).unwrap_err();
    assert_eq!(
        error.to_string(),
        "s.toml:1:1: the text has 4194305 bytes; at most 4 MB are allowed"
    );
}

#[test]
fn a_text_that_is_not_utf_8_is_refused_where_it_breaks() {
    let error = Scenario::parse(b"name = 3\nx = \"\xff\"", "s.toml", &|_| None).unwrap_err();
    assert_eq!(error.to_string(), "s.toml:2:6: the text is not UTF-8\n  hint: save it as UTF-8");
}

#[test]
fn names_that_would_share_their_luck_are_refused() {
    let mut seen = std::collections::BTreeMap::new();
    let (first, second) = (0..)
        .find_map(|k| {
            let name = format!("stage {k}");
            seen.insert(Place::of(&name), name.clone()).map(|first| (first, name))
        })
        .unwrap();
    let text = format!(
        "[channels.web]\narrivals = \"1 per h\"\n[stages.\"{first}\"]\n[stages.\"{second}\"]\n"
    );
    assert_eq!(
        problems(&text),
        [format!(
            "4:9: the names `{first}` and `{second}` would share their luck\n  hint: their 24-bit \
             hashes are equal, by bad luck (1 in 16 million): rename one"
        )]
    );
}

#[test]
fn a_stage_that_no_lead_reaches_is_a_warning() {
    let text = "[channels.web]\narrivals = \"1 per h\"\nentry = \"b\"\n[stages.a]\n[stages.b]\n";
    let scenario = Scenario::parse(text.as_bytes(), "s.toml", &|_| None).unwrap();
    assert_eq!(scenario.warnings.len(), 1);
    assert_eq!(scenario.warnings[0].message, "no lead ever reaches the stage `a`");
    assert_eq!((scenario.warnings[0].line, scenario.warnings[0].column), (4, 9));
}

#[test]
fn a_base_that_is_its_own_base_is_refused() {
    let load = |_: &str| Some("base = \"b.toml\"\n".to_owned());
    let error = Scenario::parse(b"base = \"b.toml\"", "s.toml", &load).unwrap_err();
    assert_eq!(
        error.to_string(),
        "b.toml:1:8: `b.toml` is its own base, or the chain of bases is too long\n  hint: at most 8 files"
    );
}

#[test]
fn a_mistake_in_a_base_is_shown_in_the_base() {
    let load = |_: &str| Some("[chanels.web]\narrivals = \"1 per h\"\n[stages.a]\n".to_owned());
    let error = Scenario::parse(b"base = \"b.toml\"\nremove = [\"stages.b\"]", "s.toml", &load);
    assert_eq!(
        error.unwrap_err().to_string(),
        "s.toml:2:11: nothing to remove: the base has no `stages.b`; did you mean `stages.a`?"
    );
}

#[test]
fn too_many_names_are_refused() {
    let stages: Vec<String> = (0..1001).map(|k| format!("[stages.s{k}]\n")).collect();
    let stages = stages.concat();
    assert_eq!(
        problems(&format!("[channels.web]\narrivals = \"1 per h\"\n{stages}")),
        ["3:2: `stages` has 1001 entries\n  hint: at most 1000"]
    );
}

#[test]
fn at_most_a_hundred_problems_are_reported() {
    let keys: Vec<String> = (0..200).map(|k| format!("wrong{k} = 1\n")).collect();
    let keys = keys.concat();
    assert_eq!(problems(&keys).len(), 100);
}

#[test]
fn a_rule_without_effect_is_a_warning() {
    let text = "[channels.web]\narrivals = \"1 per h\"\n[stages.a]\n\
                [policies.x]\nrules = { order = \"deadline\", wip = 3, overflow = true, \
                territory = { web = [\"rep 1\"] } }\n[people.rep]\ncount = 1\n";
    let scenario = Scenario::parse(text.as_bytes(), "s.toml", &|_| None).unwrap();
    let messages: Vec<&str> = scenario.warnings.iter().map(|w| w.message.as_str()).collect();
    assert_eq!(
        messages,
        [
            "policy `x`: a rule has no effect: the order `deadline` needs a stage with `due`",
            "policy `x`: a rule has no effect: limits per person count owned leads, and nobody owns \
             any without `owner = \"named\"`",
            "policy `x`: a rule has no effect: `overflow` needs roles",
            "policy `x`: a rule has no effect: `territory` needs `routing = \"territory\"`",
        ]
    );
}
