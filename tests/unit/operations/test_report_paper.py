"""A report on paper says all that it should to whoever stands before it."""

from dataclasses import replace
from datetime import timedelta

import pytest

from station.model.figures import Dimension
from station.operations.report_pdf import paper_of
from station.operations.report_words import duration, in_fours, meaning, percent
from tests.support.papers import pages_of
from tests.support.reports import HASH, SOFTWARE, figures, report, tally


def text_of(paper: bytes) -> str:
    return "\n".join(pages_of(paper))


def test_it_says_what_it_is_of_and_who_made_it_when() -> None:
    text = text_of(paper_of(report()))
    assert "Station line-7" in text
    assert "Shift 2026-11-24 06:00" in text
    assert "2026-11-24 06:00+01:00 to 2026-11-24 14:00+01:00" in text
    assert "Made 2026-11-24 14:05+01:00 by S-1 Anne" in text
    assert "PRACTICE" not in text


def test_it_says_the_figures() -> None:
    text = text_of(paper_of(report()))
    assert "First-pass yield 95.0 % 19 of 20 units" in text
    assert "Throughput 2.5 / h in 7 h 30 min of work" in text
    assert "19 PASSED, 1 FAILED, 3 ERROR, 2 CANCELLED" in text
    assert "attest TPM-004 2 66.7 %" in text
    assert "whole run 19 31.25 s 44.50 s" in text


def test_it_says_that_keys_in_software_are_less_safe() -> None:
    text = " ".join(text_of(paper_of(report())).split())
    assert f"19 units: {SOFTWARE} (entry 7)." in text
    assert "2 units keep their own key in software, less safe than hardware." in text


def test_it_carries_the_head_of_the_audit_chain_as_one_reads_it_out() -> None:
    text = text_of(paper_of(report()))
    assert "Entry 1 2345" in text
    assert f"Hash {in_fours(HASH.hex())}" in text
    assert in_fours(HASH.hex()).startswith("0001 0203 0405")


def test_practice_is_marked_on_every_page_and_every_page_has_its_number() -> None:
    many = figures({Dimension.POSITION: [tally(f"seat {number}") for number in range(120)]})
    pages = pages_of(paper_of(report(practice=True, found=many)))
    assert len(pages) > 2
    for number, page in enumerate(pages, start=1):
        assert page.startswith("PRACTICE")
        assert page.endswith(f"Page {number} of {len(pages)}")
    for number in range(120):
        assert f"seat {number} " in "\n".join(pages)


def test_the_same_report_is_the_same_paper_and_only_its_time_makes_another() -> None:
    assert paper_of(report()) == paper_of(report())
    later = replace(report(), made=report().made + timedelta(hours=1))
    assert paper_of(later) != paper_of(report())


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("Łódź Ωμέγα Пермь", "Łódź Ωμέγα Пермь"),
        ("深圳 1", "\\u6df1\\u5733 1"),
        ("a\x1b[2J\nb", "a\\x1b[2J\\nb"),
        ("\U0001f916", "\\U0001f916"),
        ("100 % of (a) \\ b", "100 % of (a) \\ b"),
        ("{nb} **bold**", "{nb} **bold**"),
    ],
)
def test_of_a_name_nothing_is_lost(name: str, told: str) -> None:
    assert f"Station {told}" in text_of(paper_of(report(station=name)))


def test_a_long_name_takes_several_lines_rather_than_being_cut() -> None:
    name = "position " * 12
    found = figures({Dimension.POSITION: [tally(name), tally("2")]})
    text = text_of(paper_of(report(found=found)))
    assert text.count("position") >= 12


def test_without_units_there_is_no_yield() -> None:
    found = replace(figures(), total=tally("", 0, 0), failures=[], errors=[], cycles=[])
    text = text_of(paper_of(report(found=found)))
    assert "First-pass yield - 0 of 0 units" in text
    assert "None." in text


def test_a_share_is_whole_only_where_nothing_is_missing() -> None:
    assert percent(1.0) == "100.0 %"
    assert percent(0.99999) == "99.9 %"
    assert percent(0.0) == "0.0 %"
    assert percent(None) == "-"
    assert duration(timedelta(minutes=125)) == "2 h 05 min"


def test_a_code_is_told_in_words() -> None:
    assert meaning("REC-008") == "A unit with the serial number ... is already enrolled."
    assert meaning("") == ""
