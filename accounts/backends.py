"""The signed-in person, read with what every page asks about them."""

from allauth.account.auth_backends import AuthenticationBackend

from accounts.domain.attempts import find_by_login
from accounts.models import User
from accounts.prepared import Prepared
from accounts.registry import questions, remember_answers


def _with_answers(user_id: int):
    asked = {f"answer_{name}": ask() for name, ask in questions().items()}
    return User.objects.annotate(**asked).filter(pk=user_id).order_by()


_person = Prepared(_with_answers)


class PersonBackend(AuthenticationBackend):
    """Found by address or identifier; one query for the person and the registered yes-or-no questions (accounts.registry)."""

    def _authenticate(self, request, **credentials):
        """Whoever is not found costs the hashing of a password as well (AuthenticationBackend.authenticate)."""
        login = credentials.get("email") or credentials.get("username")
        return self._check_password(find_by_login(login), credentials["password"]) if login else None

    def get_user(self, user_id):
        user = _person.first(user_id=user_id)
        if user is None or not self.user_can_authenticate(user):
            return None
        remember_answers(user, {name: getattr(user, f"answer_{name}") for name in questions()})
        return user
