"""The same twelve steps of a course in SpiffWorkflow, the Python workflow engine that a developer would pick instead.

The bar is held under `nutura-back`, the protocol of every other figure here. Beside it stands `spine-institute`, one of
the smallest protocols, because what a step costs a workflow engine grows with the whole process: it is stored with
every course. `nutura_back.bpmn` and `spine_institute.bpmn` say the same as the protocols with the steps that Enthesis
adds: the same activities, conditions and ways out of a decision, a timer where a window opens and one where it closes.
Both sides keep the same facts of every step: who, when, answers, drugs, doses, scores.

A step is what a web process does when one thing happened, days after the last: take the course's state as it is
stored, do the step, find what is next and when, and store the state. For SpiffWorkflow that is its own serializer, as
its manual says: JSON to workflow, run the task, let timers see the day, ask for the tasks that are ready or waiting,
workflow to JSON. For Enthesis: JSON lines to events, append one, fold, agenda with windows and reasons, the new event
to JSON. Both check at every step that the step that follows may be done. No database is in either time. SpiffWorkflow
reads the machine's clock; here it is shown the day of the step, so that timers that should fire do, and no others.
"""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

from SpiffWorkflow.bpmn.parser import BpmnParser
from SpiffWorkflow.bpmn.script_engine import PythonScriptEngine, TaskDataEnvironment
from SpiffWorkflow.bpmn.serializer import BpmnWorkflowSerializer
from SpiffWorkflow.bpmn.specs.event_definitions import timer
from SpiffWorkflow.bpmn.workflow import BpmnWorkflow
from SpiffWorkflow.util.task import TaskState

from benchmarks.figure import Bar, Figure, at_least, figure
from benchmarks.sizes import Sizes
from enthesis.pathway import codec
from enthesis.pathway import events as e
from enthesis.pathway.agenda import agenda
from enthesis.pathway.course import fold
from enthesis.pathway.events import Event
from enthesis.pathway.protocol.library import find

