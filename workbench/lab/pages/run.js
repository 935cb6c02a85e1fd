// What the pages of the lab share: they start a run, show how far it is, and hand their links to JupyterLab in a panel of it.
"use strict";

const base = document.body.dataset.base;
const inLab = window.parent !== window;
const part = (id) => document.getElementById(id);
const words = JSON.parse(document.body.dataset.words); // in the language of the page
const sentence = (key, values) => words[key].replace(/\{(\w+)\}/g, (_, name) => values[name]);

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

function xsrf() {
  const cookie = document.cookie.match(/(?:^|; )_xsrf=([^;]*)/);
  return cookie ? decodeURIComponent(cookie[1]) : "";
}

async function ask(method, body) {
  const headers = { "X-XSRFToken": xsrf() };
  const answer = await fetch(`${base}workbench/run`, { method, headers, body: body && JSON.stringify(body) });
  const content = await answer.json().catch(() => null);
  if (!answer.ok) {
    throw new Error((content && content.message) || sentence("answered", { status: answer.status }));
  }
  return content;
}

function row(page) {
  const item = document.createElement("li");
  const status = document.createElement("span");
  status.className = `status ${page.status.replace(" ", "-")}`;
  status.textContent = page.words;
  item.append(page.title, " ", status);
  if (page.reason) {
    const reason = document.createElement("p");
    reason.className = "reason";
    reason.append(...marked(page.reason));
    item.append(reason);
  }
  return item;
}

// A text is set only where it changes, so that a screen reader says each step once.
// Names and keys that stand between backticks, as code.
function marked(sentence) {
  return sentence.split("`").map((text, place) => {
    if (place % 2 === 0) return text;
    const code = document.createElement("code");
    code.textContent = text;
    return code;
  });
}

function say(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

function complain(message) {
  if (part("run-message").textContent !== message.replaceAll("`", "")) {
    part("run-message").replaceChildren(...marked(message));
  }
  part("run-message").hidden = !message;
}

function show(run) {
  const running = run.state === "running";
  const place = run.pages.findIndex((page) => page.status === "running");
  const step = { place: place + 1, n: run.pages.length, title: place >= 0 ? run.pages[place].title : "" };
  part("run").hidden = false;
  say(part("run-state"), running && place >= 0 ? `${words.running} ${sentence("page", step)}` : words[run.state]);
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

async function follow(run) {
  show(run);
  while (run.state === "running") {
    await new Promise((resolve) => setTimeout(resolve, 1000));
    try {
      run = await ask("GET");
      show(run);
    } catch {
      complain(words.silent);
    }
  }
  document.dispatchEvent(new Event("run-ended"));
  if (run.report) {
    if (inLab) part("run-link").click();
    else part("run-link").focus();
  }
}

async function start(files) {
  part("run").hidden = false;
  say(part("run-state"), words.begins); // what the last run said goes
  complain("");
  part("run-pages").replaceChildren();
  part("run-report").hidden = true;
  try {
    const run = await ask("POST", files);
    part("run-title").focus();
    await follow(run);
  } catch (error) {
    say(part("run-state"), words.refused);
    complain(error.message);
    part("run-title").focus();
  }
}

// Whether a run is of the files and the notebook that this page would run; the start page shows every run.
function isOfPage(run) {
  const own = part("start") && part("start").dataset.run && JSON.parse(part("start").dataset.run);
  return !own || ["survey", "codebook", "notebook"].every((key) => (run.asked[key] || "") === (own[key] || ""));
}

// After a reload: the run that goes on is followed again, and what the last one said still stands.
async function resume() {
  part("stop").addEventListener("click", () => ask("DELETE").catch((error) => complain(error.message)));
  const run = await ask("GET");
  if (!run || !isOfPage(run)) return;
  if (run.state === "running") await follow(run);
  else show(run);
}
