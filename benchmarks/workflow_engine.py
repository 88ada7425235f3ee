"""The same twelve steps of a course in SpiffWorkflow, the Python workflow engine that a developer would pick instead.

The protocol is `spine-institute`: with the steps that Enthesis adds to every course it has twelve activities. One
course is done from the evaluation to the closing, each activity once, in twelve steps. `twelve_steps.bpmn` says the
same to SpiffWorkflow: the same activities, conditions and ways out of a decision, a timer where a window opens and one
where it closes. Both keep the same facts of every step: who, when, answers, drugs, doses, scores.

A step is what a web process does when one thing happened, days after the last: take the course's state as it is
stored, do the step, find what is next, and store the state. For SpiffWorkflow that is its own serializer, as its manual
says: JSON to workflow, run the task, let timers see the day, ask for the tasks that are ready or waiting, workflow to
JSON. For Enthesis: JSON lines to events, append one, fold, agenda with windows and reasons, the new event to JSON. Both
check at every step that the step that follows may be done. No database is in either time. SpiffWorkflow reads the
machine's clock; here it is shown the day of the step, so that timers that should fire do, and no others.
"""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
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

from benchmarks.figure import Figure, at_least, figure
from benchmarks.sizes import Sizes
from enthesis.pathway import codec
from enthesis.pathway import events as e
from enthesis.pathway.agenda import agenda
from enthesis.pathway.course import fold
from enthesis.pathway.events import Event
from enthesis.pathway.protocol.library import find

PROTOCOL = "spine-institute"
FIRST_DAY = date(2025, 1, 7)
BPMN = Path(__file__).with_name("twelve_steps.bpmn")
PORTIONS = 10

# Day of the course, name of the step, and what the decision or the plan says.
STEPS: tuple[tuple[int, str, Mapping[str, Any]], ...] = (
    (0, "evaluation", {}),
    (0, "medicines", {}),
    (2, "candidacy", {"option": "eligible"}),
    (2, "prior-care", {"option": "tried"}),
    (7, "consultation", {}),
    (7, "consent", {}),
    (7, "plan", {"sessions": 1}),
    (21, "treatment", {"sessions_done": 1}),
    (23, "check-in", {}),
    (30, "session-review", {"option": "continue"}),
    (111, "follow-up", {}),
    (120, "closing", {}),
)


