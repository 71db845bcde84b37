//! One conversation: wants move towards needs, pitches fade, offence is taken.

use posse::sales::buyer::{Buyer, Skills};
use posse::sales::purpose;

use super::lab::{Lab, STANDARD, assert_close, assert_share, beta, mix};

#[test]
fn wants_approach_needs_by_the_formula() {
    let lab = Lab::of(3);
    for (listen, challenge, hours, educate) in
        [(0.7, 0.0, 1.5, 1.0), (0.5, 0.2, 2.0, 1.3), (0.2, 0.5, 0.7, 0.6), (1.0, 0.0, 4.0, 1.0)]
    {
        let pitch = 1.0 - listen - challenge;
        let speed = 0.35 * hours * educate * (1.0 + 0.5 * challenge) * (1.0 - pitch) / 0.7;
        for (mut buyer, luck) in lab.leads(50) {
            let distance = buyer.wants() - buyer.fit();
            let skills = Skills { educate, ..STANDARD };
            if buyer.talk(&lab.world, mix(listen, challenge), hours, skills, luck, 1.0) {
                let expected = buyer.fit() + distance * (-speed).exp();
                assert_close(buyer.wants(), expected, "wants");
            }
        }
    }
}

#[test]
fn the_reference_mix_teaches_at_the_plain_speed_and_pure_pitch_not_at_all() {
    let lab = Lab::of(3);
    for (mut buyer, luck) in lab.leads(50) {
        let (fit, wants) = (buyer.fit(), buyer.wants());
        buyer.talk(&lab.world, mix(0.0, 0.0), 10.0, STANDARD, luck, 1.0);
        assert_close(buyer.wants(), wants, "after a pitch");
        buyer.talk(&lab.world, mix(0.7, 0.0), 2.0, STANDARD, luck, 2.0);
        assert_close(buyer.wants(), fit + (wants - fit) * (-0.7_f64).exp(), "after dialogue");
    }
}

#[test]
fn how_talk_is_cut_into_pieces_changes_neither_wants_nor_offence() {
    let lab = Lab::of(3);
    let tables = lab.tables();
    let talk = |lead: u32, pieces: u32| {
        let mut buyer = lab.begun(&tables, lead);
        let hours = 30.0 / f64::from(pieces);
        let calm = (0..pieces).all(|_| {
            buyer.talk(&lab.world, mix(0.3, 0.5), hours, STANDARD, lab.luck_of(lead), 1.0)
        });
        (calm, buyer.wants())
    };
    let mut offended = 0;
    for lead in 0..10_000 {
        let whole = talk(lead, 1);
        let exposure = 0.04 * 0.5 * 30.0;
        assert_eq!(whole.0, exposure < lab.threshold(lead, purpose::OFFENCE));
        offended += u32::from(!whole.0);
        for pieces in [3, 20] {
            let cut = talk(lead, pieces);
            assert_eq!(cut.0, whole.0, "lead {lead} in {pieces} pieces");
            if whole.0 {
                assert_close(cut.1, whole.1, "wants");
            }
        }
    }
    assert_share(offended, 10_000, 1.0 - (-0.6_f64).exp(), "offended");
}

#[test]
fn skill_makes_challenge_less_offensive_and_no_challenge_offends_nobody() {
    let lab = Lab::of(1);
    let offended = |challenge: f64, educate: f64| {
        let skills = Skills { educate, ..STANDARD };
        let calm = |(mut buyer, luck): (Buyer, _)| {
            buyer.talk(&lab.world, mix(0.0, challenge), 20.0, skills, luck, 1.0)
        };
        u32::try_from(lab.leads(10_000).map(calm).filter(|calm| !calm).count()).expect("few")
    };
    assert_share(offended(0.5, 2.0), 10_000, 1.0 - (-0.2_f64).exp(), "by a master");
    assert_eq!(offended(0.0, 1.0), 0);
    assert_eq!(offended(0.0, 0.0), 0, "nobody challenges, however badly");
    assert_eq!(offended(0.5, 0.0), 10_000, "no skill at all");
    let tables = lab.tables();
    for lead in 0..1000 {
        let mut buyer = lab.begun(&tables, lead);
        let luck = lab.luck_of(lead);
        let nobody = Skills { educate: 0.0, ..STANDARD };
        assert!(buyer.talk(&lab.world, mix(0.7, 0.0), 20.0, nobody, luck, 1.0));
        let calm = buyer.talk(&lab.world, mix(0.0, 0.5), 20.0, STANDARD, luck, 1.0);
        assert_eq!(calm, 0.4 < lab.threshold(lead, purpose::OFFENCE), "later, by somebody else");
    }
}

#[test]
fn pitching_offends_at_its_own_rate_whatever_the_skill() {
    let mut lab = Lab::of(1);
    lab.world.dialogue.pressure_per_hour = 0.02;
    let offended = |pitch: f64, educate: f64| {
        let skills = Skills { educate, ..STANDARD };
        let calm = |(mut buyer, luck): (Buyer, _)| {
            buyer.talk(&lab.world, mix(1.0 - pitch, 0.0), 20.0, skills, luck, 1.0)
        };
        u32::try_from(lab.leads(10_000).map(calm).filter(|calm| !calm).count()).expect("few")
    };
    assert_share(offended(0.5, 1.0), 10_000, 1.0 - (-0.2_f64).exp(), "half of the time");
    assert_eq!(offended(0.5, 1.0), offended(0.5, 3.0));
    assert_eq!(offended(0.0, 1.0), 0);
}

