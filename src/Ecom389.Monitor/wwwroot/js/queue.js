// Walking the list: j and k move, Enter opens (the row's link has the focus), n takes the next item.
"use strict";
(() => {
  const links = [...document.querySelectorAll(".row-link")];
  const move = (by) => {
    if (links.length === 0) return false;
    const at = links.indexOf(document.activeElement);
    const to = at < 0 ? (by > 0 ? 0 : links.length - 1) : Math.min(links.length - 1, Math.max(0, at + by));
    links[to].focus();
    links[to].closest("tr").scrollIntoView({ block: "nearest" });
    return true;
  };
  keys.on("j", () => move(1));
  keys.on("k", () => move(-1));
  keys.on("n", () => document.getElementById("next")?.requestSubmit());
})();
