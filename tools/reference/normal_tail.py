"""Coefficients of dev.valence.internal.compute.NormalTail, and how far its arithmetic in single precision is off.

Φ(-z) = exp(-z²/2)·t·P(t) with t = 1/(1 + z/4), for z ≥ 0: what is left of the tail of the normal distribution without its
exponential is a smooth function of t in (0, 1], here a polynomial of degree 9 by Chebyshev interpolation.

    python tools/reference/normal_tail.py        (mpmath, numpy)
"""

import mpmath as mp
import numpy as np

mp.mp.dps = 50
DEGREE = 9
NODES = 200


def smooth(t):
    z = (1 / t - 1) * 4
    return mp.ncdf(-z) * mp.exp(z * z / 2) / t


points = [mp.cos(mp.pi * (i + mp.mpf(1) / 2) / NODES) for i in range(NODES)]
values = [smooth((x + 1) / 2) for x in points]
chebyshev = [
    2 / mp.mpf(NODES) * sum(v * mp.cos(j * mp.acos(x)) for v, x in zip(values, points)) for j in range(DEGREE + 1)
]
chebyshev[0] /= 2
basis = [[mp.mpf(1)], [mp.mpf(-1), mp.mpf(2)]]  # T_j(2t - 1) as polynomials in t
for _ in range(2, DEGREE + 1):
    last, before = basis[-1], basis[-2] + [mp.mpf(0)] * 2
    doubled = [mp.mpf(0)] + [4 * c for c in last]
    kept = [2 * c for c in last] + [mp.mpf(0)]
    basis.append([d - k - b for d, k, b in zip(doubled, kept, before)])
coefficients = [sum(c * b[i] for c, b in zip(chebyshev, basis) if i < len(b)) for i in range(DEGREE + 1)]
for i, c in enumerate(coefficients):
    print(f"P{i} = {np.float32(float(c))!r}  {mp.nstr(c, 12)}")

worst_absolute = worst_relative = 0
for z in np.linspace(0, 12, 4001).astype(np.float32):
    t = np.float32(1) / (np.float32(1) + np.float32(0.25) * z)
    p = np.float32(0)
    for c in reversed(coefficients):
        p = np.float32(np.float64(p) * np.float64(t) + np.float64(np.float32(float(c))))  # a fused multiply-add
    tail = np.float32(np.exp(-0.5 * np.float64(z) ** 2)) * t * p
    exact = mp.ncdf(-mp.mpf(float(z)))
    worst_absolute = max(worst_absolute, abs(float(tail - exact)))
    if z < 5:
        worst_relative = max(worst_relative, abs(float(tail / exact - 1)))
print("largest error", worst_absolute, "relative below z = 5:", worst_relative)
