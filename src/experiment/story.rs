//! The story of one lead in one replication, policy by policy: what happened to it and where the
//! paths of two policies part.

use super::Failure;
use super::replicate::Design;
use crate::sales::buyer::{Answer, Decision, WaitEnd};
use crate::sales::{
    AccountEvent, Arrived, Credited, Exited, Note, Noted, Observer, TouchEnded, TouchStarted,
};

/// What happened to one lead under one policy.
#[derive(Clone, Debug, PartialEq)]
pub struct Story {
    /// The lead.
    pub lead: Arrived,
    /// What happened, in order.
    pub steps: Vec<Step>,
    /// Who was credited with it, on what plan and for what, in order.
    pub credits: Vec<Credited>,
}

/// One thing that happened.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Step {
    /// Somebody worked on the lead.
    Touch {
        /// How it started.
        start: TouchStarted,
        /// When it ended, in hours since the start of the run.
        ended: f64,
        /// Whether an attempt to reach the buyer did; `None` elsewhere.
        reached: Option<bool>,
        /// Whether it stopped before it was done.
        stopped: bool,
    },
    /// Something was said or found out.
    Note(Noted),
    /// The lead ended; a nurtured one may come back.
    End(Exited),
}

/// What makes two paths the same or not: what happened, not when nor how well.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Turn {
    Touched(usize, Option<bool>),
    NotReady,
    Woken,
    Warned,
    Offended,
    Gate(Answer),
    BreakerFound,
    Met(Decision),
    Advised,
    PulledIn,
    PressedInVain,
    PushedOut,
    Waited(WaitEnd),
    Account(AccountEvent),
    Ended(usize),
}

/// Where the paths of two stories part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Parting {
    /// Steps of the first and of the second story that belong to the common way.
    pub common: (usize, usize),
    /// The next step that differs, of each; `None` where the story is over.
    pub next: (Option<usize>, Option<usize>),
}

impl Step {
    /// When it was over, in hours since the start of the run.
    pub fn at(&self) -> f64 {
        match self {
            Self::Touch { ended, .. } => *ended,
            Self::Note(noted) => noted.at,
            Self::End(exited) => exited.at,
        }
    }

    /// What of it can differ between paths; nothing for numbers that merely are others.
    fn turn(&self) -> Option<Turn> {
        Some(match self {
            Self::Touch { stopped: true, .. } => return None,
            Self::Touch { start, reached, .. } => Turn::Touched(start.stage, *reached),
            Self::End(exited) => Turn::Ended(exited.exit),
            Self::Note(noted) => match noted.note {
                Note::NotReady => Turn::NotReady,
                Note::Woken => Turn::Woken,
                Note::Warned => Turn::Warned,
                Note::Offended => Turn::Offended,
                Note::Gate { answer, .. } => Turn::Gate(answer),
                Note::BreakerFound => Turn::BreakerFound,
                Note::Met(meeting) => Turn::Met(meeting.decision),
                Note::Advised => Turn::Advised,
                Note::PulledIn { .. } => Turn::PulledIn,
                Note::PressedInVain => Turn::PressedInVain,
                Note::PushedOut => Turn::PushedOut,
                Note::Waited(how) => Turn::Waited(how),
                Note::Account { event, .. } => Turn::Account(event),
                Note::Dialogue { .. }
                | Note::Joined { .. }
                | Note::Lesson { .. }
                | Note::Session { .. }
                | Note::Proposed
                | Note::Customer { .. }
                | Note::Referred
                | Note::Found => return None,
            },
        })
    }
}

impl Story {
    /// The numbers of steps at which the path can turn.
    pub fn turns(&self) -> Vec<usize> {
        (0..self.steps.len()).filter(|step| self.steps[*step].turn().is_some()).collect()
    }

    /// Ends of the lead, in order.
    pub fn ends(&self) -> impl Iterator<Item = &Exited> {
        self.steps.iter().filter_map(|step| match step {
            Step::End(exited) => Some(exited),
            Step::Touch { .. } | Step::Note(_) => None,
        })
    }

    /// Whether the run ended before the lead did, or before one that had come back did.
    pub fn is_open(&self) -> bool {
        !self.is_customer() && !matches!(self.steps.last(), Some(Step::End(_)))
    }

    /// Whether the lead has become a customer: what follows is no lead's.
    fn is_customer(&self) -> bool {
        let is = |step: &Step| matches!(step, Step::Note(noted) if matches!(noted.note, Note::Customer { .. }));
        self.steps.iter().any(is)
    }

