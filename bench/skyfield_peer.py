"""The peer of bench/ephemeris.ts: Skyfield with DE421 and NumPy.

Reads one JSON job from standard input and writes one JSON answer to standard output.
  {"job": "places", "bodies": [...], "timesMs": [...], "observer": {...}}
      -> {"<body>": {"rightAscension": [...], "declination": [...], "altitude": [...], "azimuth": [...]}}  degrees
  {"job": "speed", "body": "...", "timesMs": [...], "observer": {...}, "rounds": n}
      -> {"seconds": [...], "points": n}
"""

import json
import sys
import time
import warnings

import numpy as np
from skyfield.api import Loader, wgs84
from skyfield.magnitudelib import planetary_magnitude
from skyfield_data import get_skyfield_data_path

# skyfield-data warns that the time files beside its DE421 are old; the time scale used here is Skyfield's own.
warnings.filterwarnings("ignore", category=RuntimeWarning)

load = Loader(get_skyfield_data_path(), expire=False)
timescale = load.timescale(builtin=True)
kernel = load("de421.bsp")
OUTER = {"jupiter", "saturn", "uranus", "neptune", "pluto"}
RADIUS_KM = {"mercury": 2440.53, "venus": 6051.8, "jupiter": 71492.0, "saturn": 60268.0, "uranus": 25559.0, "neptune": 24764.0}


def target(body):
    return kernel[f"{body} barycenter" if body in OUTER else body]


def utc(times_ms):
    stamps = np.asarray(times_ms, dtype="float64")
    days = np.floor(stamps / 86_400_000)
    dates = days.astype("int64").astype("datetime64[D]")
    years = dates.astype("datetime64[Y]")
    months = dates.astype("datetime64[M]")
    year = years.astype("int64") + 1970
    month = (months - years).astype("int64") + 1
    day = (dates - months).astype("int64") + 1
    return timescale.utc(year, month, day, 0, 0, (stamps - days * 86_400_000) / 1000)


def site(observer):
    place = wgs84.latlon(observer["latitude"], observer["longitude"], observer["elevation"])
    return kernel["earth"] + place


def places(job):
    at = site(job["observer"]).at(utc(job["timesMs"]))
    answer = {}
    for body in job["bodies"]:
        apparent = at.observe(target(body)).apparent()
        ra, dec, _ = apparent.radec(epoch="date")
        alt, az, _ = apparent.altaz()
        columns = {"rightAscension": ra._degrees, "declination": dec.degrees, "altitude": alt.degrees, "azimuth": az.degrees}
        answer[body] = {name: values.tolist() for name, values in columns.items()}
    return answer


def eight_quantities(job):
    """Right ascension, declination, altitude, azimuth, distance, elongation, magnitude, angular diameter."""
    body = job["body"]
    at = site(job["observer"]).at(utc(job["timesMs"]))
    astrometric = at.observe(target(body))
    apparent = astrometric.apparent()
    sun = at.observe(kernel["sun"]).apparent()
    ra, dec, distance = apparent.radec(epoch="date")
    alt, az, _ = apparent.altaz()
    elongation = apparent.separation_from(sun)
    magnitude = planetary_magnitude(astrometric)
    diameter = np.degrees(2 * np.arcsin(RADIUS_KM[body] / distance.km)) * 3600
    return ra._degrees, dec.degrees, alt.degrees, az.degrees, distance.au, elongation.degrees, magnitude, diameter


def speed(job):
    seconds = []
    for _ in range(job["rounds"] + 1):
        began = time.perf_counter()
        columns = eight_quantities(job)
        seconds.append(time.perf_counter() - began)
    # The first round loads tables and is left out.
    return {"seconds": seconds[1:], "points": len(columns[0])}


if __name__ == "__main__":
    request = json.load(sys.stdin)
    json.dump({"places": places, "speed": speed}[request["job"]](request), sys.stdout)
