"""A device's TPM, over anything that carries a command there and an answer back.

The one door to tpm2_pytss, whose logging is settled here because this runs before the library's
first call, after which it no longer looks.
"""

import os

os.environ.setdefault("TSS2_LOG", "all+NONE")
