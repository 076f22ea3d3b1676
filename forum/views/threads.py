"""The threads of a session, one thread, and the ways to a message of it."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Page, Paginator
from django.db.models import Count, Q, prefetch_related_objects
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.asked import number_in
from accounts.models import User
from accounts.prepared import Prepared
from forum.domain.pace import TooFast, check_pace
from forum.domain.posting import WritingRefused, reply, start_thread
from forum.domain.reading import first_unread, has_read
from forum.domain.rendering import quoted, render_message
from forum.domain.thread_page import Stance, post_rows
from forum.domain.visits import note_visit
from forum.forms import MessageForm, ThreadForm
from forum.models import ForumVisit, Post, Report, Thread, ThreadMark
from forum.permissions import READ_FORUM
from forum.views.lookups import POSTS, open_to_member, place_of, post_for, session_for, thread_for
from sessions.registry import home_cards

THREADS = 20
WRITERS = ["GET", "HEAD", "POST"]
STANDING_POST = Q(posts__hidden_at__isnull=True, posts__deleted_at__isnull=True)


@login_required
@require_safe
def session(request, session_id):
    """The threads of a session. Opening it is noted: the first visit earns a badge (CMA-1.4)."""
    found = session_for(request.user, session_id)
    first = note_visit(session=found, user=request.user)
    stance, words = Stance(request.user, found), request.GET.get("q", "").strip()[:100]
    context = {
        "session": found,
        "stance": stance,
        "words": words,
        "news": _news(stance, first) if first else [],
        "reported": _reported(found) if stance.is_team else 0,
        **(_found(request, found, words) if words else _threads(request, found)),
    }
    return render(request, "forum/session.html", context)


def _listed(threads, user):
    threads = threads.with_last().with_seen(user).annotate(replies=Count("posts", filter=STANDING_POST) - 1)
    return threads.select_related("author").order_by("-is_pinned", "-last_post_at", "pk")


# As forum.views.lookups: for learners and tutors, the SQL of what they may see is built once.
_first_of_member = Prepared(lambda user, session: _listed(open_to_member(user).filter(session=session), user)[:THREADS])
_count_of_member = Prepared(
    lambda user, session: open_to_member(user).filter(session=session).order_by().values("session").annotate(n=Count("pk")).values_list("n")
)


def _threads(request, found) -> dict:
    user = request.user
    if user.may(READ_FORUM):
        threads = Thread.objects.visible_to(user).filter(session=found)
        count = threads.count()
    else:
        threads = open_to_member(user.pk).filter(session=found)
        count = sum(n for (n,) in _count_of_member(user=user.pk, session=found.pk))
    page = Paginator(range(count), THREADS).get_page(request.GET.get("page"))
    if page.number == 1 and not user.may(READ_FORUM):
        rows = _first_of_member(user=user.pk, session=found.pk)
    else:
        rows = list(_listed(threads, user)[page.start_index() - 1 : page.end_index()]) if count else []
    people = User.objects.in_bulk({thread.last_author for thread in rows if thread.last_author})
    return {"page": page, "rows": [(thread, people.get(thread.last_author)) for thread in rows]}


def _found(request, found, words: str) -> dict:
    """The messages of the forum that have every word, in their text or their thread's subject, newest first."""
    threads = Thread.objects.visible_to(request.user).filter(session=found).search(words)
    posts = Post.objects.standing().filter(thread__in=Thread.objects.visible_to(request.user).filter(session=found))
    posts = posts.filter(Q(pk__in=posts.search(words)) | Q(pk__in=threads.with_ends().values("opening_id")))
    page = Paginator(posts.select_related("author", "thread").order_by("-created_at"), THREADS).get_page(request.GET.get("page"))
    return {"page": page, "found": page.object_list}


def _news(stance: Stance, visit: ForumVisit) -> list:
    """The badges that this first visit brought the learner, as the card of badges shows them."""
    cards = home_cards([stance.enrolment], only="badges") if stance.enrolment else []
    return [badge for _template, card in cards for badge in card["badges"] if badge.earned_at >= visit.first_at]


def _reported(found) -> int:
    return Report.objects.open().filter(post__thread__session=found).values("post").distinct().count()


@login_required
@require_http_methods(WRITERS)
def new_thread(request, session_id):
    found = session_for(request.user, session_id)
    stance = Stance(request.user, found)
    if not stance.may_write:
        raise PermissionDenied
    form = ThreadForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and "preview" not in request.POST:
        made = _written(form, request.user, lambda: start_thread(session=found, author=request.user, **form.cleaned_data))
        if made:
            messages.success(request, _("Your message is published. Those who accompany you will see it."))
            return redirect("forum:thread", made.pk)
    return render(
        request, "forum/new_thread.html", {"session": found, "stance": stance, "form": form, "preview": preview_of(request, form)}
    )


