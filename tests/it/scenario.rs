//! What a scenario text means.

use posse::engine::law::Law;
use posse::sales::{
    Arrivals, ByLead, Extent, Order, Ownership, RateShape, Routes, Routing, RunOut, StageKind,
    Target, TerritoryKey,
};
use posse::scenario::{Scenario, Source, Zone, json_schema, parameter_table_markdown, parameters};
use proptest::prelude::*;

use crate::scenario_buyers::WHOLE as WITH_BUYERS;
use crate::scenario_pay::PAY;

const MMC: &str = r#"calendar = "always"
people = { rep = 4 }
[run]
until = "50000 leads"
warm_up = "1250 leads"
replications = 40
[channels.web]
arrivals = "3.2 per h"
[stages.serve]
role = "rep"
touch = { exponential = "1 h" }
advance = 1
"#;

const BENCHMARK_B: &str = r#"calendar = "always"
people = { s1 = 4, s2 = 4, s3 = 4, s4 = 3, s5 = 3 }
run = { days = 365, replications = 500 }
channels.leads.arrivals = "4 per d"
deal.value = { lognormal = { mean = 10000, cv = 1 } }
[stages]
contact  = { role = "s1", touch = { lognormal = { mean = "0.8 d", cv = 1 } }, advance = 0.75 }
qualify  = { role = "s2", touch = { lognormal = { mean = "0.9 d", cv = 1 } }, advance = 0.60 }
demo     = { role = "s3", touch = { lognormal = { mean = "1.5 d", cv = 1 } }, advance = 0.60 }
proposal = { role = "s4", touch = { lognormal = { mean = "2 d", cv = 1 } }, advance = 0.70 }
close    = { role = "s5", touch = { lognormal = { mean = "2.5 d", cv = 1 } }, advance = 0.50 }
"#;

const LEVEL_1: &str = r#"
[run]
weeks = 13
replications = 1000
[channels.web]
arrivals = "50 per week"
cost = 300
[channels.fair]
arrivals = { per_week = 6, dispersion = 4 }
cost = 500
[stages.qualify]
touch = "1.5 h"
buyer = "2 wd"
advance = "40 %"
cost = 20
[stages.close]
touch = "4 h"
advance = "25 %"
phase = "drive"
[deal]
value = { lognormal = { median = 12000, sigma = 0.6 } }
margin = "70 %"
"#;

const POLICIES: &str = r#"
compare = ["hero", "team"]
[channels.web]
arrivals = "50 per week"
[channels.fair]
arrivals = { every = { erlang = { k = 2, mean = "1 h" } } }
batch = 3
[segments.smb]
share = 0.6
value = 12000
[segments.mid]
share = 0.4
value = "20000 to 90000"
[people.ae]
count = 6
cost = "156000 per year"
skill = { sd = 0.25, correlation = 0.4, close = 1.3 }
admin = "32 %"
jobs = { sdr = { cost = "104000 per year" }, closer = {} }
[stages.qualify]
role = "ae"
touch = { by = "segment", smb = "1 h", mid = { exponential = "2 h" } }
advance = { by = "channel", web = 0.4, default = "30 %" }
[stages.close]
role = "ae"
touch = "25 to 35 h"
advance = 0.25
lost = "no interest"
[policies.team]
label = "team"
rules = { routing = "pull", order = "value per hour", wip = { sdr = 12, close = 20, total = 30 }, meetings = "3 h per week" }
roles = { sdr = { heads = 2, stages = ["qualify"] }, closer = { heads = 4, stages = ["close"] } }
[policies.hero]
label = "lone hero"
rules = { routing = "claim", order = "biggest", wip = 25, owner = "named" }
[policies.late]
like = "team"
rules = { order = "fifo" }
start = "week 26"
before = "hero"
"#;

fn parse(text: &str) -> Scenario {
    Scenario::parse(text.as_bytes(), "test.toml", &|_| None).unwrap_or_else(|e| panic!("{e}"))
}

/// A one-stage scenario with these lines in front.
fn minimal(head: &str, channel: &str, stage: &str) -> Scenario {
    parse(&format!("{head}\n[channels.web]\n{channel}\n[stages.serve]\n{stage}\n"))
}

