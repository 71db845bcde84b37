//! Kept runs as bytes and back.

use posse::experiment::Block;
use posse::report::{block_bytes, block_of_bytes};
use posse::sales::buyer::tally::{BuyerBooks, Flow, Purchases};
use posse::sales::pay::tally::PayBooks;
use posse::sales::{Audit, Controls, LEAD_TIME_CAUSES, Outcome, WeekRecord};
use posse::stats::Incidence;

fn block() -> Block {
    let week = WeekRecord {
        contribution: -0.1,
        arrived: 300,
        won: 0,
        lost: u32::MAX,
        in_stage: vec![1, 2],
    };
    let outcome = Outcome {
        values: vec![f64::NAN, 0.1, -0.0, f64::MIN_POSITIVE],
        weeks: 52.0,
        by_week: vec![week.clone(), week],
        quarters: vec![[1.5, 2.5]; 6],
        stranded: 2,
        snapshots: vec![vec![], vec![128, 127]],
        stage_hours: vec![[1.5, 0.1, 1e300, 3.0]],
        audit: Audit::of_numbers(std::array::from_fn(|number| number as f64 + 0.1)),
        buyers: Some(BuyerBooks {
            flows: vec![Flow { leads: 1.0, work_hours: 2.5, money: 0.1 }],
            fits: vec![0.0, 3.0],
            gate: vec![1.0],
            purchases: vec![Purchases { met: 2.0, bought: 1.0 }],
        }),
        pay: Some(PayBooks {
            attainment: vec![1.0, 0.0],
            wins: vec![3.0],
            bookings: vec![0.1],
            discounts: vec![-0.0],
        }),
        controls: Controls::of([-0.1, 0.5, 1e9, -0.0, 2.0]),
        events: u64::MAX,
    };
    let mut times = Incidence::new(LEAD_TIME_CAUSES);
    assert!(times.add_count(0, Some(2), 1) && times.add_count(700, None, u32::MAX));
    Block { first: 64, outcomes: vec![vec![outcome]; 3], lead_times: vec![times] }
}

#[test]
fn a_block_is_read_as_it_was_written_to_the_last_bit() {
    let block = block();
    let bytes = block_bytes(&block);
    let found = block_of_bytes(&bytes, 64, 3, 1).unwrap();
    assert_eq!(block_bytes(&found), bytes);
    assert_eq!(found.lead_times, block.lead_times);
    assert_eq!(found.outcomes[2][0].by_week, block.outcomes[2][0].by_week);
    assert!(found.outcomes[0][0].values[0].is_nan());
    assert_eq!(found.outcomes[0][0].buyers, block.outcomes[0][0].buyers);
    assert_eq!(found.outcomes[0][0].pay, block.outcomes[0][0].pay);
    assert_eq!(found.outcomes[0][0].controls, block.outcomes[0][0].controls);
}

#[test]
fn bytes_that_are_cut_or_too_many_are_no_block() {
    let bytes = block_bytes(&block());
    for length in 0..bytes.len() {
        assert!(block_of_bytes(&bytes[..length], 64, 3, 1).is_none(), "{length} bytes");
    }
    assert!(block_of_bytes(&[bytes, vec![0]].concat(), 64, 3, 1).is_none());
}

#[test]
fn no_bytes_can_make_the_reader_panic() {
    let bytes = block_bytes(&block());
    for at in 0..bytes.len() {
        for value in [0, 0x7f, 0x80, 0xff] {
            let mut wrong = bytes.clone();
            wrong[at] = value;
            let _ = block_of_bytes(&wrong, 64, 3, 1);
        }
    }
    assert!(block_of_bytes(&[0xff; 40], 0, 1, 1).is_none());
}
