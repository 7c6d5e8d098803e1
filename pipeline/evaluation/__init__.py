"""Scores tables against gold annotated by hand: evaluate(), and the plain functions it is made of."""

from pipeline.evaluation.evaluate import Evaluation, evaluate, evaluate_tables
from pipeline.evaluation.gold import Gold, Mention, read_gold, read_gold_tables
from pipeline.evaluation.matching import Comparison, Reading, compare
from pipeline.evaluation.mistakes import Mistake, mistakes
from pipeline.evaluation.reliability import Bin, at_least, reliability
from pipeline.evaluation.scores import Score, Scores, score

__all__ = [
    "Bin",
    "Comparison",
    "Evaluation",
    "Gold",
    "Mention",
    "Mistake",
    "Reading",
    "Score",
    "Scores",
    "at_least",
    "compare",
    "evaluate",
    "evaluate_tables",
    "mistakes",
    "read_gold",
    "read_gold_tables",
    "reliability",
    "score",
]
