//! `treue explain`: why a receipt got its points, and what a code means.

mod choices;
mod codes;
mod facts;
mod happened;
mod measure;
mod member;
mod more;
mod returned;
mod story;
mod told;

pub(crate) use facts::{gave, refusal, trace};

use crate::failure::Failure;
use crate::files;
use crate::input::Inputs;
use crate::known::Known;
use crate::language::LanguageName;
use crate::load;
use crate::ui::Ui;
use clap::{Args, ValueEnum};
use serde_json::Value;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use treue_lang::programme::{Choice, Programme};
use treue_runtime::decision::Decision;
use treue_runtime::engine::Detail;
use treue_runtime::event::{Event, Reader, What};
use treue_runtime::reference::Reference;
use treue_runtime::state::{Member, Members};
use treue_terms::{Document, Language};

/// Tell why a receipt got its points, or what a code means.
///
/// `treue explain PROGRAMME EVENTS --event ID` replays the events up to that one and tells, rule by rule, what
/// it gave and why, or why it gave nothing and what would have been enough.
///
/// `treue explain PROGRAMME` shows every choice that the text makes, or leaves to its default.
///
/// `treue explain CODE` says what a code or a lint in square brackets means, such as unknown-name, and shows it on
/// a sample.
#[derive(Debug, Args)]
#[command(
    override_usage = "treue explain PROGRAMME EVENTS... --event ID\n       treue explain PROGRAMME\n       treue explain CODE"
)]
pub(crate) struct Explain {
    /// A programme, or a code from a message
    #[arg(value_name = "PROGRAMME or CODE")]
    what: PathBuf,
    /// Files of events, read one after the other; - is standard input
    #[arg(value_name = "EVENTS")]
    events: Vec<PathBuf>,
    /// The event to explain
    #[arg(long, value_name = "ID")]
    event: Option<String>,
    #[command(flatten)]
    known: Known,
    /// How to show it
    #[arg(long, value_enum, default_value_t = Format::Human)]
    format: Format,
    /// Tell it in this language, in the words of terms
    #[arg(long, value_enum)]
    language: Option<LanguageName>,
}

/// How the story is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people
    Human,
    /// For programs
    Json,
    /// Markdown, for the member
    Markdown,
}

/// An event, what was decided, and the member before and after it.
struct Replayed {
    event: Event,
    decision: Arc<Decision>,
    before: Member,
}

/// What can be explained, where there is nothing of that name.
fn unknown(name: &str) -> String {
    let said = format!("there is nothing called {name} to explain");
    let near = |other: &String| strsim::damerau_levenshtein(other, name) <= name.chars().count() / 3 + 1;
    let programmes = load::programmes_here();
    let meant = codes::near(name).map(str::to_owned).into_iter();
    let meant: Vec<String> = meant.chain(programmes.iter().filter(|p| near(p)).cloned()).collect();
    if !meant.is_empty() {
        return format!("{said}; did you mean {}?", meant.join(" or "));
    }
    let here = match programmes.as_slice() {
        [] => "none is in this folder".to_owned(),
        few => format!("here: {}", few.join(", ")),
    };
    format!(
        "{said}; name a programme ({here}), or what a message says in square brackets, such as unknown-name; \
         `treue lint --list` names all lints"
    )
}

impl Explain {
    pub(crate) fn run(&self, ui: &Ui) -> Result<(), Failure> {
        match (&self.event, self.events.is_empty()) {
            (None, true) if !self.known.is_empty() => Err(Failure::cannot(
                "--members, --state and --lenient are about events; name their files and --event ID",
            )),
            (None, true) => self.code(ui),
            (Some(_), true) => Err(Failure::cannot(
                "name the files of events too: treue explain PROGRAMME EVENTS --event ID",
            )),
            (None, false) => Err(Failure::cannot("say which event with --event ID")),
            (Some(id), false) => self.event(ui, id),
        }
    }

