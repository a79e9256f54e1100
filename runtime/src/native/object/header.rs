//! The C header of a compiled programme: where each number stands, how texts become facts, and in which order the functions run.

use super::symbols_of;
use crate::native::CompileError;
use crate::native::bind::default_text;
use crate::native::bind::dictionary::{Dictionary, Match};
use crate::native::code::Job;
use crate::native::plan::facts::{FactSet, FieldTest, LineTest, TextColumn};
use crate::native::plan::lines::LineColumn;
use crate::native::plan::{PURCHASE, Plan};
use std::collections::BTreeSet;
use std::fmt::Write;
use treue_lang::programme::{Basis, FieldId, Id, LineText, MeasureId, Programme, Texts};
use treue_lang::time::{Day, DayTest};

/// Texts of one column that fit a header.
const TEXTS: usize = 65_536;

/// A text that stands in no programme: it has a control character.
const OTHER: &str = "\u{1}";

/// What every header has.
const LOOK_UP: &str = r"
/* The facts of a text: those of its row, or of the row of all other texts, which is the last; a text that is missing (NULL)
 * has the row before that. In a tree of categories the longest row above the text counts. */
static inline const uint64_t *treue_row(const char *const *texts, const uint64_t *rows, size_t count, size_t words,
                                        int tree, const char *text) {
    if (text == NULL) return rows + count * words;
    size_t length = strlen(text);
    for (;;) {
        for (size_t i = 0; i < count; i++)
            if (strlen(texts[i]) == length && memcmp(texts[i], text, length) == 0) return rows + i * words;
        while (tree && length > 0 && text[length - 1] != '/') length--;
        if (!tree || length == 0) return rows + (count + 1) * words;
        length--;
    }
}
";

/// Writes it.
pub(super) fn text(
    programme: &Programme,
    plan: &Plan,
    symbols: &[(String, Job)],
) -> Result<String, CompileError> {
    let mut out = format!(
        "/* {}: made by treue {}. All numbers are 64 bits; money is in smallest units, quantities in thousandths. */\n",
        comment(&programme.name),
        env!("CARGO_PKG_VERSION")
    );
    out.push_str(
        "#ifndef TREUE_H\n#define TREUE_H\n#include <stddef.h>\n#include <stdint.h>\n#include <string.h>\n",
    );
    let mut define = |name: &str, value: i128, what: &str| {
        let _ = writeln!(out, "#define TREUE_{name} {value} /* {} */", comment(what));
    };
    define("FRAME", wide(plan.frame_len), "numbers of the frame; all zero before a receipt");
    define(
        "COLUMNS",
        wide(plan.lines.columns.len()),
        "columns of lines, each with as many numbers as there is room for lines",
    );
    inputs(programme, plan, &mut define);
    outputs(programme, plan, &mut define);
    out.push_str(LOOK_UP);
    let receipt = plan.receipt_facts.start();
    facts(programme, &plan.reads.receipt, ("receipt", receipt), &mut out)?;
    facts(programme, &plan.reads.member, ("member", plan.member_facts.start()), &mut out)?;
    line_facts(programme, plan, &mut out)?;
    functions(symbols, &mut out);
    out.push_str("#endif\n");
    Ok(out)
}

fn wide(number: usize) -> i128 {
    i128::try_from(number).unwrap_or(0)
}

