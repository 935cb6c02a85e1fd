// The form: keeps each change at once, brings a file to the server, starts the run. Everything else is done by plain forms.
"use strict";

const state = part("bring-state");

// What the server knows better after a change (words of a column, what it holds) is shown anew; fields stay untouched.
function refreshLive(text) {
  const page = new DOMParser().parseFromString(text, "text/html");
  for (const shown of document.querySelectorAll("[data-live]")) {
    const current = page.getElementById(shown.id);
    if (current && current.innerHTML !== shown.innerHTML) shown.replaceChildren(...current.childNodes);
  }
}

// One after the other, so that undo goes back in order; a page is not left before its last change is kept.
let last = Promise.resolve();
let waiting = 0;
async function keep(form) {
  const body = new URLSearchParams(new FormData(form));
  body.set("wanted", "keep");
  const answer = await fetch(form.action, { method: "POST", headers: { "X-Keep": "1" }, body });
  if (answer.ok) refreshLive(await answer.text());
}

for (const form of document.querySelectorAll("form[data-keep]")) {
  form.addEventListener("change", (event) => {
    if (event.target.name === "background.add") return; // the button adds it
    waiting += 1;
    last = last.then(() => keep(form)).catch(() => {}).then(() => { waiting -= 1; });
  });
  form.addEventListener("submit", (event) => {
    if (!waiting) return;
    event.preventDefault();
    last.then(() => form.requestSubmit(event.submitter));
  });
}

// A file is sent by a request of its own, and then chosen in the list like any other.
async function bring(file) {
  say(state, `Copying ${file.name} …`);
  const address = `${base}workbench/survey-file?name=${encodeURIComponent(file.name)}`;
  const answer = await fetch(address, { method: "PUT", headers: { "X-XSRFToken": xsrf() }, body: file }).catch(() => null);
  const content = answer && (await answer.json().catch(() => null));
  if (!answer || !answer.ok) {
    say(state, (content && content.message) || "The file could not be copied. Copy it into data/private/ yourself.");
    return;
  }
  const list = part("survey");
  list.add(new Option(content.survey, content.survey, true, true), 1);
  say(state, `${file.name} is in data/private/ and chosen.`);
}

if (state) part("bring").addEventListener("change", (event) => event.target.files[0] && bring(event.target.files[0]));

const begin = part("start");
if (begin) {
  begin.addEventListener("submit", (event) => {
    event.preventDefault();
    if (event.submitter && event.submitter.getAttribute("aria-disabled") === "true") return;
    const asked = JSON.parse(begin.dataset.run);
    for (const field of begin.querySelectorAll("[data-own]")) {
      if (field.value !== field.dataset.own) asked.parameters[field.name] = field.value; // the rest is the notebook's own
    }
    start(asked);
  });
}
if (part("fault")) part("fault").focus();
if (part("run")) resume();
