"""A profile's text edited: opened, saved, kept unsaved, and compared with what was released."""

from pathlib import Path

import pytest

from station.errors import StationError
from station.line.profiles import (
    KEPT,
    LoadedProfile,
    find_profile,
    find_version,
    keep_profile,
    load_profile,
)
from station.operations.profile_editing import (
    Draft,
    changes,
    copied,
    forget_unsaved,
    keep_unsaved,
    next_version,
    opened,
    read,
    released_text,
    save,
    unsaved,
)
from station.records.releases import Release

SHIPPED = "practice-symmetric"


def lamp(folder: Path) -> Draft:
    """Return the profile `lamp`, saved."""
    draft = copied(opened(SHIPPED, folder), "lamp")
    return save(draft, draft.text, folder)


def test_a_copy_of_a_shipped_profile_is_saved_as_ones_own(tmp_path: Path) -> None:
    folder = tmp_path / "profiles"
    draft = opened(SHIPPED, folder)
    assert not draft.own
    copy = copied(draft, "lamp")
    assert (copy.name, copy.hash, copy.own) == ("lamp", "", False)
    done = save(copy, copy.text, folder)
    assert done.own
    loaded = load_profile(folder / "lamp.toml")
    assert (loaded.profile.name, loaded.profile.version, loaded.hash) == ("lamp", 1, done.hash)
    assert opened("lamp", folder) == done


def test_a_text_with_a_mistake_is_not_saved_and_is_kept_as_unsaved(tmp_path: Path) -> None:
    done = lamp(tmp_path)
    wrong = done.text + "\nmystery = 1\n"
    assert not isinstance(read(wrong, tmp_path), LoadedProfile)
    with pytest.raises(StationError) as caught:
        save(done, wrong, tmp_path)
    assert caught.value.code == "PRF-002"
    keep_unsaved(done, wrong, tmp_path)
    assert unsaved("lamp", tmp_path) == wrong
    assert opened("lamp", tmp_path) == done, "the file itself is as it was"
    assert find_profile("lamp", tmp_path).hash == done.hash
    changed = done.text + "\n# more\n"
    save(done, changed, tmp_path)
    assert unsaved("lamp", tmp_path) == ""
    forget_unsaved(done, tmp_path)


@pytest.mark.parametrize("by", ["somebody", "another of that name", "taken away"])
def test_what_somebody_else_wrote_meanwhile_is_not_written_over(tmp_path: Path, by: str) -> None:
    done = lamp(tmp_path)
    path = tmp_path / "lamp.toml"
    text = done.text + "\n# mine\n"
    if by == "somebody":
        path.write_text(done.text + "\n# theirs\n", encoding="utf-8")
    elif by == "another of that name":
        done = copied(opened(SHIPPED, tmp_path), "lamp")
    else:
        path.unlink()
    before = path.read_bytes() if path.exists() else None
    with pytest.raises(StationError) as caught:
        save(done, text, tmp_path)
    assert caught.value.code == "PRF-021"
    assert (path.read_bytes() if path.exists() else None) == before


@pytest.mark.parametrize("name", ["", "../up", "Lamp", "a" * 65, "a/b", ".hidden"])
def test_no_name_leads_out_of_the_folder(tmp_path: Path, name: str) -> None:
    with pytest.raises(StationError) as caught:
        opened(name, tmp_path)
    assert caught.value.code == "PRF-003"
    text = opened(SHIPPED, tmp_path).text.replace(SHIPPED, name)
    with pytest.raises(StationError):
        save(Draft("lamp", "", "", own=False), text, tmp_path)
    assert not [*tmp_path.rglob("*.toml")]


def test_a_name_in_a_table_is_left_alone(tmp_path: Path) -> None:
    text = '[[prompts]]\nname = "lid"\n'
    made = copied(Draft("x", 'name = "x"\nversion = 7\n' + text, "", own=False), "y").text
    assert made == 'name = "y"\nversion = 1\n' + text
    assert next_version('version = 9 # nine\n[names]\nversion = "1"\n').startswith("version = 10 #")
    assert next_version(text) == text
    assert opened(SHIPPED, tmp_path).text


def test_what_changed_since_the_release_is_told_line_by_line(tmp_path: Path) -> None:
    done = lamp(tmp_path)
    keep_profile(load_profile(tmp_path / "lamp.toml"), tmp_path)
    release = Release("lamp", 1, done.hash, "2026-12-01T00:00:00Z", 0)
    older = Release("lamp", 2, "00", "2026-12-02T00:00:00Z", 1)
    save(done, next_version(done.text).replace("version = 1", "version = 2"), tmp_path)
    found, text = released_text([release, older], "lamp", tmp_path)
    assert (found, text) == (release, done.text)
    after = text.replace('name = "lamp"', 'name = "lantern"') + "# end\n"
    told = list(changes(text, after, around=0))
    assert [(one.sign, one.text) for one in told] == [
        ("-", 'name = "lamp"'),
        ("+", 'name = "lantern"'),
        ("+", "# end"),
    ]
    assert told[-1].line == len(after.splitlines())
    assert not list(changes(text, text))
    with pytest.raises(StationError) as caught:
        released_text([older], "lamp", tmp_path)
    assert caught.value.code == "PRF-008"


def test_a_release_of_which_no_text_was_kept_has_none(tmp_path: Path) -> None:
    done = lamp(tmp_path)
    release = Release("lamp", 1, done.hash, "2026-12-01T00:00:00Z", 0)
    assert released_text([release], "lamp", tmp_path)[1] == done.text, "its file is that still"
    save(done, done.text + "# more\n", tmp_path)
    assert released_text([release], "lamp", tmp_path)[1] == ""


def test_orders_go_on_with_what_a_profile_was(tmp_path: Path) -> None:
    done = lamp(tmp_path)
    loaded = load_profile(tmp_path / "lamp.toml")
    keep_profile(loaded, tmp_path)
    keep_profile(loaded, tmp_path)
    save(done, done.text.replace("version = 1", "version = 1 # same") + "# new\n", tmp_path)
    was = find_version("lamp", loaded.hash, tmp_path)
    assert (was.profile, was.hash) == (loaded.profile, loaded.hash)
    (tmp_path / "lamp.toml").unlink()
    assert find_version("lamp", loaded.hash, tmp_path).hash == loaded.hash


def test_what_was_kept_counts_by_its_content_alone(tmp_path: Path) -> None:
    done = lamp(tmp_path)
    loaded = load_profile(tmp_path / "lamp.toml")
    keep_profile(loaded, tmp_path)
    kept = tmp_path / KEPT / f"{loaded.hash}.toml"
    kept.write_text(done.text + "# somebody was here\n", encoding="utf-8")
    assert find_version("lamp", loaded.hash, tmp_path).path == tmp_path / "lamp.toml"
    save(done, done.text + "# new\n", tmp_path)
    with pytest.raises(StationError) as caught:
        find_version("lamp", loaded.hash, tmp_path)
    assert caught.value.code == "PRF-004"


def test_a_profile_that_was_changed_since_it_was_read_is_not_kept(tmp_path: Path) -> None:
    done = lamp(tmp_path)
    loaded = load_profile(tmp_path / "lamp.toml")
    save(done, done.text + "# new\n", tmp_path)
    with pytest.raises(StationError) as caught:
        keep_profile(loaded, tmp_path)
    assert caught.value.code == "PRF-004"
    assert not (tmp_path / KEPT).exists()
