from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from tutoring.domain.comments import forget_comment, keep_comment
from tutoring.forms import CommentForm
from tutoring.models import CommentBankEntry
from tutoring.rules import is_tutor


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def comments(request):
    """One's bank of comments."""
    if not is_tutor(request.user):
        raise PermissionDenied
    form = CommentForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        keep_comment(user=request.user, text=form.cleaned_data["text"])
        messages.success(request, _("Comment kept: it is in your list now."))
        return redirect("tutoring:comments")
    return render(request, "tutoring/comments.html", {"form": form, "comments": CommentBankEntry.objects.visible_to(request.user)})


@login_required
@require_POST
def forget(request, comment_id: int):
    forget_comment(entry=get_object_or_404(CommentBankEntry.objects.visible_to(request.user), pk=comment_id))
    messages.success(request, _("Comment removed from your list."))
    return redirect("tutoring:comments")
