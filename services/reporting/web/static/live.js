// The figures renew themselves when the server says that the views have moved: at most every three seconds, only while
// the box is ticked, never while the focus or a selection is inside them, and never in a hidden tab.
const PAUSE = 3000;
const live = document.getElementById("live");
const box = document.getElementById("renew");

let planned = null;

const busy = () => live.contains(document.activeElement) || (!getSelection().isCollapsed && live.contains(getSelection().anchorNode));

const plan = () => {
  planned ??= setTimeout(renew, PAUSE);
};

const renew = async () => {
  planned = null;
  if (!box.checked) return;
  if (document.hidden || busy()) return plan();
  const answer = await fetch(location.href, { credentials: "same-origin" }).catch(() => null);
  if (answer?.redirected) return location.reload();
  if (!answer?.ok) return plan();
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("live");
  if (!fresh || busy()) return plan();
  for (const one of live.querySelectorAll("details[open]")) fresh.querySelector(`#${CSS.escape(one.id)}`)?.setAttribute("open", "");
  live.replaceChildren(...fresh.childNodes);
};

if (live?.dataset.moves && box) {
  box.closest("[hidden]").hidden = false;
  box.checked = localStorage.getItem("renew") !== "no";
  box.addEventListener("change", () => {
    localStorage.setItem("renew", box.checked ? "yes" : "no");
    if (box.checked) plan();
  });
  // What moves between the page and this line is news, too.
  new EventSource(`/events?since=${live.dataset.stand}`).addEventListener("moved", plan);
}
