"""The blocks that editors make pages of: each says its rules in the form, and draws itself from templates/cms/blocks/."""

from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageBlock

from cms.registry import home_block

TEXT_FEATURES = ["h2", "h3", "bold", "italic", "ol", "ul", "link", "document-link", "hr"]
SIMPLE_TEXT_FEATURES = ["bold", "italic", "ol", "ul", "link"]
ICONS = [
    ("map", _("A map")),
    ("users", _("A group")),
    ("award", _("A medal")),
    ("clock", _("A clock")),
    ("target", _("A target")),
    ("calendar-days", _("A calendar")),
    ("message-circle", _("A bubble")),
    ("graduation-cap", _("A graduate’s cap")),
    ("house", _("A house")),
    ("circle-check", _("A tick")),
]
FOR_EDITORS = _("Content")
FROM_THE_PLATFORM = _("From the platform")


class LinkValue(blocks.StructValue):
    @property
    def url(self) -> str:
        page = self.get("page")
        return (page.url or "") if page and page.live else self.get("address", "")


class LinkBlock(blocks.StructBlock):
    """Words that lead to a page of the site or to an address elsewhere: one of the two."""

    label = blocks.CharBlock(label=_("Words"), max_length=60)
    page = blocks.PageChooserBlock(label=_("Page of the site"), required=False)
    address = blocks.URLBlock(label=_("Or an address elsewhere"), required=False)

    class Meta:
        icon = "link"
        label = _("Link")
        value_class = LinkValue

    def clean(self, value):
        cleaned = super().clean(value)
        if bool(cleaned.get("page")) == bool(cleaned.get("address")):
            message = ValidationError(_("Choose a page of the site or write an address: one of the two."))
            raise StructBlockValidationError(block_errors={"page": message})
        return cleaned


def heading(**options) -> blocks.CharBlock:
    return blocks.CharBlock(label=_("Heading"), max_length=90, **options)


def simple_text(label="", **options) -> blocks.RichTextBlock:
    return blocks.RichTextBlock(label=label or _("Text"), features=SIMPLE_TEXT_FEATURES, **options)


class HeroBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("Large title"), max_length=90)
    text = simple_text(required=False)
    picture = ImageBlock(label=_("Picture"), required=False)
    search = blocks.BooleanBlock(label=_("With the search field"), required=False, default=True)
    links = blocks.ListBlock(LinkBlock(), label=_("Buttons"), max_num=2, default=[])

    class Meta:
        icon = "home"
        label = _("Opening of the page")
        template = "cms/blocks/hero.html"
        group = FOR_EDITORS


class TextPictureBlock(blocks.StructBlock):
    heading = heading(required=False)
    text = simple_text()
    picture = ImageBlock(label=_("Picture"))
    caption = blocks.CharBlock(label=_("Caption"), required=False, max_length=160)
    side = blocks.ChoiceBlock(label=_("Picture"), choices=[("end", _("After the text")), ("start", _("Before the text"))], default="end")

    class Meta:
        icon = "image"
        label = _("Text beside a picture")
        template = "cms/blocks/text_picture.html"
        group = FOR_EDITORS


class CardBlock(blocks.StructBlock):
    icon = blocks.ChoiceBlock(label=_("Picture of the card"), choices=ICONS, required=False)
    title = blocks.CharBlock(label=_("Title"), max_length=80)
    text = blocks.TextBlock(label=_("Text"), max_length=300, required=False)
    links = blocks.ListBlock(LinkBlock(), label=_("Link"), max_num=1, default=[])


class CardsBlock(blocks.StructBlock):
    heading = heading(required=False)
    cards = blocks.ListBlock(CardBlock(), label=_("Cards"), min_num=1, max_num=9)

    class Meta:
        icon = "grip"
        label = _("Cards")
        template = "cms/blocks/cards.html"
        group = FOR_EDITORS


class FigureBlock(blocks.StructBlock):
    value = blocks.CharBlock(label=_("Figure"), max_length=14, help_text=_("Such as 92 % or 12 h."))
    label = blocks.CharBlock(label=_("What it counts"), max_length=90)
    source = blocks.CharBlock(label=_("Source and date"), max_length=120, required=False)


class FiguresBlock(blocks.StructBlock):
    heading = heading(required=False)
    figures = blocks.ListBlock(FigureBlock(), label=_("Figures"), min_num=1, max_num=6)

    class Meta:
        icon = "order"
        label = _("Key figures")
        template = "cms/blocks/figures.html"
        group = FOR_EDITORS


class TestimonialBlock(blocks.StructBlock):
    words = blocks.TextBlock(label=_("Their words"), max_length=500)
    name = blocks.CharBlock(label=_("Name"), max_length=80)
    trade = blocks.CharBlock(label=_("Trade and town"), max_length=120, required=False)
    picture = ImageBlock(label=_("Portrait"), required=False)


