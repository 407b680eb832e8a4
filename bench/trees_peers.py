"""python trees_peers.py FOLDER COLUMNS THREADS: LightGBM and scikit-learn on the rows of bench/trees.ts; one line of JSON per ensemble."""

import json
import resource
import sys
import time

import lightgbm
import numpy
import sklearn
from sklearn.ensemble import ExtraTreesRegressor, RandomForestRegressor

folder, columns, threads = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])


def read(name):
    return numpy.fromfile(f"{folder}/{name}", dtype=numpy.float32)


train, test = (read(f"{part}.values").reshape(-1, columns) for part in ("train", "test"))
train_targets, test_targets = (read(f"{part}.targets") for part in ("train", "test"))


def boost(rounds, leaves):
    settings = dict(num_leaves=leaves, learning_rate=0.05, min_data_in_leaf=20, num_threads=threads, verbose=-1)
    return lightgbm.train(settings, lightgbm.Dataset(train, train_targets), rounds)


def forest(kind):
    return kind(100, max_features=1 / 3, min_samples_leaf=5, n_jobs=threads, random_state=1).fit(train, train_targets)


def cpu():
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


trainings = {
    "boosting 500 x 31": (f"LightGBM {lightgbm.__version__}", lambda: boost(500, 31)),
    "boosting 100 x 255": (f"LightGBM {lightgbm.__version__}", lambda: boost(100, 255)),
    "random forest 100": (f"scikit-learn {sklearn.__version__}", lambda: forest(RandomForestRegressor)),
    "extra trees 100": (f"scikit-learn {sklearn.__version__}", lambda: forest(ExtraTreesRegressor)),
}
for task, (name, fit) in trainings.items():
    began, used = time.perf_counter(), cpu()
    model = fit()
    took = {"seconds": time.perf_counter() - began, "cpuSeconds": cpu() - used}
    rmse = float(numpy.sqrt(numpy.mean((model.predict(test) - test_targets) ** 2)))
    print(json.dumps({"task": task, "name": name, "threads": threads, "rmse": rmse, **took}), flush=True)
