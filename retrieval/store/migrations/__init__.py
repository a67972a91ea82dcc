"""The tables of retrieval, step by step. A step that was released is never edited."""

from retrieval.store.migrate import Migration
from retrieval.store.migrations import (
    m0001_library,
    m0002_editions,
    m0003_encoders,
    m0004_cautions,
    m0005_figures,
    m0006_figures_read,
)

RETRIEVAL = (
    Migration("retrieval", 1, "library", m0001_library.apply),
    Migration("retrieval", 2, "editions", m0002_editions.apply),
    Migration("retrieval", 3, "encoders", m0003_encoders.apply),
    Migration("retrieval", 4, "cautions", m0004_cautions.apply),
    Migration("retrieval", 5, "figures", m0005_figures.apply),
    Migration("retrieval", 6, "figures read", m0006_figures_read.apply),
)
