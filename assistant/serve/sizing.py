"""How much memory a model takes, how long its prompts may be: arithmetic and one estimate, `overhead_gib`."""

from typing import Literal, NamedTuple

from assistant.serve.presets import Preset

Dtype = Literal["bfloat16", "float16", "float32"]

GIB = 1024**3
BYTES: dict[Dtype, int] = {"bfloat16": 2, "float16": 2, "float32": 4}
# bitsandbytes' NF4: 4 bits, and a float32 scale for each 64 weights.
PACKED_BYTES = 4 / 8 + 4 / 64
# Instructions, eight passages, a question and an answer need about this many tokens.
LEAST_TOKENS = 4096
# So many whole questions are to fit beside each other before a larger model goes before a smaller one.
COMFORTABLE = 4
STEP = 1024


class Precision(NamedTuple):
    """In what numbers a model is kept: `packed` is bitsandbytes 4 bits, computing in `dtype`."""

    dtype: Dtype
    packed: bool = False

    @property
    def label(self) -> str:
        """For people."""
        return f"4 bits, computing in {self.dtype}" if self.packed else self.dtype


class Fit(NamedTuple):
    """A model in the memory it is given, in GiB: the cache holds `tokens`, a prompt at most `length`."""

    weights: float
    overhead: float
    cache: float
    tokens: int
    length: int

    @property
    def comfortable(self) -> bool:
        """Whether several questions of the least useful length fit beside each other."""
        return self.tokens >= COMFORTABLE * LEAST_TOKENS


def weights_gib(preset: Preset, precision: Precision) -> float:
    """What the weights alone take."""
    whole = preset.kept if precision.packed else preset.parameters
    packed = preset.parameters - whole
    return 1e6 * (whole * BYTES[precision.dtype] + packed * PACKED_BYTES) / GIB


def token_gib(preset: Preset, precision: Precision) -> float:
    """What one token takes in the cache if every layer keeps it: those with a sliding window keep less."""
    values = 2 * preset.layers * preset.kv_heads * preset.head_dim
    return values * BYTES[precision.dtype] / GIB


def needed_gib(preset: Preset, precision: Precision, tokens: int = LEAST_TOKENS) -> float:
    """Weights, working memory and, for a chat model, a cache for so many tokens."""
    cache = tokens * token_gib(preset, precision) if preset.serves == "chat" else 0.0
    return weights_gib(preset, precision) + preset.overhead_gib + cache


def fit(preset: Preset, precision: Precision, budget_gib: float, *, split: int = 1) -> Fit | None:
    """The model on `split` GPUs that give `budget_gib` each; None if it has no room there.

    Each GPU holds its part of the weights and of the cache, and the working memory whole.
    """
    weights = weights_gib(preset, precision)
    cache = split * (budget_gib - preset.overhead_gib) - weights
    overhead = split * preset.overhead_gib
    if preset.serves != "chat":
        return Fit(weights, overhead, 0.0, 0, preset.context) if cache >= 0 else None
    # With more GPUs than key-value heads each head is kept more than once.
    copies = max(1, split / preset.kv_heads)
    tokens = int(cache / (copies * token_gib(preset, precision)))
    if tokens < LEAST_TOKENS:
        return None
    length = min(max(tokens // COMFORTABLE // STEP * STEP, LEAST_TOKENS), preset.context)
    return Fit(weights, overhead, cache, tokens, length)