/// What the host fills in before a receipt.
fn inputs(programme: &Programme, plan: &Plan, define: &mut impl FnMut(&str, i128, &str)) {
    let mut slot = |name: &str, at: usize, what: &str| define(name, wide(at), what);
    slot(
        "TRIGGER",
        plan.trigger.index(),
        "what happens: TREUE_PURCHASE, or the number of a kind of activity",
    );
    slot("MINUTE", plan.minute.index(), "minute of the day, 0 to 1439");
    slot("FIRST_PURCHASE", plan.first_purchase.index(), "1 if the member has no purchase so far");
    slot(
        "SINCE_PURCHASE",
        plan.since_purchase.index(),
        "days since the latest purchase; 2147483648 if there was none",
    );
    for (at, test) in plan.reads.days.singles.iter().enumerate() {
        let bit = plan.reads.days.singles_first as usize + at;
        let word = plan.day_facts.start() + bit / 64;
        slot(&format!("DAY_{at}"), word, &format!("bit {} of this number: {}", bit % 64, day_words(test)));
        slot(&format!("DAY_{at}_BIT"), bit % 64, "that bit");
    }
    let names = unique_names(plan.numbers.iter().map(|(id, _)| field_name(programme, *id)));
    for (name, (_, number)) in names.iter().zip(&plan.numbers) {
        slot(&format!("FIELD_{name}"), number.index(), "a number field");
    }
    let names = unique_names(programme.tracks.iter().map(|(_, t)| t.name.as_str()));
    for (at, name) in names.iter().enumerate() {
        slot(&format!("TRACK_{name}"), plan.tracks.at(at).index(), "the track before this receipt");
    }
    let names = unique_names(programme.tiers.iter().map(|(_, t)| t.name.as_str()));
    for (at, name) in names.iter().enumerate() {
        slot(
            &format!("LEVEL_{name}"),
            plan.levels.at(at).index(),
            "number of the level held, the lowest is 0",
        );
    }
    let names = unique_names(programme.units.iter().map(|(_, u)| u.name.as_str()));
    for (at, name) in names.iter().enumerate() {
        slot(
            &format!("BALANCE_{name}"),
            plan.balances.at(at).index(),
            "points that can be spent, smallest parts",
        );
    }
    for (at, what) in plan.reads.occasions.iter().enumerate() {
        slot(&format!("OCCASION_{at}"), plan.occasions.at(at).index(), &format!("{what:?}"));
    }
    for (at, (amount, number)) in plan.lines.different.iter().enumerate() {
        let what = format!("amount {}: a number of different texts, filled in after treue_lines", amount.0);
        slot(&format!("DIFFERENT_{at}"), number.index(), &what);
    }
    for (at, (_, number)) in plan.lines.figures.iter().enumerate() {
        slot(&format!("FIGURE_{at}"), number.index(), "a figure of the receipt, filled in after treue_lines");
    }
    define("PURCHASE", i128::from(PURCHASE), "what stands at TREUE_TRIGGER for a purchase");
    for (at, column) in plan.lines.columns.iter().enumerate() {
        let what = column_words(programme, *column);
        define(&format!("COLUMN_{at}"), wide(at), &what);
        if let Some(name) = column_name(*column) {
            define(&format!("LINE_{name}"), wide(at), &what);
        }
    }
}

/// What the host reads afterwards.
fn outputs(programme: &Programme, plan: &Plan, define: &mut impl FnMut(&str, i128, &str)) {
    let names = unique_names(programme.rules.iter().map(|(_, r)| r.name.as_str()));
    for (name, (id, _)) in names.iter().zip(programme.rules.iter()) {
        let slots = plan.rule(id);
        define(
            &format!("GIVEN_{name}"),
            wide(slots.given.index()),
            "what the rule gives, smallest parts of its unit",
        );
        define(
            &format!("CUT_{name}"),
            wide(slots.cut.index()),
            "number and one of the limit that cut it, or 0",
        );
    }
    let names = unique_names(programme.tracks.iter().map(|(_, t)| t.name.as_str()));
    for (at, name) in names.iter().enumerate() {
        define(
            &format!("BOOKED_{name}"),
            wide(plan.bookings.at(at).index()),
            "what is to be added to the track",
        );
    }
}

