//! The payout of a plan: rows, corners and the drawing.

use posse::sales::pay::{Band, Bonus, Draw, Mark, Payout, Plan, Split, Team};

/// A plan with every kind of corner.
fn crooked() -> Plan {
    Plan {
        salary_per_year: 60_000.0,
        quota: 100.0,
        commission: vec![
            Band { from: Mark::Credit(0.0), rate: 1.0 },
            Band { from: Mark::Attainment(1.0), rate: 3.0 },
        ],
        bonuses: vec![Bonus { at: Mark::Attainment(0.8), amount: 20.0 }],
        cap: Some(180.0),
        draw: Some(Draw { amount: 30.0, recoverable: false }),
        ..Plan::new("crooked")
    }
}

#[test]
fn the_corners_of_a_line_are_where_it_bends_and_jumps() {
    let payout = Payout::of_plan(&crooked(), &[0.0, 150.0]);
    let corners = [
        (0.0, 30.0),
        (30.0, 30.0),
        (80.0, 80.0),
        (80.0, 100.0),
        (100.0, 120.0),
        (120.0, 180.0),
        (150.0, 180.0),
    ];
    assert_eq!(payout.corners, corners);
    let part = Payout::of_plan(&crooked(), &[50.0, 90.0]);
    assert_eq!(part.corners, [(50.0, 50.0), (80.0, 80.0), (80.0, 100.0), (90.0, 110.0)]);
}

#[test]
fn a_row_tells_what_is_paid_what_the_next_unit_pays_and_the_average() {
    let payout = Payout::of_plan(&crooked(), &[0.0, 50.0, 80.0, 110.0, 150.0]);
    let rows: Vec<_> = payout
        .points
        .iter()
        .map(|row| (row.attainment, row.pay, row.marginal, row.effective))
        .collect();
    let expected = [
        (Some(0.0), 30.0, 0.0, None),
        (Some(0.5), 50.0, 1.0, Some(1.0)),
        (Some(0.8), 100.0, 1.0, Some(1.25)),
        (Some(1.1), 150.0, 3.0, Some(150.0 / 110.0)),
        (Some(1.5), 180.0, 0.0, Some(1.2)),
    ];
    assert_eq!(rows, expected);
    assert_eq!((payout.at_quota, payout.salary), (Some(120.0), 15_000.0));
}

#[test]
fn a_pool_is_told_as_it_is_weighted_and_before_it_is_divided() {
    let team = Team {
        weight: 0.5,
        base: posse::sales::pay::Base::Margin,
        quota: 0.0,
        commission: vec![Band { from: Mark::Credit(0.0), rate: 0.1 }],
        bonuses: Vec::new(),
        split: Split::Equal,
    };
    let plan = Plan { team: Some(team.clone()), ..crooked() };
    let pool = Payout::of_pool(&plan, &team, &[0.0, 1000.0]);
    assert_eq!(pool.corners, [(0.0, 0.0), (1000.0, 50.0)]);
    assert_eq!((pool.at_quota, pool.salary, pool.points[1].attainment), (None, 0.0, None));
    let own = Payout::of_plan(&plan, &[0.0, 60.0]);
    assert_eq!(own.corners.last(), Some(&(60.0, 30.0)), "half of it");
}

#[test]
fn what_credit_alone_does_not_settle_is_named() {
    let plan = Plan {
        cumulative: true,
        draw: Some(Draw { amount: 30.0, recoverable: true }),
        prizes: vec![3.0],
        clawback: vec![(100.0, 1.0)],
        ..crooked()
    };
    let left_out = Payout::of_plan(&plan, &[0.0, 1.0]).left_out;
    let parts = ["what the year has paid before", "prizes", "the recoverable draw", "clawback"];
    assert_eq!(left_out, parts);
}
