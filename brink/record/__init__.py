"""The record: what the tables of ``data/`` hold, and what of it was public on a given day."""
