"""The usual stack for Bangla receipts: Pillow with raqm draws, python-escpos sends; and its usual ORM.

It draws the words of our own slip, so that both do the same work.
"""

import contextlib
import io
import itertools
import random
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

from kiosk import resources
from kiosk.domain.receipt import Receipt
from kiosk.printing import blocks
from kiosk.printing.layout import lay_out
from kiosk.printing.profiles import WIDE
from tests.bench.data import name, need

_SIZES = {blocks.Size.NUMBER: (84, 101), blocks.Size.HEAD: (40, 60), blocks.Size.BOXED: (40, 58)}
_BODY = (28, 42)
_QR_DOTS = 6
Line = tuple[str, bool, int, int]
"""Text, bold, pixels, height."""


def words(receipt: Receipt) -> list[Line]:
    """Return the lines of a slip."""
    return [line for block in lay_out(receipt, WIDE).blocks for line in _lines(block)]


def _lines(block: blocks.Block) -> Iterator[Line]:
    if isinstance(block, blocks.Text):
        yield (block.text, block.bold, *_SIZES.get(block.size, _BODY))
    elif isinstance(block, blocks.Joined):
        yield (" · ".join(block.parts), False, *_BODY)
    elif isinstance(block, blocks.Row):
        yield (f"{block.label}: {block.value}", block.bold, *_BODY)
    elif isinstance(block, blocks.Tick):
        yield (f"{block.text} {block.word}", block.bold, *_BODY)
    elif isinstance(block, blocks.Box | blocks.Note | blocks.Code):
        for line in block.lines:
            yield from _lines(line)


def receipts() -> Callable[[Receipt], bytes]:
    """Return what makes the printer's bytes of a receipt."""
    need("escpos", "PIL", "qrcode")
    from escpos.printer import Dummy
    from PIL import features

    if not features.check("raqm"):
        raise SystemExit("Pillow has no raqm here: it cannot draw Bangla")
    quiet = io.StringIO()

    def go(receipt: Receipt) -> bytes:
        printer = Dummy()
        printer._raw(b"\x1b@")
        with contextlib.redirect_stdout(quiet):  # image() warns at every call
            printer.image(_picture(receipt), impl="bitImageRaster", center=False)
        printer._raw(b"\x1bd\x04\x1dVB\x00")
        return bytes(printer.output)

    return go


@cache
def _font(bold: bool, px: int, latin: bool) -> Any:
    from PIL import ImageFont

    family = "NotoSans" if latin else "NotoSansBengali"
    file = resources.path(f"fonts/{family}-{'Bold' if bold else 'Regular'}.ttf")
    return ImageFont.truetype(str(file), px, layout_engine=ImageFont.Layout.RAQM)


def _picture(receipt: Receipt) -> Any:
    from PIL import Image, ImageDraw

    lines, code = words(receipt), _code(receipt.qr)
    side = code.width * _QR_DOTS
    picture = Image.new("L", (WIDE.width_dots, sum(line[3] for line in lines) + side + 48), 255)
    pen = ImageDraw.Draw(picture)
    y = 8
    for text, bold, px, height in lines:
        font = _font(bold, px, text.isascii())
        pen.text((0, y + height - px // 3), text, fill=0, font=font, anchor="ls", language="bn")
        y += height
    picture.paste(code.resize((side, side), Image.Resampling.NEAREST), ((WIDE.width_dots - side) // 2, y + 16))
    return picture.point(lambda value: 255 if value >= 128 else 0)


def _code(content: str) -> Any:
    import qrcode
    from PIL import Image

    code = qrcode.QRCode(error_correction=qrcode.constants.ERROR_CORRECT_M, border=0)
    code.add_data(content)
    code.make(fit=True)
    cells = code.get_matrix()
    picture = Image.new("1", (len(cells), len(cells)), 1)
    picture.putdata([0 if cell else 255 for row in cells for cell in row])
    return picture


def orm(path: Path) -> Callable[[int], None]:
    """Return the usual registration: application, outbox and audit as objects, plain SQLite, WAL, FULL; no ledger."""
    import sqlalchemy as sa
    from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

    class Base(DeclarativeBase):
        pass

    class Application(Base):
        __tablename__ = "application"
        id: Mapped[bytes] = mapped_column(primary_key=True)
        receive_no: Mapped[str] = mapped_column(unique=True)
        applicant: Mapped[str]
        phone: Mapped[str] = mapped_column(index=True)
        body: Mapped[str]

    class Outbox(Base):
        __tablename__ = "outbox"
        seq: Mapped[int] = mapped_column(primary_key=True)
        application_id: Mapped[bytes]
        kind: Mapped[str]

    class Audit(Base):
        __tablename__ = "audit"
        seq: Mapped[int] = mapped_column(primary_key=True)
        application_id: Mapped[bytes]
        actor: Mapped[str]
        prev_hash: Mapped[bytes]

    engine = sa.create_engine(f"sqlite:///{path}")

    @sa.event.listens_for(engine, "connect")
    def _durable(connection: Any, _record: Any) -> None:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")

    Base.metadata.create_all(engine)
    numbers = itertools.count(1)

    def go(number: int) -> None:
        rng = random.Random(number)
        key = rng.randbytes(16)
        with Session(engine) as session, session.begin():
            session.add(
                Application(
                    id=key,
                    receive_no=f"2026-{next(numbers):08d}",
                    applicant=name(rng),
                    phone="01700000146",
                    body="x" * 1200,
                )
            )
            session.add(Outbox(application_id=key, kind="application.created"))
            session.add(Audit(application_id=key, actor="operator-7", prev_hash=bytes(32)))

    return go
