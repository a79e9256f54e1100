//! A level that gives less than one below it.

use crate::desk::Desk;
use crate::finding::Level;
use crate::lint::{Category, Found, Lint, Samples};
use crate::worth;
use treue_lang::programme::{Award, LevelId, Programme, Ratio, Rule, RuleId, TiersId};

pub(crate) const LINT: Lint = Lint {
    name: "benefit-not-rising",
    category: Category::Tiers,
    level: Level::Warning,
    finds: "a level that gives a smaller share of the same rules than a lower level",
    why: "A member who climbs gets less. Either the numbers are exchanged, or the higher level has other benefits that \
          make up for it; then say so with a suppression.",
    samples: Samples::new(
        &[
            "track spend = all lines per calendar year\nearn base { 1 point per full 1.00 CHF of all lines }\ntiers main by spend { bronze  silver from 500.00 CHF { 50% of base }  gold from 900.00 CHF { 25% of base }  valid for ever }",
            "track spend = all lines per calendar year\nearn base { 1 point per full 1.00 CHF of all lines  in silver 2 points, in gold 1.5 points }\ntiers main by spend { bronze  silver from 500.00 CHF  gold from 900.00 CHF  valid for ever }",
        ],
        &[
            "track spend = all lines per calendar year\nearn base { 1 point per full 1.00 CHF of all lines }\ntiers main by spend { bronze  silver from 500.00 CHF { 25% of base }  gold from 900.00 CHF { 50% of base }  valid for ever }",
            "track spend = all lines per calendar year\nearn base { 1 point per full 1.00 CHF of all lines  in silver 1.5 points, in gold 2 points }\ntiers main by spend { bronze  silver from 500.00 CHF  gold from 900.00 CHF  valid for ever }",
        ],
        "track spend = all lines per calendar year\nearn base { 1 point per full 1.00 CHF of all lines }\ntiers main by spend { bronze  silver from 500.00 CHF { 25% of base }  gold from 900.00 CHF { 50% of base }  valid for ever }",
    ),
    check,
};

fn check(desk: &Desk<'_>, found: &mut Found) {
    let programme = desk.programme;
    for (id, _) in programme.tiers.iter() {
        shares(desk, id, found);
    }
    for (_, rule) in programme.rules.iter() {
        let Award::Rate(_, Some(by_level)) = &rule.award else { continue };
        // Flat rates have no worth per part; those are compared as they are.
        let worths: Vec<Option<Ratio>> = by_level
            .rates
            .iter()
            .map(|r| r.worth().or_else(|| worth::flat(&Award::Rate(r.clone(), None))))
            .collect();
        let falls =
            worths.windows(2).any(|w| matches!(w, [Some(a), Some(b)] if worth::compare(*b, *a).is_lt()));
        if falls {
            let message = format!("`{}` gives a higher level less than a lower one", rule.full_name());
            found
                .at(desk.award(rule), message, "falls with the level")
                .help("exchange the points of the levels");
        }
    }
}

fn shares(desk: &Desk<'_>, tiers: TiersId, found: &mut Found) {
    let programme = desk.programme;
    let mut before: Vec<(LevelId, &Rule, &[RuleId], Ratio)> = Vec::new();
    for (_, rule) in programme.rules.iter() {
        let (Some((of_tiers, level)), Award::Share { of, ratio, .. }) = (rule.benefit_of, &rule.award) else {
            continue;
        };
        if of_tiers != tiers {
            continue;
        }
        let better = before.iter().find(|(l, _, rules, r)| {
            *l < level && *rules == of.as_slice() && worth::compare(*ratio, *r).is_lt()
        });
        if let Some((_, lower, ..)) = better {
            let message =
                format!("`{}` gives less of {} than `{}`", rule.name, names(programme, of), lower.name);
            found
                .at(desk.award(rule), message, "less than a lower level")
                .also(desk.award(lower), "more")
                .help("exchange the two, or say why with a suppression");
        }
        before.push((level, rule, of, *ratio));
    }
}

fn names(programme: &Programme, rules: &[RuleId]) -> String {
    let mut names: Vec<&str> =
        rules.iter().filter_map(|r| programme.rules.get(*r)).map(|r| r.name.as_str()).collect();
    names.dedup();
    names.iter().map(|n| format!("`{n}`")).collect::<Vec<_>>().join(" and ")
}
