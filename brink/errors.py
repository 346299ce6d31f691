"""What can go wrong, said so that a person can act on it."""


class BrinkError(Exception):
    """Base of every error this package raises on purpose."""


class UnknownTable(BrinkError):
    """A table was asked for that ``data/datapackage.json`` does not describe."""


class DescriptorError(BrinkError):
    """``data/datapackage.json`` is missing, unreadable or incomplete."""


class TableError(BrinkError):
    """A table does not match its description; the message names file, row and remedy."""


class UnknownColumn(TableError, KeyError):
    """A column was asked for that the table does not have."""

    __str__ = Exception.__str__


class ClaimError(BrinkError):
    """``data/claims.yml`` or a theme's reading of a claim is malformed."""


class SourceError(BrinkError):
    """A publisher's answer could not be used; the message names source, address, fault and remedy.

    ``unreachable`` is true where no answer came at all.
    """

    def __init__(self, source: str, url: str, what: str, remedy: str, *, unreachable: bool = False):
        super().__init__(f"{source}, {url}: {what}. {remedy}")
        self.source, self.url, self.what, self.remedy, self.unreachable = source, url, what, remedy, unreachable


class RefreshError(BrinkError):
    """A refresh could not start or could not be written; the message says what to do."""
