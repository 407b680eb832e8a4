"""The Siamese character CNN of char-cnn-net.ts in Keras, by model.fit: STEPS THREADS. For each line of standard input it trains STEPS steps on random
texts and answers with the ms per step."""

import json
import os
import sys
import time

os.environ["KERAS_BACKEND"] = "tensorflow"
os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
os.environ["CUDA_VISIBLE_DEVICES"] = ""

import keras
import numpy as np
import tensorflow as tf
from keras import layers, ops

ALPHABET, WIDTH, LENGTH, BATCH = 96, 32, 128, 64


def tower():
    text = keras.Input((LENGTH,), dtype="int32")
    x = layers.Embedding(ALPHABET, WIDTH)(text)
    for taps, filters in [(10, 64), (7, 128), (4, 128)]:
        x = layers.MaxPooling1D(2)(layers.Conv1D(filters, taps, activation="relu")(x))
    x = layers.Conv1D(256, 4, activation="relu")(x)
    return keras.Model(text, layers.Dense(4096, activation="sigmoid")(layers.Flatten()(x)))


def siamese():
    shared = tower()
    query, title = (keras.Input((LENGTH,), dtype="int32", name=name) for name in ("query", "title"))
    distance = ops.abs(shared(query) - shared(title))
    return keras.Model([query, title], layers.Dense(1)(distance))


def main(steps, threads):
    tf.config.threading.set_intra_op_parallelism_threads(threads)
    tf.config.threading.set_inter_op_parallelism_threads(threads)
    keras.utils.set_random_seed(1)
    random = np.random.default_rng(1)
    texts = [random.integers(0, ALPHABET, (BATCH * steps, LENGTH)).astype("int32") for _ in range(2)]
    relevance = random.uniform(1, 3, (BATCH * steps, 1)).astype("float32")
    model = siamese()
    model.compile("adam", "mse")
    print(json.dumps({"version": f"Keras {keras.__version__} on TensorFlow {tf.__version__}"}), flush=True)
    for _ in sys.stdin:
        began, used = time.perf_counter(), time.process_time()
        model.fit(texts, relevance, batch_size=BATCH, shuffle=False, verbose=0)
        took = {"ms": time.perf_counter() - began, "cpuMs": time.process_time() - used}
        print(json.dumps({unit: seconds * 1000 / steps for unit, seconds in took.items()}), flush=True)


main(int(sys.argv[1]), int(sys.argv[2]))
