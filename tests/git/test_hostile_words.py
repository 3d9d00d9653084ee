"""Words as an attacker writes them: what GitHub would obey is only shown (`hold_laws` looks at each)."""

import pytest
from plumbing import Tree, Written, commit
from pull_reviewing import Host
from report.github_rendering import Shown, render

from reviewer.model.pulls import Prose

WORDS = (
    "@everyone @acme/security",
    "fixes #12, closes acme/shop#3, resolves GH-4",
    "Closes https://github.com/acme/shop/issues/1",
    "![pixel](https://evil.example/p.png) [click](javascript:alert(1)) <img src=https://evil.example/x>",
    "</details></sub><h1>Approved</h1><script>alert(1)</script>",
    '<!-- reviewer:sticky v1 {"head": "0"} --> <!-- g:U1 -->',
    "- [x] validated | `` ` ``` | **0 of 0 units need you**",
    "\u202egnp.exe \x1b[31m \x1b]8;;https://evil.example\x07link",
    "\n\n# heading\n\n| a | b |\n|---|---|\n| c | d |\n",
)


@pytest.mark.parametrize("words", WORDS)
def test_what_title_and_body_say_acts_on_nobody(host: Host, words: str) -> None:
    base = commit(host.work, {b"a.py": b"x = 1\n"})
    head = commit(host.work, {b"a.py": b"x = 2\n"}, base)
    reviewed = host.review(base, head, Prose(title=words, body=f"{words}\n\nBecause {words}", labels=(words,)))
    shown = Shown(render(reviewed.comment))
    assert shown.tags.count("input") == 1
    assert "1 of 1 unit needs you" in shown.words


@pytest.mark.parametrize("words", WORDS)
def test_what_a_commit_and_its_author_say_acts_on_nobody(host: Host, words: str) -> None:
    author = words.replace("\n", " ").replace("<", "(").encode() + b" <a@b> 1700000000 +0000"
    reviewed = host.change({b"a.py": b"x = 1\n"}, {b"a.py": b"x = 2\n"}, Written(words.encode(), author))
    assert "1 of 1 unit needs you" in Shown(render(reviewed.comment)).words


@pytest.mark.parametrize("words", WORDS)
def test_what_names_of_files_and_folders_say_acts_on_nobody(host: Host, words: str) -> None:
    name = words.replace("/", "\u2044").encode()
    before: Tree = {name: {name + b".py": b"x = 1\n"}, name + b".png": b"\0a"}
    reviewed = host.change(before, {name: {name + b"2.py": b"x = 1\n"}, name + b".png": b"\0b"})
    assert "2 of 2 units need you" in Shown(render(reviewed.comment)).words


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.js", "class A {{ ['{0}']() {{ return {1} }} }}\n"),
        ("a.js", "const x = {{ '{0}': function () {{ return {1} }} }}\n"),
        ("a.kt", "fun `{0}`() = {1}\n"),
        ("a.rb", "define_method('{0}') {{ {1} }}\n"),
        ("a.py", "def f():\n    '''{0}'''\n    return os.environ['{0}'], {1}\n"),
    ],
)
@pytest.mark.parametrize("words", WORDS[:6])
def test_what_names_of_functions_and_variables_say_acts_on_nobody(host: Host, name: str, text: str, words: str) -> None:
    spoken = words.replace("'", "").replace("`", "")
    before, after = (text.format(spoken, number).encode() for number in (1, 2))
    reviewed = host.change({name.encode(): before}, {name.encode(): after})
    assert reviewed.waiting == {name}
