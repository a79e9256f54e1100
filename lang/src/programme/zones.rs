//! Time zones of the places where things happen.

use super::FieldId;
use crate::time::Zone;

/// In which zone a place lies.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Zones {
    /// The text field of the receipt that names the place; the store if none.
    pub by: Option<FieldId>,
    /// The zones, sorted by name.
    pub zones: Vec<Zone>,
    /// Places, sorted, each with the position of its zone.
    pub places: Vec<(String, u32)>,
}

impl Zones {
    /// The zone of a place, if it is known.
    #[must_use]
    pub fn of(&self, place: &str) -> Option<&Zone> {
        let at = self.places.binary_search_by(|(known, _)| known.as_str().cmp(place)).ok()?;
        self.zones.get(usize::try_from(self.places.get(at)?.1).ok()?)
    }
}
