//! `completions` and `man`: the command line as shells and manuals know it.

use clap::Command;

pub(super) use clap_complete::Shell;

use super::{Code, talk};
use crate::scenario::nearest;

/// Prints the completions of a shell.
pub(super) fn completions(shell: Shell, command: &mut Command) -> Code {
    let mut script = Vec::new();
    clap_complete::generate(shell, command, "posse", &mut script);
    talk::result(&String::from_utf8_lossy(&script))
}

/// Prints the manual page of posse or of one of its commands.
pub(super) fn page(name: Option<&str>, mut posse: Command) -> Code {
    posse.build();
    let command = match name {
        None => Some(&posse),
        Some(name) => posse.find_subcommand(name),
    };
    let Some(command) = command.cloned() else {
        let name = name.unwrap_or_default();
        let names: Vec<&str> = posse.get_subcommands().map(Command::get_name).collect();
        let near = nearest(name, &names);
        let meant = near.map_or(String::new(), |near| format!("did you mean `{near}`? "));
        let list = names.join("`, `");
        return talk::refuse(&format!(
            "no command `{name}`\nhint: {meant}expected one of `{list}`"
        ));
    };
    // The page is called by what the manual calls it: `posse-compare`.
    let title = command.get_display_name().unwrap_or("posse").to_owned();
    let mut page = Vec::new();
    let written = clap_mangen::Man::new(command).title(title).render(&mut page);
    written.expect("writing into memory cannot fail");
    talk::result(&String::from_utf8_lossy(&page))
}
