//! What a scenario says of buyers: their defaults, their committees, the rules for them.

use posse::engine::law::Law;
use posse::sales::buyer::{
    BuyerRules, BuyerSkills, Buyers, Buying, BuyingTime, CommitteeEffects, CommitteeSize,
    DialogueEffects, DialogueMix, Gate, HourPrice, Message, Needs, Objective, Prospects, Readiness,
    Rivals, Teaching, Unready, WORKING_DAY_HOURS,
};
use posse::sales::{ByLead, Exit, ExitFamily, Phase, StageKind, Target, Topic};
use posse::scenario::Scenario;

/// Every key that speaks of buyers but those of [buyers].
pub(crate) const WHOLE: &str = r#"
[buyers]
[segments.mid]
share = 0.4
value = 50000
committee = { members = { least = 3, most = 8, mean = 5.2 }, window = { lognormal = { median = "150 wd", sigma = 0.5 } }, finance = 0.5, rival = 0.45, contact = "6 h per week" }
[segments.smb]
share = 0.6
value = 12000
[channels.inbound]
arrivals = "50 per week"
fit = { beta = { alpha = 2.2, beta = 2.2 } }
ready = "25 %"
[channels.fair]
arrivals = "5 per week"
[people.seller]
count = 6
skill = { sd = 0.25, correlation = 0.4, facilitate = 1.2 }
[stages.respond]
kind = "contact"
role = "seller"
touch = "20 min"
[stages.learn]
kind = "qualify"
role = "seller"
[stages.teach]
kind = "educate"
role = "seller"
[stages.agree]
kind = "align"
role = "seller"
[stages.prove]
kind = "validate"
role = "seller"
touches = 2
touch = "4 h"
[stages.decide]
kind = "decide"
role = "seller"
[policies.team.rules]
gate = { cutoff = 0.45, objective = "mutual", threshold = 5, hour_price = 120, depth = 1.2, margin = 0.4, dialogues = 4, hold = "20 wd" }
dialogue = { listen = 0.5, challenge = 0.2 }
persuade = true
unready = "push"
teaching = { groups = true, message = "group" }
[policies.strict]
like = "team"
[policies.strict.rules]
gate = { cutoff = 0.6 }
[policies.plain.rules]
"#;

fn parse(text: &str) -> Scenario {
    Scenario::parse(text.as_bytes(), "test.toml", &|_| None).unwrap_or_else(|e| panic!("{e}"))
}

fn buyers(text: &str) -> Buyers {
    parse(text).system.buyers.expect("buyers")
}

/// The same numbers, to the rounding of units.
fn assert_same(found: &impl std::fmt::Debug, expected: &impl std::fmt::Debug) {
    let (found, expected) = (format!("{found:#?}"), format!("{expected:#?}"));
    for (found, expected) in found.lines().zip(expected.lines()) {
        let number = |line: &str| -> Option<f64> {
            line.rsplit(' ').next()?.trim_end_matches(',').parse().ok()
        };
        match (number(found), number(expected)) {
            // infinities are equal, and their difference is no number
            (Some(a), Some(b)) if a.is_finite() || b.is_finite() => {
                assert!((a - b).abs() <= 1e-12 * b.abs(), "{found}, {expected}");
            }
            _ => assert_eq!(found, expected),
        }
    }
    assert_eq!(found.lines().count(), expected.lines().count());
}

#[test]
fn an_empty_section_of_buyers_takes_every_default() {
    let text = "[buyers]\n[segments.all]\n[channels.web]\narrivals = \"1 per h\"\n[stages.serve]\n";
    let scenario = parse(text);
    let found = scenario.system.buyers.expect("buyers");
    assert_same(&found.needs, &Needs::default());
    assert_same(&found.dialogue, &DialogueEffects::default());
    assert_same(&found.committee, &CommitteeEffects::default());
    assert_same(&found.time, &BuyingTime::default());
    assert_same(&found.readiness, &Readiness::default());
    assert_same(&found.rival, &Rivals::default());
    assert_same(&scenario.system.segments[0].buying, &Buying::default());
    assert_same(&scenario.system.channels[0].prospects, &Prospects::default());
    let by_default =
        |path: &str| scenario.inputs.iter().any(|input| input.path == path && input.is_default);
    assert!(by_default("buyers.needs.wants_bias") && by_default("buyers.committee.join"));
}

#[test]
fn the_rules_for_buyers_have_defaults() {
    let text = "[buyers]\n[channels.web]\narrivals = \"1 per h\"\n[stages.serve]\n[policies.a]\n";
    assert_eq!(parse(text).policies[0].buyers, BuyerRules::default());
}

#[test]
fn without_the_section_there_are_no_buyers() {
    let text = "[channels.web]\narrivals = \"1 per h\"\n[stages.serve]\n";
    let system = parse(text).system;
    assert_eq!(system.buyers, None);
    assert_eq!(system.skills, ["serve"]);
    assert!(system.exits.iter().all(|exit| exit.name != "not ready"));
}

