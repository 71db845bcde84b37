//! Verdicts and the first screen.

use super::fixture::{self, HERO, Policy, TEAM};
use super::{market, paid};
use posse::experiment::{Drift, Summary};
use posse::report::{Screen, charts, first_screen, results_json, verdict};
use posse::sales::Stock;
use posse::stats::{Comparison, Mean, Verdict};

fn screen(summary: &Summary, width: usize) -> String {
    first_screen(summary, Screen { width, color: false, folder: Some("output/base".as_ref()) })
}

fn title(summary: &Summary, name: &str) -> String {
    charts(summary).into_iter().find(|chart| chart.name == name).unwrap().title
}

#[test]
fn the_better_policy_is_named_whichever_it_is() {
    assert_eq!(
        verdict(&fixture::hero_win()).unwrap(),
        "Lone hero beats Team in 93 of 100 simulated runs of 2 years"
    );
    assert_eq!(
        verdict(&fixture::team_win()).unwrap(),
        "Team beats Lone hero in 90 of 100 simulated runs of 2 years"
    );
}

#[test]
fn a_difference_inside_the_zone_is_too_close_to_matter_even_if_it_is_sure() {
    let summary = fixture::tie();
    let pair = &summary.comparisons[0];
    let (low, _) = pair.comparison.improvement();
    assert!(low > 0.0 && pair.verdict() == Verdict::Tie, "the fixture is not the case meant");
    let expected =
        "The difference between Lone hero and Team in Return on Sales is too small to matter";
    assert_eq!(verdict(&summary).unwrap(), expected);
}

#[test]
fn an_interval_too_wide_asks_for_more_runs() {
    let expected = "Can’t tell yet whether Lone hero or Team is better in Return on Sales: more runs are needed";
    assert_eq!(verdict(&fixture::undecided()).unwrap(), expected);
}

#[test]
fn no_verdict_is_given_on_what_is_left_of_undefined_runs() {
    let expected = "No verdict on Lone hero and Team: Return on Sales is undefined in 20 of 100 simulated runs of 2 years";
    assert_eq!(verdict(&fixture::withheld()).unwrap(), expected);
}

#[test]
fn less_can_be_better() {
    let summary = fixture::less_is_better();
    assert!(summary.comparisons[6].comparison.difference.mean < 0.0);
    assert!(verdict(&summary).unwrap().starts_with("Team beats Lone hero in "));
}

#[test]
fn swapping_the_names_swaps_the_names_and_nothing_else() {
    let before = fixture::team_win();
    let hero =
        Policy { name: HERO.name, label: HERO.label, level: TEAM.level, spread: TEAM.spread };
    let team = Policy { name: TEAM.name, label: TEAM.label, level: 0.083, spread: HERO.spread };
    let after = fixture::summary(&[team, hero], 400);
    let swapped = |text: String| {
        text.replace("Team", "X").replace("Lone hero", "Team").replace('X', "Lone hero")
    };
    for chart in charts(&before) {
        assert_eq!(swapped(chart.title), title(&after, &chart.name));
    }
}

#[test]
fn the_first_screen_and_the_chart_say_the_same() {
    for (name, summary) in fixture::all() {
        let Some(verdict) = verdict(&summary) else { continue };
        let first: String = screen(&summary, 400).lines().next().unwrap().into();
        assert_eq!(first, verdict, "{name}");
        assert_eq!(title(&summary, "difference"), verdict, "{name}");
    }
}

#[test]
fn the_title_of_every_chart_states_its_finding() {
    let of = |(name, summary): (&str, Summary)| {
        let titles = charts(&summary).into_iter().map(|chart| format!("  {}\n", chart.title));
        format!("{name}\n{}", titles.collect::<String>())
    };
    let titles: String = fixture::all().into_iter().map(of).collect();
    insta::assert_snapshot!(titles.replace('\u{A0}', " "));
}

#[test]
fn the_first_screen_of_a_comparison() {
    insta::assert_snapshot!(screen(&fixture::team_win(), 100));
}

#[test]
fn the_first_screen_of_a_narrow_terminal_leaves_columns_out() {
    let text = screen(&fixture::team_win(), 72);
    assert!(text.lines().all(|line| line.chars().count() <= 72), "{text}");
    assert!(!text.contains('…'), "{text}");
}

#[test]
fn the_first_screen_of_three_policies_compares_each_with_the_first() {
    insta::assert_snapshot!(screen(&fixture::three(), 100));
}

#[test]
fn the_first_screen_of_a_single_policy_compares_nothing() {
    insta::assert_snapshot!(screen(&fixture::single(), 100));
}

#[test]
fn the_first_screen_of_an_interrupted_run_says_so() {
    assert!(screen(&fixture::odd(), 100).contains("interrupted: 1 000 planned"));
}

