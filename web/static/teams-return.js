/* On the page that says "not signed in": inside a tab of Teams the way back in is the tab's own first
   page, which asks Teams who that is and comes back to where one was. Whether this is such a tab only
   Teams can say, by TeamsJS; a platform with another frame of ours in it does not answer that. */
const framed = parent !== self || "nativeInterface" in window;
const justCameIn = new URLSearchParams(location.search).has("ticket");

function comeBack() {
  const page = new URLSearchParams({ page: location.pathname + location.search });
  location.replace(`/teams/tab?${page}`);
}

if (framed && !justCameIn) {
  const library = document.createElement("script");
  library.src = document.currentScript.dataset.library;
  library.addEventListener("load", () => {
    const hosts = (document.getElementById("page").dataset.hosts ?? "").split(" ").filter(Boolean);
    microsoftTeams.app.initialize(hosts).then(comeBack, () => {});
  });
  document.head.append(library);
}
