//! Runs of a world: its measures, and who sold what when in the pay period.

use crate::experiment::values::Row;
use crate::experiment::{Design, Failure};
use crate::sales::buyer::WaitEnd;
use crate::sales::pay::tally::PERIOD_PARTS;
use crate::sales::{
    Catalogue, Credited, Exited, Extent, Measure, Note, Noted, Observer, Outcome, Phase, SeatName,
};
use crate::scenario::Scenario;

/// What one replication under one policy came to.
#[derive(Clone, Debug, Default)]
pub(super) struct Run {
    /// Values of the measures.
    pub(super) values: Vec<f64>,
    /// Credit in the window, by group.
    pub(super) credit: Vec<f64>,
    /// By part of the pay period, of the leads that ended in the window.
    pub(super) parts: [Part; PERIOD_PARTS],
    /// Money of discount on bookings, by part of the pay period.
    pub(super) discounts: Vec<f64>,
    /// Bookings by part of the pay period.
    pub(super) bookings: Vec<f64>,
    /// By part of a period that is counted from the start of the run: bookings.
    pub(super) calendar: [f64; PERIOD_PARTS],
}

/// What ended in one of the parts of a pay period.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Part {
    /// Won: how many, and their money.
    pub(super) wins: f64,
    pub(super) revenue: f64,
    /// Deals, that is leads beyond the gate, that were not won. Who has fallen silent is entered as lost in
    /// the last days of a period, as those do who keep lists of deals: all silent deaths of a period stand
    /// in its last part.
    pub(super) losses: f64,
}

/// All runs of a world.
#[derive(Clone, Debug)]
pub(super) struct World {
    pub(super) policies: Vec<String>,
    pub(super) groups: Vec<String>,
    pub(super) measures: Vec<Measure>,
    /// By policy, by replication.
    pub(super) runs: Vec<Vec<Run>>,
}

impl World {
    /// What the runs of a scenario came to, by policy.
    pub(super) fn of(design: &Design<'_>, rows: &[Row]) -> Self {
        let scenario = design.scenario;
        let named = |row: &Row| {
            let runs = row.values.first().map_or(0, Vec::len);
            let run =
                |run: usize| row.values.iter().map(|values| values[run]).collect::<Vec<f64>>();
            (0..runs).map(|number| Run::read(&run(number), design)).collect()
        };
        Self {
            policies: scenario.policies.iter().map(|policy| policy.name.clone()).collect(),
            groups: scenario.system.groups.iter().map(|group| group.name.clone()).collect(),
            measures: design.catalogue.measures().to_vec(),
            runs: rows.iter().map(named).collect(),
        }
    }
}

/// Runs one replication of one policy: its outcome with all numbers of [`Run`] as its values.
pub(super) fn watched(
    design: &Design<'_>,
    policy: usize,
    replication: u32,
) -> Result<Outcome, Failure> {
    let watch = Watch::new(design, policy);
    let (outcome, watch) = design.observe(policy, replication, watch)?;
    let mut run = watch.run;
    run.values = outcome.values;
    let books = outcome.pay.expect("studies of pay have plans");
    (run.bookings, run.discounts) = (books.bookings, books.discounts);
    Ok(Outcome { values: run.written(), events: outcome.events, ..Outcome::default() })
}

/// The names of all numbers of [`Run`], in order.
pub(super) fn numbers(world: &Scenario) -> Vec<String> {
    let catalogue = Catalogue::of(&world.system, &world.policies);
    let measures = catalogue.measures().iter().map(|measure| measure.key.clone());
    let credit = world.system.groups.iter().map(|group| format!("credit.{}", group.name));
    let parts = ["discounts", "bookings", "calendar", "wins_revenue_losses"];
    let count = |name: &str| if name.contains('_') { 3 * PERIOD_PARTS } else { PERIOD_PARTS };
    let part = |name| (0..count(name)).map(move |part| format!("{name}.{part}"));
    measures.chain(credit).chain(parts.into_iter().flat_map(part)).collect()
}

impl Run {
    /// What ended in the last part of a pay period.
    pub(super) fn last(&self) -> Part {
        self.parts[PERIOD_PARTS - 1]
    }

    /// The mean of something over all other parts.
    pub(super) fn mean_of_others(&self, read: fn(&Part) -> f64) -> f64 {
        let others = &self.parts[..PERIOD_PARTS - 1];
        others.iter().map(read).sum::<f64>() / others.len() as f64
    }

