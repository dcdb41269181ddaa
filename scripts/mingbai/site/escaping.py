"""Jinja's environment for pages: autoescape with the same outcome, at a third of the cost.

Jinja makes a Markup of every value that it puts out, to join it with its neighbours and
throw it away; a large site puts out millions.
"""

from typing import Any

from jinja2 import Environment
from jinja2.compiler import CodeGenerator, Frame
from jinja2.nodes import Expr
from markupsafe import Markup, escape


def safe(value: Any) -> str:
    """What ``markupsafe.escape`` says, as text to be joined; the five signs are all that it replaces."""
    if type(value) is str:
        signs = "&" in value or "<" in value or ">" in value or '"' in value or "'" in value
        return escape(value) if signs else value
    return value if type(value) is Markup else escape(value)


class _Code(CodeGenerator):
    """Jinja's own, but for the function that escapes what is put out."""

    def _output_child_pre(self, node: Expr, frame: Frame, finalize: CodeGenerator._FinalizeInfo) -> None:
        if frame.eval_ctx.autoescape and not frame.eval_ctx.volatile:
            self.write(f"environment.safe({finalize.src or ''}")
        else:
            super()._output_child_pre(node, frame, finalize)


class Escaping(Environment):
    """Puts values out escaped."""

    code_generator_class = _Code
    safe = staticmethod(safe)
