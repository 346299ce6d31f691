"""What the record shows, theme by theme: the only place where data and models meet. Frames, no judgement, no prose."""
