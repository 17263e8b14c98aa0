//! Every sentence of the notice and of the checklist, with its placeholders, once for all languages.
//! Placeholders arrive in words of the reader's language; nothing here rounds or computes.

use super::{english, japanese};
use crate::report::Language;

/// Something to say to residents or to the staff. Each variant is whole: no two of them make one sentence.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Message {
    // Around the notice.
    /// Title of a notice without a title of its own.
    Title,
    /// Title of a notice about something that has a name.
    TitleOf { title: String },
    /// What stands in place of a title where nothing should be published.
    StaffTitle,
    /// Nothing should be published; the reason follows.
    DoNotPublish,
    /// The figures are only approximate.
    Disclaimer,

    // Why nothing should be published.
    /// Not a single day was simulated.
    NoDays,
    /// The simulation was interrupted.
    Interrupted,
    /// The servers collapse.
    Collapse,
    /// Nobody is let in.
    NobodyAdmitted,
    /// There are no figures on waits.
    NoWaits,
    /// The simulation ended while people still waited.
    Censored { people: String },
    /// The room is off at the opening.
    RoomOff,
    /// Requests fail for many people.
    RequestsFail { share: String },
    /// The servers are overloaded too often.
    Overloaded { share: String },
    /// Many lose their session.
    LoseSessions { share: String },
    /// Many are not allowed to wait.
    TurnedAway { share: String },
    /// Many leave before it is their turn.
    Leave { share: String },
    /// Many give up their application.
    GiveUp { share: String },

    // What happens.
    /// Many come at the opening.
    Busy,
    /// Many come at the opening, which has a time.
    BusyAt { clock: String },
    /// The room exists, and lets people in in turn.
    InTurn,
    /// The room exists, and draws lots.
    Lottery,
    /// The room exists, and puts in random order whoever waits at the opening.
    Shuffled,
    /// The room exists; how it chooses is not known.
    Untold,
    /// From when people can wait.
    WaitFrom { clock: String },

    // Who comes: all of them begin a sentence.
    /// So many.
    Crowd { people: String },
    /// So many within so long after the opening.
    CrowdWithin { people: String, span: String },
    /// So many at the same instant.
    CrowdAtOnce { people: String },
    /// So many, most of them right after the opening.
    CrowdRush { people: String },
    /// A number of people that is only approximate.
    AboutPeople { people: String },

    // How long people wait.
    /// At most so long.
    Within { figure: String },
    /// At most so long, with the range of that figure.
    WithinRange { figure: String, range: String },
    /// Half and 9 in 10.
    Waits { crowd: String, half: String, most: String },
    /// The same where places are gone before most are let in.
    WaitsOfLetIn { crowd: String, half: String, most: String },
    /// When all have been let in, by the clock.
    GoneAt { clock: String, range: Option<String> },
    /// When all have been let in, from the opening.
    GoneAfter { after: String, range: Option<String> },
    /// Nobody waits.
    NoWait { crowd: String },
    /// Some may have to wait after all.
    MayWait { most: String },
    /// From when waits are short, by the clock.
    ComeLater { clock: String },
    /// From when waits are short, from the opening.
    ComeLaterAfter { after: String },

    // Places.
    /// When they are gone, by the clock.
    PlacesGoneAt { places: String, clock: String },
    /// When they are gone, from the opening.
    PlacesGoneAfter { places: String, after: String },
    /// They may be gone.
    PlacesMayGo { places: String },
    /// It ends when they are gone.
    WhilePlacesLast,

    // What to do.
    /// Keep the page open, for whoever waits in turn.
    KeepOpen,
    /// The same where lots are drawn.
    KeepOpenLottery,
    /// How long one may be idle.
    IdleAtMost { span: String },
    /// How long everything may take.
    FinishWithin { span: String },
    /// Some may not be allowed to wait.
    MayBeTurnedAway,

    // Footnotes.
    /// How long a visit takes.
    VisitTakes { span: String },
    /// Nobody leaves.
    NobodyLeaves,
    /// After how long people leave.
    LeaveAfter { span: String },
    /// The waits are those of people let in.
    WaitsOfAdmitted,
    /// Waits count from the first access, also before the opening.
    WaitsFromAccess,
    /// What else may happen within the range.
    RangeCovers { causes: String },
    /// The range is chance alone.
    RangeIsChance,
    /// A cause: how many come.
    ByCrowd,
    /// A cause: how they are spread.
    ByArrivals,
    /// A cause: how long the form takes.
    ByVisit,
    /// A cause: how long people wait before they leave.
    ByPatience,
    /// A cause: the room's own ways.
    ByRoom,

    // Around the checklist.
    /// Title.
    ChecklistTitle,
    /// Title of a checklist for something that has a name.
    ChecklistTitleOf { title: String },
    /// Heading: problems to solve first.
    FirstHeading,
    /// Heading: settings.
    SettingsHeading,
    /// Heading: before the opening.
    BeforeHeading,
    /// Heading: what to expect.
    ExpectHeading,
    /// Heading: when to let more people in.
    LoosenHeading,
    /// Heading: when to worry.
    WorryHeading,
    /// Heading: what not to do.
    NeverHeading,
    /// Heading: afterwards.
    AfterHeading,

    // Settings.
    /// A setting that was given.
    Setting { label: String, value: String },
    /// A setting for which a default stood in.
    SettingAssumed { label: String, value: String },
    /// Whether requests renew the session.
    RenewalLabel,
    /// They do.
    RenewalOn,
    /// They do not.
    RenewalOff,
    /// Who is let in: in turn.
    MethodFifo,
    /// Who is let in: by lot.
    MethodRandom,
    /// Everyone is let in.
    MethodPassthrough,
    /// Nobody is let in.
    MethodReject,
    /// An event with what is set for it.
    EventSet { name: String, settings: String },
    /// When an event starts.
    EventStarts { instant: String },
    /// When an event ends.
    EventEnds { instant: String },
    /// When its prequeue starts.
    EventPrequeue { instant: String },
    /// It shuffles.
    EventShuffles,
    /// A change of settings, by the clock.
    ChangeAt { instant: String, settings: String },
    /// An instant after the opening where no clock is known.
    AfterOpening { span: String },
    /// An instant before the opening where no clock is known.
    BeforeOpening { span: String },
    /// The opening itself where no clock is known.
    AtOpening,
    /// Somebody adjusts the limits, within bounds.
    OperatorBounds { slots: String, rates: String },

    // Before the opening.
    /// Switch the room on.
    SwitchOn,
    /// The same by the clock.
    SwitchOnBefore { clock: String },
    /// The room is suspended for now.
    IsSuspended,
    /// Look at the page.
    TestPage,
    /// Look at the event.
    CheckEvent,
    /// The same by the clock.
    CheckEventAt { clock: String },
    /// The same with its prequeue.
    CheckPrequeue { prequeue: String, clock: String },
    /// Look at the timetable.
    CheckTimetable,
    /// Who watches and who changes.
    WhoWatches,
    /// Whom to call.
    WhomToCall,
    /// What the phone line says.
    PhoneLine,
    /// The same with the waits.
    PhoneLineWaits { half: String, most: String },
    /// The same where the places do not last.
    PhoneLinePlaces,
    /// Publish the notice.
    PublishNotice,

    // What to expect.
    /// The longest line, by the clock.
    PeakAt { clock: String, line: String, range: Option<String> },
    /// The longest line, from the opening.
    PeakAfter { after: String, line: String, range: Option<String> },
    /// The longest line, at a time that is not known.
    Peak { line: String, range: Option<String> },
    /// How long the line is later.
    LineThen { instant: String, line: String },
    /// The same, and how long it is at most.
    LineThenAtMost { instant: String, line: String, most: String },
    /// The first people let in hold their slots: hardly anybody is let in.
    Standstill { from: String, to: String },
    /// When the line is gone.
    LineGoneAt { clock: String, range: Option<String> },
    /// The same from the opening.
    LineGoneAfter { after: String, range: Option<String> },
    /// Nobody waits.
    ExpectNoLine,
    /// How fast the line moves.
    Flow { people: String },
    /// When the places are gone.
    ExpectPlacesGone { instant: String },
    /// Figures are old.
    FiguresAreOld,

    // When to let more people in.
    /// Nothing waits, so nothing is loosened.
    NothingToLoosen,
    /// A higher limit was too much for the servers.
    DoNotLoosen { setting: String },
    /// Only if the servers have room: people inside.
    LoosenInside { safe: String },
    /// Only if the servers have room: requests a second.
    LoosenRequests { safe: String },
    /// Only if the servers have room: utilisation.
    LoosenUtilisation { safe: String },
    /// What the servers bear is not known.
    LoosenUnknown,
    /// One step of a limit.
    OneStep { setting: String, now: String, low: String, high: String },
    /// What to do after a step.
    AfterStep { minutes: String },
    /// Not before the first people let in are done.
    NotBefore { minutes: String },
    /// The estimates jump.
    EstimatesJump,
    /// Go back if it gets worse.
    StepBack,

    // When to worry.
    /// The line is longer than the range.
    LineTooLong { line: String },
    /// The line is longer than it should be by now.
    LineBehind,
    /// More people inside than safe.
    InsideTooMany { safe: String },
    /// More requests than safe.
    RequestsTooMany { safe: String },
    /// Busier than safe.
    TooBusy { safe: String },
    /// Answers are slow.
    AnswersSlow { response: String },
    /// Errors.
    Errors,
    /// The line is not gone, by the clock.
    NotGoneAt { clock: String },
    /// The line is not gone, from the opening.
    NotGoneAfter { after: String },
    /// The places go much earlier.
    PlacesGoneEarly { instant: String },
    /// Whom to tell.
    ThenCall,

    // What not to do.
    /// Close the room.
    NeverClose,
    /// Change the order.
    NeverReorder,
    /// Shorten the session.
    NeverShorten,
    /// Many steps at once.
    NeverLeap,
    /// Promise a place or a wait.
    NeverPromise,
    /// Advise to come back.
    NeverSendAway,

    // Afterwards.
    /// Wait until the line is gone.
    CloseLater,
    /// Undo what was changed.
    Undo,
    /// Save the data in time.
    SaveData,
    /// Compare with the prediction.
    CompareData,
    /// Note what happened.
    KeepLog,
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
