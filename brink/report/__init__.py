"""What speaks to a reader: cards, tables, charts, the map, the exports, and the built site."""
