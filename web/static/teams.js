/* Our pages inside Microsoft Teams, Outlook and Microsoft 365, by TeamsJS (vendor/teams.min.js).

   The tab's first page asks Teams for a token and gets a session for it; every other page follows
   Teams' theme, its back button and its links, and gets a new session when the old one is over.
   What the context says decides looks and pages only; who somebody is comes from the token. */
const teams = window.microsoftTeams;
const SESSION = "/teams/auth/session";
const THEMES = { default: "light", dark: "dark", contrast: "contrast", glass: "dark" };
const READY_MS = 10_000;
const entry = document.querySelector("[data-teams-entry]");

class Refusal extends Error {}

const { dataset } = entry ?? document.getElementById("page");
const hosts = (dataset.hosts ?? "").split(" ").filter(Boolean);
const ready = within(READY_MS, teams.app.initialize(hosts));

function within(milliseconds, promise) {
  const late = new Promise((_, reject) => setTimeout(reject, milliseconds, new Error("late")));
  return Promise.race([promise, late]);
}

/* Silently where that works; else Teams may ask the person. */
async function ssoToken(claims) {
  const asked = claims ? { claims: [claims] } : {};
  try {
    return await teams.authentication.getAuthToken({ ...asked, silent: true });
  } catch {
    return teams.authentication.getAuthToken({ ...asked, silent: false });
  }
}

/* A new session. The answer: where to go on, and the token that pages without cookies carry. */
async function openSession(wanted) {
  const token = await ssoToken();
  const answer = await fetch(SESSION, {
    method: "POST",
    headers: {
      Accept: "application/json",
      Authorization: `Bearer ${token}`,
      "Content-Type": "application/json",
    },
    body: JSON.stringify(wanted),
  });
  const said = await answer.json();
  if (!answer.ok) throw new Refusal(said.detail);
  return said;
}

function looks(context) {
  return { theme: context.app.theme ?? "default", locale: context.app.locale ?? "" };
}

/* The first page ------------------------------------------------------------------------------ */

function part(name) {
  return entry.querySelector(`[data-part="${name}"]`);
}

function show(name, problem) {
  part("waiting").hidden = true;
  part(name).hidden = false;
  if (problem) part(name).querySelector("[data-problem]").textContent = problem;
  entry.querySelector("h1").focus({ preventScroll: true });
}

async function enter() {
  let context;
  try {
    await ready;
    teams.app.notifyAppLoaded();
    context = await within(READY_MS, teams.app.getContext());
  } catch {
    show("outside");
    return;
  }
  document.documentElement.dataset.theme = THEMES[context.app.theme] ?? "auto";
  const { page, program } = entry.dataset;
  try {
    const wanted = { ...looks(context), page: context.page?.subPageId || page, program };
    location.replace((await openSession(wanted)).location);
  } catch (error) {
    show("refused", error instanceof Refusal ? error.message : "");
    // Teams covers our page where we report a failure: only what nobody can read here is one.
    if (error instanceof Refusal) teams.app.notifySuccess();
    else teams.app.notifyFailure({ reason: "AuthFailed", message: String(error?.message ?? error) });
  }
}

/* Every other page ---------------------------------------------------------------------------- */

async function accompany() {
  try {
    await ready;
  } catch {
    return; // opened outside Teams: a page like any other
  }
  teams.app.notifySuccess();
  teams.app.registerOnThemeChangeHandler(follow);
  teams.pages.backStack.registerBackButtonHandler(goBack);
  offer();
  offerTab();
}

function bearer() {
  const headers = document.body.getAttribute("hx-headers:inherited");
  return headers ? JSON.parse(headers) : {};
}

function follow(theme) {
  const chosen = THEMES[theme];
  if (!chosen) return;
  document.documentElement.dataset.theme = chosen;
  document.getElementById("page").dataset.theme = chosen;
  fetch("/teams/theme", { method: "POST", headers: bearer(), body: new URLSearchParams({ theme }) });
}

let depth = 0;

/* Whether we went back; else Teams goes back to where the person was before our tab. */
function goBack() {
  const possible = window.navigation?.canGoBack ?? depth > 0;
  if (possible) {
    depth -= 1;
    history.back();
  }
  return possible;
}

function offer() {
  if (!teams.pages.isSupported()) return;
  for (const button of document.querySelectorAll("[data-share]")) button.hidden = false;
}

function share() {
  const title = document.querySelector("main h1")?.textContent.trim() || document.title;
  teams.pages.shareDeepLink({
    subPageId: location.pathname + withoutTicket(location.search),
    subPageLabel: title,
    subPageWebUrl: location.origin + location.pathname,
  });
}

function withoutTicket(search) {
  const asked = new URLSearchParams(search);
  for (const name of ["ticket", "done", "undo"]) asked.delete(name);
  return asked.size ? `?${asked}` : "";
}

/* The dialog that adds a tab to a team, a chat or a meeting. */
function offerTab() {
  const choices = document.querySelector("[data-teams-tab]");
  if (!choices) return;
  const chosen = () => choices.querySelector("input:checked");
  const valid = () => teams.pages.config.setValidityState(Boolean(chosen()));
  teams.pages.config.registerOnSaveHandler(async (saving) => {
    const { value, dataset } = chosen();
    const url = `${location.origin}/teams/tab?program=${value}`;
    await teams.pages.config.setConfig({
      entityId: `program-${value}`,
      contentUrl: url,
      websiteUrl: url,
      suggestedDisplayName: dataset.name,
    });
    saving.notifySuccess();
  });
  choices.addEventListener("change", valid);
  valid();
}

/* The session is over: a new one, and the same again. */
async function renew({ target, request, sourceElement, sourceEvent }) {
  const whole = target === document.body;
  const get = request.method === "GET";
  const asked = whole && get ? new URL(request.action, location.href) : location;
  const context = await teams.app.getContext();
  const answer = await openSession({
    ...looks(context),
    page: asked.pathname + withoutTicket(asked.search),
    program: document.getElementById("page").dataset.program,
  });
  const form = sourceElement?.closest("form");
  if (get || !form) {
    location.assign(answer.location);
    return;
  }
  // What somebody wrote is sent again; with cookies the new one is there already.
  const headers = bearer();
  if (headers.Authorization) {
    const renewed = JSON.stringify({ ...headers, Authorization: `Bearer ${answer.token}` });
    document.body.setAttribute("hx-headers:inherited", renewed);
  }
  form.requestSubmit(sourceEvent?.submitter ?? null);
}

let renewed = 0;

document.addEventListener("htmx:before:response", (event) => {
  const { ctx } = event.detail;
  if (ctx.response.status !== 401 || Date.now() - renewed < READY_MS) return;
  renewed = Date.now();
  event.preventDefault();
  renew(ctx).catch(() => location.assign(`/teams/tab?page=${encodeURIComponent(location.pathname)}`));
});

document.addEventListener("htmx:after:history:push", () => {
  depth += 1;
});

document.addEventListener("htmx:after:swap", ({ detail }) => {
  if (detail.ctx.target === document.body) offer();
});

document.addEventListener("click", ({ target }) => {
  if (target.closest("[data-share]")) share();
  if (target.closest("[data-again]")) location.reload();
});

if (entry) enter();
else accompany();
