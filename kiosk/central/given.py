"""What handlers are given by the application."""

from litestar.di import NamedDependency
from litestar.params import SkipValidation

from kiosk.central.centre import Centre

TheCentre = NamedDependency[SkipValidation[Centre]]
