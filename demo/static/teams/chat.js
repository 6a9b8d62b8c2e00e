// The chat: shows what is new, sends what is written, and what is done to cards.
import { drawn, toBeRefreshed } from "./cards.js";
import { written } from "./words.js";

const talk = document.getElementById("talk");
const form = document.getElementById("write");
const suggested = document.getElementById("suggested");
const { place, open, person, name, byAi, gone, refused } = talk.dataset;
const INTERVAL = 700;
const refreshed = new Set();
let known = 0;

function follow(address) {
  const inTeams = /^https:\/\/teams\.(microsoft\.com|cloud\.microsoft)\/l\//.test(address);
  if (inTeams) window.location.assign(`${open}?link=${encodeURIComponent(address)}`);
  else window.open(address, "_blank", "noopener");
}

async function send(where, told) {
  const answer = await fetch(`${place}/${where}`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(told),
  });
  const { taken, said } = answer.ok ? await answer.json() : { taken: false, said: "" };
  document.getElementById("said").textContent = said || (taken ? "" : refused);
  await look();
}

function act(replyTo) {
  return (kind, told, action) => {
    if (kind === "Action.OpenUrl") {
      follow(action.url);
    } else if (kind === "Action.Submit") {
      const value = action.data ?? {};
      const text = value.msteams?.type === "imBack" ? value.msteams.value : null;
      send(text === null ? "submits" : "messages", text === null ? { replyTo, value } : { text });
    } else if (kind === "Action.Execute") {
      const { title, verb, id } = told;
      send("actions", { replyTo, action: { type: kind, title, verb, id, data: action.data } });
    }
  };
}

function refresh(entry) {
  const action = entry.cards.map((card) => toBeRefreshed(card, person)).find(Boolean);
  if (!action || entry.fresh || refreshed.has(entry.id)) return;
  refreshed.add(entry.id);
  send("actions", { replyTo: entry.id, action, automatic: true });
}

function article(entry) {
  const made = document.createElement("div");
  made.id = `m${entry.id}`;
  made.className = `said${entry.byBot ? "" : " mine"}${entry.cards.length ? " card" : ""}`;
  const by = document.createElement("p");
  by.className = "by";
  by.textContent = [entry.byBot ? "Mentorloom" : name, entry.byAi ? byAi : ""]
    .filter(Boolean)
    .join(" · ");
  made.append(by);
  if (entry.gone) {
    made.append(gone);
  } else {
    made.append(written(entry.text, follow));
    for (const card of entry.cards) made.append(drawn(card, act(entry.id)));
  }
  return made;
}

function suggest(entry) {
  suggested.replaceChildren(
    ...entry.suggested.map(({ title, value }) => {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "plain";
      button.textContent = title;
      button.addEventListener("click", () => send("messages", { text: value ?? title }));
      return button;
    }),
  );
}

function put(entry) {
  const before = document.getElementById(`m${entry.id}`);
  const now = article(entry);
  if (before) before.replaceWith(now);
  else talk.append(now);
  if (!before && suggested) suggest(entry);
  if (!before) talk.scrollTop = talk.scrollHeight;
  refresh(entry);
}

async function look() {
  const answer = await fetch(`${place}/news?after=${known}`);
  if (!answer.ok) return;
  const { change, typing, entries } = await answer.json();
  known = Math.max(known, change);
  const status = document.getElementById("typing");
  const words = typing ? status.dataset.words : "";
  if (status.textContent !== words) status.textContent = words;
  entries.forEach(put);
}

form?.addEventListener("submit", (event) => {
  event.preventDefault();
  const text = form.elements.text.value.trim();
  form.reset();
  if (text) send("messages", { text }).then(() => unfurl(text));
});
form?.elements.text.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
    event.preventDefault();
    form.requestSubmit();
  }
});
for (const command of document.querySelectorAll("[data-command]")) {
  command.addEventListener("click", () => send("messages", { text: command.dataset.command }));
}

// The app's message extension: searching, and links that become cards.
const searching = document.getElementById("search");
const LINK = /https?:\/\/\S+/;

function result({ title, text, card }) {
  const { put } = document.getElementById("found").dataset;
  const item = document.createElement("li");
  item.className = "told";
  const name = document.createElement("strong");
  name.textContent = title;
  const more = document.createElement("p");
  more.textContent = text;
  const button = document.createElement("button");
  button.type = "button";
  button.className = "plain";
  button.textContent = put;
  button.setAttribute("aria-label", `${put}: ${title}`);
  button.addEventListener("click", () => send("cards", { card }));
  item.append(name, more, button);
  return item;
}

searching?.addEventListener("submit", async (event) => {
  event.preventDefault();
  const asked = new URLSearchParams(new FormData(searching));
  const answer = await fetch(`${place}/search?${asked}`);
  const { results, said } = answer.ok ? await answer.json() : { results: [], said: refused };
  const found = document.getElementById("found");
  found.replaceChildren(...results.map(result));
  const words = said || (results.length ? "" : found.dataset.nothing);
  document.getElementById("said").textContent = words;
});

async function unfurl(text) {
  const link = LINK.exec(text);
  if (!link) return;
  const answer = await fetch(`${place}/unfurl?${new URLSearchParams({ url: link[0] })}`);
  if (!answer.ok) return;
  const { results } = await answer.json();
  if (results.length) await send("cards", { card: results[0].card });
}

async function watch() {
  try {
    await look();
  } finally {
    setTimeout(watch, INTERVAL);
  }
}
watch();
