/* In the window where somebody was asked for their permission at Microsoft: tells Teams how it went.
   No code and no token goes this way. */
const consent = document.querySelector("[data-consent]").dataset.consent;
const told = document.getElementById("page").dataset.hosts ?? "";

microsoftTeams.app.initialize(told.split(" ").filter(Boolean)).then(() => {
  if (consent === "given") microsoftTeams.authentication.notifySuccess();
  else microsoftTeams.authentication.notifyFailure("denied");
});

// Over http our own page has opened this window, not Teams (teams-mailbox.js).
if (location.protocol === "http:") window.close();
