# SPDX-License-Identifier: EUPL-1.2
"""Our templates as Django compiles them, with what stands side by side and never changes joined to one node.

Between two things that depend on the page, a template has a run of markup, fixed words, pictures and addresses without arguments;
each is a node that Django visits at every request. Here a run is one node, which keeps its text for each language and
urlconf. Nothing else of a template is touched. docs/decisions/0084-words-and-frame-drawn-once.md
"""

import threading
from pathlib import Path

from django.conf import settings
from django.template.base import Node, NodeList, Template, TextNode
from django.template.defaulttags import CommentNode, IfNode, LoadNode, URLNode
from django.template.loaders.cached import Loader as CachedLoader
from django.urls import get_urlconf
from django.utils.translation import get_language

from cms.templatetags.constants import PerLanguage, is_constant


class Loader(CachedLoader):
    """Django's cached loader; templates of the project's own folder are folded before anyone gets them."""

    def __init__(self, engine, loaders) -> None:
        super().__init__(engine, loaders)
        self._folding, self._ready = threading.RLock(), set[str]()
        self._own = str(Path(settings.BASE_DIR) / "templates")

    def get_template(self, template_name, skip=None):
        key = self.cache_key(template_name, skip)
        if key in self._ready:
            return super().get_template(template_name, skip)
        with self._folding:
            template = super().get_template(template_name, skip)
            if key not in self._ready:
                if not settings.DEBUG and str(template.origin).startswith(self._own):
                    fold(template)
                self._ready.add(key)
            return template

    def reset(self) -> None:
        super().reset()
        self._ready.clear()


class Folded(Node):
    """Nodes that depend on nothing but the language and the urlconf, rendered once for each."""

    child_nodelists = ()

    def __init__(self, nodes: list[Node]) -> None:
        self.nodes = nodes
        self.texts: dict[tuple, str] = {}

    def render(self, context) -> str:
        key = get_language(), get_urlconf()
        text = self.texts.get(key)
        if text is None:
            text = self.texts[key] = NodeList(self.nodes).render(context)
        return text


def fold(template: Template) -> None:
    """Join the runs of a template, at every depth."""
    _fold(template.nodelist)


def _fold(nodes: NodeList) -> None:
    for node in nodes:
        for inner in _inner(node):
            _fold(inner)
    folded, run = list[Node](), list[Node]()
    for node in [*nodes, None]:
        if node is not None and _never_changes(node):
            run.append(node)
            continue
        folded += [Folded(run)] if len(run) > 1 else run
        run = []
        if node is not None:
            folded.append(node)
    nodes[:] = folded


def _inner(node: Node) -> list[NodeList]:
    if isinstance(node, IfNode):
        return [nodes for _condition, nodes in node.conditions_nodelists]
    found = (getattr(node, name, None) for name in node.child_nodelists)
    return [nodes for nodes in found if isinstance(nodes, NodeList)]


def _never_changes(node: Node) -> bool:
    match node:
        case TextNode() | CommentNode() | LoadNode():
            return True
        case PerLanguage():
            return node.asvar is None
        case URLNode():
            return not (node.args or node.kwargs or node.asvar) and is_constant(node.view_name)
    return False
