"""Mentions of all releases → entities: people, organisations, places."""

from pipeline.linking.link import Linked, link

__all__ = ["Linked", "link"]
