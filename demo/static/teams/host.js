// Answers TeamsJS in the framed tab as Teams in browsers does.
// Protocol: { id, uuidAsString, func, args } -> { id, uuidAsString, args }; pushes are { func, args }.
// https://github.com/OfficeDev/microsoft-teams-library-js
const frame = document.getElementById("tab");
const { origin, app, token, open, back } = frame.dataset;
const context = JSON.parse(frame.dataset.context);
const keep = document.getElementById("keep");
const VERSION = "2.58.0";
const RUNTIME = JSON.stringify({
  apiVersion: 4,
  isLegacyTeams: false,
  supports: { pages: { backStack: {}, config: {} }, dialog: { url: {} }, chat: {} },
});
const THEMES = { light: "default", dark: "dark", contrast: "contrast" };
const IN_TEAMS = /^https:\/\/teams\.(microsoft\.com|cloud\.microsoft)\/l\//;
const NONE = Symbol("no answer");
let popup = null;
let settings = {};
let handlers = new Set();

const push = (func, ...args) => frame.contentWindow.postMessage({ func, args }, origin);

function show(id, words, rest = "") {
  const place = document.getElementById(id);
  place.textContent = words ? `${place.dataset.words} ${rest}`.trim() : "";
}

async function getAuthToken([, claims]) {
  const answer = await fetch(token, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ claims: claims ? claims.join(" ") : "" }),
  });
  if (!answer.ok) return [false, "resourceDisabled"];
  return [true, (await answer.json()).token];
}

// The pop-up belongs to this page: what is decided in it comes here, and from here to the tab.
function authenticate([url, width, height]) {
  return new Promise((answer) => {
    const opened = window.open(url, "_blank", `width=${width ?? 600},height=${height ?? 600}`);
    if (!opened) {
      answer([false, "FailedToOpenWindow"]);
      return;
    }
    const watch = setInterval(() => {
      if (opened.closed) popup?.done([false, "CancelledByUser"]);
    }, 300);
    popup = {
      window: opened,
      done(result) {
        clearInterval(watch);
        popup = null;
        opened.close();
        answer(result);
      },
    };
  });
}

function link(page, sub) {
  const inside = sub ? `?context=${encodeURIComponent(JSON.stringify({ subEntityId: sub }))}` : "";
  return `https://teams.microsoft.com/l/entity/${app}/${encodeURIComponent(page)}${inside}`;
}

function follow(address) {
  if (!IN_TEAMS.test(address)) window.open(address, "_blank", "noopener");
  else window.location.assign(`${open}?link=${encodeURIComponent(address)}`);
}

const ANSWERS = {
  initialize: () => [frame.dataset.frame, "web", RUNTIME, VERSION],
  getContext: () => [context],
  registerHandler: ([name]) => {
    handlers.add(name);
    return NONE;
  },
  "authentication.getAuthToken": getAuthToken,
  "authentication.authenticate": authenticate,
  "appInitialization.appLoaded": () => (show("loading", false), NONE),
  "appInitialization.success": () => (show("loading", false), NONE),
  "appInitialization.failure": () => (show("failed", true), NONE),
  "appInitialization.expectedFailure": () => (show("failed", true), NONE),
  executeDeepLink: ([address]) => (follow(address), [true]),
  "pages.navigateToApp": ([to]) => (follow(link(to.pageId, to.subPageId)), [true]),
  shareDeepLink: ([sub, , webUrl]) => {
    const address = link(context.entityId, sub);
    show("shared", true, webUrl ? `${address} (${webUrl})` : address);
    document.getElementById("link").value = address;
    return NONE;
  },
  navigateBack: () => (window.history.back(), [true]),
  "settings.getSettings": () => [settings],
  "settings.setSettings": ([told]) => {
    settings = told;
    return [true];
  },
  "settings.setValidityState": ([valid]) => {
    keep.querySelector("button").disabled = !valid;
    return NONE;
  },
  "settings.save.success": () => {
    keep.elements.settings.value = JSON.stringify(settings);
    keep.submit();
    return NONE;
  },
  "settings.save.failure": ([why]) => (show("failed", true, why ?? ""), NONE),
};

const IN_POPUP = {
  initialize: () => ["authentication", "web", RUNTIME, VERSION],
  getContext: () => [context],
  "authentication.authenticate.success": ([result]) => (popup.done([true, result]), NONE),
  "authentication.authenticate.failure": ([why]) => (popup.done([false, why]), NONE),
};

window.addEventListener("message", async (event) => {
  if (event.origin !== origin || typeof event.data?.func !== "string") return;
  const inPopup = popup !== null && event.source === popup.window;
  if (!inPopup && event.source !== frame.contentWindow) return;
  const { id, uuidAsString, func, args } = event.data;
  const known = inPopup ? IN_POPUP : ANSWERS;
  if (!Object.hasOwn(known, func)) return;
  const answer = await known[func](args ?? []);
  if (answer === NONE) return;
  event.source.postMessage({ id, uuidAsString, args: answer, isPartialResponse: false }, origin);
});

show("loading", true);

keep?.addEventListener("submit", (event) => {
  event.preventDefault();
  if (handlers.has("save")) push("settings.save", {});
  else ANSWERS["settings.save.success"]();
});

document.getElementById("back")?.addEventListener("click", () => {
  if (handlers.has("backButton")) push("backButtonPress");
  else if (back) window.location.assign(back);
  else window.history.back();
});

// A theme is pushed to the tab at once; the campus remembers it for the next page.
const themes = document.querySelector("select[name=theme]");
themes?.addEventListener("change", () => {
  document.documentElement.dataset.theme = themes.value;
  context.theme = THEMES[themes.value];
  push("themeChange", context.theme);
  fetch(`${window.location.pathname}?theme=${themes.value}`);
});
