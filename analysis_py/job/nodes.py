"""The steps of a build, as dbt's manifest tells them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from analysis_py.job.words import node_in_words

if TYPE_CHECKING:
    from dbt.contracts.graph.manifest import Manifest

#: The kinds of node that `dbt build` goes through.
_BUILT = {"model", "seed", "snapshot", "test"}


def built_nodes(manifest: Manifest) -> dict[str, Any]:
    """Return the nodes that `dbt build` goes through, by their unique identifiers."""
    nodes = {
        key: node
        for key, node in manifest.nodes.items()
        if node.resource_type in _BUILT and not node.is_ephemeral_model
    }
    return {**nodes, **manifest.unit_tests, **manifest.exposures, **manifest.saved_queries}


def parents(nodes: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
    """Return the nodes that each node waits for.

    A model also waits for the tests of its parents. They are short, and left out here.
    """
    return {key: tuple(node.depends_on_nodes) for key, node in nodes.items()}


def in_words(nodes: Mapping[str, Any]) -> dict[str, str]:
    """Return what dbt does at each node, for people."""
    words = {}
    for key, node in nodes.items():
        tested = getattr(node, "attached_node", None) or next(iter(node.depends_on_nodes), "")
        if key.startswith("unit_test."):
            tested = node.model
        words[key] = node_in_words(node, tested.split(".")[-1])
    return words
