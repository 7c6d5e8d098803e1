"""Listed bodies."""

from pipeline.nlp.name_rules.listed import proper_bodies_are_sure
from tests.nlp.name_rules.after import after


def test_listed_bodies_are_whole(nlp):
    marked = (
        "Программа развития [ООН|ORG] открыла офис. "
        "Прибыла делегация [Парламентского собрания|ORG] Союза Беларуси и России."
    )
    assert after(proper_bodies_are_sure, marked, nlp) == [
        ("Программа развития ООН", "ORG"),
        ("ООН", "ORG"),
        ("Парламентского собрания Союза Беларуси и России", "ORG"),
    ]
