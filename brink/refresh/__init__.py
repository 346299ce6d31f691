"""The live path: the only code that asks publishers or decides to change a table."""
