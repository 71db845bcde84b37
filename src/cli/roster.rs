//! `--people` and `--plans`: a company's own people for the scenario that is fitted.

use std::path::Path;

use super::roster_options::RosterOptions;
use super::{Code, deals, files};
use crate::fitting::Member;
use crate::plans::date::Day;
use crate::plans::exact::{Exact, shown, whole};
use crate::plans::people::{self, OwnTerms, Person};
use crate::plans::plan::{Part, PlanBook, Quota};
use crate::records::Moment;
use crate::scenario::Kind;
use crate::studio;

const DAY: i64 = 86_400;
/// Columns of the list that the scenario has a place for.
const TAKEN: [&str; 10] =
    ["person", "name", "role", "start", "hired", "from", "to", "plan", "salary", "target"];

/// A list of people, and the plans that it names.
pub(super) struct Listed {
    people: Vec<Person>,
    plans: Option<Plans>,
    /// What of the list the scenario has no place for.
    notes: Vec<String>,
}

/// The plans of a file, and those that differ from them by a person's own terms.
struct Plans {
    book: PlanBook,
    file: String,
    own: Vec<(OwnTerms, String)>,
}

/// The list that is asked for; every mistake in it goes to stderr.
pub(super) fn read(options: &RosterOptions) -> Result<Option<Listed>, Code> {
    let Some(path) = &options.people else { return Ok(None) };
    let plans = options.plans.as_deref().map(Plans::read).transpose()?;
    let sheet = deals::sheet(path)?;
    let people = people::of_list(&sheet, plans.as_ref().map(|plans| &plans.book));
    let people = people.map_err(|mistakes| deals::refuse(path, &mistakes))?;
    let is_taken = |name: &&str| {
        let name = name.to_lowercase();
        TAKEN.contains(&name.as_str()) || name.starts_with("quota")
    };
    let unread: Vec<&str> =
        sheet.header.iter().map(|name| name.trim()).filter(|name| !is_taken(name)).collect();
    let mut notes = Vec::new();
    if !unread.is_empty() {
        notes.push(format!("columns without a place in a scenario: `{}`", unread.join("`, `")));
    }
    Ok(Some(Listed { people, plans, notes }))
}

impl Listed {
    /// The people for a scenario that begins at `start`, and what of the list it has no place for.
    pub(super) fn members(&mut self, start: Moment) -> (Vec<Member>, Vec<String>) {
        let day = Day(i32::try_from(start.0.div_euclid(DAY)).unwrap_or(0));
        let mut notes = std::mem::take(&mut self.notes);
        let mut of = |what: &str, is_so: &dyn Fn(&Person) -> bool| {
            let names: Vec<&str> =
                self.people.iter().filter(|p| is_so(p)).map(|p| p.name.as_str()).collect();
            if !names.is_empty() {
                notes.push(format!("{what}: {}", names.join(", ")));
            }
        };
        let now = |person: &Person| person.terms_on(day.max(person.there.first)).clone();
        if self.plans.is_none() {
            of("plan, quota and pay are left out without `--plans`", &|person| {
                let has_plan = person.attributes.contains_key("plan");
                let terms = now(person);
                has_plan || !terms.quotas.is_empty() || terms.salary.is_some()
            });
        }
        of("a target of one's own has no place in a scenario", &|p| now(p).target.is_some());
        of("later terms are left out, those at the start hold on", &|person| {
            person.terms.iter().any(|terms| terms.days.first > now(person).days.first)
        });
        let members = self.people.iter().map(|person| {
            let plan = self.plans.as_mut().map(|plans| plans.name_of(&now(person)));
            member(person, plan)
        });
        (members.collect(), notes)
    }

    /// The text of a scenario with the plans that its people are on.
    pub(super) fn with_plans(&self, text: &str) -> Option<String> {
        self.plans.as_ref().map_or(Some(text.to_owned()), |plans| plans.added_to(text))
    }
}

