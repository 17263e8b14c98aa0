//! Reads how fast a station serves by the number of requests in service: servers, a scalability law, or a load test.
//! Opens no file.

use csv::{ByteRecord, ReaderBuilder, Trim};

use super::cursor::{Context, Field, Fields};
use super::demand::open_quote;
use super::input::{Input, Inputs};
use super::issue::{Issue, Place, decode};
use super::keys::nearest;
use super::scalar;
use super::tree::{Content, Value};
use crate::model::{Throughput, ThroughputPoint};

/// Most servers.
const MOST_SERVERS: u32 = 1_000_000;
/// Most levels of a load test.
const MOST_LEVELS: usize = 1000;
/// Highest rate and number of requests: beyond them a slip of the pen is likelier.
const HIGHEST: f64 = 1e9;
/// What says how fast a station is.
const FORMS: &str = "servers and service_time, scalability = { … }, or table = [ … ]";
const FORMS_FLAGS: &str = "--origin-servers with --service-time, or --origin-file";
/// What servers can be.
const SERVERS: &str = "1 to 1,000,000, with service_time beside it";
/// What a service time can be.
const SERVICE_TIME: &str = "the time that a standard request takes alone, such as \"200ms\"";
/// What a scalability law can be.
const SCALABILITY: &str = "{ alone_per_second = 95.0, contention = 0.027, coherency = 0.0001 }";
/// What a table can be.
const TABLE: &str = "a list of [requests in service, requests a second], the first rising, such as [[1, 95], [18, 990]]; \
                     or { file = \"load.csv\" }";
/// What a level can be.
const LEVEL: &str = "a number above 0, at most 1,000,000,000";
/// Names of the columns of a load test.
const IN_SERVICE: [&str; 2] = ["in_service", "concurrency"];
const PER_SECOND: [&str; 2] = ["per_second", "throughput"];

/// Reads how fast a station is; `None` if that has issues or is missing.
pub(super) fn read(fields: &mut Fields, given: &mut Inputs, context: &mut Context) -> Option<Throughput> {
    let servers = fields.take("servers");
    let service_time = fields.take("service_time");
    let scalability = fields.take("scalability");
    let table = fields.take("table");
    let by_servers = servers.as_ref().or(service_time.as_ref());
    let forms = [by_servers, scalability.as_ref(), table.as_ref()];
    let forms: Vec<&Field> = forms.into_iter().flatten().collect();
    if let [first, rest @ ..] = forms.as_slice()
        && !rest.is_empty()
    {
        for other in rest {
            let message = format!("cannot be combined with {}", context.called(&first.path));
            context.issues.push(other.issue(message).accepted("one of the two"));
        }
        return None;
    }
    given.insert(Input::Origin);
    match (scalability, table) {
        (Some(field), _) => scalability_law(&field, context),
        (None, Some(field)) => load_test(&field, context),
        (None, None) => of_servers(servers.as_ref(), service_time.as_ref(), fields, context),
    }
}

fn of_servers(
    servers: Option<&Field>,
    service_time: Option<&Field>,
    fields: &Fields,
    context: &mut Context,
) -> Option<Throughput> {
    if servers.is_none() && service_time.is_none() {
        let forms = context.worded(FORMS_FLAGS, FORMS);
        let missing = fields.missing("servers", forms, context);
        return context.refuse(missing);
    }
    let servers = match servers {
        Some(field) => scalar::count_within(field, 1..=MOST_SERVERS, context),
        None => {
            let missing = fields.missing("servers", SERVERS, context);
            context.refuse(missing)
        }
    };
    let service_time = match service_time {
        Some(field) => scalar::positive_span(field, context),
        None => {
            let missing = fields.missing("service_time", SERVICE_TIME, context);
            context.refuse(missing)
        }
    };
    Some(Throughput::Servers { servers: servers?, service_time: service_time? })
}

