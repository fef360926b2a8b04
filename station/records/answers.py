"""What workers answered in a run: kept with it, under the entry by which it ended."""

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from station.model.prompt import LONGEST_ANSWER, Answer
from station.model.run import Run
from station.records.database import Readings, Writer
from station.records.encoding import as_written, content_digest
from station.records.runs import running

_OF_ROW: Final = "SELECT prompt, answer FROM run_answers WHERE run_id = ? ORDER BY id"
_OF_NAME: Final = (
    "SELECT prompt, answer FROM run_answers JOIN runs ON runs.id = run_id"
    " WHERE runs.name = ? ORDER BY run_answers.id"
)


@dataclass
class AnswerBook:
    """Keeps the answers of runs."""

    writer: Writer

    def add(self, run: Run, answer: Answer) -> None:
        """Keep an answer, which nothing changes any more.

        Args:
            run: which hasn't ended.
            answer: to a prompt that the run asks once.

        Raises:
            StationError: LIN-014 where the run has ended; as `Writer.transaction`.
        """
        with self.writer.transaction() as connection:
            row = running(connection, run)
            connection.execute(
                "INSERT INTO run_answers (run_id, prompt, answer) VALUES (?, ?, ?)",
                (row["id"], answer.name, answer.text),
            )


def answers_digest(connection: sqlite3.Connection, run_id: int) -> str | None:
    """Return SHA-256, hexadecimal, over a run's answers, as its last entry keeps it.

    None where nothing was answered, which the entry doesn't tell of.
    """
    words = [word for row in connection.execute(_OF_ROW, (run_id,)) for word in row]
    return content_digest(["station-answers-v1", *words]).hex() if words else None


def read_answers(reads: Readings, run: str) -> Mapping[str, str]:
    """Return what was answered in a run, by the prompts' names, in the order of the answers."""
    with as_written(f"the answers of run {run}"):
        return {row["prompt"]: _printable(row["answer"]) for row in reads.rows(_OF_NAME, (run,))}


def _printable(text: str) -> str:
    if not text.isprintable() or len(text) > LONGEST_ANSWER:
        raise ValueError("no answer")
    return text
