"""The provisioning service: its documents, and the files that carry them there."""
