//! Every sentence and heading that reports say, with its placeholders, once for all languages.
//! Placeholders arrive in words of the reader's language; nothing here rounds or computes.

use super::{Language, english, japanese};

/// Something to say. Each variant is whole: no two of them make one sentence.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Message {
    // The answer in plain words.
    /// How long people wait, with ranges.
    Waits { people: String, half: String, half_range: String, most: String, most_range: String },
    /// How long people wait, from a single day.
    WaitsUnranged { people: String, half: String, most: String },
    /// Hardly anyone waits, but some do.
    MostDoNotWait { people: String, longest: String },
    /// Those let in hardly wait, but many leave the line before.
    FewWaitManyLeave { people: String, share: String },
    /// Those let in hardly wait, but many find the line full.
    FewWaitManyTurnedAway { people: String, share: String },
    /// Those let in hardly wait, but many still wait when the run ends.
    FewWaitManyCensored { people: String, share: String },
    /// Hardly anyone waits, but many give up after losing their session.
    FewWaitManyGiveUp { people: String, share: String },
    /// Nobody waits.
    NobodyWaits { people: String },
    /// Nobody waits in line, but before servers that have collapsed.
    WaitsAreInside { people: String },
    /// The upper end of the range where the figures themselves say that hardly anyone waits.
    MayWait { most: String },
    /// Nobody is let in at all.
    NobodyAdmitted { people: String },
    /// Not a single day was finished.
    NoDays,
    /// How long people wait, with ranges, where the places are gone before most are let in.
    WaitsOfLetIn { people: String, half: String, half_range: String, most: String, most_range: String },
    /// The same from a single day.
    WaitsOfLetInUnranged { people: String, half: String, most: String },
    /// Most people at once.
    Peaks { active: String, inside: String, line: String },
    /// When the line is gone.
    LineGone { after: String, range: String },
    /// When the line is gone, from a single day.
    LineGoneUnranged { after: String },
    /// When the line is gone, by the clock.
    LineGoneAt { after: String, clock: String, range: String },
    /// When the line is gone by the clock, from a single day.
    LineGoneAtUnranged { after: String, clock: String },
    /// How many leave the line.
    Leave { people: String, share: String },
    /// How many leave the line, some of them because nothing is left.
    LeaveOrSoldOut { people: String, share: String },
    /// How many find the line full.
    TurnedAway { people: String, share: String },
    /// People as a range that the user gave.
    PeopleFromTo { low: String, high: String },
    /// People as a range over days.
    PeopleBetween { low: String, high: String, middle: String },
    /// A mean number of people.
    PeopleAbout { people: String },

    // Places.
    /// When they are gone, and how many go without.
    PlacesGone { places: String, when: String, without: String },
    /// The same where that is so on some days only.
    PlacesGoneOnSomeDays { places: String, share: String, when: String, without: String },
    /// They are not all taken, though some go without.
    PlacesLast { places: String, taken: String, without: String },
    /// They are not all taken, and everyone gets one.
    PlacesForAll { places: String, taken: String },
    /// They last if what was not given turns out otherwise.
    PlacesMayLast { share: String },
    /// They are gone if what was not given turns out otherwise.
    PlacesMayGo { share: String },
    /// How many are let in, fill in the form, and find nothing left.
    FoundSoldOut { people: String },
    /// A number of people with its range.
    PeopleWithRange { people: String, low: String, high: String },
    /// About a time of the day, or from one to another.
    AboutAt { clock: String },
    /// About so long after the opening, or from so long to so long.
    AboutAfter { after: String },
    /// Heading of the section.
    ChancesHeading,
    /// Heading of the column of groups.
    GroupColumn,
    /// Heading of the column of times of arrival.
    ArrivalColumn,
    /// Heading of the column of chances.
    ChanceColumn,
    /// People who come before the opening.
    BeforeTheOpening,
    /// People who come from one time of the day to another.
    ClockStretch { from: String, to: String },
    /// People who come from a time of the day on.
    ClockFrom { from: String },
    /// People who come so many minutes after the opening.
    MinutesStretch { from: String, to: String },
    /// People who come from so many minutes after the opening on.
    MinutesFrom { from: String },

    // What the servers bear.
    /// No overload on any day.
    OriginBears { days: String, lasting: String },
    /// An overload on very few days.
    OriginRarelyOverloaded { share: String, lasting: String },
    /// How many days have one if what was not given turns out otherwise.
    OverloadedIfDrawn { share: String },
    /// People inside, against the number that is safe.
    InsideAgainstSafe { peak: String, safe: String },
    /// Requests a second, against the number that is safe.
    RequestsAgainstSafe { peak: String, safe: String },
    /// How fast requests are answered.
    OriginAnswers { most: String, slowest: String },
    /// Requests time out, but for few people.
    FewRequestsFail { people: String },

    // What the range covers.
    /// Chance and what was not given.
    RangeCovers { inputs: String },
    /// Chance and what the product does not publish, everything else being given.
    RangeCoversUnpublished { inputs: String },
    /// What else it covers.
    AlsoUnpublished { inputs: String },
    /// What stays at its default.
    AtDefault { inputs: String },
    /// Chance alone.
    RangeIsChance,
    /// Unpublished rules that a set of assumptions fixes.
    RulesFixed { set: String, inputs: String },
    /// The unpublished rule that moves the answer most.
    RuleMatters { rule: String, values: String, from: String, to: String },
    /// None of them does by a minute.
    NoRuleMatters,

    // The sum by hand.
    /// Slots, each held for visit and session.
    HandSlots { slots: String, visit: String, session: String, flow: String, people: String, minutes: String },
    /// Slots, each held for one length of time.
    HandSlotsHeld { slots: String, held: String, flow: String, people: String, minutes: String },
    /// The rate alone; `exact` where the quotient needs no rounding.
    HandRate { people: String, rate: String, minutes: String, exact: bool },
    /// There is a slot for everyone.
    HandAllFit { people: String, slots: String },
    /// The rate takes longer than the slots.
    HandLongerByRate { simulated: String, people: String, rate: String, minutes: String },
    /// Lost sessions are served again.
    HandLongerByLosses { simulated: String },
    /// People come later than the sum takes them to.
    HandLongerByArrivals { simulated: String },
    /// Leavers need no slot.
    HandShorterByLeavers { simulated: String },
    /// The run ended before the line was worked off.
    HandCutShort { simulated: String },
    /// The two differ, and nothing here says why.
    HandDiffers { simulated: String },
    /// Many come when the line is gone.
    HandShorterByArrivals { simulated: String },

    // The table of figures.
    /// Heading of the section.
    FiguresHeading,
    /// Heading of the column of values.
    ValueColumn,
    /// Heading of the column of intervals.
    IntervalColumn,
    /// Heading of the column of ranges by chance alone.
    OneDayColumn,
    /// Heading of the column of ranges with everything not given.
    RangeColumn,
    /// What the values are.
    ValueMeans { days: String },
    /// What a value of one day is.
    ValueOfOneDay,
    /// What the intervals say.
    IntervalMeans,
    /// What the ranges by chance alone say.
    OneDayMeans { level: String },
    /// What the ranges with everything not given say.
    RangeMeans { level: String },

    // Other crowds.
    /// Heading of the section.
    CrowdsHeading,
    /// Heading of the column of crowds.
    CrowdColumn,
    /// Heading of a column: half wait at most.
    HalfColumn,
    /// Heading of a column: 9 in 10 wait at most.
    MostColumn,
    /// Heading of a column: the line is gone.
    LineGoneColumn,
    /// Heading of a column: leave the line.
    LeaveColumn,
    /// Heading of a column: the places are gone.
    SoldOutColumn,
    /// Heading of a column: people without a place.
    WithoutPlaceColumn,

    // What moves the answer.
    /// Heading of the section.
    EffectsHeading,
    /// Heading of the column of inputs.
    InputColumn,
    /// Heading of the column of values tried.
    FromToColumn,
    /// The user gave it.
    Given,
    /// A default stands in.
    Assumed,

    // What limits the flow.
    /// Heading of the section.
    FlowHeading,
    /// Slots bind.
    FlowSlots { slots: String, held: String, flow: String },
    /// What a slot is held for.
    HeldForVisitAndSession { visit: String, session: String },
    /// What a slot is held for without renewal.
    HeldForSession { session: String },
    /// The rate limit that does not bind.
    RateWouldAllow { rate: String },
    /// The rate binds.
    FlowRate { rate: String },
    /// The slots that do not bind.
    SlotsWouldAllow { slots: String, flow: String },
    /// Nothing limits the flow.
    FlowUnlimited,
    /// Nobody is ever let in.
    FlowNobody,
    /// Somebody moves the limits.
    FlowWithOperator,
    /// The servers' answers take time.
    FlowWithSlowAnswers,
    /// Introduces the levers.
    LeversHeading,
    /// No lever helps.
    NoLever,
    /// Changes that the servers would not bear.
    LeversTooMuch { settings: String },
    /// The servers bore the higher limits.
    LoadWasTried,
    /// What raising a limit costs.
    CautionLoad,
    /// What shorter sessions cost.
    CautionLosses,

    // What the waiting page shows.
    /// Heading of the section.
    ShownHeading,
    /// The first wait shown is right on average.
    ShownRight { off: String },
    /// It is too short on average.
    ShownTooShort { by: String, off: String },
    /// It is too long on average.
    ShownTooLong { by: String, off: String },
    /// How many see it rise.
    ShownRises { share: String, jump: String },
    /// Nobody sees it rise.
    ShownNeverRises,
    /// How many never see one.
    ShownUnknown { share: String },
    /// Of which days this is.
    ShownDays { days: String },

    // Warnings.
    /// Introduces warnings that are not headlines.
    WarningsHeading,
    /// Many lose their session; more requests or longer sessions help.
    LostMidVisit { share: String, gave_up: String },
    /// Many lose their session because nothing renews it.
    LostMidVisitUnrenewed { share: String, gave_up: String },
    /// The servers collapse: most requests time out.
    OriginCollapses { share: String, in_service: String },
    /// The servers collapse: they get less and less done.
    OriginThrashes { in_service: String },
    /// Requests time out for many people.
    RequestsFail { share: String, gave_up: String },
    /// The servers are overloaded on every day.
    OriginAlwaysOverloaded { lasting: String },
    /// The servers are overloaded on many days.
    OriginOverloaded { share: String, lasting: String },
    /// Some cannot finish within the session.
    SomeCannotFinish { share: String },
    /// The run ended while people still waited.
    Censored { people: String },
    /// The run ended while people were inside who had not booked.
    Unfinished { people: String },
    /// Bookings are not demand.
    BookingsAreNotDemand,
    /// People were worked out from accesses.
    AccessesConverted { accesses: String, low: String, middle: String, high: String },
    /// Negative minutes were set to zero.
    NegativeDemandClipped { minutes: String },
    /// Missing minutes count as zero.
    MissingMinutes { minutes: String },
    /// Settings of a real room that do not change waits.
    SettingsIgnored { file: String, settings: String },
    /// The room is suspended at the opening.
    RoomOffAtOpening,
    /// Nobody comes during the prequeue of an event.
    NobodyInPrequeue { event: String },
    /// The wanted precision was not reached.
    PrecisionNotReached { reached: String, wanted: String },
    /// The run was interrupted before the first day was finished.
    InterruptedAtOnce,
    /// The run was interrupted.
    Interrupted { days: String },
    /// The font lacks characters.
    MissingGlyphs { characters: String },

    // Requirements.
    /// Heading of the section.
    RequirementsHeading,
    /// At most, and kept.
    KeptAtMost { measure: String, value: String, bound: String },
    /// At least, and kept.
    KeptAtLeast { measure: String, value: String, bound: String },
    /// At most, and broken.
    BrokenAtMost { measure: String, value: String, bound: String },
    /// At least, and broken.
    BrokenAtLeast { measure: String, value: String, bound: String },
    /// It never comes, and so not too early.
    KeptNever { measure: String, text: String },
    /// There is no value to hold against the bound.
    BrokenWithoutValue { measure: String, text: String },

    // Where the figures come from.
    /// Heading of the section.
    OriginHeading,
    /// Days, seed, version, scenario.
    Origin { days: String, range_days: String, seed: String, version: String, scenario: String },
    /// Introduces the command.
    Command,
    /// What the figures are not.
    Disclaimer,

    // Typed values in words.
    /// A range of an input.
    ValueBetween { low: String, high: String },
    /// A span that is a mean.
    OnAverage { span: String },
    /// A mean arrival after the opening.
    ArrivalsOnAverage { span: String },
    /// Most come at the opening.
    OpeningRush,
    /// Evenly over a time.
    RampOver { span: String },
    /// Everyone at the same instant.
    AtOnce,
    /// Patience without an end.
    Endless,
    /// The lower end of a range whose upper end is the value itself.
    DownTo { value: String },
    /// No limit.
    Unlimited,
    /// A switch that is on.
    On,
    /// A switch that is off.
    Off,
    /// So many times as much.
    TimesBetween { low: String, high: String },
    /// The opening rush, stretched, with more or fewer eager people.
    OpeningBetween { low: String, high: String, eager_low: String, eager_high: String },
    /// One rule among several.
    RuleInDays { rule: String, days: String, all: String },

    // The chart of a day.
    /// Title.
    ChartTitle { people: String },
    /// Title with the opening's time.
    ChartTitleAt { people: String, clock: String },
    /// The answer in one line.
    ChartSubtitle { half: String, most: String, after: String },
    /// Axis in minutes since the opening.
    MinutesSinceOpening,
    /// Axis in hours since the opening.
    HoursSinceOpening,
    /// Axis of times of the day.
    TimeOfDay,
    /// A day where several are shown; `{day}` stays for the chart to fill in.
    DayNumber,
    /// Heading of the people.
    PeopleAxis,
    /// Heading of the waits in minutes.
    WaitMinutesAxis,
    /// Heading of the waits in hours.
    WaitHoursAxis,
    /// Curve of the line.
    LineCurve,
    // Settings and assumptions.
    /// Heading of the section.
    InputsHeading,
    /// Heading of the column of values.
    InputValueColumn,
    /// Heading of the column that says whether it was given.
    BasisColumn,
    /// Heading of the column of ranges.
    DrawnFromColumn,

    // What stands on a page besides.
    /// Above the notice for residents.
    NoticeHeading,
    /// Above the checklist for the staff.
    ChecklistHeading,

    // What pictures are called.
    /// Waits by time of arrival.
    WaitsFigure,
    /// Timetable of expected waits.
    TimetableFigure,
    /// The day at a glance.
    DayFigure,
    /// Line, active users and people inside.
    PeopleFigure,
    /// People who come and people let in.
    FlowFigure,
    /// Load of the booking servers.
    OriginFigure,
    /// Chance of a place by time of arrival.
    ChanceFigure,
    /// Formulas against the simulation.
    FormulasFigure,
    /// Variants side by side.
    ComparisonFigure,
    /// Chance of a place by way of opening.
    FairnessFigure,
    /// Wait against risk.
    TradeOffFigure,
    /// A measure over a grid of settings.
    SweepFigure { measure: String },
    /// Heading of the people who come and go in a minute.
    PeoplePerMinuteAxis,
    /// Curve of people who come.
    ArrivedCurve,
    /// Curve of people let in.
    AcceptedCurve,
    /// Curve of bookings.
    BookedCurve,
    /// The limit on new users a minute.
    RateLimit { rate: String },
    /// Points of the line as it was seen.
    LineSeenCurve,
    /// Points of the active users as they were seen.
    ActiveSeenCurve,
    /// Points of the people let in as it was seen.
    AcceptedSeenCurve,
    /// Heading of the response times.
    ResponseAxis,
    /// Curve of the response times.
    ResponseCurve,
    /// Heading of the chances of a place.
    ChanceAxis,
    /// Curve of the chances of a place.
    ChanceCurve,
    /// What the shaded band of waits shows where everything not given was drawn.
    RangeBand { level: String },
    /// What the picture of people shows.
    PeopleCaption,
    /// What the picture of people who come and go shows.
    FlowCaption,
    /// What the picture of the servers shows.
    OriginCaption,
    /// What the picture of chances shows.
    ChanceCaption,
    /// Curve of sessions.
    ActiveCurve,
    /// Curve of people inside.
    InsideCurve,
    /// What the shaded band shows.
    Band { level: String },
    /// The limit on active users.
    ActiveLimit { slots: String },
    /// Heading of the busyness of the servers.
    UtilisationAxis,
    /// Heading of the people inside.
    InsideAxis,
    /// Curve of the most people inside.
    InsidePeakCurve,
    /// The answer in one line where the places are gone.
    ChartSubtitleSoldOut { half: String, most: String, when: String },
    /// Heading of the requests to the servers.
    RequestsAxis,
    /// Curve of the busyness of the servers.
    UtilisationCurve,
    /// Curve of the requests to the servers.
    RequestsCurve,
    /// The number of people inside that is safe.
    SafeInside { people: String },
    /// The busyness that is safe.
    SafeUtilisation { share: String },
    /// The number of requests a second that is safe.
    SafeRequests { requests: String },
    /// The line at which the places are gone.
    PlacesGoneMark,
    /// The same with its time.
    PlacesGoneMarkAt { clock: String },
    /// The line of the opening.
    Opening,
    /// The line of the opening, with its time.
    OpeningAt { clock: String },
    /// Curve of the middle wait.
    HalfCurve,
    /// Curve of the wait of 9 in 10.
    MostCurve,
    /// An empty panel.
    NoData,
    /// Small print.
    ChartFooter { days: String, seed: String, version: String, scenario: String },

    // Files and messages that a report becomes.
    /// A report without any name.
    UntitledReport,
    /// The first sheet of a workbook.
    SummarySheet,
    /// The sheet of the minutes.
    MinutesSheet,
    /// Heading of the pictures.
    PicturesHeading,
    /// The lower edge of the band around a curve.
    BandLow { curve: String },
    /// The upper edge of the band around a curve.
    BandHigh { curve: String },
    /// Introduces the straight lines and single points of a picture.
    LinesHeading,
    /// Where a line of a picture begins on the level axis.
    AcrossFromColumn,
    /// Where it ends on the level axis.
    AcrossToColumn,
    /// Where it begins on the upright axis.
    UpFromColumn,
    /// Where it ends on the upright axis.
    UpToColumn,
    /// Name of the program's version.
    VersionRow,
    /// Name of the scenario's identity.
    ScenarioRow,
    /// Name of the seed.
    SeedRow,
    /// Name of the number of days at the given values.
    DaysRow,
    /// Name of the number of days on which everything not given is drawn.
    RangeDaysRow,
    /// Name of the command.
    CommandRow,
    /// The word before a warning that has none of its own.
    WarningWord,
    /// What is reported, and the answer.
    TitledAnswer { title: String, answer: String },
    /// An input of a message.
    InputLine { name: String, value: String, basis: String },
    /// An input that is drawn from a range.
    InputLineWithRange { name: String, value: String, basis: String, range: String },
    /// A sentence in the place of an input.
    NoteLine { text: String },
    /// How the figures came about where no command tells it.
    WithoutCommand { version: String, scenario: String, seed: String },
}

impl Message {
    /// The message in a language.
    pub(super) fn say(self, language: Language) -> String {
        match language {
            Language::English => english::say(self),
            Language::Japanese => japanese::say(self),
        }
    }
}
