"""The two-tower net of two-tower-net.ts in Keras, on the batches of FILE (a task of two-tower.ts): FILE THREADS same|published. `same` is the whole net, softmax
among the products of a batch, in a compiled step; `published` scores pairs of a visitor and a product by yes or no, by model.fit. For each line of standard
input it trains one round and answers with the ms per step."""

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

HASTE = 5
PICKS = {
    "item ids": "items/vectors",
    "history ids": "items/vectors",
    "user ids": "users/vectors",
    "item brands": "brands/vectors",
    "item categories": "categories/vectors",
}


def read_batches(task, array):
    """The inputs of each batch by name; ids count in the whole tables."""
    batches = []
    for batch in task["batches"]:
        inputs = {name: array(place) for name, place in batch["inputs"].items()}
        rows = {name: array(place) for name, place in batch["rows"].items()}
        batches.append(inputs | {name: rows[table][inputs[name]] for name, table in PICKS.items()})
    return batches


def block(units, dropout, momentum=0.9, l2=None):
    floor = [
        layers.Dense(units, activation="relu", kernel_regularizer=l2),
        layers.BatchNormalization(momentum=momentum),
        layers.Dropout(dropout),
    ]
    return keras.Sequential(floor)


class TwoTower(keras.Model):
    def __init__(self, form):
        super().__init__()
        rows, wide, narrow, ends = form["rows"], form["idWidth"], form["attributeWidth"], form["dimensions"]
        self.items, self.users = layers.Embedding(rows["items"], wide), layers.Embedding(rows["users"], wide)
        self.brands, self.categories = layers.Embedding(rows["brands"], narrow), layers.Embedding(rows["categories"], narrow)
        self.popularity, self.again = layers.Embedding(rows["items"], 1), layers.Embedding(rows["items"], 1)
        self.again_of_category = layers.Dense(1)
        self.item = keras.Sequential([block(256, form["dropout"]), block(128, form["dropout"]), layers.Dense(ends)])
        self.user = keras.Sequential([block(128, form["dropout"]), layers.Dense(ends)])
        self.query = keras.Sequential([layers.Dropout(form["dropout"]), block(128, form["dropout"]), layers.Dense(ends)])

    def call(self, inputs, training=False):
        ids = inputs["item ids"]
        category = HASTE * ops.sum(self.categories(inputs["item categories"]) * inputs["item category weights"], 1)
        brand = HASTE * self.brands(inputs["item brands"]) * inputs["item has brand"]
        read = ops.concatenate([HASTE * self.items(ids), brand, category, inputs["item texts"]], -1)
        tower, popularity = self.item(read, training=training), self.popularity(ids)
        again = self.again_of_category(category) + HASTE * self.again(ids)

        chosen = ops.sum(self.items(inputs["history ids"]) * inputs["history weights"], 1)
        read = ops.concatenate([HASTE * self.users(inputs["user ids"]), HASTE * chosen, inputs["history texts"]], -1)
        user = self.user(read, training=training)
        query = self.query(inputs["query texts"], training=training)
        repeats = inputs["repeat weights"] * ops.take(again, inputs["repeat items"], 0)
        level = ops.transpose(popularity) + inputs["corrections"]
        by_user = tf.tensor_scatter_nd_add(tf.matmul(user, tower, transpose_b=True) + level, inputs["repeat pairs"], repeats[:, 0])
        by_query = tf.matmul(query, ops.stop_gradient(tower), transpose_b=True) + ops.stop_gradient(level)
        return by_user, by_query, mean_square(tower) + mean_square(popularity) + mean_square(user)


def mean_square(vectors):
    return ops.mean(ops.sum(ops.square(vectors), 1))


