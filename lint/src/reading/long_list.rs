//! A list of texts that belongs into a file.

use crate::desk::Desk;
use crate::finding::Level;
use crate::lint::{Category, Found, Lint, Samples};
use treue_lang::syntax::token::Kind;

pub(crate) const LINT: Lint = Lint {
    name: "long-list",
    category: Category::Reading,
    level: Level::Warning,
    finds: "a list of more than 200 texts",
    why: "Long lists come from another system and change with it. A `table` reads them from a file, which that system \
          can write, and the rule stays readable. `longest-list` in the settings of `treue.toml` sets another number.",
    samples: Samples::new(
        &["earn web { when store in (\"1\", \"2\", \"3\", \"4\")  5 points }"],
        &["earn web { when store in (\"1\", \"2\", \"3\")  5 points }"],
        "earn web { when store in (\"1\", \"2\")  5 points }",
    )
    .with_config("[lint.settings]\nlongest-list = 3"),
    check,
};

fn check(desk: &Desk<'_>, found: &mut Found) {
    let most = usize::try_from(desk.config.settings.longest_list).unwrap_or(usize::MAX);
    let mut texts = 0;
    let mut first = None;
    for piece in desk.words() {
        match piece.kind {
            Kind::Text => {
                texts += 1;
                first.get_or_insert(piece.span);
                if texts == most + 1
                    && let Some(span) = first.filter(|s| !desk.in_test(*s))
                {
                    found
                        .at(span, format!("this list has more than {most} texts"), "starts here")
                        .help("read them from a file with `table`");
                }
            }
            Kind::Mark(',') => {}
            Kind::Word | Kind::Number | Kind::OpenText | Kind::Comment | Kind::Mark(_) => {
                texts = 0;
                first = None;
            }
        }
    }
}
