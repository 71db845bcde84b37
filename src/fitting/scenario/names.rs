//! Names of the stages that a CRM does not have.

use crate::fitting::fit::Fit;
use crate::fitting::funnel::Cause;

/// Names of the stages in which deals wait: those that go on, that are lost, that never end.
pub(super) struct Names {
    on: Vec<String>,
    lost: Vec<String>,
    pub(super) silent: Vec<String>,
    pub(super) intake: String,
}

impl Names {
    pub(super) fn of(fit: &Fit) -> Self {
        let keys: Vec<&str> = fit.funnel.stages.iter().map(|stage| stage.key.as_str()).collect();
        let free = |mut name: String| {
            while keys.contains(&name.as_str()) {
                name.push_str("-wait");
            }
            name
        };
        let with = |end: &str| keys.iter().map(|key| free(format!("{key}-{end}"))).collect();
        Self {
            on: with("on"),
            lost: with("lost"),
            silent: with("silent"),
            intake: free("intake".into()),
        }
    }

    pub(super) fn of_cause(&self, at: usize, cause: Cause) -> &String {
        match cause {
            Cause::On => &self.on[at],
            Cause::Lost => &self.lost[at],
        }
    }
}
