{
  const rows = [...document.querySelectorAll("table.reports tbody tr")];
  const words = document.getElementById("words");
  const choices = [...document.querySelectorAll(".filters select")];
  const shown = document.getElementById("shown");
  const sentence = shown.textContent;
  const folded = (text) => text.normalize("NFC").toLocaleLowerCase(document.documentElement.lang);
  const texts = new Map(rows.map((row) => [row, folded(row.textContent)]));
  const filter = () => {
    const sought = folded(words.value).split(/\s+/);
    let n = 0;
    for (const row of rows) {
      const fits = sought.every((word) => texts.get(row).includes(word)) && choices.every((choice) =>
        choice.value === "" || row.querySelector(`[data-fact=${choice.id}]`).dataset.value === choice.value);
      row.hidden = !fits;
      n += fits;
    }
    shown.textContent = sentence.replace("{shown}", n.toLocaleString(document.documentElement.lang));
  };
  for (const field of [words, ...choices]) field.addEventListener("input", filter);
  document.getElementById("all").addEventListener("click", () => {
    for (const field of [words, ...choices]) field.value = "";
    filter();
    words.focus();
  });
  document.querySelector(".filters").hidden = shown.hidden = false;
  filter(); // a browser may bring words back that stood there
}
