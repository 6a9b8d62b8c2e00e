// Adaptive Cards by Microsoft's renderer, in the campus's colours.
// https://www.npmjs.com/package/adaptivecards
const { AdaptiveCards } = window;

function colours() {
  const style = getComputedStyle(document.documentElement);
  const of = (name) => style.getPropertyValue(name).trim();
  const pair = (name) => ({ default: of(name), subtle: of(name) });
  return {
    default: pair("--text"),
    dark: pair("--text"),
    light: pair("--quiet"),
    accent: pair("--accent"),
    good: pair("--accent"),
    attention: pair("--alarm"),
    warning: pair("--alarm"),
  };
}

function configuration() {
  const foregroundColors = colours();
  const style = { backgroundColor: "transparent", foregroundColors };
  const names = ["default", "emphasis", "accent", "good", "attention", "warning"];
  return new AdaptiveCards.HostConfig({
    fontFamily: "inherit",
    supportsInteractivity: true,
    actions: { maxActions: 6, actionsOrientation: "horizontal", actionAlignment: "left" },
    containerStyles: Object.fromEntries(names.map((name) => [name, style])),
    textBlock: { headingLevel: 2 },
    inputs: { label: { requiredInputs: { suffix: " *" }, inputSpacing: "small" } },
  });
}

const escaped = (text) =>
  text.replace(/[&<>"]/g, (sign) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" })[sign]);

AdaptiveCards.AdaptiveCard.onProcessMarkdown = (text, result) => {
  result.outputHtml = escaped(text)
    .replace(/\*\*(.+?)\*\*/g, "<strong>$1</strong>")
    .replace(/\[([^\]]+)\]\((https?:\/\/[^)\s]+)\)/g, '<a href="$2">$1</a>')
    .replace(/\n/g, "<br>");
  result.didProcess = true;
};

// The card as an element; `act` is called with what is done to it.
export function drawn(told, act) {
  const card = new AdaptiveCards.AdaptiveCard();
  card.hostConfig = configuration();
  card.onExecuteAction = (action) => act(action.getJsonTypeName(), action.toJSON(), action);
  card.parse(told);
  return card.render() ?? document.createElement("div");
}

export function toBeRefreshed(told, person) {
  const { action, userIds } = told.refresh ?? {};
  return action && (userIds === undefined || userIds.includes(person)) ? action : null;
}
