//! Arrivals: counts, dispersion, and the same lead under another rate.

use posse::engine::Time;
use posse::engine::law::Law;
use posse::engine::random::Luck;
use posse::sales::arrivals::batch_size;
use posse::sales::buyer::Prospects;
use posse::sales::{ArrivalClock, Arrivals, Channel, Rate, RateShape, purpose};

const SEED: u64 = 20_260;

fn channel(name: &str, arrivals: Arrivals) -> Channel {
    Channel {
        name: name.into(),
        arrivals,
        batch: None,
        cost_per_lead: 0.0,
        spend: None,
        segment_mix: vec![1.0],
        class: 0,
        entry: None,
        reply_sensitivity: None,
        prospects: Prospects::default(),
    }
}

fn rate(shape: RateShape) -> Rate {
    Rate { shape, season: Vec::new(), growth_per_year: 0.0, dispersion: 1.0 }
}

fn constant(per_hour: f64) -> Rate {
    rate(RateShape::Constant { per_hour })
}

fn wave(per_hour: f64, amplitude: f64) -> Rate {
    rate(RateShape::Wave { per_hour, amplitude, period_hours: 24.0 })
}

fn steps(steps: &[(f64, f64)], repeat_hours: f64) -> Rate {
    rate(RateShape::Steps { steps: steps.to_vec(), repeat_hours })
}

fn clock(rate: Rate) -> ArrivalClock {
    ArrivalClock::new(&channel("web", Arrivals::Rate(rate)))
}

