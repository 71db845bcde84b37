//! What the seller believes, and what the gate makes of it.

use posse::sales::buyer::tally::BuyerBooks;
use posse::sales::buyer::{Answer, Belief, Gate, Objective, Quantiles, Question};

use super::lab::{Lab, STANDARD, assert_close, assert_mean, beta, mix};

fn prior() -> Belief {
    Belief::prior(&beta(2.2, 2.2))
}

#[test]
fn a_prior_has_the_mean_and_the_variance_of_the_channels_law() {
    let (a, b) = (1.6_f64, 2.8_f64);
    let belief = Belief::prior(&beta(a, b));
    assert_close(belief.mean(), a / (a + b), "mean");
    assert_close(belief.sd().powi(2), a * b / ((a + b).powi(2) * (a + b + 1.0)), "variance");
}

#[test]
fn signals_in_any_order_lead_to_the_same_belief() {
    let signals = [(0.2, 0.3), (0.9, 0.1), (0.5, 0.2), (0.4, 0.7)];
    let learned = |order: [usize; 4]| {
        let mut belief = prior();
        for k in order {
            belief.learn(signals[k].0, signals[k].1);
        }
        belief
    };
    let first = learned([0, 1, 2, 3]);
    let weight = |(_, noise): (f64, f64)| 1.0 / (noise * noise);
    let start = 1.0 / prior().sd().powi(2);
    let total = start + signals.into_iter().map(weight).sum::<f64>();
    let sum = start * 0.5 + signals.into_iter().map(|s| s.0 * weight(s)).sum::<f64>();
    assert_close(first.mean(), sum / total, "precision-weighted mean");
    for order in [[3, 2, 1, 0], [1, 3, 0, 2]] {
        assert_close(learned(order).mean(), first.mean(), "mean");
        assert_close(learned(order).sd(), first.sd(), "sd");
    }
}

#[test]
fn a_signal_without_noise_tells_the_truth_and_one_of_nothing_but_noise_nothing() {
    for noise in [0.0, 1e-200, 1e-9] {
        let mut belief = prior();
        belief.learn(0.7, noise);
        assert!((belief.mean() - 0.7).abs() < 1e-9, "noise {noise}: {}", belief.mean());
        belief.learn(0.7, noise);
        assert!((belief.mean() - 0.7).abs() < 1e-9 && belief.sd() < 1e-5);
        assert!((belief.shortfall(0.7) - 0.0).abs() < 1e-5);
    }
    for noise in [1e9, 1e200, f64::INFINITY] {
        let mut belief = prior();
        belief.learn(0.7 * noise, noise);
        assert!((belief.mean() - 0.5).abs() < 1e-7, "noise {noise}: {}", belief.mean());
        assert_close(belief.sd(), prior().sd(), "sd");
    }
}

#[test]
fn handed_over_whole_nothing_changes_and_with_nothing_written_down_the_prior_is_left() {
    let mut belief = prior();
    belief.learn(0.83, 0.17);
    let (learned, mut half) = (belief, belief);
    belief.hand_over(prior(), 1.0);
    assert_eq!(belief, learned);
    belief.hand_over(prior(), 0.0);
    assert_eq!(belief, prior());
    half.hand_over(prior(), 0.5);
    let precision = |belief: Belief| belief.sd().powi(-2);
    assert_close(precision(half), 0.5 * (precision(learned) + precision(prior())), "precision");
}

#[test]
fn the_shortfall_is_the_integral_of_what_lies_below() {
    for (signal, noise, level) in
        [(0.5, 0.2, 0.5), (0.2, 0.1, 0.5), (0.9, 0.3, 0.5), (0.4, 0.05, 0.3)]
    {
        let mut belief = prior();
        belief.learn(signal, noise);
        let (mean, sd) = (belief.mean(), belief.sd());
        let density = |x: f64| (-0.5 * ((x - mean) / sd).powi(2)).exp() / (sd * 2.506_628_274_631);
        let (low, steps) = (mean.min(level) - 12.0 * sd, 200_000);
        let width = (level - low) / f64::from(steps);
        let at = |k: i32| low + (f64::from(k) + 0.5) * width;
        let integral: f64 = (0..steps).map(|k| (level - at(k)) * density(at(k)) * width).sum();
        assert!((belief.shortfall(level) - integral).abs() < 1e-8, "{signal}, {noise}, {level}");
    }
}

