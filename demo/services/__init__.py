"""LTI Advantage services of the campus: rosters, grades, groups and notices, in both dialects.

Modules here hold what the services know (in memory, behind locks); `moodle` and `canvas` speak
about it over HTTP exactly as these products do.
"""
