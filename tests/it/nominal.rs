//! Nominal figures: the funnel as an absorbing chain.

use posse::engine::law::Law;
use posse::engine::random::Place;
use posse::sales::buyer::{Buying, Prospects};
use posse::sales::{
    Arrivals, ByLead, Calendar, Chance, Channel, Contact, Exit, ExitFamily, Frictions, Nominal,
    NominalError, Phase, Rate, RateShape, Routes, SalesSystem, Segment, Stage, StageKind, Target,
    offered_load,
};

const WON: Target = Target::Exit(Exit::WON);
const LOST: Target = Target::Exit(2);

fn fixed(hours: f64) -> Law {
    Law::fixed(hours).expect("a fixed law")
}

fn stage(name: &str, touch_hours: f64, kind: StageKind) -> Stage {
    Stage {
        name: name.into(),
        place: Place::of(name),
        phase: Phase::Select,
        kind,
        groups: vec![0],
        touch: ByLead::Same(fixed(touch_hours)),
        buyer: None,
        skill: 0,
        home: None,
        cost_on_entry: 0.0,
        room: None,
        patience: None,
        timebox: None,
        due_hours: None,
    }
}

fn chance(name: &str, touch_hours: f64, routes: &[(Target, f64)]) -> Stage {
    let routes = ByLead::Same(Routes(routes.to_vec()));
    stage(name, touch_hours, StageKind::Chance(Chance { touches: 1, routes, decay_per_hour: None }))
}

fn channel(name: &str, per_week: f64) -> Channel {
    let shape = RateShape::Constant { per_hour: per_week / 168.0 };
    let rate = Rate { shape, season: Vec::new(), growth_per_year: 0.0, dispersion: 1.0 };
    Channel {
        name: name.into(),
        arrivals: Arrivals::Rate(rate),
        batch: None,
        spend: None,
        cost_per_lead: 0.0,
        segment_mix: vec![1.0],
        class: 0,
        entry: None,
        reply_sensitivity: None,
        prospects: Prospects::default(),
    }
}

fn funnel(stages: Vec<Stage>) -> SalesSystem {
    let exit = |name: &str, family| Exit { name: name.into(), family };
    SalesSystem {
        buyers: None,
        calendars: vec![Calendar::always("always")],
        segments: vec![Segment {
            name: "all".into(),
            value: fixed(1.0),
            margin: 1.0,
            buying: Buying::default(),
        }],
        channels: vec![channel("web", 10.0)],
        stages,
        exits: vec![
            exit("won", ExitFamily::Won),
            exit("never worked", ExitFamily::NeverWorked),
            exit("lost", ExitFamily::Lost),
        ],
        entry: 0,
        groups: Vec::new(),
        skills: vec!["selling".into()],
        backlog: Vec::new(),
        interest: None,
        frictions: Frictions::default(),
        payroll: None,
        prospecting: None,
    }
}

fn solved(stages: Vec<Stage>) -> Nominal {
    Nominal::new(&funnel(stages)).expect("a funnel with a way out")
}

fn assert_close(found: f64, expected: f64) {
    assert!(
        (found - expected).abs() < 1e-12 * expected.abs().max(1.0),
        "{found} is not {expected}"
    );
}

/// Case F-CHAIN-1 (Kemeny & Snell 1960): four stages with loops, means in days.
/// Reference values computed with scipy.
fn f_chain_1() -> Vec<Stage> {
    let to = Target::Stage;
    vec![
        chance("qualify", 5.0, &[(to(1), 0.6), (LOST, 0.4)]),
        chance("demo", 8.0, &[(to(2), 0.65), (to(0), 0.05), (LOST, 0.3)]),
        chance("proposal", 12.0, &[(to(3), 0.55), (to(1), 0.15), (WON, 0.02), (LOST, 0.28)]),
        chance("negotiate", 10.0, &[(WON, 0.6), (to(2), 0.2), (LOST, 0.2)]),
    ]
}

#[test]
fn case_f_chain_1_has_its_chance_visits_and_length() {
    let nominal = solved(f_chain_1());
    assert_close(nominal.win(0, 0, 0), 0.178_244_972_577_697);
    assert_close(nominal.hours_left(0, 0, 0), 19.665_056_150_430_9);
    let visits =
        [1.034_865_500_130_58, 0.697_310_002_611_648, 0.509_271_350_221_99, 0.280_099_242_622_095];
    for (stage, expected) in visits.into_iter().enumerate() {
        assert_close(nominal.visits(stage, 0, 0), expected);
    }
}

#[test]
fn case_f_stage_1_wins_by_the_product_of_its_stages() {
    let next = [(1, 0.4), (2, 0.5), (3, 0.6)];
    let mut stages: Vec<Stage> = next
        .into_iter()
        .zip(["MQL", "SQL", "demo"])
        .map(|((next, p), name)| chance(name, 0.0, &[(Target::Stage(next), p), (LOST, 1.0 - p)]))
        .collect();
    stages.push(chance("proposal", 0.0, &[(WON, 0.25), (LOST, 0.75)]));
    let nominal = solved(stages);
    assert_close(nominal.win(0, 0, 0), 0.03);
    for (stage, reach) in [1.0, 0.4, 0.2, 0.12].into_iter().enumerate() {
        assert_close(nominal.visits(stage, 0, 0), reach);
    }
}

