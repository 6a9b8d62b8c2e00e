"""A thousand odd activities: what Teams and the Playground send, and mutations of it.

A mutation leaves alone what says where an activity comes from (serviceUrl, channelId, tenant): an
activity that lies about that is refused, which test_inbound.py tries. Everything else is fair game.
Seeded: the same thousand each time.
"""

import copy
import json
import random

from tests.teams_app.bot.partner import BOT, MISSING, OBJECT, USER, activity

THEM, OURS = {"id": USER, "aadObjectId": OBJECT}, {"id": BOT, "name": "Mentorloom"}
TYPES = """
message messageUpdate messageDelete messageReaction conversationUpdate installationUpdate invoke
typing event endOfConversation command commandResult handoff suggestion trace
contactRelationUpdate invokeResponse
"""
INVOKES = """
adaptiveCard/action task/fetch task/submit composeExtension/query composeExtension/queryLink
composeExtension/anonymousQueryLink composeExtension/selectItem composeExtension/fetchTask
composeExtension/submitAction composeExtension/querySettingUrl composeExtension/setting
signin/tokenExchange signin/verifyState signin/failure config/fetch config/submit tab/fetch
message/submitAction message/fetchTask application/search suggestedActions/submit
fileConsent/invoke actionableMessage/executeAction handoff/action
"""
EVENTS = """
teamMemberAdded teamMemberRemoved channelCreated channelRenamed channelDeleted channelRestored
channelShared channelUnShared channelMemberAdded teamRenamed teamDeleted teamHardDeleted
teamArchived teamUnarchived teamRestored
"""
KEPT = frozenset({"serviceUrl", "channelId", "tenant", "tenantId"})
ODD = (
    None,
    True,
    0,
    -1,
    1.5,
    2**70,
    "",
    "x" * 5_000,
    "\x00",
    "\ud800",
    "\u202eü😀",
    "../../etc",
    "' OR 1=1 --",
    "<at></at>",
    "%(name)s {0}",
    [],
    {},
    [None],
    [[{}]],
    {"id": {"id": []}},
    {"": ""},
    {"$ref": "#"},
)
NEW_ENTITIES = (
    {"type": "https://schema.org/Message", "@type": "Message", "citation": [{"position": 1}]},
    {"type": "streaminfo", "streamId": 7, "streamSequence": "x"},
    {"type": "ProductInfo", "id": "COPILOT"},
    {"type": "wpxcomment", "commentId": {}},
    {"type": "mention", "mentioned": OURS, "text": None},
    {"type": "targetedMessageInfo"},
    {"type": 7},
)


def templates():
    """What is sent in the three kinds of conversations, by Teams and by the Playground."""
    for kind in ("personal", "groupChat", "channel"):
        yield from (activity(kind, type=one) for one in TYPES.split())
        for name in INVOKES.split():
            value = {"action": {"type": "Action.Execute", "verb": "ask", "data": {"id": "7"}}}
            told = {"text": MISSING, "value": {**value, "trigger": "manual"}}
            yield activity(kind, type="invoke", name=name, **told)
        for action in ("add", "remove", "add-upgrade", "remove-upgrade"):
            yield activity(kind, type="installationUpdate", action=action, text=MISSING)
        for members in ({"membersAdded": [THEM, OURS]}, {"membersRemoved": [OURS]}):
            yield activity(kind, type="conversationUpdate", text=MISSING, **members)
        yield activity(kind, text=MISSING, value={"verb": "ask", "data": {}})
        yield activity(kind, reactionsAdded=[{"type": "like"}], type="messageReaction")
        yield from _of_other_products(kind)
    for event in EVENTS.split():
        told = activity("channel", type="conversationUpdate", text=MISSING)
        told["channelData"]["eventType"] = event
        yield told


def _of_other_products(kind):
    """Mail and comments in documents, as the Playground can send them."""
    writer = {"id": "mira@campus.test", "name": "Mira", "role": "user"}
    mail = {"type": "emailNotification", "id": "m", "htmlBody": "<body>Hello</body>"}
    yield activity(
        kind,
        name="emailNotification",
        entities=[{"id": "email", "type": "productInfo"}, mail],
        text=MISSING,
        **{"from": writer},
    )
    document = {"content": {"fileType": "docx"}, "contentType": "application/vnd.example"}
    yield activity(kind, attachments=[document], **{"from": writer})


def corpus(size=1_000, seed=6):
    """The templates as they are, then mutations of them."""
    chance, known = random.Random(seed), list(templates())
    found = copy.deepcopy(known[:size])
    while len(found) < size:
        told = copy.deepcopy(chance.choice(known))
        for _ in range(chance.randint(1, 4)):
            chance.choice((_replace, _replace, _remove, _add, _entity))(told, chance)
        found.append(told)
    for number, told in enumerate(found):
        if isinstance(told.get("id"), str):
            told["id"] += str(number)
    return [json.dumps(one).encode() for one in found]


def _places(told, path=()):
    """Every member of it, as (object or list, key)."""
    entries = told.items() if isinstance(told, dict) else enumerate(told)
    for key, value in list(entries):
        if key in KEPT:
            continue
        yield told, key
        if isinstance(value, (dict, list)) and value:
            yield from _places(value, (*path, key))


def _replace(told, chance):
    where, key = chance.choice([one for one in _places(told) if not _holds_origin(one)])
    where[key] = copy.deepcopy(chance.choice(ODD))


def _remove(told, chance):
    where, key = chance.choice([one for one in _places(told) if not _holds_origin(one)])
    del where[key]


def _add(told, chance):
    names = ("sender", "service_url", "channel.tenant", "from.id", "newField", "@type", "")
    told[chance.choice(names)] = copy.deepcopy(chance.choice(ODD))


def _entity(told, chance):
    if isinstance(told.get("entities"), list):
        told["entities"].append(copy.deepcopy(chance.choice(NEW_ENTITIES)))


def _holds_origin(place):
    """Whether nothing would name the tenant without it."""
    where, key = place
    if key not in ("channelData", "conversation"):
        return False
    other, name = (
        ("conversation", "tenantId") if key == "channelData" else ("channelData", "tenant")
    )
    return not isinstance(where.get(other), dict) or name not in where[other]
