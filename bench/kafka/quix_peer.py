"""Scores searches with Quix Streams, exactly once: reads Avro, tokenises, runs the ONNX files of a siamese-char-shared model, writes JSON.

quix_peer.py ORDER: a JSON object with broker, from, to, schema (a file), model (a folder), events. Prints what it took as JSON. It does less than the
stages it stands beside: no measures rewritten, no spelling, no stems, no features. Vectors are remembered, as they are there.
"""
import io
import json
import re
import sys
import time
import unicodedata
from functools import lru_cache
from pathlib import Path

import fastavro
import numpy
import onnxruntime
import orjson
from quixstreams import Application

order = json.loads(sys.argv[1])
model = Path(order["model"])
schema = fastavro.parse_schema(json.loads(Path(order["schema"]).read_text()))
alphabet = (model / "tokens.txt").read_text(encoding="utf-8")
ids = {character: index + 1 for index, character in enumerate(alphabet)}
unknown = len(ids) + 1
longest = 128
wire_header = 5

apostrophe = re.compile(r"(?<=[^\W\d_])'(?=[^\W\d_])|(?<=\d)'(?=s(?![^\W\d_]))")
token = re.compile(r"\d+(?:-\d+)?/\d+|(?:\d*\.(?=\d))?[#\w°%]+(?:(?<=\d)\.\d[#\w°%]*)*")


def session(name):
    """A session of one thread, as the stages have."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    return onnxruntime.InferenceSession(str(model / name), options, providers=["CPUExecutionProvider"])


tower, comparator = session("tower.onnx"), session("comparator.onnx")
tower_input = tower.get_inputs()[0].name


def words(text):
    """The words of a text: NFKC, lower case, no accents, the same pattern as models/text/tokenize.ts."""
    plain = unicodedata.normalize("NFKC", text).lower()
    if not plain.isascii():
        plain = "".join(c for c in unicodedata.normalize("NFD", plain) if not unicodedata.combining(c))
    return token.findall(apostrophe.sub("", plain))


@lru_cache(maxsize=50_000)
def vector(text):
    """The vector of a text, 1 x dimensions."""
    row = numpy.zeros((1, longest), dtype=numpy.int32)
    read = " ".join(words(text))[:longest]
    row[0, : len(read)] = [ids.get(character, unknown) for character in read]
    return tower.run(None, {tower_input: row})[0]


def scored(value):
    """A search as it came, to its scores."""
    search = fastavro.schemaless_reader(io.BytesIO(value[wire_header:]), schema)
    products = search["products"]
    titles = numpy.concatenate([vector(product["title"]) for product in products])
    query = numpy.repeat(vector(search["query"]), len(products), axis=0)
    scores = comparator.run(None, {"query": query, "title": titles})[0].reshape(-1)
    found = [{"productId": product["productId"], "score": float(score)} for product, score in zip(products, scores)]
    return {"eventId": search["eventId"], "query": search["query"], "products": found}


progress = {"records": 0}


def processed(*_):
    """Notes when the first and the latest record were done."""
    if progress["records"] == 0:
        progress["began"], progress["cpu_began"] = time.perf_counter(), time.process_time()
    progress["records"] += 1
    progress["ended"], progress["cpu_ended"] = time.perf_counter(), time.process_time()


app = Application(
    broker_address=order["broker"],
    consumer_group=f"{order['to']}-quix",
    auto_offset_reset="earliest",
    processing_guarantee="exactly-once",
    on_message_processed=processed,
    auto_create_topics=False,
    loglevel="ERROR",
)
searches = app.topic(order["from"], value_deserializer="bytes")
scores = app.topic(order["to"], value_serializer="bytes")
stream = app.dataframe(searches).apply(scored).apply(orjson.dumps)
stream.to_topic(scores)
app.run(count=order["events"])
print(
    json.dumps(
        {
            "records": progress["records"],
            "seconds": progress["ended"] - progress["began"],
            "cpuSeconds": progress["cpu_ended"] - progress["cpu_began"],
        }
    )
)
