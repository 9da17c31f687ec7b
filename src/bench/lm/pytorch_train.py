"""PyTorch's side of the language model's benches: an LSTM language model trained as Perplex trains it.

usage: pytorch_train.py JSON, an object with

ids            file of int32, the training split
words, hidden, layers, batch, bptt, rate, clip, range, forget_bias, seed, threads
precision      fp32, or bf16: forward and backward under autocast to bfloat16
seconds        how long to measure, after as long a warm-up; prints {"tokens a second": ...}
or
epochs, constant_epochs, divisor, lane_length, save: a whole training; weights go to `save` (.npz). After
               each epoch they are kept beside it, with all of the above, and the same training goes on from there
weights        .npz to begin from; without it, drawn by the seed
"""

import contextlib
import json
import pathlib
import sys
import time

import numpy
import torch


class LanguageModel(torch.nn.Module):
    """Word vectors, LSTM layers, softmax, with the names that Perplex exports."""

    def __init__(self, words, hidden, layers):
        super().__init__()
        self.embedding = torch.nn.Embedding(words, hidden)
        self.rnn = torch.nn.LSTM(hidden, hidden, layers)
        self.softmax = torch.nn.Linear(hidden, words)

    def forward(self, ids, state):
        outputs, state = self.rnn(self.embedding(ids), state)
        return self.softmax(outputs.flatten(0, 1)), state


def started(v):
    torch.manual_seed(v["seed"])
    model = LanguageModel(v["words"], v["hidden"], v["layers"])
    hidden = v["hidden"]
    with torch.no_grad():
        for name, weight in model.named_parameters():
            if "bias" in name:
                weight.zero_()
            else:
                weight.uniform_(-v["range"], v["range"])
            if "bias_ih" in name:
                weight[hidden : 2 * hidden] = v["forget_bias"]
        counts = numpy.bincount(numpy.fromfile(v["ids"], "<i4")[:1_000_000], minlength=v["words"])
        frequencies = numpy.maximum(counts, 0.5) / counts.sum()
        model.softmax.bias.copy_(torch.from_numpy(numpy.log(frequencies).astype("f4")))
    if "weights" in v:
        load(model, numpy.load(v["weights"]))
    return model


def load(model, weights):
    model.load_state_dict({name: torch.from_numpy(numpy.array(weights[name])) for name, _ in model.named_parameters()})


class Lanes:
    """The training split in contiguous lanes, as Perplex cuts it."""

    def __init__(self, v):
        ids = torch.from_numpy(numpy.fromfile(v["ids"], "<i4").astype("i8"))
        self.length = v.get("lane_length") or (len(ids) - 1) // v["batch"]
        full = (len(ids) - 1) // v["batch"]  # lanes stop early where an epoch is capped
        starts = [lane * full for lane in range(v["batch"])]
        self.inputs = torch.stack([ids[s : s + self.length] for s in starts]).t().contiguous()
        self.labels = torch.stack([ids[s + 1 : s + 1 + self.length] for s in starts]).t().contiguous()

    def minibatches(self, bptt):
        for at in range(0, self.length, bptt):
            yield self.inputs[at : at + bptt], self.labels[at : at + bptt]


def zero_state(v):
    shape = (v["layers"], v["batch"], v["hidden"])
    return torch.zeros(shape), torch.zeros(shape)


class Trainer:
    def __init__(self, v):
        self.v = v
        self.model = started(v)
        self.optimizer = torch.optim.SGD(self.model.parameters(), lr=v["rate"])
        self.state = zero_state(v)

    def step(self, inputs, labels):
        self.optimizer.zero_grad()
        half = torch.autocast("cpu", dtype=torch.bfloat16) if self.v.get("precision") == "bf16" else contextlib.nullcontext()
        with half:
            scores, state = self.model(inputs, self.state)
        loss = torch.nn.functional.cross_entropy(scores.float(), labels.reshape(-1), reduction="sum") / self.v["batch"]
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self.model.parameters(), self.v["clip"])
        self.optimizer.step()
        self.state = tuple(each.detach().float() for each in state)
        return loss


def speed(v):
    trainer = Trainer(v)
    lanes = Lanes(v)

    def forever():
        while True:
            yield from lanes.minibatches(v["bptt"])

    source = forever()
    steps = tokens = 0
    for measured in (False, True):
        start = time.perf_counter()
        steps = tokens = 0
        while time.perf_counter() - start < v["seconds"] or steps < 5:
            inputs, labels = next(source)
            trainer.step(inputs, labels)
            steps += 1
            tokens += inputs.numel()
        taken = time.perf_counter() - start
    return {"tokens a second": tokens / taken, "steps": steps, "torch": torch.__version__}


def train(v):
    trainer = Trainer(v)
    lanes = Lanes(v)
    curve, seconds = [], 0.0
    kept = pathlib.Path(v["save"]).with_suffix(".epoch.pt")
    if kept.exists() and (done := torch.load(kept, weights_only=True))["of"] == v:
        trainer.model.load_state_dict(done["weights"])  # plain SGD has no state of its own
        curve, seconds = done["curve"], done["seconds"]
    start = time.perf_counter() - seconds
    for epoch in range(len(curve), v["epochs"]):
        rate = v["rate"] / v["divisor"] ** max(0, epoch + 1 - v["constant_epochs"])
        for group in trainer.optimizer.param_groups:
            group["lr"] = rate
        trainer.state = zero_state(v)
        total = tokens = 0
        for inputs, labels in lanes.minibatches(v["bptt"]):
            total += trainer.step(inputs, labels).item() * v["batch"]
            tokens += inputs.numel()
        curve.append({"epoch": epoch + 1, "tokens": tokens, "training loss": total / tokens})
        print(json.dumps(curve[-1]), file=sys.stderr, flush=True)
        aside = kept.with_suffix(".part")
        done = {"of": v, "weights": trainer.model.state_dict(), "curve": curve, "seconds": time.perf_counter() - start}
        torch.save(done, aside)
        aside.replace(kept)
    weights = {name: weight.detach().numpy() for name, weight in trainer.model.named_parameters()}
    numpy.savez(v["save"], **weights)
    kept.unlink(missing_ok=True)
    return {"seconds": time.perf_counter() - start, "curve": curve, "torch": torch.__version__}


def main():
    v = json.loads(sys.argv[1])
    torch.set_num_threads(v["threads"])
    if "seconds" not in v:
        result = train(v)
    else:
        try:
            result = speed(v)
        except RuntimeError as refused:
            if v["precision"] != "bf16":
                raise
            # oneDNN has no LSTM in bfloat16 for processors without its instructions; PyTorch's own has.
            with torch.backends.mkldnn.flags(enabled=False):
                result = {**speed(v), "without oneDNN": str(refused).splitlines()[0]}
    print(json.dumps(result))


if __name__ == "__main__":
    main()
