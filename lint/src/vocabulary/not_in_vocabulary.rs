//! A category, store or coupon that the shop does not have.

use super::{asked, unquoted};
use crate::desk::Desk;
use crate::finding::Level;
use crate::lint::{Category, Found, Lint, Samples};
use std::collections::BTreeSet;
use treue_lang::ast::TextSubject;
use treue_lang::diag::Fix;
use treue_lang::nearest;

pub(crate) const LINT: Lint = Lint {
    name: "not-in-vocabulary",
    category: Category::Vocabulary,
    level: Level::Error,
    finds: "a category, brand, article, label, channel, store or coupon that its `vocabulary` does not hold",
    why: "A misspelt category matches nothing, and nobody notices: the rule is right, and gives no points. Write \
          `vocabulary category from \"catalogue.csv\"`, and let the shop's system write the file. A category is known \
          if it, or something below it, stands in the file.",
    samples: Samples::new(
        &["vocabulary category from \"catalogue.csv\"\nlines food = all lines where category in (\"food/produce\", \"food/bakry\")\nearn base { 1 point per full 1.00 CHF of food }"],
        &[
            "vocabulary category from \"catalogue.csv\"\nlines food = all lines where category in (\"food/produce\", \"food\")\nearn base { 1 point per full 1.00 CHF of food }",
            "vocabulary category from \"catalogue.csv\"\nlines food = all lines where brand \"Hof\"\nearn base { 1 point per full 1.00 CHF of food }",
        ],
        "vocabulary category from \"catalogue.csv\"\nlines food = all lines where category in (\"food/produce\", \"food/bakery\")\nearn base { 1 point per full 1.00 CHF of food }",
    )
    .with_data(&[("catalogue.csv", "id,category\n1,food/produce\n2,food/bakery\n3,wine\n")]),
    check,
};

/// Comparing with a whole catalogue takes its time; after so many unknown texts the catalogue is the wrong one.
const COMPARED: usize = 100;

fn check(desk: &Desk<'_>, found: &mut Found) {
    if desk.programme.vocabularies.is_empty() {
        return;
    }
    let asked = asked(desk);
    for vocabulary in &desk.programme.vocabularies {
        let above = above(&vocabulary.names, vocabulary.subject);
        let known = |text: &str| vocabulary.names.contains(text) || above.contains(text);
        let mut compared = 0;
        for text in asked.iter().filter(|a| a.subject == vocabulary.subject && !known(&a.text)) {
            let what = vocabulary.subject.word();
            let message = format!("there is no {what} \"{}\" in {}", text.text, vocabulary.file);
            let finding = found.at(text.span, message, "not in the vocabulary");
            let names = vocabulary.names.iter().map(String::as_str).chain(above.iter().copied());
            compared += 1;
            match nearest(&text.text, names.take(if compared > COMPARED { 0 } else { usize::MAX })) {
                Some(near) => {
                    finding
                        .help(format!("did you mean \"{near}\"?"))
                        .fix(Fix::guess(unquoted(text.span), &near));
                }
                None => {
                    finding.help(format!("correct it, or add it to {}", vocabulary.file));
                }
            }
        }
    }
}

/// The categories above those that are named.
fn above(names: &BTreeSet<String>, subject: TextSubject) -> BTreeSet<&str> {
    let mut found = BTreeSet::new();
    if subject == TextSubject::Category {
        for name in names {
            let mut rest = name.as_str();
            while let Some((upper, _)) = rest.rsplit_once('/') {
                found.insert(upper);
                rest = upper;
            }
        }
    }
    found
}
