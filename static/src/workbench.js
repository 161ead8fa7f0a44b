// Makes the drafting workbench quicker: paste from a word processor, ranges of ticks, a count.
// Every page works without this file.

// --- paste: HTML goes to the server and comes back as the Markdown that answers are written in

async function markdownOf(html, form) {
  const body = new URLSearchParams({ html });
  const token = form.querySelector("[name=csrfmiddlewaretoken]").value;
  const answer = await fetch(form.dataset.pasteUrl, {
    method: "POST",
    body,
    headers: { "X-CSRFToken": token },
    redirect: "error",
  });
  if (!answer.ok) throw new Error(String(answer.status));
  return answer.text();
}

// Lists and tables are only lists and tables with an empty line around them.
function apart(text, before, after) {
  if (!text.includes("\n")) return text;
  const above = before === "" || before.endsWith("\n\n") ? "" : "\n\n";
  const below = after === "" || after.startsWith("\n\n") ? "" : "\n\n";
  return above + text.trim() + below;
}

function insert(textarea, text) {
  const { selectionStart: from, selectionEnd: to, value } = textarea;
  textarea.setRangeText(apart(text, value.slice(0, from), value.slice(to)), from, to, "end");
  textarea.dispatchEvent(new Event("input", { bubbles: true }));
}

function onPaste(event, form) {
  const html = event.clipboardData.getData("text/html");
  if (!html || !event.target.matches("textarea")) return;
  const plain = event.clipboardData.getData("text/plain");
  const textarea = event.target;
  event.preventDefault();
  // The server may fail or be away: then the words go in without lists and links.
  markdownOf(html, form).then(
    (markdown) => insert(textarea, markdown || plain),
    () => insert(textarea, plain),
  );
}

for (const form of document.querySelectorAll("form[data-paste-url]")) {
  form.addEventListener("paste", (event) => onPaste(event, form));
}

// --- ticks: a range with Shift, and how many there are

function followTicks(form) {
  const boxes = [...form.querySelectorAll("input[type=checkbox][name=questions]")];
  const counter = form.querySelector("[data-count-of=questions]");
  let last = null;
  const count = () => {
    const ticked = boxes.filter((box) => box.checked).length;
    counter.textContent = ticked === 1 ? "1 question selected" : `${ticked} questions selected`;
  };
  form.addEventListener("click", (event) => {
    const here = boxes.indexOf(event.target);
    if (here < 0) return;
    if (event.shiftKey && last !== null) {
      const [from, to] = [Math.min(last, here), Math.max(last, here)];
      for (const box of boxes.slice(from, to + 1)) box.checked = event.target.checked;
    }
    last = here;
    count();
  });
  count();
}

const questions = document.getElementById("questions");
if (questions) followTicks(questions);
