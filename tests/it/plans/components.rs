//! The 67 components of public plan documents (`components.txt`): each an example that pays what it says at five
//! credits, and for the next unit.

use posse::plans::credit::Files;
use posse::plans::curve::Curve;
use posse::plans::date::{Day, Stretch};
use posse::plans::exact::{Cents, Exact, of_text, shown, zero};
use posse::plans::ledger::Ledger;
use posse::plans::people;
use posse::plans::plan::{PlanBook, Who};
use posse::plans::slip::slips;

use super::{book, sheet};

const TABLE: &str = include_str!("components.txt");

/// A component of the table.
#[derive(Default)]
struct Component<'t> {
    name: &'t str,
    plan: String,
    events: Vec<&'t str>,
    people: Vec<&'t str>,
    pays: Vec<(&'t str, &'t str)>,
    next: Option<(&'t str, &'t str, &'t str)>,
    refused: Option<&'t str>,
}

fn components() -> Vec<Component<'static>> {
    let blocks = TABLE.split("\n\n").skip(1).filter(|block| !block.trim().is_empty());
    blocks.map(component).collect()
}

fn component(block: &'static str) -> Component<'static> {
    let mut lines = block.trim().lines();
    let name = lines.next().expect("a name");
    let mut found = Component { name, plan: "[plans.a]\n".to_owned(), ..Component::default() };
    for line in lines {
        let (mark, rest) = line.split_at(1);
        let rest = rest.trim();
        let pair = |text: &'static str| text.split_once(':').expect("credit:pay");
        match mark {
            "|" => found.plan += &[rest, "\n"].concat(),
            ">" => found.events.push(rest),
            "@" => found.people.push(rest),
            "=" => found.pays = rest.split(' ').map(pair).collect(),
            "+" => {
                let (next, step) = rest.split_once(' ').expect("a step");
                let (at, rate) = pair(next);
                found.next = Some((at, rate, step));
            }
            "!" => found.refused = Some(rest),
            _ => panic!("{line}"),
        }
    }
    found
}

fn exact(text: &str) -> Exact {
    of_text(text).unwrap_or_else(|| panic!("no number: {text}"))
}

impl Component<'_> {
    fn book(&self) -> PlanBook {
        book(&self.plan).unwrap_or_else(|error| panic!("{}: {error}", self.name))
    }

    /// Everything that Ana is paid where the list has this credit.
    fn pay(&self, credit: &Exact) -> Exact {
        let rows = self.rows(&shown(credit, 6));
        let book = self.book();
        let rules = book.plans.iter().flat_map(|plan| &plan.parts).flat_map(|part| &part.credit);
        let stages = rules.filter_map(|rule| match &rule.who {
            Who::Stage(stage) => Some(stage.clone()),
            _ => None,
        });
        let ledger = Ledger::read(&sheet(&rows), &stages.collect());
        let ledger = ledger.unwrap_or_else(|wrong| panic!("{}: {wrong:?}", self.name));
        let listed = format!("person,plan,from,to\n{}\n", self.people.join("\n"));
        let listed = (!self.people.is_empty()).then(|| sheet(&listed));
        let people = people::read(listed.as_ref(), &ledger, &book);
        let people = people.unwrap_or_else(|wrong| panic!("{}: {wrong:?}", self.name));
        let files = Files::new(&book, &ledger, &people);
        let first = ledger.events.first().map_or(Day(0), |event| event.day);
        let last = ledger.events.last().map_or(Day(0), |event| event.day);
        let of_ana =
            slips(&files, Stretch { first, last }).into_iter().filter(|s| s.person == "Ana");
        of_ana.map(|slip| slip.total()).sum::<Cents>().exact()
    }

    /// The list of events with this credit.
    fn rows(&self, credit: &str) -> String {
        let mut text = String::new();
        if !self.events[0].starts_with("date") {
            text += "date,event,deal,person,amount\n";
        }
        for row in &self.events {
            let times =
                if row.contains('#') { credit.parse().expect("a number of events") } else { 1 };
            for number in 0..times {
                text += &row.replace("{}", credit).replace('#', &format!("n{number}"));
                text += "\n";
            }
        }
        text
    }
}

#[test]
fn each_component_pays_what_it_says_at_five_credits() {
    let all = components();
    assert_eq!(all.len(), 67);
    let mut wrong = Vec::new();
    for component in all.iter().filter(|component| component.refused.is_none()) {
        assert_eq!(component.pays.len(), 5, "{}", component.name);
        for (credit, pay) in &component.pays {
            let found = component.pay(&exact(credit));
            if found != exact(pay) {
                let found = shown(&found, 2);
                wrong.push(format!("{}: {credit} pays {found}, not {pay}", component.name));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The next unit is what a step more is paid more, by the step; where a part is told by its own credit alone, its
/// curve says the same.
#[test]
fn the_next_unit_of_each_component_is_a_difference_quotient() {
    let (mut wrong, mut curves) = (Vec::new(), 0);
    for component in components().iter().filter(|component| component.refused.is_none()) {
        let (at, rate, step) = component.next.expect("the next unit");
        let (at, rate, step) = (exact(at), exact(rate), exact(step));
        let quotient = (component.pay(&(&at + &step)) - component.pay(&at)) / &step;
        if shown(&quotient, 4) != shown(&rate, 4) {
            wrong.push(format!("{}: {}", component.name, shown(&quotient, 6)));
        }
        let book = component.book();
        let [part] = book.plans[0].parts.as_slice() else { continue };
        let curves_of = Curve::of(part);
        let [curve] = curves_of.as_slice() else { continue };
        let same = curve.pay(&at) == component.pay(&at) - &book.plans[0].salary * exact("1/4");
        if same && curve.pay(&(&at + &step)) != zero() {
            assert_eq!(curve.next_unit(&at), rate, "{}", component.name);
            curves += 1;
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(curves >= 20, "{curves} curves");
}

#[test]
fn what_cannot_be_paid_by_yet_is_refused_by_its_key() {
    let mut refused = 0;
    for component in components() {
        let Some(key) = component.refused else { continue };
        let error = book(&component.plan).err().or_else(|| {
            let draft =
                posse::scenario::Draft::read(component.plan.as_bytes(), "p.toml", &|_| None);
            draft.err().map(|error| error.to_string())
        });
        let error = error.unwrap_or_else(|| panic!("{} is accepted", component.name));
        assert!(error.contains(&format!("`{key}`")), "{}: {error}", component.name);
        refused += 1;
    }
    assert_eq!(refused, 11, "components that are not written yet");
}
