// Fresh elements in the place of those that differ. What stays as it is stays in place: a press under way on it would be lost with it.
// replace(now, then): how one that differs gives way.
export function renew(parent, fresh, replace = (now, then) => now.replaceWith(then)) {
  const stand = [...parent.children];
  if (stand.length !== fresh.length) parent.replaceChildren(...fresh);
  else fresh.forEach((then, place) => { if (!then.isEqualNode(stand[place])) replace(stand[place], then); });
}
