// Papers go in pieces, so that a line that breaks takes no more than one of them. Without this the form sends them whole.
"use strict";
const papers = document.getElementById("papers");
const chosen = document.getElementById("file");
const coming = document.getElementById("coming");
const PIECE = 256 * 1024;
const base64 = (text) => btoa(String.fromCharCode(...new TextEncoder().encode(text)));
const wait = (ms) => new Promise((go) => setTimeout(go, ms));

const ask = (method, address, headers, body) =>
  fetch(address, {
    method, body, credentials: "same-origin",
    headers: { "Tus-Resumable": "1.0.0", "X-Form-Token": papers.form_token.value, ...headers },
  });

const send = async (file) => {
  const about = `filename ${base64(file.name)},mark ${base64(String(file.lastModified))}`;
  let answer = await ask("POST", papers.dataset.pieces, { "Upload-Length": String(file.size), "Upload-Metadata": about });
  const address = answer.headers.get("Location");
  while (answer.ok && address) {
    const offset = Number(answer.headers.get("Upload-Offset"));
    coming.textContent = papers.dataset.coming.replace("{percent}", Math.floor((100 * offset) / file.size));
    if (offset >= file.size && answer.status === 204) return "";
    const headers = { "Upload-Offset": String(offset), "Content-Type": "application/offset+octet-stream" };
    answer = await persist(address, headers, file.slice(offset, offset + PIECE));
  }
  return (await answer.text()) || String(answer.status);
};

const persist = async (address, headers, piece) => {
  for (let pause = 1000; ; pause = Math.min(pause * 2, 30000)) {
    try {
      const answer = await ask("PATCH", address, headers, piece);
      if (answer.status === 409) return await ask("HEAD", address, {});
      if (answer.status < 500) return answer;
    } catch {
      // no line: the pieces that came are kept there
    }
    coming.textContent = papers.dataset.again;
    await wait(pause);
    try {
      const now = await ask("HEAD", address, {});
      if (now.ok) return now;
    } catch {
      // still none
    }
  }
};

papers.addEventListener("submit", async (event) => {
  const file = chosen.files[0];
  if (!file) return;
  event.preventDefault();
  try {
    const wrong = await send(file);
    if (wrong) {
      coming.textContent = wrong;
      coming.className = "trouble";
      return;
    }
    location.reload();
  } catch {
    papers.submit(); // the plain way
  }
});
