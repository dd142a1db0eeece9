// Keys that every page knows: "/" searches, "?" lists the keys. Pages add their own with keys.on(name, action).
"use strict";
window.keys = (() => {
  const actions = new Map();
  const dialog = () => document.getElementById("keys");

  const isTyping = (target) =>
    target instanceof HTMLElement && (target.isContentEditable || target.tagName === "TEXTAREA" || target.tagName === "SELECT" ||
      (target.tagName === "INPUT" && !["radio", "checkbox", "button", "submit"].includes(target.type)));

  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && isTyping(event.target)) {
      event.target.blur();
      return;
    }
    if (event.defaultPrevented || event.ctrlKey || event.altKey || event.metaKey || isTyping(event.target)) return;
    if (dialog()?.open) return;
    // Vietnamese input methods compose; a key that is part of a composition is not a command.
    if (event.isComposing) return;
    const action = actions.get(event.key.length === 1 ? event.key.toLowerCase() : event.key);
    if (action && action(event) !== false) event.preventDefault();
  });

  const on = (key, action) => actions.set(key, action);
  on("?", () => dialog()?.showModal());
  on("/", () => {
    const search = document.getElementById("tim");
    search?.focus();
    search?.select();
  });

  // One click, one decision: a form that is on its way is not sent twice.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || form.method !== "post") return;
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    form.dataset.sent = "1";
    event.submitter?.setAttribute("aria-busy", "true");
  });
  // Coming back by the browser's "back" finds the form ready again.
  window.addEventListener("pageshow", () => {
    for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
    for (const button of document.querySelectorAll("[aria-busy]")) button.removeAttribute("aria-busy");
  });

  // A narrow screen shows results before filters.
  const narrow = window.matchMedia("(max-width: 75rem)");
  const filters = document.querySelector(".filters");
  if (filters && narrow.matches) filters.open = false;

  return { on };
})();
