"""Pure functions on numbers and arrays; nothing here reads data."""

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

#: What the functions give back: floats, in the shape that their arguments broadcast to.
Array: TypeAlias = NDArray[np.float64]
