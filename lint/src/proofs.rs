//! What `treue lint --prove` can find, by name: who proves it is no part of this crate, but its names are configured,
//! suppressed and kept in baselines like those of lints.

use crate::finding::Level;
use treue_lang::nearest;

/// A claim that is proved, or shown by a receipt.
pub struct Proof {
    /// Its name for ever.
    pub name: &'static str,
    /// Its level where nothing else is said.
    pub level: Level,
    /// What it claims, in one sentence.
    pub finds: &'static str,
    /// Why that matters, and what to do.
    pub why: &'static str,
    /// It is found here, and nothing else is; what stands before it is `diag::HEADER`.
    pub wrong: &'static str,
    /// The same, mended: nothing is found.
    pub right: &'static str,
}

/// The word for all of them in `treue.toml`.
pub const PROOFS_WORD: &str = "proofs";

/// All claims, in the order of their page.
pub static PROOFS: &[Proof] = &[
    Proof {
        name: "never-holds",
        level: Level::Warning,
        finds: "conditions that contradict each other, so that what they belong to never happens",
        why: "All conditions of a rule, a level, a reward or a track must hold at once. Where two never can, nobody gets what \
              they guard: most often a text or an hour of another campaign was left standing. What can be seen without a \
              proof, such as two days that never meet, is a mistake of the same name. Both places are shown; take one \
              away, or join the two with `or`.",
        wrong: "earn extra {\n  when coupon \"NEW\"\n  when none of (coupon \"NEW\", coupon \"CARD\")\n  5 points\n}",
        right: "earn extra {\n  when coupon \"NEW\"\n  when not coupon \"CARD\"\n  5 points\n}",
    },
    Proof {
        name: "never-gives",
        level: Level::Warning,
        finds: "a rule that comes to nothing wherever it applies",
        why: "Its conditions can hold, but then its steps are never full, or its rounding takes everything away. Members \
              are told of points that nobody gets. Compare the conditions with the steps: widen the one, or make the \
              other smaller.",
        wrong: "earn small { when all lines is below 4.00 CHF  1 point per full 5.00 CHF of all lines }",
        right: "earn small { when all lines is below 4.00 CHF  1 point per full 1.00 CHF of all lines }",
    },
    Proof {
        name: "never-wins",
        level: Level::Warning,
        finds: "a rule of a stack before which another one always comes",
        why: "In `first of` the rule that stands first is taken whenever it gives something, in `best of` the one that \
              gives most. A rule whose receipts all belong to such a rule is never paid. Name the narrower rule first, \
              raise what it gives, or take it away.",
        wrong: "earn weekday { on weekdays  5 points }\nearn monday { on Monday  8 points }\nstack days { first of weekday, monday }",
        right: "earn weekday { on weekdays  5 points }\nearn monday { on Monday  8 points }\nstack days { first of monday, weekday }",
    },
    Proof {
        name: "never-reached",
        level: Level::Warning,
        finds: "a band, level or limit that lies beyond everything",
        why: "A band above what the conditions let through, a level that a higher one swallows, a limit above all that its \
              rule can give: each stands in the text as if it did something. Take it away, or change the number that \
              keeps it from being reached.",
        wrong: "earn basket {\n  when all lines is below 100.00 CHF\n  by bands of all lines { from 0.00 CHF 1 point  from 50.00 CHF 5 points  from 100.00 CHF 9 points }\n}",
        right: "earn basket {\n  when all lines is below 100.00 CHF\n  by bands of all lines { from 0.00 CHF 1 point  from 50.00 CHF 5 points }\n}",
    },
    Proof {
        name: "no-lines",
        level: Level::Warning,
        finds: "a selection that no line can be in",
        why: "A line has one category, one brand and one article. `and` between two of them asks for both at once; in a \
              list, in parentheses, one of them is enough. Whatever pays for such a selection gives nothing.",
        wrong: "lines bakery = all lines where category \"bread\" and category \"cakes\"\nearn base { 1 point per full 1.00 CHF of bakery }",
        right: "lines bakery = all lines where category in (\"bread\", \"cakes\")\nearn base { 1 point per full 1.00 CHF of bakery }",
    },
    Proof {
        name: "always-holds",
        level: Level::Warning,
        finds: "a condition that changes nothing beside the others",
        why: "Every receipt that fulfils the other conditions fulfils this one, too. Whoever reads the rule believes that it \
              is narrower than it is. Take the condition away, or write what was meant.",
        wrong: "earn large {\n  when all lines is above 10.00 CHF\n  when all lines is above 5.00 CHF\n  5 points\n}",
        right: "earn large {\n  when all lines is above 10.00 CHF\n  5 points\n}",
    },
    Proof {
        name: "pays-twice",
        level: Level::Warning,
        finds: "two rules that pay for the same line, stand in no stack, and neither is a bonus on the other",
        why: "Each applies to goods that the other leaves out, and where they meet both are paid: seldom planned, and \
              noticed when the points have been spent. Say how they go together: `all of` if both are meant, `best of` or \
              `first of` if one is enough. The receipt shows what both give today.",
        wrong: "lines food = all lines where category \"food\"\nlines organic = all lines where label \"bio\"\nearn base { 1 point per full 1.00 CHF of food }\nearn green { 2 points per full 1.00 CHF of organic }",
        right: "lines food = all lines where category \"food\"\nlines organic = all lines where label \"bio\"\nearn base { 1 point per full 1.00 CHF of food }\nearn green { 2 points per full 1.00 CHF of organic }\nstack goods { best of base, green per line }",
    },
    // A bonus on top of a base is what most programmes want.
    Proof {
        name: "adds-up",
        level: Level::Note,
        finds: "a rule in no stack that adds to another one wherever it applies",
        why: "That is how most bonuses are meant, so it is no more than a note. Who wants it in the text writes a stack: \
              `all of base, bonus`; who wants the better of both writes `best of`. The receipt shows what both give.",
        wrong: "lines bread = all lines where category \"bread\"\nearn base { 1 point per full 1.00 CHF of all lines }\nearn baker { 2 points per full 1.00 CHF of bread }",
        right: "lines bread = all lines where category \"bread\"\nearn base { 1 point per full 1.00 CHF of all lines }\nearn baker { 2 points per full 1.00 CHF of bread }\nstack goods { all of base, baker }",
    },
    Proof {
        name: "not-covered",
        level: Level::Warning,
        finds: "rules that take turns by one fact, and leave a turn out",
        why: "One rule for the app and one for the shop: a receipt of the web shop earns nothing. The same happens with \
              levels, days and segments, most often when a new one is added. Add a rule for the rest, or widen one of \
              them with `is not`. The receipt is one that nothing pays for.",
        wrong: "earn app { when channel is \"app\"  2 points per full 1.00 CHF of all lines }\nearn shop { when channel is \"store\"  1 point per full 1.00 CHF of all lines }",
        right: "earn app { when channel is \"app\"  2 points per full 1.00 CHF of all lines }\nearn shop { when channel is not \"app\"  1 point per full 1.00 CHF of all lines }",
    },
    Proof {
        name: "not-kept",
        level: Level::Error,
        finds: "a property that a receipt breaks",
        why: "`for every purchase: ...` says what must hold whatever happens, and here is a receipt on which it does not: the \
              smallest that was found, decided by both engines. It is written as a test; `treue test --broken FOLDER` \
              writes it as an event for `treue explain`. Change a rule, or what is claimed.",
        wrong: "earn base { 1 point per full 1.00 CHF of all lines }\nearn welcome { when coupon \"NEW\"  1 point per full 1.00 CHF of all lines }\nstack together { all of base, welcome }\n\nfor every purchase: points worth at most 1% of all lines",
        right: "earn base { 1 point per full 1.00 CHF of all lines }\nearn welcome { when coupon \"NEW\"  1 point per full 1.00 CHF of all lines }\nstack together { all of base, welcome }\n\nfor every purchase: points worth at most 2% of all lines",
    },
    Proof {
        name: UNDECIDED,
        level: Level::Note,
        finds: "what could be neither proved nor shown",
        why: "A condition with more cases than are looked at, more pairs of rules than are shown, or a property that no \
              receipt broke and no sum proves: nothing is claimed of it. A property becomes provable where a limit stands \
              at the rule, where the claim names its rules with `from`, or where they stand in no stack.",
        wrong: "earn base { 1 point per full 1.00 CHF of all lines }\nearn half { 1 point per full 2.00 CHF of all lines }\nstack one { best of half, base }\n\nfor every purchase: at least 1 point per full 2.00 CHF of all lines",
        right: "earn base { 1 point per full 1.00 CHF of all lines }\n\nfor every purchase: at least 1 point per full 2.00 CHF of all lines",
    },
];

/// What could not be decided.
pub const UNDECIDED: &str = "undecided";

/// The claim of that name.
#[must_use]
pub fn proof_named(name: &str) -> Option<&'static Proof> {
    PROOFS.iter().find(|p| p.name == name)
}

/// The name of a lint or a claim that is nearest to a wrong one.
pub(crate) fn nearest_name(name: &str) -> Option<String> {
    let lints = crate::registry::ALL.iter().map(|l| l.name);
    nearest(name, lints.chain(PROOFS.iter().map(|p| p.name)))
}
