// @ts-check
/** Lets people see the password that they type. The button is in the page's markup, hidden until this works. */

/** @param {ParentNode} root */
export function enhancePasswordFields(root) {
  for (const button of root.querySelectorAll("button[data-show-password]")) {
    const field = button.parentElement?.querySelector("input");
    if (!(button instanceof HTMLButtonElement) || !field) continue;
    button.hidden = false;
    button.setAttribute("aria-pressed", "false");
    button.addEventListener("click", () => {
      const shown = field.type === "password";
      field.type = shown ? "text" : "password";
      button.setAttribute("aria-pressed", String(shown));
    });
  }
}