#[test]
fn load_is_work_per_visit_times_visits_times_leads() {
    let load = offered_load(&funnel(f_chain_1())).expect("a funnel with a way out");
    assert_close(load[0], 10.0 * 5.0 * 1.034_865_500_130_58);
    assert_close(load[3], 10.0 * 10.0 * 0.280_099_242_622_095);
}

#[test]
fn a_contact_stage_counts_its_attempts() {
    let contact = Contact {
        reach: vec![0.5, 0.25],
        give_up: vec![0.2],
        attempts: 3,
        retry: fixed(24.0),
        missed: Some(fixed(0.1)),
        reply: None,
        then: WON,
        lost: 2,
    };
    let nominal = solved(vec![stage("call", 1.0, StageKind::Contact(contact))]);
    // Attempts 1 to 3 are made with chance 1, 0.5·0.8 = 0.4 and 0.4·0.75·0.8 = 0.24.
    let reached = 0.5 + 0.4 * 0.25 + 0.24 * 0.25;
    assert_close(nominal.win(0, 0, 0), reached);
    assert_close(nominal.hours_left(0, 0, 0), reached + 0.1 * (1.64 - reached));
}

#[test]
fn a_parallel_stage_advances_by_the_product_of_its_branches() {
    let parallel = StageKind::Parallel { branches: vec![1, 2], then: Target::Stage(3) };
    let nominal = solved(vec![
        stage("review", 0.0, parallel),
        chance("legal", 2.0, &[(WON, 0.6), (Target::Stage(1), 0.2), (LOST, 0.2)]),
        chance("security", 3.0, &[(WON, 0.5), (LOST, 0.5)]),
        chance("close", 4.0, &[(WON, 0.5), (LOST, 0.5)]),
    ]);
    assert_close(nominal.win(0, 0, 0), 0.75 * 0.5 * 0.5);
    assert_close(nominal.win(1, 0, 0), 0.75 * 0.5 * 0.5);
    assert_close(nominal.hours_left(0, 0, 0), 2.5 + 3.0 + 0.375 * 4.0);
    assert_close(nominal.visits(1, 0, 0), 1.25);
    assert_close(nominal.visits(3, 0, 0), 0.375);
}

#[test]
fn channels_and_segments_have_figures_of_their_own() {
    let mut system = funnel(vec![
        chance("qualify", 1.0, &[(Target::Stage(1), 0.5), (LOST, 0.5)]),
        chance("close", 2.0, &[(WON, 0.5), (LOST, 0.5)]),
    ]);
    system.segments.push(Segment {
        name: "big".into(),
        value: fixed(9.0),
        margin: 1.0,
        buying: Buying::default(),
    });
    system.channels[0].segment_mix = vec![0.75, 0.25];
    let mut referral = channel("referral", 2.0);
    referral.segment_mix = vec![0.0, 1.0];
    referral.entry = Some(1);
    system.channels.push(referral);
    system.stages[1].touch = ByLead::Segment(vec![fixed(2.0), fixed(6.0)]);
    let StageKind::Chance(close) = &mut system.stages[1].kind else { unreachable!() };
    let routes = |p| Routes(vec![(WON, p), (LOST, 1.0 - p)]);
    close.routes = ByLead::Channel(vec![routes(0.2), routes(0.8)]);
    let nominal = Nominal::new(&system).expect("a funnel with a way out");
    assert_close(nominal.win(0, 0, 1), 0.1);
    assert_close(nominal.win(0, 1, 0), 0.4);
    assert_close(nominal.hours_left(0, 0, 1), 4.0);
    assert_close(nominal.visits(0, 1, 0), 0.0);
    let load = offered_load(&system).expect("a funnel with a way out");
    assert_close(load[1], 10.0 * 0.5 * (0.75 * 2.0 + 0.25 * 6.0) + 2.0 * 6.0);
}

#[test]
fn a_stage_that_needs_nobody_takes_no_hours_of_anybody() {
    let mut stages = f_chain_1();
    stages[2].groups.clear();
    let nominal = solved(stages);
    assert_close(nominal.hours_per_visit(2, 0, 0), 0.0);
    assert!(nominal.hours_left(0, 0, 0) < 19.6);
}

#[test]
fn a_cycle_without_a_way_out_names_its_stages() {
    let error = Nominal::new(&funnel(vec![
        chance("start", 1.0, &[(WON, 0.5), (Target::Stage(1), 0.5)]),
        chance("ping", 1.0, &[(Target::Stage(2), 1.0)]),
        chance("pong", 1.0, &[(Target::Stage(1), 1.0), (LOST, 0.0)]),
    ]))
    .expect_err("ping and pong never end");
    assert_eq!(error.to_string(), "no way out of the stages `ping`, `pong`");
}

#[test]
fn a_parallel_stage_within_itself_is_refused() {
    let parallel = |branch| StageKind::Parallel { branches: vec![branch], then: WON };
    let stages = vec![stage("a", 0.0, parallel(1)), stage("b", 0.0, parallel(0))];
    let error = Nominal::new(&funnel(stages)).expect_err("a is a branch of b");
    assert_eq!(error, NominalError::BranchOfItself { stage: "a".into() });
}

#[test]
fn rows_are_exchanged_where_the_diagonal_is_zero() {
    let rows = vec![vec![0.0, 2.0, 1.0], vec![1.0, 0.0, 0.0], vec![0.0, 0.0, 4.0]];
    assert_eq!(posse::sales::nominal::solve(rows, vec![5.0, 3.0, 4.0]), [3.0, 2.0, 1.0]);
}
