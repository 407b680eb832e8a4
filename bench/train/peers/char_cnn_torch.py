"""The Siamese character CNN of char-cnn-net.ts in PyTorch: STEPS THREADS. For each line of standard input it trains STEPS steps on random texts and
answers with the ms per step."""

import json
import sys
import time

import torch
from torch import nn

ALPHABET, WIDTH, LENGTH, BATCH = 96, 32, 128, 64


class Tower(nn.Module):
    def __init__(self):
        super().__init__()
        self.vectors = nn.Embedding(ALPHABET, WIDTH)
        layers, channels = [], WIDTH
        for taps, filters in [(10, 64), (7, 128), (4, 128)]:
            layers += [nn.Conv1d(channels, filters, taps), nn.ReLU(), nn.MaxPool1d(2)]
            channels = filters
        self.layers = nn.Sequential(*layers, nn.Conv1d(channels, 256, 4), nn.ReLU(), nn.Flatten(), nn.Linear(2048, 4096), nn.Sigmoid())

    def forward(self, texts):
        return self.layers(self.vectors(texts).transpose(1, 2))


def main(steps, threads):
    torch.set_num_threads(threads)
    torch.manual_seed(1)
    tower, relevance_of = Tower(), nn.Linear(4096, 1)
    adam = torch.optim.Adam([*tower.parameters(), *relevance_of.parameters()])
    texts = torch.randint(0, ALPHABET, (steps, 2 * BATCH, LENGTH))
    relevance = torch.rand(steps, BATCH, 1) * 2 + 1
    print(json.dumps({"version": f"PyTorch {torch.__version__}"}), flush=True)
    for _ in sys.stdin:
        began, used = time.perf_counter(), time.process_time()
        for step in range(steps):
            queries, titles = tower(texts[step]).split(BATCH)
            loss = nn.functional.mse_loss(relevance_of((queries - titles).abs()), relevance[step])
            adam.zero_grad()
            loss.backward()
            adam.step()
        took = {"ms": time.perf_counter() - began, "cpuMs": time.process_time() - used}
        print(json.dumps({unit: seconds * 1000 / steps for unit, seconds in took.items()}), flush=True)


main(int(sys.argv[1]), int(sys.argv[2]))
