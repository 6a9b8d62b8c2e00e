// Closes the frame in which a tool registers itself when the tool says that it is done.
const frame = document.querySelector("[data-registration]");
const dialog = frame.closest("dialog");

if (dialog) {
  dialog.close();
  dialog.showModal();
}

window.addEventListener("message", (event) => {
  const fromTool = event.source === frame.contentWindow && event.origin === frame.dataset.origin;
  if (fromTool && event.data?.subject === "org.imsglobal.lti.close") {
    frame.remove();
    window.location.replace(frame.dataset.done);
  }
});
