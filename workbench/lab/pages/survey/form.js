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

// A variable of another type has other fields; one that is left out has none, and holds no year or area; a new one has its own.
function refreshCards(text) {
  const page = new DOMParser().parseFromString(text, "text/html");
  for (const card of document.querySelectorAll(".card[data-kind]")) {
    const current = page.getElementById(card.id);
    if (current && current.dataset.kind === card.dataset.kind) continue;
    const focused = card.contains(document.activeElement) ? document.activeElement.id : "";
    const left = document.createElement("p");
    left.textContent = sentence("left_out", { name: card.querySelector("h2").firstChild.textContent.trim() });
    left.tabIndex = -1;
    if (current) for (const one of current.querySelectorAll("details")) one.open = true;
    card.replaceWith(current ? document.importNode(current, true) : left);
    if (!current) for (const one of document.querySelectorAll("#year-and-area select")) if (one.value === card.dataset.column) one.value = "";
    if (focused) (part(focused) || left).focus();
  }
  for (const card of page.querySelectorAll(".card[data-kind]")) {
    if (!part(card.id)) document.querySelector(".cards").append(document.importNode(card, true));
  }
}

for (const ticks of document.querySelectorAll("[data-filtered]")) {
  const filter = part(ticks.dataset.filtered);
  filter.parentElement.hidden = false;
  filter.addEventListener("input", () => {
    const wanted = filter.value.trim().toLocaleLowerCase();
    for (const tick of ticks.children) tick.hidden = !tick.textContent.toLocaleLowerCase().includes(wanted);
  });
  filter.addEventListener("keydown", (event) => event.key === "Enter" && event.preventDefault()); // sends nothing
}

// What is typed and not left yet is kept by the browser, of this tab alone, until the server has it.
const version = () => (document.querySelector("input[name='draft.version']") || { value: "" }).value;
const place = (field) => [...document.getElementsByName(field.name)].indexOf(field);
const typed = {
  key: `workbench ${location.pathname}`,
  text: () => sessionStorage.getItem(typed.key),
  clear: () => sessionStorage.removeItem(typed.key),
  read() {
    const kept = JSON.parse(typed.text() || "null");
    return kept && kept.version === version() ? kept : { version: version(), fields: [] };
  },
  add(field) {
    const kept = typed.read();
    kept.fields = kept.fields.filter((one) => one.name !== field.name || one.place !== place(field));
    kept.fields.push({ name: field.name, place: place(field), value: field.value });
    sessionStorage.setItem(typed.key, JSON.stringify(kept));
  },
  keepOn() {
    sessionStorage.setItem(typed.key, JSON.stringify({ ...JSON.parse(typed.text()), version: version() }));
  },
  restore() {
    for (const one of typed.read().fields) {
      const field = document.getElementsByName(one.name)[one.place];
      if (!field || field.value === one.value) continue;
      field.value = one.value;
      field.dispatchEvent(new Event("change", { bubbles: true }));
    }
  },
};

// One after the other, so that undo goes back in order; a page is not left before its last change is kept.
let last = Promise.resolve();
let waiting = 0;
let outdated = false;

// A page that another tab has overtaken says so, and stays as it is: what was typed can still be read.
function showOutdated(text) {
  outdated = true;
  const said = new DOMParser().parseFromString(text, "text/html").getElementById("fault");
  if (part("fault")) part("fault").remove();
  part("content").prepend(document.importNode(said, true));
  part("fault").focus();
}

function takeVersion(text) {
  const current = new DOMParser().parseFromString(text, "text/html").querySelector("input[name='draft.version']");
  for (const field of document.querySelectorAll("input[name='draft.version']")) field.value = current.value;
}

async function keep(form) {
  const sent = typed.text();
  const body = new URLSearchParams(new FormData(form));
  body.set("wanted", "keep");
  body.delete("background.add"); // the button adds them
  const answer = await fetch(form.action, { method: "POST", headers: { "X-Keep": "1" }, body });
  const text = await answer.text();
  if (answer.status === 409) showOutdated(text);
  if (!answer.ok) return;
  takeVersion(text);
  if (typed.text() === sent) typed.clear();
  else typed.keepOn();
  refreshLive(text);
  refreshCards(text);
}