fn scalability_law(field: &Field, context: &mut Context) -> Option<Throughput> {
    const CONTENTION: &str = "from 0 to below 1: the share of the work that is done one after the other";
    const COHERENCY: &str = "0, or a small number above it such as 0.0001";
    let Some(mut fields) = Fields::of(field) else {
        return context.refuse(field.wrong_type().accepted(SCALABILITY));
    };
    let alone = fields.require("alone_per_second", LEVEL, context).and_then(|field| level(&field, context));
    let contention = fields.require("contention", CONTENTION, context).and_then(|field| {
        let number = scalar::number(&field, CONTENTION, context)?;
        let refused = match number {
            _ if number < 0.0 => "negative",
            _ if number < 1.0 => return Some(number),
            _ => "nothing would be done at the same time",
        };
        context.refuse(field.issue(refused).accepted(CONTENTION))
    });
    let coherency = fields.require("coherency", COHERENCY, context).and_then(|field| {
        let number = scalar::number(&field, COHERENCY, context)?;
        let refused = match number {
            _ if number < 0.0 => "negative",
            _ if number <= 1.0 => return Some(number),
            _ => "too large",
        };
        context.refuse(field.issue(refused).accepted(COHERENCY))
    });
    fields.finish(context);
    Some(Throughput::ScalabilityLaw {
        alone_per_second: alone?,
        contention: contention?,
        coherency: coherency?,
    })
}

/// A number of requests, or of requests a second.
fn level(field: &Field, context: &mut Context) -> Option<f64> {
    let number = scalar::number(field, LEVEL, context)?;
    let refused = match number {
        _ if number < 0.0 => "negative",
        _ if number <= 0.0 => "zero",
        _ if number <= HIGHEST => return Some(number),
        _ => "too large",
    };
    context.refuse(field.issue(refused).accepted(LEVEL))
}

/// A level of a load test, unread: requests in service, requests a second.
type Row = (Field, Field);

fn load_test(field: &Field, context: &mut Context) -> Option<Throughput> {
    let rows = match &field.value.content {
        Content::List(_) => rows_of_list(field, context),
        Content::Table(_) => rows_of_file(field, context),
        _ => context.refuse(field.wrong_type().accepted(TABLE)),
    }?;
    if rows.is_empty() || rows.len() > MOST_LEVELS {
        let mut issue = field.issue(format!("{} levels", rows.len())).accepted("1 to 1,000 levels");
        issue.seen = None;
        return context.refuse(issue);
    }
    // Every row is read before the table is given up, so that all problems are named.
    let points: Vec<Option<ThroughputPoint>> = rows
        .iter()
        .map(|(in_service, per_second)| {
            let (in_service, per_second) = (level(in_service, context), level(per_second, context));
            Some(ThroughputPoint { in_service: in_service?, per_second: per_second? })
        })
        .collect();
    let points: Option<Vec<ThroughputPoint>> = points.into_iter().collect();
    let points = points?;
    let before = context.issues.len();
    for (pair, (in_service, _)) in points.windows(2).zip(&rows[1..]) {
        if pair[1].in_service <= pair[0].in_service {
            let issue = in_service.issue(format!("not above the level before it, {}", pair[0].in_service));
            context.issues.push(issue.accepted("requests in service that rise from level to level"));
        }
    }
    (context.issues.len() == before).then(|| Throughput::Table(points.into()))
}

fn rows_of_list(field: &Field, context: &mut Context) -> Option<Vec<Row>> {
    let rows: Vec<Option<Row>> = field
        .elements()?
        .iter()
        .map(|element| match element.elements().as_deref() {
            Some([in_service, per_second]) => Some((in_service.clone(), per_second.clone())),
            _ => context.refuse(element.issue("not a pair of numbers").accepted(TABLE)),
        })
        .collect();
    rows.into_iter().collect()
}

fn rows_of_file(field: &Field, context: &mut Context) -> Option<Vec<Row>> {
    let mut fields = Fields::of(field)?;
    let file = fields.require("file", "a CSV file, named relative to the scenario", context);
    fields.finish(context);
    let file = file?;
    let name = scalar::text(&file, context)?;
    match context.attachments.read(&name) {
        Ok(bytes) => rows_of_csv(&bytes, &name, context),
        Err(reason) => {
            let issue = file.issue(format!("cannot be read: {reason}"));
            context.refuse(issue.accepted("a CSV file, named relative to the scenario"))
        }
    }
}