    /// All its numbers in a row.
    fn written(&self) -> Vec<f64> {
        let parts = self.parts.iter().flat_map(|part| [part.wins, part.revenue, part.losses]);
        let lists = [&self.values, &self.credit, &self.discounts, &self.bookings];
        let lists = lists.into_iter().flatten().copied();
        lists.chain(self.calendar).chain(parts).collect()
    }

    /// The run whose numbers these are.
    fn read(numbers: &[f64], design: &Design<'_>) -> Self {
        let mut left = numbers;
        let mut list = |count: usize| {
            let (list, rest) = left.split_at(count);
            left = rest;
            list.to_vec()
        };
        let (values, credit) =
            (list(design.catalogue.measures().len()), list(design.scenario.system.groups.len()));
        let (discounts, bookings) = (list(PERIOD_PARTS), list(PERIOD_PARTS));
        let calendar = list(PERIOD_PARTS).try_into().unwrap_or_default();
        let parts = list(3 * PERIOD_PARTS);
        let parts = parts.chunks_exact(3);
        let mut run = Self { values, credit, discounts, bookings, calendar, ..Self::default() };
        for (part, numbers) in run.parts.iter_mut().zip(parts) {
            *part = Part { wins: numbers[0], revenue: numbers[1], losses: numbers[2] };
        }
        run
    }
}

/// Sees what ends and who is credited.
struct Watch<'a> {
    seats: &'a [SeatName],
    window: (f64, f64),
    period_hours: f64,
    fiscal_start: f64,
    /// The lead whose buyer has just fallen silent: channel and number.
    silent: Option<(usize, u64)>,
    run: Run,
}

impl<'a> Watch<'a> {
    fn new(design: &'a Design<'_>, policy: usize) -> Self {
        let scenario = design.scenario;
        let payroll = scenario.system.payroll.as_ref().expect("studies of pay have plans");
        let plan = scenario.policies[policy].pay.plans.first().map_or(0, |(_, plan)| *plan);
        let hours = |extent: Extent| match extent {
            Extent::Hours(hours) => hours,
            Extent::Leads(_) => panic!("studies are measured in weeks"),
        };
        let credit = vec![0.0; scenario.system.groups.len()];
        Self {
            seats: design.setups[policy].seats(),
            window: (hours(scenario.horizon.warm_up), hours(scenario.horizon.until)),
            period_hours: payroll.plans[plan].period.hours(),
            fiscal_start: payroll.fiscal_start_hours,
            silent: None,
            run: Run { credit, ..Run::default() },
        }
    }

    fn covers(&self, at: f64) -> bool {
        self.window.0 <= at && at < self.window.1
    }

    /// The part of a period counted from `start` that an instant lies in.
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "0 to 13")]
    fn part(&self, at: f64, start: f64) -> usize {
        let through = (at - start).rem_euclid(self.period_hours) / self.period_hours;
        ((through * PERIOD_PARTS as f64) as usize).min(PERIOD_PARTS - 1)
    }
}

impl Observer for Watch<'_> {
    fn credited(&mut self, fact: &Credited) {
        if self.covers(fact.at) {
            self.run.credit[self.seats[fact.seat].group] += fact.credit;
        }
    }

    fn noted(&mut self, fact: &Noted) {
        if let Note::Waited(WaitEnd::WindowCloses | WaitEnd::Stalls | WaitEnd::Lapses) = fact.note {
            self.silent = Some((fact.channel, fact.number));
        }
    }

    fn exited(&mut self, fact: &Exited) {
        let is_silent = self.silent.take() == Some((fact.channel, fact.number));
        if !self.covers(fact.at) || fact.first_touch.is_none() {
            return;
        }
        let at = self.part(fact.at, self.fiscal_start);
        let since_start = self.part(fact.at, 0.0);
        let part = &mut self.run.parts[at];
        if fact.revenue > 0.0 {
            part.wins += 1.0;
            part.revenue += fact.revenue;
            self.run.calendar[since_start] += fact.revenue;
        } else if fact.phase == Phase::Drive {
            let at = if is_silent { PERIOD_PARTS - 1 } else { at };
            self.run.parts[at].losses += 1.0;
        }
    }
}
