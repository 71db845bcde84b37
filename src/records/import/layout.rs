//! Which columns of an export mean what.

use std::collections::{BTreeMap, BTreeSet};

/// Whose export it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    /// Salesforce: opportunities, their history, their field history.
    Salesforce,
    /// `HubSpot`: deals with a clock for each stage, property history.
    Hubspot,
    /// Pipedrive: deals, and what the API tells of their flow.
    Pipedrive,
    /// A plain event log, any table with `--map`, or an event log of posse.
    Log,
}

impl Source {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Salesforce, Self::Hubspot, Self::Pipedrive, Self::Log];

    /// What it is called on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Self::Salesforce => "salesforce",
            Self::Hubspot => "hubspot",
            Self::Pipedrive => "pipedrive",
            Self::Log => "log",
        }
    }
}

macro_rules! fields {
    ($($field:ident $name:literal $words:literal;)*) => {
        /// What a column can mean.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Field {
            $(#[doc = $words] $field,)*
        }

        impl Field {
            /// All of them.
            pub const ALL: &[Self] = &[$(Self::$field),*];

            /// What it is called on the command line.
            pub fn name(self) -> &'static str {
                match self { $(Self::$field => $name,)* }
            }

            /// What it is, in words.
            pub fn words(self) -> &'static str {
                match self { $(Self::$field => $words,)* }
            }
        }
    };
}

fields! {
    Deal "deal" "number of the deal";
    Stage "stage" "the stage that it is in; of a history, the one that it enters";
    FromStage "from-stage" "the stage that it comes from";
    At "at" "when it enters the stage";
    Created "created" "when it was created";
    Closed "closed" "when it was won or lost; of an open deal the expected date, which is not read";
    Won "won-time" "when it was won";
    Lost "lost-time" "when it was lost";
    Moved "stage-changed" "when it last changed its stage";
    Modified "modified" "when the row last changed";
    Status "status" "`won`, `lost` or `open`";
    IsWon "is-won" "whether it was won: `1`, `0`, `true`, `false`";
    IsClosed "is-closed" "whether it was won or lost";
    Owner "owner" "who owns it";
    ChangedBy "changed-by" "who made the change";
    Amount "amount" "its value";
    Currency "currency" "the currency of the value";
    Pipeline "pipeline" "its pipeline";
    Channel "channel" "where it came from";
    Segment "segment" "kind of deal or customer";
    Chance "probability" "chance to win in its stage; only puts the stages in order";
    Deleted "deleted" "whether it is deleted";
    What "field" "of a history of all fields: which one changed";
    Old "old" "its value before";
    New "new" "its value after";
    Lifecycle "lifecycle" "`start` or `complete` of an event";
    Expected "expected-close" "when it is expected to close; not read";
}

/// What a row of a table is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    /// A deal.
    Deals,
    /// A deal that enters a stage.
    Stages,
    /// A field of a deal that changes.
    Fields,
}

pub(super) struct Layout {
    pub(super) source: Source,
    pub(super) shape: Shape,
    pub(super) name: &'static str,
    /// Without these it is another layout.
    needs: &'static [Field],
    /// Titles, in small letters and digits alone; the first that is there counts.
    titles: &'static [(&'static str, Field)],
}

use Field::{
    Amount, Chance, ChangedBy, Channel, Closed, Created, Currency, Deal, Deleted, Expected,
    FromStage, IsClosed, IsWon, Lifecycle, Lost, Modified, Moved, New, Old, Owner, Pipeline,
    Segment, Stage, Status, What, Won,
};

