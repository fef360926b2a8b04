"""PKCS#11: each token in a worker process of its own, so that a library's crash costs one step."""