    /// Hours of work (`None` while the lead is open), touches begun and people who worked, over the
    /// whole story.
    pub fn effort(&self) -> (Option<f64>, u32, usize) {
        let hours = self.ends().map(|end| end.work_hours).sum();
        let hours = Some(hours).filter(|_| !self.is_open());
        let mut seats = Vec::new();
        let mut touches = 0;
        for step in &self.steps {
            let Step::Touch { start, .. } = step else { continue };
            touches += u32::from(!start.resumed);
            seats.extend(start.seat);
        }
        seats.sort_unstable();
        seats.dedup();
        (hours, touches, seats.len())
    }

    /// Where the ways of two policies part; `None` where they are the same to the end.
    pub fn parting(&self, other: &Self) -> Option<Parting> {
        let (own, theirs) = (self.turns(), other.turns());
        let same = own
            .iter()
            .zip(&theirs)
            .take_while(|(a, b)| self.steps[**a].turn() == other.steps[**b].turn());
        let same = same.count();
        let (next_own, next_theirs) = (own.get(same).copied(), theirs.get(same).copied());
        if next_own.is_none() && next_theirs.is_none() {
            return None;
        }
        // What follows the last common turn and is none itself belongs to it.
        let common = |next: Option<usize>, story: &Self| next.unwrap_or(story.steps.len());
        Some(Parting {
            common: (common(next_own, self), common(next_theirs, other)),
            next: (next_own, next_theirs),
        })
    }
}

/// Keeps when leads arrive.
#[derive(Clone, Debug, Default)]
struct Doorkeeper(Vec<Arrived>);

impl Observer for Doorkeeper {
    fn arrived(&mut self, fact: &Arrived) {
        self.0.push(*fact);
    }
}

/// Writes down what happens to one lead.
#[derive(Clone, Debug)]
struct Chronicler {
    story: Story,
    open: Vec<TouchStarted>,
}

impl Chronicler {
    fn knows(&self, channel: usize, number: u64) -> bool {
        (channel, number) == (self.story.lead.channel, self.story.lead.number)
    }

    fn close(&mut self, fact: &TouchEnded, stopped: bool) {
        if let Some(at) = self.open.iter().position(|start| start.stage == fact.stage)
            && self.knows(fact.channel, fact.number)
        {
            let start = self.open.swap_remove(at);
            let (ended, reached) = (fact.at, fact.reached);
            self.story.steps.push(Step::Touch { start, ended, reached, stopped });
        }
    }
}

impl Observer for Chronicler {
    fn touch_started(&mut self, fact: &TouchStarted) {
        if self.knows(fact.channel, fact.number) {
            self.open.push(*fact);
        }
    }

    fn touch_ended(&mut self, fact: &TouchEnded) {
        self.close(fact, false);
    }

    fn touch_stopped(&mut self, fact: &TouchEnded) {
        self.close(fact, true);
    }

    fn exited(&mut self, fact: &Exited) {
        if !self.knows(fact.channel, fact.number) {
            return;
        }
        for start in std::mem::take(&mut self.open) {
            let step = Step::Touch { start, ended: fact.at, reached: None, stopped: true };
            self.story.steps.push(step);
        }
        self.story.steps.push(Step::End(*fact));
    }

    fn credited(&mut self, fact: &Credited) {
        if self.knows(fact.channel, fact.number) {
            self.story.credits.push(*fact);
        }
    }

    fn noted(&mut self, fact: &Noted) {
        if self.knows(fact.channel, fact.number) {
            self.story.steps.push(Step::Note(*fact));
        }
    }
}

impl Design<'_> {
    /// All arrivals of a replication in order of time; at one instant, of channel and number. The
    /// same under every policy.
    ///
    /// # Errors
    ///
    /// [`Failure`] if leads go round in circles without time passing.
    pub fn arrivals(&self, policy: usize, replication: u32) -> Result<Vec<Arrived>, Failure> {
        let (_, seen) = self.observe(policy, replication, Doorkeeper::default())?;
        let mut arrivals = seen.0;
        arrivals.sort_by(|a, b| {
            a.at.total_cmp(&b.at).then((a.channel, a.number).cmp(&(b.channel, b.number)))
        });
        Ok(arrivals)
    }

    /// The story of a lead under a policy in a replication.
    ///
    /// # Errors
    ///
    /// [`Failure`] if leads go round in circles without time passing.
    pub fn story(&self, policy: usize, replication: u32, lead: Arrived) -> Result<Story, Failure> {
        let story = Story { lead, steps: Vec::new(), credits: Vec::new() };
        let (_, seen) =
            self.observe(policy, replication, Chronicler { story, open: Vec::new() })?;
        Ok(seen.story)
    }
}
