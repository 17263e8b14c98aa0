//! Fragments of a page as a content management system takes them: no scripts, no styles, everything escaped.

use crate::report::Language;

/// A text between tags or in an attribute.
pub(super) fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            _ => safe.push(character),
        }
    }
    safe
}

/// One element on a line of its own.
pub(super) fn element(out: &mut String, name: &str, text: &str) {
    out.push_str(&format!("<{name}>{}</{name}>\n", escaped(text)));
}

/// A list; nothing where there are no items.
pub(super) fn list(out: &mut String, items: &[String]) {
    if items.is_empty() {
        return;
    }
    out.push_str("<ul>\n");
    for item in items {
        element(out, "li", item);
    }
    out.push_str("</ul>\n");
}

/// Everything between the tags of a section, with the language of its words.
pub(super) fn section(language: Language, inside: &str) -> String {
    let name = match language {
        Language::English => "en",
        Language::Japanese => "ja",
    };
    format!("<section lang=\"{name}\">\n{inside}</section>\n")
}
