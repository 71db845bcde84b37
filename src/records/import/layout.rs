//! Which exports are known, and what their titles mean.

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
    pub(super) needs: &'static [Field],
    /// Titles by what they mean, in small letters and digits alone; of several the first that is there counts.
    titles: &'static str,
}

impl Layout {
    /// Each title that is known, and what it means.
    ///
    /// # Panics
    ///
    /// If the table below names a field that there is not.
    pub(super) fn titles(&self) -> impl Iterator<Item = (&'static str, Field)> {
        self.titles.split("; ").flat_map(|group| {
            let (name, titles) = group.split_once(": ").expect("a field and its titles");
            let field = Field::ALL.iter().find(|field| field.name() == name);
            let field = *field.expect("a field that there is");
            titles.split(' ').map(move |title| (title, field))
        })
    }
}

pub(super) const LAYOUTS: &[Layout] = &[
    Layout {
        source: Source::Salesforce,
        shape: Shape::Fields,
        name: "OpportunityFieldHistory",
        needs: &[Field::Deal, Field::At, Field::What, Field::New],
        titles: "deal: opportunityid; at: createddate; field: field; old: oldvalue; new: newvalue; \
                 changed-by: createdbyid; deleted: isdeleted",
    },
    Layout {
        source: Source::Salesforce,
        shape: Shape::Stages,
        name: "OpportunityHistory",
        needs: &[Field::Deal, Field::At, Field::Stage],
        titles: "deal: opportunityid; at: createddate; stage: stagename; \
                 from-stage: fromopportunitystagename; changed-by: createdbyid; amount: amount; \
                 currency: currencyisocode; probability: probability; \
                 modified: validthroughdate systemmodstamp; deleted: isdeleted; \
                 expected-close: closedate",
    },
    Layout {
        source: Source::Salesforce,
        shape: Shape::Stages,
        name: "report on opportunity history",
        needs: &[Field::Deal, Field::At, Field::Stage],
        titles: "deal: opportunityid opportunityname; at: lastmodified; stage: tostage; \
                 from-stage: fromstage; owner: opportunityowner; changed-by: lastmodifiedby; \
                 amount: amount; probability: probability; expected-close: closedate",
    },
    Layout {
        source: Source::Salesforce,
        shape: Shape::Deals,
        name: "Opportunity",
        needs: &[Field::Deal, Field::Stage, Field::Created],
        titles: "deal: id opportunityid; stage: stagename stage; created: createddate; \
                 closed: closedate; stage-changed: laststagechangedate; \
                 modified: systemmodstamp lastmodifieddate; is-won: iswon won; \
                 is-closed: isclosed closed; owner: ownerid opportunityowner; amount: amount; \
                 currency: currencyisocode; channel: leadsource; segment: type; \
                 probability: probability; deleted: isdeleted",
    },
    Layout {
        source: Source::Hubspot,
        shape: Shape::Fields,
        name: "property history",
        needs: &[Field::Deal, Field::At, Field::What, Field::New],
        titles: "deal: dealid; at: timestamp; field: name property; new: value; \
                 changed-by: updatedbyuserid",
    },
    Layout {
        source: Source::Hubspot,
        shape: Shape::Deals,
        name: "deals",
        needs: &[Field::Deal, Field::Stage, Field::Created],
        titles: "deal: recordid hsobjectid dealid; stage: dealstage; pipeline: pipeline; \
                 created: createdate; closed: closedate; \
                 modified: lastmodifieddate hslastmodifieddate; is-won: isclosedwon hsisclosedwon; \
                 is-closed: isdealclosed hsisclosed; owner: dealowner hubspotownerid; amount: amount; \
                 currency: currency dealcurrencycode; \
                 channel: originaltrafficsource originalsourcetype hsanalyticssource; \
                 segment: dealtype; probability: dealprobability hsdealstageprobability",
    },
    Layout {
        source: Source::Pipedrive,
        shape: Shape::Deals,
        name: "deals",
        needs: &[Field::Deal, Field::Status, Field::Created],
        titles: "deal: id pipedrivesystemid; status: status; stage: stage stagepipeline stageid; \
                 pipeline: pipeline pipelineid; created: dealcreated addtime; \
                 stage-changed: laststagechange stagechangetime; won-time: wontime; \
                 lost-time: losttime; closed: dealclosedon closedon closetime; modified: updatetime; \
                 owner: owner ownerid userid; amount: value; currency: currencyofvalue currency; \
                 channel: sourcechannel channel sourceorigin; segment: label; \
                 probability: probability; expected-close: expectedclosedate",
    },
    Layout {
        source: Source::Log,
        shape: Shape::Stages,
        name: "events",
        needs: &[Field::Deal, Field::At, Field::Stage],
        titles: "deal: caseid caseconceptname case dealid; stage: activity conceptname; \
                 at: timestamp timetimestamp; owner: resource orgresource; \
                 lifecycle: lifecycletransition",
    },
    Layout {
        source: Source::Log,
        shape: Shape::Deals,
        name: "deals",
        needs: &[Field::Deal, Field::Created],
        titles: "deal: dealid opportunityid; stage: stage; status: status; created: created; \
                 closed: closed; owner: owner; amount: amount; currency: currency; pipeline: pipeline; \
                 channel: channel source; segment: segment",
    },
];
