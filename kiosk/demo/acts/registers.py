"""The registers on the screen, as spreadsheets, and on A4."""

from functools import partial

from PySide6.QtCore import Qt

from kiosk import i18n
from kiosk.demo.hands import ALT
from kiosk.demo.stage import Script, Stage
from kiosk.desk.documents import Order, save_document
from kiosk.domain.clock import dhaka_day, system_clock
from kiosk.ui.registers.presenter import RegistersState


def play(stage: Stage, _script: Script) -> None:
    """Look at each register with its digit, keep it as XLSX and CSV, and write it as PDF."""
    stage.clerk.put_news_away()
    stage.hands.press(Qt.Key.Key_F10)
    stage.hands.until(lambda: bool(_shown(stage).titles), "the registers are open")
    exports = stage.folder / "exports"
    exports.mkdir()
    today = dhaka_day(system_clock())
    for place, (register, _title) in enumerate(_shown(stage).titles, 1):
        stage.hands.write(str(place))
        stage.hands.until(partial(_counted, stage, register), f"{register} is counted")
        stage.hands.until(partial(_read, stage), f"the rows of {register} are there")
        stage.step(f"register-{register.replace('_', '-')}")
        stage.hands.save_as(partial(stage.hands.press, Qt.Key.Key_X, ALT), exports / f"{register}.xlsx")
        stage.hands.until(partial(_counted, stage, register), f"{register} is written")
        stage.hands.save_as(partial(stage.hands.press, Qt.Key.Key_V, ALT), exports / f"{register}.csv")
        stage.hands.until(partial(_counted, stage, register), f"{register} is written")
        order = Order(register, today.replace(day=1), today, i18n.language())
        save_document(stage.desk, order, stage.folder / f"{register}.pdf")
    stage.clerk.to_form()


def _shown(stage: Stage) -> RegistersState:
    return stage.clerk.session.registers.state


def _counted(stage: Stage, register: str) -> bool:
    shown = _shown(stage)
    return shown.register == register and shown.counted and not shown.making


def _read(stage: Stage) -> bool:
    """Tell whether the first rows stand in the table."""
    model = stage.clerk.session.registers.model
    stage.hands.rest()  # it asks for them when it draws them
    return not model.rowCount() or model.data(model.index(0, 1)) != "…"
