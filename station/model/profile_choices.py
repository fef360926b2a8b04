"""The choices that a profile has, by the names that its TOML gives them."""

from enum import Enum


class CertificatePolicy(Enum):
    """What becomes of a TPM whose endorsement certificate is missing or untrusted."""

    REQUIRE = "require"
    RECORD = "record"


class EkTemplate(Enum):
    """Which of the two RSA-2048 endorsement keys in use a product's client makes for itself.

    It does where handle 0x81010001 is empty; both kinds use what they find there.
    """

    STANDARD = "standard"
    EMPTY_UNIQUE = "empty-unique"


class KeyKind(Enum):
    """The kinds of key that a unit's token makes."""

    EC_P256 = "ec-p256"
    EC_P384 = "ec-p384"
    RSA_2048 = "rsa-2048"
    RSA_3072 = "rsa-3072"


class PinPolicy(Enum):
    """Which PIN a unit's token keeps: the one it comes with, or a random one of its own."""

    ORDER = "order"
    RANDOM = "random"


class PinAlphabet(Enum):
    """What PINs are made of that the station makes."""

    DIGITS = "digits"
    LETTERS = "letters"  # and digits; without those that look alike


class Leftovers(Enum):
    """What becomes of keys and certificates that an earlier run left on a unit's token."""

    REFUSE = "refuse"
    REPLACE = "replace"


class Keeper(Enum):
    """Where a device keeps a key by itself."""

    SECURE = "secure"  # where nothing can read it, as the device claims
    SOFTWARE = "software"  # in its flash, where whoever opens it can


class ProveWhen(Enum):
    """When a unit proves that it has its identity."""

    AT_ONCE = "at-once"
    AFTER_RESTART = "after-restart"


class DeviceProof(Enum):
    """By what a device that makes its own key proves that it holds it."""

    SIGNATURE = "signature"  # over a message of the station's, made for this run
    REQUEST = "request"  # only over its certificate request


class StartBy(Enum):
    """What starts a unit's run."""

    SCAN = "scan"
    BUTTON = "button"
    PLUGGED = "plugged"
    PROMPT = "prompt"