FIRST_DAY = date(2025, 1, 7)
FOLDER = Path(__file__).parent
PORTIONS = 10
LONGEST = 45.0  # seconds; a slow machine does the portions done by then, and the figure says how many
SHARE = 5  # SpiffWorkflow does every fifth course: a course costs the same whichever it is


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that happens: on which day of the course, which task of the process, and what a decision says."""

    day: int
    task: str
    activity: str = ""  # where the process has two tasks for it; else the task's name
    says: Mapping[str, Any] | None = None

    @property
    def name(self) -> str:
        return self.activity or self.task


@dataclass(frozen=True, slots=True)
class Process:
    """A protocol, and twelve steps under it."""

    protocol: str
    steps: tuple[Step, ...]

    @property
    def file(self) -> Path:
        return FOLDER / f"{self.protocol.replace('-', '_')}.bpmn"


NUTURA_BACK = Process(
    "nutura-back",
    (
        Step(0, "evaluation"),
        Step(0, "medicines"),
        Step(2, "candidacy", says={"option": "eligible"}),
        Step(7, "intake"),
        Step(7, "consent"),
        Step(21, "diagnostic-injection"),
        Step(23, "check-in-diagnostic", "check-in"),
        Step(37, "response-review", says={"option": "go-on"}),
        Step(37, "plan", says={"sessions": 3, "sessions_done": 0}),
        Step(44, "treatment", says={"sessions_done": 1}),
        Step(46, "check-in"),
        Step(56, "session-review", says={"option": "continue"}),
    ),
)
SPINE_INSTITUTE = Process(
    "spine-institute",
    (
        Step(0, "evaluation"),
        Step(0, "medicines"),
        Step(2, "candidacy", says={"option": "eligible"}),
        Step(2, "prior-care", says={"option": "tried"}),
        Step(7, "consultation"),
        Step(7, "consent"),
        Step(7, "plan", says={"sessions": 1}),
        Step(21, "treatment", says={"sessions_done": 1}),
        Step(23, "check-in"),
        Step(30, "session-review", says={"option": "continue"}),
        Step(111, "follow-up"),
        Step(120, "closing"),
    ),
)


def measure(sizes: Sizes) -> list[Figure]:
    return [
        _compared("spiffworkflow_vs_ours", NUTURA_BACK, sizes.engine_courses, at_least(50)),
        _compared("spiffworkflow_vs_ours_small_protocol", SPINE_INSTITUTE, sizes.engine_courses, None),
    ]


def _compared(name: str, process: Process, courses: int, bar: Bar | None) -> Figure:
    """Portions of courses take turns; within a portion all courses take a step before any takes the next."""
    ours, theirs = Ours(process), Spiff(process)
    portion = max(1, courses // PORTIONS)
    share = max(1, portion // SHARE)
    our_times: list[float] = []
    their_times: list[float] = []
    ours.portion(1)
    theirs.portion(1)
    began = perf_counter()
    while len(our_times) < courses // portion and (not our_times or perf_counter() - began < LONGEST):
        our_times.append(ours.portion(portion) / portion)
        their_times.append(theirs.portion(share) / share)
    us, them = median(our_times) * 1000, median(their_times) * 1000
    return figure(
        name,
        median(b / a for a, b in zip(our_times, their_times, strict=True)),
        "ratio",
        f"twelve steps of {portion * len(our_times):,} courses under {process.protocol}, state from and to JSON at"
        f" every step: SpiffWorkflow (doing {share * len(their_times):,} of them) / fold and agenda:"
        f" {them:.1f} ms and {us:.2f} ms a course; median of {len(our_times)} portions",
        bar,
    )


class Ours:
    """Fold and agenda."""

    def __init__(self, process: Process) -> None:
        found = find(process.protocol)
        if found is None:
            raise LookupError(f"{process.protocol} is not among the shipped protocols.")
        self.protocol = found
        self.started = e.CourseStarted(
            **_when("e0", 0), protocol=found.id, version=found.version, problem="low back pain", region="back"
        )
        self.events = [event_of(step, f"e{place}") for place, step in enumerate(process.steps, 1)]
        self.following = [step.name for step in process.steps[1:]] + [""]

    def portion(self, courses: int) -> float:
        logs = [[json.dumps(codec.write(self.started))] for _ in range(courses)]
        begun = perf_counter()
        for event, following in zip(self.events, self.following, strict=True):
            for lines in logs:
                log = [codec.read(value) for value in json.loads(f"[{','.join(lines)}]")]
                log.append(event)
                items = agenda(self.protocol, fold(log))
                lines.append(json.dumps(codec.write(event)))
                if following and not any(item.activity == following and item.may for item in items):
                    raise RuntimeError(f"{following} is not next.")
        return perf_counter() - begun


class Spiff:
    """SpiffWorkflow."""

    def __init__(self, process: Process) -> None:
        parser = BpmnParser()
        parser.add_bpmn_file(str(process.file))
        self.spec = parser.get_spec("course")
        self.parts = parser.get_subprocess_specs("course")
        self.serializer = BpmnWorkflowSerializer()
        self.engine = PythonScriptEngine(TaskDataEnvironment({"after": _after}))
        self.steps = [
            (step, {step.task.replace("-", "_"): codec.write(event_of(step, f"e{place}")), **(step.says or {})})
            for place, step in enumerate(process.steps, 1)
        ]

    def portion(self, courses: int) -> float:
        with _the_day_is(0):
            states = [self._begun() for _ in range(courses)]
        seconds = 0.0
        for step, data in self.steps:
            with _the_day_is(step.day):
                begun = perf_counter()
                states = [self._step(state, step.task, data) for state in states]
                seconds += perf_counter() - begun
        return seconds

    def _begun(self) -> str:
        workflow = BpmnWorkflow(self.spec, self.parts, script_engine=self.engine)
        (start,) = workflow.get_tasks(state=TaskState.READY)
        start.data["started_on"] = FIRST_DAY.isoformat()
        workflow.do_engine_steps()
        return str(self.serializer.serialize_json(workflow))

    def _step(self, state: str, name: str, data: Mapping[str, Any]) -> str:
        workflow = self.serializer.deserialize_json(state)
        workflow.script_engine = self.engine
        workflow.refresh_waiting_tasks()
        workflow.do_engine_steps()
        task = next((t for t in workflow.get_tasks(state=TaskState.READY) if t.task_spec.name == name), None)
        if task is None:
            raise RuntimeError(f"{name} is not next.")
        task.data.update(data)
        task.run()
        workflow.refresh_waiting_tasks()
        workflow.do_engine_steps()
        is_over = not workflow.get_tasks(state=TaskState.READY | TaskState.WAITING)
        if is_over != (name == "closing"):
            raise RuntimeError("The course does not end with its closing.")
        return str(self.serializer.serialize_json(workflow))


def _after(day: str, days: int) -> str:
    """What the timers of the processes call: the beginning of a day so many days after another."""
    return f"{date.fromisoformat(day) + timedelta(days=days)}T00:00:00+00:00"


@contextmanager
def _the_day_is(day: int) -> Iterator[None]:
    """Nine in the morning of a day of the course is what SpiffWorkflow's timers see."""
    moment = _at(day)

    class Shown(datetime):
        @classmethod
        def now(cls, tz: Any = None) -> Any:
            return moment

    kept = timer.datetime
    timer.datetime = Shown
    try:
        yield
    finally:
        timer.datetime = kept


def _at(day: int) -> datetime:
    on = FIRST_DAY + timedelta(days=day)
    return datetime(on.year, on.month, on.day, 9, tzinfo=UTC)


def _when(name: str, day: int) -> dict[str, Any]:
    at = _at(day)
    return {"id": name, "happened_on": at.date(), "recorded_at": at, "recorded_by": "U-3"}


def event_of(step: Step, name: str) -> Event:
    """The step as Enthesis records it."""
    carried, said = _when(name, step.day), step.says or {}
    match step.name:
        case "evaluation":
            return e.EvaluationAnswered(**carried, answers={"age": 51, "fever": "no"})
        case "medicines":
            return e.DrugListTaken(**carried, drugs=("ibuprofen",))
        case "candidacy":
            return e.CandidacyDecided(**carried, outcome=said["option"])
        case "prior-care" | "response-review" | "session-review":
            return e.ResponseDecided(**carried, activity=step.name, option=said["option"])
        case "intake" | "consultation":
            return e.VisitAttended(**carried, activity=step.name)
        case "consent":
            return e.ConsentSigned(**carried, document="prolotherapy", version="3")
        case "plan":
            return e.PlanAgreed(**carried, sessions=said["sessions"])
        case "diagnostic-injection" | "treatment":
            return e.InjectionsGiven(**carried, activity=step.name, volume_ml=Decimal(10), dextrose_percent=Decimal(15))
        case "follow-up":
            return e.ScoresTaken(**carried, activity=step.name, instrument="nrs_pain", value=Decimal(2))
        case "closing":
            return e.CourseClosed(**carried, reason="completed")
        case _:
            return e.ActivityDone(**carried, activity=step.name)
