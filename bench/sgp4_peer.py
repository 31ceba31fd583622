"""The peer of sgp4.ts: python-sgp4's SatrecArray over the same element lines and moments, called by sgp4.ts.

Reads JSON {lines: [[l1, l2], ...], moments: [[jd, fraction], ...], rounds: n} on standard input. Writes one line of JSON
with the version, whether the C++ code is in use, the best and median milliseconds for one moment and for all, and the
positions (km, TEME; null where the propagation failed) at the first moment.
"""

import json
import statistics
import sys
import time

import numpy
import sgp4
from sgp4.api import Satrec, SatrecArray, accelerated


def timed(array, moments, rounds):
    jd = numpy.array([m[0] for m in moments])
    fraction = numpy.array([m[1] for m in moments])
    spent = []
    for _ in range(rounds):
        start = time.perf_counter()
        errors, positions, _velocities = array.sgp4(jd, fraction)
        spent.append(1000 * (time.perf_counter() - start))
    return {"best": min(spent), "median": statistics.median(spent)}, errors, positions


def main():
    task = json.load(sys.stdin)
    start = time.perf_counter()
    array = SatrecArray([Satrec.twoline2rv(a, b) for a, b in task["lines"]])
    setup = 1000 * (time.perf_counter() - start)
    one, errors, positions = timed(array, task["moments"][:1], task["rounds"])
    many, _, _ = timed(array, task["moments"], task["rounds"])
    found = [p.tolist() if e == 0 else None for p, e in zip(positions[:, 0], errors[:, 0])]
    json.dump({"version": sgp4.__version__, "accelerated": accelerated, "setup": setup,
               "one": one, "many": many, "positions": found}, sys.stdout)


main()
