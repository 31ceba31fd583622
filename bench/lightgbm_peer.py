"""The peer of bench/forecast.ts: LightGBM on the same table.

Reads one JSON job from standard input:
  {"values": file of float32, row by row, "target": file of float64, "rows": n, "columns": n, "learned": n, "trees": n, "leaves": n,
   "rate": x, "bins": n, "leastRows": n, "lambda": x, "rowShare": x, "columnShare": x, "seed": n, "threads": n, "rounds": n}
The first `learned` rows are learned from, the rest only scored. Writes {"version": s, "seconds": [...], "cpuSeconds": [...], "rmse": x} to standard output; the
seconds are those of binning and fitting, as on our side.
"""

import json
import sys
import time

import lightgbm
import numpy as np


def main():
    job = json.load(sys.stdin)
    values = np.fromfile(job["values"], np.float32).reshape(job["rows"], job["columns"])
    target = np.fromfile(job["target"], np.float64)
    learned = job["learned"]
    settings = {
        "objective": "regression",
        "num_leaves": job["leaves"],
        "learning_rate": job["rate"],
        "max_bin": job["bins"],
        "min_data_in_leaf": job["leastRows"],
        "lambda_l2": job["lambda"],
        "bagging_fraction": job["rowShare"],
        "bagging_freq": 0 if job["rowShare"] == 1 else 1,
        "feature_fraction": job["columnShare"],
        "seed": job["seed"],
        "num_threads": job["threads"],
        "force_col_wise": True,
        "verbose": -1,
    }
    seconds = []
    cpu_seconds = []
    for _ in range(job["rounds"]):
        began = time.perf_counter()
        cpu = time.process_time()
        data = lightgbm.Dataset(values[:learned], target[:learned], free_raw_data=False)
        model = lightgbm.train(settings, data, job["trees"])
        seconds.append(time.perf_counter() - began)
        cpu_seconds.append(time.process_time() - cpu)
    errors = model.predict(values[learned:]) - target[learned:]
    rmse = float(np.sqrt(np.mean(errors**2)))
    json.dump({"version": lightgbm.__version__, "seconds": seconds, "cpuSeconds": cpu_seconds, "rmse": rmse}, sys.stdout)


main()
