"""The connector for uploaded files."""
