//! Scenario texts run under the eyes of an observer.

use posse::experiment::{self, Continue, Design, Results};
use posse::sales::{Exited, Measure, Observer, Outcome, TouchEnded, TouchStarted};
use posse::scenario::Scenario;

pub(super) fn parse(text: &str) -> Scenario {
    Scenario::parse(text.as_bytes(), "test.toml", &|_| None).unwrap_or_else(|e| panic!("{e}"))
}

/// All replications of a scenario, without observer.
pub(super) fn results(text: &str) -> Results {
    experiment::run(&parse(text), |_| Continue::Yes).unwrap_or_else(|e| panic!("{e}"))
}

/// A finished replication.
pub(super) struct Run<'a, O> {
    pub(super) outcome: Outcome,
    pub(super) seen: O,
    measures: &'a [Measure],
}

impl<O> Run<'_, O> {
    pub(super) fn value(&self, key: &str) -> f64 {
        self.outcome.value(self.measures, key)
    }
}

/// What `look` makes of every replication of a policy, in order; `O` is who observes it.
pub(super) fn observe<O, T>(
    text: &str,
    policy: usize,
    look: impl Fn(Run<'_, O>) -> T + Sync,
) -> Vec<T>
where
    O: Observer + Default,
    T: Send,
{
    let scenario = parse(text);
    let design = Design::new(crate::ready(&scenario));
    let one = |replication| {
        let (outcome, seen) =
            design.observe(policy, replication, O::default()).unwrap_or_else(|e| panic!("{e}"));
        look(Run { outcome, seen, measures: design.catalogue.measures() })
    };
    let count = scenario.replications;
    let workers = std::thread::available_parallelism().map_or(1, |n| n.get().min(8));
    let share = &|worker| (worker..count).step_by(workers).map(one).collect::<Vec<T>>();
    let mut shares: Vec<_> = std::thread::scope(|scope| {
        let start = |worker| scope.spawn(move || share(worker));
        let started: Vec<_> = (0..u32::try_from(workers).expect("few")).map(start).collect();
        started.into_iter().map(|s| s.join().expect("a run that ends").into_iter()).collect()
    });
    (0..count as usize).map(|r| shares[r % workers].next().expect("one for each run")).collect()
}

/// The one replication of a policy.
pub(super) fn observe_once<O: Observer + Default>(text: &str, policy: usize) -> O {
    let scenario = parse(text);
    let design = Design::new(crate::ready(&scenario));
    design.observe(policy, 0, O::default()).unwrap_or_else(|e| panic!("{e}")).1
}

/// Writes down how every lead ended, in that order.
#[derive(Default)]
pub(super) struct Ends(pub(super) Vec<Exited>);

impl Observer for Ends {
    fn exited(&mut self, fact: &Exited) {
        self.0.push(*fact);
    }
}

impl Ends {
    /// The leads that arrived in the measured window.
    pub(super) fn measured(&self) -> impl Iterator<Item = &Exited> {
        self.0.iter().filter(|lead| lead.measured)
    }
}

/// Hours from arrival to the first touch, or to the end of a lead that never had one.
pub(super) fn wait(lead: &Exited) -> f64 {
    lead.first_touch.unwrap_or(lead.at) - lead.arrived
}

/// Hours from arrival to the end.
pub(super) fn stay(lead: &Exited) -> f64 {
    lead.at - lead.arrived
}

pub(super) fn mean(values: impl IntoIterator<Item = f64>) -> f64 {
    values.into_iter().collect::<posse::stats::Tally>().mean()
}

/// A share of 1.
pub(super) fn share(cases: usize, all: usize) -> f64 {
    cases as f64 / all as f64
}

/// A touch from its start to its end, or to where it was put back.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Touch {
    pub(super) channel: usize,
    pub(super) number: u64,
    pub(super) stage: usize,
    pub(super) seat: Option<usize>,
    pub(super) ready: f64,
    pub(super) start: f64,
    pub(super) content: f64,
    pub(super) resumed: bool,
    /// NaN where it was put back.
    pub(super) end: f64,
}

/// Writes down every touch, in the order of their starts, and every end.
#[derive(Default)]
pub(super) struct Trace {
    pub(super) touches: Vec<Touch>,
    pub(super) ends: Vec<Exited>,
}

impl Observer for Trace {
    fn touch_started(&mut self, fact: &TouchStarted) {
        self.touches.push(Touch {
            channel: fact.channel,
            number: fact.number,
            stage: fact.stage,
            seat: fact.seat,
            ready: fact.ready,
            start: fact.at,
            content: fact.content_hours,
            resumed: fact.resumed,
            end: f64::NAN,
        });
    }

    fn touch_ended(&mut self, fact: &TouchEnded) {
        let key = (fact.channel, fact.number, fact.stage);
        let open = self.touches.iter_mut().rev().find(|t| (t.channel, t.number, t.stage) == key);
        open.expect("what ends has begun").end = fact.at;
    }

    fn exited(&mut self, fact: &Exited) {
        self.ends.push(*fact);
    }
}

/// The touches of the one replication of a policy, in the order of their starts, as people would
/// tell them: `web 0: serve by rep 1, 9 to 11`; a touch that was put back has no end.
pub(super) fn story(text: &str, policy: usize) -> Vec<String> {
    let scenario = parse(text);
    let design = Design::new(crate::ready(&scenario));
    let trace = design.observe(policy, 0, Trace::default()).unwrap_or_else(|e| panic!("{e}")).1;
    let system = &scenario.system;
    let channel = |c: usize| system.channels.get(c).map_or("backlog", |channel| &channel.name);
    let tell = |touch: &Touch| {
        let Touch { channel: c, number, stage, start, end, .. } = *touch;
        let person = touch.seat.map_or_else(String::new, |seat| {
            let seat = &design.setups[policy].seats()[seat];
            format!(" by {} {}", system.groups[seat.group].name, seat.number)
        });
        let until = if end.is_nan() { String::new() } else { format!(" to {end}") };
        format!("{} {number}: {}{person}, {start}{until}", channel(c), system.stages[stage].name)
    };
    trace.touches.iter().map(tell).collect()
}

/// How the leads of the one replication ended, in that order: `web 0: won at 5`.
pub(super) fn endings(text: &str, policy: usize) -> Vec<String> {
    let scenario = parse(text);
    let design = Design::new(crate::ready(&scenario));
    let ends = design.observe(policy, 0, Ends::default()).unwrap_or_else(|e| panic!("{e}")).1;
    let system = &scenario.system;
    let channel = |c: usize| system.channels.get(c).map_or("backlog", |channel| &channel.name);
    let tell = |lead: &Exited| {
        let exit = &system.exits[lead.exit].name;
        format!("{} {}: {exit} at {}", channel(lead.channel), lead.number, lead.at)
    };
    ends.0.iter().map(tell).collect()
}
