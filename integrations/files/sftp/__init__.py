"""The connector for files on an SFTP server."""