for (const form of document.querySelectorAll("form[data-keep]")) {
  form.addEventListener("input", (event) => event.target.type === "text" && event.target.name && typed.add(event.target));
  let queued = false; // what waits sends the form as it is then, with all changes until then
  form.addEventListener("change", (event) => {
    if (event.target.name === "background.add" || event.target.id === "filter" || queued) return;
    queued = true;
    waiting += 1;
    const send = () => { queued = false; return keep(form); };
    last = last.then(send).catch(() => {}).then(() => { waiting -= 1; });
  });
}
for (const form of document.querySelectorAll("form[method='post']")) {
  form.addEventListener("submit", (event) => {
    if (!waiting && !outdated) return;
    event.preventDefault();
    if (outdated) part("fault").focus();
    else last.then(() => form.requestSubmit(event.submitter));
  });
}

typed.restore();

// What was chosen or ticked while the page was loading is kept too.
function changedBefore(field) {
  if (field.type === "select-one") return field.selectedIndex !== Math.max(0, [...field.options].findIndex((one) => one.defaultSelected));
  if (field.type === "checkbox" || field.type === "radio") return field.checked !== field.defaultChecked;
  return field.type === "text" && field.value !== field.defaultValue;
}
for (const form of document.querySelectorAll("form[data-keep]")) {
  const field = [...form.elements].find((one) => one.name && changedBefore(one));
  if (field) field.dispatchEvent(new Event("change", { bubbles: true }));
}

// A part of a page that the server makes anew, as it says; what has not changed is left alone.
async function renew(id, address) {
  const answer = await fetch(address);
  const current = answer.ok && new DOMParser().parseFromString(await answer.text(), "text/html").getElementById(id);
  if (current && current.innerHTML !== part(id).innerHTML) part(id).replaceWith(document.importNode(current, true));
}

// Which sheets a workbook has is shown as soon as it is chosen.
const chosen = part("survey");
if (chosen) {
  chosen.addEventListener("change", () => {
    renew("sheets", `${base}workbench/survey/file?survey=${encodeURIComponent(chosen.value)}`).catch(() => {});
  });
}

async function foresee() {
  while (part("foreseen") && part("foreseen").dataset.state === "looking") {
    await new Promise((resolve) => setTimeout(resolve, 2000));
    await renew("foreseen", `${base}workbench/survey/check?part=foreseen`).catch(() => {});
  }
}
foresee();

// A file is sent by a request of its own, and then chosen in the list like any other.
async function bring(file) {
  say(state, sentence("copying", { file: file.name }));
  const address = `${base}workbench/survey-file?name=${encodeURIComponent(file.name)}`;
  const answer = await fetch(address, { method: "PUT", headers: { "X-XSRFToken": xsrf() }, body: file }).catch(() => null);
  const content = answer && (await answer.json().catch(() => null));
  if (!answer || !answer.ok) {
    say(state, (content && content.message) || words.not_copied);
    return;
  }
  const list = part("survey");
  list.add(new Option(content.survey, content.survey, true, true), 1);
  list.dispatchEvent(new Event("change"));
  say(state, sentence("copied", { file: file.name }));
}

if (state) {
  part("bring").addEventListener("change", (event) => event.target.files[0] && bring(event.target.files[0]));
  const place = part("bring-field");
  for (const kind of ["dragover", "dragleave", "drop"]) {
    document.addEventListener(kind, (event) => {
      event.preventDefault(); // beside the field too, where the browser would leave the form for the file
      const inside = place.contains(event.target);
      place.classList.toggle("over", kind === "dragover" && inside);
      if (kind === "drop" && inside && event.dataTransfer.files[0]) bring(event.dataTransfer.files[0]);
    });
  }
}

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
// A field within a closed part can be gone to only if that is opened first.
function openTarget() {
  const target = location.hash && part(decodeURIComponent(location.hash.slice(1)));
  if (!target) return;
  for (let around = target; around; around = around.parentElement) if (around.tagName === "DETAILS") around.open = true;
  for (const inner of target.matches(".card") ? target.querySelectorAll("details") : []) inner.open = true;
  target.scrollIntoView();
  if (target.matches("input, select")) target.focus();
}
window.addEventListener("hashchange", openTarget);
if (part("fault")) part("fault").focus();
if (location.hash) openTarget();
if (part("run")) resume();
