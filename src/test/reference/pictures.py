#!/usr/bin/env python3
"""Numbers that PrincipalComponentsTest, AffinitiesTest, TsneTest and TrustworthinessTest are held to.

    pip install numpy scikit-learn
    python3 src/test/reference/pictures.py
"""
import numpy
from sklearn.manifold import TSNE, trustworthiness
from sklearn.manifold._t_sne import _joint_probabilities
from sklearn.metrics import pairwise_distances


def point(i, dimension):
    """The numbers that the tests make too, without structure."""
    return [((i * 37 + c * 17 + i * i * c * 5) % 101) / 101 for c in range(dimension)]


def components(points, dimension):
    rows = numpy.array([point(i, dimension) for i in range(points)])
    rows = rows - rows.mean(axis=0)
    left, values, _ = numpy.linalg.svd(rows, full_matrices=False)
    places = (left * values)[:, :2]
    for c in range(2):
        if places[numpy.abs(places[:, c]).argmax(), c] < 0:
            places[:, c] *= -1
    print(f"{points} points of dimension {dimension}:")
    print("  shares", *(f"{v:.10f}" for v in (values**2 / (values**2).sum())[:2]))
    for place in places:
        print("  ", *(f"{v:.10f}" for v in place))


def clusters(each, dimension):
    """Three clusters: a corner each, plus the numbers above made small."""
    rows = numpy.array([point(i, dimension) for i in range(3 * each)]) * 0.5
    for i in range(len(rows)):
        rows[i, i % 3] += 1
    return rows


components(7, 4)
components(4, 9)

rows = clusters(40, 6)
distances = pairwise_distances(rows, squared=True).astype(numpy.float32)
joint = _joint_probabilities(distances, 15.0, 0)
square = numpy.zeros((len(rows), len(rows)))
square[numpy.triu_indices(len(rows), 1)] = joint
print("joint 0-3, 5-8, 3-9, 0-1:", *(f"{square[i, j]:.6e}" for i, j in ((0, 3), (5, 8), (3, 9), (0, 1))))
for iterations in (500, 1000):
    tsne = TSNE(perplexity=15, method="exact", init="pca", max_iter=iterations, n_iter_without_progress=10**6, min_grad_norm=0)
    tsne.fit(rows)
    print("divergence after", iterations, tsne.kl_divergence_)

weighted = rows * numpy.sqrt(numpy.arange(1, 7))  # no two distances are equal
print("trustworthiness of two coordinates of six:", *(f"{trustworthiness(weighted, weighted[:, :2], n_neighbors=k):.10f}" for k in (5, 12)))
