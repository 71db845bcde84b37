//! The job of every command that runs a study: take the folder, find the factors of market cost, take
//! what is kept, run the rest, write the folder, say what came out.

use std::path::{Path, PathBuf};
use std::sync::PoisonError;

use super::doing::{self, Doing, Shelf, What};
use super::keeper::{self, Keeper};
use super::place::pool;
use super::require::Conditions;
use super::shelf::{beside, studied};
use super::stop::Held;
use super::study_options::StudyOptions;
use super::watching::{Manner, Watching, now};
use super::work::{Ended, Work};
use super::{Code, files, market_cost, talk};
use crate::experiment::{End, Failure, Reached};
use crate::report::{
    self, Blocks, FolderOptions, Holder, Origin, RunFacts, Screen, Source, StudyRecord,
};
use crate::scenario::Scenario;

/// A study, and how it is done.
pub(super) struct Job<'a, W> {
    pub(super) work: W,
    pub(super) options: &'a StudyOptions,
    /// `None` where nothing is written.
    pub(super) folder: Option<PathBuf>,
    pub(super) doing: &'a Doing,
    /// Where what is found goes besides, for a page on several studies.
    pub(super) shelf: Option<&'a Shelf>,
}

impl<W: Work> Job<'_, W> {
    /// Does it all, and returns how it ended.
    pub(super) fn run(mut self) -> Code
    where
        W: Send,
    {
        let conditions = match Conditions::read(&self.options.require, &self.work.frame()) {
            Ok(conditions) => conditions,
            Err(messages) => {
                return talk::refuse_all(&messages);
            }
        };
        let doing = self.doing;
        let (asked, is_named) = (self.folder.take(), self.options.out.is_some());
        self.folder = doing::folder(asked, is_named, (self.work.about().0, &doing.what));
        if self.options.dry_run {
            return self.dry_run();
        }
        let done = pool(self.options.manner.jobs).and_then(|(threads, pool)| {
            let _lock = self.claim()?;
            pool.install(|| self.done(threads, &conditions))
        });
        done.unwrap_or_else(|code| code)
    }

    /// Says what would be run and written, or why it would not be.
    fn dry_run(&self) -> Code {
        let (name, runs) = self.work.about();
        let part = match &self.doing.what {
            What::Part(part) => format!("part {} of {} of ", part.number, part.of),
            What::All | What::Merge(_) | What::Verify(..) | What::Report(..) => String::new(),
        };
        let mut told = vec![format!("would make {part}{} of `{name}`\n", self.work.planned())];
        if let Some(folder) = &self.folder {
            if let Err(error) = report::check_folder(folder, (name, runs), &self.files()) {
                return talk::fail(&error.to_string());
            }
            let goes_on = self.extends() && folder.exists();
            let kept = if goes_on { ", with the finished runs that are kept there" } else { "" };
            told.push(format!("would write `{}`{kept}\n", folder.display()));
        }
        talk::result(&told.concat())
    }

    /// Takes the folder, if there is one and it is written.
    fn claim(&self) -> Result<Option<Held>, Code> {
        match &self.folder {
            Some(folder) if !matches!(self.doing.what, What::Verify(..) | What::Report(..)) => {
                claim(folder, self.work.about(), &self.files()).map(Some)
            }
            _ => Ok(None),
        }
    }

    pub(super) fn manner(&self) -> Manner {
        Manner::of(self.options.manner)
    }

    /// Whether it goes on with what is in the folder.
    pub(super) fn extends(&self) -> bool {
        match self.doing.what {
            What::All => self.options.extend,
            What::Part(_) => !self.options.force,
            What::Merge(_) | What::Verify(..) | What::Report(..) => true,
        }
    }

    pub(super) fn files(&self) -> FolderOptions {
        let (scenario, file) = self.work.origin();
        FolderOptions {
            force: self.options.force,
            extends: self.extends(),
            charts: true,
            sources: scenario.map_or(Vec::new(), |scenario| sources(file, scenario)),
            ..FolderOptions::default()
        }
    }

    fn done(&mut self, threads: usize, conditions: &Conditions) -> Result<Code, Code> {
        let nowhere = PathBuf::new();
        let (folder, doing) = (self.folder.clone().unwrap_or(nowhere), self.doing);
        self.work.settle(&folder, self.manner())?;
        let points = self.work.points();
        let study = self.record(&points)?;
        match &doing.what {
            What::Part(part) => return self.part(*part, (points, study), threads),
            What::Verify(folder, blocks) => return self.verify(folder, (*blocks, points)),
            What::Merge(merge) => self.gather(merge, (&points, &study))?,
            What::Report(folder, taken) => return self.read((folder, taken), (points, &study)),
            What::All => {}
        }
        let (blocks, kept) = match &self.folder {
            Some(folder) => {
                let opened =
                    keeper::open(folder, points, (self.extends(), self.options.manner.quiet));
                opened.map(|(blocks, kept)| (Some(blocks), kept))?
            }
            None => (None, points.iter().map(|_| Keeper::none()).collect()),
        };
        self.work.keep_in(blocks.as_ref());
        let watching = Watching::new(self.manner(), self.options.max_time, self.work.is_open());
        let ended = self.work.run(kept, &watching);
        let seconds = watching.progress.finish();
        let ended = ended.map_err(|message| talk::fail(&message))?;
        let facts = facts(threads, seconds, &ended.reached);
        let mut extra: Vec<_> = self.work.factors().into_iter().collect();
        let is_asked = self.options.report || self.shelf.is_some();
        let found = ended.found.as_ref().filter(|_| is_asked);
        let studied = found.and_then(|found| studied(&self.work, found, &study));
        if let Some(studied) = studied.as_ref().filter(|_| self.options.report) {
            extra.push(beside(studied).map_err(|message| talk::fail(&message))?);
        }
        let files = FolderOptions { facts, blocks, extra, study: Some(study), ..self.files() };
        let code = self.finish(&ended, files, conditions);
        let is_written = !matches!(code, Code::Failed | Code::Refused);
        if let Some(shelf) = self.shelf.filter(|_| is_written) {
            shelf.lock().unwrap_or_else(PoisonError::into_inner).extend(studied);
        }
        Ok(code)
    }

    /// Puts what the folder says on a shelf for a report; runs that it does not keep are made again.
    fn read(
        &mut self,
        (folder, taken): (&Path, &Shelf),
        (points, study): (Vec<(String, Origin)>, &StudyRecord),
    ) -> Result<Code, Code> {
        let kept = keeper::readers(folder, points)?;
        let watching = Watching::new(self.manner(), None, self.work.is_open());
        let ended = self.work.run(kept, &watching);
        watching.progress.finish();
        let ended = ended.map_err(|message| talk::fail(&message))?;
        let studied = ended.found.as_ref().and_then(|found| studied(&self.work, found, study));
        taken.lock().unwrap_or_else(PoisonError::into_inner).extend(studied);
        Ok(cut(ended.end, &ended.reached, ""))
    }

    /// What is run, for the manifest.
    fn record(&self, points: &[(String, Origin)]) -> Result<StudyRecord, Code> {
        let (scenario, file) = self.work.origin();
        let mut record = self.doing.record(file, scenario);
        let (_, runs) = self.work.study().map_err(|failure| failed(&failure))?;
        record.fingerprint = report::fingerprint(&record.command, points, &runs);
        if let (Some(file), Some((_, text))) = (file, self.work.factors()) {
            let name = market_cost::beside(Path::new(&files::name_of(file))).display().to_string();
            record.sources.push(Source { name, text: String::from_utf8(text).unwrap_or_default() });
        }
        Ok(record)
    }

    fn finish(
        &self,
        ended: &Ended<W::Found>,
        files: FolderOptions,
        conditions: &Conditions,
    ) -> Code {
        let mut code = Code::Done;
        if let Some(found) = &ended.found {
            let facts = files.facts.clone();
            if let Some(folder) = &self.folder
                && let Err(error) = self.work.write(found, folder, files)
            {
                let is_interrupted = ended.end == End::Interrupted;
                let code = not_written(&error, folder);
                return if is_interrupted { Code::Interrupted } else { code };
            }
            code = self.tell(found, &ended.reached, &facts);
            code = if code == Code::Done { self.judged(found, conditions) } else { code };
        }
        let rest = if self.folder.is_some() { ", which are kept: `--extend` goes on" } else { "" };
        match cut(ended.end, &ended.reached, rest) {
            Code::NotReached if code != Code::Done => code,
            Code::Done => code,
            cut => cut,
        }
    }

    /// Says which conditions do not hold, and what else is not as it should be.
    fn judged(&self, found: &W::Found, conditions: &Conditions) -> Code {
        let failed = conditions.failed(|asked| self.work.answers(found, asked));
        for message in &failed {
            talk::say(&format!("not met: {message}"));
        }
        match self.work.judge(found) {
            Code::Done | Code::NotReached if !failed.is_empty() => Code::NotMet,
            code => code,
        }
    }

    fn tell(&self, found: &W::Found, reached: &Reached, facts: &RunFacts) -> Code {
        if self.options.json {
            return talk::result(&self.work.told(found, None));
        }
        let screen =
            Screen { width: talk::result_columns(), color: true, folder: self.folder.as_deref() };
        let told = talk::result(&self.work.told(found, Some(screen)));
        if !self.options.manner.quiet {
            let threads = facts.threads;
            let plural = if threads == 1 { "" } else { "s" };
            let reused = match reached.reused {
                0 => String::new(),
                reused => format!(" · {reused} of {} runs used again", reached.runs),
            };
            talk::say(&format!("{:.1} s on {threads} thread{plural}{reused}", facts.seconds));
        }
        told
    }
}

