//! The page of a code, as Markdown: what it means, a sample, and the same sample mended.

use treue_lang::diag::Code;
use treue_lint::{named, proof_named};

/// The page of a mistake or a lint; nothing if there is no such code.
pub(crate) fn page(name: &str) -> Option<String> {
    if let Some(code) = Code::ALL.iter().find(|c| c.name() == name) {
        let [wrong, right] = code.sample().shown();
        return Some(written(name, &meaning(name)?, &wrong, &right));
    }
    if let Some(proof) = proof_named(name) {
        return Some(written(name, &meaning(name)?, proof.wrong, proof.right));
    }
    let lint = named(name)?;
    let wrong = lint.samples.fires.first().copied().unwrap_or_default();
    Some(written(name, &meaning(name)?, wrong, lint.samples.fixed))
}

/// What a code means, in a few sentences.
pub(crate) fn meaning(name: &str) -> Option<String> {
    if let Some(code) = Code::ALL.iter().find(|c| c.name() == name) {
        return Some(code.page().split_whitespace().collect::<Vec<_>>().join(" "));
    }
    let proof = proof_named(name).map(|proof| (proof.finds, proof.why));
    let said = proof.or_else(|| named(name).map(|lint| (lint.finds, lint.why)));
    said.map(|(finds, why)| format!("Finds {finds}. {why}"))
}

fn written(name: &str, meaning: &str, wrong: &str, right: &str) -> String {
    format!(
        "# {name}\n\n{meaning}\n\nLike this it is found:\n\n```treue\n{wrong}\n```\n\nLike this it is right:\n\n```treue\n{right}\n```\n"
    )
}
