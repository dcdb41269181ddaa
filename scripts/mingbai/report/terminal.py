"""A review for the terminal, in colour where one looks."""

from ..review import Review
from .telling import EFFECTS, effect, headline, lists, proof, sections, telling, verdict


class _Style:
    """Plain text, with ANSI colours on demand."""

    def __init__(self, colour: bool) -> None:
        self.colour = colour

    def _paint(self, code: str, text: str) -> str:
        return f"\x1b[{code}m{text}\x1b[0m" if self.colour and text else text

    def plain(self, text: str) -> str:
        """As it is."""
        return text

    def value(self, text: str) -> str:
        """As it is."""
        return text

    def strong(self, text: str) -> str:
        """Bold."""
        return self._paint("1", text)

    def gone(self, text: str) -> str:
        """[-gone-], red."""
        return self._paint("31", f"[-{text}-]")

    def came(self, text: str) -> str:
        """{+came+}, green."""
        return self._paint("32", f"{{+{text}+}}")

    def place(self, text: str) -> str:
        """Faint."""
        return self._paint("2", text)

    def warn(self, text: str) -> str:
        """Yellow, with a sign."""
        return self._paint("33", f"! {text}")

    def folded(self, head: str, rest: str) -> str:
        """What folds elsewhere is left out where it has a head."""
        return head or rest


def terminal(review: Review, colour: bool = False) -> str:
    """The report, one difference a line."""
    style = _Style(colour)
    parts = [style.strong(f"{review.old} → {review.new}:{headline(review)}")]
    if review.same:
        return parts[0]
    parts += [style.strong(verdict(review)), f"{'✓' if review.proven else '✗'} {proof(review)}"]
    for section in sections(review):
        parts += ["", style.strong(section.title)]
        parts += [f"  {telling(line, style)}" for line in section.lines]
    for about, title in EFFECTS.items():
        found = [effect(one, style) for one in review.effects if one.about == about]
        parts += ["", style.strong(title), *(f"  {line}" for line in found)] if found else []
    parts += ["", style.strong("文件"), *(f"  {line}" for line in lists(review, style))]
    return "\n".join(parts)
