//! Who sits at the table, what they know, how near they are to each other.

use posse::sales::buyer::{Buyer, BuyerRules, CommitteeSize, Message, Teaching};
use posse::sales::purpose;

use super::lab::{Lab, assert_close, assert_mean, assert_share, fixed};

fn rules(teaching: Teaching) -> BuyerRules {
    BuyerRules { teaching, ..BuyerRules::default() }
}

#[test]
fn a_committee_has_its_least_members_and_a_binomial_number_more() {
    let mut lab = Lab::of(1);
    lab.buying.members = CommitteeSize { least: 3, more: 5, chance: 0.44 };
    let mut counts = [0_u32; 17];
    lab.leads(20_000).for_each(|(buyer, _)| counts[buyer.committee.size() as usize] += 1);
    let ways = [1.0, 5.0, 10.0, 10.0, 5.0, 1.0];
    for (more, ways) in (0_u8..).zip(ways) {
        let share = ways * 0.44_f64.powi(more.into()) * 0.56_f64.powi(5 - i32::from(more));
        assert_share(counts[3 + usize::from(more)], 20_000, share, &format!("{more} more"));
    }
    assert_eq!(counts.iter().sum::<u32>(), counts[3..=8].iter().sum::<u32>());
}

#[test]
fn members_join_within_half_the_window_and_finance_with_the_proposal() {
    let mut lab = Lab::of(4);
    (lab.buying.window, lab.buying.finance) = (fixed(1000.0), 0.5);
    lab.world.time.urgent = 0.0;
    let (mut late, mut joins) = (0, Vec::new());
    for (mut buyer, _) in lab.leads(10_000) {
        assert_eq!(buyer.committee.present(0.0), 1, "the champion");
        let ordinary = buyer.committee.present(500.0);
        assert!(ordinary >= 3);
        late += u32::from(ordinary == 3);
        assert_eq!(buyer.committee.present(1e9), ordinary, "finance waits for the proposal");
        // The mean time to join is what is missing from being there all along.
        let there: u32 = (0..500).map(|hour| buyer.committee.present(f64::from(hour) + 0.5)).sum();
        joins.push((f64::from(ordinary) * 500.0 - f64::from(there)) / f64::from(ordinary - 1));
        buyer.everybody_joins(600.0);
        assert_eq!(buyer.committee.present(600.0), buyer.committee.size());
    }
    assert_share(late, 10_000, 0.5, "finance");
    assert_mean(&joins, 500.0 * 1.2 / 2.7, "time to join");
}

#[test]
fn half_of_a_committee_is_there_when_the_middle_one_has_joined() {
    for members in 1..=8 {
        let mut lab = Lab::of(members);
        (lab.buying.window, lab.buying.finance) = (fixed(1000.0), 0.5);
        for (buyer, _) in lab.leads(200) {
            let half = buyer.half_joined();
            assert!(half.is_finite());
            assert!(buyer.committee.present(half) >= members.div_ceil(2));
            assert!(half == 0.0 || buyer.committee.present(half - 1e-6) < members.div_ceil(2));
        }
    }
}

#[test]
fn as_many_sessions_as_half_the_committee_align_it_when_all_are_there() {
    for members in 1..=8 {
        let lab = Lab::of(members).all_there();
        let (mut buyer, _) = lab.leads(1).next().expect("a lead");
        let needed = members.div_ceil(2);
        for session in 0..needed {
            let so_far = f64::from(session) / f64::from(needed);
            let expected = if members == 1 { 1.0 } else { so_far };
            assert_close(buyer.committee.alignment(), expected, "alignment");
            assert_eq!(buyer.is_aligned(&lab.world), members == 1);
            buyer.align(&lab.world, &BuyerRules::default(), 1.0, 1.0);
        }
        assert_close(buyer.committee.alignment(), 1.0, "alignment");
        assert!(buyer.is_aligned(&lab.world));
    }
}

#[test]
fn a_session_counts_by_skill_message_and_the_share_who_are_there() {
    let mut lab = Lab::of(5);
    lab.world.committee.join = fixed(0.4);
    lab.buying.window = fixed(100.0);
    lab.world.time.urgent = 0.0;
    lab.world.committee.self_taught = 0.5; // an informed group
    for (message, factor) in
        [(Message::General, 1.0), (Message::Group, 1.2), (Message::Individual, 0.41)]
    {
        let rules = rules(Teaching { message, ..Teaching::default() });
        let (mut buyer, _) = lab.leads(1).next().expect("a lead");
        buyer.align(&lab.world, &rules, 0.8, 1.0);
        assert_close(buyer.committee.alignment(), 0.8 * factor / 5.0 / 3.0, "the champion alone");
        let (mut buyer, _) = lab.leads(1).next().expect("a lead");
        buyer.align(&lab.world, &rules, 0.8, 40.0);
        assert_close(buyer.committee.alignment(), 0.8 * factor / 3.0, "everybody");
    }
}