#[test]
fn a_dialogues_signal_is_the_fit_with_noise_that_falls_with_hours_skill_and_listening() {
    let mut lab = Lab::of(1);
    lab.prospects.fit = beta(20.0, 20.0);
    let mut errors = Vec::new();
    for (mut buyer, luck) in lab.leads(20_000) {
        let before = buyer.belief;
        let skills = posse::sales::buyer::Skills { qualify: 1.2, ..STANDARD };
        buyer.talk(&lab.world, mix(0.6, 0.0), 1.5, skills, luck, 1.0);
        let precision = |belief: Belief| belief.sd().powi(-2);
        let gained = precision(buyer.belief) - precision(before);
        let noise = 0.22 / (1.5_f64 * 1.2 * 1.1).sqrt();
        assert!((gained * noise * noise - 1.0).abs() < 1e-9, "noise");
        let weighted = |belief: Belief| belief.mean() * precision(belief);
        let signal = (weighted(buyer.belief) - weighted(before)) / gained;
        errors.push((signal - buyer.fit()) / noise);
    }
    assert_mean(&errors, 0.0, "error");
    assert_mean(&errors.iter().map(|error| error * error).collect::<Vec<_>>(), 1.0, "variance");
}

/// The gate's area when signals have this noise: good is who has a fit of 0.45 and more.
fn area(noise: f64) -> f64 {
    let mut lab = Lab::of(1);
    lab.world.dialogue.noise = noise;
    lab.prospects.fit = beta(2.2, 2.0);
    let needs = &mut lab.world.needs;
    (needs.value_spread, needs.breaker, needs.value_floor) = (0.0, 0.0, 0.38);
    let classes = 20;
    let mut books = BuyerBooks { gate: vec![0.0; 2 * classes], ..BuyerBooks::default() };
    for (mut buyer, luck) in lab.leads(5000) {
        buyer.talk(&lab.world, mix(0.7, 0.0), 1.5, STANDARD, luck, 1.0);
        let good = buyer.is_good(&lab.world, 1e6, 0.7);
        assert_eq!(good, buyer.fit() >= 0.45);
        let class = BuyerBooks::class(buyer.belief.mean(), classes);
        books.gate[2 * class + usize::from(good)] += 1.0;
    }
    books.gate_area()
}

#[test]
fn a_gate_that_hears_the_truth_tells_all_good_from_bad_and_one_that_hears_nothing_none() {
    assert!((area(1e-9) - 1.0).abs() < 1e-12, "{}", area(1e-9));
    assert!((area(0.0) - 1.0).abs() < 1e-12, "no noise at all: {}", area(0.0));
    assert!((area(1e6) - 0.5).abs() < 1e-12, "{}", area(1e6));
    let usual = area(0.22);
    assert!(usual > 0.8 && usual < 0.99, "{usual}");
}

fn question(belief: Belief) -> Question {
    Question {
        belief,
        strain: 0.0,
        dialogue_hours: 1.5,
        dialogues: 1,
        standard_hours: 1.5,
        price: 50_000.0,
        margin: 0.7,
        win_chance: 0.3,
        hours_left: 20.0,
        hour_price: 100.0,
        own_value: 50_000.0,
        own_hour_price: 100.0,
        own_meeting: 0.0,
    }
}

fn sure(fit: f64) -> Belief {
    let mut belief = prior();
    belief.learn(fit, 1e-4);
    belief
}

#[test]
fn without_cutoff_and_objective_the_gate_lets_everybody_pass() {
    let lab = Lab::of(1);
    for fit in [0.01, 0.3, 0.9] {
        assert_eq!(Gate::default().answer(&lab.world, &question(sure(fit))), Answer::Go);
    }
}

