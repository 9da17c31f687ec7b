#!/usr/bin/env python3
"""Numbers that OptimizerTest is held to.

    pip install torch
    python3 src/test/reference/optimizers.py
"""
import torch


def weights():
    """The numbers that the test makes too."""
    return [((i * 37) % 11 - 5) / 8 for i in range(6)]


def slopes(step):
    return [((i * 5 + step * 3) % 13 - 6) / 4 for i in range(6)]


def run(name, make, steps=5):
    parameter = torch.nn.Parameter(torch.tensor(weights(), dtype=torch.float64))
    optimizer = make([parameter])
    for step in range(steps):
        parameter.grad = torch.tensor(slopes(step), dtype=torch.float64)
        optimizer.step()
    print(name, ", ".join(f"{value:.7f}" for value in parameter.tolist()))


run("sgd", lambda p: torch.optim.SGD(p, lr=0.1, weight_decay=0.01))
run("adagrad", lambda p: torch.optim.Adagrad(p, lr=0.1, eps=1e-8))
run("rmsprop", lambda p: torch.optim.RMSprop(p, lr=0.1, alpha=0.999, eps=1e-8))
run("adamw", lambda p: torch.optim.AdamW(p, lr=0.1, betas=(0.9, 0.999), eps=1e-8, weight_decay=0.01))

parameter = torch.nn.Parameter(torch.zeros(6, dtype=torch.float64))
parameter.grad = torch.tensor(slopes(0), dtype=torch.float64)
print("norm", float(torch.nn.utils.clip_grad_norm_([parameter], 0.5)))
print("clipped", ", ".join(f"{value:.7f}" for value in parameter.grad.tolist()))
