"""The message extension: what people look up while they write a message."""
