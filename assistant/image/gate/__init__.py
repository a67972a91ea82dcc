"""Whether findings of a picture may be described at all."""

from assistant.image.gate.judge import judge as judge
from assistant.image.gate.kinds import NAMES as NAMES
from assistant.image.gate.kinds import named_kind as named_kind
