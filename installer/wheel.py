"""How the wheel is packed: `resources/`, all but its `docs/`, travels as `kiosk/_resources`."""

from pathlib import Path

from setuptools.command.build_py import build_py

SOURCE = Path("resources")
LEFT_OUT = "docs"


def resources(source: Path = SOURCE) -> list[Path]:
    """Return what the program reads at run time, sorted, relative to `source`."""
    files = (path.relative_to(source) for path in source.rglob("*") if path.is_file())
    return sorted(path for path in files if path.parts[0] != LEFT_OUT)


class BuildPy(build_py):
    """setuptools' own, and the resources after it. An editable install reads them where they are."""

    def run(self) -> None:
        """Copy modules, package data and resources."""
        super().run()
        if not self.editable_mode:
            for target, source in self._resources().items():
                self.mkpath(str(Path(target).parent))
                self.copy_file(source, target, preserve_mode=False)

    def get_outputs(self, include_bytecode: bool = True) -> list[str]:  # noqa: FBT001, FBT002  as overridden
        """Return every file made."""
        return [*super().get_outputs(include_bytecode), *self._resources()]

    def get_source_files(self) -> list[str]:
        """Return every file read."""
        modules: list[str] = super().get_source_files()  # type: ignore[no-untyped-call]
        return [*modules, *self._resources().values(), "installer/wheel.py"]

    def _resources(self) -> dict[str, str]:
        target = Path(self.build_lib) / "kiosk" / "_resources"
        return {str(target / path): str(SOURCE / path) for path in resources()}
