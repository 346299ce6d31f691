"""A government's bonds, issue by issue: what is outstanding, and how new yields reach the interest bill.

Conventions: face values in any one money unit, rates in percent a year, times in years. Nothing
here rounds. Bonds pay their coupon evenly over the year, and within a model year everything that
is issued or redeemed changes hands at its middle.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from brink.models import Array

#: Days in a year, as the sums here count them.
YEAR = np.timedelta64(1, "D") * 365.25


@dataclass(frozen=True)
class Holdings:
    """What is outstanding on each of D days; every attribute has shape (D,)."""

    face: Array
    coupon: Array
    life: Array


def _days(values: ArrayLike) -> NDArray[np.datetime64]:
    return np.atleast_1d(np.asarray(values, dtype="datetime64[D]"))


@dataclass(frozen=True)
class Schedule:
    """The bonds of one day falling due: shapes (Y,), year 0 being the 12 months after that day."""

    face: float
    redemptions: Array
    interest: Array


@dataclass(frozen=True)
class Bonds:
    """B bonds, each an entry; a re-opened issue is one entry for each sale.

    Attributes
    ----------
    issued, matures : (B,) days
    face : (B,) in one money unit
    coupon : (B,) percent a year

    Raises
    ------
    ValueError
        For arrays of different length, missing values, or a bond that matures before its issue.
    """

    issued: NDArray[np.datetime64]
    matures: NDArray[np.datetime64]
    face: Array
    coupon: Array

    def __post_init__(self) -> None:
        if not self.issued.shape == self.matures.shape == self.face.shape == self.coupon.shape:
            raise ValueError("issued, matures, face and coupon must have one entry a bond; their lengths differ.")
        if np.isnan(self.face).any() or np.isnan(self.coupon).any() or (self.face < 0).any():
            raise ValueError(
                "a face value is missing or negative, or a coupon is missing: leave those bonds out first."
            )
        if (self.matures <= self.issued).any():
            raise ValueError("a bond matures on or before the day it is issued: compare its two dates.")

    @classmethod
    def of(cls, frame: Mapping[str, ArrayLike]) -> Bonds:
        """Return the bonds of a frame with the columns ``issued``, ``matures``, ``face`` and ``coupon``."""
        face, coupon = (np.atleast_1d(np.asarray(frame[name], float)) for name in ("face", "coupon"))
        return cls(_days(frame["issued"]), _days(frame["matures"]), face, coupon)

    def on(self, days: ArrayLike) -> Holdings:
        """Return face value, average coupon and average remaining life of the bonds alive on each day.

        A bond is alive from the day of issue to the day before maturity. With alive bonds i of face
        F_i, coupon c_i and remaining life m_i, the averages are sum(F c) / sum(F) and sum(F m) / sum(F).
        """
        when = _days(days)[:, None]
        weight = np.where((self.issued <= when) & (when < self.matures), self.face, 0.0)
        total = weight.sum(axis=1)
        some = np.where(total > 0, total, np.nan)
        life = (weight * ((self.matures - when) / YEAR)).sum(axis=1)
        return Holdings(total, weight @ self.coupon / some, life / some)

    def run_off(self, day: ArrayLike, years: int) -> Schedule:
        """Return what the bonds alive on ``day`` redeem and pay in each of the next ``years`` years.

        Interest of a year is sum(F_i c_i / 100 t_iy) with t_iy the part of year y for which bond i is
        still alive. Redemptions after the last year are not shown; their interest until then is.
        """
        if years < 1:
            raise ValueError(f"years is {years}; at least one year is needed.")
        (start,) = _days(day)
        alive = (self.issued <= start) & (start < self.matures)
        left, owed = (self.matures[alive] - start) / YEAR, self.face[alive]
        edges = np.arange(years)[:, None]
        part = np.clip(left - edges, 0.0, 1.0)
        due = (left > edges) & (left <= edges + 1)
        return Schedule(float(owed.sum()), due @ owed, part @ (owed * self.coupon[alive]) / 100)


@dataclass(frozen=True)
class RollForward:
    """A portfolio rolled forward for Y years with K tenors of new bonds.

    Attributes
    ----------
    outstanding : (Y,) face at the end of each year
    average : (Y,) mean of opening and closing face
    legacy_interest : (Y,) interest on the bonds of the first day
    issued : (Y, K) face sold in each year and tenor
    kernel : (Y, K, Y) interest in year t for each percent of yield at which tenor k is sold in year s
    repriced : (Y,) share of the closing face that was sold after the first day
    """

    outstanding: Array
    average: Array
    legacy_interest: Array
    issued: Array
    kernel: Array
    repriced: Array

    def interest(self, yields: ArrayLike) -> Array:
        """Return interest by year, shape (..., Y), for yields of shape (..., Y, K) in percent."""
        yields = np.asarray(yields, float)
        if yields.shape[-2:] != self.issued.shape:
            raise ValueError(
                f"yields end in shape {yields.shape[-2:]}; a row a year and a column a tenor is {self.issued.shape}."
            )
        return self.legacy_interest + np.tensordot(yields, self.kernel, axes=2)

    def effective_rate(self, yields: ArrayLike) -> Array:
        """Return interest over average face outstanding, percent, shape (..., Y)."""
        rate: Array = 100 * self.interest(yields) / self.average
        return rate

    def pass_through(self) -> Array:
        """Return d effective rate in year t / d yields of all tenors in year s, shape (Y, Y) as [t, s].

        Rows sum to the share of a lasting rise that has reached the effective rate by year t.
        """
        reached: Array = 100 * self.kernel.sum(axis=1) / self.average
        return reached.T


def roll_forward(legacy: Schedule, new_borrowing: ArrayLike, mix: ArrayLike, tenors: ArrayLike) -> RollForward:
    """Refinance a portfolio as it runs off and add new borrowing, in fixed shares of tenors.

    In year s the sales N_s = redemptions_s + sum_k w_k N_{s - tenor_k} + borrowing_s are split by
    the mix w. A bond of tenor k sold in year s pays y_sk / 100 of its face for half of year s, all
    of the years between and half of year s + k, in which it is redeemed. Interest is therefore
    linear in the yields, and the whole response is one array (``kernel``).

    Parameters
    ----------
    legacy : Schedule
        From :meth:`Bonds.run_off`; sets the number of years Y.
    new_borrowing : float or (Y,)
        Net new bonds in each year, in the unit of ``legacy``; may be negative.
    mix : (K,) shares of the sales that add up to 1
    tenors : (K,) whole years, at least 1

    Raises
    ------
    ValueError
        When shapes differ, shares do not add up to one, or more is repaid than falls due.
    """
    mix, tenors = np.asarray(mix, float), np.asarray(tenors)
    years = legacy.redemptions.size
    borrowing = np.broadcast_to(np.asarray(new_borrowing, float), (years,))
    if mix.shape != tenors.shape or mix.ndim != 1:
        raise ValueError("mix and tenors need one entry a tenor.")
    if abs(mix.sum() - 1) > 1e-9 or (mix < 0).any():
        raise ValueError(f"the shares of the mix must be positive and add up to 1; they add up to {mix.sum():g}.")
    if (tenors < 1).any() or (tenors % 1 != 0).any():
        raise ValueError("tenors are whole years of at least 1.")
    tenors = tenors.astype(int)
    issued = np.zeros((years, mix.size))
    for s in range(years):
        back = s - tenors
        due = issued[np.maximum(back, 0), np.arange(mix.size)] * (back >= 0)
        issued[s] = mix * (legacy.redemptions[s] + due.sum() + borrowing[s])
    if (issued < 0).any():
        raise ValueError("more is repaid than falls due in some year: net new borrowing is too negative.")

    age = np.arange(years)[None, None, :] - np.arange(years)[:, None, None]
    last = tenors[None, :, None]
    paid = np.where((age > 0) & (age < last), 1.0, 0.0) + np.where((age == 0) | (age == last), 0.5, 0.0)
    closing = legacy.face + borrowing.cumsum()
    opening = closing - borrowing
    if (closing <= 0).any():
        raise ValueError("nothing is left outstanding: net new borrowing is too negative.")
    old = legacy.face - legacy.redemptions.cumsum()
    return RollForward(
        closing, (opening + closing) / 2, legacy.interest, issued, issued[:, :, None] * paid / 100, 1 - old / closing
    )


def price(yield_pct: ArrayLike, coupon: ArrayLike, years: ArrayLike, per_year: int = 2) -> Array:
    """Return the price per 100 of face of a bond with ``years`` to run, at a yield compounded ``per_year`` times.

    Standard present value, sum_j c/m (1 + y/m)^-j + 100 (1 + y/m)^-n with n = m x years payments;
    ``years`` is taken to the nearest payment. Arrays broadcast. Raises ValueError for a yield at
    which money would lose more than all its value.
    """
    y, c = np.asarray(yield_pct, float) / 100 / per_year, np.asarray(coupon, float) / per_year
    n = np.rint(np.asarray(years, float) * per_year)
    if (y <= -1).any():
        raise ValueError("a yield of -100 % a period or less has no price.")
    if (n < 1).any():
        raise ValueError("the bond has no payment left.")
    discount = (1 + y) ** -n
    with np.errstate(divide="ignore", invalid="ignore"):
        annuity = np.where(np.abs(y) < 1e-12, n, (1 - discount) / np.where(y == 0, 1, y))
    worth: Array = c * annuity + 100 * discount
    return worth