fn rows_of_csv(bytes: &[u8], name: &str, context: &mut Context) -> Option<Vec<Row>> {
    let place = |line: Option<usize>| Place::Attachment { file: name.to_owned(), line };
    let text = match decode(bytes, |line| place(Some(line))) {
        Ok(text) => text,
        Err(issue) => return context.refuse(*issue),
    };
    if let Some(line) = open_quote(text) {
        let issue = Issue::new(place(Some(line)), "", "a torn row: its quote is never closed");
        return context.refuse(issue.accepted("a \" at both ends of a value"));
    }
    let mut reader = ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .trim(Trim::All)
        .comment(Some(b'#'))
        .from_reader(text.as_bytes());
    let mut record = ByteRecord::new();
    if !matches!(reader.read_byte_record(&mut record), Ok(true)) {
        let issue = Issue::new(place(None), "", "an empty file");
        return context.refuse(issue.accepted("a header and a row for each level"));
    }
    let cells = |record: &ByteRecord| -> Vec<String> {
        record.iter().map(|cell| String::from_utf8_lossy(cell).into_owned()).collect()
    };
    let names = cells(&record);
    let header = place(record.position().map(|position| position.line() as usize));
    let in_service = column(&names, &IN_SERVICE, "requests in service", &header, context);
    let per_second = column(&names, &PER_SECOND, "requests a second", &header, context);
    let (in_service, per_second) = (in_service?, per_second?);
    let mut rows = Vec::new();
    let before = context.issues.len();
    while let Ok(true) = reader.read_byte_record(&mut record) {
        let line = place(record.position().map(|position| position.line() as usize));
        let cells = cells(&record);
        if cells.len() != names.len() {
            let message = format!("a torn row: {} values under {} columns", cells.len(), names.len());
            let issue = Issue::new(line, "", message).seen(format!("`{}`", cells.join(",")));
            context.issues.push(issue.accepted("a value under each column"));
            continue;
        }
        let cell = |column: usize| Field {
            path: names[column].clone(),
            value: Value { content: Content::Text(cells[column].clone()), place: line.clone(), typed: None },
        };
        rows.push((cell(in_service), cell(per_second)));
    }
    if rows.is_empty() && context.issues.len() == before {
        let issue = Issue::new(place(None), "", "no rows under the header");
        return context.refuse(issue.accepted("a row for each level"));
    }
    (context.issues.len() == before).then_some(rows)
}

/// The column with one of these names, in any case.
fn column(
    names: &[String],
    wanted: &[&str],
    what: &str,
    place: &Place,
    context: &mut Context,
) -> Option<usize> {
    let is_wanted = |name: &String| wanted.contains(&name.to_lowercase().as_str());
    let found: Vec<usize> = (0..names.len()).filter(|column| is_wanted(&names[*column])).collect();
    let accepted = format!("one column {}", wanted.join(" or "));
    match found.as_slice() {
        [column] => Some(*column),
        [] => {
            let meant = names.iter().find_map(|name| nearest(name, wanted.iter().copied()));
            let issue = Issue::new(place.clone(), "", format!("no column of {what}"));
            let issue = issue.seen(format!("`{}`", names.join(",")));
            context.refuse(issue.accepted(accepted).suggestion(meant))
        }
        [first, second, ..] => {
            let message = format!("`{}` and `{}` could both be meant", names[*first], names[*second]);
            context.refuse(Issue::new(place.clone(), "", message).accepted(accepted))
        }
    }
}

/// Seconds that a standard request takes where a station is fastest for a single one.
pub(super) fn fastest_seconds(throughput: &Throughput) -> f64 {
    match throughput {
        Throughput::Servers { service_time, .. } => service_time.seconds(),
        // Each further request in service slows down every other.
        Throughput::ScalabilityLaw { alone_per_second, .. } => 1.0 / alone_per_second,
        // Between two points the time lies between theirs.
        Throughput::Table(points) => {
            points.iter().map(|point| point.in_service / point.per_second).fold(f64::INFINITY, f64::min)
        }
    }
}
