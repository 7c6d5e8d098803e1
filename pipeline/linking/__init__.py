"""Mentions of all releases → entities: people, organisations, places."""

from pipeline.linking.link import link
from pipeline.linking.results import Linked

__all__ = ["Linked", "link"]