fn rate(arrivals: &Arrivals) -> RateShape {
    match arrivals {
        Arrivals::Rate(rate) => rate.shape.clone(),
        other => panic!("{other:?} is not a rate"),
    }
}

fn hours(law: &ByLead<Law>) -> f64 {
    law.of(0, 0, 0).mean()
}

#[test]
fn a_queue_fits_in_a_dozen_lines() {
    let scenario = parse(MMC);
    assert_eq!(scenario.name, "test");
    assert_eq!(scenario.replications, 40);
    assert_eq!(scenario.horizon.warm_up, Extent::Leads(1250));
    assert_eq!(scenario.horizon.until, Extent::Leads(50_000));
    assert_eq!(scenario.horizon.run_out, RunOut::Drain);
    assert_eq!(scenario.system.groups[0].count, 4);
    assert_eq!(rate(&scenario.system.channels[0].arrivals), RateShape::Constant { per_hour: 3.2 });
    assert_eq!(scenario.system.stages[0].touch, ByLead::Same(Law::exponential(1.0).unwrap()));
    let StageKind::Chance(chance) = &scenario.system.stages[0].kind else { panic!() };
    assert_eq!(chance.routes, ByLead::Same(Routes(vec![(Target::Exit(0), 1.0)])));
    assert_eq!(scenario.policies.len(), 1);
    assert_eq!(scenario.policies[0].name, "plain");
    assert_eq!(scenario.primary, "lead_time_mean");
}

#[test]
fn five_stages_in_file_order_lead_to_won() {
    let scenario = parse(BENCHMARK_B);
    let names: Vec<&str> = scenario.system.stages.iter().map(|s| s.name.as_str()).collect();
    assert_eq!(names, ["contact", "qualify", "demo", "proposal", "close"]);
    let StageKind::Chance(first) = &scenario.system.stages[0].kind else { panic!() };
    let lost = scenario.system.exits.iter().position(|exit| exit.name == "lost").unwrap();
    let routes = vec![(Target::Stage(1), 0.75), (Target::Exit(lost), 0.25)];
    assert_eq!(first.routes, ByLead::Same(Routes(routes)));
    assert!((hours(&scenario.system.stages[4].touch) - 60.0).abs() < 1e-9);
    assert_eq!(scenario.horizon.until, Extent::Hours(365.0 * 24.0));
    assert_eq!(scenario.primary, "return_on_sales");
}

#[test]
fn a_funnel_needs_no_people() {
    let scenario = parse(LEVEL_1);
    assert!(scenario.system.groups.is_empty());
    assert!(scenario.system.stages[0].groups.is_empty());
    // two of five working days of a week on the calendar
    let buyer = scenario.system.stages[0].buyer.as_ref().unwrap();
    assert!((buyer.mean_by(0, 0, Law::mean) - 2.0 * 168.0 / 5.0).abs() < 1e-9);
    let Arrivals::Rate(fair) = &scenario.system.channels[1].arrivals else { panic!() };
    assert!((fair.dispersion - 4.0).abs() < 1e-12);
    assert!((scenario.system.segments[0].margin - 0.7).abs() < 1e-12);
    assert_eq!(scenario.horizon.until, Extent::Hours(13.0 * 168.0));
    assert_eq!(scenario.horizon.warm_up, Extent::Hours(0.0));
}

#[test]
fn an_office_warms_up_and_runs_out_for_26_weeks_around_a_year() {
    let scenario = parse(
        "people = { rep = 1 }\n[channels.web]\narrivals = \"1 per d\"\n\
         [stages.s]\nrole = \"rep\"\ntouch = \"1 h\"\n",
    );
    assert_eq!(scenario.horizon.warm_up, Extent::Hours(26.0 * 168.0));
    assert_eq!(scenario.horizon.until, Extent::Hours(78.0 * 168.0));
    assert_eq!(scenario.horizon.run_out, RunOut::Hours(26.0 * 168.0));
}

