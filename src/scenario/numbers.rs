//! Numbers of the kinds that the table of parameters knows.

use super::date;
use super::parameters::Kind;
use super::problem::Fault;
use super::reader::Reading;
use super::tree::Node;
use super::value;

impl Reading<'_> {
    /// A number of this kind.
    ///
    /// # Panics
    ///
    /// If none of the kind's alternatives is a number.
    pub(super) fn one(&mut self, node: &Node, kind: Kind) -> Option<f64> {
        if kind.is_moment() {
            return date::instant(node, self);
        }
        let number = |kind: &Kind| matches!(kind, Kind::One(..) | Kind::Whole(..));
        match kind.alternatives().iter().find(|kind| number(kind)) {
            Some(Kind::One(quantity, low, high)) => {
                let read = value::read(node, *quantity, (*low, *high), self.clock);
                self.accept(node.span, read)
            }
            Some(Kind::Whole(low, high)) => self.whole(node, *low, *high).map(|whole| whole as f64),
            _ => panic!("{} is no number", kind.form()),
        }
    }

    /// A whole number of this kind that is not large.
    pub(super) fn small(&mut self, node: &Node, kind: Kind) -> Option<u32> {
        let (low, high) = kind.whole().expect("a whole number");
        self.whole(node, low, high).and_then(|whole| u32::try_from(whole).ok())
    }

    /// The numbers in a list of this kind.
    pub(super) fn ones(&mut self, node: &Node, kind: Kind) -> Vec<f64> {
        let entry = kind.entry().expect("a list");
        let list = self.list(node).unwrap_or_default();
        list.iter().filter_map(|item| self.one(item, entry)).collect()
    }

    /// A list of pairs of a time and a number, of this kind, with ascending times.
    pub(super) fn steps(&mut self, node: &Node, kind: Kind) -> Vec<(f64, f64)> {
        let Some(Kind::Row(written, [when, what])) = kind.entry() else {
            panic!("{} is no list of pairs", kind.form())
        };
        let mut steps: Vec<(f64, f64)> = Vec::new();
        for item in self.list(node).unwrap_or_default() {
            let Some([at, level]) = item.list() else {
                let message = format!("expected `{written}`, found {}", item.found());
                self.log.error(item.span, Fault::new(message));
                continue;
            };
            let hours = self.one(at, *when);
            let level = self.one(level, *what);
            let (Some(hours), Some(level)) = (hours, level) else { continue };
            if steps.last().is_some_and(|last| last.0 >= hours) {
                let message = format!("times must ascend, found {}", at.found());
                self.log.error(at.span, Fault::new(message));
                continue;
            }
            steps.push((hours, level));
        }
        steps
    }
}
