"""What one step of an explanation comes to, and a row of steps that ends where one stops."""

from collections.abc import Callable, Sequence

from msgspec import Struct, structs

from inspector.model.places.sources import Source
from inspector.model.why.explanation import Action, Explanation, Step

Facts = tuple[tuple[str, str], ...]

NOTHING_TO_DO = Action(kind="nothing_to_do", text="Nothing needs to be done.")


def mend_request(path: str, text: str, **more: str) -> Action:
    """Advice to whoever writes the request: something else has to stand at `path`."""
    return Action(kind="mend_request", text=text, arguments={"path": path, **more})


class NearMiss(Struct, frozen=True, kw_only=True):
    """Something that is there, and nearly what was looked for."""

    about: str = ""  # of which file of a script it is: a role, a path, "line:column"
    kind: (
        str  # "casing", "layout", "prefix", "folder", "elsewhere", "other id", "other age", "slice"
    )
    text: str
    facts: Facts = ()
    action: Action


class Around(Struct, frozen=True, kw_only=True):
    """What advice depends on besides the evidence."""

    sources: tuple[Source, ...] = ()  # that were asked, in order
    given: bool = True  # the request names them; else they are of the settings
    trusted: bool = False
    strict: bool = False
    offline: bool = False
    seconds: dict[str, float] = {}  # time limits by the name of the setting
    near: tuple[NearMiss, ...] = ()  # of the module or script in question

    def source(self, name: str) -> Source | None:
        """The source of that id."""
        return next((one for one in self.sources if one.id == name), None)


class Judged(Struct, frozen=True, kw_only=True):
    """A step; when it stops, what that means and what to do."""

    step: Step
    verdict: str = ""
    next: Action | None = None


def passed(name: str, text: str, facts: Facts = ()) -> Judged:
    """A step that went well."""
    return Judged(step=Step(name=name, state="ok", text=text, facts=facts))


def skipped(name: str, text: str) -> Judged:
    """A step that was not taken, which is nobody's fault."""
    return Judged(step=Step(name=name, state="not_reached", text=text))


def stopped(
    name: str, text: str, next_: Action | None, facts: Facts = (), *, verdict: str = ""
) -> Judged:
    """The step that ends it. `verdict` "": the sentence of the step says it all."""
    step = Step(name=name, state="stopped", text=text, facts=facts)
    return Judged(step=step, verdict=verdict or text, next=next_)


def in_a_row(
    subject: str, stages: Sequence[tuple[str, Callable[[], Judged]]], good: tuple[str, Action]
) -> Explanation:
    """The stages in their order up to the one that stops; `good`: what is said if none does."""
    steps: list[Step] = []
    end: Judged | None = None
    for name, look in stages:
        if end is not None:
            steps.append(Step(name=name, state="not_reached", text="It did not come to this."))
            continue
        judged = look()
        steps.append(judged.step)
        if judged.step.state == "stopped":
            end = judged
    verdict, action = (end.verdict, end.next) if end else good
    return Explanation(subject=subject, verdict=verdict, steps=tuple(steps), next=action)


def symbolicated_but(told: Explanation, name: str) -> Explanation:
    """What is said of a frame that is symbolicated as `name` and still lacks something."""
    lacks = told.verdict[:1].lower() + told.verdict[1:]
    return structs.replace(told, verdict=f"It was symbolicated as {name}, but {lacks}")
