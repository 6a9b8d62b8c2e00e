"""OneRoster 1.2 (and what is the same in 1.1): people of schools, by REST or as a file."""
