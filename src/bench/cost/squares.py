"""Least squares with no negative value: nothing takes less than no time."""


def solve(matrix, right, sweeps=200_000):
    """
    The x >= 0 with the least |matrix x - right|, by coordinates in turn: each is set to its best value
    beside the others, which for so few unknowns gets to the end. Columns are scaled first, as amounts
    differ by many powers of ten.
    """
    unknowns = range(len(matrix[0]))
    scale = [sum(row[j] ** 2 for row in matrix) ** 0.5 or 1.0 for j in unknowns]
    rows = [[row[j] / scale[j] for j in unknowns] for row in matrix]
    gram = [[sum(row[i] * row[j] for row in rows) for j in unknowns] for i in unknowns]
    target = [sum(row[j] * value for row, value in zip(rows, right)) for j in unknowns]
    x = [0.0 for _ in unknowns]
    for _ in range(sweeps):
        moved = 0.0
        for j in unknowns:
            if gram[j][j] == 0:
                continue
            best = max(0.0, x[j] + (target[j] - sum(gram[j][k] * x[k] for k in unknowns)) / gram[j][j])
            moved = max(moved, abs(best - x[j]))
            x[j] = best
        if moved < 1e-12:
            break
    return [value / factor for value, factor in zip(x, scale)]
