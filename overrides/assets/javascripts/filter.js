// A list's own box and its choices: rows that do not match are hidden, and so are groups left empty.
// The choices come disabled: on a slow line a tap before this file is here would otherwise be lost.
export function start() {
  const box = document.querySelector("[data-filter]");
  const choices = [...document.querySelectorAll("[data-facet]")];
  const count = document.querySelector("[data-count]");
  const rows = [...document.querySelectorAll("[data-row]")].map((element) => ({
    element,
    text: element.textContent.toLowerCase(),
    value: element.dataset.facetValue || "",
  }));
  const groups = [...document.querySelectorAll("[data-group]")];
  let facet = "";

  // Every word must stand in the row; where that finds nothing, half of the question's character pairs will do.
  const matcher = async (query) => {
    const wanted = query.split(/\s+/);
    const exact = (row) => wanted.every((word) => row.text.includes(word));
    if (rows.some(exact)) return [exact, true];
    await import(`./text.js${new URL(import.meta.url).search}`);
    const pairs = self.mingbaiText.weighty(query);
    return [(row) => pairs.filter((pair) => row.text.includes(pair)).length * 2 >= Math.max(1, pairs.length), false];
  };

  const apply = async () => {
    const query = box ? box.value.trim().toLowerCase() : "";
    const [matches, exact] = await matcher(query);
    if (box && query !== box.value.trim().toLowerCase()) return;
    let shown = 0;
    for (const row of rows) {
      const visible = (!facet || row.value === facet) && matches(row);
      row.element.hidden = !visible;
      if (visible) shown += 1;
    }
    for (const group of groups) group.hidden = !group.querySelector("[data-row]:not([hidden])");
    if (!count) return;
    if (!query && !facet) count.textContent = `共 ${rows.length} 项`;
    else if (!shown) count.textContent = "没有找到。换个说法试试,或打 12345 问一问。";
    else count.textContent = exact ? `找到 ${shown} 项,共 ${rows.length} 项` : `没有完全匹配,下面 ${shown} 项相近`;
  };

  const choose = (value) => {
    facet = value;
    for (const choice of choices) choice.setAttribute("aria-pressed", String(choice.dataset.facet === facet));
    apply();
  };

  for (const choice of choices) {
    choice.addEventListener("click", () => choose(choice.dataset.facet));
    choice.disabled = false;
  }
  if (box) {
    // Where the page has its own place for the answer to ?q=, everything below it stays in sight.
    const asked = !document.querySelector("[data-results]") && new URLSearchParams(location.search).get("q");
    if (asked) box.value = asked;
    box.addEventListener("input", apply);
    box.form && box.form.addEventListener("submit", (event) => event.preventDefault());
  }
  choose("");
}
