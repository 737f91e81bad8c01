"""The one exception for users' mistakes: a code to search for, what happened, and the next step."""


class NewsclaimsError(Exception):
    """A mistake that the user can mend. `code` never changes meaning; `advice` says what to do next."""

    def __init__(self, code: str, message: str, advice: str) -> None:
        super().__init__(f"[{code}] {message}\n  next: {advice}")
        self.code, self.message, self.advice = code, message, advice

    def __reduce__(self) -> tuple[type["NewsclaimsError"], tuple[str, str, str]]:
        """Cross process borders whole."""
        return type(self), (self.code, self.message, self.advice)
