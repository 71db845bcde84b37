//! Queues keep their order, whoever comes and whoever leaves from the middle.

use posse::sales::queue::{Lot, Precedence, Queues};
use posse::sales::{Handle, VisitId};

fn with_index(index: f64) -> Precedence {
    Precedence::new(0, index, 0.0, 0)
}

fn numbers(visits: impl IntoIterator<Item = VisitId>) -> Vec<usize> {
    visits.into_iter().map(VisitId::place).collect()
}

#[test]
fn visits_leave_in_order_of_their_index_and_from_the_middle() {
    let mut queues = Queues::default();
    queues.reset(1);
    for (visit, x) in [(0, 3.0), (1, -1.0), (2, 0.0), (3, -7.5), (4, 2.0)] {
        queues.push(0, VisitId::at(visit), with_index(x));
    }
    queues.remove(VisitId::at(2));
    let mut first = Vec::new();
    queues.first(0, 3, &mut first);
    assert_eq!(numbers(first.iter().map(|f| f.1)), [3, 1, 4]);
    let mut order = Vec::new();
    while let Some((_, visit)) = queues.head(0) {
        queues.remove(visit);
        order.push(visit);
    }
    assert_eq!(numbers(order), [3, 1, 4, 0]);
}

#[test]
fn a_line_with_gaps_and_jumpers_keeps_its_order() {
    let mut queues = Queues::default();
    queues.reset(1);
    for visit in 0..200 {
        queues.push(0, VisitId::at(visit), with_index(visit as f64));
    }
    queues.push(0, VisitId::at(200), with_index(150.5));
    queues.push(0, VisitId::at(201), with_index(-1.0));
    for visit in (0..200).filter(|visit| visit % 7 != 0) {
        assert_eq!(queues.remove(VisitId::at(visit)), None);
    }
    let wanted = [201, 0, 7, 14, 21, 28, 35, 42, 49, 56, 63, 70, 77, 84, 91, 98, 105, 112];
    let mut first = Vec::new();
    queues.first(0, wanted.len(), &mut first);
    assert_eq!(numbers(first.iter().map(|f| f.1)), wanted);
    let mut order = Vec::new();
    while let Some(visit) = queues.first_visit(0) {
        assert_eq!(queues.remove(visit), (queues.len(0) == 0).then_some(0));
        order.push(visit);
    }
    let order = numbers(order);
    assert_eq!(order[..wanted.len()], wanted);
    assert_eq!(
        order[wanted.len()..],
        [119, 126, 133, 140, 147, 200, 154, 161, 168, 175, 182, 189, 196]
    );
}

#[test]
fn a_long_line_gives_back_the_room_of_those_who_left() {
    let mut queues = Queues::default();
    queues.reset(1);
    let come = |queues: &mut Queues, visits: std::ops::Range<usize>| {
        visits.for_each(|visit| queues.push(0, VisitId::at(visit), with_index(visit as f64)));
    };
    come(&mut queues, 0..200);
    for visit in (0..150).map(VisitId::at) {
        assert_eq!(queues.first_visit(0), Some(visit));
        queues.remove(visit);
    }
    assert!(queues.room(0) < 200 - 64);
    come(&mut queues, 200..300);
    queues.remove(VisitId::at(250)); // found where it stands now
    let all: Vec<_> = (150..300).filter(|visit| *visit != 250).map(VisitId::at).collect();
    assert_eq!((queues.waiting(0), queues.len(0)), (all.clone(), all.len()));
    for visit in all {
        assert_eq!(queues.first_visit(0), Some(visit));
        queues.remove(visit);
    }
    assert!(queues.is_empty(0));
}

#[test]
fn class_beats_index_beats_ready_time_beats_name() {
    let p = Precedence::new;
    assert!(p(0, 9.0, 9.0, 9) < p(1, 0.0, 0.0, 0));
    assert!(p(0, -1.0, 9.0, 9) < p(0, 0.0, 0.0, 0));
    assert!(p(0, 0.0, 1.0, 9) < p(0, 0.0, 2.0, 0));
    assert!(p(0, 0.0, 1.0, 8) < p(0, 0.0, 1.0, 9));
}

#[test]
fn whoever_draws_lots_is_next_with_the_same_chance_as_everybody_else() {
    let steps: u32 = 12;
    let mut firsts = [0_u32; 4];
    let at = |step: u32| (f64::from(step) + 0.5) / f64::from(steps);
    // every combination of the luck that matters: of visits 0 to 3, of whom 1 gives up
    for code in 0..steps.pow(4) {
        let mut queues = Queues::default();
        queues.reset(1);
        let digit = |k: u32| at(code / steps.pow(k) % steps);
        for visit in 0..4_u32 {
            let lot = Lot { takes: digit(visit.saturating_sub(1)), leaves: digit(3) };
            queues.draw_lots(0, VisitId::at(visit as usize), 1, lot);
        }
        queues.remove(VisitId::at(1));
        let (_, first) = queues.head(0).expect("three are left");
        firsts[first.place()] += 1;
    }
    let third = steps.pow(4) / 3;
    assert_eq!(firsts, [third, 0, third, third]);
}
