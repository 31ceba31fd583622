// Jest setup provided by Grafana scaffolding
import './.config/jest-setup';

// No test here is about styles, and matching every element against all rules of @grafana/ui takes most of a test's time.
window.getComputedStyle = (element) => element.style;

// jsdom lays nothing out, and the comboboxes of @grafana/ui draw only what they measure to fit: everything gets a size.
const BOX = { width: 400, height: 600, top: 0, left: 0, bottom: 600, right: 400, x: 0, y: 0 };

Element.prototype.getBoundingClientRect = () => BOX;

Object.defineProperties(Element.prototype, {
  clientWidth: { value: BOX.width },
  clientHeight: { value: BOX.height },
});

HTMLCanvasElement.prototype.getContext = () => ({ measureText: (text) => ({ width: text.length * 8 }) });

global.ResizeObserver = class {
  constructor(report) {
    this.report = report;
  }
  observe(target) {
    // The input's box is wide; the counter and the icons beside it take no room.
    const width = target.querySelector('[role=combobox]') ? 1000 : 0;
    this.report([{ target, contentRect: { ...BOX, width } }], this);
  }
  unobserve() {}
  disconnect() {}
};

global.IntersectionObserver = class {
  observe() {}
  unobserve() {}
  disconnect() {}
};
