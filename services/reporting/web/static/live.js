// The page renews its figures when the server says that the views have moved; at most every two seconds, never while a field has the focus.
const live = document.getElementById("live");
if (live && window.EventSource) {
  let due = null;
  const renew = async () => {
    due = null;
    const answer = await fetch(location.href, { credentials: "same-origin" });
    if (!answer.ok) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.getElementById("live");
    const opened = [...live.querySelectorAll("details")].map((one) => one.open);
    if (!fresh || live.contains(document.activeElement)) return;
    live.replaceChildren(...fresh.childNodes);
    live.querySelectorAll("details").forEach((one, i) => { one.open = opened[i] ?? false; });
  };
  new EventSource("/events").addEventListener("moved", () => { due ??= setTimeout(renew, 2000); });
}
