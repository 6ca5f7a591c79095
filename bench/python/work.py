"""The work of scenarios/cycles.ts and scenarios/calculate-e.ts, turn for turn, with the same results."""

TERMS = 170


def cycles(factor, iterations):
    """`iterations` turns of 32-bit multiply-adds; every turn needs the one before."""
    value = factor
    for _ in range(iterations):
        value = (value * 1664525 + factor) & 0xFFFFFFFF
        value ^= value >> 15
    return value - 0x100000000 if value >= 0x80000000 else value


def calculate_e(_, iterations):
    """Mean of the sums of 1/k!, k = 0 … 169, over `iterations` terms; a series cut short counts as one."""
    total = 0.0
    term_sum = 0.0
    factorial = 1.0
    k = 0
    for _ in range(iterations):
        term_sum += 1 / factorial
        k += 1
        factorial *= k
        if k == TERMS:
            total += term_sum
            term_sum = 0.0
            factorial = 1.0
            k = 0
    return (total + term_sum) / -(-iterations // TERMS)


WORK = {"cycles": cycles, "calculate-e": calculate_e}
