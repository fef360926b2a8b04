"""The help page on the station check has all that is looked at, in that order."""

import re

from station.folders import resource
from station.operations.doctor import CHECKS

PAGE = resource("help/doctor.md").read_text("utf-8")


def test_the_page_has_each_check_once_in_its_order() -> None:
    table = PAGE.split("## What is looked at")[1].split("\n## ")[0]
    rows = re.findall(r"(?m)^\| *([^|]*?) *\| ([^|]+) \| ([^|]+) \|$", table)[1:]
    named = [what for what, _, _ in rows if what and not what.startswith("-")]
    assert named == [check.what.removeprefix("the ") for check in CHECKS]
