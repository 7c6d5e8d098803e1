"""Reading a gold folder: what fits, and what is told about what does not."""

import pytest

from pipeline.errors import UsageError
from pipeline.evaluation import Mention, read_gold
from pipeline.evaluation.gold import GoldRole

HEADER = "doc_id,start,end,label,text,normal,entity_id\n"
ROLES = "doc_id,person_spans,role_start,role_end,role,organization_spans\n"


@pytest.fixture
def folder(tmp_path):
    """One release, «Министр Иванов прибыл 👍 в Минск», its gold still to be written."""
    raw = tmp_path / "raw" / "2023"
    raw.mkdir(parents=True)
    (raw / "vizit.txt").write_bytes("\ufeffМинистр Иванов\r\nприбыл 👍 в Минск".encode())
    return tmp_path


def write(folder, rows, header=HEADER, name="gold.csv"):
    (folder / name).write_text(header + rows, encoding="utf-8")


def test_a_folder_that_fits(folder):
    write(folder, "2023/vizit,8,14,PER,Иванов,Иванов,ivanov\n2023/vizit,27,32,LOC,Минск,,\n")
    write(folder, "2023/vizit,8-14,0,7,министр,27-32;8-14\n", ROLES, "roles.csv")
    gold = read_gold(folder)
    assert gold.releases["2023/vizit"].text == "Министр Иванов\r\nприбыл 👍 в Минск"
    assert gold.mentions == [
        Mention("2023/vizit", 8, 14, "PER", "Иванов", "Иванов", "ivanov"),
        Mention("2023/vizit", 27, 32, "LOC", "Минск"),
    ]
    assert gold.roles == [GoldRole("2023/vizit", ((8, 14),), 0, 7, "министр", ((27, 32), (8, 14)))]


def test_other_columns_and_repeated_rows_do_not_matter(folder):
    row = "2023/vizit,8,14,PER,Иванов,Иванов,ivanov,PERSON\n"
    write(folder, row + row, HEADER.replace("\n", ",source_label\n"))
    gold = read_gold(folder)
    assert [mention.text for mention in gold.mentions] == ["Иванов"]
    assert gold.roles is None


def test_decomposed_letters_in_a_doc_id(tmp_path):
    (tmp_path / "raw").mkdir()
    (tmp_path / "raw" / "заи\u0306м.txt").write_text("Минск", encoding="utf-8")
    write(tmp_path, "заи\u0306м,0,5,LOC,Минск,,\n")
    assert [mention.doc_id for mention in read_gold(tmp_path).mentions] == ["за\u0439м"]


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("2023/vizit,7,14,PER,Иванов,,", "gold.csv:3: text is «Иванов», but at 7–14 2023/vizit has « Иванов»"),
        ("2023/vizit,14,8,PER,Иванов,,", "gold.csv:3: 14–8 is no span of 2023/vizit, which has 32 characters"),
        ("2023/vizit,27,40,LOC,Минск,,", "gold.csv:3: 27–40 is no span"),
        ("2023/vizit,,5,LOC,Минск,,", "gold.csv:3: nothing–5 is no span"),
        ("2023/vizit,-8,14,PER,Иванов,,", "gold.csv:3: -8–14 is no span"),
        ("vizit,8,14,PER,Иванов,,", "gold.csv:3: no release 'vizit' in raw/"),
        ("2023/vizit,8,14,PER,Иванов,", "gold.csv:3: the row has not as many cells as the header"),
        ("2023/vizit,8,14,PER,Иванов,,,,", "gold.csv:3: the row has not as many cells as the header"),
        ("2023/vizit,8,14,,Иванов,,", "gold.csv:3: no label"),
        ("2023/vizit,27,32,LOC,Минск,Минск,minsk", "gold.csv:3: the LOC at 27–32 of 2023/vizit stands in line 2"),
        ('2023/vizit,27,32,LOC,"Минск,,', "gold.csv: no CSV table"),
    ],
)
def test_rows_that_do_not_fit(row, told, folder):
    write(folder, f"2023/vizit,27,32,LOC,Минск,Минск,gorod\n{row}\n")
    with pytest.raises(UsageError) as error:
        read_gold(folder)
    assert told in str(error.value)


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("2023/vizit,,0,7,министр,", "roles.csv:2: no person_spans"),
        ("2023/vizit,8–14,0,7,министр,", "roles.csv:2: 8–14–nothing is no span"),
        ("2023/vizit,8-14,0,7,министр,27-99", "roles.csv:2: 27–99 is no span"),
        ("2023/vizit,8-14,7,0,министр,", "roles.csv:2: 7–0 is no span"),
        ("b,8-14,0,7,министр,", "roles.csv:2: no release 'b'"),
    ],
)
def test_roles_that_do_not_fit(row, told, folder):
    write(folder, "")
    write(folder, f"{row}\n", ROLES, "roles.csv")
    with pytest.raises(UsageError) as error:
        read_gold(folder)
    assert told in str(error.value)


def test_missing_columns(folder):
    write(folder, "2023/vizit,8,14,PER\n", "doc_id,start,end,label\n")
    with pytest.raises(UsageError, match=r"gold\.csv:1: no column text, normal, entity_id"):
        read_gold(folder)
    write(folder, "", "")
    with pytest.raises(UsageError, match=r"gold\.csv:1: no column doc_id"):
        read_gold(folder)


def test_what_is_not_there(folder):
    with pytest.raises(UsageError, match=r"gold\.csv: is missing"):
        read_gold(folder)
    with pytest.raises(UsageError, match="nowhere: no such folder"):
        read_gold(folder / "nowhere")
    with pytest.raises(UsageError, match="raw: is missing"):
        read_gold(folder / "raw")


def test_gold_in_another_encoding(folder):
    (folder / "gold.csv").write_bytes((HEADER + "2023/vizit,8,14,PER,Иванов,,\n").encode("cp1251"))
    with pytest.raises(UsageError, match=r"gold\.csv: not UTF-8 \(byte 0xc8\)"):
        read_gold(folder)
