"""What an office changed in the delivered catalogue: fees, days, rooms, names of papers and branches.

Each change is a whole version, `2026.2-79.3` being the third of office 79 upon `2026.2`, in force from
a Dhaka day on.  The highest version whose day has come holds; applications keep the one they were made under.
"""

from collections.abc import Iterable

from msgspec import Struct, structs

from kiosk.domain.catalogue import Branch, Catalogue, DayType, Fees, Paper, Service


class PaperNames(Struct, frozen=True):
    """How an office calls a paper."""

    name_bn: str
    name_en: str = ""


class ServiceChange(Struct, frozen=True, omit_defaults=True):
    """A service as an office offers it; all of it counts, `papers` are by code those with other names."""

    fees: Fees = Fees()
    days: int | None = None
    day_type: DayType = DayType.UNKNOWN
    room: str = ""
    papers: dict[str, PaperNames] = {}


class BranchChange(Struct, frozen=True, omit_defaults=True):
    """A branch as an office calls it, and its room."""

    name_bn: str
    name_en: str = ""
    room: str = ""


class OfficeCatalogue(Struct, frozen=True, omit_defaults=True):
    """A version of an office: `number` counts from 1, `base` is the delivered version that it changed."""

    number: int
    base: str
    office: int
    valid_from: str
    services: dict[str, ServiceChange] = {}
    branches: dict[str, BranchChange] = {}

    @property
    def version(self) -> str:
        """What applications remember, e.g. `2026.2-79.3`."""
        return f"{self.base}-{self.office}.{self.number}"

    def upon(self, catalogue: Catalogue) -> Catalogue:
        """Return a delivered catalogue as this version changes it; what is not there any more is left out."""
        services = {code: self._service(service) for code, service in catalogue.services.items()}
        branches = {code: self._branch(branch) for code, branch in catalogue.branches.items()}
        return structs.replace(catalogue, version=self.version, services=services, branches=branches)

    def _service(self, service: Service) -> Service:
        branch = self.branches.get(service.branch)
        if branch is not None:
            service = structs.replace(
                service,
                branch_bn=branch.name_bn,
                branch_en=branch.name_en or branch.name_bn,
                room=branch.room or service.room,
            )
        change = self.services.get(service.code)
        return service if change is None else changed(service, change)

    def _branch(self, branch: Branch) -> Branch:
        change = self.branches.get(branch.code)
        if change is None:
            return branch
        names = {"name_bn": change.name_bn, "name_en": change.name_en or change.name_bn}
        return structs.replace(branch, room=change.room, **names)


def changed(service: Service, change: ServiceChange) -> Service:
    """Return a service as an office offers it."""
    papers = tuple(_paper(paper, change.papers.get(paper.code)) for paper in service.papers)
    return structs.replace(
        service,
        fees=change.fees,
        days=change.days,
        day_type=change.day_type,
        room=change.room or service.room,
        papers=papers,
    )


def _paper(paper: Paper, names: PaperNames | None) -> Paper:
    return structs.replace(paper, name_bn=names.name_bn, name_en=names.name_en) if names else paper


def offered(service: Service) -> ServiceChange:
    """Return what an office may change of a service, as it is now."""
    return ServiceChange(service.fees, service.days, service.day_type, service.room)


def in_force(versions: Iterable[OfficeCatalogue], day: str) -> OfficeCatalogue | None:
    """Return the version that holds on a Dhaka day; None: as delivered."""
    begun = [version for version in versions if version.valid_from <= day]
    return max(begun, key=lambda version: version.number, default=None)
