"""Word Siamese LSTM in Keras as people write it: every text padded to 50 words, model.fit. Reads FILE (a Task of word-lstm.ts); for
each line of standard input it trains one round and answers with the ms per step."""

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


def word_lstm(words, length, is_bidirectional):
    query, product = (keras.Input((length,), dtype="int32", name=name) for name in ("query", "product"))
    vectors = layers.Embedding(words, 100)
    lstm = layers.Bidirectional(layers.LSTM(64)) if is_bidirectional else layers.LSTM(64)
    a, b = lstm(vectors(query)), lstm(vectors(product))
    compared = layers.Concatenate()([a, b, ops.abs(a - b), a * b])
    return keras.Model([query, product], layers.Dense(1)(layers.Dense(64, activation="relu")(compared)))


def main(path, threads, is_bidirectional):
    tf.config.threading.set_intra_op_parallelism_threads(threads)
    tf.config.threading.set_inter_op_parallelism_threads(threads)
    keras.utils.set_random_seed(1)
    with open(path) as file:
        task = json.load(file)
    rows = [row for batch in task["batches"] for row in batch]
    pad = lambda kind: keras.utils.pad_sequences([task[kind][row] for row in rows], task["length"])
    texts = [pad("query"), pad("product")]
    grades = np.array([[task["grade"][row]] for row in rows], np.float32)
    model = word_lstm(task["words"], task["length"], is_bidirectional)
    model.compile("adam", "mse")
    print(json.dumps({"version": f"Keras {keras.__version__} on TensorFlow {tf.__version__}"}), flush=True)
    for _ in sys.stdin:
        began, used = time.perf_counter(), time.process_time()
        model.fit(texts, grades, batch_size=len(task["batches"][0]), shuffle=False, verbose=0)
        took = {"ms": time.perf_counter() - began, "cpuMs": time.process_time() - used}
        print(json.dumps({unit: seconds * 1000 / len(task["batches"]) for unit, seconds in took.items()}), flush=True)


main(sys.argv[1], int(sys.argv[2]), sys.argv[3] == "bilstm")