fn member(person: &Person, plan: Option<String>) -> Member {
    let moment = |day: Day| Moment(i64::from(day.0) * DAY);
    let (first, last) = person.spell();
    Member {
        name: person.name.clone(),
        role: person.attributes.get("role").cloned().unwrap_or_default(),
        from: first.map(moment),
        until: last.map(|last| moment(last.plus_days(1))),
        plan,
    }
}

impl Plans {
    fn read(path: &Path) -> Result<Self, Code> {
        let Some((text, draft)) = files::load_draft(Some(path)) else { return Err(Code::Refused) };
        let (book, _) = draft.book().map_err(|error| {
            text.refuse(&error);
            Code::Refused
        })?;
        Ok(Self { book, file: draft.files[0].text.clone(), own: Vec::new() })
    }

    /// The plan of these terms, which is one of its own where they differ from the plan's.
    fn name_of(&mut self, terms: &OwnTerms) -> String {
        let plan = &self.book.plans[terms.plan].name;
        if terms.quotas.is_empty() && terms.salary.is_none() {
            return plan.clone();
        }
        let is_same = |own: &OwnTerms| {
            (own.plan, &own.quotas, &own.salary) == (terms.plan, &terms.quotas, &terms.salary)
        };
        if let Some((_, name)) = self.own.iter().find(|(own, _)| is_same(own)) {
            return name.clone();
        }
        let is_free = |name: &String| {
            !self.own.iter().any(|own| own.1 == *name)
                && !self.book.plans.iter().any(|plan| plan.name == *name)
        };
        let many = self.own.len() + self.book.plans.len() + 1;
        let name = (1..=many).map(|number| format!("{plan} {number}")).find(is_free);
        let name = name.expect("one of so many numbers is free");
        self.own.push((terms.clone(), name.clone()));
        name
    }

    /// A scenario's text with these plans behind it.
    fn added_to(&self, text: &str) -> Option<String> {
        let mut plans = studio::section(&self.file, "plans")?;
        for (terms, name) in &self.own {
            let plan = &self.book.plans[terms.plan];
            plans = studio::copy(&plans, "plans", &plan.name, name)?;
            let mut set = |keys: &[&str], value: &str| {
                let keys: Vec<String> =
                    ["plans", name].iter().chain(keys).map(|key| (*key).to_owned()).collect();
                plans = studio::set(&plans, &keys, value, Kind::Names)?;
                Some(())
            };
            if let Some(salary) = &terms.salary {
                set(&["salary"], &format!("\"{} per year\"", shown(salary, 2)))?;
            }
            for (part, yearly) in &terms.quotas {
                let part = asked_of(&plan.parts, part)?;
                let amount = shown(&of_period(part, yearly), 2);
                if part.name.is_empty() {
                    set(&["quota"], &amount)?;
                } else {
                    set(&["parts", &part.name, "quota"], &amount)?;
                }
            }
        }
        let measures = studio::section(&self.file, "measures").unwrap_or_default();
        let text = format!("{text}\n# ── What people are paid by ──\n{measures}{plans}");
        let fiscal = studio::section(&self.file, "fiscal_start");
        let fiscal = fiscal.as_deref().and_then(|line| line.split_once('='));
        match fiscal {
            Some((key, value)) => studio::set(
                &text,
                &[key.trim().to_owned()],
                value.trim().trim_matches('"'),
                Kind::Text,
            ),
            None => Some(text),
        }
    }
}

/// The part that a quota belongs to: that of its name; without a name the first that asks for anything.
fn asked_of<'p>(parts: &'p [Part], name: &str) -> Option<&'p Part> {
    if !name.is_empty() {
        return parts.iter().find(|part| part.name == name);
    }
    parts.iter().find(|part| part.quota != Quota::None).or(parts.first())
}

/// What of a yearly quota falls on a period.
fn of_period(part: &Part, yearly: &Exact) -> Exact {
    yearly / whole(part.every.per_year().into())
}
