"""python check.py FOLDER: whether ONNX files are valid, load in Python's runtime and give the numbers written beside them.

The folder holds NAME.onnx and NAME.json: inputs to run it with and the outputs to expect, each with type, shape and values.
Prints a line per file and ends with 1 when one is invalid or differs by more than 1e-5.
"""

import json
import pathlib
import sys

import numpy
import onnx
import onnxruntime

TOLERANCE = 1e-5


def array(tensor):
    return numpy.array(tensor["values"], tensor["type"]).reshape(tensor["shape"])


def checker_says(model):
    """"ok", or the first line of what onnx.checker has against the model; it also infers every shape."""
    try:
        onnx.checker.check_model(model, full_check=True)
        return "ok"
    except Exception as error:
        return str(error).strip().splitlines()[0]


def largest_difference(path, trial):
    """Between what the file gives here and what was expected; infinite when a shape differs."""
    session = onnxruntime.InferenceSession(path, providers=["CPUExecutionProvider"])
    names = list(trial["outputs"])
    given = session.run(names, {name: array(tensor) for name, tensor in trial["inputs"].items()})
    differences = [difference(found, array(trial["outputs"][name])) for name, found in zip(names, given)]
    return max(differences)


def difference(found, expected):
    if found.shape != expected.shape or not numpy.isfinite(found).all():
        return numpy.inf
    return float(numpy.abs(found - expected).max())


def check(path):
    """One row of the table, and whether the file passes."""
    model = onnx.load(path)
    verdict = checker_says(model)
    apart = largest_difference(path, json.loads(path.with_suffix(".json").read_text()))
    row = (path.name, str(len(model.graph.node)), verdict, f"{apart:.1e}")
    return row, verdict == "ok" and apart <= TOLERANCE


def main(folder):
    checked = [check(path) for path in sorted(pathlib.Path(folder).glob("*.onnx"))]
    rows = [("file", "nodes", "checker", "max difference"), *(row for row, _ in checked)]
    widths = [max(len(row[column]) for row in rows) for column in range(4)]
    for row in rows:
        print("  ".join(cell.ljust(width) for cell, width in zip(row, widths)).rstrip())
    failed = sum(not passes for _, passes in checked)
    print(f"onnx {onnx.__version__}, onnxruntime {onnxruntime.__version__}: {len(checked) - failed} of {len(checked)} files pass")
    return 1 if failed or not checked else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
