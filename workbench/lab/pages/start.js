// The start page: its forms start a run, and its lists follow what happens in the project.
"use strict";

// Lists that may have grown since the page was loaded; one that has not is left alone, with whatever has the focus in it.
async function refresh() {
  const answer = await fetch(`${base}workbench/`);
  if (!answer.ok) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  for (const id of ["survey", "codebook", "recent"]) {
    const shown = part(id);
    const current = page.getElementById(id);
    if (shown.innerHTML === current.innerHTML) continue;
    const chosen = shown.value;
    shown.replaceChildren(...current.childNodes);
    if (chosen) shown.value = chosen;
  }
}

for (const form of document.forms) {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (event.submitter && event.submitter.getAttribute("aria-disabled") === "true") return;
    start(Object.fromEntries(new FormData(form)));
  });
}
document.addEventListener("run-ended", () => refresh().catch(() => {}));
window.addEventListener("focus", () => refresh().catch(() => {})); // whoever comes back may have brought a file
resume();
