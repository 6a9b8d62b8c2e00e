"""German words of the stand-in for Microsoft 365."""

from collections.abc import Mapping

GERMAN: Mapping[str, str] = {
    "Teams of Fjordwerk Robotics": "Teams von Fjordwerk Robotics",
    "A stand-in for Microsoft Teams: a chat with the mentoring bot, the tab, and the activity feed."
    " Choose who you are.": (
        "Steht für Microsoft Teams: ein Chat mit dem Mentoring-Bot, die Registerkarte und der"
        " Aktivitätsfeed. Wählen Sie, wer Sie sind."
    ),
    "A stand-in for Microsoft Teams. You are %(name)s.": (
        "Steht für Microsoft Teams. Sie sind %(name)s."
    ),
    "Open Microsoft Teams": "Microsoft Teams öffnen",
    "Administrator of Microsoft 365": "Administration von Microsoft 365",
    "Be somebody else": "Jemand anderes sein",
    "Activity": "Aktivität",
    "Chat": "Chat",
    "Channels": "Kanäle",
    "Link into Teams": "Link nach Teams",
    "Follow the link": "Dem Link folgen",
    "Chat with %(name)s": "Chat mit %(name)s",
    "Remove the app": "App entfernen",
    "Add the app": "App hinzufügen",
    "The app is not installed for you yet.": "Die App ist bei Ihnen noch nicht installiert.",
    "Messages": "Nachrichten",
    "AI generated": "Von KI erzeugt",
    "This message was deleted.": "Diese Nachricht wurde gelöscht.",
    "The bot did not take that. Try again.": (
        "Der Bot hat das nicht angenommen. Versuchen Sie es noch einmal."
    ),
    "Mentorloom is typing": "Mentorloom schreibt",
    "Suggested answers": "Vorgeschlagene Antworten",
    "Message": "Nachricht",
    "Send": "Senden",
    "What the bot can do": "Was der Bot kann",
    "Search with Mentorloom": "Mit Mentorloom suchen",
    "What for": "Wonach",
    "Search term": "Suchbegriff",
    "Search": "Suchen",
    "Put into the chat": "In den Chat einfügen",
    "Nothing was found.": "Nichts gefunden.",
    "The app is loading.": "Die App wird geladen.",
    "Link to this page:": "Link zu dieser Seite:",
    "The app says that it could not load.": "Die App meldet, dass sie nicht laden konnte.",
    "Back": "Zurück",
    "Signing in": "Anmelden",
    "What happens when the app asks Microsoft about you.": (
        "Was geschieht, wenn die App Microsoft nach Ihnen fragt."
    ),
    "Forget what I allowed": "Vergessen, was ich erlaubt habe",
    "Ask for a second factor": "Zweiten Faktor verlangen",
    "Ask for no second factor": "Keinen zweiten Faktor verlangen",
    "Shared channel": "Geteilter Kanal",
    "Channel of the team": "Kanal des Teams",
    "Change the tab": "Registerkarte ändern",
    "Add a tab": "Registerkarte hinzufügen",
    "Add a tab to %(name)s": "Registerkarte zu %(name)s hinzufügen",
    "This channel has no tab yet.": "Dieser Kanal hat noch keine Registerkarte.",
    "Tab": "Registerkarte",
    "Nothing has happened yet.": "Noch ist nichts geschehen.",
    "This link leads nowhere": "Dieser Link führt nirgendwohin",
    "It has to begin with https://teams.microsoft.com/l/ and be of this app: a tab, or the chat"
    " with its bot.": (
        "Er muss mit https://teams.microsoft.com/l/ beginnen und zu dieser App gehören: zu einer"
        " Registerkarte oder zum Chat mit ihrem Bot."
    ),
    "Permissions requested": "Angeforderte Berechtigungen",
    "A stand-in for Microsoft's page. Mentorloom asks to:": (
        "Steht für die Seite von Microsoft. Mentorloom möchte:"
    ),
    "You are": "Sie sind",
    "Accept": "Zustimmen",
    "This sign-in was refused": "Diese Anmeldung wurde abgelehnt",
    "There is no such tenant.": "Diesen Mandanten gibt es nicht.",
    "There is no such app in this tenant.": "Diese App gibt es in diesem Mandanten nicht.",
    "The redirect URI is not registered for this app.": (
        "Die Rücksprung-Adresse ist für diese App nicht registriert."
    ),
    "Only codes are issued here, for a scope.": (
        "Hier werden nur Codes ausgestellt, und nur für einen Umfang."
    ),
    "The code challenge must be of method S256.": (
        "Die Code-Challenge muss nach dem Verfahren S256 sein."
    ),
}
