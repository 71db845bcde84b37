//! Names that a scenario can hold, made of the words of a company.

/// Words that a scenario keeps for itself.
const KEPT: [&str; 7] = ["won", "lost", "rest", "by", "default", "backlog", "no decision"];
const LONGEST: usize = 40;

/// A key of small letters, digits and `-` for each word; no two alike.
pub(super) fn keys<'a>(words: impl IntoIterator<Item = &'a str>) -> Vec<String> {
    let mut keys: Vec<String> = Vec::new();
    for word in words {
        let mut key = String::new();
        for letter in word.chars().flat_map(char::to_lowercase) {
            if letter.is_ascii_alphanumeric() {
                key.push(letter);
            } else if !key.is_empty() && !key.ends_with('-') {
                key.push('-');
            }
        }
        key.truncate(LONGEST);
        let stem = key.trim_end_matches('-');
        let stem = if stem.is_empty() { "unnamed" } else { stem };
        let first = if KEPT.contains(&stem) { format!("{stem}-1") } else { stem.to_owned() };
        let free = |key: &String| !keys.contains(key);
        let numbered = (2..).map(|number| format!("{stem}-{number}"));
        let key = std::iter::once(first).chain(numbered).find(free);
        keys.extend(key);
    }
    keys
}
