"""Seeds of random draws, one per analysis."""

import zlib


def bootstrap_seed(seed: int, *names: str) -> list[int]:
    """Return the seed of one analysis, so that each draws alike whatever else is computed."""
    return [seed, zlib.crc32("\t".join(names).encode())]
