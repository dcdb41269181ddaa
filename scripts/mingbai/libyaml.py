"""The quick pass of libyaml over a text that is not written as usual: its events as dicts, lists and str."""

from collections.abc import Callable
from typing import Any

import yaml
from yaml import events as ev
from yaml._yaml import CParser

from .marks import MAX_DEPTH


def mapped(text: str) -> dict[str, Any] | None:
    """The mapping that a text holds, or None where the careful pass has something to say.

    Cheap tests have found nothing suspicious in it.
    """
    get: Callable[[], Any] = CParser(text).get_event
    top: list[Any] = []
    box: Any = top
    key: str | None = None
    stack: list[tuple[Any, str | None]] = []
    flows: list[list[Any]] = []
    try:
        for _ in range(2):  # stream start, document start
            get()
        while True:
            event = get()
            kind = type(event)
            if kind is ev.ScalarEvent:
                if event.anchor is not None or event.tag is not None:
                    return None
                node: Any = event.value
            elif kind is ev.SequenceEndEvent or kind is ev.MappingEndEvent:
                box, key = stack.pop()
                continue
            elif kind is ev.MappingStartEvent or kind is ev.SequenceStartEvent:
                if event.anchor is not None or event.tag is not None or len(stack) >= MAX_DEPTH:
                    return None
                node = {} if kind is ev.MappingStartEvent else []
                if node == [] and event.flow_style:
                    flows.append(node)
            elif kind is ev.DocumentEndEvent:
                break
            else:
                return None
            if type(box) is list:
                if flows and "\uff0c" in node and not event.style and any(box is flow for flow in flows):
                    return None
                box.append(node)
            elif key is None:
                if type(node) is not str or node in box:
                    return None
                key = node
                continue
            else:
                box[key] = node
                key = None
            if type(node) is not str:
                stack.append((box, key))
                box, key = node, None
        if type(get()) is not ev.StreamEndEvent:
            return None
    except yaml.YAMLError:
        return None
    return top[0] if top and type(top[0]) is dict else None