/// How texts of a receipt or a member become facts.
fn facts(
    programme: &Programme,
    set: &FactSet<Texts, FieldTest>,
    (owner, first): (&str, usize),
    out: &mut String,
) -> Result<(), CompileError> {
    let names = set.columns.iter().map(|column| match column.column {
        Texts::Channel => "channel",
        Texts::Store => "store",
        Texts::Coupon => "coupon",
        Texts::PaidBy => "paid_by",
        Texts::Field(id) => field_name(programme, id),
    });
    for (name, column) in unique_names(names).iter().zip(&set.columns) {
        let default = match column.column {
            Texts::Field(id) => default_text(programme, id),
            Texts::Channel | Texts::Store | Texts::Coupon | Texts::PaidBy => None,
        };
        let mut dictionary = Dictionary::new(column, Match::Exactly, default);
        let table = table(&format!("{owner}_{name}"), column, (&mut dictionary, false), out)?;
        let _ = writeln!(
            out,
            "static inline void treue_{owner}_{name}(int64_t *frame, const char *text) {{\n    {}\n    \
             for (size_t i = 0; i < {}; i++) frame[{} + i] |= (int64_t)row[i];\n}}",
            table.row,
            table.words,
            first + table.first
        );
    }
    for (at, test) in set.singles.iter().enumerate() {
        let bit = set.singles_first as usize + at;
        let _ = writeln!(
            out,
            "/* {} */\nstatic inline void treue_{owner}_fact_{at}(int64_t *frame) {{ frame[{}] |= (int64_t)(UINT64_C(1) << {}); }}",
            comment(&test_words(programme, test)),
            first + bit / 64,
            bit % 64
        );
    }
    Ok(())
}

fn line_facts(programme: &Programme, plan: &Plan, out: &mut String) -> Result<(), CompileError> {
    let set = &plan.reads.line;
    let names = set.columns.iter().map(|column| match column.column {
        LineText::Category => "category",
        LineText::Brand => "brand",
        LineText::Sku => "sku",
        LineText::Name => "name",
        LineText::Label => "label",
        LineText::Field(id) => field_name(programme, id),
    });
    for (name, column) in unique_names(names).iter().zip(&set.columns) {
        let (matching, default) = match column.column {
            LineText::Category => (Match::Category, None),
            LineText::Brand | LineText::Sku | LineText::Name | LineText::Label => (Match::Exactly, None),
            LineText::Field(id) => (Match::Exactly, default_text(programme, id)),
        };
        let tree = matching == Match::Category;
        let mut dictionary = Dictionary::new(column, matching, default);
        let table = table(&format!("line_{name}"), column, (&mut dictionary, tree), out)?;
        let _ = writeln!(
            out,
            "static inline void treue_line_{name}(int64_t *lines, size_t room, size_t line, const char *text) {{\n    {}\n    \
             for (size_t i = 0; i < {}; i++) lines[({} + i) * room + line] |= (int64_t)row[i];\n}}",
            table.row,
            table.words,
            plan.lines.facts + table.first
        );
    }
    for (at, test) in set.singles.iter().enumerate() {
        let bit = set.singles_first as usize + at;
        let _ = writeln!(
            out,
            "/* {} */\nstatic inline void treue_line_fact_{at}(int64_t *lines, size_t room, size_t line) {{ lines[{} * room + line] |= (int64_t)(UINT64_C(1) << {}); }}",
            comment(&line_words(programme, test)),
            plan.lines.facts + bit / 64,
            bit % 64
        );
    }
    Ok(())
}

/// A table of texts in the header.
struct Table {
    /// C that finds the row of `text`.
    row: String,
    words: usize,
    /// Word of the set in which the facts begin.
    first: usize,
}

fn table<C>(
    name: &str,
    column: &TextColumn<C>,
    (dictionary, tree): (&mut Dictionary, bool),
    out: &mut String,
) -> Result<Table, CompileError> {
    let texts: BTreeSet<&str> = column.tests.iter().flat_map(|t| &t.values).map(String::as_str).collect();
    if texts.len() > TEXTS {
        return Err(CompileError::TooLarge);
    }
    let rows = texts.iter().map(|text| Some(*text)).chain([None, Some(OTHER)]);
    let (mut first, mut words, mut numbers) = (0, 0, Vec::new());
    for text in rows {
        let (at, bits) = dictionary.look_up(text);
        (first, words) = (at, bits.len());
        numbers.extend(bits.iter().map(|word| format!("UINT64_C({word:#x})")));
    }
    let quoted: Vec<String> = texts.iter().map(|text| quoted(text)).chain([String::from("NULL")]).collect();
    let _ = writeln!(
        out,
        "static const char *const treue_{name}_texts[] = {{{}}};\nstatic const uint64_t treue_{name}_rows[] = {{{}}};",
        quoted.join(", "),
        numbers.join(", ")
    );
    let row = format!(
        "const uint64_t *row = treue_row(treue_{name}_texts, treue_{name}_rows, {}, {words}, {}, text);",
        texts.len(),
        u8::from(tree)
    );
    Ok(Table { row, words, first })
}

