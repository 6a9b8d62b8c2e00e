"""People as Microsoft's published request collection for SCIM servers sends them."""

from tests.web.scim.provider import ENTERPRISE, USER

MANAGER = f"{ENTERPRISE}:manager"


def person(user_name="Gwen", **more):
    """Somebody in the collection's way: odd case, nulls, meta of their own."""
    return {
        "userName": user_name,
        "active": True,
        "displayName": "Kim Baker",
        "schemas": [ENTERPRISE, USER],
        "externalId": f"object of {user_name}",
        "name": {"formatted": "Kim Baker", "familyName": "Employee", "givenName": "Kim"},
        "emails": [
            {"Primary": True, "type": "work", "value": f"{user_name}@example.org"},
            {"Primary": False, "type": "home", "value": "home@example.net"},
        ],
        "addresses": [
            {"country": "Bermuda", "locality": "Hamilton", "type": "work", "primary": False},
            {"country": None, "formatted": "Elsewhere", "locality": None, "type": "other"},
        ],
        "meta": {"created": "2019-09-18T18:15:26.5788954+00:00", "resourceType": "User"},
        "roles": [],
        "title": None,
        **more,
    }
