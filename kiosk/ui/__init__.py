"""The counter's window: the only home of Qt widgets."""

import importlib

import PySide6  # noqa: F401 - it brings the hook below

# After every import, PySide reads the source of the imported module to see whether it names PySide,
# for features (snake_case, true properties) that we do not use. Opening the desk imports some 400
# modules: a fifth of its time. A PySide that does it otherwise is left alone.
try:
    _feature = importlib.import_module("shibokensupport.feature")
    if callable(getattr(_feature, "_mod_uses_pyside", None)):
        _feature._mod_uses_pyside = lambda _module: False  # type: ignore[attr-defined]  # noqa: SLF001
except ImportError:
    pass
