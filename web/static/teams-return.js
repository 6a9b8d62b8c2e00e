/* On the page that says "not signed in": inside a tab of Teams the way back in is the tab's own first
   page, which asks Teams who that is and comes back to where one was. */
function inTab() {
  try {
    return sessionStorage.getItem("mentorloom-teams") === "1";
  } catch {
    return false; // the browser keeps nothing here
  }
}

/* A page that was just come back to and is refused again would come back for ever. */
function justTried() {
  const last = Number(sessionStorage.getItem("mentorloom-teams-return") ?? 0);
  sessionStorage.setItem("mentorloom-teams-return", String(Date.now()));
  return Date.now() - last < 10_000;
}

if (inTab() && !justTried()) {
  const page = new URLSearchParams({ page: location.pathname + location.search });
  location.replace(`/teams/tab?${page}`);
}
