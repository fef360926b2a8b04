"""The languages: what is finished in them, that it fits what it translates, and letters for it."""

import re
import shutil
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from station.window.languages import LANGUAGES, SOURCE, of_system, read_texts
from tests.support.typeface import FONTS
from tests.support.window_texts import TRANSLATIONS, all_texts, renew

pytestmark = pytest.mark.window

OTHERS = [code for code in LANGUAGES if code != SOURCE]
# Every text is said in these. A language is added once its translators are through.
COMPLETE = ("de", "es", "zh_CN")
PLACE = re.compile(r"\{\w+\}")
OPTION = re.compile(r"--[a-z][a-z-]+")
KEY = re.compile(r"&(?!&)(\w)")
# How Chinese writes them.
ENDS = {"\u3002": ".", "\uff1a": ":", "\uff1f": "?", "\uff01": "!"}
# An abbreviation's full stop ends no sentence.
SHORTENED = re.compile(r"(?<!-)\bid\.$")


def file_of(code: str) -> Path:
    return TRANSLATIONS / f"station_{code}.ts"


def end_of(text: str) -> str:
    """Return the sign that a text ends with, as English has it; empty for a letter or a digit."""
    last = text[-1:] if not SHORTENED.search(text) else ""
    last = ENDS.get(last, last)
    return last if last in {".", ":", "?", "!", "…"} else ""


@pytest.mark.parametrize("code", OTHERS)
def test_the_file_is_what_the_sources_say(code: str, tmp_path: Path) -> None:
    """`packaging/languages` renews it."""
    shutil.copy(file_of(code), tmp_path)
    renew(tmp_path, [code])
    assert (tmp_path / file_of(code).name).read_bytes() == file_of(code).read_bytes()


@pytest.mark.parametrize("code", COMPLETE)
def test_every_text_is_translated(code: str) -> None:
    finished = read_texts(file_of(code))
    assert [one for one in all_texts() if one not in finished] == []


@pytest.mark.parametrize("code", OTHERS)
def test_a_translation_has_the_places_options_and_end_of_its_source(code: str) -> None:
    wrong = [
        (source, said)
        for (_, source), forms in read_texts(file_of(code)).items()
        for said in forms
        if set(PLACE.findall(source)) != set(PLACE.findall(said))
        or sorted(OPTION.findall(source)) != sorted(OPTION.findall(said))
        or end_of(source) != end_of(said)
        or not said.strip()
    ]
    assert wrong == []


@pytest.mark.parametrize("code", OTHERS)
def test_a_translation_has_a_key_only_where_its_source_has_one(code: str) -> None:
    texts = read_texts(file_of(code)).items()
    assert [
        (source, said)
        for (_, source), forms in texts
        for said in forms
        if len(KEY.findall(said)) > len(KEY.findall(source))
    ] == []


@pytest.mark.parametrize("code", OTHERS)
def test_no_key_is_two_controls_of_one_form(code: str) -> None:
    """A key twice in English is said one after the other, as of a button that changes."""
    doubled = []
    seen: dict[tuple[str, str], list[str]] = {}
    for (context, source), forms in read_texts(file_of(code)).items():
        for key in KEY.findall(forms[0]):
            seen.setdefault((context, key.lower()), []).append(source)
    for (context, key), sources in seen.items():
        english = {found[0].lower() for one in sources if (found := KEY.findall(one))}
        if len(english) == len(sources) > 1:
            doubled.append((context, key, sources))
    assert doubled == []


@pytest.mark.parametrize("code", OTHERS)
def test_every_character_has_a_glyph(code: str) -> None:
    names = ["DejaVuSans.ttf", LANGUAGES[code].typeface]
    glyphs = set[int]()
    for name in filter(None, names):
        glyphs |= set(TTFont(FONTS / name).getBestCmap())
    said = "".join("".join(forms) for forms in read_texts(file_of(code)).values())
    used = {one for one in said + LANGUAGES[code].name if one.isprintable()}
    assert {one for one in used if ord(one) not in glyphs} == set()


@pytest.mark.parametrize("code", OTHERS)
def test_a_file_says_of_itself_which_language_it_is(code: str) -> None:
    assert f'language="{code}"' in file_of(code).read_text("utf-8")[:200]


@pytest.mark.parametrize(
    ("wanted", "spoken"),
    [
        (["de-AT", "de"], "de"),
        (["fr-FR", "es-MX", "en"], "es"),
        (["zh-Hans-CN"], "zh_CN"),
        (["zh-CN"], "zh_CN"),
        (["zh-Hant-TW", "en"], "en"),
        (["pl"], "en"),
        ([], "en"),
    ],
)
def test_the_system_s_language_is_spoken_where_it_is_known(wanted: list[str], spoken: str) -> None:
    assert of_system(wanted) == spoken
