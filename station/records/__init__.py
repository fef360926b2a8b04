"""The record, and the only door to SQLite: enrollment list, orders, runs, roots, audit chain."""
