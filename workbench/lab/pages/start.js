// The start page: starts a run, shows how far it is, and hands its links to JupyterLab where it stands in a panel of it.
"use strict";

const base = document.body.dataset.base;
const inLab = window.parent !== window;
const part = (id) => document.getElementById(id);
const SENTENCES = {
  running: "The report is being made.",
  whole: "The report is finished.",
  failed: "The run failed.",
  refused: "The run was refused before it began.",
  interrupted: "The run was stopped.",
};

function openInLab(request) {
  window.parent.postMessage({ workbench: request }, window.location.origin);
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-file], a[data-folder], a[data-page]");
  if (!link || !inLab || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  const { file, folder, page } = link.dataset;
  if (file) openInLab({ open: "file", path: file });
  else if (folder) openInLab({ open: "folder", path: folder });
  else openInLab({ open: "page", address: link.href, title: page });
});

async function ask(method, body) {
  const xsrf = document.cookie.match(/(?:^|; )_xsrf=([^;]*)/);
  const headers = { "X-XSRFToken": xsrf ? decodeURIComponent(xsrf[1]) : "" };
  const answer = await fetch(`${base}workbench/run`, { method, headers, body: body && JSON.stringify(body) });
  const content = await answer.json().catch(() => null);
  if (!answer.ok) {
    throw new Error((content && content.message) || `The server answered ${answer.status}. Load this page again.`);
  }
  return content;
}

function row(page) {
  const item = document.createElement("li");
  const status = document.createElement("span");
  status.className = `status ${page.status.replace(" ", "-")}`;
  status.textContent = page.status;
  item.append(page.title, " ", status);
  if (page.reason) {
    const reason = document.createElement("p");
    reason.className = "reason";
    reason.textContent = page.reason;
    item.append(reason);
  }
  return item;
}

// A text is set only where it changes, so that a screen reader says each step once.
function say(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

function complain(message) {
  say(part("run-message"), message);
  part("run-message").hidden = !message;
}

function show(run) {
  const running = run.state === "running";
  const place = run.pages.findIndex((page) => page.status === "running");
  const step = running && place >= 0 ? ` Page ${place + 1} of ${run.pages.length}: ${run.pages[place].title}.` : "";
  part("run").hidden = false;
  say(part("run-state"), SENTENCES[run.state] + step);
  complain(run.message);
  part("run-pages").replaceChildren(...(run.state === "refused" ? [] : run.pages.map(row)));
  say(part("run-command"), run.command);
  part("stop").hidden = !running;
  part("run-report").hidden = !run.report;
  if (run.report) {
    const [name] = run.report.split("/");
    part("run-link").href = `${base}workbench/reports/${run.report.split("/").map(encodeURIComponent).join("/")}`;
    part("run-link").dataset.page = name;
  }
  for (const button of document.querySelectorAll("button[type=submit]")) {
    button.setAttribute("aria-disabled", String(running));
  }
}

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

async function follow(run) {
  show(run);
  while (run.state === "running") {
    await new Promise((resolve) => setTimeout(resolve, 1000));
    try {
      run = await ask("GET");
      show(run);
    } catch {
      complain("JupyterLab does not answer. If you closed it, start it again with `workbench lab`.");
    }
  }
  await refresh();
  if (run.report) {
    if (inLab) part("run-link").click();
    else part("run-link").focus();
  }
}

async function start(files) {
  part("run").hidden = false;
  try {
    const run = await ask("POST", files);
    part("run-title").focus();
    await follow(run);
  } catch (error) {
    complain(error.message);
    part("run-title").focus();
  }
}

for (const form of document.forms) {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (event.submitter && event.submitter.getAttribute("aria-disabled") === "true") return;
    start(Object.fromEntries(new FormData(form)));
  });
}
part("stop").addEventListener("click", () => ask("DELETE").catch((error) => complain(error.message)));

window.addEventListener("focus", () => refresh().catch(() => {})); // whoever comes back may have brought a file

// After a reload: the run that goes on is followed again, and what the last one said still stands.
ask("GET").then((run) => {
  if (run && run.state === "running") follow(run);
  else if (run) show(run);
});
