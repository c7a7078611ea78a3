import { announce, element, soon } from "./dom.js";
import { count } from "./words.js";

const OVERSCAN = 6;
const TALLEST = 16_000_000;

/**
 * A list that only has the rows which are seen. Rows have one height and are made by the caller; the head stays on top.
 */
export function virtualList({ label, role, head, headHeight, rowHeight, render }) {
  const rows = element("div", { class: "v-rows", role: role === "grid" ? "rowgroup" : null });
  const scroller = element("div", { class: "v-scroll", tabindex: "0", role, "aria-label": label }, head, rows);
  let length = 0;
  let selected = -1;
  let act = () => {};

  const show = () => {
    const first = Math.max(0, Math.floor(scroller.scrollTop / rowHeight) - OVERSCAN);
    const last = Math.min(length, Math.ceil((scroller.scrollTop + scroller.clientHeight) / rowHeight) + OVERSCAN);
    const shown = [];
    for (let i = first; i < last; i++) {
      const row = render(i, i === selected);
      row.style.transform = `translateY(${i * rowHeight}px)`;
      shown.push(row);
    }
    rows.replaceChildren(...shown);
    if (selected >= first && selected < last) {
      scroller.setAttribute("aria-activedescendant", rows.children[selected - first].id);
    } else {
      scroller.removeAttribute("aria-activedescendant");
    }
  };

  const reveal = (i) => {
    const top = i * rowHeight;
    const room = scroller.clientHeight - headHeight;
    if (top < scroller.scrollTop) {
      scroller.scrollTop = top;
    } else if (top + rowHeight > scroller.scrollTop + room) {
      scroller.scrollTop = top + rowHeight - room;
    }
  };

  const select = (i) => {
    selected = Math.max(0, Math.min(length - 1, i));
    reveal(selected);
    show();
  };

  scroller.addEventListener("scroll", soon(show), { passive: true });
  scroller.addEventListener("keydown", (event) => {
    const page = Math.max(1, Math.floor(scroller.clientHeight / rowHeight) - 2);
    const moves = { ArrowDown: 1, ArrowUp: -1, PageDown: page, PageUp: -page, Home: -length, End: length };
    if (event.target === scroller && event.key in moves && length > 0) {
      event.preventDefault();
      select(selected + moves[event.key]);
    } else if (event.target === scroller && event.key === "Enter" && selected >= 0) {
      act(selected);
    }
  });
  new ResizeObserver(soon(show)).observe(scroller);

  return {
    scroller,
    onOpen(action) { act = action; },
    select,
    /** Shows anew after rows have changed; from the top where they are others. */
    refresh(newLength, fromTop, width = "") {
      length = Math.min(newLength, Math.floor(TALLEST / rowHeight));
      rows.style.height = `${length * rowHeight}px`;
      rows.style.width = width;
      head.style.width = width;
      scroller.style.setProperty("--content", `${length * rowHeight + headHeight + 2}px`);
      if (fromTop) {
        selected = -1;
        scroller.scrollTop = 0;
      }
      show();
    },
  };
}

const compare = (a, b) => (a === b ? 0 : a === null || a === undefined || a === "" ? 1
  : b === null || b === undefined || b === "" ? -1 : a < b ? -1 : 1);

function facetSelect({ title, value }, length, change) {
  const counts = new Map();
  for (let i = 0; i < length; i++) {
    counts.set(value(i), (counts.get(value(i)) ?? 0) + 1);
  }
  const values = [...counts].sort((a, b) => b[1] - a[1]).slice(0, 200);
  const select = element("select", { "aria-label": title, change }, element("option", { value: "" }, `${title}: all`),
    values.map(([each, number], i) => element("option", { value: String(i + 1) }, `${each || "none"} (${count(number)})`)));
  return { node: select, accepts: (i) => select.value === "" || value(i) === values[select.value - 1][0] };
}

let tables = 0;

/**
 * A table that sorts and filters.
 *
 * Columns: title, value(i) to sort by, text(i) to show and to filter by, node(i) in place of plain text, track in the
 * grid, end for numbers, wide where a narrow screen does without; there narrowTrack and brief(i) stand in for track and
 * text.
 */
