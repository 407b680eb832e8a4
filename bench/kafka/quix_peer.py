"""Scores searches with Quix Streams, exactly once: reads Avro, reads the texts as models/text does, runs the ONNX files of a siamese-char-shared model,
writes JSON.

quix_peer.py ORDER: a JSON object with broker, from, to, schema (a file), model (a folder), events, kept (of how many titles, and queries, it keeps what it
read), and, if need be, before (the share of the events that is scored before the time is taken). Prints what it took as JSON. It does less than the stages it
stands beside: no features, no trail of rewrites, and of each product only its id and score are written. Vectors are remembered, as they are there.
"""
import io
import json
import sys
import time
from pathlib import Path

import fastavro
import numpy
import onnxruntime
import orjson
from quix_words import Reader
from quixstreams import Application

order = json.loads(sys.argv[1])
model = Path(order["model"])
schema = fastavro.parse_schema(json.loads(Path(order["schema"]).read_text()))
alphabet = (model / "tokens.txt").read_text(encoding="utf-8")
ids = {character: index + 1 for index, character in enumerate(alphabet)}
unknown = len(ids) + 1
longest = 128
wire_header = 5


def session(name):
    """A session of one thread, as the stages have."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    return onnxruntime.InferenceSession(str(model / name), options, providers=["CPUExecutionProvider"])


tower, comparator = session("tower.onnx"), session("comparator.onnx")
tower_input = tower.get_inputs()[0].name
reader = Reader((model / "vocabulary.bin").read_bytes(), order["kept"])
vectors = {}
most_kept = 100_000


def read(words):
    """What the tower reads of a text."""
    return " ".join(words)[:longest]


def embed(texts):
    """The vectors of texts, texts x dimensions; those of one search that are not remembered are made together."""
    made = {text: vectors[text] for text in texts if text in vectors}
    new = [text for text in dict.fromkeys(texts) if text not in made]
    if new:
        if len(vectors) > most_kept:
            vectors.clear()
        rows = numpy.zeros((len(new), longest), dtype=numpy.int32)
        for row, text in zip(rows, new):
            row[: len(text)] = [ids.get(character, unknown) for character in text]
        made |= zip(new, tower.run(None, {tower_input: rows})[0])
        vectors.update((text, made[text]) for text in new)
    return numpy.stack([made[text] for text in texts])


def scored(value):
    """A search as it came, to its scores."""
    search = fastavro.schemaless_reader(io.BytesIO(value[wire_header:]), schema)
    products = search["products"]
    texts = [read(reader.query(search["query"])[0]), *(read(reader.title(product["title"])[0]) for product in products)]
    query, *titles = embed(texts)
    queries = numpy.broadcast_to(query, (len(titles), len(query)))
    scores = comparator.run(None, {"query": numpy.ascontiguousarray(queries), "title": numpy.stack(titles)})[0].reshape(-1)
    found = [{"productId": product["productId"], "score": float(score)} for product, score in zip(products, scores)]
    return {"eventId": search["eventId"], "query": search["query"], "products": found}


before = max(1, int(order.get("before", 0) * order["events"]))
progress = {"records": 0}


def processed(*_):
    """Notes when the record was done that the time is taken from, and when the latest."""
    progress["records"] += 1
    if progress["records"] == before:
        progress["began"], progress["cpu_began"] = time.perf_counter(), time.process_time()
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
            "records": progress["records"] - before,
            "seconds": progress["ended"] - progress["began"],
            "cpuSeconds": progress["cpu_ended"] - progress["cpu_began"],
        }
    )
)
