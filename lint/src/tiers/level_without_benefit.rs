//! A level that brings nothing.

use crate::desk::Desk;
use crate::finding::Level;
use crate::lint::{Category, Found, Lint, Samples};
use treue_lang::programme::{Award, Condition, IssueWhen, LevelId, Programme, TiersId};

pub(crate) const LINT: Lint = Lint {
    name: "level-without-benefit",
    category: Category::Tiers,
    level: Level::Warning,
    finds: "a level above the lowest that gives no points and no perks, and that no rule asks for",
    why: "Members are told that they have reached something, and nothing changes for them. If the benefit is not \
          points, name it as a `perk`.",
    samples: Samples::new(
        &[
            "track spend = all lines per calendar year\nearn base { 1 point per full 1.00 CHF of all lines }\ntiers main by spend { bronze  silver from 500.00 CHF  gold from 900.00 CHF { 10% of base }  valid for ever }",
        ],
        &[
            "track spend = all lines per calendar year\nearn base { 1 point per full 1.00 CHF of all lines }\ntiers main by spend { bronze  silver from 500.00 CHF { perk \"Coffee\" }  gold from 900.00 CHF { 10% of base }  valid for ever }",
            "track spend = all lines per calendar year\nearn base { 1 point per full 1.00 CHF of all lines  in silver 1.5 points, in gold 2 points }\ntiers main by spend { bronze  silver from 500.00 CHF  gold from 900.00 CHF  valid for ever }",
            "track spend = all lines per calendar year\nearn base { when main is at least silver  1 point per full 1.00 CHF of all lines }\ntiers main by spend { bronze  silver from 500.00 CHF  valid for ever }",
        ],
        "track spend = all lines per calendar year\nearn base { 1 point per full 1.00 CHF of all lines }\ntiers main by spend { bronze  silver from 500.00 CHF { perk \"Coffee\" }  gold from 900.00 CHF { 10% of base }  valid for ever }",
    ),
    check,
};

fn check(desk: &Desk<'_>, found: &mut Found) {
    let programme = desk.programme;
    for (id, tiers) in programme.tiers.iter() {
        if is_read(programme, id) {
            continue;
        }
        for (number, level) in tiers.levels.iter().enumerate().skip(1) {
            let level_id = LevelId(u8::try_from(number).unwrap_or(u8::MAX));
            let gives = programme.rules.iter().any(|(_, r)| r.benefit_of == Some((id, level_id)));
            let bare = level.perks.is_empty() && level.reaching.is_empty() && level.leaving.is_empty();
            if bare && !gives {
                found
                    .at(
                        desk.level(&tiers.name, &level.name),
                        format!("`{}` brings nothing", level.name),
                        "no benefit",
                    )
                    .help("give it points or a `perk`, or leave the level out");
            }
        }
    }
}

/// Whether a rule or a reward gives something else by level, or anything asks for a level.
fn is_read(programme: &Programme, id: TiersId) -> bool {
    let by_level =
        programme.rules.iter().any(|(_, r)| matches!(&r.award, Award::Rate(_, Some(b)) if b.tiers == id));
    let in_reward =
        programme.rewards.iter().any(|(_, r)| r.by_level.as_ref().is_some_and(|by| by.tiers == id));
    let reached = |when: &IssueWhen| matches!(when, IssueWhen::OnAnniversary(of) if of.reached().is_some_and(|(t, _)| t == id));
    let mut asked =
        programme.rewards.iter().any(|(_, r)| r.issued.as_ref().is_some_and(|i| reached(&i.when)));
    // The benefit of a level asks for that level itself.
    let of_benefits: Vec<_> = programme
        .rules
        .iter()
        .filter(|(_, r)| r.benefit_of.is_some())
        .flat_map(|(_, r)| r.conditions.iter().map(|c| c.span))
        .collect();
    for conjunct in programme.conditions().into_iter().filter(|c| !of_benefits.contains(&c.span)) {
        conjunct.condition.walk(&mut |c| {
            let held =
                matches!(c, Condition::Occasion(what) if what.asked_level().is_some_and(|(t, _)| t == id));
            asked |= held || matches!(c, Condition::Tier(t, ..) if *t == id);
        });
    }
    by_level || in_reward || asked
}