/// Says why a study was cut short, if it was, and returns the code of that.
pub(super) fn cut(end: End, reached: &Reached, rest: &str) -> Code {
    let Reached { runs, planned, .. } = reached;
    match end {
        End::Interrupted => {
            talk::say(&format!("interrupted after {runs} of {planned} runs{rest}"));
            Code::Interrupted
        }
        End::Time => {
            talk::say(&format!("the time was up after {runs} of {planned} runs{rest}"));
            Code::NotReached
        }
        End::Goal | End::Runs => Code::Done,
    }
}

/// Tells a failure, and returns the code of it.
pub(super) fn failed(failure: &Failure) -> Code {
    talk::fail(&failure.to_string())
}

/// How a run that ends now went.
pub(super) fn facts(threads: usize, seconds: f64, reached: &Reached) -> RunFacts {
    let reused = u32::try_from(reached.reused).unwrap_or(u32::MAX);
    RunFacts { created: now(), threads, seconds, reused }
}

/// The files from which the results of a scenario are made.
fn sources(file: Option<&Path>, scenario: &Scenario) -> Vec<PathBuf> {
    let Some(file) = file else { return Vec::new() };
    let named = scenario.files.iter().skip(1).map(|named| file.with_file_name(&named.name));
    [file.to_owned()].into_iter().chain(named).collect()
}

