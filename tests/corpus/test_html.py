from datetime import date

import pytest

from pipeline.corpus import html as html_module
from tests.corpus.reading import reason, release

TITLE = "Главы ведомств встретились в Минске"
PAGE = """<!DOCTYPE html>
<html lang="ru"><head><meta charset="utf-8"><title>Главы ведомств встретились в Минске | Сайт Организации</title>
{head}
<script>document.write("скрипт 2020-01-01")</script><style>p {{ color: red }}</style></head><body>
<nav><ul><li><a href="/">Главная</a></li><li><a href="/news">Новости</a></li></ul></nav>
<header><h1>Главы ведомств встретились в Минске</h1></header>
<div class="content">{top}
<p>В г.&nbsp;Минске прошла встреча руководителей ведомств. Участники обсудили план работы на второе полугодие т.г.</p>
<p>Исполнительный секретарь отметил вклад <b>Секретариата</b> и поблагодарил <a href="/m">Министерство</a>.</p>
<p>По итогам подписан протокол.</p></div>
<aside><a href="/1">Другая новость</a> 1 мая 2020 г.</aside>
<footer><p>© 2024 Организация. Все права защищены.</p></footer></body></html>"""


def page(head: str = "", top: str = "") -> str:
    return PAGE.format(head=head, top=top)


def test_main_text_below_its_title(tmp_path):
    found = release(tmp_path, "minsk.html", page())
    assert found.title == TITLE
    assert found.text == (
        f"{TITLE}\n\n"
        "В г. Минске прошла встреча руководителей ведомств. Участники обсудили план работы на второе полугодие т.г.\n"
        "Исполнительный секретарь отметил вклад Секретариата и поблагодарил Министерство.\n"
        "По итогам подписан протокол."
    )
    assert (found.doc_id, found.format, found.encoding) == ("minsk.html", "html", "utf-8")
    assert (found.published, found.published_from) == (None, "")


def test_a_title_in_the_body_is_not_said_twice(tmp_path):
    html = page(top=f"<h1>{TITLE}</h1>").replace(f"<header><h1>{TITLE}</h1></header>", "")
    found = release(tmp_path, "a.html", html)
    assert found.title == TITLE
    assert found.text.count(TITLE) == 1
    assert found.text.startswith(TITLE)


@pytest.mark.parametrize(
    ("declared", "actual"),
    [
        ("windows-1251", "cp1251"),
        ("utf-8", "cp1251"),
        ("windows-1251", "utf-8"),
        ("koi8-r", "koi8-r"),
        ("iso-8859-1", "cp1251"),
        ("x-mac-cyrillic", "mac-cyrillic"),
        ("no-such", "cp866"),
        ("utf-16", "utf-8"),
        ("utf-8", "utf-16-le"),
    ],
)
def test_declared_encodings_are_checked(declared, actual, tmp_path):
    html = page().replace('charset="utf-8"', f'charset="{declared}"').replace("©", "")
    data = html.encode("utf-16") if actual == "utf-16-le" else html.encode(actual)
    found = release(tmp_path, "a.htm", data)
    assert found.encoding == actual
    assert found.text == release(tmp_path, "b.htm", page()).text


def test_an_explicit_encoding_wins(tmp_path):
    assert release(tmp_path, "a.html", page().replace("©", "").encode("koi8-r"), "cp1251").title.startswith("зМБЧЩ")


@pytest.mark.parametrize(
    ("head", "top"),
    [
        ('<meta property="article:published_time" content="2023-06-14T23:30:00+03:00">', ""),
        ('<meta name="DC.Date" content="14.06.2023">', ""),
        ('<meta itemprop="datePublished" content="2023-06-14">', ""),
        ('<meta name="pubdate" content="Wed, 14 Jun 2023 10:00:00 +0300">', ""),
        ('<script type="application/ld+json">{"@graph": [{"datePublished": "2023-06-14T10:00"}]}</script>', ""),
        ("", '<span itemprop="datePublished">14 июня 2023 г.</span>'),
        ("", '<time datetime="2023-06-14T10:00">вчера</time>'),
        ("", '<time class="news-date">14.06.2023</time><time datetime="2022-01-01">тогда</time>'),
        ("", '<time datetime="2023-06-14">вчера</time><time class="updated" datetime="2023-06-15">сегодня</time>'),
    ],
)
def test_stated_dates(head, top, tmp_path):
    found = release(tmp_path, "2020-01-01.html", page(head, top))
    assert (found.published, found.published_from) == (date(2023, 6, 14), "metadata")


@pytest.mark.parametrize(
    ("head", "top"),
    [
        ('<link rel="canonical" href="https://example.org/2023/06/14/minsk">', ""),
        ('<meta property="article:modified_time" content="2023-06-14">', ""),
        ('<meta name="date" content="1970-01-01">', ""),
        ('<meta name="date" content="скоро">', ""),
        ('<script type="application/ld+json">{"datePublished": </script>', ""),
        ("", '<time datetime="2023-06-14">1</time><time datetime="2023-07-14">2</time>'),
        ("<!-- 2023-06-14 -->", ""),
    ],
)
def test_nothing_is_guessed(head, top, tmp_path):
    assert release(tmp_path, "a.html", page(head, top)).published is None
    found = release(tmp_path, "2020-01-01.html", page(head, top))
    assert (found.published, found.published_from) == (date(2020, 1, 1), "filename")


def test_a_dateline_in_the_page(tmp_path):
    found = release(tmp_path, "a.html", page(top="<p>Минск, 14 июня 2023 года</p>"))
    assert (found.published, found.published_from) == (date(2023, 6, 14), "dateline")


@pytest.mark.parametrize(
    "html",
    [
        "<p>Текст без страницы.</p>",
        "Текст без разметки.",
        "<?xml version='1.0' encoding='windows-1251'?><html><body><p>Текст объявлен не так.</p></body></html>",
        "<html><body><p>Текст со знаками &#1;&#xD800;&#0; внутри.</p></body></html>",
        "<html><body><p>Текст<p>не закрыт",
    ],
)
def test_tag_soup(html, tmp_path):
    assert "Текст" in release(tmp_path, "a.html", html).text


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("", "empty"),
        ("<html><head><title>Пусто</title></head><body></body></html>", "HTML without a text"),
        ("<html><body><script>alert('скрипт')</script></body></html>", "HTML without a text"),
        ("<html><body><nav><a href='/'>Главная</a></nav></body></html>", "HTML without a text"),
        ("<html><body>" + "<div>" * 50_000 + "глубоко", "HTML without a text"),
        ("<html><body><p>" + "слово " * 1_000_000, "longer than 2,000,000 characters"),
        ("<html><body>" + "<p>слово" * 200_001, "more than 200,000 tags"),
        (b"%PDF-1.4", "a PDF document"),
        (b"<html>\x00\x01\x00\x02", "binary file"),
    ],
)
def test_bad_pages(content, says, tmp_path):
    assert says in reason(tmp_path, "bad.html", content)


def test_failures_of_the_parser_are_one_line(tmp_path, monkeypatch):
    def fail(*_: object, **__: object) -> None:
        raise AttributeError("deep in\na library")

    monkeypatch.setattr(html_module, "bare_extraction", fail)
    assert "cannot be parsed (AttributeError)" in reason(tmp_path, "a.html", page())


def test_a_page_too_large_is_refused_unread(tmp_path, monkeypatch):
    monkeypatch.setattr(html_module, "MAX_BYTES", 1_000)
    assert "a page of more than" in reason(tmp_path, "a.html", page())
