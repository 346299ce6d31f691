"""What can go wrong, said so that a person can act on it."""


class BrinkError(Exception):
    """Base of every error this package raises on purpose."""


class UnknownTable(BrinkError):
    """A table was asked for that ``data/datapackage.json`` does not describe."""


class DescriptorError(BrinkError):
    """``data/datapackage.json`` is missing, unreadable or incomplete."""


class TableError(BrinkError):
    """A table does not match its description; the message names file, row and remedy."""


class ClaimError(BrinkError):
    """Something in ``video/``, or an answer to one of its claims, is malformed; the message names the place."""


class SettingError(BrinkError):
    """A what-if setting has an unknown name or an impossible value; the message says what is allowed."""


class SourceError(BrinkError):
    """A publisher's answer could not be used; the message names source, address, fault and remedy.

    ``unreachable`` is true where no answer came at all; ``status`` is the number a server answered with in place of data.
    """

    def __init__(
        self, source: str, url: str, what: str, remedy: str, *, unreachable: bool = False, status: int | None = None
    ):
        super().__init__(f"{source}, {url}: {what}. {remedy}")
        self.source, self.url, self.what, self.remedy = source, url, what, remedy
        self.unreachable, self.status = unreachable, status


class RefreshError(BrinkError):
    """A refresh could not start or could not be written; the message says what to do."""


class ExportError(BrinkError):
    """The record could not be written as one file; the message says what to do."""
