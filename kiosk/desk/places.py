"""The places known here, read from `resources/places/` when the first address is typed."""

from functools import cache

from kiosk import resources
from kiosk.domain.places import Places, parse_district

_FOLDER = "places"


@cache
def load_places(district: int = 0) -> Places:
    """Return all places, those of the office's own district first.  Raises Refused `catalogue.form`."""
    found = [parse_district(resources.read_text(name), name) for name in resources.names(_FOLDER, ".toml")]
    return Places(tuple(sorted(found, key=lambda one: one.district.code != district)))
