"""Sequencing and navigation of SCORM 2004 (IMS Simple Sequencing 1.0 as SCORM 2004 4th edition SN extends it).

Pure Python: no Django here. Every process bears the name and number of the SN book's pseudo-code (appendix C), so that
code and book may be read side by side. `engine.Sequencer` is the door: a tree (what the manifest says), a state (what
happened so far, one serialisable value), requests in, deliveries out.
"""

from courses.scorm.sequencing.engine import Outcome, Sequencer, Standing
from courses.scorm.sequencing.reading import Node, tree_of
from courses.scorm.sequencing.state import State
from courses.scorm.sequencing.tree import Activity, Tree

__all__ = ["Activity", "Node", "Outcome", "Sequencer", "Standing", "State", "Tree", "tree_of"]
