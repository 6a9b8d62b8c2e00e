"""People in files: uploaded, fetched from a web address, or left on an SFTP server."""
