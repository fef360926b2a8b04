"""The window: what workers and supervisors see. All of Qt is here, and only here."""