#[test]
fn numbers_of_buyers_have_units_where_they_are_not_shares() {
    let text = r#"
[buyers]
needs = { breaker_found = "0.5 per h", standard_hours = "2 wd", hour_cost = "1 k", churn_level = -3 }
dialogue = { half_life = "4 weeks", offence = "10 % per h" }
time = { stall = "50 % per d", walk_away = "1 per week", lapse = 0 }
readiness = { wake = "3 mo", nurture_cost = "120 per year" }
committee = { education = "90 min", join = 0.4, loops = 0 }
[channels.web]
arrivals = "1 per h"
[stages.serve]
"#;
    let found = buyers(text);
    let close = |a: f64, b: f64| assert!((a - b).abs() < 1e-9, "{a} is not {b}");
    close(found.needs.breaker_found_per_hour, 0.5);
    close(found.needs.standard_hours, 16.0);
    close(found.needs.hour_cost, 1000.0);
    close(found.needs.churn_level, -3.0);
    close(found.dialogue.half_life_hours, 4.0 * 168.0);
    close(found.dialogue.offence_per_hour, 0.1);
    // half of them are left after a day
    close((-24.0 * found.time.stall_per_hour).exp(), 0.5);
    close(found.time.walk_away_per_hour, 1.0 / 168.0);
    close(found.time.lapse_per_hour, 0.0);
    close(found.readiness.nurture_cost_per_month, 10.0);
    assert_eq!(found.readiness.wake, Law::fixed(3.0 * 728.0).unwrap());
    assert_eq!(found.committee.education, Law::fixed(1.5).unwrap());
    assert_eq!(found.committee.join, Law::fixed(0.4).unwrap());
    assert_eq!(found.committee.loops, 0);
}

#[test]
fn a_segment_has_a_committee() {
    let segments = parse(WHOLE).system.segments;
    let mid = &segments[0].buying;
    let CommitteeSize { least, more, chance } = mid.members;
    assert_eq!((least, more), (3, 5));
    assert!((chance - 0.44).abs() < 1e-12 && (mid.members.mean() - 5.2).abs() < 1e-12);
    let window = Law::lognormal_median_sigma(150.0 * WORKING_DAY_HOURS, 0.5).unwrap();
    assert_eq!(mid.window, window);
    assert_eq!((mid.finance, mid.rival, mid.contact_hours_per_week), (0.5, 0.45, 6.0));
    assert_eq!(segments[1].buying, Buying::default());
}

#[test]
fn exactly_so_many_members_are_a_committee_too() {
    let text = WHOLE.replace("{ least = 3, most = 8, mean = 5.2 }", "5");
    let members = parse(&text).system.segments[0].buying.members;
    assert_eq!(members, CommitteeSize { least: 5, more: 0, chance: 0.0 });
}

#[test]
fn a_committee_says_only_what_differs_from_its_base() {
    let load = |name: &str| (name == "base.toml").then(|| WHOLE.to_owned());
    let text = "base = \"base.toml\"\n[segments.mid.committee]\nmembers = 4\n";
    let child = Scenario::parse(text.as_bytes(), "child.toml", &load).unwrap();
    let buying = &child.system.segments[0].buying;
    assert_eq!((buying.members.least, buying.rival), (4, 0.45));
}

#[test]
fn a_channel_says_who_comes_through_it() {
    let channels = parse(WHOLE).system.channels;
    let inbound = Prospects { fit: Law::beta(2.2, 2.2, 0.0, 1.0).unwrap(), ready: 0.25 };
    assert_eq!(channels[0].prospects, inbound);
    assert_eq!(channels[1].prospects, Prospects::default());
}

#[test]
fn conversations_have_a_topic_a_phase_a_skill_and_a_length() {
    let system = parse(WHOLE).system;
    let found: Vec<_> = system.stages[1..]
        .iter()
        .map(|stage| {
            let talk = stage.kind.conversation().expect("a conversation");
            let hours = stage.touch.of(0, 0, 0).mean();
            let skill = system.skills[stage.skill].as_str();
            (talk.about, talk.sessions, stage.phase, skill, (hours * 1e9).round() / 1e9)
        })
        .collect();
    let expected = [
        (Topic::Qualify, 1, Phase::Select, "qualify", 1.5),
        (Topic::Educate, 1, Phase::Drive, "educate", 2.0),
        (Topic::Align, 1, Phase::Drive, "facilitate", 3.0),
        (Topic::Validate, 2, Phase::Drive, "technical", 4.0),
        (Topic::Decide, 1, Phase::Drive, "close", 4.0),
    ];
    assert_eq!(found, expected);
    assert_eq!(system.stages[2].touch, ByLead::Same(Law::fixed(2.0).unwrap()));
    assert_eq!(system.stages[5].touch, ByLead::Same(Law::lognormal_mean_cv(4.0, 0.5).unwrap()));
    let then = |stage: usize| match &system.stages[stage].kind {
        StageKind::Buyer(talk) => talk.then,
        other => panic!("{other:?}"),
    };
    assert_eq!(then(1), Target::Stage(2));
    assert_eq!(then(5), Target::Exit(Exit::WON));
}

