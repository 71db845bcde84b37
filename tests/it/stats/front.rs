//! The front of two measures: who is on it, who is beaten, and how often that is wrong.

use posse::stats::{Stands, front};

use super::normal_numbers::Numbers;

/// Systems with these means in two measures, on the same luck.
fn systems(
    numbers: &mut Numbers,
    means: &[[f64; 2]],
    noise: f64,
    count: usize,
) -> Vec<[Vec<f64>; 2]> {
    let common: Vec<f64> = (0..count).map(|_| numbers.normal()).collect();
    let mut values = |mean: f64| -> Vec<f64> {
        common.iter().map(|shared| mean + shared + noise * numbers.normal()).collect()
    };
    means.iter().map(|[a, b]| [values(*a), values(*b)]).collect()
}

#[test]
fn a_system_is_beaten_by_one_that_is_better_in_one_measure_and_no_worse_in_the_other() {
    let means = [[3.0, 0.0], [2.0, 1.0], [0.0, 3.0], [1.9, 0.0], [2.0, 0.5]];
    let mut numbers = Numbers::new(1);
    let found = front(&systems(&mut numbers, &means, 0.2, 256), [0.2, 0.2]);
    assert_eq!(found[..3], [Stands::Front; 3]);
    assert!(matches!(found[3], Stands::Beaten(_)));
    assert_eq!(found[4], Stands::Beaten(1));
}

#[test]
fn what_is_level_within_the_zones_stays_and_what_may_be_beaten_is_open() {
    let means = [[1.0, 1.0], [1.02, 0.98], [0.61, 1.0]];
    let mut numbers = Numbers::new(2);
    let found = front(&systems(&mut numbers, &means, 0.1, 256), [0.4, 0.4]);
    assert_eq!(found[..2], [Stands::Front; 2]);
    assert_eq!(found[2], Stands::Open);
    assert_eq!(front(&systems(&mut numbers, &means[..1], 0.1, 16), [0.0, 0.0]), [Stands::Front]);
    assert!(front(&[], [0.0, 0.0]).is_empty());
}

/// Ten systems on a line, of which each third is moved off it by exactly the zone.
#[test]
fn nobody_is_called_beaten_or_unbeaten_wrongly_in_95_percent_of_cases() {
    let (mut numbers, mut right, zone) = (Numbers::new(3), 0, 0.2);
    let means: Vec<[f64; 2]> = (0..10)
        .map(|own| {
            let (at, off) = (f64::from(own) / 10.0, if own % 3 == 1 { zone } else { 0.0 });
            [at - off, 1.0 - at]
        })
        .collect();
    let gains = |a: usize, b: usize| [0, 1].map(|of| means[a][of] - means[b][of]);
    let beats = |a: usize, b: usize, slack: f64| {
        let gain = gains(a, b);
        let is = |one: f64, other: f64| one > zone + slack && other >= -zone;
        is(gain[0], gain[1]) || is(gain[1], gain[0])
    };
    for _ in 0..200 {
        let found = front(&systems(&mut numbers, &means, 0.5, 64), [zone, zone]);
        right += u32::from(found.iter().enumerate().all(|(own, stands)| match *stands {
            Stands::Front => !(0..10).any(|other| beats(other, own, 1e-9)),
            Stands::Beaten(by) => beats(by, own, -1e-9),
            Stands::Open => true,
        }));
    }
    assert!(right >= 190 - 6, "{right} of 200");
}
