"""What handlers are given by the application."""

from typing import Annotated

from litestar.params import Dependency

from kiosk.central.centre import Centre

TheCentre = Annotated[Centre, Dependency(skip_validation=True)]