def same(task, array):
    """A round of the whole net. Gradients are not clipped, which ours are; Keras' Adam moves every row of a table at each step, ours those that the batch touches."""
    batches = read_batches(task, array)
    net = TwoTower(task["form"])
    adam = keras.optimizers.Adam(task["learningRate"])
    batches = [{name: tf.constant(values) for name, values in batch.items()} for batch in batches]
    net(batches[0])
    adam.build(net.trainable_variables)
    kernels = [weight for weight in net.trainable_variables if weight.name == "kernel"]

    @tf.function(reduce_retracing=True)
    def learn(batch):
        with tf.GradientTape() as tape:
            by_user, by_query, lengths = net(batch, training=True)
            chosen = batch["chosen pairs"][:, 1]
            losses = [tf.nn.sparse_softmax_cross_entropy_with_logits(chosen, by) for by in (by_user, by_query)]
            small = task["l2"] * sum(ops.sum(ops.square(weight)) for weight in kernels) + task["vectorL2"] * lengths
            loss = tf.reduce_mean(losses[0]) + tf.reduce_mean(losses[1]) + small
        adam.apply(tape.gradient(loss, net.trainable_variables), net.trainable_variables)
        return loss

    return lambda: [float(learn(batch)) for batch in batches]


def published(task, array):
    """A round of pairs: towers of ids, brand, category and text, dot product, sigmoid."""
    form = task["form"]
    rows, wide, narrow, ends = form["rows"], form["idWidth"], form["attributeWidth"], form["dimensions"]
    pairs = [{name: array(place) for name, place in batch.items()} for batch in task["pairs"]]
    l2 = keras.regularizers.L2(task["l2"])
    floor = lambda units: block(units, 0.3, 0.99, l2)
    end = lambda: layers.Dense(ends, kernel_regularizer=l2)
    user, item, brand, category = (keras.Input((), dtype="int32", name=name) for name in ("user", "item", "brand", "category"))
    text = keras.Input((pairs[0]["text"].shape[1],), name="text")
    of_item = [layers.Embedding(rows["items"], wide)(item), layers.Embedding(rows["brands"], narrow)(brand)]
    read = layers.Concatenate()([*of_item, layers.Embedding(rows["categories"], narrow)(category), text])
    item_end = end()(floor(128)(floor(256)(read)))
    user_end = end()(floor(128)(layers.Embedding(rows["users"], wide)(user)))
    score = layers.Activation("sigmoid")(layers.Dot(1)([user_end, item_end]))
    net = keras.Model({"user": user, "item": item, "brand": brand, "category": category, "text": text}, score)
    net.compile(keras.optimizers.Adam(task["learningRate"]), "binary_crossentropy")
    inputs = {name: np.concatenate([batch[name] for batch in pairs]) for name in pairs[0]}
    chosen = inputs.pop("chosen")
    return lambda: net.fit(inputs, chosen, batch_size=len(pairs[0]["user"]), shuffle=False, verbose=0)


def main(path, threads, kind):
    tf.config.threading.set_intra_op_parallelism_threads(threads)
    tf.config.threading.set_inter_op_parallelism_threads(threads)
    keras.utils.set_random_seed(1)
    with open(path) as file:
        task = json.load(file)
    with open(path + ".bin", "rb") as file:
        data = file.read()

    def array(place):
        count = int(np.prod(place["shape"]))
        return np.frombuffer(data, place["type"], count, place["from"]).reshape(place["shape"])

    learn = {"same": same, "published": published}[kind](task, array)
    told = {"same": "the same net", "published": "the published net"}[kind]
    print(json.dumps({"version": f"Keras {keras.__version__} on TensorFlow {tf.__version__}, {told}"}), flush=True)
    for _ in sys.stdin:
        began, used = time.perf_counter(), time.process_time()
        learn()
        took = {"ms": time.perf_counter() - began, "cpuMs": time.process_time() - used}
        print(json.dumps({unit: seconds * 1000 / len(task["batches"]) for unit, seconds in took.items()}), flush=True)


main(sys.argv[1], int(sys.argv[2]), sys.argv[3])
