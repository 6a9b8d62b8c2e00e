"""LTI Dynamic Registration: a platform's administrator opens a link of ours, and we register.

1. The platform opens /lti/register in a frame, with the address of its OpenID configuration and a
   registration token that works once.
2. We fetch the configuration (platform_configuration.py), make sure that its parts belong together
   (authority.py), and show who asks and what we would ask for. Nothing has happened yet.
3. The administrator presses the button. We post our tool configuration (tool_registration.py) to
   the platform and read its answer (registration_answer.py).
4. What came of it is kept (registering.py): a registration, if we invited this platform; else a
   request that waits for somebody's approval; or the news about a registration we know.
5. The page says what remains to be done over there, and closes its frame by a message.

https://www.imsglobal.org/spec/lti-dr/v1p0
"""
