"""LTI Advantage services called by the tool: rosters (NRPS), grades (AGS), notices, groups."""