#[test]
fn colour_adds_nothing_but_colour() {
    let mut summary = fixture::team_win();
    summary.warnings = vec!["the queue grows".into()];
    let plain = screen(&summary, 100);
    let path = Some("output/base".as_ref());
    let colored = first_screen(&summary, Screen { width: 100, color: true, folder: path });
    assert!(colored.contains("\u{1b}[33m warning"));
    let mut text = colored;
    for code in ["\u{1b}[0m", "\u{1b}[1m", "\u{1b}[2m", "\u{1b}[33m"] {
        text = text.replace(code, "");
    }
    assert_eq!(text, plain);
}

#[test]
fn the_title_of_every_chart_of_buyers_states_its_finding() {
    let names = ["outcomes", "fit_and_outcome", "gate", "committee"];
    let of = |(name, summary): (&str, Summary)| {
        let charts =
            charts(&summary).into_iter().filter(|chart| names.contains(&chart.name.as_str()));
        let titles = charts.map(|chart| format!("  {}\n", chart.title));
        format!("{name}\n{}", titles.collect::<String>())
    };
    let titles: String = market::all().into_iter().map(of).collect();
    insta::assert_snapshot!(titles.replace('\u{A0}', " "), @r"
    two with buyers
      Hours spent on leads not won: 75 % under Lone hero and 73 % under Team
      Wins that benefit both sides: 84 % under Lone hero and 88 % under Team
      Lone hero lets 54 % of good fits through and 40 % of other leads; Team lets 67 % of good fits through and 40 % of other leads
      Larger committees buy less often: from 76 % to 39 % with Lone hero and from 80 % to 42 % with Team
    one with buyers
      Hours spent on leads not won: 74 % under Team
      Wins that benefit both sides: 86 % under Team
      Team lets 60 % of good fits through and 40 % of other leads
      Larger committees buy less often: from 78 % to 40 % with Team
    three with buyers
      Hours spent on leads not won: 75 % under Lone hero, 73 % under Team and 73 % under Full commission
      Wins that benefit both sides: 85 % under Lone hero, 88 % under Team and 88 % under Full commission
      Gates let 56 % to 65 % of good fits through, and 40 % of other leads
      Larger committees buy less often: from 77 % to 39 % with Lone hero, from 79 % to 41 % with Team and from 79 % to 41 % with Full commission
    many with buyers
      Hours spent on leads not won: 73 % to 78 % across 5 policies
      Wins that benefit both sides: 78 % to 88 % across 5 policies
      Gates let 42 % to 65 % of good fits through, and 40 % of other leads
      Larger committees buy less often: of the largest, 35 % to 41 % across 5 policies
    odd with buyers
      Hours spent on leads not won: 100 % under Lone hero and 71 % under Team
      Wins that benefit both sides: no win at all under Lone hero and 91 % under Team
      Team lets 81 % of good fits through and 40 % of other leads
      How often committees buy, from the smallest to the largest: from 72 % to 72 % with Lone hero and from 82 % to 44 % with Team
    ");
}

#[test]
fn the_first_screen_says_what_sales_are_good_for() {
    let of = |width| {
        let text = screen(&market::two(), width);
        let from = text.find(" Mutual benefit").unwrap();
        text[from..].lines().take(3).flat_map(|line| [line, "\n"]).collect::<String>()
    };
    insta::assert_snapshot!(of(100), @r"
    Mutual benefit  Win-win  Regretted  Good fits lost  Correct no  Churn, 12 mo  Surplus a win
    Lone hero        79.0 %       31.0             130      90.0 %        15.5 %        12.0 k€
    Team             85.0 %       25.0             130      90.0 %        12.5 %        12.0 k€
    ");
    insta::assert_snapshot!(of(60), @r#"
    Mutual benefit  Win-win  Regretted  Good fits lost
    Lone hero        79.0 %       31.0             130
    Team             85.0 %       25.0             130
    "#);
    assert!(!screen(&fixture::team_win(), 100).contains("Mutual benefit"));
}

#[test]
fn the_title_of_every_chart_of_pay_states_its_finding() {
    let names = ["attainment", "pay", "bookings", "hours"];
    let of = |(name, summary): (&str, Summary)| {
        let charts =
            charts(&summary).into_iter().filter(|chart| names.contains(&chart.name.as_str()));
        let titles = charts.map(|chart| format!("  {}\n", chart.title));
        format!("{name}\n{}", titles.collect::<String>())
    };
    let titles: String = paid::all().into_iter().map(of).collect();
    insta::assert_snapshot!(titles.replace('\u{A0}', " "), @r"
    two with plans
      Share of pay periods in which the quota is reached: 47 % with Lone hero
      The highest paid earn 1.4 times as much as the lowest paid with Lone hero and 1.4 times with Team
      Bookings in the last 2 of 13 weeks of a quarter (15 % if even): – under Lone hero and – under Team
      Share of paid hours spent on leads: 49 % under Lone hero and 54 % under Team
    one with plans
      Share of pay periods in which the quota is reached: 48 % with Team
      The highest paid earn 1.4 times as much as the lowest paid with Team
      Bookings in the last 2 of 13 weeks of a quarter (15 % if even): – under Team
      Share of paid hours spent on leads: 49 % under Team
    a crowd with plans
      Share of pay periods in which the quota is reached: 45 % with Team
      The highest paid earn 1.4 times as much as the lowest paid with Team
      Bookings in the last 2 of 13 weeks of a quarter (15 % if even): – under Team
      Share of paid hours spent on leads: 49 % under Team
    three with plans
      Share of pay periods in which the quota is reached: 48 % with Lone hero, 40 % with Team and 45 % with Full commission
      The highest paid earn 1.4 times as much as the lowest paid with Lone hero, 1.4 times with Team and 1.4 times with Full commission
      Bookings in the last 2 of 13 weeks of a quarter (15 % if even): – under Lone hero, – under Team and – under Full commission
      Share of paid hours spent on leads: 49 % under Lone hero, 54 % under Team and 49 % under Full commission
    many with plans
      Quotas are reached in 36 % to 48 % of pay periods, across 5 plans
      The highest paid earn 1.4 times as much as the lowest paid, across 5 policies
      Bookings in the last 2 of 13 weeks of a quarter (15 % if even): – to – across 5 policies
      Share of paid hours spent on leads: 49 % to 54 % across 5 policies
    odd with plans
      Share of pay periods in which the quota is reached: 50 % with Lone hero (accelerator), 34 % with Lone hero (a plan with a name that…) and 44 % with Team
      The highest paid earn 1.4 times as much as the lowest paid with Team
      Bookings in the last 2 of 13 weeks of a quarter (15 % if even): – under Team
      Share of paid hours spent on leads: 49 % under Team
    buyers and plans
      Share of pay periods in which the quota is reached: 47 % with Lone hero and 38 % with Team
      The highest paid earn 1.4 times as much as the lowest paid with Lone hero and 1.4 times with Team
      Bookings in the last 2 of 13 weeks of a quarter (15 % if even): – under Lone hero and – under Team
      Share of paid hours spent on leads: 49 % under Lone hero and 54 % under Team
    ");
}

#[test]
fn charts_of_pay_are_drawn_where_there_are_plans() {
    let has_pay = |summary: &Summary| charts(summary).iter().any(|chart| chart.name == "hours");
    assert!(!has_pay(&market::two()) && has_pay(&paid::two()));
}

#[test]
fn the_first_screen_says_what_pay_costs_and_what_people_make_of_it() {
    let of = |width| {
        let text = screen(&paid::two(), width);
        let from = text.find(" Pay ").unwrap();
        text[from..].lines().take(3).flat_map(|line| [line, "\n"]).collect::<String>()
    };
    insta::assert_snapshot!(of(100), @r"
    Pay        Pay a year  Of revenue  95th pctile  Quota met  Effort  Quits  Discount
    Lone hero      140 k€      44.0 %       48.0 %     36.0 %    1.04    4.4     2.4 %
    Team           140 k€      40.0 %       43.6 %     60.0 %    0.80    2.0     0.0 %
    ");
    insta::assert_snapshot!(of(60), @r"
    Pay        Pay a year  Of revenue  95th pctile  Quota met
    Lone hero      140 k€      44.0 %       48.0 %     36.0 %
    Team           140 k€      40.0 %       43.6 %     60.0 %
    ");
    assert!(!screen(&market::two(), 100).contains(" Pay "));
}

/// The fixture of two policies with other differences in Return on Sales.
fn with_returns(differences: impl Fn(usize) -> f64) -> Summary {
    let mut summary = fixture::team_win();
    let hero = summary.policies[0].primary_by_run.clone();
    let team: Vec<f64> = hero.iter().enumerate().map(|(run, of)| of + differences(run)).collect();
    let direction = posse::stats::Direction::HigherIsBetter;
    summary.comparisons[0].comparison = Comparison::paired(&hero, &team, direction);
    summary.policies[1].primary_by_run = team;
    summary
}

#[test]
fn a_sample_that_cannot_carry_a_verdict_says_why() {
    let said = |summary: &Summary| verdict(summary).unwrap();
    let open = "Can’t tell yet whether Lone hero or Team is better in Return on Sales: ";
    let never = with_returns(|_| 0.0);
    let all = "no difference in all 400 simulated runs of 2 years";
    assert_eq!(said(&never), format!("{open}{all}"));
    let page = screen(&never, 400);
    let bound = " pp; but up to 1 % of simulated runs of 2 years may differ (95 % confidence), by an \
                 unknown amount";
    assert!(page.contains(bound), "{page}");
    let rarely = with_returns(|run| if run < 4 { 0.001 } else { 0.0 });
    let few = "a difference in only 1 of 100 simulated runs of 2 years";
    assert_eq!(said(&rarely), format!("{open}{few}"));
    let wildly = with_returns(|run| if run == 7 { 90.0 } else { 0.001 * (run % 5) as f64 });
    assert_eq!(said(&wildly), format!("{open}the difference rests on a few extreme runs"));
}

#[test]
fn a_policy_without_the_measure_is_never_ahead_and_contribution_decides() {
    let mut summary = fixture::team_win();
    let nothing = vec![f64::NAN; 400];
    let hero = summary.policies[0].primary_by_run.clone();
    let direction = posse::stats::Direction::HigherIsBetter;
    summary.comparisons[0].comparison = Comparison::paired(&hero, &nothing, direction);
    summary.policies[1].estimates[0] = None;
    let page = screen(&summary, 400);
    let mut lines = page.lines();
    let first = "No verdict on Lone hero and Team: Return on Sales of Team is undefined";
    assert_eq!(lines.next(), Some(first));
    let instead = lines.next().unwrap();
    assert!(
        instead.starts_with("Contribution decides instead: Team beats Lone hero in "),
        "{instead}"
    );
}

#[test]
fn a_window_without_a_lasting_state_has_no_verdict_and_names_what_moves() {
    let mut summary = fixture::team_win();
    let drift = |policy, stock, quarters| Drift { policy, stock, quarters };
    summary.drifts =
        vec![drift(1, Stock::Leads, [200.0, 224.0]), drift(1, Stock::HourPrice, [50.0, 45.0])];
    summary.comparisons.iter_mut().for_each(|pair| pair.drifts = true);
    let page = screen(&summary, 400);
    assert_eq!(
        page.lines().next(),
        Some(
            "No verdict on Lone hero and Team: there is no lasting state under Team (from the first \
             to the last quarter of the window, leads in progress rise by 12 % and the worth of an \
             hour of the bottleneck falls by 10 %)"
        )
    );
    assert!(page.contains("more people, fewer leads, or a longer `run.warm_up`"), "{page}");
    let json: serde_json::Value = serde_json::from_str(&results_json(&summary)).unwrap();
    let name = &summary.policies[1].name;
    let expected = serde_json::json!([
        { "policy": name, "stock": "leads_in_progress", "first_quarter": 200.0, "last_quarter": 224.0 },
        { "policy": name, "stock": "price_of_an_hour", "first_quarter": 50.0, "last_quarter": 45.0 },
    ]);
    assert_eq!(json["drifts"], expected);
    summary.drifts.clear();
    assert!(!results_json(&summary).contains("drifts"));
}

#[test]
fn where_single_runs_would_decide_otherwise_the_screen_says_so() {
    let mut summary = fixture::team_win();
    let pair = &mut summary.comparisons[0];
    let mean = pair.comparison.difference.mean_of_ratios.unwrap();
    let turned = Mean { mean: -mean.mean, interval: (-mean.interval.1, -mean.interval.0), ..mean };
    pair.comparison.difference.mean_of_ratios = Some(turned);
    let page = screen(&summary, 400);
    let words = "if Return on Sales is averaged over simulated runs of 2 years instead of taken over \
                 all of them together, Lone hero is better: Team minus Lone hero −";
    assert!(page.contains(words), "{page}");
    assert!(!screen(&fixture::team_win(), 400).contains("averaged over"));
}

#[test]
fn a_run_is_called_by_the_length_of_its_window() {
    let said = |weeks: f64| {
        let mut summary = fixture::team_win();
        summary.measured_weeks = weeks;
        verdict(&summary).unwrap()
    };
    assert!(said(52.0).ends_with("in 90 of 100 simulated years"));
    assert!(said(26.0).ends_with("in 90 of 100 simulated runs of 26 weeks"));
    assert!(said(156.0).ends_with("in 90 of 100 simulated runs of 3 years"));
    assert!(said(17.3).ends_with("in 90 of 100 simulated runs"));
}

#[test]
fn the_trade_offs_turn_the_whole_difference() {
    // Percentiles and interval of the difference are turned with its mean.
    let summary = fixture::team_win();
    let page = screen(&summary, 400);
    assert!(page.contains(" trade-offs    ") && page.contains("is worse on: "), "{page}");
}
