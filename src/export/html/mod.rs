//! Writes reports as one page that needs nothing else: no network, no fonts, no other file. Several languages stand in the same page,
//! and the reader changes between them.
//! Knows no words but those it is given; what comes from a scenario is escaped.
//!
//! - `view`: what stands where, as the template shows it
//! - `section`: the parts of a report, gathered under their headings
//! - `data`: the numbers behind the pictures, for the page's script
//! - `picture`: pictures as SVG inside the page, in few bytes
//! - `font`: the embedded font, cut down to the characters of the page
//! - `base64`: bytes as text
//! - `page.html`, `parts.html`: the template; `style.css`, `script.js`: how it looks and what it does
//! - `uplot/`: the library that draws the pictures on a screen
//!
//! Without a script, and on paper, the pictures are SVG and everything is open. With it they are drawn by uPlot, tell their
//! values to pointer and keys, and sections fold.

mod base64;
mod data;
mod error;
mod font;
mod picture;
mod section;
#[cfg(test)]
mod tests;
mod view;

use askama::Template;

use super::report::Report;
use crate::report::PageWords;

pub use error::HtmlError;

/// The licence of the library that draws pictures on a screen; it stands in every page.
pub const SCRIPT_LICENCE: &str = include_str!("uplot/LICENSE");

/// A block of the page that stands right below the answer, such as a notice to residents.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Block {
    /// Its heading, as plain text.
    pub heading: String,
    /// What stands below, as HTML: whoever makes it has escaped what comes from users. Its headings are `h3` and below.
    pub html: String,
}

/// The reports, one for each language, as one page; the first is shown first.
///
/// `blocks` has the additional blocks of each report, in the same order; what is missing there has none. The same reports give the
/// same bytes.
///
/// # Errors
/// [`HtmlError::NoReport`] without a report, [`HtmlError::Chart`] if a figure cannot be drawn; [`HtmlError::Font`] and
/// [`HtmlError::Template`] are not the fault of the data.
pub fn html_page(reports: &[Report], blocks: &[Vec<Block>]) -> Result<String, HtmlError> {
    let first = reports.first().ok_or(HtmlError::NoReport)?;
    let mut page = view::PageView {
        code: PageWords::of(first.language).language_code,
        version: &first.provenance.version,
        reports: view::reports(reports, blocks)?,
        data: data::json(reports),
        font: String::new(),
    };
    // The font has the characters that are there without it.
    let characters = page.render()?;
    page.font = base64::text(&font::with_characters(&characters)?);
    Ok(page.render()?)
}
