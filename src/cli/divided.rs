//! What a job does with a part of a study, with parts of it, and with results that are looked at again.

use std::path::Path;
use std::sync::Mutex;

use super::doing::Merge;
use super::job::{self, Job};
use super::keeper;
use super::template::refused_of_part;
use super::watching::Watching;
use super::work::Work;
use super::{Code, talk};
use crate::experiment::{Block, Keep, Part, Reached, Slice, of_blocks, run_slices};
use crate::report::{self, Blocks, FolderOptions, Origin, StudyRecord, block_bytes};

/// Points by name, with what their runs depend on.
type Points = Vec<(String, Origin)>;

impl<W: Work> Job<'_, W> {
    /// Runs a part and keeps it.
    pub(super) fn part(
        &self,
        part: Part,
        (points, study): (Points, StudyRecord),
        threads: usize,
    ) -> Result<Code, Code> {
        let (is_open, words) = (self.work.is_open(), &self.doing.words);
        if let Some(message) = refused_of_part(is_open, self.options.json, words) {
            return Err(talk::refuse(&message));
        }
        let folder = self.folder.as_deref().unwrap_or(Path::new(""));
        if !self.options.force {
            is_of(folder, &study)?;
        }
        let (run, runs) = self.work.study().map_err(|failure| job::failed(&failure))?;
        let slices = part.slices(&runs);
        let own = slices.iter().map(|slice| points[slice.point].clone()).collect();
        let (blocks, kept) = keeper::open(folder, own, (self.extends(), true))?;
        let watching = Watching::new(self.manner(), self.options.max_time, false);
        let words = || format!("part {} of {}", part.number, part.of);
        let seen = |reached: &Reached| watching.show(reached, words);
        let ran = run_slices(&run, &slices, kept, &seen, &watching);
        let seconds = watching.progress.finish();
        let (reached, is_complete) = ran.map_err(|(_, failure)| job::failed(&failure))?;
        if !is_complete {
            let rest = ", which are kept: the same command goes on";
            return Ok(job::cut(watching.end(), &reached, rest));
        }
        let facts = job::facts(threads, seconds, &reached);
        let (blocks, study) = (Some(blocks), Some(study));
        let files = FolderOptions { facts, blocks, study, charts: false, ..self.files() };
        let (name, _) = self.work.about();
        if let Err(error) = report::write_part((name, reached.runs), folder, &files) {
            return Ok(job::not_written(&error, folder));
        }
        let (words, shown, runs) = (words(), folder.display(), reached.runs);
        let made = runs - reached.reused;
        Ok(talk::result(&format!("{words}: {runs} runs, {made} of them made now, in `{shown}`\n")))
    }

    /// Takes the blocks of all parts in, and says what is missing.
    pub(super) fn gather(
        &self,
        merge: &Merge,
        (points, study): (&Points, &StudyRecord),
    ) -> Result<(), Code> {
        if study.fingerprint != merge.fingerprint {
            return Err(talk::refuse(
                "the parts are not of the study that their command runs here\nhint: the factors of \
                 market cost may differ: `posse scale` before the parts are made",
            ));
        }
        let folder = self.folder.as_deref().unwrap_or(Path::new(""));
        let (blocks, _) = keeper::open(folder, points.clone(), (true, true))?;
        for part in &merge.folders {
            blocks.gather(part).map_err(|error| talk::fail(&error.to_string()))?;
        }
        let (_, runs) = self.work.study().map_err(|failure| job::failed(&failure))?;
        let (mut missing, mut all) = (0, 0);
        for ((name, origin), runs) in points.iter().zip(runs) {
            all += u64::from(runs);
            missing += absent(&blocks, (name, origin), runs)?;
        }
        if missing == 0 {
            return Ok(());
        }
        let parts = absent_parts(merge).unwrap_or_default();
        talk::error(&format!(
            "{missing} of {all} runs are missing{parts}\nhint: run the parts that are missing, then \
             merge again; what was merged is kept"
        ));
        Err(Code::Failed)
    }

    /// Runs some blocks of a folder again and compares them.
    pub(super) fn verify(
        &self,
        folder: &Path,
        (count, points): (Option<usize>, Points),
    ) -> Result<Code, Code> {
        let shown = folder.display();
        let kept = keeper::points(folder, points)?;
        let all: Vec<(usize, u32)> = kept
            .iter()
            .enumerate()
            .flat_map(|(point, of)| of.numbers().into_iter().map(move |number| (point, number)))
            .collect();
        if all.is_empty() {
            return Err(talk::refuse(&format!(
                "`{shown}` holds no finished runs\nhint: nothing to verify"
            )));
        }
        let (sample, mut slices) = (spread(all.len(), count.unwrap_or(all.len())), Vec::new());
        let mut stored = Vec::new();
        for (point, number) in sample.map(|place| all[place]) {
            let block = kept[point]
                .find(number)
                .ok()
                .flatten()
                .ok_or_else(|| talk::fail(&format!("`{shown}`: block {number} is damaged")))?;
            slices.push(of_blocks(point, u64::from(number)..u64::from(number) + 1, block.end()));
            stored.push(block);
        }
        self.compare(&shown.to_string(), (&slices, all.len()), &stored)
    }

    fn compare(
        &self,
        shown: &str,
        (slices, all): (&[Slice], usize),
        stored: &[Block],
    ) -> Result<Code, Code> {
        let differs = Mutex::new(Vec::new());
        let kept = stored.iter().map(|block| Second { block, differs: &differs }).collect();
        let watching = Watching::new(self.manner(), None, false);
        let seen = |reached: &Reached| watching.show(reached, String::new);
        let (study, _) = self.work.study().map_err(|failure| job::failed(&failure))?;
        let ran = run_slices(&study, slices, kept, &seen, &watching);
        watching.progress.finish();
        let (reached, is_complete) = ran.map_err(|(_, failure)| job::failed(&failure))?;
        if !is_complete {
            return Ok(job::cut(watching.end(), &reached, ""));
        }
        let differs = differs.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner);
        if let Some((first, end)) = differs.first() {
            talk::error(&format!(
                "`{shown}`: runs {first} to {} are not what this command gives\nhint: the folder was \
                 made by another build, or on a machine that reckons wrongly",
                end - 1
            ));
            return Ok(Code::Failed);
        }
        let (blocks, runs) = (slices.len(), reached.runs);
        let text =
            format!("`{shown}`: {blocks} of {all} blocks ({runs} runs) run again, the same bits\n");
        Ok(talk::result(&text))
    }
}

