//! What a backtest forecasts by, and what it makes of the end of a quarter.

use posse::fitting::{Backtest, Fit, Score};
use posse::records::{Deal, EventLog, Moment, Outcome};

const DAY: i64 = 86_400;

/// Two years of deals: so many are won on each day of the first, second and third month of a quarter, and as many
/// lost, after 20 to 60 days.
fn log(wins: [i64; 3]) -> EventLog {
    let start = Moment::of_day(2023, 1, 1).expect("a day");
    let mut deals = Vec::new();
    for day in 0..730 {
        let closed = start.plus(day * DAY);
        let month = usize::try_from((closed.date().1 - 1) % 3).expect("a place");
        for number in 0..wins[month] + 2 {
            let outcome = if number < wins[month] { Outcome::Won } else { Outcome::Lost };
            let age = 20 + (day * 7 + number * 13) % 41;
            deals.push(deal(format!("{day}-{number}"), closed.plus(-age * DAY), closed, outcome));
        }
    }
    deals.sort_by(|a, b| (a.created, &a.id).cmp(&(b.created, &b.id)));
    EventLog { deals, observed_until: Some(start.plus(730 * DAY)), ..EventLog::default() }
}

fn deal(id: String, created: Moment, closed: Moment, outcome: Outcome) -> Deal {
    let (visits, handovers) = (Vec::new(), Vec::new());
    let closed = Some(closed);
    let (pipeline, channel, segment, currency, owner) = (None, None, None, None, None);
    let amount = None;
    Deal {
        id,
        pipeline,
        channel,
        segment,
        amount,
        currency,
        created,
        outcome,
        closed,
        visits,
        handovers,
        owner,
    }
}

fn naive(score: &Score) -> f64 {
    score.errors[1].min(score.errors[2])
}

#[test]
fn wins_that_come_at_the_end_of_quarters_are_forecast_there() {
    let log = log([1, 2, 6]);
    let backtest = Backtest::of(&log).expect("a backtest");
    let last = backtest.origins.last().expect("an origin");
    let quarter = last.quarter.expect("months that differ");
    for (found, truth) in quarter.factors.iter().zip([1.0 / 3.0, 2.0 / 3.0, 2.0]) {
        assert!((found - truth).abs() < 0.05, "{:?}", quarter.factors);
    }
    let score = backtest.score();
    assert!(score.errors[0] < 0.5 * naive(&score), "{:?}", score.errors);
    assert_eq!(Fit::of(&log).expect("a fit").quarter.map(|q| q.factors[2] > 1.8), Some(true));
}

#[test]
fn even_wins_have_no_quarter_and_are_forecast_no_worse_than_naively() {
    let log = log([3, 3, 3]);
    assert_eq!(Fit::of(&log).expect("a fit").quarter, None);
    let backtest = Backtest::of(&log).expect("a backtest");
    assert!(backtest.origins.iter().all(|origin| origin.quarter.is_none()));
    let score = backtest.score();
    assert!(score.errors[0] <= naive(&score) + 0.5, "{:?}", score.errors);
}
