"""LTI Advantage services called by the tool: rosters (NRPS), groups, grades (AGS), notices.

Three storeys: core.ports.outbound.OutboundHttp calls; lti/services/connector.py calls with an
access token; memberships, groups, gradebook and notices speak of courses and people.
"""
