"""What the directory tells a visitor, as a slip to take along."""

from kiosk.domain.guidance import Guide
from kiosk.domain.slips import SlipHead, WhereToGo, Words


def where_to_go(guide: Guide, head: SlipHead) -> WhereToGo:
    """Return the slip of a guide; what nobody confirmed is not on it."""
    if guide.stop:
        return WhereToGo(head, guide.name, elsewhere=guide.stop, papers=guide.papers)
    work = Words(guide.short_bn or guide.name.bn, guide.name.en)
    return WhereToGo(
        head,
        work,
        room=guide.room,
        floor=guide.floor,
        branch=guide.branch,
        plan=guide.plan,
        days=guide.days,
        day_type=guide.day_type.value,
        fees=guide.fees,
        fee_note=guide.fee,
        papers=guide.papers,
        submit=tuple(line for line in (guide.hours, guide.pay) if line),
    )
