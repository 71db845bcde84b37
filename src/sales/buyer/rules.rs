//! What a policy may say about buyers: rules, no chances.

/// How a policy deals with buyers.
#[derive(Clone, Debug, PartialEq)]
pub struct BuyerRules {
    /// Whom it goes on with.
    pub gate: Gate,
    /// How an hour of conversation is spent.
    pub mix: DialogueMix,
    /// Whether the seller pitches once more with the proposal.
    pub persuade: bool,
    /// What is done with buyers who are not ready.
    pub unready: Unready,
    /// How a committee is taught and brought together.
    pub teaching: Teaching,
}

impl Default for BuyerRules {
    fn default() -> Self {
        Self {
            gate: Gate::default(),
            mix: DialogueMix::default(),
            persuade: false,
            unready: Unready::Nurture,
            teaching: Teaching::default(),
        }
    }
}

/// The qualification gate: go on with a lead or say no.
#[derive(Clone, Debug, PartialEq)]
pub struct Gate {
    /// Go on only if the believed fit is at least this; 0 = whatever the fit.
    pub cutoff: f64,
    /// Go on only if the expected value less the price of the hours left is above `threshold`.
    pub objective: Option<Objective>,
    /// See [`Gate::objective`]; money.
    pub threshold: f64,
    /// What an hour of the bottleneck is worth.
    pub hour_price: HourPrice,
    /// Factor on the hours of dialogue before the gate is asked.
    pub depth: f64,
    /// Ask again while the cutoff is within this many standard deviations of the belief.
    pub margin: f64,
    /// Whoever is unsure stops asking after so many dialogues.
    pub dialogues: u32,
    /// How long a deal is still worked after the first no, in hours (hoarding).
    pub hold_hours: f64,
}

impl Default for Gate {
    /// No gate: everybody who is ready goes on.
    fn default() -> Self {
        Self {
            cutoff: 0.0,
            objective: None,
            threshold: 0.0,
            hour_price: HourPrice::Observed,
            depth: 1.0,
            margin: 0.5,
            dialogues: 3,
            hold_hours: 0.0,
        }
    }
}

/// Whose value the gate looks at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Objective {
    /// The seller's own: the price booked.
    Private,
    /// The firm's: margin less cost to serve and churn.
    Firm,
    /// Both sides' surplus: the sum if both gain, else the smaller.
    Mutual,
}

/// What an hour of the bottleneck is worth.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum HourPrice {
    /// This much money.
    Fixed(f64),
    /// As observed: contribution per hour, the more the fuller the busiest role is.
    Observed,
}

/// How an hour of conversation is spent; what is left is pitched.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct DialogueMix {
    /// Share of listening.
    pub listen: f64,
    /// Share of challenging.
    pub challenge: f64,
}

impl DialogueMix {
    /// The share of pitching.
    pub fn pitch(self) -> f64 {
        (1.0 - self.listen - self.challenge).max(0.0)
    }
}

impl Default for DialogueMix {
    /// The reference mix: no challenge, 0.3 pitch.
    fn default() -> Self {
        Self { listen: 0.7, challenge: 0.0 }
    }
}

/// What is done with buyers who are not ready.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unready {
    /// Marketing keeps in touch until they are.
    Nurture,
    /// They are let go.
    Discard,
    /// Sellers go on talking, in vain; then as nurtured, but fewer come back.
    Push,
}

/// How a committee is taught and brought together.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Teaching {
    /// Three and more who know too little are taught together.
    pub in_groups: bool,
    /// To whom messages speak.
    pub message: Message,
}

impl Default for Teaching {
    fn default() -> Self {
        Self { in_groups: false, message: Message::General }
    }
}

/// To whom messages speak.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Message {
    /// To nobody in particular.
    General,
    /// To the group and what it shares.
    Group,
    /// To each member alone.
    Individual,
}
