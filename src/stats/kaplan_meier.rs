//! The Kaplan–Meier curve of a small sample, without bins.

/// A time at which durations ended.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct KaplanMeierStep {
    /// When, in the unit of the durations.
    pub time: f64,
    /// How many had lasted until then.
    pub at_risk: u64,
    /// How many ended then.
    pub events: u64,
    /// Share that lasts longer.
    pub survival: f64,
    /// Greenwood's standard error of that share; 0 once the share is 0.
    pub standard_error: f64,
}

/// The product-limit curve of Kaplan and Meier (1958).
#[derive(Debug, Clone, PartialEq)]
pub struct KaplanMeier {
    steps: Vec<KaplanMeierStep>,
}

impl KaplanMeier {
    /// The curve of durations that ended (`true`) or still ran when last seen (`false`); at equal
    /// times, ends precede censoring.
    ///
    /// # Panics
    /// If a duration is NaN.
    pub fn of(durations: &[(f64, bool)]) -> Self {
        assert!(!durations.iter().any(|(time, _)| time.is_nan()), "a duration is undefined");
        let mut sorted = durations.to_vec();
        sorted.sort_by(|a, b| a.0.total_cmp(&b.0));
        let mut steps = Vec::new();
        let (mut at_risk, mut survival, mut greenwood) = (sorted.len() as u64, 1.0, 0.0);
        for tied in sorted.chunk_by(|a, b| a.0 >= b.0) {
            let events = tied.iter().filter(|(_, event)| *event).count() as u64;
            if events > 0 {
                let (lost, exposed) = (events as f64, at_risk as f64);
                survival *= (exposed - lost) / exposed;
                greenwood += lost / (exposed * (exposed - lost));
                let standard_error = if survival > 0.0 { survival * greenwood.sqrt() } else { 0.0 };
                steps.push(KaplanMeierStep {
                    time: tied[0].0,
                    at_risk,
                    events,
                    survival,
                    standard_error,
                });
            }
            at_risk -= tied.len() as u64;
        }
        Self { steps }
    }

    /// The times at which durations ended, ascending.
    pub fn steps(&self) -> &[KaplanMeierStep] {
        &self.steps
    }

    /// Share that lasts longer than `time`.
    pub fn survival_at(&self, time: f64) -> f64 {
        self.steps
            .iter()
            .take_while(|step| step.time <= time)
            .last()
            .map_or(1.0, |step| step.survival)
    }

    /// The first time by which a share of at least `p` has ended; None if the data end before.
    pub fn quantile(&self, p: f64) -> Option<f64> {
        let rounding = 1e-12;
        let step = self.steps.iter().find(|step| 1.0 - step.survival >= p - rounding)?;
        Some(step.time)
    }
}
