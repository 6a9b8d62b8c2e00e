// Answers LTI client side postMessages as Canvas does: in the page around a tool, and in the hidden
// frame beside the tool's, which platform storage is addressed to. What tools store lives in the
// page around them until it is left. https://www.imsglobal.org/spec/lti-cs-pm/v0p1 and lti-pm-s/v0p1
const { origins, frame } = document.currentScript.dataset;
const TOOLS = new Set(origins.split(" "));
const MOST_BYTES = 4096;
const MOST_KEYS = 500;
const LOWEST_FRAME = 450;

const keeper = window.name === frame ? window.parent : window;
keeper.ltiStorage ??= new Map();

const bytes = (text) => new TextEncoder().encode(text).length;

function stored(origin) {
  const known = keeper.ltiStorage.get(origin) ?? new Map();
  keeper.ltiStorage.set(origin, known);
  return known;
}

function refusal(code, message) {
  return { error: { code, message } };
}

function missing(message) {
  const name = ["key", "message_id"].find((known) => !message[known]);
  return name && refusal("bad_request", `Missing required '${name}' field`);
}

function put(message, origin) {
  const { key, value } = message;
  const known = stored(origin);
  if (value === undefined || value === null || value === "") {
    known.delete(key);
    return { key };
  }
  const others = [...known].filter(([name]) => name !== key);
  const used = others.reduce((sum, [name, kept]) => sum + bytes(name) + bytes(kept), 0);
  if (others.length >= MOST_KEYS) {
    return refusal("storage_exhaustion", "Reached key limit for tool");
  }
  if (used + bytes(key) + bytes(value) > MOST_BYTES) {
    return refusal("storage_exhaustion", "Reached byte limit for tool");
  }
  known.set(key, value);
  return { key, value };
}

function resize(message, _origin, source) {
  const height = typeof message.height === "number" ? message.height : LOWEST_FRAME;
  for (const shown of document.querySelectorAll("iframe")) {
    if (shown.contentWindow === source) {
      shown.style.height = `${Math.max(height, LOWEST_FRAME)}px`;
    }
  }
  return {};
}

const ANSWERS = {
  "lti.capabilities": () => ({
    supported_messages: [
      { subject: "lti.capabilities" },
      { subject: "lti.frameResize" },
      { subject: "lti.put_data", frame },
      { subject: "lti.get_data", frame },
    ],
  }),
  "lti.frameResize": resize,
  "lti.put_data": (message, origin) => missing(message) ?? put(message, origin),
  "lti.get_data": (message, origin) =>
    missing(message) ?? { key: message.key, value: stored(origin).get(message.key) ?? null },
};

function read(data) {
  try {
    return typeof data === "string" ? JSON.parse(data) : data;
  } catch {
    return null;
  }
}

window.addEventListener("message", (event) => {
  const message = read(event.data);
  const subject = message?.subject;
  if (typeof subject !== "string" || subject.endsWith(".response") || event.source === null) {
    return;
  }
  let answer = refusal("wrong_origin", "No registered tool has this origin");
  if (TOOLS.has(event.origin)) {
    const answers = Object.hasOwn(ANSWERS, subject) ? ANSWERS[subject] : null;
    answer = answers?.(message, event.origin, event.source) ?? refusal("unsupported_subject");
  }
  const id = message.message_id ? { message_id: message.message_id } : {};
  event.source.postMessage({ subject: `${subject}.response`, ...id, ...answer }, event.origin);
});