class TestimonialsBlock(blocks.StructBlock):
    heading = heading(required=False)
    people = blocks.ListBlock(TestimonialBlock(), label=_("Testimonials"), min_num=1, max_num=6)

    class Meta:
        icon = "openquote"
        label = _("Testimonials")
        template = "cms/blocks/testimonials.html"
        group = FOR_EDITORS


class CallBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("Title"), max_length=90)
    text = blocks.TextBlock(label=_("Text"), max_length=300, required=False)
    link = LinkBlock(label=_("Button"))

    class Meta:
        icon = "pick"
        label = _("Call to action")
        template = "cms/blocks/call.html"
        group = FOR_EDITORS


class LogosBlock(blocks.StructBlock):
    heading = heading(required=False)
    logos = blocks.ListBlock(
        blocks.StructBlock(
            [
                ("logo", ImageBlock(label=_("Logo"))),
                ("address", blocks.URLBlock(label=_("Address of the partner"), required=False)),
            ]
        ),
        label=_("Logos"),
        min_num=1,
        max_num=12,
    )

    class Meta:
        icon = "group"
        label = _("Logos of partners")
        template = "cms/blocks/logos.html"
        group = FOR_EDITORS


class QuestionsBlock(blocks.StructBlock):
    heading = heading(required=False)
    questions = blocks.ListBlock(
        blocks.StructBlock(
            [
                ("question", blocks.CharBlock(label=_("Question"), max_length=160)),
                ("answer", simple_text(_("Answer"))),
            ]
        ),
        label=_("Questions"),
        min_num=1,
        max_num=30,
    )

    class Meta:
        icon = "help"
        label = _("Frequent questions")
        template = "cms/blocks/questions.html"
        group = FOR_EDITORS


class VideoValue(blocks.StructValue):
    @property
    def host(self) -> str:
        return (urlsplit(self.get("address") or "").hostname or "").removeprefix("www.")


class VideoBlock(blocks.StructBlock):
    """A film of the site's own, or the door to one elsewhere: nothing is asked of the other site before the visitor goes there."""

    title = blocks.CharBlock(label=_("Title"), max_length=120)
    poster = ImageBlock(label=_("Picture shown first"), required=False)
    film = DocumentChooserBlock(label=_("Film (MP4 or WebM)"), required=False)
    address = blocks.URLBlock(label=_("Or its address elsewhere"), required=False)
    transcript = simple_text(_("What is said in it"), help_text=_("For those who cannot hear or play it."))

    class Meta:
        icon = "media"
        label = _("Video")
        template = "cms/blocks/video.html"
        value_class = VideoValue
        group = FOR_EDITORS

    def clean(self, value):
        cleaned = super().clean(value)
        if bool(cleaned.get("film")) == bool(cleaned.get("address")):
            message = ValidationError(_("Choose a film or write its address: one of the two."))
            raise StructBlockValidationError(block_errors={"film": message})
        return cleaned


class PlatformBlock(blocks.StructBlock):
    """A part of the page that the platform fills by itself (cms.registry.HomeBlock)."""

    heading = heading(required=False, help_text=_("Left empty, the usual heading."))
    source = ""

    class Meta:
        template = "cms/blocks/platform.html"
        group = FROM_THE_PLATFORM

    def get_context(self, value, parent_context=None):
        context = super().get_context(value, parent_context=parent_context)
        request = context.get("request")
        return {**context, "filled": home_block(self.source, request) if request else None}


class LatestPathwaysBlock(PlatformBlock):
    source = "pathways"

    class Meta:
        icon = "clipboard-list"
        label = _("Latest pathways")


class NextSessionsBlock(PlatformBlock):
    source = "sessions"

    class Meta:
        icon = "calendar-alt"
        label = _("Next sessions")


class LatestNewsBlock(PlatformBlock):
    source = "news"

    class Meta:
        icon = "doc-full"
        label = _("Latest news")


class FooterColumnBlock(blocks.StructBlock):
    heading = blocks.CharBlock(label=_("Heading"), max_length=40)
    links = blocks.ListBlock(LinkBlock(), label=_("Links"), min_num=1, max_num=8)

    class Meta:
        icon = "list-ul"
        label = _("Column of links")


WRITTEN: list[tuple[str, blocks.Block]] = [
    ("text", blocks.RichTextBlock(features=TEXT_FEATURES, label=_("Text"), icon="pilcrow", group=FOR_EDITORS)),
    ("image", ImageBlock(label=_("Picture"), template="cms/blocks/image.html", group=FOR_EDITORS)),
    ("quote", blocks.BlockQuoteBlock(label=_("Quotation"), icon="openquote", group=FOR_EDITORS)),
    ("text_picture", TextPictureBlock()),
    ("cards", CardsBlock()),
    ("figures", FiguresBlock()),
    ("testimonials", TestimonialsBlock()),
    ("call", CallBlock()),
    ("questions", QuestionsBlock()),
    ("video", VideoBlock()),
    ("logos", LogosBlock()),
]
FILLED: list[tuple[str, blocks.Block]] = [
    ("pathways", LatestPathwaysBlock()),
    ("sessions", NextSessionsBlock()),
    ("news", LatestNewsBlock()),
]
