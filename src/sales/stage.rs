//! The funnel: stages as loops of touches, and the ways out.

use crate::engine::law::Law;
use crate::engine::random::Place;

/// A quantity that may differ by the lead's channel or segment.
#[derive(Clone, Debug, PartialEq)]
pub enum ByLead<T> {
    /// The same for all.
    Same(T),
    /// One for each channel, by index.
    Channel(Vec<T>),
    /// One for each segment, by index.
    Segment(Vec<T>),
    /// One for the first lead of each channel, one for the second and so on, again and again.
    Listed(Vec<T>),
}

impl<T> ByLead<T> {
    /// The value for the lead with this number (from 0) in its channel, and of this segment.
    #[inline(always)]
    #[expect(clippy::inline_always, reason = "called for every touch")]
    #[expect(clippy::cast_possible_truncation, reason = "less than the length of a list")]
    pub fn of(&self, channel: usize, segment: usize, number: u64) -> &T {
        match self {
            Self::Same(value) => value,
            // Leads of the backlog come from no channel: they are like those of the first.
            Self::Channel(values) => values.get(channel).unwrap_or(&values[0]),
            Self::Segment(values) => &values[segment],
            Self::Listed(values) => &values[(number % values.len() as u64) as usize],
        }
    }

    /// The mean of `measure` over the leads of `channel` and `segment`.
    pub fn mean_by(&self, channel: usize, segment: usize, measure: impl Fn(&T) -> f64) -> f64 {
        match self {
            Self::Listed(values) => values.iter().map(measure).sum::<f64>() / values.len() as f64,
            Self::Same(_) | Self::Channel(_) | Self::Segment(_) => {
                measure(self.of(channel, segment, 0))
            }
        }
    }

    /// Every value that occurs.
    pub fn values(&self) -> &[T] {
        match self {
            Self::Same(value) => std::slice::from_ref(value),
            Self::Channel(values) | Self::Segment(values) | Self::Listed(values) => values,
        }
    }
}

/// A step of the funnel.
#[derive(Clone, Debug)]
pub struct Stage {
    /// Its name, unique.
    pub name: String,
    /// Where its draws are keyed: a hash of the name.
    pub place: Place,
    /// Which part of the sales system it belongs to.
    pub phase: Phase,
    /// Its exit rule.
    pub kind: StageKind,
    /// Groups of people who may work it; empty = needs nobody (unlimited capacity).
    pub groups: Vec<usize>,
    /// Work of a touch in standard hours (clock hours where the stage needs nobody).
    pub touch: ByLead<Law>,
    /// Time with the buyer after a touch, before the next touch here or elsewhere, in hours.
    pub buyer: Option<ByLead<Law>>,
    /// Which skill divides the work: an index into [`super::SalesSystem::skills`].
    pub skill: usize,
    /// The job or group whose work it is by its skill; people of cheaper jobs show less skill in it.
    pub home: Option<String>,
    /// Money paid when a lead enters.
    pub cost_on_entry: f64,
    /// At most this many leads in the stage, those worked on included.
    pub room: Option<Room>,
    /// How long a lead waits here for a touch before it leaves, in hours.
    pub patience: Option<Leave<Law>>,
    /// The longest stay, in hours.
    pub timebox: Option<Leave<f64>>,
    /// The due time of a visit, in hours after its start (for the order `deadline`).
    pub due_hours: Option<f64>,
}

/// A limit on the leads in a stage and what happens to the next one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Room {
    /// At most this many.
    pub places: u32,
    /// The exit of a lead that finds it full; without one it waits outside, in order.
    pub when_full: Option<usize>,
}

/// A time after which a lead leaves, and the exit it takes.
#[derive(Clone, Debug)]
pub struct Leave<T> {
    /// After how long, in hours.
    pub after: T,
    /// The exit taken.
    pub exit: usize,
}

/// The exit rule of a stage.
#[derive(Clone, Debug)]
pub enum StageKind {
    /// After its touches the lead goes on by chance: one draw per visit.
    Chance(Chance),
    /// Each attempt reaches the buyer by chance, or not; gives up after failures.
    Contact(Contact),
    /// Opens a visit in each branch at once; goes on when all have advanced.
    Parallel {
        /// The stages opened.
        branches: Vec<usize>,
        /// Where the lead goes when the last branch has advanced.
        then: Target,
    },
    /// A conversation with buyers; needs [`super::SalesSystem::buyers`].
    Buyer(Conversation),
    /// Work on customers after the win; no lead comes here.
    Account(AccountWork),
}

impl StageKind {
    /// Whether its touches are time with customers: conversations and attempts to reach them.
    #[inline]
    pub fn is_with_customer(&self) -> bool {
        match self {
            Self::Contact(_) | Self::Account(_) => true,
            Self::Buyer(conversation) => conversation.about != Topic::Decide,
            Self::Chance(_) | Self::Parallel { .. } => false,
        }
    }

    /// Whether skill makes the work shorter; of conversations it makes more, in the same time.
    #[inline]
    pub fn is_shortened_by_skill(&self) -> bool {
        self.conversation().is_none_or(|talk| talk.about == Topic::Decide)
            && !matches!(self, Self::Account(AccountWork::Renew { .. }))
    }

