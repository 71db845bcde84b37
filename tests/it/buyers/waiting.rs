//! How long buyers wait, and how much time they have.

use posse::sales::buyer::{Buyer, WaitEnd};
use posse::sales::purpose;

use super::lab::{Lab, assert_close, assert_mean, assert_share, fixed};

const DAY: f64 = 33.6;

/// Deals of four that last until they die: one session, one pitch, members who join late.
fn dying() -> Lab {
    let mut lab = Lab::of(4);
    lab.buying.window = fixed(1500.0);
    lab.world.time.urgent = 0.0;
    lab.world.dialogue.persuasion = 0.4;
    lab
}

/// A deal of [`dying`], past its gate, with a session and a pitch behind it.
fn dying_deal(lab: &Lab, mut buyer: Buyer) -> Buyer {
    buyer.align(&lab.world, &posse::sales::buyer::BuyerRules::default(), 0.9, 0.0);
    buyer.pitch(&lab.world, 1.0, 1.0, 0.0);
    buyer.has_passed = true;
    buyer.set_lapse(&lab.world, 0.0);
    buyer
}

/// When and how the deal ends, brought up to date when somebody joins and every `step` hours.
fn follow(lab: &Lab, buyer: &Buyer, step: f64) -> (f64, WaitEnd) {
    let mut buyer = buyer.clone();
    let mut now = 0.0;
    loop {
        let end = buyer.ends(&lab.world);
        let next = buyer.next_join().min(now + step);
        if end.0 <= next {
            return end;
        }
        now = next;
        buyer.wait_until(&lab.world, now);
        buyer.set_lapse(&lab.world, now);
    }
}

/// The same by adding up rates in small steps.
fn added_up(lab: &Lab, lead: u32, buyer: &Buyer) -> (f64, WaitEnd) {
    let step = 0.25;
    let left = |purpose| lab.threshold(lead, purpose);
    let (stall, walk) = (left(purpose::STALL), left(purpose::WALK_AWAY));
    let lapse = left(purpose::LAPSE);
    let (wants, fit) = (buyer.wants(), buyer.fit());
    let pitched = 0.4 * (1.0 - wants);
    let heard = f64::from(buyer.committee.present(0.0));
    let (mut stalled, mut walked, mut lapsed) = (0.0, 0.0, 0.0);
    for k in 0_u32.. {
        let t = (f64::from(k) + 0.5) * step;
        let present = f64::from(buyer.committee.present(t));
        let aligned = (0.9 * heard / 4.0 / 2.0 - (present - heard) / 4.0).clamp(0.0, 1.0);
        lapsed += step * 0.026 / DAY * (1.0 - buyer.committee.coverage(t) * aligned);
        let boost = pitched * heard / present * 0.5_f64.powf(t / (20.0 * DAY));
        let boost = if (wants - fit).abs() < 0.05 { 0.0 } else { boost };
        if wants + boost < 0.4375 {
            walked += step * -(0.98_f64.ln()) / DAY;
        }
        if t > 12.0 * DAY {
            stalled += step * -(0.97_f64.ln()) / DAY;
        }
        let end = f64::from(k + 1) * step;
        for (is_over, how) in [
            (walked >= walk, WaitEnd::WalksAway),
            (end >= 1500.0, WaitEnd::WindowCloses),
            (stalled >= stall, WaitEnd::Stalls),
            (lapsed >= lapse, WaitEnd::Lapses),
        ] {
            if is_over {
                return (end, how);
            }
        }
    }
    unreachable!("the window closes")
}

#[test]
fn a_deal_ends_when_the_first_of_its_rates_adds_up_to_its_threshold() {
    let lab = dying();
    let mut ways = [0; 4];
    for (lead, (buyer, _)) in (0..600).zip(lab.leads(600)) {
        let buyer = dying_deal(&lab, buyer);
        let (found, expected) = (follow(&lab, &buyer, 1e9), added_up(&lab, lead, &buyer));
        let off = (found.0 - expected.0).abs();
        assert!(off < 1.5, "lead {lead}: {found:?} is not {expected:?}");
        ways[found.1 as usize] += 1;
    }
    assert!(ways.iter().all(|way| *way >= 20), "each way of ending is met: {ways:?}");
}

#[test]
fn how_often_exposures_are_brought_up_to_date_changes_nothing() {
    let lab = dying();
    for (buyer, _) in lab.leads(600) {
        let buyer = dying_deal(&lab, buyer);
        let once = follow(&lab, &buyer, 1e9);
        for step in [7.0, 100.0] {
            let often = follow(&lab, &buyer, step);
            assert_eq!(often.1, once.1);
            assert!((often.0 - once.0).abs() < 1e-6, "{often:?} is not {once:?}");
        }
    }
}

#[test]
fn who_joins_between_two_looks_is_felt_from_the_hour_he_joins() {
    let lab = dying();
    for (buyer, _) in lab.leads(200) {
        let buyer = dying_deal(&lab, buyer);
        let (mut often, mut once) = (buyer.clone(), buyer);
        let joined: u32 = (1..=400).map(|t| often.wait_until(&lab.world, f64::from(t))).sum();
        assert_eq!(once.wait_until(&lab.world, 400.0), joined);
        often.set_lapse(&lab.world, 400.0);
        once.set_lapse(&lab.world, 400.0);
        assert_close(often.ends(&lab.world).0, once.ends(&lab.world).0, "end");
        assert_close(often.committee.alignment(), once.committee.alignment(), "alignment");
    }
}

