"""An application, from the first key to its receipt."""

from kiosk.demo.stage import Script, Stage


def play(stage: Stage, script: Script) -> None:
    """Fill in, save, wait for the receipt; `pictures` names the moments to be seen.

    The moments are `offered` services, `person` known people, `filled`, `saved`.
    """
    fill_in(stage, script)
    stage.save()
    picture(stage, script, "saved")


def fill_in(stage: Stage, script: Script) -> None:
    """Write a visitor's application into the form, ready to be saved."""
    begin(stage, script)
    write(stage, script)
    picture(stage, script, "filled")


def begin(stage: Stage, script: Script) -> None:
    """Choose channel and service."""
    clerk = stage.clerk
    clerk.begin(script.get("channel", "walk_in"))
    clerk.search_service(script["search"], script["service"])
    picture(stage, script, "offered")
    clerk.take_service(script["service"])


def write(stage: Stage, script: Script) -> None:
    """Write everything below the service."""
    clerk = stage.clerk
    if "known" in script:
        clerk.look_for_person(script["known"])
        picture(stage, script, "person")
        clerk.take_listed()
    clerk.write_fields(script.get("write", {}))
    clerk.add_people(script.get("people", ()))
    if "agent" in script:
        clerk.add_agent(script["agent"])
    clerk.write_fields({f"x.{code}": text for code, text in script.get("fields", {}).items()})
    clerk.write_fields({name: script[name] for name in ("subject",) if name in script})
    clerk.mark_papers(script.get("papers", {}), script.get("paper_days", {}))


def picture(stage: Stage, script: Script, moment: str) -> None:
    """Take a picture of a moment that the script wants to be seen."""
    if moment in script.get("pictures", ()):
        stage.step(f"{script['called']}-{moment}")
