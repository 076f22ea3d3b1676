from allauth.mfa.stages import AuthenticateStage

from accounts.domain.ways import second_step_elsewhere


class SecondStepStage(AuthenticateStage):
    """Asked of whoever has a second step here, unless the provider that they came from asked for one and is trusted for it."""

    def _should_handle(self, request) -> bool:
        user = self.login.user
        return not (user is not None and second_step_elsewhere(request, user)) and super()._should_handle(request)
