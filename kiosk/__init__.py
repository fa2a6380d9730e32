"""The counter and central server of a District e-Service Centre."""

__version__ = "0.1.0"
