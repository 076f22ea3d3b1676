"""Shapes of the demonstration's content."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Screen:
    """One screen of a module: paragraphs, then a key point."""

    title: str
    paragraphs: tuple[str, ...]
    key_point: str = ""
    bullets: tuple[str, ...] = ()


@dataclass(frozen=True)
class Question:
    """A question with one right answer (`right` is its index) and what is said afterwards."""

    text: str
    answers: tuple[str, ...]
    right: int
    feedback: str


@dataclass(frozen=True)
class Module:
    """A SCORM module of the demonstration; pass_mark in percent."""

    slug: str
    title: str
    minutes: int
    objectives: str
    screens: tuple[Screen, ...]
    questions: tuple[Question, ...]
    pass_mark: int = 50
