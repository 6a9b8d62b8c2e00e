"""The connector for reports at a web address."""
