"""One module a theme, one function a claim: the only place where data and models meet."""
