"""Sentences are typed with « | » at their ends."""

import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st
from spacy.tokens import DocBin

from pipeline.nlp.tokens import RazdelTokenizer, split_chunk, tokenize

TOKENIZE = RazdelTokenizer(spacy.blank("ru").vocab)


@pytest.mark.parametrize(
    "marked",
    [
        "Встреча состоялась 14 сентября 2023 г. | Министр выступил с докладом.",
        "Выступили д.ю.н. Анна Ким и к.э.н. Олег Чен. | Затем был перерыв.",
        "Операция проведена с 11 по 15 сентября т.г. | В ходе неё изъяты наркотики.",
        "В 2023 г. Россия председательствовала в СНГ.",
        "Подписанный в 2007 г. Меморандум вступил в силу.",
        "Принят в 2002 г. Устава ждали долго.",
        "Доклад сделал ген.-полк. Анатолий Сидоров. | Его поддержал зам. министра.",
        "Выступили и.о. директора А.В. Петров и врио начальника штаба.",
        "Институт им. В.Я. Горина открыт в г. Белгороде.",
        "Изъято, в т.ч. Таджикистаном, две тонны.",
        "Заседание прошло в Минске\n|Стороны обменялись мнениями.",
        "Строка перенесена\nпосередине предложения.",
        "Первый абзац\n\n|Второй абзац",
        "Конец.\r\n|Начало.",
    ],
)
def test_sentences(marked):
    parts = marked.split("|")
    doc = TOKENIZE("".join(parts).replace("  ", " "))
    assert [sent.text.strip() for sent in doc.sents] == [part.strip() for part in parts]


@pytest.mark.parametrize(
    "marked",
    [
        "14|,| 15| и| 16| сентября",
        "2004—2006| годы",
        "Жан-Пьер| Лакруа",
        "С|.| Лавров",
        "20.09.2023|г|.",
        "2016| г|.|.",
        "Ждали|...",
        "государств| –| членов",
        "IT-компания",
        # Latin K, o, H: one alphabet to the reader; «mРНК» is a mixture.
        "ОДKБ| и| Джoнсон|,| HАТО",
        "m|РНК",
        # States and unions side by side; a country that is written with a hyphen, a city and a channel stay whole.
        "форматы| ЕС|-|Россия|-|Украина| и| Россией|-|НАТО",
        "Гвинея-Бисау|,| Нью-Йорк|,| «|Россия-24|»",
    ],
)
def test_tokens(marked):
    text = marked.replace("|", "")
    found = [token.text for token in TOKENIZE(text) if not token.is_space]
    assert found == [part.strip() for part in marked.split("|")]


@given(st.text())
def test_the_text_comes_back(text):
    doc = TOKENIZE(text)
    assert doc.text == text
    assert all(text[token.idx : token.idx + len(token)] == token.text for token in doc)


@given(st.text(alphabet="аб .\n\r\t\u00a0\u2028Г1«-", max_size=40))
def test_spaces_of_every_kind_come_back(text):
    words, spaces = tokenize(text)
    assert "".join(word + " " * space for word, space in zip(words, spaces, strict=True)) == text
    assert not any(word != word.strip() for word in words if not word.isspace())


@given(st.text(alphabet="абвDFG123.,-—_/«»!?", min_size=1, max_size=20))
def test_chunks_are_cut_as_razdel_cuts_them(chunk):
    import razdel

    razdels = [token.text for token in razdel.tokenize(chunk)]
    expected = [piece for token in razdels for piece in ([".", "."] if token == ".." else [token])]
    assert list(split_chunk(chunk)) == expected


@pytest.mark.parametrize("text", ["", " ", "\n\n", "\u00a0", "Минск"])
def test_docs_round_trip_through_docbin(text):
    doc = TOKENIZE(text)
    [back] = DocBin(docs=[doc]).get_docs(TOKENIZE.vocab)
    assert back.text == text