#[test]
fn without_persuasion_or_pitch_boosts_are_exactly_nothing() {
    let lab = Lab::of(4).all_there();
    let mut powerless = Lab::of(4).all_there();
    powerless.world.dialogue.persuasion = 0.0;
    for (buyer, _) in lab.leads(50) {
        let mut pitched = buyer.clone();
        pitched.pitch(&powerless.world, 1.0, 1.5, 5.0);
        assert_eq!(pitched, buyer, "no power of persuasion");
        pitched.pitch(&lab.world, 0.0, 1.5, 5.0);
        assert_eq!(pitched, buyer, "no pitch");
        pitched.pitch(&lab.world, 1.0, 0.0, 5.0);
        assert_eq!(pitched, buyer, "no charisma");
        pitched.pitch(&lab.world, 1.0, 1.0, 5.0);
        assert_ne!(pitched, buyer);
    }
}

/// The boost of a committee of one, read off its chance of a yes at `now`.
fn boost(lab: &Lab, buyer: &Buyer, lead: u32, now: f64) -> f64 {
    let chance = buyer.clone().meet(&lab.world, 0.0, lab.luck_of(lead), now).yes_chance;
    let effects = &lab.world.committee;
    effects.vote_centre + effects.vote_scale * (chance / (1.0 - chance)).ln() - buyer.wants()
}

#[test]
fn a_pitch_adds_a_share_of_what_is_missing_and_half_of_it_is_gone_after_the_half_life() {
    let mut lab = Lab::of(1);
    lab.prospects.fit = beta(20.0, 20.0);
    lab.world.committee.offset_spread = 0.0;
    let half_life = lab.world.dialogue.half_life_hours;
    assert_close(half_life, 20.0 * 33.6, "20 of the buyer's working days");
    let tables = lab.tables();
    for lead in 0..50 {
        let mut buyer = lab.begun(&tables, lead);
        let missing = 1.0 - buyer.wants();
        if (buyer.wants() - buyer.fit()).abs() < 0.06 {
            continue;
        }
        buyer.pitch(&lab.world, 0.3, 1.2, 7.0);
        let first = 0.1 * 1.2 * 0.3 * missing;
        assert!((boost(&lab, &buyer, lead, 7.0) - first).abs() < 1e-9);
        assert!((boost(&lab, &buyer, lead, 7.0 + half_life) - 0.5 * first).abs() < 1e-9);
        // Once more, by somebody with more charisma than there is.
        buyer.pitch(&lab.world, 1.0, 9.0, 7.0 + half_life);
        let both = 0.5 * first + 0.15 * (missing - 0.5 * first);
        assert!((boost(&lab, &buyer, lead, 7.0 + half_life) - both).abs() < 1e-9);
    }
}

#[test]
fn who_takes_over_keeps_as_much_of_a_boost_as_is_written_down() {
    let mut lab = Lab::of(1);
    lab.prospects.fit = beta(20.0, 20.0);
    lab.world.committee.offset_spread = 0.0;
    let tables = lab.tables();
    let apart = |buyer: &Buyer| (buyer.wants() - buyer.fit()).abs() > 0.06;
    for (lead, mut buyer) in (0..50).map(|lead| (lead, lab.begun(&tables, lead))) {
        if apart(&buyer) {
            buyer.pitch(&lab.world, 1.0, 1.0, 7.0);
            let before = boost(&lab, &buyer, lead, 20.0);
            buyer.changes_hands(tables.prior(0), 0.3);
            assert!((boost(&lab, &buyer, lead, 20.0) - 0.3 * before).abs() < 1e-9);
        }
    }
}

#[test]
fn a_boost_that_lasts_no_time_is_gone_at_once_and_is_never_not_a_number() {
    let mut lab = Lab::of(1);
    lab.world.dialogue.half_life_hours = 0.0;
    lab.world.time.walk_away_per_hour = 0.01;
    for (mut buyer, luck) in lab.leads(50) {
        let before = buyer.ends(&lab.world);
        buyer.pitch(&lab.world, 1.0, 1.0, 0.0);
        assert_eq!(buyer.ends(&lab.world), before);
        let meeting = buyer.meet(&lab.world, 0.0, luck, 0.0);
        assert!((0.0..=1.0).contains(&meeting.yes_chance), "{}", meeting.yes_chance);
    }
}

#[test]
fn who_joins_after_a_pitch_has_not_heard_it() {
    let mut lab = Lab::of(2);
    lab.world.committee.join = posse::engine::law::Law::fixed(0.5).expect("finite");
    lab.buying.window = posse::engine::law::Law::fixed(100.0).expect("finite");
    (lab.world.committee.offset_spread, lab.world.committee.self_taught) = (0.0, 1.0);
    let far =
        |(buyer, _): &(Buyer, _)| (buyer.wants() - buyer.fit()).abs() > 0.06 && buyer.wants() < 1.0;
    for (mut buyer, luck) in lab.leads(50).filter(far) {
        let mut unpitched = buyer.clone();
        buyer.pitch(&lab.world, 1.0, 1.0, 10.0);
        let chance = |buyer: &mut Buyer, now| buyer.meet(&lab.world, 0.0, luck, now).yes_chance;
        let alone = chance(&mut buyer, 60.0);
        assert!(alone > chance(&mut unpitched, 60.0), "the champion has");
        // Whom a pitch reaches it lifts, once it is heard by both.
        buyer.pitch(&lab.world, 1.0, 1.0, 60.0);
        assert!(chance(&mut buyer, 60.0) > alone);
    }
}