/// Whether a folder is empty or holds this part, so that it may be gone on with.
fn is_of(folder: &Path, study: &StudyRecord) -> Result<(), Code> {
    match report::mark(folder).map(|mark| mark.study) {
        None => Ok(()),
        Some(Some(there))
            if (&there.fingerprint, there.part) == (&study.fingerprint, study.part) =>
        {
            Ok(())
        }
        Some(_) => {
            talk::error(&format!(
                "`{}` holds other results\nhint: choose another folder with `--out`, or replace them \
                 with `--force`",
                folder.display()
            ));
            Err(Code::Failed)
        }
    }
}

/// How many of so many runs of a point are not there.
fn absent(blocks: &Blocks, (name, origin): (&str, &Origin), runs: u32) -> Result<u64, Code> {
    let point =
        blocks.of(name, origin.clone()).map_err(|foreign| talk::refuse(&foreign.to_string()))?;
    let block = |number: u32| {
        let wanted = (runs - number * Block::RUNS).min(Block::RUNS);
        u64::from(wanted - point.runs(number).min(wanted))
    };
    Ok((0..runs.div_ceil(Block::RUNS)).map(block).sum())
}

/// Which parts are not there, in words.
fn absent_parts(merge: &Merge) -> Option<String> {
    let (numbers, of) = merge.parts.as_ref()?;
    let absent: Vec<String> =
        (1..=*of).filter(|part| !numbers.contains(part)).map(|part| part.to_string()).collect();
    let (last, first) = absent.split_last()?;
    Some(match first {
        [] => format!(": those of part {last} of {of}"),
        _ => format!(": those of parts {} and {last} of {of}", first.join(", ")),
    })
}

/// `count` of so many places, spread over all.
fn spread(all: usize, count: usize) -> impl Iterator<Item = usize> {
    let count = count.min(all);
    (0..count).map(move |k| (2 * k + 1) * all / (2 * count))
}

/// Compares a block that was run again with the one that was kept.
struct Second<'a> {
    block: &'a Block,
    /// Blocks that differ: first run and end.
    differs: &'a Mutex<Vec<(u32, u32)>>,
}

impl Keep for Second<'_> {
    fn has(&self, _: u32) -> bool {
        false
    }

    fn find(&mut self, _: u32) -> Option<Block> {
        None
    }

    fn keep(&mut self, block: &Block) {
        if block.end() == self.block.end() && block_bytes(block) != block_bytes(self.block) {
            let differs = &mut self.differs.lock();
            if let Ok(differs) = differs {
                differs.push((block.first, block.end()));
            }
        }
    }
}
