/* What plain HTML and htmx leave open: a strip of tabs that shows the current one, a form that sends
   itself to the platform, and after htmx swapped the body the page's language, theme and focus.
   Everything works without this file. */
function showCurrentTab() {
  const tab = document.querySelector('.tabs [aria-current="page"]');
  const strip = tab?.closest(".tabs");
  if (strip) strip.scrollLeft = tab.offsetLeft - (strip.clientWidth - tab.offsetWidth) / 2;
}

function sendAnswer() {
  document.querySelector("form[data-send]")?.submit();
}

document.addEventListener("DOMContentLoaded", () => {
  showCurrentTab();
  sendAnswer();
  document.querySelector("[data-focus]")?.focus();
});

document.addEventListener("htmx:after:swap", (event) => {
  const page = document.getElementById("page");
  if (event.detail.ctx.target !== document.body || !page) return;
  document.documentElement.lang = page.lang;
  document.documentElement.dataset.theme = page.dataset.theme;
  showCurrentTab();
  sendAnswer();
  const problem = page.querySelector("[data-focus]");
  (problem ?? page.querySelector("h1"))?.focus({ preventScroll: !problem });
});
