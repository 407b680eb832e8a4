"""Trains gensim's Word2Vec on a file of sentences, one a line, and says how long it took.

word2vec_gensim.py FOLDER: reads sentences.txt and runs.json there, writes the words and vectors of each run, prints the times as JSON.
"""
import json
import sys
import time
from pathlib import Path

from gensim.models import Word2Vec

folder = Path(sys.argv[1])
sentences = [line.split(" ") for line in (folder / "sentences.txt").read_text().splitlines()]
times = []
for run in json.loads((folder / "runs.json").read_text()):
    began, cpu_began = time.perf_counter(), time.process_time()
    model = Word2Vec(sentences, sg=1, hs=0, workers=run["workers"], seed=run["seed"], **run["settings"])
    times.append({"seconds": time.perf_counter() - began, "cpuSeconds": time.process_time() - cpu_began})
    (folder / f"{run['name']}.words").write_text("\n".join(model.wv.index_to_key))
    model.wv.vectors.astype("<f4").tofile(folder / f"{run['name']}.vectors")
print(json.dumps(times))