    /// The conversation with buyers held here, if any.
    #[inline]
    pub fn conversation(&self) -> Option<&Conversation> {
        match self {
            Self::Buyer(conversation) => Some(conversation),
            Self::Chance(_) | Self::Contact(_) | Self::Parallel { .. } | Self::Account(_) => None,
        }
    }

    /// The work on customers done here, if any.
    #[inline]
    pub fn account(&self) -> Option<&AccountWork> {
        match self {
            Self::Account(work) => Some(work),
            Self::Chance(_) | Self::Contact(_) | Self::Parallel { .. } | Self::Buyer(_) => None,
        }
    }
}

/// Work on a customer after the win, and when it is due.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum AccountWork {
    /// The customer calls; one who is not answered in time leaves sooner.
    Serve {
        /// Calls a year of a customer whom the offering fits; others call more often.
        per_year: f64,
        /// Exposure that a missed call adds.
        slight: f64,
    },
    /// The end of a term comes near; who is worked by then leaves less often.
    Renew {
        /// How long before the end of the term, in hours.
        lead_hours: f64,
        /// Share of the term's exposure that it takes off, at standard skill.
        relief: f64,
    },
    /// A glad customer could use more.
    Expand {
        /// Such chances a year of one who is as glad as can be.
        per_year: f64,
        /// What taking one adds to the account, as a share of it.
        step: f64,
    },
}

/// A stage that talks with buyers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Conversation {
    /// What it is about.
    pub about: Topic,
    /// Sessions of `validate`; of the others the rule decides.
    pub sessions: u32,
    /// Where a lead goes that has passed.
    pub then: Target,
}

/// What a conversation is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Topic {
    /// Both sides learn the fit; the gate decides.
    Qualify,
    /// The committee learns, member by member or in groups.
    Educate,
    /// The committee finds a common view.
    Align,
    /// An expert looks for what cannot be delivered.
    Validate,
    /// A proposal is written, and the committee votes.
    Decide,
}

/// Routing by chance.
#[derive(Clone, Debug)]
pub struct Chance {
    /// Touches before the draw, at least 1.
    pub touches: u32,
    /// Where the lead can go.
    pub routes: ByLead<Routes>,
    /// The advance chance falls with the wait for the first touch: `p · exp(−rate · wait)`.
    pub decay_per_hour: Option<f64>,
}

/// Where a lead can go and how likely: the advance target first, other stages by name, exits last.
#[derive(Clone, Debug, PartialEq)]
pub struct Routes(pub Vec<(Target, f64)>);

impl Routes {
    /// Whether chance decides among them.
    #[inline]
    pub fn are_several(&self) -> bool {
        self.0.len() > 1
    }
}

/// What follows a stage.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target {
    /// Another stage (or the same again: a new visit).
    Stage(usize),
    /// An end.
    Exit(usize),
}

/// The attempts of a `contact` stage.
#[derive(Clone, Debug)]
pub struct Contact {
    /// Chance that attempt k reaches the buyer; the last value repeats.
    pub reach: Vec<f64>,
    /// Chance to give up after a failed attempt k; the last value repeats; empty = never.
    pub give_up: Vec<f64>,
    /// Attempts at most.
    pub attempts: u32,
    /// Time to the next attempt, in hours.
    pub retry: Law,
    /// Work of an attempt that fails, in standard hours; as the touch if absent.
    pub missed: Option<Law>,
    /// How the chance of being reached falls with the delay of the first attempt.
    pub reply: Option<ReplyDecay>,
    /// Where a reached lead goes.
    pub then: Target,
    /// The exit of a lead given up.
    pub lost: usize,
}

/// `q(δ) = (floor + (1 − floor) · exp(−δ/τ))^s`, with δ the hours from arrival to the first attempt.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ReplyDecay {
    /// The floor, 0 to 1.
    pub floor: f64,
    /// τ in hours.
    pub tau_hours: f64,
    /// s where the channel does not say.
    pub sensitivity: f64,
}

/// The three parts of a sales system.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Phase {
    /// Early: dialogue with the right customers at low cost.
    #[default]
    Engage,
    /// Middle: select the opportunities worth having.
    Select,
    /// Late: drive them forward.
    Drive,
}

impl Phase {
    /// All of them, in order.
    pub const ALL: [Self; 3] = [Self::Engage, Self::Select, Self::Drive];

    /// The word used in scenarios and results.
    pub fn name(self) -> &'static str {
        match self {
            Self::Engage => "engage",
            Self::Select => "select",
            Self::Drive => "drive",
        }
    }
}

/// A way for a lead to end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exit {
    /// Its name, as the scenario has it.
    pub name: String,
    /// What kind of end it is.
    pub family: ExitFamily,
}

impl Exit {
    /// The index of the exit `won`.
    pub const WON: usize = 0;
    /// The index of the exit `never worked`.
    pub const NEVER_WORKED: usize = 1;
}

/// Kinds of ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExitFamily {
    /// The deal is ours.
    Won,
    /// Somebody said no: a spoken decision.
    Lost,
    /// Nobody decided in time.
    NoDecision,
    /// The buyer could not be reached any more.
    GoneCold,
    /// Nobody ever touched it.
    NeverWorked,
    /// There was no room.
    TurnedAway,
    /// The buyer is not ready to buy: nurtured or let go.
    NotReady,
}

impl ExitFamily {
    /// Whether one side said yes or no.
    pub fn is_spoken(self) -> bool {
        matches!(self, Self::Won | Self::Lost)
    }
}