fn functions(symbols: &[(String, Job)], out: &mut String) {
    out.push_str("#ifdef __cplusplus\nextern \"C\" {\n#endif\n");
    for (symbol, job) in symbols {
        let _ = writeln!(
            out,
            "void {symbol}(int64_t *frame, int64_t *lines, int64_t bytes, int64_t count); /* {} */",
            job.name()
        );
    }
    out.push_str("#ifdef __cplusplus\n}\n#endif\n");
    type Of = fn(&Job) -> bool;
    let kinds: [(&str, &str, Of); 4] = [
        ("lines", "Sums over the lines.", |job| matches!(job, Job::Sums(..) | Job::Marks(_))),
        ("rules", "Rules, stacks, limits and bookings.", |job| {
            matches!(job, Job::Rules(..) | Job::Contest(_))
        }),
        ("levels", "Levels that are entered and kept.", |job| matches!(job, Job::Entered(_) | Job::Kept(_))),
        ("gates", "Conditions of rewards and conversions.", |job| {
            matches!(job, Job::Gates(_) | Job::ConvertGates(_) | Job::Points(..))
        }),
    ];
    for (name, what, of) in kinds {
        let calls = symbols_of(symbols, of);
        let calls =
            calls.map(|symbol| format!("    {symbol}(frame, lines, (int64_t)(room * 8), (int64_t)count);\n"));
        let _ = write!(
            out,
            "/* {what} There is room for `room` lines; the first `count` are there. */\nstatic inline void treue_{name}(int64_t *frame, int64_t *lines, size_t room, size_t count) {{\n    \
             (void)frame, (void)lines, (void)room, (void)count;\n{}}}\n",
            calls.collect::<String>()
        );
    }
}

fn field_name(programme: &Programme, id: FieldId) -> &str {
    programme.fields.get(id).map_or("", |f| f.name.as_str())
}

fn measure_name(programme: &Programme, id: MeasureId) -> &str {
    programme.measures.get(id).map_or("", |m| m.name.as_str())
}

/// Names as C has them, each once.
pub(super) fn unique_names<'n>(names: impl Iterator<Item = &'n str>) -> Vec<String> {
    let mut seen = BTreeSet::new();
    let names = names.map(|name| {
        let plain = |c: char| if c.is_ascii_alphanumeric() { c } else { '_' };
        let plain: String = name.chars().map(plain).collect();
        let mut unique = plain.clone();
        let mut number = 2;
        while !seen.insert(unique.clone()) {
            unique = format!("{plain}_{number}");
            number += 1;
        }
        unique
    });
    names.collect()
}

fn column_name(column: LineColumn) -> Option<&'static str> {
    match column {
        LineColumn::Money(Basis::Charged) => Some("AMOUNT"),
        LineColumn::Money(Basis::BeforeDiscounts) => Some("AMOUNT_BEFORE_DISCOUNTS"),
        LineColumn::Money(Basis::WithoutTax) => Some("AMOUNT_WITHOUT_TAX"),
        LineColumn::Discount => Some("DISCOUNT"),
        LineColumn::Tax => Some("TAX"),
        LineColumn::Quantity => Some("QUANTITY"),
        LineColumn::Money(Basis::PaidBy(_) | Basis::LessPaidBy(_))
        | LineColumn::QuantityIn(_)
        | LineColumn::Field(_)
        | LineColumn::Figure(_)
        | LineColumn::Facts(_)
        | LineColumn::Marks(_)
        | LineColumn::Winner(_) => None,
    }
}

