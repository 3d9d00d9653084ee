// A box that is clicked edits the comment it stands in; the page then shows what became of it.
document.addEventListener("change", async (event) => {
  const box = event.target;
  if (!box.dataset || !box.dataset.tick) return;
  box.disabled = true;
  const answer = await fetch(box.dataset.tick, { method: "POST", body: new URLSearchParams({ line: box.dataset.line }) });
  if (!answer.ok) alert(await answer.text());
  location.reload();
});
