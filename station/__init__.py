"""Station: gives devices the identity with which they enrol in a provisioning service."""

__version__ = "0.1.0"
