//! Every mistake in what is to be varied gets a message that helps.

use posse::scenario::Variation;

use super::{ORDER, draft, variation};

/// What is wrong with these words, with the command line as the source.
fn refused(vary: &[&str]) -> Vec<String> {
    let asked: Vec<String> = vary.iter().map(|words| (*words).to_owned()).collect();
    let error = match Variation::read(draft(ORDER), &asked) {
        Err(error) => error,
        Ok(variation) => {
            let (_, cells) = posse::experiment::sweep::grid(&variation.axes, (3, 3));
            variation.cells(&cells, &|_| None).map(|_| ()).expect_err("accepted")
        }
    };
    let text = error.to_string();
    text.split("\ncommand line:").map(|line| line.replace("command line:", "")).collect()
}

macro_rules! refused {
    ($($test:ident: [$($vary:literal),*] => [$($message:literal),* $(,)?];)*) => {$(
        #[test]
        fn $test() {
            assert_eq!(refused(&[$($vary),*]), Vec::<&str>::from([$($message),*]));
        }
    )*};
}

refused! {
    an_unknown_key_is_refused_with_the_nearest_one: ["people.rep.cuont=1..12"] => [
        "1:8: unknown key `people.rep.cuont`; did you mean `count`?\n  hint: expected one of `count`, `cost`, `loading`, `pace`, `skill`, `calendar`, `on_duty`, `repeat`, `shift_end`, `admin`, `attention`, `headcount`, `absence`, `turnover`, `ramp`, `interruptions`, `jobs`",
    ];

    a_name_that_the_scenario_has_not_is_refused: ["people.reps.count=1..12"] => [
        "1:8: the scenario has no `people.reps`; did you mean `rep`?\n  hint: expected `rep`",
    ];

    a_part_that_a_value_has_not_is_refused: ["channels.web.arrivals.per_weak=10..20"] => [
        "1:8: the scenario has no `channels.web.arrivals.per_weak`; did you mean `per_week`?\n  hint: expected one of `per_week`, `dispersion`",
    ];

    a_part_of_a_plain_value_is_refused: ["stages.sell.advance.smb=0.1..0.2"] => [
        "1:8: `stages.sell.advance` is `0.4`, not a table\n  hint: vary `stages.sell.advance` itself",
    ];

    a_table_is_no_value: ["stages.sell=1..2"] => [
        "1:8: `stages.sell` is a table: name a key in it\n  hint: expected one of `kind`, `role`, `touch`, `work`, `touches`, `buyer`, `advance`, `next`, `lost`, `skill`, `home`, `phase`, `cost`, `room`, `when_full`, `patience`, `timebox`, `due`, `parallel`, `reach`, `give_up`, `attempts`, `retry`, `missed`, `gone`, `reply`, `per_year`, `slight`, `lead`, `relief`, `step`",
    ];

    a_value_out_of_range_names_key_and_range: ["stages.sell.advance=0.5..1.5"] => [
        "1:28: a share lies between 0 and 1, found `1.5`\n  hint: for 1.5 per cent write `\"1.5 %\"`; in 1 of 3 cells, first where `stages.sell.advance = 1.5`",
    ];

    a_unit_that_does_not_fit_is_refused: ["frictions.hand_off_note=1 pp..3 pp"] => [
        "1:32: expected a time such as `\"90 min\"`, `\"4 h\"` or `\"2 wd\"`, found `\"1 pp\"`\n  hint: no unit `pp`; units are `s`, `min`, `h`, `d`, `wd` (working day), `weeks`, `mo`, `years`",
    ];

    a_unit_that_is_missing_is_asked_for: ["frictions.hand_off_note=1..3"] => [
        "1:32: expected a time such as `\"90 min\"`, `\"4 h\"` or `\"2 wd\"`, found `1`\n  hint: say the unit, in quotes",
    ];

    an_unknown_word_is_refused: ["policies.fifo.rules.order=fifo,lfio"] => [
        "1:34: unknown value `\"lfio\"` for `order`; did you mean `lifo`?\n  hint: expected one of `fifo`, `lifo`, `oldest`, `newest`, `random`, `class`, `biggest`, `value per hour`, `deadline`, `own pay`; in 1 of 2 cells, first where `policies.fifo.rules.order = lfio`",
    ];

    words_without_values_are_refused: ["people.rep.count"] => [
        "1:8: expected `key=from..to` or `key=value,value`\n  hint: e.g. `people.seller.count=1..12` or `policies.team.rules.order=fifo,lifo`",
    ];

    a_single_value_is_no_axis: ["people.rep.count=3"] => [
        "1:25: expected two values or more, found `3`\n  hint: e.g. `1,2,4`, `fifo,lifo` or a range such as `1..12`",
    ];

    a_range_that_falls_is_refused: ["people.rep.count=12..1"] => [
        "1:25: a range rises from its first end, found `12..1`\n  hint: e.g. `1..12`",
    ];

    a_range_in_two_units_is_refused: ["frictions.hand_off_note=30 min..2 h"] => [
        "1:32: the ends are in two units, `min` and `h`\n  hint: write both ends of a range in the same unit",
    ];

    a_range_of_words_is_refused: ["policies.fifo.rules.order=fifo..lifo"] => [
        "1:34: `fifo` is not a number\n  hint: a range is written as `2..8`, `10 %..60 %` or `2 h..8 h`",
    ];

    people_come_whole: ["people.rep.count=1.5..3"] => [
        "1:25: expected whole numbers, found `1.5..3`",
    ];

    a_wrong_number_of_steps_is_refused: ["people.rep.count=1..3:1"] => [
        "1:25: expected how many values after the colon, found `1`\n  hint: a whole number from 2 to 1000",
    ];

    a_key_is_varied_once: ["people.rep.count=1..3", "people.rep.count=4,5"] => [
        "2:25: `people.rep.count` is varied twice",
    ];

    the_seed_is_the_same_in_every_cell: ["run.seed=1..3"] => [
        "1:8: `run.seed` cannot be varied\n  hint: every cell has the same luck; `--seed` sets it for all",
    ];

    what_is_judged_is_the_same_in_every_cell: ["measure.indifference.contribution=1 %,2 %"] => [
        "1:8: `measure.indifference.contribution` cannot be varied\n  hint: every cell is judged by the same measure and zones",
    ];

    an_axis_that_changes_nothing_is_refused: ["channels.web.class=1,2", "people.rep.cost=0 per week,0 per year"] => [
        "2:24: varying `people.rep.cost` changes nothing\n  hint: nothing in this scenario reads it, e.g. a rule of a policy that is not compared",
    ];

    all_mistakes_are_told_at_once: ["people.rep.cuont=1..12", "stages.sell.advance=3"] => [
        "1:8: unknown key `people.rep.cuont`; did you mean `count`?\n  hint: expected one of `count`, `cost`, `loading`, `pace`, `skill`, `calendar`, `on_duty`, `repeat`, `shift_end`, `admin`, `attention`, `headcount`, `absence`, `turnover`, `ramp`, `interruptions`, `jobs`",
        "2:28: expected two values or more, found `3`\n  hint: e.g. `1,2,4`, `fifo,lifo` or a range such as `1..12`",
    ];

    mistakes_of_cells_are_told_once_for_all_cells: ["stages.sell.advance=-0.5..1.5", "people.rep.pace=0..1"] => [
        "1:28: must not be negative, found `-0.5`\n  hint: in 3 of 9 cells, first where `stages.sell.advance = -0.5`, `people.rep.pace = 0`",
        "1:28: a share lies between 0 and 1, found `1.5`\n  hint: for 1.5 per cent write `\"1.5 %\"`; in 3 of 9 cells, first where `stages.sell.advance = 1.5`, `people.rep.pace = 0`",
        "2:24: out of range: must be from 0.01 to 100, found `0`\n  hint: in 3 of 9 cells, first where `stages.sell.advance = -0.5`, `people.rep.pace = 0`",
    ];
}

#[test]
fn a_policy_keeps_to_rules_on_the_command_line_too() {
    let found = refused(&["policies.fifo.skill=1..2"]);
    assert!(found[0].starts_with("1:8: unknown key `policies.fifo.skill`"), "{found:?}");
}

#[test]
fn several_keys_can_be_set_alike() {
    let variation = variation(ORDER, &["stages.call.advance,stages.sell.advance=0.2,0.6"]);
    let (_, cells) = posse::experiment::sweep::grid(&variation.axes, (2, 1));
    let (scenarios, _) = variation.cells(&cells, &|_| None).unwrap();
    let text =
        ORDER.replace("advance = 0.5", "advance = 0.6").replace("advance = 0.4", "advance = 0.6");
    let written = draft(&text).scenario(&|_| None).unwrap();
    assert_eq!(scenarios[1].replication_hash(), written.replication_hash());
    assert_ne!(scenarios[0].replication_hash(), written.replication_hash());
}
