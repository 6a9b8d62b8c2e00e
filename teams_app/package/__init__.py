"""The app package: the zip file that an administrator uploads to Teams."""
