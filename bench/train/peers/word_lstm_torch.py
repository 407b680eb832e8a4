"""Word Siamese LSTM in PyTorch, as fast as it goes on a CPU: texts packed, queries and products in one pack, batches of
like length, Adam with SparseAdam for the vectors. Reads FILE (a Task of word-lstm.ts); for each line of standard input it trains one
round and answers with the ms per step."""

import json
import sys
import time

import torch
from torch import nn
from torch.nn.utils.rnn import PackedSequence, pack_sequence


class WordLstm(nn.Module):
    def __init__(self, words, is_bidirectional):
        super().__init__()
        self.vectors = nn.Embedding(words, 100, sparse=True)
        self.lstm = nn.LSTM(100, 64, bidirectional=is_bidirectional)
        self.hidden = nn.Linear(4 * (128 if is_bidirectional else 64), 64)
        self.score = nn.Linear(64, 1)

    def forward(self, pack):
        read = PackedSequence(self.vectors(pack.data), pack.batch_sizes, pack.sorted_indices, pack.unsorted_indices)
        _, (last, _) = self.lstm(read)
        a, b = last.transpose(0, 1).flatten(1).chunk(2)
        return self.score(torch.relu(self.hidden(torch.cat([a, b, (a - b).abs(), a * b], 1))))


def main(path, threads, is_bidirectional):
    torch.set_num_threads(threads)
    torch.set_num_interop_threads(1)
    torch.manual_seed(1)
    with open(path) as file:
        task = json.load(file)
    net = WordLstm(task["words"], is_bidirectional)
    sparse = torch.optim.SparseAdam([net.vectors.weight], lr=1e-3)
    dense = torch.optim.Adam([p for n, p in net.named_parameters() if n != "vectors.weight"], lr=1e-3, fused=True)

    texts = {kind: [torch.tensor(text) for text in task[kind]] for kind in ("query", "product")}
    grades = torch.tensor(task["grade"])[:, None]

    def learn(batch):
        read = [texts[kind][row] for kind in ("query", "product") for row in batch]
        loss = nn.functional.mse_loss(net(pack_sequence(read, enforce_sorted=False)), grades[batch])
        sparse.zero_grad()
        dense.zero_grad()
        loss.backward()
        sparse.step()
        dense.step()
        return loss.item()

    print(json.dumps({"version": f"PyTorch {torch.__version__}"}), flush=True)
    for _ in sys.stdin:
        began, used = time.perf_counter(), time.process_time()
        losses = [learn(batch) for batch in task["batches"]]
        took = {"ms": time.perf_counter() - began, "cpuMs": time.process_time() - used}
        print(json.dumps({unit: seconds * 1000 / len(losses) for unit, seconds in took.items()}), flush=True)


main(sys.argv[1], int(sys.argv[2]), sys.argv[3] == "bilstm")