    fn code(&self, ui: &Ui) -> Result<(), Failure> {
        let name = files::name(&self.what);
        if let Some(page) = codes::page(ui, &name) {
            if self.format != Format::Human || self.language.is_some() {
                return Err(Failure::cannot(format!(
                    "what the code {name} means is told in English, for people; leave --format and --language out"
                )));
            }
            return ui.print(&page);
        }
        if self.what.exists() {
            return self.choices(ui);
        }
        if is_path(&self.what) {
            return Err(Failure::cannot(format!("cannot read {name}: no such file or directory")));
        }
        Err(Failure::cannot(unknown(&name)))
    }

    fn choices(&self, ui: &Ui) -> Result<(), Failure> {
        let (sources, programme) = load::programme(ui, &self.what)?;
        let told = || {
            let chosen: Vec<&Choice> = programme.choices.iter().collect();
            treue_terms::choices(&programme, &chosen, self.language())
        };
        match self.format {
            Format::Human if self.language.is_none() => ui.print(&choices::text(ui, &programme)),
            Format::Human => ui.print(&told::plain(ui, &told())),
            Format::Markdown => ui.print(&told().markdown()),
            Format::Json => self.json(ui, choices::json(&sources, &programme), told),
        }
    }

    fn event(&self, ui: &Ui, id: &str) -> Result<(), Failure> {
        let (sources, programme) = load::programme(ui, &self.what)?;
        let replayed = self.replay(&programme, id)?;
        let facts =
            facts::Facts::new(&sources, &programme, &replayed.event, &replayed.decision, &replayed.before);
        match self.format {
            Format::Human if self.language.is_none() => ui.print(&story::text(ui, &facts)),
            Format::Human => ui.print(&told::plain(ui, &told::document(&facts, self.language()))),
            Format::Markdown => ui.print(&told::document(&facts, self.language()).markdown()),
            Format::Json => self.json(ui, facts.json(), || told::document(&facts, self.language())),
        }
    }

    /// For programs; what is told in a language beside it, if one was asked for.
    fn json(&self, ui: &Ui, mut json: Value, told: impl FnOnce() -> Document) -> Result<(), Failure> {
        if let (Some(_), Some(json)) = (self.language, json.as_object_mut()) {
            json.insert("told".to_owned(), told::json(&told()));
        }
        ui.print_line(&crate::command::check::pretty(&json))
    }

    fn language(&self) -> Language {
        self.language.map_or(Language::English, LanguageName::language)
    }

    /// Decides event after event until the one that is asked for.
    fn replay(&self, programme: &Arc<Programme>, id: &str) -> Result<Replayed, Failure> {
        let mut members = self.known.members(programme)?;
        let mut inputs = Inputs::open(programme, &self.events, self.known.columns(true))?;
        let mut reader = Reader::new(programme, self.known.options());
        let mut engine = Reference::new(programme.clone(), Detail::Full);
        let mut found = None;
        let read = inputs.each(&mut reader, |event| {
            let asked = event.id == id;
            let before = asked.then(|| member(programme, &members, &event));
            let mut last = None;
            members.apply(programme, &mut engine, &event, |decision| {
                // What it did to others stands in decisions of their own.
                if decision.from.is_none() || matches!(event.what, What::Clock) {
                    last = Some(decision);
                }
            });
            if let (Some(before), Some(decision)) = (before, last) {
                found = Some(Replayed { event, decision, before });
            }
            found.is_none()
        });
        read.map_err(|bad| bad.failure(&format!("a line before event {id} is wrong")))?;
        if let Some(found) = found {
            return Ok(found);
        }
        let names: Vec<String> = self.events.iter().map(|p: &PathBuf| shown(p)).collect();
        Err(Failure::cannot(format!("there is no event {id} in {}", names.join(", "))))
    }
}

/// Whether this names a file or a folder, as no code does.
fn is_path(what: &Path) -> bool {
    what.extension().is_some() || what.components().count() > 1
}

fn shown(path: &Path) -> String {
    files::name(path)
}

/// The member as it is before the event.
fn member(programme: &Programme, members: &Members, event: &Event) -> Member {
    let id = event.member.as_deref().map(|id| members.shared().account(id));
    let known = id.and_then(|id| members.get(id)).cloned();
    known.unwrap_or_else(|| Member::new(programme))
}
