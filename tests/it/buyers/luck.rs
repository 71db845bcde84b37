//! A lead meets its own luck, whoever asks and whenever.

use posse::sales::buyer::{Buyer, BuyerRules, Message, Teaching};

use super::lab::{Lab, STANDARD, mix};

#[test]
fn a_lead_is_the_same_to_the_bit_whoever_was_drawn_before_it() {
    let lab = Lab::of(5);
    let tables = lab.tables();
    let forward: Vec<Buyer> = (0..100).map(|lead| lab.begun(&tables, lead)).collect();
    let mut backward: Vec<Buyer> = (0..100).rev().map(|lead| lab.begun(&tables, lead)).collect();
    backward.reverse();
    assert_eq!(forward, backward);
    assert!(forward.windows(2).all(|pair| pair[0].fit().to_bits() != pair[1].fit().to_bits()));
}

#[test]
fn knowing_a_lead_again_changes_nothing() {
    let lab = Lab::of(5);
    let tables = lab.tables();
    for lead in 0..100 {
        let mut buyer = lab.begun(&tables, lead);
        buyer.talk(&lab.world, mix(0.7, 0.0), 1.0, STANDARD, lab.luck_of(lead), 2.0);
        let before = buyer.clone();
        buyer.know(&lab.world, &tables, (0, &lab.prospects), lab.luck_of(lead));
        assert_eq!(buyer, before);
    }
}

#[test]
fn a_committee_that_forms_later_is_the_same_one_later() {
    let lab = Lab::of(6);
    let tables = lab.tables();
    for lead in 0..100 {
        let (mut early, mut late) = (lab.known(&tables, lead), lab.known(&tables, lead));
        early.begin(&lab.world, &tables, &lab.buying, lab.luck_of(lead), 0.0);
        late.begin(&lab.world, &tables, &lab.buying, lab.luck_of(lead), 4096.0);
        assert_eq!(early.fit().to_bits(), late.fit().to_bits());
        assert_eq!(early.committee.size(), late.committee.size());
        assert!((late.half_joined() - early.half_joined() - 4096.0).abs() < 1e-6);
        assert!((late.ends(&lab.world).0 - early.ends(&lab.world).0 - 4096.0).abs() < 1e-6);
        early.everybody_joins(1.0);
        late.everybody_joins(4097.0);
        let meet = |buyer: &mut Buyer, now| buyer.meet(&lab.world, 0.0, lab.luck_of(lead), now);
        assert_eq!(meet(&mut early, 2.0), meet(&mut late, 4098.0));
    }
}

#[test]
fn what_policies_do_changes_no_draw_of_a_lead() {
    let lab = Lab::of(4).all_there();
    let tables = lab.tables();
    let teaching = Teaching { in_groups: true, ..Teaching::default() };
    let groups = BuyerRules { teaching, ..BuyerRules::default() };
    let alone = BuyerRules {
        teaching: Teaching { message: Message::Individual, ..Teaching::default() },
        ..BuyerRules::default()
    };
    for lead in 0..100 {
        let worked = |rules: &BuyerRules, lessons: u32| {
            let mut buyer = lab.begun(&tables, lead);
            for _ in 0..lessons {
                buyer.learn(&lab.world, rules, (2.0, 2.0), 1.0, 1.0);
                buyer.align(&lab.world, rules, 1.0, 1.0);
            }
            buyer
        };
        let (some, other) = (worked(&groups, 3), worked(&alone, 1));
        let luck = lab.luck_of(lead);
        assert_eq!(some.fit().to_bits(), other.fit().to_bits());
        assert_eq!(some.wants().to_bits(), other.wants().to_bits());
        assert_eq!(some.ends(&lab.world), other.ends(&lab.world));
        let sell = |buyer: &Buyer| buyer.sell(&lab.world, 5e4, 0.7, luck);
        assert_eq!(sell(&some), sell(&other));
        let is_status_quo = |buyer: &Buyer| buyer.prefers_status_quo(&lab.world, luck);
        assert_eq!(is_status_quo(&some), is_status_quo(&other));
    }
}

#[test]
fn a_changed_number_of_the_world_keeps_the_luck_of_all_others() {
    let lab = Lab::of(4);
    let mut other = Lab::of(4);
    other.world.needs.wants_spread = 0.0;
    other.world.committee.blocker = 0.9;
    other.buying.rival = 1.0;
    other.prospects.ready = 0.1;
    for ((a, luck), (b, _)) in lab.leads(200).zip(other.leads(200)) {
        assert_eq!(a.fit().to_bits(), b.fit().to_bits());
        assert_eq!(a.half_joined().to_bits(), b.half_joined().to_bits());
        let sell = |buyer: &Buyer, lab: &Lab| buyer.sell(&lab.world, 5e4, 0.7, luck);
        assert_eq!(sell(&a, &lab), sell(&b, &other));
    }
}

#[test]
fn who_wakes_is_the_same_customer_with_a_new_deal() {
    let lab = Lab::of(4);
    for (lead, (mut buyer, luck)) in (0..100).zip(lab.leads(100)) {
        buyer.talk(&lab.world, mix(0.7, 0.0), 1.5, STANDARD, luck, 2.0);
        let before = buyer.clone();
        buyer.wake();
        assert_eq!((buyer.fit(), buyer.wants()), (before.fit(), before.wants()));
        assert_eq!((buyer.belief, buyer.dialogues), (before.belief, before.dialogues));
        assert!(buyer.is_ready && !buyer.has_begun && buyer.deal_dialogues == 0);
        assert!(buyer.ends(&lab.world).0.is_infinite());
        buyer.begin(&lab.world, &lab.tables(), &lab.buying, luck, 0.0);
        assert_eq!(buyer.committee, lab.begun(&lab.tables(), lead).committee);
    }
}
