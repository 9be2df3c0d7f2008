"""Training steps of ResNet-20 in plain PyTorch, as a user would write them, to be timed.

Reads lines "VARIANT THREADS STEPS" and answers each with "SECONDS PEAK_KIB": the time of that many
steps, and the most memory the process has had. Variants, all float32 and channels_last:
  fp32       full precision
  w2a2       inner convolutions with PACT inputs and DoReFa weights, x + (q(x) - x).detach()
  supernet   w2a2 with searched widths as TAS formulates them
             (search/docs/methods.md#super-net): inputs padded to the
             convolution's full width, one full-width convolution, two slices, a batch
             normalization each, channel-wise interpolation by adaptive pooling, weighted sum
"""

import random
import resource
import sys
import time

import torch
from torch import nn
from torch.nn import functional as F

BATCH = 128
CANDIDATES = [3, 4, 5, 6, 7, 8, 9, 10]  # tenths of the nominal width


def round_through(x, steps):
    return x + (torch.round(x * steps) / steps - x).detach()


class Pact(nn.Module):
    """PACT with its own gradient for alpha (Choi et al. 2018)."""

    def __init__(self):
        super().__init__()
        self.alpha = nn.Parameter(torch.tensor(3.0))

    def forward(self, x):
        clipped = torch.minimum(x, self.alpha)  # what it reads has been through a ReLU
        step = self.alpha.detach() / 3
        return clipped + (torch.round(clipped / step) * step - clipped).detach()


def dorefa(w):
    t = torch.tanh(w)
    t = t / (2 * t.abs().max().detach()) + 0.5
    return 2 * round_through(t, 3) - 1


class Conv(nn.Conv2d):
    def __init__(self, c_in, c_out, kernel, stride, quantized):
        super().__init__(c_in, c_out, kernel, stride, kernel // 2, bias=False)
        nn.init.kaiming_normal_(self.weight, mode="fan_out", nonlinearity="relu")
        self.pact = Pact() if quantized else None

    def forward(self, x):
        if self.pact is None:
            return super().forward(x)
        return self._conv_forward(self.pact(x), dorefa(self.weight), None)


class Unit(nn.Module):
    """Convolution and batch normalization."""

    def __init__(self, c_in, c_out, kernel, stride, quantized, normalized=True):
        super().__init__()
        self.conv = Conv(c_in, c_out, kernel, stride, quantized)
        self.bn = nn.BatchNorm2d(c_out) if normalized else nn.Identity()

    def forward(self, x, pair=None):
        return self.bn(self.conv(x))


class SearchedUnit(nn.Module):
    def __init__(self, c_in, c_out, kernel, stride, quantized, normalized=True):
        super().__init__()
        self.conv = Conv(c_in, c_out, kernel, stride, quantized)
        self.widths = [max(1, c_out * k // 10) for k in CANDIDATES]
        self.bns = nn.ModuleList(
            nn.BatchNorm2d(w) if normalized else nn.Identity() for w in self.widths
        )

    def sample(self):
        a, b = random.sample(range(len(self.widths)), 2)
        p = random.random()
        return a, b, p

    def forward(self, x, pair=None):
        a, b, p = pair or self.sample()
        missing = self.conv.in_channels - x.shape[1]
        if missing:
            x = torch.cat([x, x.new_zeros(x.shape[0], missing, x.shape[2], x.shape[3])], 1)
        out = self.conv(x)
        wide = max(self.widths[a], self.widths[b])
        first = self.interpolated(out, a, wide)
        second = self.interpolated(out, b, wide)
        return first * p + second * (1 - p)

    def interpolated(self, out, index, wide):
        normal = self.bns[index](out[:, : self.widths[index]])
        if normal.shape[1] == wide:
            return normal
        return F.adaptive_avg_pool3d(normal, (wide, normal.shape[2], normal.shape[3]))


def add(x, y):
    """Onto the first channels of the wider one (search/docs/methods.md#adds)."""
    if x.shape[1] < y.shape[1]:
        x, y = y, x
    if x.shape[1] > y.shape[1]:
        y = F.pad(y, (0, 0, 0, 0, 0, x.shape[1] - y.shape[1]))
    return x + y


class Block(nn.Module):
    def __init__(self, unit, c_in, c_out, stride, quantized):
        super().__init__()
        self.first = unit(c_in, c_out, 3, stride, quantized)
        self.second = unit(c_out, c_out, 3, 1, quantized)
        self.shortcut = unit(c_in, c_out, 1, 1, False, False) if c_in != c_out else None

    def forward(self, x):
        # A shortcut takes its block's width.
        pair = self.second.sample() if isinstance(self.second, SearchedUnit) else None
        main = self.second(torch.relu(self.first(x)), pair)
        if self.shortcut is not None:
            x = self.shortcut(F.avg_pool2d(x, 2), pair)
        return torch.relu(add(main, x))


class ResNet20(nn.Module):
    def __init__(self, unit, quantized):
        super().__init__()
        self.stem = unit(3, 16, 3, 1, False)
        blocks = []
        c_in = 16
        for c_out in (16, 32, 64):
            for i in range(3):
                stride = 2 if c_out != c_in else 1
                blocks.append(Block(unit, c_in, c_out, stride, quantized))
                c_in = c_out
        self.blocks = nn.Sequential(*blocks)
        self.fc = nn.Linear(64, 10)

    def forward(self, x):
        x = self.blocks(torch.relu(self.stem(x))).mean((2, 3))
        x = F.pad(x, (0, 64 - x.shape[1]))
        return self.fc(x)


class Step:
    def __init__(self, unit, quantized, images, labels):
        self.model = ResNet20(unit, quantized).to(memory_format=torch.channels_last)
        self.sgd = torch.optim.SGD(
            self.model.parameters(), lr=0.01, momentum=0.9, nesterov=True, weight_decay=5e-4
        )
        self.images = images
        self.labels = labels

    def run(self):
        self.sgd.zero_grad()
        loss = F.cross_entropy(self.model(self.images), self.labels)
        loss.backward()
        self.sgd.step()
        return loss.item()


def main():
    torch.manual_seed(1)
    random.seed(1)
    images = torch.randn(BATCH, 3, 32, 32).contiguous(memory_format=torch.channels_last)
    labels = torch.arange(BATCH) % 10
    steps = {
        "fp32": Step(Unit, False, images, labels),
        "w2a2": Step(Unit, True, images, labels),
        "supernet": Step(SearchedUnit, True, images, labels),
    }
    print("ready", torch.__version__, flush=True)
    for line in sys.stdin:
        variant, threads, count = line.split()
        torch.set_num_threads(int(threads))
        start = time.perf_counter()
        for _ in range(int(count)):
            steps[variant].run()
        seconds = time.perf_counter() - start
        print(seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, flush=True)


if __name__ == "__main__":
    main()
