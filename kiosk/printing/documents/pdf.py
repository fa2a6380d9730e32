"""A PDF whose pages leave as soon as they are full, made of reportlab's own objects.

reportlab keeps a whole document until it is saved.  Here each finished page is written and
forgotten; catalogue, fonts and the number of pages come last.
"""

import zlib
from datetime import datetime
from hashlib import sha256
from typing import Any, BinaryIO, NamedTuple

from reportlab.pdfbase import pdfdoc as _pdfdoc

from kiosk.domain.clock import DHAKA
from kiosk.printing.documents.subset import bounds, subset
from kiosk.printing.documents.typefaces import Typeface, Typefaces

pdfdoc: Any = _pdfdoc  # its types know half of it
PDFArray, PDFDictionary, PDFName = pdfdoc.PDFArray, pdfdoc.PDFDictionary, pdfdoc.PDFName
PDFObjectReference, PDFStream, PDFString = pdfdoc.PDFObjectReference, pdfdoc.PDFStream, pdfdoc.PDFString

TOTAL = "Total"
"""The form on every page that shows how many there are: nobody knows before the last one."""

_TOTAL_WIDTH, _TOTAL_HEIGHT = 80, 24
_HEAD = b"%PDF-1.5\n%\xe2\xe3\xcf\xd3\n"
_BY_HUNDRED = 100


class About(NamedTuple):
    """What a reader shows of the document: nobody's name."""

    title: str
    author: str
    language: str
    at: datetime


class _Deflate:
    pdfname = "FlateDecode"

    def encode(self, text: str | bytes) -> bytes:
        return zlib.compress(text.encode("ascii") if isinstance(text, str) else text, 5)


class _Moment:
    """reportlab's idea of a time stamp, from our clock."""

    def __init__(self, at: datetime) -> None:
        local = at.astimezone(DHAKA)
        self.t = at.timestamp()
        self.YMDhms = local.timetuple()[:6]
        self.dhh, self.dmm = 6, 0


class _Flowing:
    """reportlab's document, written as it grows; `late` objects only at the end."""

    def __init__(self, out: BinaryIO, about: About) -> None:
        made = pdfdoc.PDFDocument(dummyoutline=1, compression=1, invariant=1, lang=about.language)
        made._timeStamp = _Moment(about.at)  # noqa: SLF001 - its own clock cannot be set otherwise
        made.Catalog.Outlines = None
        made.info.title, made.info.author = about.title, about.author
        made.info.creator = made.info.producer = "kiosk"
        made.info.subject = ""
        self.document, self.pages = made, 0
        self.total: Any = PDFStream()
        self.fonts: Any = made.idToObject[pdfdoc.BasicFonts]
        made.Reference(self.total, TOTAL)
        self._late = [self.fonts, self.total, made.Catalog, made.Pages, made.info]
        self._held: list[str] = []
        self._out, self._place, self._next = out, 0, 1
        self._write(_HEAD)

    def _write(self, data: bytes) -> None:
        self._out.write(data)
        self._place += len(data)

    def add(self, code: str, size: tuple[float, float]) -> None:
        """Write a page."""
        page = pdfdoc.PDFPage()
        page.pagewidth, page.pageheight = size
        page.Contents, page.ExtGState = PDFStream(content=code, filters=[_Deflate()]), None
        page._shadingUsed = {}  # noqa: SLF001 - reportlab's canvas does the same
        page.XObjects = PDFDictionary({TOTAL: PDFObjectReference(TOTAL)})
        self.document.Pages.addPage(self.document.Reference(page, f"Page{self.pages}"))
        self.pages += 1
        self._flush()

    def _flush(self) -> None:
        """Write every object that is complete, and forget it."""
        document = self.document
        while self._next <= document.objectcounter:
            name = document.numberToId[self._next]
            self._next += 1
            if any(document.idToObject[name] is one for one in self._late):
                self._held.append(name)
            else:
                self._put(name)

    def _put(self, name: str) -> None:
        document = self.document
        data = pdfdoc.PDFIndirectObject(name, document.idToObject[name]).format(document)
        document.idToOffset[name] = self._place
        document.idToObject[name] = None
        self._write(data)

    def end(self) -> None:
        """Write all that is left, the table of places, the trailer."""
        document = self.document
        catalog, info = document.Reference(document.Catalog), document.Reference(document.info)
        self._flush()
        while self._held:
            self._put(self._held.pop())
            self._flush()
        names = [document.numberToId[number] for number in range(1, document.objectcounter + 1)]
        table = pdfdoc.PDFCrossReferenceTable()
        table.addsection(0, names)
        start = self._place
        self._write(table.format(document))
        trailer = pdfdoc.PDFTrailer(startxref=start, Size=len(names) + 1, Root=catalog, Info=info)
        self._write(trailer.format(document))


