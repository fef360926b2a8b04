"""Every row of the benchmark, by name: a new one is a function beside this, and a line here."""

from collections.abc import Mapping
from typing import Final

from tests.benchmarks.row import Row
from tests.benchmarks.rows_records import RECORDS_COMMIT
from tests.benchmarks.rows_smp import TPM_SMP, TPM_SMP_BYTES
from tests.benchmarks.rows_tpm import TPM_DIRECT
from tests.benchmarks.rows_window import WINDOW_COLD, WINDOW_STALL

ROWS: Final[Mapping[str, Row]] = {
    "tpm-direct": TPM_DIRECT,
    "tpm-smp": TPM_SMP,
    "tpm-smp-bytes": TPM_SMP_BYTES,
    "records-commit": RECORDS_COMMIT,
    "window-cold": WINDOW_COLD,
    "window-stall": WINDOW_STALL,
}
