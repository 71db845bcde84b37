//! The list of future events gives them in their order.

use std::collections::BTreeSet;

use posse::engine::{EventList, Model, Time, TimeSpan, run};

#[test]
fn events_leave_by_time_then_rank_then_sequence() {
    let mut list = EventList::new();
    let at = |hours| Time::from_hours(hours);
    for (time, rank, name) in
        [(2.0, 0, 'e'), (1.0, 3, 'c'), (1.0, 1, 'a'), (1.0, 3, 'd'), (1.0, 1, 'b')]
    {
        list.schedule(at(time), rank, name);
    }
    let order: String = std::iter::from_fn(|| list.pop_until(Time::NEVER)).collect();
    assert_eq!(order, "abcde");
}

#[test]
fn a_list_that_grows_and_shrinks_keeps_the_order() {
    let mut list = EventList::new();
    let mut mixed = 1_u64;
    let (mut times, mut before) = (Vec::new(), Time::START);
    for wave in [1, 7, 40, 3, 100, 2] {
        for _ in 0..wave {
            mixed = mixed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            let delay = TimeSpan::from_hours((mixed >> 60) as f64); // many of them equal
            list.schedule_in(delay, 0, ());
            times.push(list.now() + delay);
        }
        while list.len() > wave / 2 {
            list.pop_until(Time::NEVER).expect("some are left");
            times.sort();
            assert!(list.now() >= before && list.now() == times.remove(0));
            assert_eq!(list.has_more_now(), times.first() == Some(&list.now()));
            before = list.now();
        }
    }
}

#[test]
fn thousands_of_events_leave_in_the_same_order_as_a_few() {
    let mut list = EventList::new();
    let mut mixed = 1_u64;
    let mut some = move |most: u64| {
        mixed = mixed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        (mixed >> 40) % most
    };
    for _ in 0..2 {
        let (mut pending, mut number) = (BTreeSet::new(), 0_u64);
        // After each wave so many are left: the list grows to thousands, runs empty, and grows again.
        for (wave, left) in [(30_000, 9_000), (10, 0), (20_000, 3), (5, 0), (9_000, 0)] {
            for _ in 0..wave {
                let most = if some(9) == 0 { 800_000 } else { 1_200 };
                let time = list.now() + TimeSpan::from_hours(some(most) as f64 / 4.0);
                let rank = u8::from(some(3) == 0);
                list.schedule(time, rank, number);
                pending.insert((time.hours().to_bits(), rank, number));
                number += 1;
            }
            assert_eq!(list.len(), pending.len());
            while pending.len() > left {
                let (time, _, first) = pending.pop_first().expect("some are left");
                assert_eq!(list.pop_until(Time::NEVER), Some(first));
                assert_eq!(list.now().hours().to_bits(), time);
                if some(3) == 0 && pending.len() > 100 {
                    let time = list.now() + TimeSpan::from_hours(some(40) as f64);
                    list.schedule(time, 0, number);
                    pending.insert((time.hours().to_bits(), 0, number));
                    number += 1;
                }
            }
        }
        list.schedule_in(TimeSpan::from_hours(1e6), 0, 0);
        list.clear();
        assert!(list.is_empty());
    }
}

#[test]
fn nothing_after_the_end_is_taken() {
    let mut list = EventList::new();
    list.schedule(Time::from_hours(2.0), 0, ());
    assert_eq!(list.pop_until(Time::from_hours(1.0)), None);
    assert_eq!(list.len(), 1);
}

/// Rings ten times, an hour apart.
struct Bell(u32);

impl Model for Bell {
    type Event = ();

    fn handle(&mut self, (): (), events: &mut EventList<()>) {
        self.0 += 1;
        if self.0 < 10 {
            events.schedule_in(TimeSpan::from_hours(1.0), 0, ());
        }
    }

    fn settle(&mut self, _: &mut EventList<()>) {}
}

#[test]
fn a_model_that_names_no_end_runs_until_no_event_is_left() {
    let mut events = EventList::new();
    events.schedule(Time::START, 0, ());
    assert_eq!(run(&mut Bell(0), &mut events, Time::NEVER, 100), Ok(10));
}