#[test]
fn sessions_without_skill_end_after_two_more_than_are_needed() {
    let lab = Lab::of(5).all_there();
    let (mut buyer, _) = lab.leads(1).next().expect("a lead");
    for _ in 0..5 {
        assert!(!buyer.is_aligned(&lab.world));
        buyer.align(&lab.world, &BuyerRules::default(), 0.0, 1.0);
    }
    assert!(buyer.is_aligned(&lab.world));
    assert_close(buyer.committee.alignment(), 0.0, "alignment");
}

#[test]
fn who_joins_after_the_first_session_sets_alignment_back_by_his_share() {
    let mut lab = Lab::of(5);
    (lab.buying.window, lab.world.time.urgent) = (fixed(1000.0), 0.0);
    for (mut buyer, _) in lab.leads(100) {
        let now = buyer.half_joined();
        buyer.wait_until(&lab.world, now);
        assert_close(buyer.committee.alignment(), 0.0, "joins before the first session");
        for _ in 0..3 {
            buyer.align(&lab.world, &BuyerRules::default(), 1.0, now);
        }
        let present = buyer.committee.present(now);
        let (sessions, late) = (f64::from(present) / 5.0, f64::from(5 - present) / 5.0);
        assert_close(buyer.committee.alignment(), sessions, "before the others");
        buyer.everybody_joins(1000.0);
        assert_close(buyer.committee.alignment(), (sessions - late).max(0.0), "with the others");
        buyer.everybody_joins(1001.0);
        assert_close(buyer.committee.alignment(), (sessions - late).max(0.0), "counted once");
    }
}

/// Teaches until everybody knows everything: hours, and lessons.
fn teach_all(lab: &Lab, buyer: &mut Buyer, rules: &BuyerRules, skill: f64) -> (f64, u32) {
    let (mut hours, mut lessons) = (0.0, 0);
    while !buyer.is_taught(&lab.world, 1.0) {
        let lesson = buyer.lesson(&lab.world, rules, 2.0, 1.0).hours;
        assert!(lesson > 0.0 && lesson <= 2.0);
        buyer.learn(&lab.world, rules, (lesson, 2.0), skill, 1.0);
        (hours, lessons) = (hours + lesson, lessons + 1);
    }
    (hours, lessons)
}

/// The hours that the members of a lead's committee need, from nothing.
fn needs(lab: &Lab, lead: u32, members: u32) -> Vec<f64> {
    let need = |member| {
        let mut draws = lab.of_member(lead, member, purpose::MEMBER_NEED);
        lab.world.committee.education.sample(&mut draws)
    };
    (0..members).map(need).collect()
}

#[test]
fn education_takes_what_members_have_not_taught_themselves() {
    let mut lab = Lab::of(5).all_there();
    lab.world.committee.learned = 1.0 - 1e-12;
    for (lead, (mut buyer, _)) in (0..100).zip(lab.leads(100)) {
        let expected: f64 = needs(&lab, lead, 5)[1..].iter().map(|need| 0.7 * need).sum();
        let (hours, _) = teach_all(&lab, &mut buyer, &BuyerRules::default(), 1.0);
        assert_close(hours, expected, "hours");
        assert_close(buyer.committee.coverage(1.0), 1.0, "coverage");
    }
}

#[test]
fn who_has_taught_himself_or_has_nothing_to_learn_takes_no_lesson() {
    let mut lab = Lab::of(5).all_there();
    lab.world.committee.self_taught = 1.0;
    let (buyer, _) = lab.leads(1).next().expect("a lead");
    assert!(buyer.is_taught(&lab.world, 1.0));
    let mut lab = Lab::of(5).all_there();
    lab.world.committee.education = fixed(0.0);
    let (buyer, _) = lab.leads(1).next().expect("a lead");
    assert!(buyer.is_taught(&lab.world, 1.0));
    assert_close(buyer.committee.coverage(1.0), 1.0, "coverage");
}

#[test]
fn an_hour_teaches_by_the_teachers_skill() {
    let lab = Lab::of(2).all_there();
    for (lead, (mut buyer, _)) in (0..100).zip(lab.leads(100)) {
        let need = needs(&lab, lead, 2)[1];
        buyer.learn(&lab.world, &BuyerRules::default(), (0.5, 2.0), 0.8, 1.0);
        let knowledge = (0.3 + 0.5 * 0.8 / need).min(1.0);
        assert_close(buyer.committee.coverage(1.0), 0.5 * (1.0 + knowledge), "coverage");
    }
}

