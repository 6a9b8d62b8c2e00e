/* Inside a course's frame: tell the platform how high the page is, so that the frame fits it.
   https://www.imsglobal.org/spec/lti-cs-pm/v0p1; Canvas: lti.frameResize. Nothing else is told, so
   it may be told to whoever frames us. */
let told = 0;

function tellHeight() {
  const page = document.getElementById("page");
  if (!page) return;
  // The page is at least as high as its frame; what it needs shows without that.
  // A class, not a style: what is left of a style attribute would break the page's own policy.
  page.classList.add("measured");
  const height = Math.ceil(page.getBoundingClientRect().height);
  page.classList.remove("measured");
  if (height === told) return;
  told = height;
  parent.postMessage({ subject: "lti.frameResize", height }, "*");
}

if (parent !== self) {
  const changes = new ResizeObserver(tellHeight);
  const watch = () => {
    changes.disconnect();
    const content = document.querySelector("main > *");
    if (content) changes.observe(content);
    tellHeight();
  };
  document.addEventListener("DOMContentLoaded", watch);
  document.addEventListener("htmx:after:swap", watch);
  addEventListener("load", tellHeight);
  addEventListener("resize", tellHeight);
}
