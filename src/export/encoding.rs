//! Encodings of tables: UTF-8 with and without a mark at the beginning, and code page 932 for programs that read no other.

use std::borrow::Cow;

use encoding_rs::{EncoderResult, SHIFT_JIS};

/// How the text of a table becomes bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum CsvEncoding {
    /// UTF-8.
    #[default]
    Utf8,
    /// UTF-8 with a byte order mark, by which a spreadsheet tells it from the code page of the machine.
    Utf8Bom,
    /// Code page 932, the Shift_JIS of Windows.
    Cp932,
}

/// What stands where code page 932 has no such character.
const MISSING: u8 = b'?';
/// Byte order mark.
const MARK: &[u8] = "\u{feff}".as_bytes();

/// A table in an encoding, and the characters that the encoding lacks, each once, in the order in which they come; `?` stands
/// in their places. Bytes that are no UTF-8 count as U+FFFD.
///
/// ```
/// use machiai::export::{CsvEncoding, encode_csv};
/// let (bytes, missing) = encode_csv("9時〜10時".as_bytes(), CsvEncoding::Cp932);
/// assert_eq!((bytes.len(), missing), (9, vec![]));
/// ```
pub fn encode_csv(utf8: &[u8], encoding: CsvEncoding) -> (Vec<u8>, Vec<char>) {
    match encoding {
        CsvEncoding::Utf8 => (utf8.to_vec(), Vec::new()),
        CsvEncoding::Utf8Bom => ([MARK, utf8].concat(), Vec::new()),
        CsvEncoding::Cp932 => code_page_932(&String::from_utf8_lossy(utf8)),
    }
}

/// A table as UTF-8: as it is if it is UTF-8 already, else from code page 932, in which spreadsheets in Japan save tables; as it is
/// where it is neither.
///
/// ```
/// use machiai::export::{CsvEncoding, decode_table, encode_csv};
/// let (bytes, _) = encode_csv("待ち人数".as_bytes(), CsvEncoding::Cp932);
/// assert_eq!(*decode_table(&bytes), *"待ち人数".as_bytes());
/// assert_eq!(*decode_table(&[0x82, 0xff]), [0x82, 0xff]);
/// ```
pub fn decode_table(bytes: &[u8]) -> Cow<'_, [u8]> {
    if std::str::from_utf8(bytes).is_ok() {
        return Cow::Borrowed(bytes);
    }
    match SHIFT_JIS.decode_without_bom_handling_and_without_replacement(bytes) {
        Some(text) => Cow::Owned(text.into_owned().into_bytes()),
        None => Cow::Borrowed(bytes),
    }
}

fn code_page_932(text: &str) -> (Vec<u8>, Vec<char>) {
    let text: String = text.trim_start_matches('\u{feff}').chars().map(as_windows_writes_it).collect();
    let mut encoder = SHIFT_JIS.new_encoder();
    let mut bytes = Vec::with_capacity(text.len());
    let mut missing = Vec::new();
    let mut rest = text.as_str();
    loop {
        // Room for whatever comes next: the encoder writes nothing beyond it.
        bytes.reserve(rest.len() + 16);
        let (result, read) = encoder.encode_from_utf8_to_vec_without_replacement(rest, &mut bytes, true);
        rest = &rest[read..];
        match result {
            EncoderResult::InputEmpty => return (bytes, missing),
            EncoderResult::OutputFull => {}
            EncoderResult::Unmappable(character) => {
                bytes.push(MISSING);
                if !missing.contains(&character) {
                    missing.push(character);
                }
            }
        }
    }
}

/// Characters that other systems write with another code than Windows, as Windows writes them.
fn as_windows_writes_it(character: char) -> char {
    match character {
        '\u{301c}' => '\u{ff5e}',
        '\u{2212}' => '\u{ff0d}',
        '\u{2016}' => '\u{2225}',
        '\u{2014}' => '\u{2015}',
        '\u{a2}' => '\u{ffe0}',
        '\u{a3}' => '\u{ffe1}',
        '\u{ac}' => '\u{ffe2}',
        // Else they would become the backslash and the tilde, which share a place with them.
        '\u{a5}' => '\u{ffe5}',
        '\u{203e}' => '\u{ffe3}',
        _ => character,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn back(bytes: &[u8]) -> String {
        SHIFT_JIS.decode_without_bom_handling(bytes).0.into_owned()
    }

    #[test]
    fn windows_reads_what_other_systems_wrote() {
        let (bytes, missing) =
            encode_csv("9時〜10時,−5,‖,—,¢£¬,¥,‾,①,﨑,髙,㈱\n".as_bytes(), CsvEncoding::Cp932);
        assert_eq!(back(&bytes), "9時～10時,－5,∥,―,￠￡￢,￥,￣,①,﨑,髙,㈱\n");
        assert_eq!(missing, Vec::<char>::new());
        assert_eq!(encode_csv("①".as_bytes(), CsvEncoding::Cp932).0, [0x87, 0x40]);
    }

    #[test]
    fn what_the_code_page_lacks_is_told_once_and_never_an_entity() {
        let (bytes, missing) = encode_csv("𠮷野家,👍,𠮷,é\n".as_bytes(), CsvEncoding::Cp932);
        assert_eq!(back(&bytes), "?野家,?,?,?\n");
        assert_eq!(missing, ['𠮷', '👍', 'é']);
    }

    #[test]
    fn a_mark_comes_first_where_it_is_asked_for() {
        assert_eq!(encode_csv(b"a\n", CsvEncoding::Utf8).0, b"a\n");
        assert_eq!(encode_csv(b"a\n", CsvEncoding::Utf8Bom).0, b"\xef\xbb\xbfa\n");
    }
}
