"""The argument: what the video said, which figures answer it, and the verdicts that follow by rule."""