pub(super) const LAYOUTS: &[Layout] = &[
    Layout {
        source: Source::Salesforce,
        shape: Shape::Fields,
        name: "OpportunityFieldHistory",
        needs: &[Deal, Field::At, What, New],
        titles: &[
            ("opportunityid", Deal),
            ("createddate", Field::At),
            ("field", What),
            ("oldvalue", Old),
            ("newvalue", New),
            ("createdbyid", ChangedBy),
            ("isdeleted", Deleted),
        ],
    },
    Layout {
        source: Source::Salesforce,
        shape: Shape::Stages,
        name: "OpportunityHistory",
        needs: &[Deal, Field::At, Stage],
        titles: &[
            ("opportunityid", Deal),
            ("createddate", Field::At),
            ("stagename", Stage),
            ("fromopportunitystagename", FromStage),
            ("createdbyid", ChangedBy),
            ("amount", Amount),
            ("currencyisocode", Currency),
            ("probability", Chance),
            ("validthroughdate", Modified),
            ("systemmodstamp", Modified),
            ("isdeleted", Deleted),
            ("closedate", Expected),
        ],
    },
    Layout {
        source: Source::Salesforce,
        shape: Shape::Stages,
        name: "report on opportunity history",
        needs: &[Deal, Field::At, Stage],
        titles: &[
            ("opportunityid", Deal),
            ("opportunityname", Deal),
            ("lastmodified", Field::At),
            ("tostage", Stage),
            ("fromstage", FromStage),
            ("opportunityowner", Owner),
            ("lastmodifiedby", ChangedBy),
            ("amount", Amount),
            ("probability", Chance),
            ("closedate", Expected),
        ],
    },
    Layout {
        source: Source::Salesforce,
        shape: Shape::Deals,
        name: "Opportunity",
        needs: &[Deal, Stage, Created],
        titles: &[
            ("id", Deal),
            ("opportunityid", Deal),
            ("stagename", Stage),
            ("stage", Stage),
            ("createddate", Created),
            ("closedate", Closed),
            ("laststagechangedate", Moved),
            ("systemmodstamp", Modified),
            ("lastmodifieddate", Modified),
            ("iswon", IsWon),
            ("won", IsWon),
            ("isclosed", IsClosed),
            ("closed", IsClosed),
            ("ownerid", Owner),
            ("opportunityowner", Owner),
            ("amount", Amount),
            ("currencyisocode", Currency),
            ("leadsource", Channel),
            ("type", Segment),
            ("probability", Chance),
            ("isdeleted", Deleted),
        ],
    },
    Layout {
        source: Source::Hubspot,
        shape: Shape::Fields,
        name: "property history",
        needs: &[Deal, Field::At, What, New],
        titles: &[
            ("dealid", Deal),
            ("timestamp", Field::At),
            ("name", What),
            ("property", What),
            ("value", New),
            ("updatedbyuserid", ChangedBy),
        ],
    },
    Layout {
        source: Source::Hubspot,
        shape: Shape::Deals,
        name: "deals",
        needs: &[Deal, Stage, Created],
        titles: &[
            ("recordid", Deal),
            ("hsobjectid", Deal),
            ("dealid", Deal),
            ("dealstage", Stage),
            ("pipeline", Pipeline),
            ("createdate", Created),
            ("closedate", Closed),
            ("lastmodifieddate", Modified),
            ("hslastmodifieddate", Modified),
            ("isclosedwon", IsWon),
            ("hsisclosedwon", IsWon),
            ("isdealclosed", IsClosed),
            ("hsisclosed", IsClosed),
            ("dealowner", Owner),
            ("hubspotownerid", Owner),
            ("amount", Amount),
            ("currency", Currency),
            ("dealcurrencycode", Currency),
            ("originaltrafficsource", Channel),
            ("originalsourcetype", Channel),
            ("hsanalyticssource", Channel),
            ("dealtype", Segment),
            ("dealprobability", Chance),
            ("hsdealstageprobability", Chance),
        ],
    },
    Layout {
        source: Source::Pipedrive,
        shape: Shape::Deals,
        name: "deals",
        needs: &[Deal, Status, Created],
        titles: &[
            ("id", Deal),
            ("pipedrivesystemid", Deal),
            ("status", Status),
            ("stage", Stage),
            ("stagepipeline", Stage),
            ("stageid", Stage),
            ("pipeline", Pipeline),
            ("pipelineid", Pipeline),
            ("dealcreated", Created),
            ("addtime", Created),
            ("laststagechange", Moved),
            ("stagechangetime", Moved),
            ("wontime", Won),
            ("losttime", Lost),
            ("dealclosedon", Closed),
            ("closedon", Closed),
            ("closetime", Closed),
            ("updatetime", Modified),
            ("owner", Owner),
            ("ownerid", Owner),
            ("userid", Owner),
            ("value", Amount),
            ("currencyofvalue", Currency),
            ("currency", Currency),
            ("sourcechannel", Channel),
            ("channel", Channel),
            ("sourceorigin", Channel),
            ("label", Segment),
            ("probability", Chance),
            ("expectedclosedate", Expected),
        ],
    },
    Layout {
        source: Source::Log,
        shape: Shape::Stages,
        name: "events",
        needs: &[Deal, Field::At, Stage],
        titles: &[
            ("caseid", Deal),
            ("caseconceptname", Deal),
            ("case", Deal),
            ("dealid", Deal),
            ("activity", Stage),
            ("conceptname", Stage),
            ("timestamp", Field::At),
            ("timetimestamp", Field::At),
            ("resource", Owner),
            ("orgresource", Owner),
            ("lifecycletransition", Lifecycle),
        ],
    },
    Layout {
        source: Source::Log,
        shape: Shape::Deals,
        name: "deals",
        needs: &[Deal, Created],
        titles: &[
            ("dealid", Deal),
            ("opportunityid", Deal),
            ("stage", Stage),
            ("status", Status),
            ("created", Created),
            ("closed", Closed),
            ("owner", Owner),
            ("amount", Amount),
            ("currency", Currency),
            ("pipeline", Pipeline),
            ("channel", Channel),
            ("source", Channel),
            ("segment", Segment),
        ],
    },
];

