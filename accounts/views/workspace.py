from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render

from accounts.registry import workspaces_of


@login_required
def workspace(request):
    """Lead the person to their first workspace."""
    found = workspaces_of(request.user)
    return redirect(found[0].url) if found else render(request, "accounts/no_workspace.html")