export function table({ label, columns, length, open, facets = [], search = true, noun, note = "", tall = false }) {
  const id = `t${tables++}`;
  const text = (column, i) => (column.text ? column.text(i) : String(column.value(i) ?? ""));
  let order = Array.from({ length }, (_, i) => i);
  let shown = columns;
  let sortedBy = null;
  let downward = false;
  let narrow = false;
  const haystacks = [];
  const haystack = (i) => (haystacks[i] ??= columns.map((column) => text(column, i)).join("\n").toLowerCase());

  const cell = (column, i) => element("span", { role: "gridcell", class: column.end ? "end" : "", dir: column.end ? null : "auto" },
    column.node ? column.node(i) : narrow && column.brief ? column.brief(i) : text(column, i));
  const heads = element("div", { role: "row", class: "row heads" });
  const list = virtualList({
    label, role: "grid", head: heads, headHeight: 33, rowHeight: 32,
    render: (at, selected) => {
      const i = order[at];
      return element("div", {
        role: "row", id: `${id}-${i}`, class: selected ? "row selected" : "row", "aria-rowindex": at + 2,
        click: () => { list.select(at); open?.(i); },
      }, shown.map((column) => cell(column, i)));
    },
  });
  list.onOpen((at) => open?.(order[at]));

  const status = element("p", { class: "status", role: "status" });
  const filter = element("input", { type: "search", placeholder: "Filter", "aria-label": `Filter ${noun}s`, autocomplete: "off",
    spellcheck: "false" });
  const selects = facets.map((facet) => facetSelect(facet, length, () => apply()));

  const drawHeads = () => heads.replaceChildren(...shown.map((column) => {
    const active = column === sortedBy;
    return element("span", {
      role: "columnheader", class: column.end ? "end" : "", "aria-sort": active ? (downward ? "descending" : "ascending") : "none",
    }, element("button", { type: "button", class: active ? "sort active" : "sort", click: () => sort(column) },
      column.title, element("span", { class: "arrow", "aria-hidden": "true" }, active ? (downward ? "↓" : "↑") : "")));
  }));

  function sort(column) {
    downward = column === sortedBy && !downward;
    sortedBy = column;
    drawHeads();
    apply();
    announce(`Sorted by ${column.title}, ${downward ? "descending" : "ascending"}`);
  }

  function apply() {
    const words = filter.value.toLowerCase().split(/\s+/).filter((word) => word !== "");
    order = [];
    for (let i = 0; i < length; i++) {
      if (selects.every((select) => select.accepts(i)) && words.every((word) => haystack(i).includes(word))) {
        order.push(i);
      }
    }
    if (sortedBy) {
      const { value } = sortedBy;
      const sign = downward ? -1 : 1;
      order.sort((a, b) => sign * compare(value(a), value(b)) || a - b);
    }
    status.textContent = order.length === length ? `${count(length)} ${noun}${length === 1 ? "" : "s"}`
      : `${count(order.length)} of ${count(length)} ${noun}s`;
    status.append(note ? element("span", { class: "cut" }, ` ${note}`) : "");
    grid.setAttribute("aria-rowcount", String(order.length + 1));
    list.refresh(order.length, true);
  }
  filter.addEventListener("input", soon(apply));

  const grid = list.scroller;
  grid.classList.add("grid", ...(tall ? ["tall"] : []));
  const layOut = () => {
    narrow = grid.clientWidth > 0 && grid.clientWidth < 720;
    shown = columns.filter((column) => !(narrow && column.wide));
    grid.style.setProperty("--cols", shown.map((column) => (narrow && column.narrowTrack) || column.track || "auto").join(" "));
    drawHeads();
    list.refresh(order.length, false);
  };
  new ResizeObserver(soon(layOut)).observe(grid);
  layOut();
  apply();
  return {
    node: element("div", { class: "table" },
      element("div", { class: "tools" }, search ? filter : "", selects.map((select) => select.node), status), grid),
    filter: (words) => { filter.value = words; apply(); },
  };
}
