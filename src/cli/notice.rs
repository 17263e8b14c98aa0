//! `machiai notice`: what residents are told, and what the staff checks on the day.

use super::answering::language_of;
use super::arguments::{NoticeFormat, WriteNotice};
use super::exit::{Done, Failure};
use super::{findings, print};
use crate::report;
use crate::results::Finding;

/// Prints the notice or the checklist; tells by the exit code where no notice should be published.
pub(super) fn notice(flags: &WriteNotice) -> Result<Done, Failure> {
    let Finding::Answer(answer) = findings::read(&flags.result)? else {
        return Err(Failure::Usage(format!(
            "{}: tells of several settings, and a notice is about one; accepted: a result of predict or run",
            flags.result.display()
        )));
    };
    let language = language_of(flags.lang);
    let notice = report::notice(&answer, language);
    let text = match (flags.checklist, flags.format) {
        (false, NoticeFormat::Text) => notice.text(),
        (false, NoticeFormat::Html) => notice.html(),
        (true, NoticeFormat::Text) => report::checklist(&answer, language).text(),
        (true, NoticeFormat::Html) => report::checklist(&answer, language).html(),
    };
    print(text.as_bytes())?;
    Ok(match notice.is_for_residents || flags.checklist {
        true => Done::Well,
        false => Done::RequirementBroken,
    })
}