#[test]
fn nothing_dies_before_dialogue_begins_or_where_all_rates_are_zero() {
    let mut lab = Lab::of(3);
    assert!(lab.known(&lab.tables(), 0).ends(&lab.world).0.is_infinite());
    let time = &mut lab.world.time;
    (time.stall_per_hour, time.walk_away_per_hour, time.lapse_per_hour) = (0.0, 0.0, 0.0);
    (time.urgent, lab.buying.window) = (0.0, fixed(700.0));
    for (buyer, _) in lab.leads(50) {
        let (end, how) = dying_deal(&lab, buyer).ends(&lab.world);
        assert_close(end, 700.0, "window");
        assert_eq!(how, WaitEnd::WindowCloses);
    }
}

#[test]
fn the_window_is_the_laws_and_shorter_for_who_has_a_date_to_keep() {
    let mut lab = Lab::of(1);
    let time = &mut lab.world.time;
    (time.stall_per_hour, time.walk_away_per_hour, time.lapse_per_hour) = (0.0, 0.0, 0.0);
    lab.buying.window = fixed(1000.0);
    let ends: Vec<f64> = lab.leads(10_000).map(|(buyer, _)| buyer.ends(&lab.world).0).collect();
    let urgent = ends.iter().filter(|end| (**end - 400.0).abs() < 1e-9).count();
    assert_share(u32::try_from(urgent).expect("few"), 10_000, 0.15, "urgent");
    assert!(ends.iter().all(|end| (end - 400.0).abs() < 1e-9 || (end - 1000.0).abs() < 1e-9));
    lab.buying.window =
        posse::engine::law::Law::lognormal_median_sigma(5000.0, 0.5).expect("positive");
    lab.world.time.urgent = 0.0;
    let logs: Vec<f64> = lab.leads(10_000).map(|(b, _)| b.ends(&lab.world).0.ln()).collect();
    assert_mean(&logs, 5000.0_f64.ln(), "log of the window");
}

#[test]
fn contact_puts_a_stall_off_and_a_meeting_ends_the_time_in_which_deals_lapse() {
    let mut lab = dying();
    lab.world.time.walk_away_per_hour = 0.0;
    lab.buying.window = fixed(1e7);
    lab.buying.members.least = 1;
    for (lead, (mut buyer, _)) in (0..100).zip(lab.leads(100)) {
        let lasts = lab.threshold(lead, purpose::STALL) * DAY / -(0.97_f64.ln());
        let stalls = |contact: f64| contact + 12.0 * DAY + lasts;
        let near = |found: f64, expected: f64| (found / expected - 1.0).abs() < 1e-4;
        assert!(near(buyer.ends(&lab.world).0, stalls(0.0)));
        buyer.wait_until(&lab.world, 300.0);
        buyer.is_contacted(300.0);
        assert!(near(buyer.ends(&lab.world).0, stalls(300.0)));
        assert_eq!(buyer.ends(&lab.world).1, WaitEnd::Stalls);
    }
    let mut apart = dying();
    apart.world.time.stall_per_hour = 0.0;
    apart.world.time.walk_away_per_hour = 0.0;
    for (mut buyer, _) in apart.leads(100) {
        buyer.has_passed = true;
        buyer.has_met = true;
        buyer.set_lapse(&apart.world, 0.0);
        assert_eq!(buyer.ends(&apart.world).1, WaitEnd::WindowCloses);
    }
}

#[test]
fn a_buyer_meets_a_supplier_once_a_day_and_gives_a_week_no_more_than_its_hours() {
    let (day, week) = (24.0, 168.0);
    let mut buyer = Buyer::UNKNOWN;
    assert_close(buyer.admits(10.0, 2.0, 3.0), 10.0, "nothing given yet");
    assert_close(buyer.admits(10.0, 8.0, 3.0), 10.0, "a long talk alone in an empty week");
    buyer.gives_hours(10.0, 0.0);
    assert_close(buyer.admits(30.0, 8.0, 3.0), 30.0, "a week in which nothing was said is empty");
    buyer.gives_hours(10.0, 2.0);
    assert_close(buyer.admits(12.0, 1.0, 3.0), day, "not twice a day");
    assert_close(buyer.admits(30.0, 1.0, 3.0), 30.0, "the week's last hour");
    assert_close(buyer.admits(30.0, 1.5, 3.0), week, "more than the week's hours");
    buyer.gives_hours(30.0, 1.0);
    assert_close(buyer.admits(60.0, 0.5, 3.0), week, "the week is full");
    assert_close(buyer.admits(60.0, 0.5, f64::INFINITY), 60.0, "no limit");
    assert_close(buyer.admits(200.0, 3.0, 3.0), 200.0, "a new week");
    buyer.gives_hours(week + 1.0, 9.0);
    assert_close(buyer.admits(week + 50.0, 0.1, 3.0), 2.0 * week, "a long talk fills its week");
    assert_close(buyer.admits(2.0 * week + 1.0, 9.0, 3.0), 2.0 * week + 1.0, "and no other");
    // Sunday's talk: the next day is the next week.
    buyer.gives_hours(3.0 * week - 2.0, 3.0);
    assert_close(buyer.admits(3.0 * week - 1.0, 3.0, 3.0), 3.0 * week, "Monday");
}
