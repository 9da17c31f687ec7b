#!/usr/bin/env python3
"""Numbers that AdaptiveSoftmaxTest is held to.

    pip install torch
    python3 src/test/reference/adaptive_softmax.py
"""
import torch


def number(i):
    """The numbers that the test makes too."""
    return ((i * 37 + 11) % 101 - 50) / 100


def fill(tensor, start):
    with torch.no_grad():
        flat = [number(start + i) for i in range(tensor.numel())]
        tensor.copy_(torch.tensor(flat, dtype=torch.float64).view(tensor.shape))
    return start + tensor.numel()


softmax = torch.nn.AdaptiveLogSoftmaxWithLoss(
    8, 20, cutoffs=[6, 12], div_value=2, head_bias=True, dtype=torch.float64
)
at = fill(softmax.head.weight, 0)
at = fill(softmax.head.bias, at)
for tail in softmax.tail:
    at = fill(tail[0].weight, at)
    at = fill(tail[1].weight, at)
hidden = torch.zeros(4, 8, dtype=torch.float64)
fill(hidden, 1000)
hidden.requires_grad_()
output, loss = softmax(hidden, torch.tensor([2, 7, 19, 12]))
print("losses", ", ".join(f"{-value:.6f}" for value in output.tolist()))
(4 * loss).backward()
print("hidden", ", ".join(f"{value:.6f}" for value in hidden.grad[1].tolist()))
print("projection", ", ".join(f"{value:.6f}" for value in softmax.tail[1][0].weight.grad[1].tolist()))
print("log probabilities", ", ".join(f"{value:.6f}" for value in softmax.log_prob(hidden)[3].tolist()))
