"""Every text of the window, found in the sources, and the .ts files that are renewed from them.

`packaging/languages` runs it. lupdate itself doesn't know a module's own `_tr`, nor what the engine
says: so all texts are written into one file for it to read.
"""

import ast
import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final, NamedTuple

from station.errors import CATALOGUE
from station.operations.ceremony_plan import SOFTWARE_KEYS, STEPS

CHECKOUT: Final = Path(__file__).parents[2]
WINDOW: Final = CHECKOUT / "station/window"
TRANSLATIONS: Final = CHECKOUT / "resources/translations"
LANGUAGES: Final = ("de", "es", "zh_CN")

# Fixed texts of the engine that the window shows: in which modules, and what there holds them: a
# call's plain arguments, or the values of a mapping of the module.
OPERATIONS: Final = CHECKOUT / "station/operations"
HOLDING: Final[Mapping[str, frozenset[str]]] = {
    "details.py": frozenset(
        {"Section", "Field", "_PURPOSES", "_MECHANISMS", "_STATUS", "_ORIGINS", "_TRUST"}
    ),
    "unit_story.py": frozenset({"PIN_WORDS"}),
    **{
        path.name: frozenset({"Finding", "probed", "of_error"})
        for path in OPERATIONS.glob("doctor*.py")
    },
}


class Text(NamedTuple):
    """A text, and in which context it is said."""

    context: str
    text: str


class NoLiteralError(ValueError):
    """A text is asked for that no translator could see."""


def window_texts() -> Iterator[Text]:
    """Yield every text that the window's own modules say."""
    for path in sorted(WINDOW.rglob("*.py")):
        finder = _Finder(path)
        finder.visit(ast.parse(path.read_text("utf-8")))
        yield from finder.found


def engine_texts() -> Iterator[Text]:
    """Yield every text of the engine that the window says in its language."""
    for entry in CATALOGUE.values():
        yield Text("errors", entry.message)
        yield Text("errors", entry.remedy)
    for step in (*STEPS, SOFTWARE_KEYS):
        yield from (Text("ceremony", text) for text in (step.title, step.done, step.aloud) if text)
    for name, holders in HOLDING.items():
        tree = ast.parse((OPERATIONS / name).read_text("utf-8"))
        yield from (Text("engine", text) for text in _held(tree, holders))


def all_texts() -> list[Text]:
    """Return each text once, sorted by context, in the order of the sources within."""
    found = dict.fromkeys([*window_texts(), *engine_texts()])
    return sorted(found, key=lambda one: one.context)


def _held(tree: ast.Module, holders: frozenset[str]) -> Iterator[str]:
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=ast.Name(id=name)) if name in holders:
                given = [*node.args, *(one.value for one in node.keywords)]
            case ast.AnnAssign(target=ast.Name(id=name), value=ast.Dict()) if name in holders:
                given = node.value.values if isinstance(node.value, ast.Dict) else []
            case _:
                continue
        for one in given:
            if isinstance(one, ast.Constant) and isinstance(one.value, str) and one.value:
                yield one.value


class _Finder(ast.NodeVisitor):
    """Finds `self.tr`, `QCoreApplication.translate` and a module's own `_tr` in a module."""

    def __init__(self, path: Path) -> None:
        self.found: list[Text] = []
        self._path, self._classes = path, list[str]()
        self._own = ""

    def visit_Module(self, node: ast.Module) -> None:
        for one in node.body:
            if isinstance(one, ast.FunctionDef) and one.name == "_tr":
                self._own = _context_of(one)
        self.generic_visit(node)

    def visit_ClassDef(self, node: ast.ClassDef) -> None:
        self._classes.append(node.name)
        self.generic_visit(node)
        self._classes.pop()

    def visit_FunctionDef(self, node: ast.FunctionDef) -> None:
        # Where a function says what others give it, those are looked at instead.
        if node.name not in {"_tr", "engine_words", "_filled", "said"}:
            self.generic_visit(node)

    def visit_Call(self, node: ast.Call) -> None:
        match node.func:
            case ast.Attribute(value=ast.Name(id="self"), attr="tr"):
                self._add(self._classes[-1], node.args[0])
            case ast.Name(id="_tr"):
                self._add(self._own, node.args[0])
            case ast.Attribute(value=ast.Name(id="QCoreApplication"), attr="translate"):
                context = node.args[0]
                if isinstance(context, ast.Constant):
                    self._add(str(context.value), node.args[1])
            case _:
                pass
        self.generic_visit(node)

    def _add(self, context: str, given: ast.expr) -> None:
        if not isinstance(given, ast.Constant) or not isinstance(given.value, str) or not context:
            raise NoLiteralError(f"{self._path.name}:{given.lineno}: no translator sees this text")
        if given.value:
            self.found.append(Text(context, given.value))


def _context_of(own: ast.FunctionDef) -> str:
    for node in ast.walk(own):
        match node:
            case ast.Call(
                func=ast.Attribute(attr="translate"), args=[ast.Constant(value=str(context)), *_]
            ):
                return context
            case _:
                continue
    return ""


def renew(folder: Path, languages: Sequence[str] = LANGUAGES) -> None:
    """Bring the .ts files in a folder up to date by lupdate; what isn't said any more goes.

    Raises:
        subprocess.CalledProcessError: where lupdate refuses.
    """
    lines = ["from PySide6.QtCore import QCoreApplication"]
    for context, text in all_texts():
        said = ", ".join(json.dumps(one, ensure_ascii=False) for one in (context, text))
        lines.append(f"QCoreApplication.translate({said})")
    with tempfile.TemporaryDirectory() as scratch:
        source = Path(scratch) / "texts.py"
        source.write_text("\n".join(lines) + "\n", "utf-8")
        for code in languages:
            files = [str(source), "-ts", str(folder / f"station_{code}.ts")]
            subprocess.run([*_lupdate(), *files, "-target-language", code], check=True)


def _lupdate() -> list[str]:
    program = shutil.which("pyside6-lupdate", path=str(Path(sys.executable).parent))
    if program is None:
        raise FileNotFoundError("pyside6-lupdate, which comes with PySide6")
    plain = ["-silent", "-no-obsolete", "-locations", "none", "-source-language", "en"]
    return [program, *plain, "-disable-heuristic", "sametext"]


def main() -> int:
    """Renew the files; return the exit status."""
    TRANSLATIONS.mkdir(exist_ok=True)
    renew(TRANSLATIONS)
    return 0


if __name__ == "__main__":
    sys.exit(main())
