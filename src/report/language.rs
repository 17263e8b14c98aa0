//! The languages that answers are given in.

/// A language of the reader.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Language {
    /// English.
    #[default]
    English,
    /// Japanese, as a town hall writes it.
    Japanese,
}

impl Language {
    /// Reads a language as people or locales write it: `ja`, `en`, `ja_JP.UTF-8`, `en-GB`. `None` for any other,
    /// also for the locales `C` and `POSIX`, which name no language.
    ///
    /// ```
    /// use machiai::report::Language;
    /// assert_eq!(Language::parse("ja_JP.UTF-8"), Some(Language::Japanese));
    /// assert_eq!(Language::parse("C.UTF-8"), None);
    /// ```
    pub fn parse(text: &str) -> Option<Language> {
        let name = text.trim().split(['_', '-', '.', '@']).next().unwrap_or_default();
        match name.to_lowercase().as_str() {
            "en" | "eng" | "english" => Some(Language::English),
            "ja" | "jpn" | "japanese" | "日本語" => Some(Language::Japanese),
            _ => None,
        }
    }
}
