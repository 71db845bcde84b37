//! `studio`: a page on this machine alone, on which a scenario is changed, run and saved.

use std::fs;

use super::look_options::{StudioOptions, Template};
use super::stop::Stop;
use super::{Code, check, files, market_cost, shelf, talk};
use crate::studio::{House, Start, serve};

pub(super) fn studio(options: &StudioOptions) -> Code {
    // Mistakes in a scenario are shown on the page; a file that cannot be read is told here.
    let unread = options.file.as_deref().and_then(|file| Some((file, fs::read(file).err()?)));
    if let Some((file, error)) = unread {
        return talk::refuse(&files::unreadable(file, &error));
    }
    let stop = Stop::listen();
    let house = House {
        load: files::beside,
        factors: market_cost::recorded,
        warnings: check::load_warnings,
        inputs: shelf::inputs,
        starts: starts(),
        ends: Box::new(move || stop.is_wanted()),
    };
    let told = |address: &str| {
        talk::result(&format!("{address}\n"));
        talk::say("open this address in a browser of this machine; Ctrl-C ends the studio");
    };
    match serve(house, (options.file.clone(), options.port), told) {
        Ok(()) => Code::Done,
        Err(message) => talk::fail(&message),
    }
}

/// What one may start from.
fn starts() -> Vec<Start> {
    let start = |template: Template, title, about| {
        let (name, text) = template.file();
        Start { name, title, about, text }
    };
    vec![
        start(
            Template::HeroVsTeam,
            "Lone hero or team?",
            "Buyers, committees, pay and how people respond to it.",
        ),
        start(
            Template::Funnel,
            "Two ways to share the work",
            "One small sales floor with stages, queues and people. Buyers are chances, and there is no \
             variable pay.",
        ),
        start(
            Template::Minimal,
            "The smallest funnel",
            "Volumes, conversion and money, without people.",
        ),
    ]
}
