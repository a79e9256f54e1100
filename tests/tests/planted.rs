//! Planted defects, seeded: for each kind of proof programmes with one defect among rules that are fine, which must be found at
//! its place and be all that is found, and the same programmes without it, in which nothing may be. Whatever is shown by a
//! receipt is replayed on both engines.

#[path = "planted/bounded.rs"]
mod bounded;
#[path = "planted/never.rs"]
mod never;
#[path = "planted/promised.rs"]
mod promised;
#[path = "planted/together.rs"]
mod together;

use std::sync::Arc;
use treue_lang::pipeline::check;
use treue_lang::programme::Programme;
use treue_lang::source::Sources;
use treue_lint::UNDECIDED;
use treue_proof::{Finding, Kind, Witness, examine, kept};
use treue_runtime::engine::{Detail, Evaluator};
use treue_runtime::native::{Compiled, Native};
use treue_runtime::reference::Reference;
use treue_runtime::testing;
use treue_tests::dice::Dice;

const HEAD: &str = "programme \"Planted\" { currency CHF  timezone \"Europe/Zurich\"  unit points { worth 0.01 CHF } }\n\
    fields {\n  member.segment: one of \"family\", \"student\", \"business\" default \"family\"\n  \
    receipt.km: number from 0 to 10000 default 0\n}\n\
    track spend = all lines per calendar year\n\
    track visits = purchases per calendar year\n\
    tiers main by spend { bronze  silver from 500.00 CHF  gold from 2000.00 CHF  valid for ever }\n\
    lines goods = all lines where category \"goods\"\n";

/// A defect, and the same items without it.
pub(crate) struct Plant {
    pub(crate) kind: Kind,
    pub(crate) wrong: String,
    pub(crate) right: String,
    /// What stands at the place of the finding.
    pub(crate) at: String,
}

/// A way to plant a defect.
pub(crate) type Way = fn(&mut Dice) -> Plant;

/// Seeds for each way.
const SEEDS: u64 = 8;

/// Rules that are fine, over goods that no planted rule pays for.
fn fine(dice: &mut Dice) -> String {
    let mut text = String::new();
    for n in 0..dice.below(5) {
        let (points, step) = (dice.range(1, 9), dice.range(1, 20));
        let when = *dice.pick(&["", "when coupon \"SOMMER\"", "in July"]);
        let limit = *dice.pick(&["", "at most 400 points per month", "at most 3 times per week"]);
        text.push_str(&format!(
            "lines fine_goods_{n} = all lines where category \"other-{n}\"\n\
             earn fine_{n} {{ {when}  {points} points per full {step}.00 CHF of fine_goods_{n}  {limit} }}\n"
        ));
    }
    text
}

/// A checked programme, or the codes of its mistakes.
pub(crate) fn programme(text: &str) -> Result<(Sources, Arc<Programme>), Vec<&'static str>> {
    let sources = Sources::single("planted.treue", text);
    let checked = check(&sources);
    let codes: Vec<&str> = checked.diagnostics.iter().map(|d| d.code.name()).collect();
    match checked.programme {
        Some(programme) if codes.is_empty() => Ok((sources, Arc::new(programme))),
        _ => Err(codes),
    }
}

/// A witness, as a test behind its programme, passes on both engines.
pub(crate) fn replays(text: &str, programme: &Programme, witness: &Witness) {
    let test = witness.text(programme, "what was seen");
    let (_, programme) = match self::programme(&format!("{text}\n{test}")) {
        Ok(checked) => checked,
        Err(codes) => panic!("{codes:?}: a witness is no test:\n{text}\n{test}"),
    };
    let compiled = Compiled::new(Arc::clone(&programme)).unwrap();
    let engines: [Box<dyn Evaluator>; 2] = [
        Box::new(Reference::new(Arc::clone(&programme), Detail::Full)),
        Box::new(Native::new(compiled, Detail::Full)),
    ];
    for mut engine in engines {
        let outcome = testing::run(&programme, engine.as_mut()).into_iter().next_back().unwrap();
        assert!(outcome.passed(), "{text}\n{test}\n{:?}", outcome.failures);
    }
}

/// What is found in a text: kinds and places. A witness is replayed; what is undecided is found, too. What the checker refuses
/// is found before anything is proved.
fn found(text: &str) -> Vec<(&'static str, String, bool)> {
    let (sources, programme) = match programme(text) {
        Ok(checked) => checked,
        Err(codes) => return codes.into_iter().map(|code| (code, String::new(), false)).collect(),
    };
    let [report, properties] = [examine(&programme), kept(&programme)];
    let open = report.undecided.iter().chain(&properties.undecided);
    let open: Vec<_> = open.map(|u| (UNDECIDED, u.message.clone(), false)).collect();
    let findings = report.findings.iter().chain(&properties.findings);
    let found = findings.map(|finding: &Finding| {
        finding.witness.iter().for_each(|witness| replays(text, &programme, witness));
        (finding.kind.name(), sources.text(finding.span).to_owned(), finding.witness.is_some())
    });
    found.chain(open).collect()
}

/// Plants each of these ways with each seed. Returns how many defects were shown by a receipt.
fn plant(ways: &[Way]) -> usize {
    let (mut shown, mut wrongs) = (0, Vec::new());
    for (stream, way) in (0..).zip(ways) {
        for seed in 0..SEEDS {
            let mut dice = Dice::new(seed, stream);
            let fine = fine(&mut dice);
            let Plant { kind, wrong, right, at } = way(&mut dice);
            let clean = found(&format!("{HEAD}{fine}{right}"));
            if !clean.is_empty() {
                wrongs.push(format!("nothing is wrong with\n{right}\n{clean:?}"));
            }
            match found(&format!("{HEAD}{fine}{wrong}")).as_slice() {
                [(name, place, seen)]
                    if *name == kind.name() && (place.is_empty() || place.contains(&at)) =>
                {
                    shown += usize::from(*seen);
                }
                other => wrongs.push(format!("{} in `{at}` of\n{wrong}\n{other:?}", kind.name())),
            }
        }
    }
    assert!(
        wrongs.is_empty(),
        "{} wrong, such as\n\n{}",
        wrongs.len(),
        wrongs[..wrongs.len().min(12)].join("\n\n")
    );
    shown
}

fn planted(ways: &[Way]) -> usize {
    ways.len() * usize::try_from(SEEDS).unwrap()
}

#[test]
fn rules_that_pay_for_the_same_line() {
    assert_eq!(plant(together::TWICE), planted(together::TWICE));
}

#[test]
fn what_never_takes_effect() {
    plant(never::EFFECT);
}

#[test]
fn receipts_that_no_rule_pays_for() {
    assert_eq!(plant(together::GAPS), planted(together::GAPS));
}

#[test]
fn conditions_that_contradict_each_other_or_add_nothing() {
    plant(never::CONDITIONS);
}

#[test]
fn properties_that_do_not_hold() {
    assert_eq!(plant(promised::BROKEN), planted(promised::BROKEN));
}

#[test]
fn the_most_that_is_given() {
    for seed in 0..40 {
        bounded::at_most(&mut Dice::new(seed, 1));
    }
}

#[test]
fn dozens_of_each_kind_are_planted() {
    for ways in [together::TWICE, never::EFFECT, together::GAPS, never::CONDITIONS, promised::BROKEN] {
        assert!(planted(ways) >= 48, "only {}", planted(ways));
    }
}
