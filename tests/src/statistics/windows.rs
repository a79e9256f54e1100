//! What window rules did.

use super::Statistics;
use treue_lang::programme::{Award, Most, Paid, Programme, Rate, TrackSubject};
use treue_lang::time::{Day, Window};
use treue_runtime::decision::{Decision, WindowAward};
use treue_runtime::state::{Member, TrackState};

/// Counts what a decision tells of window rules.
pub(super) fn of_windows(p: &Programme, clock: bool, d: &Decision, s: &mut Statistics) {
    for w in &d.windows {
        of_award(p, w, s);
        if clock && w.points != 0 {
            s.count("window: paid by a clock event");
        }
    }
}

fn of_award(p: &Programme, w: &WindowAward, s: &mut Statistics) {
    let rule = &p.rules[w.rule];
    let over = rule.over.as_ref().expect("only window rules have windows");
    if w.failed.is_some() {
        s.count("window: a condition on the sums fails");
    }
    if w.points == 0 {
        s.count(if w.due == w.before { "window: nothing more is due" } else { "window: waits" });
        return;
    }
    s.count(match over.paid {
        Paid::AtOnce => "window: paid at once",
        Paid::AtEnd => "window: paid at its end",
        Paid::After(_) => "window: paid later",
    });
    if !rule.versions.is_empty() {
        s.count("window: a version");
    }
    if over.retroactive {
        s.count("window: a retroactive version");
        s.add("window: a retroactive version more than before", u64::from(w.points > 0 && w.before > 0));
    }
    if w.points < 0 {
        s.count("window: taken");
    }
    if w.points > 0 && w.before > 0 {
        s.count("window: more than before");
    }
    if let Some(limit) = w.cut_by {
        s.count(match p.limits[limit].most {
            Most::Points(_) => "window: cap reached",
            Most::Times(_) => "window: times reached",
            Most::Pieces(_) | Most::PerPart(..) | Most::PerStep(..) => "window: limit by an amount",
        });
    }
    if !over.when.is_empty() {
        s.count("window: conditions on the sums hold");
    }
    let of_field = |track| matches!(p.tracks[track].subject, TrackSubject::Field { .. });
    if over.sums.iter().any(|sum| of_field(sum.track)) {
        s.count("window: a field of activities");
    }
    if rule.partner.is_some() {
        s.count("window: partner's rule");
    }
    if let Award::Rate(Rate::Steps(_, step, _), None) = &rule.award
        && w.before > 0
        && w.sums.first().is_some_and(|sum| sum % step != 0)
    {
        s.count("window: carried remainder");
    }
    s.count(match over.window {
        Window::Ever => "window of: all time",
        Window::Day => "window of: day",
        Window::Week(_) => "window of: week",
        Window::Month => "window of: month",
        Window::Quarter => "window of: quarter",
        Window::Year(_) if over.window == Window::CALENDAR_YEAR => "window of: calendar year",
        Window::Year(_) => "window of: year from a day",
        Window::Dates(..) => "window of: dates",
        Window::Rolling(_) => "window of: rolling",
        Window::OwnYear(_) => "window of: own year",
    });
    s.count(match &rule.award {
        Award::Rate(Rate::Flat(_), _) => "window award: flat",
        Award::Rate(_, Some(_)) => "window award: by level",
        Award::Rate(Rate::Proportional(..), None) => "window award: proportional",
        Award::Rate(Rate::Steps(..), None) => "window award: steps",
        Award::Bands { each_part: true, .. } => "window award: each part",
        Award::Bands { each_part: false, .. } => "window award: bands",
        Award::Share { .. } | Award::Portion { .. } => "window award: share",
    });
}

/// Counts members of whom closed windows are kept.
pub(super) fn of_state(p: &Programme, member: &Member, s: &mut Statistics) {
    let today = member.last_day.unwrap_or(Day(0));
    for ((_, track), state) in p.tracks.iter().zip(&member.tracks) {
        if matches!(track.subject, TrackSubject::InARow(_)) && state.in_a_row(track.window.number(today)) > 2
        {
            s.count("three periods in a row");
        }
    }
    let closed = |t: &TrackState| match t {
        TrackState::Window { closed, .. } => closed.len(),
        TrackState::Rolling(_) | TrackState::Texts(_) => 0,
    };
    if member.tracks.iter().any(|t| closed(t) > 1) {
        s.count("several closed windows kept");
    }
}
