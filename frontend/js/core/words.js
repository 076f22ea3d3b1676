// The sentences a script may say, written by the server in the reader's language (templates/components/toast.html).

export function word(name) {
  const found = document.getElementById("words")?.content.querySelector(`[data-word="${name}"]`);
  return found ? found.textContent : "";
}