@login_required
@require_http_methods(WRITERS)
def thread(request, thread_id):
    """A thread's messages, noted as read, and the answer to write while the forum is open."""
    found = thread_for(request.user, thread_id)
    stance = Stance(request.user, found.session)
    form = MessageForm(request.POST or None, initial={"text": _quotation(request, found)})
    if request.method == "POST":
        if not stance.may_write:
            raise PermissionDenied
        if form.is_valid() and "preview" not in request.POST:
            post = _written(form, request.user, lambda: reply(thread=found, author=request.user, **form.cleaned_data))
            if post:
                messages.success(request, _("Your message is published."))
                return redirect(place_of(post))
    return render(request, "forum/thread.html", {**_messages(request, found, stance), "form": form, "preview": preview_of(request, form)})


def _messages(request, found: Thread, stance: Stance) -> dict:
    page, posts = _page(found, request.GET.get("page"))
    prefetch_related_objects([post for post in posts if post.hidden_by_id], "hidden_by")
    rows = post_rows(stance, found, posts, _reports(posts) if stance.is_team else {})
    mark = _mark.first(thread=found.pk, user=request.user.pk)
    if posts and (mark is None or mark.read_at is None or mark.read_at < posts[-1].created_at):
        has_read(thread=found, user=request.user, until=posts[-1].created_at)
    return {
        "thread": found,
        "session": found.session,
        "stance": stance,
        "page": page,
        "rows": rows,
        "unread_elsewhere": found.is_unread and not any(row.is_new for row in rows),
        "answer": found.posts.standing().filter(pk=found.answer_id).first() if found.answer_id else None,
        "follows": bool(mark and mark.follows),
        "may_answer": stance.may_answer(found),
    }


def _in_order(thread: UUID):
    return Post.objects.filter(thread=thread).shown_in_thread().select_related("author").order_by("created_at", "pk")


_first_posts = Prepared(lambda thread: _in_order(thread)[:POSTS])
_shown = Count("posts", filter=Q(posts__deleted_at__isnull=True))
_count = Prepared(lambda thread: Thread.objects.filter(pk=thread).annotate(shown=_shown).values_list("shown", flat=True))
_mark = Prepared(lambda thread, user: ThreadMark.objects.filter(thread=thread, user=user)[:1])


def _page(thread: Thread, number: str | None) -> tuple[Page, list[Post]]:
    """A page of the thread and its messages; most threads have one page."""
    page = Paginator(range(_count.first(thread=thread.pk)), POSTS).get_page(number)
    if page.number == 1:
        return page, _first_posts(thread=thread.pk)
    return page, list(_in_order(thread.pk)[page.start_index() - 1 : page.end_index()])


def _reports(posts: list[Post]) -> dict[int, list[Report]]:
    found: dict[int, list[Report]] = {}
    for report in Report.objects.open().filter(post__in=posts).select_related("user"):
        found.setdefault(report.post_id, []).append(report)
    return found


@login_required
@require_safe
def unread(request, thread_id):
    """To the first message not read yet; to the answer to write when all is read."""
    found = thread_for(request.user, thread_id)
    post = first_unread(found, request.user)
    if post is not None:
        return redirect(place_of(post))
    last = Post.objects.filter(pk=found.last_id).first()
    return redirect(place_of(last).split("#")[0] + "#reply" if last else reverse("forum:thread", args=[found.pk]))


@login_required
@require_safe
def message(request, post_id):
    return redirect(place_of(post_for(request.user, post_id)))


def preview_of(request, form) -> str:
    """The message as it will be read, when that was asked."""
    asked = request.method == "POST" and "preview" in request.POST and form.is_valid()
    return render_message(form.cleaned_data["text"]) if asked else ""


def _quotation(request, found: Thread) -> str:
    """A message to answer to, quoted."""
    number = number_in(request.GET.get("citer"))
    post = found.posts.standing().filter(pk=number).first() if number else None
    return quoted(post) if post else ""


def _written(form, author, write):
    """What `write()` makes, or None: the form then says what is amiss and keeps the text."""
    try:
        check_pace(author, form.cleaned_data["text"])
        return write()
    except (TooFast, WritingRefused) as refusal:
        form.add_error(None, str(refusal))
        return None
