"""Mistakes in a profile's [link.commands] are named with their line and their key."""

import re
from pathlib import Path

import pytest

from station.folders import resource
from station.line.profiles import check_profile
from station.operations.plant import KNOWN

NAME = "practice-modem"
TEXT = resource(f"profiles/{NAME}.toml").read_text("utf-8")
SIGN = """\
[[link.commands.sign_proof]]
send = 'AT+SIGN="{statement:base64}"'
answer = '^\\+SIGN: "(?P<signature>[A-Za-z0-9+/=]+)"$'
decode = { signature = "base64" }
"""


def problems(folder: Path, text: str) -> list[tuple[int, str, str]]:
    path = folder / f"{NAME}.toml"
    path.write_text(text, encoding="utf-8")
    return [(one.line, one.key, one.why) for one in check_profile(path, KNOWN)]


@pytest.mark.parametrize(
    ("old", "new", "key", "why"),
    [
        ('kind = "commands"', 'kind = "smp"', "link.commands", "no meaning with the link kind smp"),
        (
            r"'^(?P<serial>[A-Za-z0-9-]{1,64})$'",
            r"'^(?P<serial>(\w+)+\1)$'",
            "link.commands.identify[1].answer",
            r"since a device could slow it: invalid escape sequence: \\1",
        ),
        (
            r"'^(?P<serial>[A-Za-z0-9-]{1,64})$'",
            r"'^(?P<serial>(?=A)\w+)$'",
            "link.commands.identify[1].answer",
            "a pattern can't have this, since a device could slow it: invalid perl operator: (?=",
        ),
        (
            r"'^(?P<serial>[A-Za-z0-9-]{1,64})$'",
            "'('",
            "link.commands.identify[1].answer",
            "it is not a pattern: missing ): (",
        ),
        (
            "(?P<serial>",
            "(?P<number>",
            "link.commands.identify",
            "no answer's pattern has the group (?P<serial>...)",
        ),
        (
            "matches = { model = 'practice-.*' }",
            "matches = { modell = 'practice-.*' }",
            "link.commands.identify[2].matches.modell",
            "the answer's pattern has no group (?P<modell>...)",
        ),
        (
            '"{key}","{common_name}"',
            '"{key}","{comon_name}"',
            "link.commands.make_key[1].send",
            "there is no {comon_name} here; there are {common_name}, {firmware}, {key}, {model},",
        ),
        (
            "{certificate:pem:length}",
            "{certificate:pem:size}",
            "link.commands.install_certificate[1].send",
            "there is no encoding size: there are pem, hex,",
        ),
        (
            "{statement:base64}",
            "{statement:pem}",
            "link.commands.sign_proof[1].send",
            "pem is for a certificate or several, and comes first",
        ),
        (
            "{certificate:pem:length}",
            "{certificate:pem:length",
            "link.commands.install_certificate[1].send",
            "a brace stands alone",
        ),
        (
            'decode = { request = "pem" }\n',
            "",
            "link.commands.make_key[1].answer",
            "say by decode how request is encoded: hex, base64, base64url or pem",
        ),
        (
            'decode = { request = "pem" }',
            'decode = { request = "pam" }',
            "link.commands.make_key[1].decode.request",
            "perhaps you mean pem",
        ),
        (
            "[[link.commands.certificate]]",
            "[[link.commands.leave]]",
            "link.commands.make_key",
            "this needs [[link.commands.certificate]] beside it",
        ),
        ("wait_s = 60.0", "wait_s = 0.0", "link.commands.make_key[1].wait_s", "more than 0"),
        ('prompt = "> "', 'promt = "> "', "link.commands.install_certificate[1].promt", "prompt"),
        (
            'send = "AT"\n',
            'send = "A\u00e4"\n',
            "link.commands.connect[1].send",
            "only ASCII characters can be sent",
        ),
        (
            "[link.commands]\n",
            '[link.commands]\nflow = "xon"\n',
            "link.commands.flow",
            "it must be none, xon-xoff or rts-cts; perhaps you mean xon-xoff",
        ),
        (
            "[link.commands]\n",
            '[link.commands]\nvalues = { statement = "x" }\n',
            "link.commands.values.statement",
            "Station gives a value of this name itself",
        ),
    ],
)
def test_a_mistake_is_named_where_it_is(
    tmp_path: Path, old: str, new: str, key: str, why: str
) -> None:
    assert old in TEXT
    text = TEXT.replace(old, new, 1)
    found = problems(tmp_path, text)
    assert [one[1] for one in found] == [key], found
    line, _, said = found[0]
    assert why in said
    named = re.sub(r"\W.*", "", key.rpartition(".")[2].replace("[", "|"))
    window = text.splitlines()[line - 1 : line + 2]
    assert any(named in row or new[:20] in row for row in window), (line, window)


def test_a_certificate_is_read_back_or_compared(tmp_path: Path) -> None:
    blind = TEXT.replace("(?P<certificate>", "(?P<something>").replace(
        "decode = { certificate =", "decode = { something ="
    )
    ((_, key, why),) = problems(tmp_path, blind)
    assert key == "link.commands.certificate"
    assert why.startswith("it neither captures (?P<certificate>...) nor holds")


def test_its_link_needs_the_table(tmp_path: Path) -> None:
    table, names = TEXT.index("# What it says by itself"), TEXT.index("[names]")
    ((_, key, why),) = problems(tmp_path, TEXT[:table] + TEXT[names:])
    assert key == "link.kind"
    assert why == "the table [link.commands] is missing, which this kind of link needs"


def test_a_restart_waits_for_what_shows_it(tmp_path: Path) -> None:
    blind = TEXT.replace('[[link.commands.restart]]\nuntil = ["RDY"]\nwait_s = 20.0\n', "")
    ((_, key, why),) = problems(tmp_path, blind)
    assert key == "link.commands.restart"
    assert why.startswith("the last exchange must send nothing")


def test_a_profile_without_a_proof_says_that_the_request_is_it(tmp_path: Path) -> None:
    assert SIGN in TEXT
    (problem,) = problems(tmp_path, TEXT.replace(SIGN, ""))
    assert problem[1] == "mechanism"
    assert "sign_proof" in problem[2]
    by_request = TEXT.replace(SIGN, "").replace("[x509]\n", '[x509]\nproof = "request"\n')
    assert problems(tmp_path, by_request) == []
