"""What somebody can work out from published counts, as systems of integers."""

from workbench.disclosure.intruder.intruder import Bounds, Intruder, Target, targets
from workbench.disclosure.intruder.linear_system import NO_SHARE, NOTHING, SHOWN, TableSystem, lines

__all__ = ["NOTHING", "NO_SHARE", "SHOWN", "Bounds", "Intruder", "TableSystem", "Target", "lines", "targets"]
