// Closes the frame in which a tool registers itself when the tool says that it is done. Loaded
// before that frame, so that no tool is too quick.
window.addEventListener("message", (event) => {
  const frame = document.querySelector("[data-registration]");
  const fromTool = event.source === frame?.contentWindow && event.origin === frame.dataset.origin;
  if (fromTool && event.data?.subject === "org.imsglobal.lti.close") {
    frame.remove();
    window.location.replace(frame.dataset.done);
  }
});

document.addEventListener("DOMContentLoaded", () => {
  const dialog = document.querySelector("dialog");
  dialog?.close();
  dialog?.showModal();
});
