"""Blocks that editors write with: content of a rich page, questions of a quiz. A block's id is the question's id."""

from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.images.blocks import ImageChooserBlock

from cms.models.pages import SIMPLE_TEXT_FEATURES, TEXT_FEATURES

Words = str | Promise


class PictureBlock(blocks.StructBlock):
    image = ImageChooserBlock(label=_("Picture"))
    alternative = blocks.CharBlock(label=_("What the picture shows"), required=False)
    caption = blocks.CharBlock(label=_("Caption"), required=False)

    class Meta:
        icon = "image"
        label = _("Picture")


class KeyPointBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("Title"), required=False)
    text = blocks.RichTextBlock(label=_("Text"), features=SIMPLE_TEXT_FEATURES)

    class Meta:
        icon = "pick"
        label = _("Key point")


CONTENT_BLOCKS = [
    ("text", blocks.RichTextBlock(label=_("Text"), features=TEXT_FEATURES)),
    ("picture", PictureBlock()),
    ("key_point", KeyPointBlock()),
    ("quote", blocks.BlockQuoteBlock(label=_("Quotation"))),
]


class QuestionBlock(blocks.StructBlock):
    """What every question has. points: whole number from 1.

    A subclass says in `question_errors` what makes the question impossible to answer; drafts are not asked.
    """

    text = blocks.RichTextBlock(label=_("Question"), features=SIMPLE_TEXT_FEATURES)
    points = blocks.IntegerBlock(label=_("Points"), default=1, min_value=1, max_value=100)
    feedback = blocks.RichTextBlock(label=_("Explanation shown after the quiz"), features=SIMPLE_TEXT_FEATURES, required=False)

    def clean(self, value):
        cleaned = super().clean(value)
        errors = {} if self.is_deferred_validation else self.question_errors(cleaned)
        if errors:
            raise StructBlockValidationError(block_errors={name: ValidationError(message) for name, message in errors.items()})
        return cleaned

    def question_errors(self, value) -> dict[str, Words]:
        """Messages by field of the block."""
        return {}


def _doubles(texts) -> bool:
    folded = [" ".join(str(text).split()).casefold() for text in texts]
    return len(set(folded)) < len(folded)


class ChoiceBlock(blocks.StructBlock):
    text = blocks.CharBlock(label=_("Answer"), max_length=500)
    correct = blocks.BooleanBlock(label=_("Right answer"), required=False)
    feedback = blocks.CharBlock(label=_("Comment on this answer"), required=False, max_length=500)

    class Meta:
        form_classname = "struct-block answer-row"


def _choice_errors(value) -> dict[str, Words]:
    if _doubles(choice["text"] for choice in value["choices"]):
        return {"choices": _("Two answers say the same.")}
    return {}


class SingleChoiceBlock(QuestionBlock):
    choices = blocks.ListBlock(ChoiceBlock(), label=_("Answers"), min_num=2)

    class Meta:
        icon = "radio-full"
        label = _("One right answer")

    def question_errors(self, value) -> dict[str, Words]:
        right = sum(choice["correct"] for choice in value["choices"])
        if right != 1:
            return {"choices": _("Tick exactly one right answer.")}
        return _choice_errors(value)


class MultipleChoiceBlock(QuestionBlock):
    choices = blocks.ListBlock(ChoiceBlock(), label=_("Answers"), min_num=2)

    class Meta:
        icon = "tick-inverse"
        label = _("Several right answers")

    def question_errors(self, value) -> dict[str, Words]:
        if not any(choice["correct"] for choice in value["choices"]):
            return {"choices": _("Tick at least one right answer.")}
        return _choice_errors(value)


class TrueFalseBlock(QuestionBlock):
    answer = blocks.BooleanBlock(label=_("The statement is true"), required=False)

    class Meta:
        icon = "check"
        label = _("True or false")


class ShortTextBlock(QuestionBlock):
    accepted = blocks.ListBlock(blocks.CharBlock(max_length=200), label=_("Accepted answers"), min_num=1)

    class Meta:
        icon = "edit"
        label = _("Short text")


class NumericBlock(QuestionBlock):
    answer = blocks.DecimalBlock(label=_("Right answer"))
    tolerance = blocks.DecimalBlock(label=_("Tolerance, more or less"), default=0, min_value=0)
    unit = blocks.CharBlock(label=_("Unit"), required=False, max_length=20)

    class Meta:
        icon = "order"
        label = _("Number")


class OrderingBlock(QuestionBlock):
    items = blocks.ListBlock(blocks.CharBlock(max_length=300), label=_("Items, in the right order"), min_num=2)

    class Meta:
        icon = "list-ol"
        label = _("Put in order")

    def question_errors(self, value) -> dict[str, Words]:
        return {"items": _("Two items say the same: their order could not be told.")} if _doubles(value["items"]) else {}


class PairBlock(blocks.StructBlock):
    left = blocks.CharBlock(label=_("Item"), max_length=300)
    right = blocks.CharBlock(label=_("What goes with it"), max_length=300)

    class Meta:
        form_classname = "struct-block pair-row"


class MatchingBlock(QuestionBlock):
    pairs = blocks.ListBlock(PairBlock(), label=_("Pairs"), min_num=2)

    class Meta:
        icon = "link"
        label = _("Matching")

    def question_errors(self, value) -> dict[str, Words]:
        pairs = value["pairs"]
        if _doubles(pair["left"] for pair in pairs) or _doubles(pair["right"] for pair in pairs):
            return {"pairs": _("Two items say the same: the pairs could not be told apart.")}
        return {}


QUESTION_BLOCKS = [
    ("single", SingleChoiceBlock()),
    ("multiple", MultipleChoiceBlock()),
    ("true_false", TrueFalseBlock()),
    ("short_text", ShortTextBlock()),
    ("numeric", NumericBlock()),
    ("ordering", OrderingBlock()),
    ("matching", MatchingBlock()),
]
