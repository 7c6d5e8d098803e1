import pytest

from pipeline.tables import store
from pipeline.tables.schema import PARTS, rows_to_arrow
from pipeline.tables.store import FileRecord, PartWriter, Place, ReleaseKey, Store
from tests.engines import stub
from tests.tables.test_rows import release, rows_of


def key(name, version="1"):
    return ReleaseKey(f"{name}.txt", name, version, "program")


def record(*keys):
    return FileRecord(keys[0].file, "bytes", "program", True, tuple((k.doc_id, k.version) for k in keys), ())


def add(writer, *keys):
    rows = rows_of(release("Иванов"), stub.load()("Иванов"))
    tables = {}
    for name, table in PARTS.items():
        found = rows_to_arrow(table, rows[name] * len(keys))
        numbers = store.pa.array([i for i in range(len(keys)) for _ in rows[name]], store.pa.int32())
        tables[name] = found.add_column(0, store.pa.field("release", store.pa.int32()), numbers)
    writer.add(tables, keys, [6] * len(keys))


@pytest.fixture
def kept(tmp_path):
    return Store.load(tmp_path / "parts")


def test_rows_are_found_again(kept):
    writer = PartWriter(kept)
    add(writer, key("a"), key("b"))
    add(writer, key("c"))
    for name in "abc":
        writer.add_file(record(key(name)))
    writer.flush()
    assert Store.load(kept.folder).live(["a.txt", "c.txt"]) == {key("a"): Place(1, 0), key("c"): Place(1, 2)}


def test_the_later_part_is_right(kept):
    writer = PartWriter(kept)
    for _ in range(2):
        add(writer, key("a"))
        writer.add_file(record(key("a")))
        writer.flush()
    assert Store.load(kept.folder).live(["a.txt"]) == {key("a"): Place(2, 0)}


def test_rows_of_a_file_that_was_not_read_to_its_end_wait(kept):
    writer = PartWriter(kept)
    add(writer, key("a"))
    writer.flush()
    again = Store.load(kept.folder)
    assert again.live(["a.txt"]) == {}
    assert again.places == {key("a"): Place(1, 0)}


def test_tidying_leaves_what_is_needed(kept):
    writer = PartWriter(kept)
    add(writer, key("a"), key("b"))
    writer.add_file(record(key("a")))
    writer.add_file(record(key("b")))
    writer.flush()
    add(writer, key("a", "2"))
    writer.add_file(record(key("a", "2")))
    writer.flush()
    kept.tidy(["a.txt", "b.txt"])
    assert set(kept.places) == set(Store.load(kept.folder).places) == {key("a", "2"), key("b")}
    kept.tidy(["b.txt"])
    assert set(kept.places) == {key("b")}
    assert set(kept.files) == {"b.txt"}
    kept.tidy([])
    assert not kept.places
    assert not kept.files


def test_a_full_part_is_written_at_once(kept, monkeypatch):
    monkeypatch.setattr(store, "PART_RELEASES", 2)
    writer = PartWriter(kept)
    for name in "abc":
        add(writer, key(name))
        writer.flush_if_full()
    assert kept.parts == [1]


def test_half_written_parts_are_removed(kept):
    (kept.folder / ".00000001").mkdir()
    assert Store.load(kept.folder).parts == []
    assert list(kept.folder.iterdir()) == []


def test_forgetting_removes_everything(kept):
    writer = PartWriter(kept)
    add(writer, key("a"))
    writer.flush()
    kept.forget()
    assert Store.load(kept.folder).places == {}
