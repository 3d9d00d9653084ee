import pytest

from reviewer.model.policy import PolicyProblem
from reviewer.model.queue import BusinessHours, PullClass, QueueRules
from reviewer.policy.parse import parse_policy

WHOLE = """\
queue:
  classes:
    hotfix: [Sev1, outage]
    chore: ["deps: bump"]
  sla: {hotfix: 1, normal: 24.5}
  hours: "08:30-18:00"
  days: [sun, mon, tue]
  zone: Asia/Jerusalem
"""

NO_ZONE = "`queue.zone` takes the name of a time zone, such as UTC or Europe/Berlin."
NO_SPAN = '`queue.hours` takes a span of at least an hour within a day, such as "09:00-17:00".'


def problem(text: str) -> PolicyProblem:
    (found,) = parse_policy(text).problems
    return found


def test_every_key_of_the_queue_is_read() -> None:
    policy = parse_policy(WHOLE)
    rules = policy.queue
    assert policy.problems == ()
    assert rules.hours == BusinessHours(days=(0, 1, 6), start=510, end=1080, zone="Asia/Jerusalem")
    assert rules.slas[PullClass.HOTFIX] == 1
    assert rules.slas[PullClass.NORMAL] == 24.5
    assert rules.slas[PullClass.CHORE] == 40


def test_labels_of_a_class_replace_ours_and_the_other_classes_keep_theirs() -> None:
    labels = parse_policy(WHOLE).queue.labels
    assert {label for label, each in labels.items() if each is PullClass.HOTFIX} == {"sev1", "outage"}
    assert {label for label, each in labels.items() if each is PullClass.BLOCKING} == {"blocking", "blocker"}
    assert labels["deps: bump"] is PullClass.CHORE


@pytest.mark.parametrize("hours", ['"00:00-24:00"', "09:00-10:00"])
def test_a_day_may_be_whole_and_is_an_hour_at_least(hours: str) -> None:
    assert parse_policy(f"queue: {{hours: {hours}}}").problems == ()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("queue: soon", "`queue` takes a mapping of keys (classes, sla, hours, days, zone)."),
        ("queue:\n  zones: UTC", "Unknown key `zones`: did you mean `zone`?"),
        ("queue: {zone: UTC, zone: UTC}", "`queue.zone` is given twice; the first one counts."),
        ("queue: {zone: Mars/Base}", NO_ZONE),
        ("queue: {zone: ../../etc/passwd}", NO_ZONE),
        ("queue: {zone: Europe}", NO_ZONE),
        ("queue: {days: []}", "`queue.days` takes a list of days: mon, tue, wed, thu, fri, sat, sun."),
        ("queue: {days: [monday]}", "`queue.days` takes a list of days: mon, tue, wed, thu, fri, sat, sun."),
        ("queue: {hours: 9-17}", NO_SPAN),
        ("queue: {hours: 22:00-06:00}", NO_SPAN),
        ("queue: {hours: 00:00-24:30}", NO_SPAN),
        ("queue: {sla: 3}", "`queue.sla` takes a mapping of keys (hotfix, blocking, normal, chore)."),
        (
            "queue: {sla: {hotfix: 0}}",
            "`queue.sla` cannot be read: `hotfix` takes business hours: a number above 0, at most 1000.",
        ),
        (
            "queue: {sla: {hotfix: .inf}}",
            "`queue.sla` cannot be read: `hotfix` takes business hours: a number above 0, at most 1000.",
        ),
        (
            "queue: {sla: {hotfix: 9}}",
            "`queue.sla` has to rise: hotfix (9) may not take longer than blocking (8).",
        ),
        (
            "queue: {classes: {normal: [bug]}}",
            "`queue.classes` cannot be read: Unknown key `normal`: the keys are hotfix, blocking, chore.",
        ),
        (
            "queue: {classes: {hotfix: urgent}}",
            '`queue.classes` cannot be read: `hotfix` takes a list of at most 50 labels, such as ["hotfix"].',
        ),
        (
            "queue: {classes: {hotfix: [x], chore: [X]}}",
            "`queue.classes` gives the label 'x' to two classes.",
        ),
    ],
)
def test_a_mistake_in_the_queue_is_told_in_words_and_keeps_the_default(text: str, message: str) -> None:
    assert problem(text).message == message
    assert parse_policy(text).queue == QueueRules()


def test_a_mistake_in_the_queue_is_told_with_its_line_and_spares_the_rest() -> None:
    text = "mute: true\nqueue:\n  sla:\n    hotfix: 1\n    normal: soon\n  zone: Europe/Berlin\n"
    assert problem(text).line == 5
    policy = parse_policy(text)
    assert (policy.is_muted, policy.queue.hours.zone) == (True, "Europe/Berlin")