#[test]
fn policies_hold_rules_and_are_compared_in_the_order_asked_for() {
    let scenario = parse(POLICIES);
    let [hero, team] = scenario.policies.as_slice() else { panic!() };
    assert_eq!((hero.label.as_str(), team.label.as_str()), ("lone hero", "team"));
    assert_eq!(hero.routing, Routing::Claim);
    assert_eq!(hero.owner, Ownership::Named);
    assert_eq!(hero.wip_per_person, [(None, 25)]);
    assert_eq!(team.order, Order::ValuePerHour);
    assert_eq!(team.wip_per_person, [(Some("sdr".to_owned()), 12)]);
    assert_eq!(team.wip_per_stage, [(1, 20)]);
    assert_eq!(team.wip_total, Some(30));
    assert!((team.meeting_hours_per_week - 3.0).abs() < 1e-12);
    assert_eq!(team.roles[0].heads, 2);
    assert_eq!(team.roles[1].stages, [1]);
}

#[test]
fn a_policy_like_another_copies_its_rules_and_changes_what_it_says() {
    let text = POLICIES.replace(r#"compare = ["hero", "team"]"#, "");
    let scenario = parse(&text);
    let late = &scenario.policies[2];
    assert_eq!(late.name, "late");
    assert_eq!(late.order, Order::Fifo);
    assert_eq!(late.wip_total, Some(30));
    assert_eq!(late.roles.len(), 2);
    let start = late.start.as_ref().unwrap();
    assert!((start.at_hours - 25.0 * 168.0).abs() < 1e-9);
    assert_eq!(scenario.policies[start.before].name, "hero");
}

#[test]
fn people_cost_per_week_of_a_year_of_52() {
    let group = &parse(POLICIES).system.groups[0];
    assert!((group.cost_per_week - 3000.0).abs() < 1e-9);
    assert!((group.jobs[0].cost_per_week - 2000.0).abs() < 1e-9);
    assert!((group.jobs[1].cost_per_week - 3000.0).abs() < 1e-9);
    assert_eq!(group.skill.factors, [(1, 1.3)]);
}

#[test]
fn quantities_differ_by_channel_or_segment() {
    let system = parse(POLICIES).system;
    let ByLead::Segment(touch) = &system.stages[0].touch else { panic!() };
    assert_eq!(touch[1], Law::exponential(2.0).unwrap());
    let StageKind::Chance(chance) = &system.stages[0].kind else { panic!() };
    let ByLead::Channel(routes) = &chance.routes else { panic!() };
    assert!((routes[0].0[0].1 - 0.4).abs() < 1e-12);
    assert!((routes[1].0[0].1 - 0.3).abs() < 1e-12);
}

#[test]
fn a_lead_that_does_not_go_on_takes_the_exit_of_its_stage() {
    let system = parse(POLICIES).system;
    let StageKind::Chance(chance) = &system.stages[1].kind else { panic!() };
    let (Target::Exit(exit), _) = chance.routes.of(0, 0, 0).0[1] else { panic!() };
    assert_eq!(system.exits[exit].name, "no interest");
}

#[test]
fn times_have_units() {
    for (text, expected) in [
        ("90 min", 1.5),
        ("4 h", 4.0),
        ("3 d", 72.0),
        ("2 weeks", 336.0),
        ("6 mo", 26.0 * 168.0),
        ("1 year", 52.0 * 168.0),
        ("1e2 h", 100.0),
        ("1_000 h", 1000.0),
    ] {
        let scenario = minimal("", "arrivals = \"1 per h\"", &format!("touch = \"{text}\""));
        assert!((hours(&scenario.system.stages[0].touch) - expected).abs() < 1e-9, "{text}");
    }
}

#[test]
fn a_working_day_is_the_office_hours_of_work_and_a_fifth_of_a_week_of_waiting() {
    let scenario = parse(
        "people = { rep = 1 }\n[channels.web]\narrivals = \"1 per d\"\n\
         [stages.s]\nrole = \"rep\"\ntouch = \"1 wd\"\nbuyer = \"1 wd\"\ntouches = 2\n",
    );
    assert!((hours(&scenario.system.stages[0].touch) - 8.0).abs() < 1e-12);
    let buyer = scenario.system.stages[0].buyer.as_ref().unwrap();
    assert!((buyer.mean_by(0, 0, Law::mean) - 33.6).abs() < 1e-12);
}

#[test]
fn every_family_of_laws_can_be_written() {
    for (text, mean) in [
        ("{ fixed = \"2 h\" }", 2.0),
        ("{ exponential = { mean = \"2 h\" } }", 2.0),
        ("{ lognormal = { mean = \"2 h\", cv = 1 } }", 2.0),
        ("{ lognormal = { mu = 0.5, sigma = 0.2 } }", 0.52_f64.exp()),
        ("{ lognormal = { median = \"2 h\", sigma = 0 } }", 2.0),
        ("{ lognormal = { median = \"2 h\", p90 = \"2 h\" } }", 2.0),
        ("{ uniform = { low = \"1 h\", high = \"3 h\" } }", 2.0),
        ("{ gamma = { mean = \"2 h\", cv = 0.5 } }", 2.0),
        ("{ gamma = { shape = 4, scale = \"30 min\" } }", 2.0),
        ("{ erlang = { k = 3, mean = \"2 h\" } }", 2.0),
        ("{ weibull = { shape = 1, scale = \"2 h\" } }", 2.0),
        ("{ hyperexponential = { p = 0.5, mean1 = \"1 h\", mean2 = \"3 h\" } }", 2.0),
        ("{ hyperexponential = { mean = \"2 h\", cv = 2 } }", 2.0),
        ("{ beta = { alpha = 2, beta = 2, low = \"1 h\", high = \"3 h\" } }", 2.0),
        ("{ beta = { mean = \"2 h\", sd = \"0.2 h\", low = \"1 h\", high = \"3 h\" } }", 2.0),
        ("{ triangular = { low = \"1 h\", mode = \"2 h\", high = \"3 h\" } }", 2.0),
        ("{ pert = { low = \"1 h\", mode = \"2 h\", high = \"3 h\" } }", 2.0),
        ("{ discrete = { values = [\"1 h\", \"3 h\"], weights = [5, 5] } }", 2.0),
        ("{ empirical = [\"1 h\", \"3 h\"] }", 2.0),
        ("{ log-logistic = { shape = 2, scale = \"2 h\" } }", std::f64::consts::PI),
        ("{ \"negative binomial\" = { mean = 2, dispersion = 3 } }", 2.0),
        ("{ poisson = 2 }", 2.0),
    ] {
        let scenario = minimal("", "arrivals = \"1 per h\"", &format!("touch = {text}"));
        assert!((hours(&scenario.system.stages[0].touch) - mean).abs() < 1e-9, "{text}");
    }
}

#[test]
fn an_empirical_law_comes_from_a_column() {
    let text = "[channels.web]\narrivals = \"1 per h\"\n[stages.s]\n\
                touch = { empirical = { file = \"t.csv\", column = \"hours\", unit = \"h\" } }\n";
    let load = |name: &str| (name == "t.csv").then(|| "id,hours\na,1\nb,4 h\n".to_owned());
    let scenario = Scenario::parse(text.as_bytes(), "x.toml", &load).unwrap();
    assert!((hours(&scenario.system.stages[0].touch) - 2.5).abs() < 1e-12);
}

#[test]
fn arrivals_can_follow_steps_waves_gaps_and_lists() {
    let shape = |text: &str| {
        minimal("", &format!("arrivals = {text}"), "").system.channels[0].arrivals.clone()
    };
    let steps = RateShape::Steps { steps: vec![(0.0, 3.0), (8.0, 12.0)], repeat_hours: 24.0 };
    assert_eq!(rate(&shape("{ rate = [[\"0 h\", 3], [\"8 h\", 12]], repeat = \"1 d\" }")), steps);
    let wave = RateShape::Wave { per_hour: 10.0, amplitude: 0.5, period_hours: 24.0 };
    assert_eq!(
        rate(&shape("{ per_hour = 10, wave = { amplitude = 0.5, period = \"24 h\" } }")),
        wave
    );
    assert!(
        matches!(shape("{ every = \"15 min\" }"), Arrivals::Every(law) if law == Law::fixed(0.25).unwrap())
    );
    assert!(matches!(shape("{ at = [\"1 h\", \"2 h\"] }"), Arrivals::At(at) if at == [1.0, 2.0]));
}

#[test]
fn a_weekly_profile_keeps_the_volume() {
    let scenario = minimal(
        "start = 2026-01-07",
        "arrivals = { per_week = 168, weekday_profile = [2, 1, 1, 1, 1, 0.5, 0.5] }",
        "",
    );
    let RateShape::Steps { steps, repeat_hours } = rate(&scenario.system.channels[0].arrivals)
    else {
        panic!()
    };
    let total: f64 = steps.iter().map(|step| step.1).sum();
    assert!((total - 168.0).abs() < 1e-9 && (repeat_hours - 168.0).abs() < 1e-9);
    // the run starts on a Wednesday, so Monday is its sixth day
    assert!((steps[5 * 24].1 - 2.0).abs() < 1e-9);
}

#[test]
fn staffing_by_hour_gives_each_person_a_calendar() {
    let scenario = parse(
        "calendar = \"always\"\n[people.rep]\non_duty = [[\"0 h\", 2], [\"8 h\", 6], [\"20 h\", 2]]\n\
         repeat = \"1 d\"\n[channels.w]\narrivals = \"1 per h\"\n[stages.s]\nrole = \"rep\"\ntouch = \"1 h\"\n",
    );
    let group = &scenario.system.groups[0];
    assert_eq!(group.count, 6);
    let per_week = |k: usize| scenario.system.calendars[group.calendars[k]].hours_per_week();
    assert!((per_week(1) - 168.0).abs() < 1e-9);
    assert!((per_week(2) - 84.0).abs() < 1e-9);
}

#[test]
fn explicit_routes_put_the_way_ahead_first_then_stages_then_exits() {
    let scenario = parse(
        "[channels.w]\narrivals = \"1 per h\"\n[stages.a]\nnext = { lost = 0.3, b = 0.4, a = 0.1, rest = \"c\" }\n\
         [stages.b]\n[stages.c]\n",
    );
    let StageKind::Chance(chance) = &scenario.system.stages[0].kind else { panic!() };
    let routes = &chance.routes.of(0, 0, 0).0;
    let targets: Vec<Target> = routes.iter().map(|route| route.0).collect();
    assert_eq!(&targets[..3], [Target::Stage(1), Target::Stage(0), Target::Stage(2)]);
    assert!((routes[2].1 - 0.2).abs() < 1e-9);
}

#[test]
fn branches_of_a_parallel_stage_lead_back_to_it() {
    let scenario = parse(
        "[channels.w]\narrivals = \"1 per h\"\n[stages.review]\nparallel = [\"legal\", \"security\"]\n\
         [stages.legal]\nadvance = 0.9\n[stages.security]\n[stages.close]\n",
    );
    let StageKind::Parallel { branches, then } = &scenario.system.stages[0].kind else { panic!() };
    assert_eq!((branches.as_slice(), *then), ([1, 2].as_slice(), Target::Stage(3)));
    let StageKind::Chance(legal) = &scenario.system.stages[1].kind else { panic!() };
    assert_eq!(legal.routes.of(0, 0, 0).0[0], (Target::Stage(0), 0.9));
}

#[test]
fn a_contact_stage_has_attempts_and_a_reply_curve() {
    let scenario = minimal(
        "",
        "arrivals = \"1 per h\"\nreply_sensitivity = 0",
        "kind = \"contact\"\ntouch = \"0.3 h\"\nreply = { sensitivity = 0.5 }\ngive_up = [0.1]",
    );
    let StageKind::Contact(contact) = &scenario.system.stages[0].kind else { panic!() };
    assert_eq!(contact.reach, [0.30, 0.25, 0.20, 0.16, 0.12, 0.10]);
    assert_eq!(contact.attempts, 6);
    let reply = contact.reply.unwrap();
    assert!((reply.tau_hours - 0.48).abs() < 1e-12 && (reply.sensitivity - 0.5).abs() < 1e-12);
    assert_eq!(contact.then, Target::Exit(0));
    assert_eq!(scenario.system.channels[0].reply_sensitivity, Some(0.0));
}

#[test]
fn a_list_of_work_goes_to_the_leads_in_order() {
    let scenario = parse(
        "hours = \"Mon-Fri 09:00-17:00\"\nholidays = [3]\n[people.rep]\nshift_end = \"do not start\"\n\
         [channels.w]\narrivals = { at = [\"9 h\"] }\n[stages.s]\nrole = \"rep\"\nwork = [\"3 h\", \"5 h\"]\n",
    );
    let touch = &scenario.system.stages[0].touch;
    let means: Vec<f64> = (0..3).map(|k| touch.of(0, 0, k).mean()).collect();
    assert_eq!(means, [3.0, 5.0, 3.0]);
}

#[test]
fn a_territory_names_people_by_group_and_number() {
    let scenario = parse(
        "people = { rep = 3 }\n[channels.w]\narrivals = \"1 per h\"\n[stages.s]\nrole = \"rep\"\ntouch = \"1 h\"\n\
         [policies.map]\nrules = { routing = \"territory\", territory = { w = [\"rep 3\"] } }\n",
    );
    assert_eq!(scenario.policies[0].territory[0].of, TerritoryKey::Channel(0));
    assert_eq!(scenario.policies[0].territory[0].people, [(0, 3)]);
}

#[test]
fn leaving_takes_the_exit_named() {
    let scenario = minimal(
        "",
        "arrivals = \"1 per h\"",
        "patience = { after = { exponential = \"2 h\" }, exit = \"gave up\" }\ntimebox = \"30 d\"\nroom = 10\nwhen_full = \"lost\"",
    );
    let stage = &scenario.system.stages[0];
    let name = |exit: usize| scenario.system.exits[exit].name.as_str();
    assert_eq!(name(stage.patience.as_ref().unwrap().exit), "gave up");
    assert_eq!(name(stage.timebox.as_ref().unwrap().exit), "no decision");
    assert_eq!(name(stage.room.unwrap().when_full.unwrap()), "lost");
}

#[test]
fn a_file_says_only_what_differs_from_its_base() {
    let load = |name: &str| (name == "base.toml").then(|| POLICIES.to_owned());
    let text = "base = \"base.toml\"\nremove = [\"policies.late\"]\ncompare = [\"team\", \"hero\"]\n\
                [people.ae]\ncount = 9\n[stages.close]\ntouch = { exponential = \"3 h\" }\n";
    let child = Scenario::parse(text.as_bytes(), "child.toml", &load).unwrap();
    assert_eq!(child.name, "child");
    assert_eq!(child.system.groups[0].count, 9);
    assert!((child.system.groups[0].admin - 0.32).abs() < 1e-12);
    assert_eq!(child.system.stages[1].touch, ByLead::Same(Law::exponential(3.0).unwrap()));
    assert_eq!(child.policies[0].name, "team");
}

#[test]
fn a_star_removes_a_key_of_every_name() {
    let load = |name: &str| (name == "base.toml").then(|| POLICIES.to_owned());
    let text = "base = \"base.toml\"\nremove = [\"policies.*.label\", \"policies.late\"]\n";
    let child = Scenario::parse(text.as_bytes(), "child.toml", &load).unwrap();
    assert!(child.policies.iter().all(|policy| policy.label == policy.name));
    let text = text.replace("label", "labels");
    let error = Scenario::parse(text.as_bytes(), "child.toml", &load).unwrap_err().to_string();
    assert!(error.contains("nothing to remove: the base has no `policies.*.labels`"), "{error}");
}

#[test]
fn every_input_has_a_source() {
    let text = format!(
        "{LEVEL_1}[sources]\n\"channels.web.cost\" = \"B HubSpot survey\"\nstages.close = \"M own CRM 2025\"\n"
    );
    let scenario = parse(&text);
    let source = |path: &str| {
        scenario.inputs.iter().find(|input| input.path == path).unwrap_or_else(|| panic!("{path}"))
    };
    assert_eq!(source("channels.web.cost").source, Source::Benchmark("HubSpot survey".to_owned()));
    assert_eq!(source("stages.close.touch").source, Source::Measured("own CRM 2025".to_owned()));
    assert_eq!(source("stages.close.touch").value, "\"4 h\"");
    assert_eq!(source("channels.fair.cost").source, Source::Assumed);
    assert!(source("run.seed").is_default);
    assert_eq!(source("run.replications").source, Source::Choice);
}

#[test]
fn zones_of_indifference_are_points_or_per_cent() {
    let text = format!(
        "{MMC}[measure]\nindifference = {{ return_on_sales = \"2 pp\", revenue = \"5 %\", lead_time_mean = 3 }}\nsnapshots = [\"1 h\", \"5 h\"]\n"
    );
    let scenario = parse(&text);
    assert_eq!(scenario.zones[0], ("return_on_sales".to_owned(), Zone::Absolute(0.02)));
    assert_eq!(scenario.zones[1], ("revenue".to_owned(), Zone::Relative(0.05)));
    assert_eq!(scenario.zones[2], ("lead_time_mean".to_owned(), Zone::Absolute(3.0)));
    assert_eq!(scenario.zones[3], ("contribution".to_owned(), Zone::Relative(0.03)));
    assert_eq!(scenario.snapshots_hours, [1.0, 5.0]);
}

#[test]
fn the_canonical_text_knows_the_model_and_not_the_wording() {
    let same = MMC.replace("\"1 h\"", "\"60 min\"").replace("advance = 1\n", "# a comment\n");
    assert_eq!(parse(MMC).canonical(), parse(&same).canonical());
    assert_ne!(parse(MMC).canonical(), parse(&MMC.replace("3.2", "3.3")).canonical());
}

#[test]
fn the_schema_is_json_and_knows_every_parameter() {
    let schema: serde_json::Value = serde_json::from_str(&json_schema()).unwrap();
    assert_eq!(
        schema["properties"]["stages"]["additionalProperties"]["properties"]["kind"]["enum"][1],
        "contact"
    );
    assert_eq!(schema["additionalProperties"], false);
    for parameter in parameters() {
        let mut at = &schema;
        for part in parameter.path.split('.') {
            if at["anyOf"][1].is_object() {
                at = &at["anyOf"][1];
            }
            at = if part == "*" { &at["additionalProperties"] } else { &at["properties"][part] };
        }
        assert_eq!(at["description"], parameter.doc, "{}", parameter.path);
    }
}

#[test]
fn the_manual_has_a_line_for_every_parameter() {
    let manual = parameter_table_markdown();
    for parameter in parameters() {
        let lines =
            manual.lines().filter(|line| line.starts_with(&format!("| `{}` |", parameter.path)));
        assert_eq!(lines.count(), 1, "{}", parameter.path);
    }
}

#[test]
fn the_manual_has_a_line_for_every_key_of_a_small_table() {
    let manual = parameter_table_markdown();
    for key in [
        "channels.*.arrivals.dispersion` | a number, 1 to 1000000 | `1` |",
        "channels.*.arrivals.repeat` | a time such as `\"90 min\"`, `\"4 h\"` or `\"2 wd\"`, 0 or more | `1 d` |",
        "channels.*.arrivals.wave.amplitude` | a share",
        "plans.*.commission.default.N.rate` | a number, 0 or more; or an exact number",
        "plans.*.spiff.N.for` | one of `deals`, `meetings`, `revenue` |",
        "stages.*.patience.exit` | the name of an exit | `gone cold` |",
    ] {
        assert!(manual.contains(&format!("\n| `{key}")), "{key}");
    }
}

proptest! {
    #[test]
    fn no_text_makes_the_parser_panic(
        which in 0usize..6,
        cuts in prop::collection::vec((any::<prop::sample::Index>(), 0usize..40, 0usize..16), 1..6),
    ) {
        const PIECES: [&str; 16] = [
            "", "0", "-1", "1e300", "\"", "[", "]", "{", "}", "nan", "\n", "=", "é", "\"9 h\"", ".", "by = 3",
        ];
        let mut text = [MMC, BENCHMARK_B, LEVEL_1, POLICIES, WITH_BUYERS, PAY][which].to_owned();
        for (at, length, piece) in cuts {
            let mut start = at.index(text.len() + 1);
            while !text.is_char_boundary(start) { start -= 1; }
            let mut end = (start + length).min(text.len());
            while !text.is_char_boundary(end) { end += 1; }
            text.replace_range(start..end, PIECES[piece]);
        }
        if let Err(error) = Scenario::parse(text.as_bytes(), "fuzz.toml", &|_| None) {
            for problem in &error.problems {
                prop_assert!(problem.line > 0 && !problem.message.is_empty());
                prop_assert!(error.files[problem.file].text.get(problem.span.clone()).is_some());
            }
        }
    }

    #[test]
    fn no_value_makes_the_parser_panic(
        which in 0usize..6,
        line in any::<prop::sample::Index>(),
        value in 0usize..44,
    ) {
        const VALUES: [&str; 44] = [
            "0", "-1", "3", "1e15", "\"\"", "\"9 h\"", "\"-1 h\"", "\"1 to 2 h\"", "\" to \"", "true",
            "[]", "[[]]", "[[\"0 h\", 3]]", "[1, \"a\"]", "{}", "{ by = \"channel\" }",
            "{ by = \"segment\", default = 3 }", "{ exponential = {} }", "{ erlang = { k = 0, mean = 0 } }",
            "{ discrete = {} }", "{ every = 0 }", "{ after = 3 }", "{ at_once = 1 }", "{ rest = \"won\" }",
            "{ won = 2 }", "2026-13-01", "\"Mon\"", "{ wave = 3, mean = 1 }", "\"é per wd\"",
            "{ skill = {} }", "{ a = { count = 3 }, b = 2 }", "\"5 leads\"",
            "{ least = 3, most = 2, mean = 9 }", "\"100 % per wd\"", "\"qualify\"", "{ listen = 1, challenge = 1 }",
            "[{ rate = 1e9 }, { from = \"100 %\", rate = 0 }]", "[{ at = 0, amount = 1e15 }]", "\"150 %\"",
            "{ amount = 3, recoverable = true }", "[{ plan = \"classic\", share = 1 }]",
            "[{ stage = \"decide\", share = 1 }]", "{ \"3 mo\" = 1 }", "\"market\"",
        ];
        let text = [MMC, BENCHMARK_B, LEVEL_1, POLICIES, WITH_BUYERS, PAY][which];
        let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
        let line = line.index(lines.len());
        if let Some((key, _)) = lines[line].split_once('=') {
            lines[line] = format!("{key}= {}", VALUES[value]);
        }
        let text = lines.join("\n");
        if let Err(error) = Scenario::parse(text.as_bytes(), "fuzz.toml", &|_| None) {
            prop_assert!(!error.to_string().is_empty());
        }
    }
}

#[test]
fn the_default_scenario_is_clean_and_pays_its_policies_alike() {
    let text = include_bytes!("../../scenarios/hero-vs-team.toml");
    let scenario = Scenario::parse(text, "scenarios/hero-vs-team.toml", &|_| None)
        .unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(scenario.name, "hero-vs-team");
    assert!(scenario.warnings.is_empty(), "{:?}", scenario.warnings);
    let labels: Vec<&str> = scenario.policies.iter().map(|p| p.label.as_str()).collect();
    assert_eq!((labels, scenario.cells.len()), (vec!["lone hero", "team"], 8));
    let group = &scenario.system.groups[0];
    let heroes = f64::from(group.count) * group.cost_per_week;
    for policy in scenario.with_cells().0.policies.iter().filter(|of| !of.roles.is_empty()) {
        let roles = policy.roles.iter();
        let team: f64 = roles.map(|r| f64::from(r.heads) * group.jobs[r.job].cost_per_week).sum();
        assert!((team / heroes - 1.0).abs() < 0.021, "{}: {team}", policy.name);
    }
}
