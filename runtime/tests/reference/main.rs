//! The reference interpreter against values worked by hand, one file an item of the language.

#[cfg(test)]
mod build;
#[cfg(test)]
mod clock;
#[cfg(test)]
mod conditions;
#[cfg(test)]
mod earning;
#[cfg(test)]
mod events;
#[cfg(test)]
mod expiry;
#[cfg(test)]
mod laws;
#[cfg(test)]
mod limits;
#[cfg(test)]
mod lines;
#[cfg(test)]
mod points;
#[cfg(test)]
mod returns;
#[cfg(test)]
mod stacks;
#[cfg(test)]
mod story;
#[cfg(test)]
mod tiers;
#[cfg(test)]
mod tracks;
#[cfg(test)]
mod windows;
