/* The two pages on the way into a course's frame (web/templates/lti/): does the browser keep our
   cookie here, and if not, does the platform keep a value for us? Messages as in
   https://www.imsglobal.org/spec/lti-cs-pm/v0p1 and https://www.imsglobal.org/spec/lti-pm-s/v0p1.
   Only answers from the platform's own origins count; see lti/platform_storage.py. */
const HINT_MS = 1000;
const ANSWER_MS = 4000;
const AGAIN_MS = 300;
const entry = document.querySelector("[data-entry]");
const { frame, key, origin } = entry.dataset;
const trusted = entry.dataset.trusted.split(" ");

function part(name) {
  return entry.querySelector(`[data-part="${name}"]`);
}

function newId() {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/* Send one message, again and again, for whoever is to answer may still be loading. Its answer, or
   null when none that counts comes in time. */
function ask(target, message, targetOrigin, counts, most = ANSWER_MS) {
  return new Promise((resolve) => {
    const id = newId();
    const send = () => target.postMessage({ ...message, message_id: id }, targetOrigin);
    const done = (answer) => {
      clearTimeout(timer);
      clearInterval(again);
      removeEventListener("message", listen);
      resolve(answer);
    };
    const listen = (event) => {
      const said = event.data;
      if (typeof said !== "object" || said?.message_id !== id) return;
      if (said.subject === `${message.subject}.response` && counts(event)) done(said);
    };
    const timer = setTimeout(done, most, null);
    const again = setInterval(send, AGAIN_MS);
    addEventListener("message", listen);
    send();
  });
}

function fromPlatform(event) {
  return trusted.includes(event.origin);
}

/* The frame beside ours that the platform named. Its name may be unknown to the parent. */
function sibling(name) {
  try {
    return name === "_parent" ? parent : (parent.frames[name] ?? null);
  } catch {
    return null;
  }
}

/* What the parent says about a message: "" it is not offered, else the frame to send it to. */
async function frameFor(subject) {
  const byParent = (event) => event.source === parent;
  const answer = await ask(parent, { subject: "lti.capabilities" }, "*", byParent, HINT_MS);
  if (!Array.isArray(answer?.supported_messages)) return frame;
  const offered = answer.supported_messages.find((message) => message?.subject === subject);
  return offered ? offered.frame || frame : "";
}

/* What the platform answers, with where it did; null when nobody does or it cannot. */
async function askStorage(message) {
  const name = await frameFor(message.subject);
  const places = name ? [[sibling(name), origin], [parent, "*"]] : [];
  for (const [target, targetOrigin] of places) {
    const answer = target && (await ask(target, message, targetOrigin, fromPlatform));
    if (answer) return answer.error ? null : { ...answer, target, targetOrigin };
  }
  return null;
}

function showBlocked() {
  part("waiting").hidden = true;
  part("onward")?.remove();
  part("blocked").hidden = false;
  for (const later of entry.querySelectorAll(".later")) later.classList.remove("later");
  entry.querySelector("h1").focus({ preventScroll: true });
}

/* Reading cookies is an error in a sandbox. */
function cookieKept(name) {
  try {
    return document.cookie.split("; ").includes(`${name}=1`);
  } catch {
    return false;
  }
}

async function login() {
  const { kept, location: onward, value } = entry.dataset;
  const bound =
    parent === self ||
    cookieKept(kept) ||
    (value && (await askStorage({ subject: "lti.put_data", key, value })));
  if (part("choice").hidden) return; // it is open in a window of its own meanwhile
  if (bound) location.replace(onward);
  else showBlocked();
}

async function launch() {
  const found = await askStorage({ subject: "lti.get_data", key });
  if (typeof found?.value !== "string") {
    showBlocked();
    return;
  }
  // It is good once, and platforms keep only so many.
  const over = { subject: "lti.put_data", key, value: null, message_id: newId() };
  found.target.postMessage(over, found.targetOrigin);
  const form = entry.querySelector("form");
  form.elements.secret.value = found.value;
  form.submit();
}

entry.querySelector('form[target="_blank"]')?.addEventListener("submit", () => {
  for (const name of ["waiting", "blocked", "choice"]) part(name).hidden = true;
  part("opened").hidden = false;
  part("opened").focus();
});

if (entry.dataset.entry === "login") login();
else launch();
