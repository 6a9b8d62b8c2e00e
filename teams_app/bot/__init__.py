"""The bot at /api/messages, after the Bot Framework's REST protocol.

Each activity that comes in:

1. `inbound` verifies its token: signed by the Bot Framework, for the app of a tenant of ours;
2. `activity` reads what we need of it, and takes no offence at anything else;
3. an invoke is answered at once; anything else is kept and promised to the worker (`desk`);
4. `dispatcher` finds who handles it, and hands over a `Turn`;
5. what the bot says goes out through `connector`.

https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-api-reference
"""
