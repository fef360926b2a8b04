"""Every row of the benchmark, by name: a new one is a function beside this, and a line here."""

from collections.abc import Mapping
from typing import Final

from tests.benchmarks.row import Row
from tests.benchmarks.rows_cancel import CANCEL_LATENCY
from tests.benchmarks.rows_efficiency import POSITIONS_EFFICIENCY
from tests.benchmarks.rows_export import LIST_EXPORT
from tests.benchmarks.rows_hsm import HSM_CERTIFICATES, HSM_DERIVE, HSM_INJECT, HSM_SCRIPTS
from tests.benchmarks.rows_import import LIST_IMPORT
from tests.benchmarks.rows_kills import KILLS
from tests.benchmarks.rows_list import LIST_FIND, LIST_PAGE
from tests.benchmarks.rows_noise import NOISE
from tests.benchmarks.rows_overhead import STATION_OVERHEAD
from tests.benchmarks.rows_positions import POSITIONS_8
from tests.benchmarks.rows_push import PUSH_LIMIT, PUSH_SDK
from tests.benchmarks.rows_records import RECORDS_COMMIT
from tests.benchmarks.rows_shift import SHIFT, SHIFT_MEMORY
from tests.benchmarks.rows_smp import TPM_CONSOLE, TPM_SMP, TPM_SMP_BYTES
from tests.benchmarks.rows_tpm import TPM_DIRECT, TPM_TOOLS
from tests.benchmarks.rows_window import WINDOW_COLD, WINDOW_STALL

ROWS: Final[Mapping[str, Row]] = {
    "tpm-direct": TPM_DIRECT,
    "tpm-tools": TPM_TOOLS,
    "tpm-smp": TPM_SMP,
    "tpm-smp-bytes": TPM_SMP_BYTES,
    "tpm-console": TPM_CONSOLE,
    "positions-8": POSITIONS_8,
    "positions-efficiency": POSITIONS_EFFICIENCY,
    "shift-memory": SHIFT_MEMORY,
    "shift": SHIFT,
    "cancel-latency": CANCEL_LATENCY,
    "hsm-certificates": HSM_CERTIFICATES,
    "hsm-derive": HSM_DERIVE,
    "hsm-inject": HSM_INJECT,
    "hsm-scripts": HSM_SCRIPTS,
    "station-overhead": STATION_OVERHEAD,
    "noise": NOISE,
    "kills": KILLS,
    "records-commit": RECORDS_COMMIT,
    "list-export": LIST_EXPORT,
    "list-find": LIST_FIND,
    "list-page": LIST_PAGE,
    "push-sdk": PUSH_SDK,
    "push-limit": PUSH_LIMIT,
    "list-import": LIST_IMPORT,
    "window-cold": WINDOW_COLD,
    "window-stall": WINDOW_STALL,
}
