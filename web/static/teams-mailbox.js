/* In a profile inside Teams: the time zone of one's mailbox at Microsoft, taken over into the form by a
   button. Uses `teams`, `ready` and `ssoToken` of teams.js. */
const LATER = [1000, 2000, 4000];
const NO_ANSWER = { code: "problem" };

/* What the hub says: a time zone, or what Microsoft wants of the person first. */
async function askMailbox(claims) {
  const token = await ssoToken(claims);
  const answer = await fetch("/teams/auth/time-zone", {
    method: "POST",
    headers: { Accept: "application/json", Authorization: `Bearer ${token}` },
  });
  const said = await answer.json();
  if (!answer.ok && said.code !== "consent_required" && said.code !== "claims_required") return NO_ANSWER;
  // A condition of their organization: Teams asks for what it wants, once.
  if (said.code === "claims_required" && claims === undefined) return askMailbox(said.claims);
  return said;
}

function tell(box, name) {
  for (const words of box.querySelectorAll("[data-said]")) words.hidden = words.dataset.said !== name;
  box.querySelector("[data-consent]").hidden = name !== "consent";
}

function takeOver(box, zone) {
  const field = document.getElementById("time_zone");
  const listed = [...field.options].some((option) => option.value === zone);
  if (zone && !listed) field.add(new Option(zone.replaceAll("_", " "), zone));
  if (zone) field.value = zone;
  tell(box, zone ? "done" : "none");
}

function showAnswer(box, said) {
  if ("time_zone" in said) {
    takeOver(box, said.time_zone);
  } else if (said.code === "consent_required") {
    box.dataset.start = said.start;
    tell(box, "consent");
  } else {
    tell(box, "problem");
  }
}

/* Microsoft needs some seconds until everybody there knows of a permission. */
async function askAgain() {
  let said = NO_ANSWER;
  for (const milliseconds of LATER) {
    await new Promise((resolve) => setTimeout(resolve, milliseconds));
    said = await askMailbox();
    if (said.code !== "consent_required") break;
  }
  return said;
}

/* TeamsJS opens windows over https only. Where somebody tries us over http, the page does it. */
function inWindow(url) {
  if (location.protocol === "https:") return teams.authentication.authenticate({ url });
  const opened = window.open(url, "_blank", "width=600,height=600");
  return new Promise((done) => {
    const watch = setInterval(() => {
      if (opened && !opened.closed) return;
      clearInterval(watch);
      done();
    }, 300);
  });
}

async function consented(box) {
  await inWindow(location.origin + box.dataset.start);
  return askAgain();
}

document.addEventListener("click", ({ target }) => {
  const box = target.closest("[data-time-zone]");
  if (!box) return;
  const asked = target.closest("[data-ask]") ? askMailbox() : null;
  const answer = target.closest("[data-consent]") ? consented(box) : asked;
  answer?.then((said) => showAnswer(box, said)).catch(() => tell(box, "problem"));
});

function offerTimeZone() {
  for (const box of document.querySelectorAll("[data-time-zone]")) box.hidden = false;
}

ready.then(offerTimeZone, () => {});
document.addEventListener("htmx:after:swap", () => ready.then(offerTimeZone, () => {}));
