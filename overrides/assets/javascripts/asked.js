// The letter that an item's or a list's page has begun: a row puts itself into it, and what it knows goes along to the
// page on which the rest is written.
const own = (node) => [...node.childNodes].filter((part) => part.nodeType === 3).map((part) => part.data.trim()).join("");

export function start() {
  const letter = document.querySelector(".asked");
  const carry = letter.querySelector("[data-carry]");
  carry.addEventListener("click", () => {
    // Behind the hash: no server hears of it, and the next page takes it off its address again.
    const known = [...letter.querySelectorAll("[data-line]:not(.blank)")].map((line) => line.textContent);
    carry.hash = `=${encodeURIComponent(known.join("\n"))}`;
  });
  if (!letter.matches("[data-rows]")) return;

  const mails = [...letter.querySelectorAll("a[href^='mailto:']")].map((link) => [link, link.href]);
  const fill = (told) => {
    for (const label of Object.keys(told)) {
      const line = letter.querySelector(`[data-line="${label}"]`);
      line.textContent = `${label}:${told[label]}`;
      line.classList.toggle("blank", !told[label]);
    }
    const begun = (href, label) => href.replace(encodeURIComponent(`${label}:`), encodeURIComponent(`${label}:${told[label]}`));
    for (const [link, href] of mails) link.href = Object.keys(told).reduce(begun, href);
  };

  // Rows that lead to a page of their own have a letter there; what a list allows is nothing to complain of.
  const words = letter.querySelector("summary").textContent;
  for (const row of document.querySelectorAll("[data-row]")) {
    const head = row.querySelector("strong, summary");
    if (!head || row.querySelector(".a.yes")) continue;
    const ask = document.createElement("button");
    ask.type = "button";
    ask.textContent = words;
    (row.querySelector(".in") || row).append(ask);
    ask.addEventListener("click", () => {
      const answer = row.querySelector(".a");
      fill({ "事项": own(head), "清单怎么说": answer ? own(answer) : "" });
      letter.open = true;
      letter.querySelector("summary").focus();
      letter.scrollIntoView();
    });
  }
}
