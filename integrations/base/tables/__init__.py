"""Tables in files: CSV, spreadsheets and JSON, read row by row, and the people in them."""
