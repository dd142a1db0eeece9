// The policy allows no inline handler.
"use strict";
document.getElementById("print")?.addEventListener("click", () => window.print());