#[test]
fn the_cutoff_is_a_line_and_near_it_the_gate_asks_again_but_not_for_ever() {
    let lab = Lab::of(1);
    let gate = Gate { cutoff: 0.45, ..Gate::default() };
    let answer = |asked: Question| gate.answer(&lab.world, &asked);
    assert_eq!(answer(question(sure(0.46))), Answer::Go);
    assert_eq!(answer(question(sure(0.44))), Answer::No);
    assert_eq!(answer(question(prior())), Answer::Again, "0.5 is half a deviation from 0.45");
    assert_eq!(answer(Question { dialogues: 3, ..question(prior()) }), Answer::Go);
    let short = Question { dialogue_hours: 1.0, ..question(sure(0.9)) };
    assert_eq!(answer(short), Answer::Again, "too little has been said");
}

#[test]
fn expected_value_is_chance_times_value_less_the_price_of_the_hours_left() {
    let lab = Lab::of(1);
    let expected = |objective, fit| {
        let gate = Gate { objective: Some(objective), ..Gate::default() };
        gate.expected(&lab.world, &question(sure(fit)))
    };
    let hours = 20.0 * 100.0;
    let provider = |fit: f64| {
        let churn = 1.0 / (1.0 + (2.6 + 5.0 * (fit - 0.6)).exp());
        50_000.0 * (0.7 - 0.05 - 0.7 * (0.5 - fit).max(0.0) - churn * 0.35)
    };
    let customer = |fit: f64| 50_000.0 * ((0.4 + 1.6 * fit) * (0.5_f64 * 0.0625).exp() - 1.1);
    for fit in [0.2, 0.4, 0.6, 0.9] {
        let labour = 28.0 * 130.0;
        let (c, p) = (customer(fit), provider(fit) - labour);
        let mutual = if c >= 0.0 && p >= 0.0 { c + p } else { c.min(p) };
        let near = |found: f64, value: f64| {
            assert!((found - (0.3 * value - hours)).abs() < 0.5, "{fit}: {found}");
        };
        near(expected(Objective::Private, fit), 50_000.0);
        near(expected(Objective::Firm, fit), provider(fit));
        near(expected(Objective::Mutual, fit), mutual);
    }
}

#[test]
fn tables_of_quantiles_keep_mean_and_variance_and_never_fall() {
    for (a, b, low, high) in [
        (2.2, 2.2, 0.0, 1.0),
        (1.6, 2.8, 0.0, 1.0),
        (3.2, 1.8, 0.0, 1.0),
        (1.2, 1.5, 0.0, 0.5),
        (0.5, 0.5, 0.0, 1.0),
    ] {
        let law = posse::engine::law::Law::beta(a, b, low, high).expect("positive shapes");
        let table = Quantiles::of(&law);
        let at = |k: u32| table.at((f64::from(k) / 2048.0).min(1.0 - f64::EPSILON));
        let steps = 0..1024;
        // Straight lines between the points: Simpson's rule is exact for their squares.
        let simpson = |f: &dyn Fn(f64) -> f64| {
            let of = |k: u32| (f(at(2 * k)) + 4.0 * f(at(2 * k + 1)) + f(at(2 * k + 2))) / 6.0;
            steps.clone().map(of).sum::<f64>() / 1024.0
        };
        let mean = simpson(&|x| x);
        let variance = simpson(&|x| (x - mean) * (x - mean));
        assert!((mean / law.mean() - 1.0).abs() < 0.005, "{law}: mean {mean}");
        assert!((variance / law.variance() - 1.0).abs() < 0.005, "{law}: variance {variance}");
        assert!((0..2048).all(|k| at(k) <= at(k + 1)), "{law} falls");
    }
}

#[test]
fn a_higher_mean_of_the_law_raises_every_rank() {
    let (low, high) = (Quantiles::of(&beta(1.6, 2.8)), Quantiles::of(&beta(2.0, 2.4)));
    assert!((1..1000).map(|k| f64::from(k) / 1000.0).all(|u| low.at(u) < high.at(u)));
}
