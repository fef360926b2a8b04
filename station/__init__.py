"""Station: gives devices the identity with which they enrol in a provisioning service."""
