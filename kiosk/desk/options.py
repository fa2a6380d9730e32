"""What a choice offers at this counter."""

from kiosk.desk.context import Desk
from kiosk.domain.catalogue import Option, ServiceField
from kiosk.domain.fields import matching_options

SURVEYS = ("khatian_type", "survey_type")


def offered_options(desk: Desk, field: ServiceField, typed: str = "") -> tuple[Option, ...]:
    """Return the options that what is typed may mean; of surveys only those that the office has, by the setting.

    A survey that is not offered may still be typed: the setting shortens a list, it forbids nothing.
    """
    found = matching_options(field, typed)
    codes = {code.strip() for code in desk.settings.khatian_types.split(",") if code.strip()}
    if field.code not in SURVEYS or not codes:
        return found
    return tuple(option for option in found if option.code in codes)