/// The columns of a table by what they mean; several may mean the same, then the first that is not empty
/// counts.
#[derive(Clone, Debug, Default)]
pub(super) struct Columns {
    pub(super) places: BTreeMap<Field, Vec<usize>>,
    /// Clocks of stages: column and the stage's name.
    pub(super) clocks: Vec<(usize, String)>,
    /// Titles that mean nothing here.
    pub(super) unread: Vec<String>,
    /// What no column means, though such exports can have one.
    pub(super) absent: Vec<Field>,
}

/// A title in small letters and digits; an entity before it, as in `Deal - Owner`, is left out.
pub(super) fn plain(title: &str) -> String {
    let bare = title.split_once(" - ").map_or(title, |(_, bare)| bare);
    let letters = bare.chars().filter(|c| c.is_alphanumeric());
    letters.flat_map(char::to_lowercase).collect()
}

impl Layout {
    /// What the columns of a header mean; `None` if it is another layout.
    pub(super) fn columns(&self, header: &[String], maps: &[(String, Field)]) -> Option<Columns> {
        let mut columns = Columns::default();
        let mut clocks = Vec::new();
        for (place, title) in header.iter().enumerate() {
            let name = plain(title);
            let mapped = maps.iter().find(|(column, _)| column == title || plain(column) == name);
            let is_claimed = |field: Field| maps.iter().any(|(_, mapped)| *mapped == field);
            let known =
                self.titles.iter().find(|(known, field)| *known == name && !is_claimed(*field));
            match (mapped, known, clock(title)) {
                (Some((_, field)), ..) | (None, Some((_, field)), _) => {
                    columns.places.entry(*field).or_default().push(place);
                }
                (None, None, Some(clock)) if self.shape == Shape::Deals => {
                    clocks.push((place, clock));
                }
                _ => columns.unread.push(title.clone()),
            }
        }
        let known = self.titles.iter().map(|(_, field)| *field);
        let absent = known.filter(|field| !columns.places.contains_key(field));
        columns.absent = absent.collect::<BTreeSet<_>>().into_iter().collect();
        for places in columns.places.values_mut() {
            let rank = |place: &usize| {
                let name = plain(&header[*place]);
                self.titles.iter().position(|(known, _)| *known == name)
            };
            places.sort_by_key(rank);
        }
        // Older portals still have the columns of the former clocks.
        let has_new = clocks.iter().any(|(_, clock)| clock.is_new);
        let entered =
            clocks.into_iter().filter(|(_, clock)| clock.is_entered && clock.is_new == has_new);
        columns.clocks = entered.map(|(place, clock)| (place, clock.stage)).collect();
        self.needs.iter().all(|field| columns.places.contains_key(field)).then_some(columns)
    }

    /// What this layout needs and a header does not have.
    pub(super) fn missing(&self, header: &[String], maps: &[(String, Field)]) -> Vec<Field> {
        let is_there = |field: &Field| {
            header.iter().any(|title| {
                let name = plain(title);
                self.titles.iter().any(|(known, means)| *known == name && means == field)
            }) || maps.iter().any(|(_, mapped)| mapped == field)
        };
        self.needs.iter().filter(|field| !is_there(field)).copied().collect()
    }
}

/// A column that tells when deals were in a stage.
struct Clock {
    stage: String,
    is_entered: bool,
    is_new: bool,
}

/// `Date entered "Contract Sent (Sales Pipeline)"`, `hs_v2_date_entered_contractsent` and their kin.
fn clock(title: &str) -> Option<Clock> {
    const VERBS: [&str; 5] =
        ["date entered ", "date exited ", "latest time in ", "cumulative time in ", "time in "];
    let lower = title.to_lowercase();
    if let Some(name) = lower.strip_prefix("hs_") {
        let (is_new, name) = name.strip_prefix("v2_").map_or((false, name), |name| (true, name));
        let verbs =
            ["date_entered_", "date_exited_", "latest_time_in_", "cumulative_time_in_", "time_in_"];
        let (verb, stage) =
            verbs.iter().find_map(|verb| Some((*verb, name.strip_prefix(verb)?)))?;
        let is_entered = verb == verbs[0] && stage != "current_stage";
        return Some(Clock { stage: stage.to_owned(), is_entered, is_new });
    }
    let verb = VERBS.iter().find(|verb| lower.starts_with(**verb))?;
    let quotes = ['"', '\'', '“', '”', '‘', '’'];
    let inner = title.get(verb.len()..)?.trim().strip_prefix(quotes)?.strip_suffix(quotes)?;
    let stage = inner.rsplit_once(" (").map_or(inner, |(stage, _)| stage);
    Some(Clock { stage: stage.to_owned(), is_entered: *verb == VERBS[0], is_new: true })
}
