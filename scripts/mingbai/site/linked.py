"""What a page says for machines: schema.org data as JSON-LD, in the words that stand on the page.

Types and properties: https://schema.org/GovernmentService, GovernmentOffice, ContactPoint, FAQPage.
Values that nobody knows (待核实) are left out, and so is every page of invented data.
"""

import json
from collections.abc import Iterable, Sequence
from typing import Any

from markupsafe import Markup

from ..areas import Area
from ..kinds import UNKNOWN, Answer
from .frame import Contact, Site


def linked(
    site: Site,
    area: Area,
    name: str,
    aliases: Sequence[str],
    address: str,
    answer: Answer | None,
    contacts: Iterable[Contact],
    ask: str = "",
    provider: Iterable[str] = (),
    place: str | None = None,
    hours: str | None = None,
    phones: Iterable[str] | None = None,
) -> Markup:
    """The data of one answer's page as a script element; nothing for a demonstration.

    ``ask`` is the question that the page answers, where it is one; ``provider`` who does the
    matter, with the counter's place, hours and phones.
    """
    if area.demo:
        return Markup("")
    told = f"{answer.word}。{answer.sentence}。{answer.instead}".rstrip("。") + "。" if answer else ""
    offices = [
        _known({
            "@type": "GovernmentOffice",
            "name": who,
            "address": place,
            "openingHours": hours,
            "telephone": [phone for phone in phones or () if phone != UNKNOWN],
        })
        for who in provider
        if who != UNKNOWN
    ]  # fmt: skip
    service = {
        "@type": "GovernmentService",
        "name": name,
        "alternateName": list(aliases),
        "description": told,
        "url": site.url + address if site.url else None,
        "areaServed": {"@type": "AdministrativeArea", "name": area.name},
        "provider": offices,
        "availableChannel": [
            {"@type": "ServiceChannel", "servicePhone": point} for contact in contacts if (point := _point(contact))
        ],
    }
    graph = [_known(service)]
    if ask and told:
        answered = {"@type": "Answer", "text": told}
        graph.append(
            {"@type": "FAQPage", "mainEntity": [{"@type": "Question", "name": ask, "acceptedAnswer": answered}]}
        )
    return script(graph)


def contact_points(area: Area, items: Iterable[Any]) -> Markup:
    """The data of a report page: who can be called or written to, as far as somebody answers there."""
    points = [point for item in items if (point := _point(Contact(item, area)))]
    if area.demo or not points:
        return Markup("")
    body = {"@type": "GovernmentOrganization", "name": f"{area.name}举报与咨询", "contactPoint": points}
    return script([body])


def script(graph: list[dict[str, Any]]) -> Markup:
    """A data block; what could end it early is written as \\u003c."""
    text = json.dumps({"@context": "https://schema.org", "@graph": graph}, ensure_ascii=False, separators=(",", ":"))
    for sign in "<>&":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return Markup('<script type="application/ld+json">{}</script>').format(Markup(text))


def _point(contact: Contact) -> dict[str, Any] | None:
    item = contact.item
    phones = [phone for phone in item.phones or () if phone != UNKNOWN]
    if not phones or item.state == "停用":
        return None
    emails = [mailbox for mailbox in item.emails or () if mailbox != UNKNOWN]
    return _known({
        "@type": "ContactPoint",
        "name": item.name,
        "contactType": "举报与咨询",
        "telephone": phones,
        "email": emails,
        "areaServed": {"@type": "AdministrativeArea", "name": contact.area.name},
    })  # fmt: skip


def _known(facts: dict[str, Any]) -> dict[str, Any]:
    """Without what is missing or 待核实; lists of one value as that value."""
    kept = {key: value for key, value in facts.items() if value and value != UNKNOWN}
    return {key: value[0] if isinstance(value, list) and len(value) == 1 else value for key, value in kept.items()}