def measure(sizes: Sizes) -> list[Figure]:
    """Portions of courses take turns; within a portion all courses take a step before any takes the next."""
    ours, theirs = _Ours(), _Spiff()
    courses = sizes.engine_courses
    portion = max(1, courses // PORTIONS)
    our_times: list[float] = []
    their_times: list[float] = []
    ours.portion(1)
    theirs.portion(1)
    for _ in range(courses // portion):
        our_times.append(ours.portion(portion) / portion)
        their_times.append(theirs.portion(portion) / portion)
    us, them = median(our_times) * 1000, median(their_times) * 1000
    what = f"twelve steps of {courses} courses, state taken from and brought to JSON at every step"
    return [
        figure(
            "spiffworkflow_vs_ours",
            median(b / a for a, b in zip(our_times, their_times, strict=True)),
            "ratio",
            f"{what}: SpiffWorkflow {them:.1f} ms a course / fold and agenda {us:.2f} ms",
            at_least(50),
        ),
    ]


class _Ours:
    """Fold and agenda."""

    def __init__(self) -> None:
        found = find(PROTOCOL)
        if found is None:
            raise LookupError(f"{PROTOCOL} is not among the shipped protocols.")
        self.protocol = found
        self.started = e.CourseStarted(
            **_when("e0", 0), protocol=found.id, version=found.version, problem="low back pain", region="back"
        )
        self.steps = [(name, _event(f"e{place}", name, day, said)) for place, (day, name, said) in enumerate(STEPS, 1)]

    def portion(self, courses: int) -> float:
        logs = [[json.dumps(codec.write(self.started))] for _ in range(courses)]
        following = [name for name, _ in self.steps[1:]] + [""]
        begun = perf_counter()
        for (_, event), next_name in zip(self.steps, following, strict=True):
            for lines in logs:
                log = [codec.read(value) for value in json.loads(f"[{','.join(lines)}]")]
                log.append(event)
                items = agenda(self.protocol, fold(log))
                lines.append(json.dumps(codec.write(event)))
                if next_name and not any(item.activity == next_name and item.may for item in items):
                    raise RuntimeError(f"{next_name} is not next.")
        return perf_counter() - begun


class _Spiff:
    """SpiffWorkflow with `twelve_steps.bpmn`."""

    def __init__(self) -> None:
        parser = BpmnParser()
        parser.add_bpmn_file(str(BPMN))
        self.spec = parser.get_spec("course")
        self.parts = parser.get_subprocess_specs("course")
        self.serializer = BpmnWorkflowSerializer()
        self.engine = PythonScriptEngine(TaskDataEnvironment({"after": _after}))

    def portion(self, courses: int) -> float:
        with _the_day_is(FIRST_DAY):
            states = [self._begun() for _ in range(courses)]
        seconds = 0.0
        for place, (day, name, said) in enumerate(STEPS, 1):
            event = codec.write(_event(f"e{place}", name, day, said))
            data = {name.replace("-", "_"): event, **said}
            with _the_day_is(FIRST_DAY + timedelta(days=day)):
                begun = perf_counter()
                states = [self._step(state, name, data) for state in states]
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
        what_is_next = workflow.get_tasks(state=TaskState.READY | TaskState.WAITING)
        if bool(what_is_next) == (name == "closing"):
            raise RuntimeError("The course does not end with its closing.")
        return str(self.serializer.serialize_json(workflow))


def _after(day: str, days: int) -> str:
    """What the timers of `twelve_steps.bpmn` call: the beginning of a day so many days after another."""
    return f"{date.fromisoformat(day) + timedelta(days=days)}T00:00:00+00:00"


@contextmanager
def _the_day_is(day: date) -> Iterator[None]:
    """Nine in the morning of a day is what SpiffWorkflow's timers see."""
    moment = datetime(day.year, day.month, day.day, 9, tzinfo=UTC)

    class Shown(datetime):
        @classmethod
        def now(cls, tz: Any = None) -> datetime:
            return moment

    kept = timer.datetime
    timer.datetime = Shown
    try:
        yield
    finally:
        timer.datetime = kept


def _when(name: str, day: int) -> dict[str, Any]:
    on = FIRST_DAY + timedelta(days=day)
    at = datetime(on.year, on.month, on.day, 9, tzinfo=UTC)
    return {"id": name, "happened_on": on, "recorded_at": at, "recorded_by": "U-3"}


def _event(name: str, step: str, day: int, said: Mapping[str, Any]) -> Event:
    """The step as Enthesis records it."""
    carried = _when(name, day)
    match step:
        case "evaluation":
            return e.EvaluationAnswered(**carried, answers={"age": 51, "fever": "no"})
        case "medicines":
            return e.DrugListTaken(**carried, drugs=("ibuprofen",))
        case "candidacy":
            return e.CandidacyDecided(**carried, outcome=said["option"])
        case "prior-care" | "session-review":
            return e.ResponseDecided(**carried, activity=step, option=said["option"])
        case "consent":
            return e.ConsentSigned(**carried, document="prolotherapy", version="3")
        case "plan":
            return e.PlanAgreed(**carried, sessions=said["sessions"])
        case "treatment":
            return e.InjectionsGiven(**carried, activity=step, volume_ml=Decimal(10), dextrose_percent=Decimal(15))
        case "follow-up":
            return e.ScoresTaken(**carried, activity=step, instrument="nrs_pain", value=Decimal(2))
        case "closing":
            return e.CourseClosed(**carried, reason="completed")
        case "consultation":
            return e.VisitAttended(**carried, activity=step)
        case _:
            return e.ActivityDone(**carried, activity=step)
