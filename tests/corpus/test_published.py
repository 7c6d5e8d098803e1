from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.corpus.published import date_in_name, date_in_text, find_published, parse_date, read_dateline


@pytest.mark.parametrize(
    "line",
    [
        "12 мая 2023 года",
        "12 мая 2023 г.",
        "12 мая 2023г.",
        "12 мая 2023",
        "  12\u00a0мая\u00a02023\u00a0г.\u2003",
        "«12» мая 2023 г.",
        "12 Мая 2023",
        "12.05.2023",
        "12.5.2023 г.",
        "12.05.23",
        "2023-05-12",
        "2023-05-12T14:30",
        "12.05.2023 14:30",
        "14:30, 12.05.2023",
        "12 мая 2023 г., 14.30",
        "12 мая 2023 года в 14:30 (мск)",
        "12 мая 2023 года, 14 ч. 30 мин.",
        "12 мая 2023 | 09:05:33 МСК",
        "пятница, 12 мая 2023 года",
        "12 мая 2023 г., Бишкек",
        "12 мая 2023 г. Бишкек",
        "Москва, 12 мая 2023 года",
        "МОСКВА, 12 мая 2023 г.",
        "Москва 12 мая 2023 года",
        "г. Москва, 12 мая 2023 г.",
        "г.Москва 12.05.2023",
        "Нижний Новгород, 12 мая 2023 г.",
        "12 мая 2023 г. Нижний Новгород",
        "12 мая 2023 года – Нижний Новгород",
        "г. Нижний Новгород 12 мая 2023 года",
        "Ростов-на-Дону, 12 мая 2023 г.",
        "Сочи, Краснодарский край – 12.05.2023",
        "Московская область, пос. Ново-Огарёво, 12 мая 2023 г.",
        "Чолпон-Ата (Кыргызская Республика), 12 мая 2023 г., 10:00",
        "Опубликовано: 12 мая 2023",
        "Дата публикации 12.05.2023 14:30",
        "Нью-Йорк, 12 мая 2023 г.".replace("й", "и\u0306"),
    ],
)
def test_datelines(line):
    assert read_dateline(line) == date(2023, 5, 12)


@pytest.mark.parametrize(
    "line",
    [
        "",
        "   ",
        "\u00a0",
        "Москва",
        "12 мая",
        "мая 2023 года",
        "32 мая 2023 года",
        "12.13.2023",
        "11–12 мая 2023 года",
        "с 11 по 12 мая 2023 г.",
        "11 мая 2023 г. – 12 мая 2023 г.",
        "12 мая 2023 года в Бишкеке",
        "12 мая 2023 года состоялась встреча",
        "Итоги встречи 12 мая 2023 года",
        "Фигуристка Иванова 12 мая 2023 г.",
        "Фото Лаборатории Иванова. 12 мая 2023 года",
        "12 мая 2023 Иван Иванов",
        "Документ № 5 от 12.05.2023",
        "от 12.05.2023",
        "Москва, 12 мая 2023 года – Министр встретился с послом",
        "+7 495 12.05.2023",
        "1.12.05.2023",
        "12.05.20234",
        "Russia Москва 12 мая 20233",
        "Бишкек, 12 мая 0023 г.",
        "Москва, " * 30 + "12 мая 2023 г.",
    ],
)
def test_not_datelines(line):
    assert read_dateline(line) is None


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("2023-05-12-odkb.txt", date(2023, 5, 12)),
        ("2023_05_12.txt", date(2023, 5, 12)),
        ("2023.05.12 СНГ.html", date(2023, 5, 12)),
        ("20230512_1.txt", date(2023, 5, 12)),
        ("20230512.txt", date(2023, 5, 12)),
        ("12.05.2023 СНГ.txt", date(2023, 5, 12)),
        ("1-5-2023.txt", date(2023, 5, 1)),
        ("odkb-2023-05-12.txt", None),
        ("2023-05-121.txt", None),
        ("202305121.txt", None),
        ("2023-13-12.txt", None),
        ("2023-05_12.txt", None),
        ("00010101.txt", None),
        ("17.txt", None),
    ],
)
def test_names(name, expected):
    assert date_in_name(name) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("2023-09-20", date(2023, 9, 20)),
        (" 2023-09-20T23:30:00+03:00 ", date(2023, 9, 20)),
        ("2023-09-20 23:30", date(2023, 9, 20)),
        ("20230920", date(2023, 9, 20)),
        ("20230920T101500Z", date(2023, 9, 20)),
        ("20.09.2023", date(2023, 9, 20)),
        ("20.9.2023 г., 10:00", date(2023, 9, 20)),
        ("20 сентября 2023 г.", date(2023, 9, 20)),
        ("2023-02-30", None),
        ("0001-01-01T00:00:00", None),
        ("2023-09-201", None),
        ("вчера", None),
        ("", None),
    ],
)
def test_metadata_values(value, expected):
    assert parse_date(value) == expected


def test_datelines_stand_at_the_edges():
    filler = "Строка текста, которая ничего не значит.\n"
    assert date_in_text("Заголовок\n\n12.05.2023\n" + filler * 9) == date(2023, 5, 12)
    assert date_in_text(filler * 9 + "\r\n12.05.2023\r\n\r\nПресс-служба\r\n") == date(2023, 5, 12)
    assert date_in_text(filler * 9 + "12.05.2023\n" + filler * 9) is None
    assert date_in_text("12.05.2023\n" + filler + "13.05.2023") == date(2023, 5, 12)
    assert date_in_text(filler + "13.05.2023") == date(2023, 5, 13)
    assert date_in_text("") is None


def test_order_of_origins():
    text = "3 мая 2023 г.\nТекст."
    assert find_published(text, date(2023, 5, 1), "2023-05-02.txt") == (date(2023, 5, 1), "metadata")
    assert find_published(text, None, "2023-05-02.txt") == (date(2023, 5, 2), "filename")
    assert find_published(text, None, "2.txt") == (date(2023, 5, 3), "dateline")
    assert find_published("Текст.", None, "2.txt") == (None, "")


@given(st.text(max_size=150))
def test_any_line_is_read(line):
    assert read_dateline(line) is None or any(map(str.isdigit, line))
    parse_date(line)
    date_in_name(line)


@given(st.dates(date(1900, 1, 1), date(2100, 12, 31)))
def test_every_day_is_read_back(day):
    assert parse_date(day.isoformat()) == day
    assert parse_date(f"{day:%d.%m.}{day.year}") == day
    assert date_in_name(f"{day.isoformat()}.txt") == day
