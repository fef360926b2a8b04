"""Changes the language of the window while it is open."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from station.window.languages import LANGUAGES, Language, remember, speech

if TYPE_CHECKING:
    from station.window.export import ExportScreen
    from station.window.shell import Shell


def speak(language: Language) -> None:
    """Speak a language from now on, with letters for it."""
    if language.typeface:
        from station.window.typefaces import load  # noqa: PLC0415 - spared before the first frame

        load(language)
    speech.use(language.code)


def change_language(shell: "Shell", code: str) -> None:
    """Speak another language, now and at the next start; the screens are others' to make anew."""
    speak(LANGUAGES[code])
    remember(code)
    shell.retranslate()


def would_end(shell: "Shell", export: "ExportScreen | None") -> str:
    """Return what is lost where the screens are made anew, as a question; empty for nothing."""
    from station.window.language_button import unsaved  # noqa: PLC0415 - imported by the shell

    if export is not None and export.at_work:
        return QCoreApplication.translate(
            "language", "An export is at work. It ends, unfinished, where the language changes."
        )
    if unsaved(shell):
        return QCoreApplication.translate(
            "language", "What was typed and not saved is lost where the language changes."
        )
    return ""
