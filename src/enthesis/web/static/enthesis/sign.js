"use strict";
/* A box to sign in with a finger, a pen or a mouse. What is drawn is sent as strokes of whole numbers in a box of 600 by
   200, and the server looks at each of them again. Without this file the typed name is the signature. */
(() => {
  const WIDE = 600, HIGH = 200, MOST = 1400, APART = 3;
  const place = document.querySelector("[data-sign-pad]");
  const sent = document.querySelector("[name=signature]");
  if (!place || !sent) return;

  const SVG = "http://www.w3.org/2000/svg";
  const pad = document.createElementNS(SVG, "svg");
  pad.setAttribute("viewBox", `0 0 ${WIDE} ${HIGH}`);
  pad.setAttribute("class", "sign-pad");
  pad.setAttribute("role", "img");
  pad.setAttribute("aria-label", place.dataset.label);
  const line = document.createElementNS(SVG, "path");
  pad.append(line);
  const clear = document.createElement("button");
  clear.type = "button";
  clear.className = "button button-quiet button-small";
  clear.textContent = place.dataset.clear;
  place.querySelector("[data-sign-box]").append(pad, clear);
  place.hidden = false;

  const strokes = [];
  let stroke = null, points = 0;

  const write = () => {
    const path = strokes.filter((each) => each.length > 1)
      .map((each) => each.map(([x, y], at) => `${at ? "L" : "M"}${x} ${y}`).join(" ")).join(" ");
    line.setAttribute("d", path);
    sent.value = path;
    clear.disabled = !path;
  };

  const where = (event) => {
    const box = pad.getBoundingClientRect();
    const at = (value, from, size, most) => Math.min(most, Math.max(0, Math.round(((value - from) / size) * most)));
    return [at(event.clientX, box.left, box.width, WIDE), at(event.clientY, box.top, box.height, HIGH)];
  };

  const add = (event) => {
    const [x, y] = where(event);
    const last = stroke[stroke.length - 1];
    if (points >= MOST || (last && Math.hypot(x - last[0], y - last[1]) < APART)) return;
    stroke.push([x, y]);
    points += 1;
  };

  pad.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    pad.setPointerCapture(event.pointerId);
    stroke = [];
    strokes.push(stroke);
    add(event);
    event.preventDefault();
  });
  pad.addEventListener("pointermove", (event) => {
    if (!stroke) return;
    for (const each of event.getCoalescedEvents ? event.getCoalescedEvents() : [event]) add(each);
    write();
    event.preventDefault();
  });
  const end = () => { stroke = null; write(); };
  pad.addEventListener("pointerup", end);
  pad.addEventListener("pointercancel", end);
  clear.addEventListener("click", () => { strokes.length = 0; points = 0; write(); });

  if (sent.value) line.setAttribute("d", sent.value);
  clear.disabled = !sent.value;
})();
