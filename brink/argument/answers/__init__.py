"""One function a claim: which figure of the record answers which reading. No prose, no bars: those are in ``video/``."""
