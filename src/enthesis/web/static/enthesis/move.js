"use strict";
/* Moving a visit in the calendar by hand or by keys. Each place is looked at by the server while one moves; going there is
   the same form that the page of other times has, and the patient is asked there. Without this file that page does it all. */
(() => {
  const STEP = 5, ROW = /^r\d+$/;
  const visits = [...document.querySelectorAll(".cal-visit[data-check]")];
  const token = document.querySelector("[name=csrfmiddlewaretoken]");
  if (!visits.length || !token) return;

  const bar = document.createElement("form");
  bar.method = "post";
  bar.className = "move-bar";
  bar.hidden = true;
  bar.setAttribute("aria-label", "Moving a visit");
  bar.innerHTML =
    '<div role="status" aria-live="polite"><p class="move-time"></p><p class="move-says"></p></div>' +
    '<input type="hidden" name="csrfmiddlewaretoken"><input type="hidden" name="at"><div class="actions">' +
    '<button class="button button-small" type="submit">Hold this time</button>' +
    '<button class="button button-quiet button-small" type="button">Leave it</button></div>';
  bar.elements.csrfmiddlewaretoken.value = token.value;
  document.querySelector("main").append(bar);
  const [go, leave] = bar.querySelectorAll("button");
  const time = bar.querySelector(".move-time"), says = bar.querySelector(".move-says");

  let moving = null;
  let asked = 0;

  const isGrid = () => getComputedStyle(visits[0].parentElement).display === "grid";
  const rowOf = (visit) => Number([...visit.classList].find((name) => ROW.test(name)).slice(1));
  const setRow = (visit, row) => {
    visit.classList.remove([...visit.classList].find((name) => ROW.test(name)));
    visit.classList.add(`r${Math.min(288, Math.max(1, row))}`);
  };

  function begin(visit) {
    if (moving && moving.visit !== visit) putBack();
    if (!moving) moving = { visit, row: rowOf(visit), list: visit.parentElement, minutes: 0, days: 0, withWhom: "" };
    visit.classList.add("is-moving");
    bar.hidden = false;
    bar.action = visit.dataset.go;
    show();
  }

  function putBack() {
    if (!moving) return;
    const { visit, row, list } = moving;
    if (visit.parentElement !== list) list.append(visit);
    setRow(visit, row);
    visit.classList.remove("is-moving", "is-free", "is-not-free");
    moving = null;
    bar.hidden = true;
  }

  /* The local day and minute, sent without an offset: the server puts them on the clinic's clock. */
  function place() {
    const day = new Date(`${moving.visit.dataset.day}T00:00:00Z`);
    day.setUTCDate(day.getUTCDate() + moving.days);
    const minutes = Number(moving.visit.dataset.at) + moving.minutes;
    const two = (number) => String(number).padStart(2, "0");
    return `${day.toISOString().slice(0, 10)}T${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
  }

  async function show() {
    const mine = ++asked, here = moving;
    go.disabled = true;
    const query = new URLSearchParams({ local: place(), with: moving.withWhom });
    time.textContent = place().replace("T", ", ");
    await new Promise((done) => setTimeout(done, 120));
    if (mine !== asked || moving !== here) return;
    let told;
    try {
      const answer = await fetch(`${here.visit.dataset.check}?${query}`, { headers: { Accept: "application/json" } });
      if (!answer.ok) throw new Error(answer.statusText);
      told = await answer.json();
    } catch {
      told = { holds: false, says: ["The server did not answer. Leave it, and try again."] };
    }
    if (mine !== asked || moving !== here) return;
    const has_moved = here.minutes !== 0 || here.days !== 0 || here.withWhom !== "";
    here.visit.classList.toggle("is-free", told.holds);
    here.visit.classList.toggle("is-not-free", !told.holds);
    time.textContent = [told.time, told.with].filter(Boolean).join(" · ");
    says.textContent = told.says.join(" ");
    bar.elements.at.value = told.sent || "";
    go.disabled = !has_moved || !(told.holds || told.may_pass);
    go.textContent = told.may_pass ? "Hold it outside its window" : "Hold this time";
  }

  function shift(minutes, days) {
    const at = Number(moving.visit.dataset.at) + moving.minutes + minutes;
    if (at < 0 || at >= 24 * 60) return;
    moving.minutes += minutes;
    moving.days += days;
    if (isGrid()) setRow(moving.visit, moving.row + moving.minutes / STEP);
    show();
  }

  const KEYS = { ArrowUp: [-STEP, 0], ArrowDown: [STEP, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };

  for (const visit of visits) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "move-button";
    const who = visit.querySelector(".cal-who").textContent.trim();
    button.innerHTML = '<span aria-hidden="true">⇅</span><span class="hidden-visually"></span>';
    button.lastChild.textContent = `Move ${who}: arrow keys by 5 minutes or a day, Escape puts it back`;
    button.addEventListener("click", () => begin(visit));
    button.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && moving) { putBack(); event.preventDefault(); }
      if (!(event.key in KEYS)) return;
      event.preventDefault();
      begin(visit);
      shift(...KEYS[event.key]);
    });
    visit.append(button);
    visit.addEventListener("dragstart", (event) => event.preventDefault()); // the browser's own, of links and words
    visit.addEventListener("pointerdown", (event) => {
      if (!isGrid() || event.button !== 0 || event.target.closest("a, button")) return;
      drag(visit, event);
    });
  }

  function drag(visit, from) {
    const height = visit.parentElement.querySelector(".cal-all").getBoundingClientRect();
    const rows = Number([...visit.parentElement.querySelector(".cal-all").classList].find((n) => /^h\d+$/.test(n)).slice(1));
    const row = height.height / rows;
    let begun = false, minutes = 0, list = visit.parentElement;
    document.body.classList.add("is-dragging");
    const move = (event) => {
      if (!begun && Math.hypot(event.clientX - from.clientX, event.clientY - from.clientY) < 6) return;
      if (!begun) { begin(visit); begun = true; visit.setPointerCapture(from.pointerId); minutes = moving.minutes; }
      moving.minutes = minutes + Math.round((event.clientY - from.clientY) / row) * STEP;
      setRow(visit, moving.row + moving.minutes / STEP);
      const under = document.elementsFromPoint(event.clientX, event.clientY)
        .filter((each) => !visit.contains(each)).map((each) => each.closest(".cal-col")).find(Boolean);
      const target = under && under.querySelector(".cal-slots");
      if (target && target !== list && target.dataset.name !== undefined) {
        target.append(visit);
        list = target;
        const day = new Date(`${target.dataset.day}T00:00:00Z`) - new Date(`${visit.dataset.day}T00:00:00Z`);
        moving.days = Math.round(day / 864e5);
        moving.withWhom = target === moving.list ? "" : target.dataset.name;
      }
      show();
      event.preventDefault();
    };
    const end = () => {
      document.body.classList.remove("is-dragging");
      document.removeEventListener("pointermove", move);
      document.removeEventListener("pointerup", end);
      document.removeEventListener("pointercancel", end);
      if (begun && moving) visit.querySelector(".move-button").focus({ preventScroll: true });
    };
    document.addEventListener("pointermove", move);
    document.addEventListener("pointerup", end);
    document.addEventListener("pointercancel", end);
  }

  leave.addEventListener("click", () => {
    const back = moving && moving.visit.querySelector(".move-button");
    putBack();
    if (back) back.focus();
  });
  document.addEventListener("keydown", (event) => { if (event.key === "Escape") putBack(); });
})();