#[test]
fn three_who_know_too_little_are_taught_together_at_half_of_the_effect() {
    let group = rules(Teaching { in_groups: true, ..Teaching::default() });
    for pupils in 1..=7_u32 {
        let lab = Lab::of(pupils + 1).all_there();
        let (mut buyer, _) = lab.leads(1).next().expect("a lead");
        let lesson = buyer.lesson(&lab.world, &group, 2.0, 1.0);
        let date = buyer.date_factor(&lab.world, &group, 1.0);
        let taught = buyer.learn(&lab.world, &group, (lesson.hours, 2.0), 0.9, 1.0);
        if pupils < 3 {
            assert_eq!((taught, lesson.hours <= 2.0), (1, true));
            assert_eq!((lesson.prep_hours, date), (0.0, 1.0));
            continue;
        }
        assert_eq!((taught, lesson.prep_hours), (pupils, 1.0));
        assert_close(lesson.hours, 2.0 + 0.5 * f64::from(pupils - 1), "length");
        assert_close(date, 1.0 + 0.1 * f64::from(pupils - 1), "time to find a date");
        let gain = |need: &f64| (0.3 + 0.5 * 2.0 * 0.9 / need).min(1.0);
        let known: f64 = needs(&lab, 0, pupils + 1)[1..].iter().map(gain).sum();
        let coverage = (1.0 + known) / f64::from(pupils + 1);
        assert_close(buyer.committee.coverage(1.0), coverage, "coverage");
    }
}

/// What a group of three, five and eight learns in an hour of the seller's, preparation included, against
/// one by one: a group pays from a mean committee on, of five.
#[test]
fn a_group_session_pays_from_five_pupils_on() {
    let group = rules(Teaching { in_groups: true, ..Teaching::default() });
    for (pupils, gain) in [(3, 0.75), (5, 1.0), (8, 8.0 / 6.5)] {
        let mut lab = Lab::of(pupils + 1).all_there();
        lab.world.committee.education = fixed(1e6); // so that nobody knows all
        let (mut buyer, _) = lab.leads(1).next().expect("a lead");
        let before = buyer.committee.coverage(1.0);
        let lesson = buyer.lesson(&lab.world, &group, 2.0, 1.0);
        buyer.learn(&lab.world, &group, (lesson.hours, 2.0), 1.0, 1.0);
        let learned = (buyer.committee.coverage(1.0) - before) * f64::from(pupils + 1) * 1e6;
        let taken = lesson.hours + lesson.prep_hours;
        assert!((learned / taken - gain).abs() < 1e-4, "{pupils}: {}", learned / taken);
    }
}

/// A message for the group needs a group that knows what it is about; each costs its preparation.
#[test]
fn messages_take_preparation_and_one_for_the_group_needs_an_informed_group() {
    let by = |message| rules(Teaching { message, ..Teaching::default() });
    let lab = Lab::of(4).all_there();
    let aligned = |message, is_taught: bool| {
        let (mut buyer, _) = lab.leads(1).next().expect("a lead");
        if is_taught {
            (0..12).for_each(|_| {
                buyer.learn(&lab.world, &BuyerRules::default(), (9.0, 9.0), 1.0, 1.0);
            });
        }
        let hours = buyer.message_hours(&by(message), 1.0);
        buyer.align(&lab.world, &by(message), 1.0, 1.0);
        (hours, buyer.committee.alignment())
    };
    let (none, general) = aligned(Message::General, true);
    let (prep, group) = aligned(Message::Group, true);
    let (each, individual) = aligned(Message::Individual, true);
    assert_eq!((none, prep, each), (0.0, 1.0, 4.0));
    assert_close(group, general * 1.2, "to the group");
    assert_close(individual, general * 0.41, "to each alone");
    // 0.475 of 1: the champion knows all, the others three tenths.
    assert_close(aligned(Message::Group, false).1, general, "to a group that knows too little");
}

#[test]
fn of_those_who_know_equally_little_the_first_to_join_is_taught_first() {
    let mut lab = Lab::of(5);
    (lab.buying.window, lab.world.time.urgent) = (fixed(1000.0), 0.0);
    for (lead, (buyer, _)) in (0..100).zip(lab.leads(100)) {
        let at = |member| lab.of_member(lead, member, purpose::MEMBER_JOIN).unit();
        let first = (1..5).min_by(|a, b| at(*a).total_cmp(&at(*b))).expect("four");
        let lesson = buyer.lesson(&lab.world, &BuyerRules::default(), 1e9, 1000.0);
        assert_close(
            lesson.hours,
            0.7 * needs(&lab, lead, 5)[first as usize],
            "the first one's need",
        );
    }
}

#[test]
fn alignment_draws_stances_together_and_keeps_their_mean() {
    let mut lab = Lab::of(4).all_there().all_fit(0.36);
    lab.world.committee.vote_scale = 1e6; // so that the mean chance is linear in the stances
    for (mut buyer, luck) in lab.leads(100) {
        let stance =
            |buyer: &mut Buyer| (buyer.meet(&lab.world, 0.0, luck, 1.0).yes_chance - 0.5) * 4e6;
        let before = stance(&mut buyer);
        buyer.align(&lab.world, &BuyerRules::default(), 1.0, 1.0);
        assert!((stance(&mut buyer) - before).abs() < 1e-6);
    }
}