#[test]
fn a_conversation_may_have_another_phase_skill_and_target() {
    let text = WHOLE.replace(
        "[stages.teach]\nkind = \"educate\"\n",
        "[stages.teach]\nkind = \"educate\"\nphase = \"engage\"\nskill = \"patience\"\nnext = \"decide\"\n",
    );
    let system = parse(&text).system;
    let stage = &system.stages[2];
    assert_eq!((stage.phase, system.skills[stage.skill].as_str()), (Phase::Engage, "patience"));
    assert_eq!(stage.kind.conversation().unwrap().then, Target::Stage(5));
}

#[test]
fn buyers_bring_all_five_skills() {
    let system = parse("[buyers]\n[channels.web]\narrivals = \"1 per h\"\n[stages.close]\n").system;
    assert_eq!(system.skills, ["close", "qualify", "educate", "facilitate", "technical"]);
    let expected = BuyerSkills { educate: 2, close: 0 };
    assert_eq!(system.buyers.unwrap().skills, expected);
}

#[test]
fn buyers_bring_exits_that_a_scenario_may_share() {
    let text = r#"
[buyers]
[exits."buyer declined"]
family = "lost"
[exits.later]
family = "not ready"
[channels.web]
arrivals = "1 per h"
[stages.serve]
advance = 0.5
lost = "buyer declined"
"#;
    let system = parse(text).system;
    let leaves = system.buyers.as_ref().unwrap().leaves;
    let exit = |number: usize| (system.exits[number].name.as_str(), system.exits[number].family);
    assert_eq!(exit(Exit::WON), ("won", ExitFamily::Won));
    assert_eq!(exit(Exit::NEVER_WORKED), ("never worked", ExitFamily::NeverWorked));
    assert_eq!(exit(leaves.won_regretted), ("won, regretted", ExitFamily::Won));
    assert_eq!(exit(leaves.disqualified_right), ("disqualified, right", ExitFamily::Lost));
    assert_eq!(exit(leaves.disqualified_wrong), ("disqualified, wrong", ExitFamily::Lost));
    assert_eq!(exit(leaves.declined), ("buyer declined", ExitFamily::Lost));
    assert_eq!(exit(leaves.cannot_deliver), ("cannot deliver", ExitFamily::Lost));
    assert_eq!(exit(leaves.competitor), ("lost to competitor", ExitFamily::Lost));
    assert_eq!(exit(leaves.status_quo), ("no decision, status quo", ExitFamily::NoDecision));
    assert_eq!(exit(leaves.indecision), ("no decision, indecision", ExitFamily::NoDecision));
    assert_eq!(exit(leaves.not_ready), ("not ready", ExitFamily::NotReady));
    let later = system.exits.iter().find(|exit| exit.name == "later").unwrap();
    assert_eq!(later.family, ExitFamily::NotReady);
    let StageKind::Chance(chance) = &system.stages[0].kind else { panic!() };
    assert_eq!(chance.routes.values()[0].0[1].0, Target::Exit(leaves.declined));
}

#[test]
fn a_policy_has_rules_for_buyers() {
    let policies = parse(WHOLE).policies;
    let team = BuyerRules {
        gate: Gate {
            cutoff: 0.45,
            objective: Some(Objective::Mutual),
            threshold: 5.0,
            hour_price: HourPrice::Fixed(120.0),
            depth: 1.2,
            margin: 0.4,
            dialogues: 4,
            hold_hours: 20.0 * WORKING_DAY_HOURS,
        },
        mix: DialogueMix { listen: 0.5, challenge: 0.2 },
        persuade: true,
        unready: Unready::Push,
        teaching: Teaching { in_groups: true, message: Message::Group },
    };
    assert_eq!(policies[0].buyers, team);
    assert_eq!(policies[2].buyers, BuyerRules::default());
}

#[test]
fn a_policy_like_another_changes_single_keys_of_its_gate() {
    let policies = parse(WHOLE).policies;
    let (team, strict) = (&policies[0].buyers, &policies[1].buyers);
    let gate = Gate { cutoff: 0.6, ..team.gate.clone() };
    assert_eq!(*strict, BuyerRules { gate, ..team.clone() });
}

#[test]
fn the_canonical_text_knows_the_buyers() {
    let other = WHOLE.replace("ready = \"25 %\"", "ready = 0.26");
    assert_ne!(parse(WHOLE).canonical(), parse(&other).canonical());
    let other = WHOLE.replace("[buyers]", "[buyers.needs]\nswitching = 0.11");
    assert_ne!(parse(WHOLE).canonical(), parse(&other).canonical());
}

#[test]
fn every_word_for_messages_is_heard_for_what_it_says() {
    let messages = [
        ("general", Message::General),
        ("group", Message::Group),
        ("individual", Message::Individual),
    ];
    for (word, meaning) in messages {
        let scenario =
            parse(&WHOLE.replace("message = \"group\"", &format!("message = \"{word}\"")));
        assert_eq!(scenario.policies[0].buyers.teaching.message, meaning, "{word}");
    }
}
