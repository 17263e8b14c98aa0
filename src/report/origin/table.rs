//! The comments beside the table of a scenario file.

use super::message::Message;
use super::{load, quality};
use crate::report::Language;
use crate::report::number::share_words;
use crate::report::paragraph::without_controls;
use crate::results::{OriginFit, OriginOutcome};

/// Failures above this share make a threshold doubtful.
const MANY_FAILURES: f64 = 0.01;

/// Where the figures of a fit come from, line by line, without comment signs.
pub fn origin_table_comments(fit: &OriginFit, language: Language) -> Vec<String> {
    let files: Vec<&str> = fit.files.iter().map(|file| file.name.as_str()).collect();
    let mut messages = vec![
        Message::TableMadeBy { version: fit.version.clone() },
        Message::TableFrom { files: files.join(", ") },
    ];
    match &fit.outcome {
        OriginOutcome::Law(law) => {
            let quality = quality(fit, law, language);
            messages.extend(quality.map(|quality| Message::TableLaw { quality: lowered(&quality) }));
            let [from, to] = law.tested.map(load);
            messages.push(Message::TableTested { from, to });
        }
        OriginOutcome::Table { points, .. } => {
            if let (Some(first), Some(last)) = (points.first(), points.last()) {
                messages
                    .push(Message::TableTested { from: load(first.in_service), to: load(last.in_service) });
            }
        }
        OriginOutcome::Threshold { failed_share, .. } => {
            messages.push(Message::TableThreshold);
            let failed = failed_share.filter(|share| *share > MANY_FAILURES);
            messages
                .extend(failed.map(|share| Message::TableDoubtful { share: share_words(share, language) }));
        }
    }
    messages.push(Message::TableUnit);
    // Names of files are the user's: a line feed in one would end the comment.
    messages.into_iter().map(|message| without_controls(&message.say(language))).collect()
}

/// A sentence as a part of another.
fn lowered(sentence: &str) -> String {
    let bare = sentence.trim_end_matches(['.', '。']);
    let mut characters = bare.chars();
    characters.next().map_or(String::new(), |first| first.to_lowercase().chain(characters).collect())
}