class Pdf:
    """A document on its way into a binary stream.

    Pages are strings of operators; `faces` are the fonts that their text is set in.
    """

    def __init__(self, out: BinaryIO, about: About) -> None:
        self.faces = Typefaces()
        self._document = _Flowing(out, about)

    @property
    def pages(self) -> int:
        """Pages written so far."""
        return self._document.pages

    def add_page(self, code: str, size: tuple[float, float]) -> None:
        """Write a page of `size` points."""
        self._document.add(code, size)

    def close(self, total: str = "") -> None:
        """Write what comes last; `total` are the operators of the form that tells the number of pages."""
        form = self._document.total
        form.content, form.filters = total or " ", [_Deflate()]
        box = PDFArray([0, -_TOTAL_HEIGHT / 3, _TOTAL_WIDTH, _TOTAL_HEIGHT])
        fonts = PDFDictionary({"Font": PDFObjectReference(pdfdoc.BasicFonts)})
        entries = {"Type": "XObject", "Subtype": "Form"}
        form.dictionary = PDFDictionary({key: PDFName(value) for key, value in entries.items()})
        form.dictionary["BBox"], form.dictionary["Resources"] = box, fonts
        document = self._document.document
        for face in self.faces.used():
            self._document.fonts[face.tag] = document.Reference(_font(document, face))
        self._document.end()


def _font(document: Any, face: Typeface) -> Any:
    """Return a composite font whose codes are glyph numbers.  Source: ISO 32000-1, 9.7."""
    data = subset(face.data, set(face.advances))
    base = f"{_tag(face)}+{face.name}"
    file = PDFStream(PDFDictionary({"Length1": len(data)}), data, [_Deflate()])
    descendant = _named(
        Type="Font", Subtype="CIDFontType2", BaseFont=base, CIDToGIDMap="Identity",
    )  # fmt: skip
    descendant["CIDSystemInfo"] = PDFDictionary(
        {"Registry": PDFString("Adobe"), "Ordering": PDFString("Identity"), "Supplement": 0}
    )
    descendant["FontDescriptor"] = document.Reference(_descriptor(document, face, base, file))
    descendant["DW"] = 0
    widths = ((gid, PDFArray([advance])) for gid, advance in sorted(face.advances.items()))
    descendant["W"] = PDFArray([part for pair in widths for part in pair])
    font = _named(Type="Font", Subtype="Type0", BaseFont=base, Encoding="Identity-H")
    font["DescendantFonts"] = PDFArray([document.Reference(descendant)])
    font["ToUnicode"] = document.Reference(PDFStream(None, to_unicode(face.texts), [_Deflate()]))
    return font


def _descriptor(document: Any, face: Typeface, base: str, file: Any) -> Any:
    ascender, descender = face.extents
    made = _named(Type="FontDescriptor", FontName=base)
    made["FontBBox"] = PDFArray(bounds(face.data))
    numbers = {"Flags": 4, "ItalicAngle": 0, "Ascent": ascender, "Descent": descender, "CapHeight": 714, "StemV": 80}
    for key, value in numbers.items():
        made[key] = value
    made["FontFile2"] = document.Reference(file)
    return made


def _named(**names: str) -> Any:
    return PDFDictionary({key: PDFName(value) for key, value in names.items()})


def _tag(face: Typeface) -> str:
    """Return the six capitals that mark a subset."""
    digest = sha256(repr(sorted(face.advances)).encode()).digest()
    return "".join(chr(65 + byte % 26) for byte in digest[:6])


def to_unicode(texts: dict[int, str]) -> str:
    """Return the map from glyphs to letters, for readers that do not know ActualText."""
    lines = [f"<{gid:04X}><{text.encode('utf-16-be').hex().upper()}>" for gid, text in sorted(texts.items()) if text]
    parts = [lines[at : at + _BY_HUNDRED] for at in range(0, len(lines), _BY_HUNDRED)]
    mapped = "".join(f"{len(part)} beginbfchar\n" + "\n".join(part) + "\nendbfchar\n" for part in parts)
    return (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap\n"
        "/CIDSystemInfo <</Registry (Adobe) /Ordering (UCS) /Supplement 0>> def\n"
        "/CMapName /Adobe-Identity-UCS def /CMapType 2 def\n"
        f"1 begincodespacerange\n<0000><FFFF>\nendcodespacerange\n{mapped}"
        "endcmap CMapName currentdict /CMap defineresource pop end end\n"
    )
