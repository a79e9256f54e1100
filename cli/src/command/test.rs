//! `treue test`: the tests that stand in a programme, on both engines.
