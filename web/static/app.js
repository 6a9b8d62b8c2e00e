/* What plain HTML and htmx leave open: a strip of tabs that shows the current one, a form that sends
   itself to the platform, addresses that are copied by a button, and after htmx swapped the body the
   page's language, theme and focus. Everything works without this file. */
function showCurrentTab() {
  const tab = document.querySelector('.tabs [aria-current="page"]');
  const strip = tab?.closest(".tabs");
  if (strip) strip.scrollLeft = tab.offsetLeft - (strip.clientWidth - tab.offsetWidth) / 2;
}

function sendAnswer() {
  document.querySelector("form[data-send]")?.submit();
}

function offerCopies() {
  if (!navigator.clipboard) return;
  for (const button of document.querySelectorAll("[data-copy]")) button.hidden = false;
}

document.addEventListener("DOMContentLoaded", () => {
  showCurrentTab();
  sendAnswer();
  offerCopies();
  document.querySelector("[data-focus]")?.focus();
});

document.addEventListener("htmx:after:swap", (event) => {
  const page = document.getElementById("page");
  if (event.detail.ctx.target !== document.body || !page) return;
  document.documentElement.lang = page.lang;
  document.documentElement.dataset.theme = page.dataset.theme;
  showCurrentTab();
  sendAnswer();
  offerCopies();
  const problem = page.querySelector("[data-focus]");
  (problem ?? page.querySelector("h1"))?.focus({ preventScroll: !problem });
});

document.addEventListener("focusin", ({ target }) => {
  if (target.matches?.(".copy input")) target.select();
});

document.addEventListener("click", async ({ target }) => {
  const button = target.closest("[data-copy]");
  if (!button) return;
  await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).value);
  button.removeAttribute("aria-label");
  button.textContent = button.dataset.copied;
});
