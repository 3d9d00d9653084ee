import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewer.model.policy import Mode, Policy, PolicyProblem
from reviewer.policy.parse import LONGEST, parse_policy


def problem(text: str) -> PolicyProblem:
    (found,) = parse_policy(text).problems
    return found


def test_no_file_is_the_default_policy() -> None:
    assert parse_policy(None) == Policy()


@pytest.mark.parametrize("text", ["", "# only a comment\n", "~"])
def test_a_file_without_keys_is_the_default_policy(text: str) -> None:
    assert parse_policy(text) == Policy()


def test_every_key_is_read() -> None:
    text = 'version: 1\nmode: gate\ngenerated:\n  - "api/generated/**"\nmute: true\nreview_drafts: yes\n'
    assert parse_policy(text) == Policy(Mode.GATE, ("api/generated/**",), is_muted=True, review_drafts=True)


def test_an_unknown_key_is_told_with_its_line_and_the_nearest_right_one() -> None:
    assert problem("mute: false\nreview-draft: true\n") == PolicyProblem(
        2, "Unknown key `review-draft`: did you mean `review_drafts`?"
    )


def test_a_key_like_no_other_is_told_with_all_keys() -> None:
    assert problem("zzz: 1").message.endswith("the keys are version, mode, generated, mute, review_drafts, queue.")


def test_the_other_keys_of_a_file_with_a_mistake_still_count() -> None:
    assert parse_policy("mode: gate\nmoot: true\n").mode is Mode.GATE


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("mode: strict", "`mode` takes advisory or gate."),
        ("mute: 3", "`mute` takes true or false."),
        ('mute: "true"', "`mute` takes true or false."),
        ("generated: api/**", '`generated` takes a list of path patterns, such as ["api/generated/**"].'),
        ("generated: [1]", '`generated` takes a list of path patterns, such as ["api/generated/**"].'),
        ("version: 2", "`version` takes 1, the only form there is."),
        ("mute: true\nmute: false", "`mute` is given twice; the first one counts."),
        ("- mode", "The policy file must be a mapping of keys (version, mode, generated, mute, review_drafts, queue)."),
        ("mode: gate\n---\nmode: gate", "A second document begins here; keep the policy in one."),
        ("a: &x [1]\nb: *x", "Aliases (*name) are not read here: write the value out."),
        ("[" * 50, "This nests more than 8 levels deep; the policy file needs four."),
        ("mode: [", "This is not YAML: expected the node content, but found '<stream end>'."),
    ],
)
def test_a_mistake_is_told_in_words(text: str, message: str) -> None:
    assert problem(text).message == message


def test_a_mistake_is_told_with_its_line() -> None:
    assert problem("version: 1\nmode: [gate\n").line == 3


def test_a_file_beyond_the_limit_is_not_read() -> None:
    assert "longest we read" in problem("#" * (LONGEST + 1)).message


def test_a_tag_builds_nothing() -> None:
    assert problem('mode: !!python/object/apply:os.system ["true"]').message == "`mode` takes advisory or gate."


@given(st.text(alphabet=st.sampled_from(list("mode: gt\n-[]{}&*!|>'\"#%@`,?\t\0\ufeff1~")), max_size=60))
def test_no_text_raises(text: str) -> None:
    assert isinstance(parse_policy(text), Policy)
