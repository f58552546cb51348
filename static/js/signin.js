// Signing in again without leaving the page, so that nothing written on it is lost.
import { look, useToken } from "./who.js";
import { piece, say, word } from "./words.js";

let dialog;
let trouble;
let here;
let done;

// Resolves nothing: `whenIn` is called with what the server says once somebody is signed in.
export function askToSignIn(whenIn) {
  dialog ??= build();
  done = whenIn;
  here = null;
  if (!dialog.open) dialog.showModal();
}

export function signedInElsewhere(state) {
  if (!dialog) return;
  here = state;
  if (dialog.open) dialog.close();
  else onClose();
}

// The closed dialog stays in the page: taken out at once, it takes the keyboard with it.
function build() {
  const made = piece("signin");
  trouble = made.querySelector("[data-trouble]");
  made.querySelector("form").addEventListener("submit", onSubmit);
  made.querySelector("[data-leave-now]").addEventListener("click", () => {
    document.querySelector("form[data-leave]").requestSubmit();
  });
  made.addEventListener("close", onClose);
  document.body.append(made);
  return made;
}

async function onSubmit(event) {
  event.preventDefault();
  const form = event.target;
  trouble.textContent = "";
  try {
    const state = await signIn(form);
    if (state.signed_in) {
      form.reset();
      return signedInElsewhere(state);
    }
    trouble.textContent = word(state.wait ? "signin-wait" : "signin-wrong");
  } catch {
    trouble.textContent = word("signin-offline");
  }
  return form.elements.password.select();
}

async function signIn(form) {
  useToken((await look()).csrf);
  const answer = await fetch(form.action, {
    method: "POST",
    body: new FormData(form),
    headers: { "X-Requested-With": "XMLHttpRequest", Accept: "application/json" },
    redirect: "manual",
  });
  return { ...(await look()), wait: answer.status === 429 };
}

function onClose() {
  document.querySelector("[data-sign-in-again]")?.remove();
  if (!here) return offerAgain();
  say(word("signed-in"));
  return done(here);
}

// Closed without signing in: the page stays readable, and one button brings the question back.
function offerAgain() {
  const offer = piece("signin-again");
  const button = offer.querySelector("button");
  button.addEventListener("click", () => dialog.showModal());
  document.querySelector("main").prepend(offer);
  button.focus();
}
