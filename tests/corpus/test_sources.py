import os
import pickle
import random
from hashlib import sha256
from pathlib import Path

import pytest

from pipeline.corpus import SetAside, find_sources, read_source, sha256_of
from pipeline.errors import UsageError

NAMES = ["2023/odkb-17.txt", "2023/odkb-17.html", "b.csv", "a.HTM", "лето/й.jsonl", "z/y/x/w.TXT"]


@pytest.fixture
def folder(tmp_path):
    return write(tmp_path / "raw", *NAMES)


def write(root: Path, *names: str) -> Path:
    for name in names:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("text\nТекст.\n")
    return root


def problems(sources) -> dict[str, str]:
    return {source.source: source.problem for source in sources if source.problem}


def test_ids(folder):
    found = find_sources([folder])
    assert [(source.doc_id, source.source, source.format) for source in found] == [
        ("2023/odkb-17", "2023/odkb-17.txt", "txt"),
        ("2023/odkb-17.html", "2023/odkb-17.html", "html"),
        ("a.HTM", "a.HTM", "html"),
        ("b.csv", "b.csv", "csv"),
        ("z/y/x/w", "z/y/x/w.TXT", "txt"),
        ("лето/й.jsonl", "лето/й.jsonl", "jsonl"),
    ]
    assert not problems(found)
    assert pickle.loads(pickle.dumps(found)) == found


def test_several_inputs(folder, tmp_path, monkeypatch):
    write(tmp_path / "more", "odkb.txt")
    write(tmp_path, "alone.txt")
    inputs = [folder, tmp_path / "more", tmp_path / "alone.txt"]
    found = find_sources(inputs)
    assert [source.doc_id for source in found][:3] == ["alone", "more/odkb", "raw/2023/odkb-17"]
    assert found[1].source == "more/odkb.txt"
    random.shuffle(inputs)
    assert find_sources(inputs) == found
    assert find_sources([folder, folder]) == find_sources([folder])
    monkeypatch.chdir(folder)
    assert find_sources([Path(), tmp_path / "more"])[1].doc_id == "raw/2023/odkb-17"


def test_what_is_passed_over(folder):
    write(folder, ".hidden.txt", ".git/a.txt", "notes.md", "README", "data.parquet", "out/mentions.csv")
    assert len(find_sources([folder])) == len(NAMES) + 1
    assert len(find_sources([folder], skip=[folder / "out"])) == len(NAMES)
    assert find_sources([folder], skip=[folder]) == []


def test_wrong_inputs(folder, tmp_path):
    with pytest.raises(UsageError, match=r"gone: no such file or folder"):
        find_sources([folder, tmp_path / "gone"])
    with pytest.raises(UsageError, match="lies inside"):
        find_sources([folder / "b.csv", folder])
    with pytest.raises(UsageError, match="have the same name"):
        find_sources([folder, write(tmp_path / "other/raw", "a.txt")])


def test_a_file_by_name(tmp_path):
    path = write(tmp_path, "notes.docx") / "notes.docx"
    [source] = find_sources([path])
    [outcome] = read_source(source)
    assert outcome == SetAside(
        "notes.docx", "notes.docx: not one of .txt, .html, .htm, .csv, .jsonl; convert it to one of these"
    )


def test_ids_that_would_clash(tmp_path):
    write(tmp_path, "a.txt", "a.TXT", "b.html", "b.html.txt", "c.csv", "c.csv#2.txt", "c.csv#02.txt", "d.csv#1.txt")
    found = find_sources([tmp_path])
    if len(found) < 8:
        pytest.skip("a.txt and a.TXT are one file here")
    assert list(problems(found)) == ["a.txt", "b.html.txt", "c.csv#2.txt"]
    kept = [source.doc_id for source in found if not source.problem]
    assert len(kept) == len(set(kept))
    [outcome] = read_source(found[1])
    assert outcome.reason == "a.txt: would have the same doc_id as a.TXT (a); rename it"


def test_ids_are_in_nfc(tmp_path):
    write(tmp_path, "и\u0306.txt")
    [source] = find_sources([tmp_path])
    assert source.doc_id == "й"
    assert source.source in ("и\u0306.txt", "й.txt")


