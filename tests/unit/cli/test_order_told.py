"""How far an order's first article is, as `station order show` tells it."""

from station.cli.order_course import first_article_told
from station.model.order import Course
from station.records.first_articles import FirstArticle
from tests.unit.records.software import make_order

UNIT = FirstArticle("run-7", "SN-1", ("W-1",), revoked=False)


def told(course: Course, unit: FirstArticle | None) -> tuple[str, object]:
    return first_article_told(make_order().model_copy(update={"course": course}), unit)


def test_an_order_without_one_needs_none() -> None:
    assert told(Course(), None) == ("none needed", None)


def test_before_there_is_one_nothing_is_to_be_signed() -> None:
    words, for_scripts = told(Course(first_article=True, rejected=1), None)
    assert words == "to be made; 1 rejected"
    assert for_scripts == {"state": "to-be-made", "serial": None, "run": None, "rejected": 1}


def test_the_one_that_waits_is_named_and_so_is_the_one_that_was_signed() -> None:
    words, for_scripts = told(Course(first_article=True), UNIT)
    assert words == "unit SN-1 of run run-7, to be signed"
    unit = {"serial": "SN-1", "run": "run-7", "rejected": 0}
    assert for_scripts == {"state": "to-be-signed"} | unit
    words, for_scripts = told(Course(first_article=True, signed="run-7"), UNIT)
    assert words == "signed, run run-7"
    assert for_scripts == {"state": "signed"} | unit
