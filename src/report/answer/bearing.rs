//! What the answer says about the booking servers: whether they bear it, and how they answer.

use super::{Lookup, Writer};
use crate::report::label::input_label;
use crate::report::message::Message;
use crate::report::number::{grouped, people_words, rough, share_words};
use crate::report::span::{CellStyle, short_span};
use crate::results::{Measure, OriginFound, Warning};

/// Answers that take longer than this hold slots longer than any sum by hand says, seconds.
const SLOW_ANSWER: f64 = 1.0;

impl Writer<'_> {
    /// Whether the servers bear it.
    pub(super) fn bearing(&mut self) {
        let answer = self.answer;
        let Some(origin) = &answer.origin else { return };
        let mut sentences: Vec<Message> = Vec::new();
        sentences.extend(self.overloaded_days(origin));
        sentences.extend(self.overloaded_days_if_drawn(origin));
        sentences.extend(self.peaks_against_safe(origin));
        sentences.extend(self.answers());
        sentences.extend(self.few_failures());
        if !sentences.is_empty() {
            self.sentences(sentences);
        }
    }

    fn overloaded_days(&self, origin: &OriginFound) -> Option<Message> {
        let lasting = self.lasting(origin);
        let days = grouped(f64::from(self.answer.provenance.replications));
        match self.answer.value(Measure::OverloadedDays)? {
            0.0 if self.is_in_trouble() => None,
            0.0 => Some(Message::OriginBears { days, lasting }),
            // Said by a headline of its own.
            _ if self.is_overloaded() => None,
            share => {
                Some(Message::OriginRarelyOverloaded { share: share_words(share, self.language), lasting })
            }
        }
    }

    fn is_overloaded(&self) -> bool {
        self.answer.warnings.iter().any(|warning| matches!(warning, Warning::OriginOverloaded { .. }))
    }

    fn is_in_trouble(&self) -> bool {
        self.answer
            .warnings
            .iter()
            .any(|warning| matches!(warning, Warning::OriginCollapses { .. } | Warning::RequestsFail { .. }))
    }

    /// What becomes of it if what was not given turns out otherwise.
    fn overloaded_days_if_drawn(&self, origin: &OriginFound) -> Option<Message> {
        let stated = self.answer.value(Measure::OverloadedDays)?;
        let drawn = origin.overloaded_days_drawn.value.filter(|drawn| *drawn > stated)?;
        Some(Message::OverloadedIfDrawn { share: share_words(drawn, self.language) })
    }

    fn peaks_against_safe(&self, origin: &OriginFound) -> Vec<Message> {
        let peak = |measure: Measure| self.answer.value(measure).map(grouped);
        let number = |level: u32| grouped(f64::from(level));
        let mut peaks = Vec::new();
        if let (Some(safe), Some(peak)) = (origin.safe_people_inside, peak(Measure::InsideMax)) {
            peaks.push(Message::InsideAgainstSafe { peak, safe: number(safe) });
        }
        if let (Some(safe), Some(peak)) =
            (origin.safe_requests_per_second, peak(Measure::RequestsPerSecondMax))
        {
            peaks.push(Message::RequestsAgainstSafe { peak, safe: number(safe) });
        }
        peaks
    }

    fn answers(&self) -> Option<Message> {
        let has_station = self.answer.origin.as_ref().is_some_and(|origin| origin.has_station);
        let words = |seconds: f64| short_span(seconds, CellStyle::Hours, self.language);
        let most = self.answer.value(Measure::ResponseP95).filter(|_| has_station)?;
        let slowest = self.answer.value(Measure::ResponseMax)?;
        Some(Message::OriginAnswers { most: words(most), slowest: words(slowest) })
    }

    /// Failures too few for a headline.
    fn few_failures(&self) -> Option<Message> {
        let failed = self.answer.value(Measure::FailedPeople).filter(|people| *people >= 0.5)?;
        let people = people_words(rough(failed.max(1.0)), self.language);
        (!self.is_in_trouble()).then_some(Message::FewRequestsFail { people })
    }

    fn lasting(&self, origin: &OriginFound) -> String {
        short_span(origin.overload_lasting_seconds, CellStyle::Hours, self.language)
    }

    /// What the sum of slots and rate leaves out.
    pub(super) fn flow_notes(&mut self) {
        let answer = self.answer;
        if answer.inputs.iter().any(|note| note.key == "room.operator" && note.value != "none") {
            self.indented(Message::FlowWithOperator);
        }
        if self.answers().is_some()
            && answer.value(Measure::ResponseP95).is_some_and(|slow| slow >= SLOW_ANSWER)
        {
            self.indented(Message::FlowWithSlowAnswers);
        }
    }

    /// Which changes the servers would not bear.
    pub(super) fn overloading_levers(&mut self) {
        let Some(origin) = &self.answer.origin else { return };
        let names = origin.overloading_levers.iter().map(|key| input_label(key, self.language).to_owned());
        if let Some(settings) = self.joined(names.collect()) {
            self.indented(Message::LeversTooMuch { settings });
        }
    }
}
