// Asks the browser for a passkey: to add one, to show one as a second factor, or to sign in with
// one alone. A form says which by data-passkey; without this file its button is not shown.

const { create, get } = window.webauthnJSON;
const ASK = { add, use: (form) => get(optionsOf(form).request_options), "sign-in": signIn };

function optionsOf(form) {
  return JSON.parse(document.getElementById(form.dataset.options).textContent);
}

function add(form) {
  const options = optionsOf(form).creation_options;
  // What the portal calls a passkey signs in alone, so the device must know its user.
  Object.assign(options.publicKey.authenticatorSelection, {
    residentKey: "required",
    requireResidentKey: true,
    userVerification: "required",
  });
  return create(options);
}

async function signIn(form) {
  const answer = await fetch(form.action, { headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error(`The portal answered ${answer.status}.`);
  return get((await answer.json()).request_options);
}

function tell(form, words) {
  const problem = form.querySelector("[role=alert]") ?? document.getElementById("passkey-problem");
  problem.textContent = words;
  problem.hidden = !words;
}

async function ask(form) {
  tell(form, "");
  try {
    form.elements.credential.value = JSON.stringify(await ASK[form.dataset.passkey](form));
  } catch (error) {
    const stopped = error.name === "NotAllowedError";
    tell(form, stopped ? "No passkey was used. Try again." : `No passkey was used: ${error.message}`);
    return;
  }
  form.submit();
}

for (const form of document.querySelectorAll("form[data-passkey]")) {
  if (!window.PublicKeyCredential) continue;
  form.hidden = false;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    ask(form);
  });
}
