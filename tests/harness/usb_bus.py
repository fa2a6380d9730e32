"""A USB bus of software for pyusb: one printer on it, whose bulk endpoints lead to a virtual printer."""

import socket
from types import SimpleNamespace
from typing import Any

import usb.backend
import usb.core

VENDOR, PRODUCT, SERIAL = 0x04B8, 0x0E15, "J4QF012345"
_TEXTS = {1: "EPSON", 2: "TM-T20II", 3: SERIAL}
_TIMEOUT = 110


class Bus(usb.backend.IBackend):  # type: ignore[misc]  # pyusb has no types
    """What pyusb asks of a system.  `kept` is what the system's own driver holds; `fails` an errno for opening."""

    def __init__(self, port: int = 0, *, two_way: bool = True, fails: int = 0, printer: bool = True) -> None:
        self._port, self._two_way, self._fails = port, two_way, fails
        self._class = 7 if printer else 8
        self._line: socket.socket | None = None
        self.driver_active = True
        self.resets = 0

    def enumerate_devices(self) -> Any:
        yield "printer"

    def get_device_descriptor(self, dev: Any) -> Any:
        return SimpleNamespace(
            bLength=18, bDescriptorType=1, bcdUSB=0x200, bDeviceClass=0, bDeviceSubClass=0, bDeviceProtocol=0,
            bMaxPacketSize0=64, idVendor=VENDOR, idProduct=PRODUCT, bcdDevice=0x100, iManufacturer=1, iProduct=2,
            iSerialNumber=3, bNumConfigurations=1, address=4, bus=1, port_number=1, port_numbers=(1,), speed=3,
        )  # fmt: skip

    def get_configuration_descriptor(self, dev: Any, config: int) -> Any:
        if config:
            raise IndexError
        return SimpleNamespace(
            bLength=9, bDescriptorType=2, wTotalLength=32, bNumInterfaces=1, bConfigurationValue=1, iConfiguration=0,
            bmAttributes=0xC0, bMaxPower=1, extra_descriptors=[],
        )  # fmt: skip

    def get_interface_descriptor(self, dev: Any, intf: int, alt: int, config: int) -> Any:
        if intf or alt:
            raise IndexError
        return SimpleNamespace(
            bLength=9, bDescriptorType=4, bInterfaceNumber=0, bAlternateSetting=0, bNumEndpoints=2 if self._two_way else 1,
            bInterfaceClass=self._class, bInterfaceSubClass=1, bInterfaceProtocol=2, iInterface=0, extra_descriptors=[],
        )  # fmt: skip

    def get_endpoint_descriptor(self, dev: Any, ep: int, intf: int, alt: int, config: int) -> Any:
        addresses = (0x01, 0x82) if self._two_way else (0x01,)
        return SimpleNamespace(
            bLength=7, bDescriptorType=5, bEndpointAddress=addresses[ep], bmAttributes=2, wMaxPacketSize=64, bInterval=0,
            bRefresh=0, bSynchAddress=0, extra_descriptors=[],
        )  # fmt: skip

    def open_device(self, dev: Any) -> Any:
        if self._fails:
            raise usb.core.USBError("no", None, self._fails)
        self._line = socket.create_connection(("127.0.0.1", self._port), 5) if self._port else None
        return "handle"

    def close_device(self, dev_handle: Any) -> None:
        if self._line:
            self._line.close()
            self._line = None

    def get_configuration(self, dev_handle: Any) -> int:
        return 1

    def claim_interface(self, dev_handle: Any, intf: int) -> None: ...

    def release_interface(self, dev_handle: Any, intf: int) -> None: ...

    def is_kernel_driver_active(self, dev_handle: Any, intf: int) -> bool:
        return self.driver_active

    def detach_kernel_driver(self, dev_handle: Any, intf: int) -> None:
        self.driver_active = False

    def attach_kernel_driver(self, dev_handle: Any, intf: int) -> None:
        self.driver_active = True

    def reset_device(self, dev_handle: Any) -> None:
        self.resets += 1

    def ctrl_transfer(self, *asked: Any) -> int:
        """Answer GET_DESCRIPTOR for texts: handle, type, request, value, index, data, timeout."""
        index, data = asked[3] & 0xFF, asked[5]
        text = b"\x09\x04" if not index else _TEXTS[index].encode("utf-16-le")
        answer = bytes((len(text) + 2, 3)) + text
        for place, byte in enumerate(answer[: len(data)]):
            data[place] = byte
        return min(len(answer), len(data))

    def bulk_write(self, dev_handle: Any, ep: int, intf: int, data: Any, timeout: int) -> int:
        assert self._line
        self._line.settimeout(timeout / 1000)
        return self._tried(lambda line: line.send(bytes(data)))

    def bulk_read(self, dev_handle: Any, ep: int, intf: int, buff: Any, timeout: int) -> int:
        assert self._line
        self._line.settimeout(timeout / 1000)
        return self._tried(lambda line: self._received(line, buff))

    def _received(self, line: socket.socket, buff: Any) -> int:
        data = line.recv(len(buff))
        if not data:
            raise ConnectionResetError
        for place, byte in enumerate(data):
            buff[place] = byte
        return len(data)

    def _tried(self, act: Any) -> int:
        try:
            return int(act(self._line))
        except TimeoutError as error:
            raise usb.core.USBTimeoutError("late", -7, _TIMEOUT) from error
        except OSError as error:
            raise usb.core.USBError("gone", -4, 19) from error
