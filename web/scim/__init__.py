"""The SCIM 2.0 service provider at /scim/v2, for Microsoft Entra, Okta and others.

Each request:

1. `callers` finds out by the bearer token which connection asks (RFC 6750);
2. `routes` picks the endpoint and the method, 404 or 405 else;
3. `shapes` puts right what known providers send differently from the standard;
4. scim2-models validates it against the schemas (`models`), applies PATCH, reads filters;
5. the use cases of core.services.scim do it, and `answers` writes the resource with its ETag.

https://www.rfc-editor.org/rfc/rfc7643 and https://www.rfc-editor.org/rfc/rfc7644
"""