/// All arrivals before `end`, in hours.
fn hours(clock: &mut ArrivalClock, luck: &Luck, end: f64) -> Vec<f64> {
    clock.restart();
    std::iter::from_fn(|| clock.next(luck)).map(Time::hours).take_while(|t| *t < end).collect()
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a small number")]
fn week_of(hour: f64) -> usize {
    (hour / 168.0) as usize
}

/// The first `count` arrivals, in hours.
fn first(rate: Rate, count: usize) -> Vec<f64> {
    let (mut clock, luck) = (clock(rate), Luck::new(SEED, 0));
    (0..count).map(|_| clock.next(&luck).expect("a rate that never ends").hours()).collect()
}

fn count_between(hours: &[f64], from: f64, to: f64) -> f64 {
    hours.iter().filter(|t| (from..to).contains(*t)).count() as f64
}

fn mean_and_variance(values: &[f64]) -> (f64, f64) {
    let n = values.len() as f64;
    let mean = values.iter().sum::<f64>() / n;
    (mean, values.iter().map(|x| (x - mean).powi(2)).sum::<f64>() / (n - 1.0))
}

/// Asserts that the mean of `values` is `expected`, within four standard errors.
fn assert_mean(values: &[f64], expected: f64) {
    let (mean, variance) = mean_and_variance(values);
    let error = (variance / values.len() as f64).sqrt();
    assert!((mean - expected).abs() <= 4.0 * error, "{mean} ± {error} is not {expected}");
}

/// Case A-NHPP-1 (Lewis & Shedler 1979; Çinlar 1975): leads per hour by hour of the day.
/// Reference values computed with scipy.
const A_NHPP_1: [(f64, f64); 6] =
    [(0.0, 0.25), (8.0, 4.0), (10.0, 9.0), (12.0, 3.0), (14.0, 7.0), (18.0, 0.0)];

fn days_of_a_nhpp_1() -> Vec<Vec<f64>> {
    let mut clock = clock(steps(&A_NHPP_1, 24.0));
    (0..20_000).map(|day| hours(&mut clock, &Luck::new(SEED, day), 24.0)).collect()
}

#[test]
fn case_a_nhpp_1_has_its_mean_counts() {
    let days = days_of_a_nhpp_1();
    let counts =
        |from, to| -> Vec<f64> { days.iter().map(|day| count_between(day, from, to)).collect() };
    assert_mean(&counts(0.0, 8.0), 2.0);
    assert_mean(&counts(8.0, 10.0), 8.0);
    assert_mean(&counts(10.0, 12.0), 18.0);
    assert_mean(&counts(12.0, 14.0), 6.0);
    assert_mean(&counts(14.0, 18.0), 28.0);
    assert!(counts(18.0, 24.0).iter().all(|count| *count == 0.0));
}

#[test]
fn case_a_nhpp_1_is_a_poisson_process() {
    let days = days_of_a_nhpp_1();
    let n = days.len() as f64;
    let totals: Vec<f64> = days.iter().map(|day| day.len() as f64).collect();
    assert_mean(&totals, 62.0);
    let (_, variance) = mean_and_variance(&totals);
    let error = ((62.0 + 2.0 * 62.0_f64.powi(2)) / n).sqrt();
    assert!((variance - 62.0).abs() <= 4.0 * error, "variance {variance} ± {error}");
    let quiet: Vec<f64> =
        days.iter().map(|day| f64::from(count_between(day, 0.0, 8.0) == 0.0)).collect();
    assert_mean(&quiet, 0.135_335_283_236_613);
    let earliest: Vec<f64> = days.iter().map(|day| day.first().map_or(24.0, |t| *t)).collect();
    assert_mean(&earliest, 3.492_486_382_317_06);
    let products: Vec<f64> = days
        .iter()
        .map(|day| (count_between(day, 8.0, 10.0) - 8.0) * (count_between(day, 10.0, 12.0) - 18.0))
        .collect();
    assert_mean(&products, 0.0);
}

/// Variance over mean of the weekly counts of 400 weeks, in each of 40 replications.
fn weekly_dispersion(rate: Rate) -> Vec<f64> {
    let mut clock = clock(rate);
    let index = |replication| {
        let hours = hours(&mut clock, &Luck::new(SEED, replication), 400.0 * 168.0);
        let mut counts = vec![0.0; 400];
        for t in hours {
            counts[week_of(t)] += 1.0;
        }
        let (mean, variance) = mean_and_variance(&counts);
        variance / mean
    };
    (0..40).map(index).collect()
}

#[test]
fn weekly_counts_of_a_plain_rate_have_dispersion_one() {
    assert_mean(&weekly_dispersion(constant(0.3)), 1.0);
}

#[test]
fn weekly_counts_have_the_dispersion_asked_for() {
    assert_mean(&weekly_dispersion(Rate { dispersion: 4.0, ..constant(0.3) }), 4.0);
    let by_day = steps(&[(0.0, 0.0), (9.0, 0.9), (17.0, 0.0)], 24.0);
    assert_mean(&weekly_dispersion(Rate { dispersion: 4.0, ..by_day }), 4.0);
}

#[test]
fn dispersion_leaves_the_mean_as_it_was() {
    let mut clock = clock(Rate { dispersion: 4.0, ..constant(0.3) });
    let counts: Vec<f64> = (0..400)
        .map(|r| hours(&mut clock, &Luck::new(SEED, r), 10.0 * 168.0).len() as f64)
        .collect();
    assert_mean(&counts, 0.3 * 1680.0);
}

#[test]
fn twice_the_rate_brings_lead_k_in_half_the_time() {
    let (once, twice) = (first(constant(0.3), 1000), first(constant(0.6), 1000));
    assert!(once.iter().zip(&twice).all(|(once, twice)| twice.total_cmp(&(once / 2.0)).is_eq()));
}

#[test]
fn a_higher_rate_brings_no_lead_later() {
    let halves = |scale: f64| steps(&[(0.0, scale), (8.0, 0.0), (12.0, 3.0 * scale)], 24.0);
    for (low, high) in [(halves(1.0), halves(2.0)), (wave(1.0, 0.8), wave(2.0, 0.8))] {
        let (low, high) = (first(low, 1000), first(high, 1000));
        assert!(low.iter().zip(&high).all(|(low, high)| high <= low));
    }
}

#[test]
fn another_channel_moves_nothing() {
    let luck = Luck::new(SEED, 0);
    let mixed = Rate { dispersion: 4.0, ..constant(0.3) };
    let alone = hours(&mut clock(mixed.clone()), &luck, 5000.0);
    let mut web = clock(mixed.clone());
    let mut fair = ArrivalClock::new(&channel("fair", Arrivals::Rate(mixed)));
    let mut other = Vec::new();
    let together: Vec<f64> = alone
        .iter()
        .map(|_| {
            other.extend(fair.next(&luck).map(Time::hours));
            web.next(&luck).expect("a rate that never ends").hours()
        })
        .collect();
    assert_eq!(alone, together);
    assert_ne!(alone, other);
}

#[test]
fn channels_do_not_share_their_gaps() {
    let luck = Luck::new(SEED, 0);
    let mut fair = ArrivalClock::new(&channel("fair", Arrivals::Rate(constant(0.3))));
    let web = hours(&mut clock(constant(0.3)), &luck, 1000.0);
    assert!(hours(&mut fair, &luck, 1000.0).iter().all(|t| !web.contains(t)));
}

#[test]
fn a_clock_started_again_gives_the_same_arrivals() {
    let luck = Luck::new(SEED, 3);
    let mut clock = clock(Rate { dispersion: 4.0, growth_per_year: 0.2, ..wave(0.5, 0.9) });
    let once = hours(&mut clock, &luck, 3000.0);
    assert_eq!(once, hours(&mut clock, &luck, 3000.0));
    assert_eq!(clock.arrivals() as usize, once.len() + 1);
}

#[test]
fn counts_of_a_wave_follow_its_integral() {
    for amplitude in [0.5, 1.0] {
        let mut clock = clock(wave(2.0, amplitude));
        let days: Vec<Vec<f64>> =
            (0..10_000).map(|day| hours(&mut clock, &Luck::new(SEED, day), 48.0)).collect();
        for from in [0.0_f64, 6.0, 15.0, 36.0] {
            let to = from + 6.0;
            let turn = std::f64::consts::TAU / 24.0;
            let swing = ((turn * from).cos() - (turn * to).cos()) / turn;
            let counts: Vec<f64> = days.iter().map(|day| count_between(day, from, to)).collect();
            assert_mean(&counts, 2.0 * (6.0 + amplitude * swing));
        }
    }
}

#[test]
fn nothing_arrives_while_the_rate_is_zero() {
    let nights = steps(&[(0.0, 0.0), (9.0, 2.0), (12.0, 0.0), (13.0, 1.0), (17.0, 0.0)], 24.0);
    for t in first(nights, 5000) {
        let hour = t % 24.0;
        assert!((9.0..12.0).contains(&hour) || (13.0..17.0).contains(&hour), "{t} is at {hour}");
    }
}

#[test]
fn a_week_without_season_has_no_arrivals() {
    let season: Vec<f64> = (0..52).map(|week| f64::from(week % 3 == 1)).collect();
    for t in first(Rate { season, dispersion: 4.0, ..constant(0.5) }, 5000) {
        assert_eq!(week_of(t) % 52 % 3, 1, "at {t}");
    }
}

#[test]
fn a_season_multiplies_a_cycle_that_is_no_week() {
    let season: Vec<f64> = (0..52).map(|week| f64::from(1 + week % 2)).collect();
    let mut clock = clock(Rate { season, ..steps(&[(0.0, 0.1), (60.0, 0.4)], 100.0) });
    let runs: Vec<Vec<f64>> =
        (0..2000).map(|r| hours(&mut clock, &Luck::new(SEED, r), 504.0)).collect();
    // Hours at the high rate: 40 + 8, 32 + 40 and 40 + 40 in weeks 0, 1 and 2.
    for (week, high, factor) in [(0.0, 48.0, 1.0), (168.0, 72.0, 2.0), (336.0, 80.0, 1.0)] {
        let counts: Vec<f64> =
            runs.iter().map(|hours| count_between(hours, week, week + 168.0)).collect();
        assert_mean(&counts, factor * (0.4 * high + 0.1 * (168.0 - high)));
    }
}

#[test]
fn growth_compounds_from_year_to_year() {
    let mut clock = clock(Rate { growth_per_year: 1.0, ..constant(0.1) });
    let week = |hours: &[f64], week: f64| count_between(hours, week * 168.0, (week + 1.0) * 168.0);
    let runs: Vec<Vec<f64>> =
        (0..1000).map(|r| hours(&mut clock, &Luck::new(SEED, r), 105.0 * 168.0)).collect();
    for (number, factor) in [(0.0, 1.0), (26.0, 2.0_f64.sqrt()), (52.0, 2.0), (104.0, 4.0)] {
        let counts: Vec<f64> = runs.iter().map(|hours| week(hours, number)).collect();
        assert_mean(&counts, 16.8 * factor);
    }
}

#[test]
fn a_rate_of_zero_never_brings_a_lead() {
    let luck = Luck::new(SEED, 0);
    assert_eq!(clock(constant(0.0)).next(&luck), None);
    assert_eq!(clock(steps(&[(0.0, 0.0), (5.0, 0.0)], 24.0)).next(&luck), None);
    assert_eq!(clock(Rate { season: vec![0.0; 52], ..constant(1.0) }).next(&luck), None);
}

#[test]
fn a_dying_rate_ends() {
    let luck = Luck::new(SEED, 0);
    let mut clock = clock(Rate { growth_per_year: -0.9, ..constant(0.01) });
    assert!(std::iter::from_fn(|| clock.next(&luck)).count() < 200);
}

#[test]
fn fixed_gaps_and_lists_are_kept_to_the_hour() {
    let luck = Luck::new(SEED, 0);
    let every = Arrivals::Every(Law::fixed(0.25).expect("a fixed law"));
    let mut regular = ArrivalClock::new(&channel("web", every));
    assert_eq!(hours(&mut regular, &luck, 1.1), [0.25, 0.5, 0.75, 1.0]);
    let mut listed = ArrivalClock::new(&channel("web", Arrivals::At(vec![1.0, 1.0, 7.5])));
    assert_eq!(hours(&mut listed, &luck, 100.0), [1.0, 1.0, 7.5]);
}

#[test]
fn renewal_gaps_have_the_mean_of_their_law() {
    let every = Arrivals::Every(Law::erlang(2, 1.5).expect("an Erlang law"));
    let mut clock = ArrivalClock::new(&channel("web", every));
    let hours = hours(&mut clock, &Luck::new(SEED, 0), 20_000.0);
    let gaps: Vec<f64> = hours.windows(2).map(|pair| pair[1] - pair[0]).collect();
    assert_mean(&gaps, 1.5);
}

#[test]
fn a_batch_has_at_least_one_lead() {
    let luck = Luck::new(SEED, 0);
    let hash = purpose::name_hash("web");
    assert_eq!(batch_size(None, &luck, hash, 0), 1);
    let law = Law::poisson(0.5).expect("a Poisson law");
    let sizes: Vec<f64> =
        (0..10_000).map(|k| f64::from(batch_size(Some(&law), &luck, hash, k))).collect();
    // E max(N, 1) = λ + e^{−λ}.
    assert_mean(&sizes, 0.5 + (-0.5_f64).exp());
}

#[test]
fn mean_volume_counts_batches_as_they_come_whole_and_at_least_one() {
    let every_week = Arrivals::Every(Law::fixed(168.0).expect("a fixed law"));
    let mut fair = channel("fair", every_week);
    for (law, mean) in [
        (Law::fixed(2.5), 3.0),
        (Law::fixed(0.2), 1.0),
        (Law::poisson(0.5), 0.5 + (-0.5_f64).exp()),
        (Law::poisson(7.0), 7.0 + (-7.0_f64).exp()),
        // uniform from 0.5 to 3.5: 1, 2 and 3 with the same chance
        (Law::uniform(0.5, 3.5), 2.0),
        (Law::discrete(&[(2.0, 0.5), (3.0, 0.5)]), 2.5),
    ] {
        fair.batch = Some(law.expect("a law"));
        let found = fair.mean_leads_per_week();
        assert!((found - mean).abs() < 1e-9, "{found} leads a week, not {mean}");
    }
}

#[test]
fn mean_volume_counts_season_shape_and_batches() {
    let by_day = steps(&[(0.0, 0.0), (9.0, 1.5), (17.0, 0.0)], 24.0);
    let season: Vec<f64> = (0..52).map(|week| if week < 26 { 1.0 } else { 0.5 }).collect();
    let mut fair = channel("fair", Arrivals::Rate(Rate { season, ..by_day }));
    fair.batch = Some(Law::fixed(2.0).expect("a fixed law"));
    assert!((fair.mean_leads_per_week() - 2.0 * 0.75 * 7.0 * 12.0).abs() < 1e-12);
}
