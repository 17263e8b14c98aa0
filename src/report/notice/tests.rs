//! The whole notice and the whole checklist, in both languages, and their edges.

use super::{checklist, notice};
use crate::report::Language::{English, Japanese};
use crate::report::sample;

#[test]
#[ignore = "prints what an official would read aloud"]
fn print() {
    let mut at_nine = sample::answer();
    at_nine.opens_at_second_of_day = Some(9 * 3600);
    let mut sold = sample::sold_out();
    sold.opens_at_second_of_day = Some(9 * 3600);
    for answer in [at_nine, sample::answer(), sold, sample::with_servers()] {
        for language in [Japanese, English] {
            println!("{}\n", notice(&answer, language).text());
            println!("{}\n----", checklist(&answer, language).text());
        }
    }
}
