"""Pure functions on numbers and arrays; nothing here reads data."""