def test_names_that_are_not_utf8(tmp_path):
    try:
        (tmp_path / os.fsdecode(b"\xcf\xf0\n.txt")).write_text("Текст.")
    except OSError:
        pytest.skip("this file system takes UTF-8 names only")
    [source] = find_sources([tmp_path])
    [outcome] = read_source(source)
    assert outcome == SetAside("\\xcf\\xf0\n.txt", r"\xcf\xf0\n.txt: its name is not UTF-8; rename it")


def test_links(folder, tmp_path):
    write(tmp_path / "outside", "o.txt")
    write(folder, "kept.dat")
    (folder / "loop").symlink_to(folder, target_is_directory=True)
    (folder / "z/self").symlink_to("self")
    (folder / "z/self.txt").symlink_to("self.txt")
    (folder / "z/up").symlink_to("..", target_is_directory=True)
    (folder / "again.txt").symlink_to("2023/odkb-17.txt")
    (folder / "other.txt").symlink_to("kept.dat")
    (folder / "out.txt").symlink_to(tmp_path / "outside/o.txt")
    (folder / "out").symlink_to(tmp_path / "outside", target_is_directory=True)
    (folder / "gone.txt").symlink_to("nowhere.txt")
    found = find_sources([folder])
    assert {source.source for source in found} == {*NAMES, "other.txt", "out.txt", "out", "gone.txt", "z/self.txt"}
    assert {name: why[:28] for name, why in problems(found).items()} == {
        "gone.txt": "a symbolic link that leads n",
        "out": "a symbolic link out of the i",
        "out.txt": "a symbolic link out of the i",
        "z/self.txt": "a symbolic link that leads n",
    }
    assert all(str(tmp_path) not in why for why in problems(found).values())
    (tmp_path / "link").symlink_to(folder, target_is_directory=True)
    assert [source.doc_id for source in find_sources([tmp_path / "link"])] == [source.doc_id for source in found]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_pipes_are_not_opened(tmp_path):
    os.mkfifo(tmp_path / "pipe.txt")
    for inputs in ([tmp_path], [tmp_path / "pipe.txt"]):
        [outcome] = read_source(find_sources(inputs)[0])
        assert "not a regular file" in outcome.reason
    assert sha256_of(tmp_path / "pipe.txt") == ""


@pytest.mark.parametrize("name", ["2023/odkb-17.txt", "2023/odkb-17.html", "b.csv", "лето/й.jsonl"])
def test_unreadable_files(folder, name, monkeypatch):
    sources = find_sources([folder])

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    monkeypatch.setattr(Path, "read_bytes", refuse)
    [outcome] = read_source(next(source for source in sources if source.source == name))
    assert outcome.reason == f"{name}: cannot be read (Permission denied); allow reading it or remove it"
    assert sha256_of(folder / name) == ""


def test_files_that_are_gone(folder):
    source = find_sources([folder])[0]
    source.path.unlink()
    [outcome] = read_source(source)
    assert "cannot be read (No such file or directory)" in outcome.reason


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="the superuser may open all folders")
def test_closed_folders(folder):
    (folder / "z").chmod(0)
    try:
        assert problems(find_sources([folder])) == {"z": "cannot be opened (Permission denied); allow reading it"}
    finally:
        (folder / "z").chmod(0o755)


def test_folders_that_cannot_be_listed(folder, monkeypatch):
    scandir = os.scandir

    def refuse(path):
        if Path(path).name == "z":
            raise PermissionError(13, "Permission denied")
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refuse)
    assert problems(find_sources([folder])) == {"z": "cannot be opened (Permission denied); allow reading it"}


def test_no_such_encoding_is_said_at_once(folder):
    with pytest.raises(UsageError, match="--encoding cp12: no such encoding"):
        read_source(find_sources([folder])[0], "cp12")


def test_sha256(folder):
    path = folder / "b.csv"
    assert sha256_of(path) == sha256(path.read_bytes()).hexdigest()
    assert sha256_of(folder / "gone") == sha256_of(folder) == ""
