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