/// What stands in a column.
pub(super) fn column_words(programme: &Programme, column: LineColumn) -> String {
    match column {
        LineColumn::Money(Basis::Charged) => "amount, after its share of the receipt's discount".to_owned(),
        LineColumn::Money(Basis::BeforeDiscounts) => "amount before all discounts".to_owned(),
        LineColumn::Money(Basis::WithoutTax) => {
            "amount without tax, after its share of the receipt's discount".to_owned()
        }
        LineColumn::Money(Basis::PaidBy(id)) => format!("the part that tenders {} paid", id.0),
        LineColumn::Money(Basis::LessPaidBy(id)) => format!("the part that tenders {} did not pay", id.0),
        LineColumn::Discount => "its own discount".to_owned(),
        LineColumn::Tax => "its tax".to_owned(),
        LineColumn::Quantity => "quantity".to_owned(),
        LineColumn::QuantityIn(id) => format!("quantity in {}", measure_name(programme, id)),
        LineColumn::Field(id) => format!("field {}", field_name(programme, id)),
        LineColumn::Figure(id) => format!("figure {}", id.index()),
        LineColumn::Facts(word) => format!("facts, word {word}"),
        LineColumn::Marks(word) => format!("marks, word {word}; written by treue_lines"),
        LineColumn::Winner(stack) => {
            format!("rule of stack {stack} that won the line; written by treue_rules")
        }
    }
}

/// What a test on a day asks.
pub(super) fn day_words(test: &DayTest) -> String {
    match test {
        DayTest::Between(from, to) => {
            let text = |day: &Option<Day>| day.map_or_else(|| "ever".to_owned(), |d| d.to_string());
            format!("the day is from {} to {}", text(from), text(to))
        }
        DayTest::OnDates(days) => {
            let days: Vec<String> = days.iter().map(ToString::to_string).collect();
            format!("the day is one of {}", days.join(", "))
        }
        DayTest::OnWeekdays(days) => {
            const NAMES: [&str; 7] =
                ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
            let named =
                NAMES.iter().enumerate().filter(|(at, _)| days.0 >> at & 1 == 1).map(|(_, name)| *name);
            format!("the day is a {}", named.collect::<Vec<_>>().join(" or "))
        }
        DayTest::InMonths(months) => {
            let named = (0..12).filter(|at| months >> at & 1 == 1).map(|at| (at + 1).to_string());
            format!("the month is {}", named.collect::<Vec<_>>().join(" or "))
        }
        DayTest::OnMonthDays(days) => format!("the day is {days}"),
    }
}

/// What a test on a field asks.
pub(super) fn test_words(programme: &Programme, test: &FieldTest) -> String {
    match test {
        FieldTest::Flag(id, missing) => {
            format!(
                "{} is yes, which counts as {} where it is missing",
                field_name(programme, *id),
                if *missing { "yes" } else { "no" }
            )
        }
        FieldTest::Present(id) => format!("{} is there", field_name(programme, *id)),
    }
}

/// What a test on a line asks.
pub(super) fn line_words(programme: &Programme, test: &LineTest) -> String {
    match test {
        LineTest::Field(test) => test_words(programme, test),
        LineTest::Measure(None) => "the quantity is a number of items".to_owned(),
        LineTest::Measure(Some(id)) => format!("the quantity is in {}", measure_name(programme, *id)),
        LineTest::CountsIn(id) => format!("the quantity counts in {}", measure_name(programme, *id)),
    }
}

fn comment(text: &str) -> String {
    text.replace("*/", "* /").chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}

/// A text as C has it: everything but plain letters as octal.
fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b" -_/.,".contains(&byte) {
            out.push(char::from(byte));
        } else {
            let _ = write!(out, "\\{byte:03o}");
        }
    }
    out.push('"');
    out
}