/// Takes the folder for the results of what has this name, of at most `runs` runs of each policy over
/// all design points, or tells why not.
pub(super) fn claim(
    folder: &Path,
    about: (&str, u64),
    options: &FolderOptions,
) -> Result<Held, Code> {
    let words: Vec<String> = std::env::args().collect();
    let (command, since) = (words.join(" "), now());
    let holder = Holder { command: &command, since: &since };
    let claimed = Held::by(|| report::claim_folder(folder, about, options, holder));
    claimed.map_err(|error| talk::fail(&error.to_string()))
}

/// Tells why the results were not written, and what became of the runs.
pub(super) fn not_written(error: &report::Error, folder: &Path) -> Code {
    talk::error(&error.to_string());
    if Blocks::runs_left(folder) > 0 {
        talk::say("the finished runs are kept: `--extend` goes on with them");
    }
    Code::Failed
}

/// Where something failed in one of many worlds, as the options write its values.
pub(super) fn place(axes: &[crate::scenario::Axis], levels: &[crate::scenario::Level]) -> String {
    let values = axes.iter().zip(levels);
    let at = values.map(|(axis, level)| format!("`{} = {}`", axis.keys[0], level.text));
    at.collect::<Vec<_>>().join(", ")
}

/// The text with spaces that can be searched for.
pub(super) fn plain(text: &str) -> String {
    text.replace(['\u{A0}', '\u{202F}'], " ")
}
