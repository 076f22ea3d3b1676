// Tells what a new password is worth while it is typed, and what would make it better. The server judges it in any case.

// Bits a guesser has to find: words count as words, not as letters, for guessers try words first.
function bits(password) {
  const words = password.split(/[^\p{L}]+/u).filter((word) => word.length > 2);
  const others = password.replace(/\p{L}{3,}/gu, "");
  return new Set(words.map((word) => word.toLowerCase())).size * 13 + new Set(others).size * 4;
}

function judge(password, least) {
  if (!password) return [0, ""];
  if ([...password].length < least) return [1, "short"];
  if (new Set(password.toLowerCase()).size < 5) return [1, "same"];
  const found = bits(password);
  if (found < 30) return [2, "weak"];
  return found < 50 ? [3, "good"] : [4, "strong"];
}

export function startStrengths(root) {
  for (const box of root.querySelectorAll("[data-strength]")) {
    const input = document.getElementById(box.dataset.strength);
    const [meter, line, words] = [box.querySelector("meter"), box.querySelector("[data-strength-word]"), box.querySelector("template").content];
    input.addEventListener("input", () => {
      const [value, name] = judge(input.value, Number(box.dataset.least));
      const said = name ? words.querySelector(`[data-word="${name}"]`).textContent : "";
      box.hidden = !name;
      meter.value = value;
      if (line.textContent !== said) line.textContent = said;
    });
  }
}
