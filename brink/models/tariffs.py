"""What a tariff does to an exporter: price against quantity, who pays it, what it costs at first.

Duties are in percent of the customs value, changes in percent or log points (100 x the difference
of logarithms, which adds up where percents do not). Every function takes numbers or arrays.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from brink.models import Array
from brink.models.adjustment import log_points


def _positive(name: str, values: ArrayLike) -> Array:
    values = np.asarray(values, dtype=float)
    if (values <= 0).any():
        raise ValueError(f"{name} must be above zero: a value or a quantity that is zero or negative has no logarithm.")
    return values


def _between(name: str, values: ArrayLike, low: float, high: float) -> Array:
    values = np.asarray(values, dtype=float)
    if ((values < low) | (values > high)).any():
        raise ValueError(f"{name} must lie between {low:g} and {high:g}.")
    return values


def log_decomposition(
    value_before: ArrayLike, quantity_before: ArrayLike, value_after: ArrayLike, quantity_after: ArrayLike
) -> tuple[Array, Array]:
    r"""Split a change of value into price and quantity, in log points.

    .. math:: 100 \ln\frac{V_1}{V_0} = 100 \ln\frac{P_1}{P_0} + 100 \ln\frac{Q_1}{Q_0}, \qquad P = V / Q

    Returns ``(price, quantity)``; their sum is the change of value exactly. The price is a unit
    value: it also moves when dearer or cheaper models are shipped.

    Raises :class:`ValueError` for values or quantities not above zero.
    """
    value_before, value_after = _positive("value_before", value_before), _positive("value_after", value_after)
    quantity_before = _positive("quantity_before", quantity_before)
    quantity = 100 * np.log(_positive("quantity_after", quantity_after) / quantity_before)
    return 100 * np.log(value_after / value_before) - quantity, quantity


def bennet_decomposition(
    value_before: ArrayLike, quantity_before: ArrayLike, value_after: ArrayLike, quantity_after: ArrayLike
) -> tuple[Array, Array]:
    r"""Split a change of value into price and quantity, in the unit of the values (Bennet, 1920).

    .. math:: V_1 - V_0 = \tfrac{Q_0 + Q_1}{2}(P_1 - P_0) + \tfrac{P_0 + P_1}{2}(Q_1 - Q_0)

    Returns ``(price effect, quantity effect)``, symmetric in the two periods and exact in sum.

    Raises :class:`ValueError` for values or quantities not above zero.
    """
    value_before, value_after = _positive("value_before", value_before), _positive("value_after", value_after)
    quantity_before = _positive("quantity_before", quantity_before)
    quantity_after = _positive("quantity_after", quantity_after)
    price_before, price_after = value_before / quantity_before, value_after / quantity_after
    price = (quantity_before + quantity_after) / 2 * (price_after - price_before)
    return price, (price_before + price_after) / 2 * (quantity_after - quantity_before)


def duty_wedge(duty_before: ArrayLike, duty_after: ArrayLike) -> Array:
    r"""Return by how much a change of duty drives the importer's cost and the exporter's price apart.

    .. math:: w = 100 \ln\frac{1 + \tau_1}{1 + \tau_0}

    in log points, for duties in percent. From 2.5 to 27.5 percent it is 21.8. Raises
    :class:`ValueError` for negative duties.
    """
    before = _between("duty_before", duty_before, 0, np.inf)
    return log_points(_between("duty_after", duty_after, 0, np.inf)) - log_points(before)


def absorbed_share(price_change_pct: ArrayLike, duty_before: ArrayLike, duty_after: ArrayLike) -> Array:
    r"""Return the share of a higher duty that exporters took on themselves by cutting prices.

    .. math:: a = -\frac{100 \ln(1 + \Delta p)}{w}

    0: the importer pays all of it; 1: the exporter does, and the duty-paid price stands still; above
    1: the price fell by more than the duty rose. ``price_change_pct`` is the change of the export
    price in the buyer's currency.

    Raises :class:`ValueError` where the duty did not change: there is nothing to share.
    """
    wedge = duty_wedge(duty_before, duty_after)
    if (wedge == 0).any():
        raise ValueError("The duty did not change, so no share of it can be absorbed. Drop that month.")
    return -log_points(price_change_pct) / wedge


def first_round_loss(
    exports_pct_gdp: ArrayLike,
    duty_before: ArrayLike,
    duty_after: ArrayLike,
    absorbed: ArrayLike,
    elasticity: ArrayLike,
    value_added_share: ArrayLike,
) -> Array:
    r"""Return the income that a higher duty costs the exporting country at first, in percent of GDP.

    Exporters absorb the share :math:`a` of the wedge :math:`w`; buyers see the rest and buy less:

    .. math::
        P = e^{-a w}, \qquad Q = e^{-\varepsilon (1 - a) w}, \qquad
        \text{loss} = x\,[(1 - P)\,Q + v\,(1 - Q)]

    The first term is income given up on what is still sold, the second the domestic value added of
    what is not. Real GDP, which counts volumes, shows the second only: sold for less is output all
    the same, at worse terms of trade. Nothing else moves: no sales elsewhere, no weaker currency, no production shifted, no
    second round at suppliers and in consumption.

    Parameters
    ----------
    exports_pct_gdp : float or array
        Exports under the duty before it rose, :math:`x`, percent of GDP.
    duty_before, duty_after : float or array
        Percent of the customs value.
    absorbed : float or array
        :math:`a`, from 0 to 1.
    elasticity : float or array
        :math:`\varepsilon`, by how many percent sales fall when the price the buyer pays rises one percent.
    value_added_share : float or array
        :math:`v`, domestic value added in a unit of exports, from 0 to 1.

    Raises
    ------
    ValueError
        For shares outside 0 to 1, negative elasticities, duties or exports.
    """
    exports = _between("exports_pct_gdp", exports_pct_gdp, 0, 100)
    absorbed = _between("absorbed", absorbed, 0, 1)
    elasticity = _between("elasticity", elasticity, 0, np.inf)
    value_added = _between("value_added_share", value_added_share, 0, 1)
    wedge = duty_wedge(duty_before, duty_after) / 100
    price, quantity = np.exp(-absorbed * wedge), np.exp(-elasticity * (1 - absorbed) * wedge)
    loss: Array = exports * ((1 - price) * quantity + value_added * (1 - quantity))
    return loss
