//! Known truths: worlds are simulated, exported as a CRM would, and fitted.

use posse::fitting::{Cause, Estimated, Fit, StageFit};
use posse::stats::{Duration, LifetimeFamily};

use super::logs::{log_of, scenario};

const WORLDS: u32 = 20;
const WEEKS: f64 = 104.0;

/// The numbers of a world, which differ from world to world.
struct World {
    per_week: f64,
    dispersion: f64,
    /// Of each of two stages: shares that go on and are lost, median and sigma of the days of either.
    stages: [Truth; 2],
    value: (f64, f64),
}

struct Truth {
    shares: [f64; 2],
    medians: [f64; 2],
    sigmas: [f64; 2],
}

impl World {
    /// Evenly spread over the ranges (Kronecker's sequence), so that no seed is chosen.
    fn number(number: u32) -> Self {
        let mut place = 0.0;
        let mut between = |low: f64, high: f64| {
            place += 1.0;
            let golden: f64 = (f64::from(number) + 0.5) * (place + 0.618_034_f64).sqrt();
            low + (high - low) * (golden - golden.floor())
        };
        let mut stage = |on: (f64, f64), lost: (f64, f64)| Truth {
            shares: [between(on.0, on.1), between(lost.0, lost.1)],
            medians: [between(6.0, 30.0), between(3.0, 40.0)],
            sigmas: [between(0.5, 1.0), between(0.6, 1.1)],
        };
        let stages = [stage((0.4, 0.6), (0.15, 0.25)), stage((0.35, 0.55), (0.15, 0.3))];
        Self {
            per_week: between(25.0, 60.0),
            dispersion: between(2.0, 8.0),
            stages,
            value: (between(5_000.0, 30_000.0), between(0.4, 0.9)),
        }
    }

    fn text(&self) -> String {
        let stage = |name: &str, truth: &Truth, next: &str| {
            let [on, lost] = truth.shares;
            let law = |cause: usize| {
                let (median, sigma) = (truth.medians[cause], truth.sigmas[cause]);
                format!("{{ lognormal = {{ median = \"{median} d\", sigma = {sigma} }} }}")
            };
            format!(
                "[stages.{name}]\ntouch = \"0 h\"\nnext = {{ {name}-on = {on}, {name}-lost = {lost}, rest = \
                 \"{name}-silent\" }}\n[stages.{name}-on]\ntouch = {}\nnext = \"{next}\"\n[stages.{name}-lost]\ntouch = \
                 {}\nnext = \"lost\"\n[stages.{name}-silent]\ntouch = \"900 d\"\nnext = \"no decision\"\n",
                law(0),
                law(1)
            )
        };
        format!(
            "calendar = \"always\"\n[channels.web]\narrivals = {{ per_week = {}, dispersion = {} }}\n[deal]\nvalue = {{ \
             lognormal = {{ median = {}, sigma = {} }} }}\n{}{}[exits.\"no decision\"]\nfamily = \"no decision\"\n[run]\nweeks \
             = {WEEKS}\nwarm_up = \"0 h\"\nrun_out = \"0 h\"\nreplications = 2\n",
            self.per_week,
            self.dispersion,
            self.value.0,
            self.value.1,
            stage("offer", &self.stages[0], "deal"),
            stage("deal", &self.stages[1], "won"),
        )
    }

    fn win_rate(&self) -> f64 {
        self.stages.iter().map(|stage| stage.shares[0]).product()
    }
}

/// How often intervals hold the truth.
#[derive(Default)]
struct Cover {
    held: f64,
    all: f64,
    missed: Vec<String>,
}

impl Cover {
    fn see(&mut self, name: &str, (low, high): (f64, f64), truth: f64) {
        self.all += 1.0;
        if (low..=high).contains(&truth) {
            self.held += 1.0;
        } else {
            self.missed.push(format!("{name}: {truth} not in {low} to {high}"));
        }
    }

    fn see_estimate(&mut self, name: &str, estimate: Estimated, truth: f64) {
        self.see(name, estimate.interval, truth);
    }
}

fn see_stage(cover: &mut Cover, families: &mut [u32; 2], stage: &StageFit, truth: &Truth) {
    let (fit, intervals) = stage.fit.as_ref().expect("visits that ended");
    assert_eq!(stage.causes, [Cause::On, Cause::Lost]);
    let never = 1.0 - truth.shares[0] - truth.shares[1];
    cover.see("never", intervals.never, never);
    for cause in 0..2 {
        cover.see("share", intervals.shares[cause], truth.shares[cause]);
        families[1] += 1;
        if let Duration::Law(law) = &fit.risks.laws[cause]
            && law.family == LifetimeFamily::Lognormal
        {
            families[0] += 1;
            cover.see("median", intervals.laws[cause][0], truth.medians[cause]);
            cover.see("sigma", intervals.laws[cause][1], truth.sigmas[cause]);
        }
    }
}

#[test]
fn intervals_of_nine_tenths_hold_the_truth_of_simulated_worlds_that_often() {
    let (mut cover, mut families) = (Cover::default(), [0; 2]);
    let (mut off, mut naive) = (Vec::new(), Vec::new());
    for number in 0..WORLDS {
        let world = World::number(number);
        let log = log_of(&scenario(&world.text()), 0, WEEKS);
        let fit = Fit::of(&log).expect("a fit");
        for (stage, truth) in fit.funnel.stages.iter().zip(&world.stages) {
            see_stage(&mut cover, &mut families, stage, truth);
        }
        let channel = &fit.arrivals.channels[0];
        cover.see_estimate("per week", channel.per_week, world.per_week);
        cover.see_estimate("dispersion", channel.dispersion, world.dispersion);
        cover.see_estimate("win rate", fit.outcomes.of_all, world.win_rate());
        let value = fit.values.all.as_ref().expect("values");
        if let Some(law) = value.law()
            && law.family == LifetimeFamily::Lognormal
        {
            cover.see("value", value.intervals.laws[0][0], world.value.0);
            cover.see("spread of values", value.intervals.laws[0][1], world.value.1);
        }
        off.push(fit.outcomes.of_all.value - world.win_rate());
        naive.push(fit.outcomes.of_decided.value - world.win_rate());
    }
    let mean = |values: &[f64]| values.iter().sum::<f64>() / values.len() as f64;
    let size = |values: &[f64]| mean(&values.iter().map(|x| x.abs()).collect::<Vec<f64>>());
    let share = cover.held / cover.all;
    let told = format!(
        "{} of {} intervals hold ({share:.3}); lognormal found {} of {}; win rate off by {:.4} on average ({:.4} in \
         size), won of decided by {:.4}",
        cover.held,
        cover.all,
        families[0],
        families[1],
        mean(&off),
        size(&off),
        mean(&naive)
    );
    assert!((0.85..=0.95).contains(&share), "{told}\n{}", cover.missed.join("\n"));
    assert!(mean(&off).abs() < 0.01, "{told}");
    assert!(mean(&naive) > 0.1, "what firms usually compute is off by more: {told}");
}
