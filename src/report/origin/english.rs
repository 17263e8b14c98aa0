//! Every message about load tests in English: plain and short.

use super::message::Message;
use crate::results::LoadFormat;

pub(super) fn say(message: Message) -> String {
    use Message as M;
    match message {
        M::Read { file, format, levels } => {
            format!("{file}: {}, levels of load: {levels}.", format_name(format))
        }
        M::Peak { alone, in_service, per_second } => format!(
            "One request alone takes {alone}. The origin does most with {in_service} requests in service at once: \
             {per_second} a second. Beyond that it slows down."
        ),
        M::PeakUntested { alone, in_service, per_second, tested } => format!(
            "One request alone takes {alone}. By the law the origin would do most with {in_service} requests in service at \
             once, {per_second} a second; but the tests end at {tested}."
        ),
        M::Rising { alone, limit } => format!(
            "One request alone takes {alone}. With more in service the throughput rises towards {limit} a second; \
             nothing in the tests shows that it slows down again."
        ),
        M::Straight { alone } => format!(
            "One request alone takes {alone}, and so does each of many: the tests did not reach the limit of the origin."
        ),
        M::TwoLevels => "Two levels of load are too few for a law, which has three parameters: what was measured is \
                         given as a table."
            .to_owned(),
        M::NotConverged => "No scalability law goes through these levels (the search came to no end): what was measured \
                            is given as a table."
            .to_owned(),
        M::BeyondData { alone, measured } => format!(
            "The levels do not tell how the throughput begins: by the best law a single request would get {alone} a \
             second, while a request in service got {measured} at most in the tests. What was measured is given as a \
             table; test with fewer at once for a law."
        ),
        M::SingleLevel { per_second } => format!(
            "A single level of load tells what the origin bears and not how it slows down. So this is a threshold and \
             no law: {per_second} requests a second. For a law test at three levels or more."
        ),
        M::BelowOne => "Less than one request a second succeeded: there is no threshold to write.".to_owned(),

        M::LevelsHeading => "What was measured".to_owned(),
        M::FileColumn => "file".to_owned(),
        M::InServiceColumn => "in service".to_owned(),
        M::UsersColumn => "users".to_owned(),
        M::PerSecondColumn => "a second".to_owned(),
        M::FittedColumn => "by the law".to_owned(),
        M::LatencyColumn => "mean response".to_owned(),
        M::LatencyP95Column => "19 in 20 within".to_owned(),
        M::FailedColumn => "failed".to_owned(),
        M::SecondsColumn => "over".to_owned(),
        M::LevelsMean => "in service: requests being answered at the same time, which is requests a second × mean \
                          response where that is known (Little's law; failed requests included, users who think between \
                          requests not); a second: requests that succeeded."
            .to_owned(),
        M::FileNumber { number, name } => format!("{number}: {name}"),

        M::LawHeading => "The scalability law".to_owned(),
        M::EstimateColumn => "estimate".to_owned(),
        M::IntervalColumn { percent } => format!("{percent} interval"),
        M::AloneRow => "λ  alone_per_second".to_owned(),
        M::ContentionRow => "σ  contention".to_owned(),
        M::CoherencyRow => "κ  coherency".to_owned(),
        M::PeakInServiceRow => "in service at the peak".to_owned(),
        M::PeakPerSecondRow => "a second at the peak".to_owned(),
        M::OpenInterval { low } => format!("{low} or more"),
        M::Formula => "With n in service the origin answers λn ÷ (1 + σ(n − 1) + κn(n − 1)) a second (Gunther): λ for one \
                       request alone, σ the share of the work that must be done one after the other, κ the cost of \
                       keeping each pair in agreement."
            .to_owned(),
        M::Quality { residual, share, determination } => format!(
            "The levels lie about {residual} a second off the curve ({share} of the mean); it explains {determination} of \
             their variance."
        ),

        M::NotesHeading => "Please note".to_owned(),
        M::InFile { file, note } => format!("{file}: {note}"),
        M::NoIntervals => "Three levels for three parameters: the curve goes through all of them, and nothing is left \
                           over to tell how sure it is. Test at more levels for intervals."
            .to_owned(),
        M::NoContention => "The best law has no contention (σ = 0, its bound).".to_owned(),
        M::NoCoherency => "The best law has no coherency (κ = 0, its bound), so it has no peak.".to_owned(),
        M::NoLimit => "The best law has neither contention nor coherency (both at their bound, 0): in a simulation this \
                       origin would bear any load. Test with more at once."
            .to_owned(),
        M::PeakOpen => "These levels do not exclude that the origin never slows down (κ = 0 is within its interval)."
            .to_owned(),
        M::PeakNotReached { peak, tested } => format!(
            "The peak at {peak} in service was not tested: the tests end at {tested}. Beyond them the law is a guess, and \
             a simulation would use it. Test with more at once."
        ),
        M::PeakBelowTests { peak, tested } => format!(
            "The peak at {peak} in service was not tested: the tests begin at {tested}. Test with fewer at once."
        ),
        M::AloneNotTested { tested } => format!(
            "The lowest level has {tested} in service: how fast a request alone is, is a guess. Test with a single user, \
             too."
        ),
        M::PoorFit { share } => format!(
            "The levels lie {share} off the curve on average: the law describes this origin poorly. The measured table \
             may do better."
        ),
        M::UsersAsLoad => "Where response times are missing, users stand in for requests in service. That is too many if \
                           users think between requests."
            .to_owned(),
        M::Failures { in_service, share } => format!(
            "With {in_service} in service {share} of the requests failed. They count as load and not as throughput."
        ),
        M::DroppedSeconds { seconds, of } => format!(
            "{seconds} of {of} s belong to no level and were left out: ramps, short stretches, the first seconds after \
             every change of the number of users."
        ),
        M::TornLastLine { line } => format!("The last line ({line}) is cut off and was left out."),
        M::SkippedSums { rows } => {
            format!("{rows} rows that sum up several requests (transaction controllers) were left out.")
        }
        M::MixedNames { names } => format!(
            "Requests of {names} names are measured together: the law is that of their mix. --name picks one."
        ),
        M::OnlyNamed { name } => format!(
            "Only requests of the name {name} count; if others ran at the same time, they took a part of the origin."
        ),
        M::RampAveraged { from, to } => format!(
            "The number of users went from {from} to {to}, and the file has one average over all of it: no steady level. \
             Better give one summary for each number of users, or the CSV."
        ),
        M::Unsteady { users, from, to } => {
            let level = users.map_or(String::new(), |users| format!(" at {users} users"));
            format!(
                "The throughput{level} went from {from} to {to} a second within the level: its mean stands for no steady \
                 state."
            )
        }
        M::UsersUnknown => "The file does not tell how many users there were: it counts as one level.".to_owned(),
        M::FailuresUnknown => {
            "The file does not tell which requests failed: all count as successful.".to_owned()
        }
        M::NothingSucceeded { users: Some(users) } => {
            format!("At {users} users not one request succeeded: the level was left out.")
        }
        M::NothingSucceeded { users: None } => "A level without a successful request was left out.".to_owned(),
        M::NotLittle { given, product } => format!(
            "Throughput × latency is {product}, where the table has a concurrency of {given}: {product} in service were \
             taken, and {given} for the users of the test."
        ),

        M::TableHeading => "For the scenario file".to_owned(),
        M::TableMadeBy { version } => format!("made by machiai {version}, origin fit"),
        M::TableFrom { files } => format!("from {files}"),
        M::TableLaw { quality } => format!("universal scalability law, {quality}"),
        M::TableThreshold => "a single level of load: what the origin bore, no law of how it slows down".to_owned(),
        M::TableDoubtful { share } => format!("careful: {share} of the requests failed at this level"),
        M::TableUnit => "per second: requests of the load test (work 1)".to_owned(),
        M::TableTested { from, to } => format!("tested from {from} to {to} requests in service at once"),

        M::ChartTitle => "How much the origin does with how many requests at once".to_owned(),
        M::InServiceAxis => "Requests in service at the same time".to_owned(),
        M::PerSecondAxis => "Throughput (requests a second)".to_owned(),
        M::MeasuredLegend => "measured".to_owned(),
        M::CurveLegend => "scalability law".to_owned(),
        M::UntestedLegend => "the law beyond the tests".to_owned(),
        M::TableLegend => "table (straight between the levels)".to_owned(),
        M::BandLegend { percent } => format!("band: {percent} interval of the law"),
        M::PeakLabel { in_service, per_second } => format!("most: {per_second} a second, {in_service} at once"),
        M::NoData => "no data".to_owned(),
        M::ChartFooter { version, files } => {
            format!("machiai {version} · {files} · only requests that succeeded count as throughput")
        }
    }
}

fn format_name(format: LoadFormat) -> &'static str {
    match format {
        LoadFormat::K6Csv => "samples of k6 (CSV)",
        LoadFormat::K6Summary => "summary of k6 (JSON)",
        LoadFormat::Jmeter => "JMeter (JTL)",
        LoadFormat::Locust => "history of Locust (CSV)",
        LoadFormat::Table => "a table",
    }
}
