//! What stands in a programme.

use super::Statistics;
use treue_lang::programme::{
    Because, ExpiryHow, LimitWindow, Most, Programme, RoundingPlace, Shortfall, SpentPoints, StackMember,
    StackWay, TrackSubject, Validity,
};
use treue_lang::time::{Base, Period, YearStart};

/// Counts what a programme has.
pub fn of_programme(p: &Programme, s: &mut Statistics) {
    s.add("programmes: rules", p.rules.len() as u64);
    s.add("programmes: stacks", p.stacks.len() as u64);
    s.add("programmes: tracks", p.tracks.iter().filter(|(_, t)| t.written).count() as u64);
    s.add("programmes: tier structures", p.tiers.len() as u64);
    s.add("programmes: limits", p.limits.len() as u64);
    let r = &p.returns;
    for (said, name) in [
        (r.take_because == Because::Written, "programmes: returns take"),
        (r.then == Shortfall::Forgive, "programmes: missing points are forgiven"),
        (r.then == Shortfall::CutRefund, "programmes: missing points cut the refund"),
        (r.tiers_kept, "programmes: tiers are kept"),
        (matches!(r.spent, SpentPoints::AtLeast(_)), "programmes: spent points live at least some days"),
        (r.spent == SpentPoints::Cash, "programmes: spent points come back as cash"),
    ] {
        s.add(name, u64::from(said));
    }
    for (_, stack) in p.stacks.iter() {
        if stack.members.iter().any(|m| matches!(m, StackMember::Stack(_))) {
            s.count("inner stack");
        }
        if stack.per_line {
            s.count("programmes: stacks per line");
        } else if stack.way == StackWay::Multiply {
            s.count("programmes: stacks that multiply");
        } else if stack.together.is_some() {
            s.count("programmes: rounded together");
        }
    }
    for (_, limit) in p.limits.iter() {
        s.count(match limit.most {
            Most::Points(_) => "programmes: limits of points",
            Most::Times(_) => "programmes: limits of times",
            Most::Pieces(_) => "programmes: limits of pieces",
            Most::PerPart(..) => "programmes: limits by an amount",
            Most::PerStep(..) => "programmes: limits by full steps of an amount",
        });
        if matches!(limit.window, LimitWindow::Receipt) {
            s.count("programmes: limits per receipt");
        }
    }
    for (_, t) in p.tiers.iter() {
        s.count(match t.validity {
            Validity::Until(_) => "programmes: tiers with a validity",
            Validity::Ever => "programmes: tiers for ever",
            Validity::AtOnce => "programmes: tiers at once",
        });
        if let Validity::Until(deadline) = &t.validity
            && matches!(deadline.base, Base::UntilEnd(Period::Year(start), _) if start != YearStart::JANUARY)
        {
            s.count("programmes: tiers until a year of their own ends");
        }
    }
    for (_, u) in p.units.iter() {
        for e in &u.expiry {
            s.count(match &e.how {
                ExpiryHow::After(..) => "programmes: expiry by deadline",
                ExpiryHow::Without(_) => "programmes: expiry by idleness",
                ExpiryHow::AllAt(_) => "programmes: expiry of all at once",
                ExpiryHow::Decay(_) => "programmes: expiry by decay",
            });
            if matches!(e.how, ExpiryHow::AllAt(Period::Year(start)) if start != YearStart::JANUARY) {
                s.count("programmes: expiry of all as a year of its own ends");
            }
        }
    }
    for (_, t) in p.tracks.iter().filter(|(_, t)| t.written && !t.conditions.is_empty()) {
        let _ = t;
        s.count("programmes: tracks with conditions");
    }
    for (_, t) in p.tracks.iter() {
        if matches!(t.subject, TrackSubject::PointsFrom(_)) {
            s.count("programmes: tracks of rules");
        }
    }
    for (_, r) in p.rules.iter() {
        if r.rounding.place == RoundingPlace::Line {
            s.count("programmes: rules rounded per line");
        }
    }
}
