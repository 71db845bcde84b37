//! What a page carries to run a scenario itself.

/// What it takes to run a scenario on a page.
#[derive(Clone, Debug)]
pub struct Live {
    /// The engine, as WebAssembly.
    pub engine: Vec<u8>,
    /// Name and text of the scenario's file, then of those that it names.
    pub files: Vec<(String, String)>,
    /// What can be moved.
    pub levers: Vec<Lever>,
}

/// An input that can be moved.
#[derive(Clone, Debug)]
pub struct Lever {
    /// As `--vary` has it.
    pub words: String,
    /// How people read it.
    pub label: String,
    /// The unit of its numbers; may be empty.
    pub unit: String,
    /// The scenario's own value, as written and as a number in the unit (NaN for a word).
    pub written: (String, f64),
    /// What it may be.
    pub values: Moves,
}

/// The values of an input that can be moved.
#[derive(Clone, Debug)]
pub enum Moves {
    /// All from the first to the second, in the unit; only whole numbers if the third says so.
    Between(f64, f64, bool),
    /// These and no other.
    Among(Vec<String>),
}
