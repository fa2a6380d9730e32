"""A printer on USB, through pyusb: found by its identity, its two endpoints read from the device itself.

python-escpos' transport is not used: it resets the printer at every opening, which loses a slip that
is still being printed, guesses the endpoints, and waits without end.
"""

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from time import monotonic
from typing import Any

from kiosk.errors import Unavailable

PRINTER_CLASS = 7
_PIECE = 16384
_LISTEN_MS = 5
_NO_ACCESS, _BUSY, _GONE = 13, 16, 19


@dataclass(frozen=True, slots=True)
class UsbName:
    """Which device: vendor, product, and its serial number where several are alike."""

    vendor: int
    product: int
    serial: str = ""

    def __str__(self) -> str:
        """Return the address."""
        return f"usb:{self.vendor:04x}:{self.product:04x}" + (f":{self.serial}" if self.serial else "")


@dataclass(frozen=True, slots=True)
class UsbPrinter:
    """A printer that is plugged in."""

    name: UsbName
    title: str


class UsbChannel:
    """An open line to a USB printer.  `backend` is pyusb's, the system's when none is given."""

    shared = False

    def __init__(self, name: UsbName, backend: Any = None) -> None:
        import usb.core
        import usb.util

        self._usb, self._errors = usb.util, usb.core.USBError
        self._late = usb.core.USBTimeoutError
        self._device = _find(name, backend)
        with self._told():
            interface = _interface(self._device)
            self._number = interface.bInterfaceNumber
            self._driver = self._take_from_driver()
            self._configure()
            usb.util.claim_interface(self._device, self._number)
            self._out, self._in = _endpoints(interface)

    def exchange(self, out: memoryview, wait_s: float) -> tuple[int, bytes]:
        """Write; what was not taken in time leaves room to listen."""
        with self._told():
            if out:
                taken = self._write(out, wait_s)
                if taken:
                    return taken, b""
            return 0, self._read(_LISTEN_MS if out else max(int(wait_s * 1000), 1))

    def _write(self, out: memoryview, wait_s: float) -> int:
        try:
            return int(self._out.write(bytes(out[:_PIECE]), max(int(wait_s * 1000), 1)))
        except self._late:
            return 0

    def _read(self, wait_ms: int) -> bytes:
        """Listen, at most so long; a printer without a way back is waited for all the same."""
        if self._in is None:
            from time import sleep

            sleep(wait_ms / 1000)
            return b""
        try:
            return bytes(self._in.read(self._in.wMaxPacketSize, wait_ms))
        except self._late:
            return b""

    def wire_s(self, size: int) -> float:  # noqa: ARG002
        """USB is quick."""
        return 0.0

    def close(self, *, drop: bool, ends: float) -> None:  # noqa: ARG002
        """Give the printer back to the system's own driver."""
        with contextlib.suppress(self._errors, NotImplementedError):
            self._usb.release_interface(self._device, self._number)
            if self._driver:
                self._device.attach_kernel_driver(self._number)
        self._usb.dispose_resources(self._device)

    def _take_from_driver(self) -> bool:
        try:
            held = bool(self._device.is_kernel_driver_active(self._number))
        except NotImplementedError:
            return False
        if held:
            self._device.detach_kernel_driver(self._number)
        return held

    def _configure(self) -> None:
        """Choose the configuration only where none is: choosing again would reset the device."""
        try:
            self._device.get_active_configuration()
        except self._errors:
            self._device.set_configuration()

    @contextlib.contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except self._errors as error:
            reasons = {_NO_ACCESS: "printer.no_access", _BUSY: "printer.busy", _GONE: "printer.closed"}
            raise Unavailable(reasons.get(error.errno or 0, "printer.closed")) from error


def _find(name: UsbName, backend: Any) -> Any:
    import usb.core

    def is_it(device: Any) -> bool:
        return not name.serial or _text(device, device.iSerialNumber) == name.serial

    try:
        found = usb.core.find(idVendor=name.vendor, idProduct=name.product, backend=backend, custom_match=is_it)
    except usb.core.NoBackendError as error:
        raise Unavailable("printer.no_usb") from error
    if found is None:
        raise Unavailable("printer.absent")
    return found


def _interface(device: Any) -> Any:
    """Return the printer's interface.  Raises Unavailable `printer.not_a_printer`."""
    for configuration in device:
        for interface in configuration:
            if interface.bInterfaceClass == PRINTER_CLASS and _endpoints(interface)[0] is not None:
                return interface
    raise Unavailable("printer.not_a_printer")


def _endpoints(interface: Any) -> tuple[Any, Any]:
    """Return the bulk endpoints: to the printer, and back where there is one."""
    bulk = [endpoint for endpoint in interface if endpoint.bmAttributes & 0x03 == 0x02]
    out = next((endpoint for endpoint in bulk if not endpoint.bEndpointAddress & 0x80), None)
    back = next((endpoint for endpoint in bulk if endpoint.bEndpointAddress & 0x80), None)
    return out, back


def _text(device: Any, index: int) -> str:
    """Return a text of the device; empty where it has none or does not let us read it."""
    import usb.core
    import usb.util

    if not index:
        return ""
    try:
        return str(usb.util.get_string(device, index) or "").strip("\0 ")
    except (usb.core.USBError, ValueError, NotImplementedError):
        return ""


def list_usb(backend: Any = None, within_s: float = 3.0) -> list[UsbPrinter]:
    """Return the printers that are plugged in; none where the system has no libusb."""
    import usb.core

    ends = monotonic() + within_s
    try:
        devices = usb.core.find(find_all=True, backend=backend)
        return [_printer(device) for device in devices if _is_printer(device) and monotonic() < ends]
    except usb.core.NoBackendError:
        return []


def _is_printer(device: Any) -> bool:
    import usb.core

    try:
        return bool(_interface(device))
    except (Unavailable, usb.core.USBError):
        return False


def _printer(device: Any) -> UsbPrinter:
    words = (_text(device, device.iManufacturer), _text(device, device.iProduct))
    name = UsbName(device.idVendor, device.idProduct, _text(device, device.iSerialNumber))
    return UsbPrinter(name, " ".join(word for word in words if word) or str(name))
