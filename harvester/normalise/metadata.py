"""What a page says about itself: title, lead, authors, dates, language, canonical URL, JSON-LD."""

import json
from typing import Any

from harvester.model import Kind
from harvester.normalise.html import Page


def describe(page: Page) -> dict[str, Any]:
    """Return the metadata fields of a normal document."""
    metas: dict[str, str] = {}
    structured = []
    title = canonical = ""
    for node in page.aside:
        attributes = node.attributes
        if node.tag == "meta":
            name = (
                attributes.get("property") or attributes.get("name") or attributes.get("itemprop") or ""
            ).lower()
            if name:
                metas.setdefault(name, " ".join((attributes.get("content") or "").split()))
        elif node.tag == "title":
            title = title or " ".join((node.text() or "").split())
        elif node.tag == "link" and (attributes.get("rel") or "").lower() == "canonical":
            canonical = attributes.get("href") or ""
        elif node.tag == "script" and "ld+json" in (attributes.get("type") or ""):
            try:
                structured.append(json.loads(node.text() or ""))
            except (ValueError, RecursionError):
                continue
    h1 = [b.text for b in page.blocks if b.kind is Kind.HEADING and b.level == 1]
    return {
        "title": h1[0] if len(h1) == 1 else metas.get("og:title") or title,
        "lead": metas.get("og:description") or metas.get("description") or "",
        "published": metas.get("article:published_time", ""),
        "modified": metas.get("article:modified_time", ""),
        "authors": tuple(filter(None, [metas.get("author", "")])),
        "language": page.language,
        "canonical_url": canonical,
        "structured": tuple(structured),
    }
