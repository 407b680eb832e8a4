"""The pictures of bench/hybrid.ts, decoded by Pillow, and its net in onnxruntime: FILE THREADS. For each line of standard input all of them are
recognised once; answers with the ms per picture. The titles come as the net reads them."""

import json
import sys
import time

import numpy
import onnxruntime
import PIL
from PIL import Image

TYPES = {"float32": numpy.float32, "int32": numpy.int32, "int64": numpy.int64}


def fitted(path, width, height):
    """The whole picture within the size, white at its sides."""
    picture = Image.open(path).convert("RGB")
    scale = min(width / picture.width, height / picture.height)
    size = max(1, round(picture.width * scale)), max(1, round(picture.height * scale))
    if size != picture.size:
        picture = picture.resize(size, Image.LANCZOS)
    page = Image.new("RGB", (width, height), "white")
    page.paste(picture, ((width - size[0]) // 2, (height - size[1]) // 2))
    return numpy.asarray(page, numpy.float32)


def main(file, threads):
    task = json.load(open(file))
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    session = onnxruntime.InferenceSession(task["net"], options, providers=["CPUExecutionProvider"])
    batches = [
        (
            batch["pictures"],
            {
                name: numpy.array(given["values"], TYPES[given["type"]]).reshape(given["shape"])
                for name, given in batch["inputs"].items()
            },
        )
        for batch in task["batches"]
    ]
    count = sum(len(pictures) for pictures, _ in batches)
    print(json.dumps({"version": f"Pillow {PIL.__version__}, onnxruntime {onnxruntime.__version__}"}), flush=True)
    for _ in sys.stdin:
        began, used = time.perf_counter(), time.process_time()
        for pictures, inputs in batches:
            seen = numpy.stack([fitted(path, task["width"], task["height"]) for path in pictures])
            session.run(None, {**inputs, "picture": seen})
        took = {"ms": time.perf_counter() - began, "cpuMs": time.process_time() - used}
        print(json.dumps({unit: seconds * 1000 / count for unit, seconds in took.items()}), flush=True)


main(sys.argv[1], int(sys.argv[2]))
