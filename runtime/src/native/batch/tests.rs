//! Kernels hold nothing that can trap, call or be moved.
