/* Tells the LMS that registering is over, so that it closes the frame or window it opened for it
   (https://www.imsglobal.org/spec/lti-dr/v1p0#closing). The message has no secret in it, and which
   of its addresses the LMS shows us from is not known: so it goes to whoever that is. */
const lms = window.opener ?? (window.parent === window ? null : window.parent);

for (const button of document.querySelectorAll("[data-lti-close]")) {
  button.hidden = !lms;
  button.addEventListener("click", () => {
    lms.postMessage({ subject: "org.imsglobal.lti.close" }, "*");
  });
}
