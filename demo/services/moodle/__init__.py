"""The services as Moodle 4.5 answers them, quirks included."""
