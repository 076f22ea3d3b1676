// A frame to sign in with finger, pen or mouse. Strokes are kept in shares of the frame, so that turning the phone
// or resizing the window draws them anew. The picture leaves with the form as a PNG (templates/sessions/attendance/pad.html).
import { onceOnly } from "./once.js";

const WIDTH = 900;
const INK = "#1a1a2e";
const THICK = 0.0055;

class Pad {
  constructor(form) {
    this.form = form;
    this.box = form.querySelector("[data-pad]");
    this.canvas = form.querySelector("[data-pad-canvas]");
    this.problem = form.querySelector("[data-pad-problem]");
    this.strokes = [];
    this.show();
    this.listen();
  }

  show() {
    for (const part of [this.box, ...this.form.querySelectorAll("[data-pad-actions]")]) part.hidden = false;
    const { width, height } = this.canvas.getBoundingClientRect();
    this.canvas.width = WIDTH;
    this.canvas.height = Math.round(WIDTH * (height / width || 0.4));
    this.draw();
  }

  listen() {
    this.canvas.addEventListener("pointerdown", (event) => this.begin(event));
    this.canvas.addEventListener("pointermove", (event) => this.follow(event));
    for (const end of ["pointerup", "pointercancel"]) this.canvas.addEventListener(end, () => { this.stroke = null; });
    this.form.querySelector("[data-pad-clear]").addEventListener("click", () => this.clear());
    this.form.addEventListener("submit", (event) => this.submit(event));
    new ResizeObserver(() => this.show()).observe(this.canvas);
  }

  begin(event) {
    if (event.button > 0) return;
    event.preventDefault();
    this.canvas.setPointerCapture(event.pointerId);
    this.problem.textContent = "";
    this.stroke = [];
    this.strokes.push(this.stroke);
    this.add(event);
  }

  follow(event) {
    if (!this.stroke) return;
    const moves = event.getCoalescedEvents?.() ?? [];
    for (const move of moves.length ? moves : [event]) this.add(move);
  }

  add(event) {
    const frame = this.canvas.getBoundingClientRect();
    this.stroke.push([(event.clientX - frame.x) / frame.width, (event.clientY - frame.y) / frame.height]);
    this.draw();
  }

  draw() {
    const pen = this.canvas.getContext("2d");
    const { width, height } = this.canvas;
    pen.clearRect(0, 0, width, height);
    Object.assign(pen, { strokeStyle: INK, fillStyle: INK, lineWidth: Math.max(3, width * THICK), lineCap: "round", lineJoin: "round" });
    for (const stroke of this.strokes) {
      pen.beginPath();
      for (const [x, y] of stroke) pen.lineTo(x * width, y * height);
      if (stroke.length === 1) pen.lineTo(stroke[0][0] * width + 1, stroke[0][1] * height);
      pen.stroke();
    }
  }

  clear() {
    this.strokes = [];
    this.draw();
  }

  submit(event) {
    if (event.submitter?.hasAttribute("data-pad-without")) return;
    if (!this.strokes.length) {
      event.preventDefault();
      this.problem.textContent = this.problem.dataset.padEmpty;
      return;
    }
    this.form.querySelector("[data-pad-drawing]").value = this.canvas.toDataURL("image/png");
  }
}

for (const form of document.querySelectorAll("[data-signature]")) {
  new Pad(form);
  onceOnly(form);
}
document.documentElement.dataset.signature = "ready";
