import codecs

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.corpus.encodings import decode, detect, known_encoding, open_text
from pipeline.corpus.soundness import UnreadableError
from pipeline.errors import UsageError

PROSE = (
    "Секретариат Организации сообщает: «14 июня 2023 года в Минске прошло заседание Комитета».\r\n"
    "По его итогам Министры обороны подписали Протокол № 7, Ёлкин А.Б. доложил о ходе учений."
)
HEADLINE = "В Душанбе открылась выставка"
CAPITALS = "ЗАЯВЛЕНИЕ МИНИСТРОВ ИНОСТРАННЫХ ДЕЛ ГОСУДАРСТВ"
MIXED = "Press release: the SCO Secretariat and its partners met in Ташкенте и Самарканде, Uzbekistan"


@pytest.mark.parametrize("text", [PROSE, HEADLINE, CAPITALS, MIXED, PROSE * 200])
@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1251", "koi8-r", "cp866"]
)
def test_russian_is_decoded_from_any_encoding(text, encoding):
    text = text.encode(encoding, "ignore").decode(encoding)
    assert decode(text.encode(encoding))[0] == text


@pytest.mark.parametrize("encoding", ["mac-cyrillic", "iso8859-5"])
def test_rare_encodings_of_prose(encoding):
    data = PROSE.encode(encoding, "ignore")
    assert detect(data) == encoding


@pytest.mark.parametrize(
    ("text", "encoding", "detected"),
    [
        ("The «Agreement» – in force…", "cp1251", "cp1251"),  # signs alone: cp1251 agrees with cp1252 on them
        ("Нато кеңесі: Қазақстан Республикасының Президенті Әділет министрлігі", "kz1048", None),
        ("Le Président de la République a été reçu à l'Élysée, où il était attendu.", "cp1252", None),
        ("plain ASCII", "ascii", "utf-8"),
        ("Прем'єр-міністр України їде до Києва, і його чекає зустріч", "cp1251", "cp1251"),
    ],
)
def test_other_texts(text, encoding, detected):
    data = text.encode(encoding)
    assert detect(data) == detected if detected else decode(data)[0]


def test_a_few_bad_bytes_do_not_make_utf8_something_else():
    data = PROSE.encode() + "Москва".encode()[:-1]
    with pytest.raises(UnreadableError, match=rf"not UTF-8 \(byte 0xD0 at {len(data) - 1}\).*--encoding"):
        decode(data)


def test_an_explicit_encoding_wins():
    assert decode(HEADLINE.encode("koi8-r"), "cp1251") == (HEADLINE.encode("koi8-r").decode("cp1251"), "cp1251")
    assert decode(codecs.BOM_UTF8 + b"abc", "cp1251")[0] == "п»їabc"
    assert decode(codecs.BOM_UTF8 + b"abc", "utf-8") == ("abc", "utf-8")
    with pytest.raises(UnreadableError, match=r"not UTF-8 \(byte 0xC2 at 0\); .* leave out --encoding"):
        decode(HEADLINE.encode("cp1251"), "utf-8")
    with pytest.raises(UnreadableError, match=r"not cp1251 \(byte 0x98 at 3\)"):
        decode(b"abc\x98", "cp1251")


def test_only_one_mark_is_taken_off():
    assert decode(codecs.BOM_UTF8 * 2 + b"a") == ("\ufeffa", "utf-8")
    assert decode("\ufeffa".encode("utf-16-le")) == ("a", "utf-16-le")


@pytest.mark.parametrize(("name", "canonical"), [("windows-1251", "cp1251"), ("UTF8", "utf-8"), ("utf-8-sig", "utf-8")])
def test_names_of_encodings(name, canonical):
    assert known_encoding(name) == canonical


@pytest.mark.parametrize("name", ["cp1252251", "rot13", "hex", "", "a\x00b"])
def test_no_such_encoding(name):
    with pytest.raises(UsageError, match="--encoding"):
        known_encoding(name)


@settings(max_examples=200)
@given(st.binary(max_size=300))
def test_any_bytes_decode_or_are_refused(data):
    try:
        text, name = decode(data)
    except UnreadableError:
        return
    assert codecs.lookup(name)
    assert isinstance(text, str)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1251", "koi8-r", "cp866"])
def test_streams_are_detected_by_all_of_the_file(encoding, tmp_path):
    path = tmp_path / "long.csv"
    text = "id,text\r\n" * 20_000 + PROSE * 10
    path.write_bytes(text.encode(encoding, "ignore"))
    file, _ = open_text(path)
    with file:
        assert file.read().encode(encoding, "ignore") == path.read_bytes()
