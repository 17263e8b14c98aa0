//! The embedded font, cut down to the characters of a page: a town hall's machine may have no Japanese font, and the whole one is
//! four times as large as the page.

use std::collections::BTreeSet;

use allsorts::Font;
use allsorts::binary::read::ReadScope;
use allsorts::font::MatchingPresentation;
use allsorts::font_data::FontData;
use allsorts::subset::{CmapTarget, SubsetProfile, subset};

use super::error::HtmlError;
use crate::export::chart::FONT_BYTES;

/// Characters that every page may need although its text has none of them: scripts print numbers and times.
const ALWAYS: &str =
    " !\"#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_`abcdefghijklmnopqrstuvwxyz{|}~";

/// A TrueType font with the characters of `text` that the embedded font has.
pub(super) fn with_characters(text: &str) -> Result<Vec<u8>, HtmlError> {
    let failure = |reason: String| HtmlError::Font { reason };
    let data =
        ReadScope::new(FONT_BYTES).read::<FontData<'_>>().map_err(|error| failure(error.to_string()))?;
    let provider = data.table_provider(0).map_err(|error| failure(error.to_string()))?;
    let mut font = Font::new(provider).map_err(|error| failure(error.to_string()))?;
    let characters: BTreeSet<char> = text.chars().chain(ALWAYS.chars()).collect();
    let mut glyphs = BTreeSet::from([0]);
    for character in characters {
        let (glyph, _) = font.lookup_glyph_index(character, MatchingPresentation::NotRequired, None);
        glyphs.insert(glyph);
    }
    let glyphs: Vec<u16> = glyphs.into_iter().collect();
    subset(&font.font_table_provider, &glyphs, &SubsetProfile::Minimal, CmapTarget::Unicode)
        .map_err(|error| failure(error.to_string()))
}

#[cfg(test)]
mod tests {
    use ab_glyph::{Font, FontRef};

    use super::with_characters;

    #[test]
    fn the_font_has_the_characters_of_the_page_and_is_small() {
        let bytes = with_characters("待合室の待ち時間は約70分です。𠮷").unwrap();
        let font = FontRef::try_from_slice(&bytes).unwrap();
        for character in "待合室の時間約分。aZ09:".chars() {
            let glyph = font.glyph_id(character);
            assert!(glyph.0 > 0 && font.h_advance_unscaled(glyph) > 0.0, "{character}");
        }
        assert_eq!(font.glyph_id('町').0, 0);
        assert!(bytes.len() < 60_000, "{}", bytes.len());
        assert_eq!(bytes, with_characters("。です分07約は間時ち待の室合待𠮷").unwrap());
    }
}
