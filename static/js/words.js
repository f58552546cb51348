// The app's words and small pieces, put into the page by the server so that they can be translated.
const find = (selector) => {
  for (const { content } of document.querySelectorAll("template[data-words]")) {
    const found = content.querySelector(selector);
    if (found) return found;
  }
  return null;
};

export function word(name, values = {}) {
  const said = find(`[data-word="${name}"]`)?.textContent.trim() ?? "";
  return Object.entries(values).reduce((text, [key, value]) => text.replace(`{${key}}`, value), said);
}

export const piece = (name) => document.importNode(find(`[data-piece="${name}"]`), true);

// A screen reader hears this; nothing moves on the page.
export function say(text) {
  let place = document.querySelector("[data-said]");
  if (!place) {
    place = document.createElement("p");
    place.className = "visually-hidden";
    place.dataset.said = "";
    place.setAttribute("role", "status");
    document.body.append(place);
  }
  place.textContent = "";
  setTimeout(() => (place.textContent = text), 50);
}

export const clock = (instant) =>
  new Date(instant).toLocaleTimeString(document.documentElement.lang || [], {
    hour: "2-digit",
    minute: "2-digit",
    hour12: false,
  });
