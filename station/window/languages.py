"""The languages of the window, and the translator that speaks one of them.

The texts are in resources/translations/*.ts, which Qt Linguist edits. They are read as they are: a
corrected word is there at the next start, and nothing is to be compiled.
"""

import logging
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from xml.etree import ElementTree as ET

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator

from station.errors import StationError
from station.folders import language_file, resource

_log: Final = logging.getLogger(__name__)

SOURCE: Final = "en"


@dataclass(frozen=True)
class Language:
    """A language of the window.

    Attributes:
        code: its name in Qt, such as `zh_CN`.
        name: as its own speakers write it.
        typeface: in resources/fonts, what its letters need besides the system's; or empty.
    """

    code: str
    name: str
    typeface: str = ""


LANGUAGES: Final[Mapping[str, Language]] = {
    one.code: one
    for one in (
        Language(SOURCE, "English"),
        Language("de", "Deutsch"),
        Language("es", "Español"),
        Language("zh_CN", "简体中文", "StationHan.otf"),
    )
}

# A text's context and the text itself; what is said of it, once for each form of its count.
Texts = dict[tuple[str, str], tuple[str, ...]]


def read_texts(file: Path) -> Texts:
    """Return the finished texts of a .ts file.

    Raises:
        OSError: where it can't be read.
        ValueError: where it is no such file.
    """
    try:
        root = ET.parse(file).getroot()  # noqa: S314 - it ships with Station
    except ET.ParseError as error:
        raise ValueError(str(error)) from error
    texts: Texts = {}
    for context in root.iter("context"):
        name = context.findtext("name", "")
        for message in context.iter("message"):
            said = message.find("translation")
            if said is not None and "type" not in said.attrib:
                forms = tuple(one.text or "" for one in said) or (said.text or "",)
                texts[name, message.findtext("source", "")] = forms
    return texts


class Translator(QTranslator):
    """Says the window's texts in another language.

    Args:
        texts: by context and source.
    """

    def __init__(self, texts: Texts) -> None:
        super().__init__()
        self._texts = texts

    def isEmpty(self) -> bool:
        """Return whether there is nothing in it."""
        return not self._texts

    def translate(
        self, context: str, source: str, comment: str | None = None, count: int = -1
    ) -> str | None:
        """Return what is said for a text, or None, whereupon others are asked."""
        del comment
        forms = self._texts.get((context, source))
        if forms is None:
            return None
        return forms[0] if count in {-1, 1} else forms[-1]


class Speech:
    """What is spoken in the window: one at a time, for the whole process."""

    def __init__(self) -> None:
        self.language = LANGUAGES[SOURCE]
        self.locale = QLocale(SOURCE)
        self._installed: list[QTranslator] = []

    def use(self, code: str) -> None:
        """Speak a language from now on.

        Whoever shows texts is told by Qt's `LanguageChange` event.

        Args:
            code: a key of `LANGUAGES`. Where its texts can't be read, those in English stay.
        """
        language = LANGUAGES[code]
        translators = list(_translators(language))
        self.say_through(translators)
        self.language, self.locale = language, QLocale(code)
        QLocale.setDefault(self.locale)

    def say_through(self, translators: list[QTranslator]) -> None:
        """Have texts said by these from now on; the last is asked first."""
        for one in self._installed:
            QCoreApplication.removeTranslator(one)
        self._installed = translators
        for one in translators:
            QCoreApplication.installTranslator(one)


speech: Final = Speech()


def number(count: int) -> str:
    """Return a count as the spoken language groups its digits."""
    return speech.locale.toString(count)


def _translators(language: Language) -> Iterator[QTranslator]:
    """Make what says Qt's own texts and ours in a language."""
    if language.code == SOURCE:
        return
    try:
        texts = read_texts(resource(f"translations/station_{language.code}.ts"))
    except (OSError, ValueError) as error:
        _log.warning("The texts in %s can't be read: %s", language.name, error)
        return
    yield Translator(texts)
    qts = QTranslator()
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    if qts.load(f"qtbase_{language.code}", folder):
        yield qts


def known(code: str) -> Language:
    """Return the language of a code.

    Raises:
        StationError: CFG-062 where the window doesn't speak it.
    """
    language = LANGUAGES.get(code)
    if language is None:
        raise StationError("CFG-062", language=code, languages=", ".join(LANGUAGES))
    return language


def chosen() -> str:
    """Return the code of the language that was chosen here, else the system's, else English."""
    try:
        code = language_file().read_text("ascii").strip()
    except (OSError, ValueError):
        code = ""
    return code if code in LANGUAGES else of_system(QLocale.system().uiLanguages())


def of_system(wanted: list[str]) -> str:
    """Return the code of the first language that somebody wants and the window speaks.

    Args:
        wanted: as Qt names them, such as `de-AT` or `zh-Hans-CN`; the dearest first.
    """
    for one in wanted:
        parts = one.replace("_", "-").split("-")
        if parts[0] == "zh" and not {"TW", "HK", "MO", "Hant"} & set(parts):
            return "zh_CN"
        if parts[0] in LANGUAGES:
            return parts[0]
    return SOURCE


def remember(code: str) -> None:
    """Begin with this language the next time; it isn't worth an error where that can't be kept."""
    file = language_file()
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(f"{code}\n", "ascii")
    except OSError as error:
        _log.warning("The language can't be remembered: %s", error)
