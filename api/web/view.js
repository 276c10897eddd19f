/* Draws the page's network. Data is only ever set as text: nothing here parses markup. */
(function () {
  "use strict";
  const byId = (id) => document.getElementById(id);
  const page = JSON.parse(byId("data").textContent);
  const words = page.words;
  const say = (value) => page.values[value] || value;
  const TIPS = 6; // evidence entries in a tooltip
  const FAR = 12; // pixels of a label seen from far
  const READABLE = 11; // pixels from which vis-network draws a label in full: drawThreshold in views.py
  const faded = new Set(); // ids of nodes that are hidden or step back
  const things = new Map(page.nodes.map((node) => [node.id, node]));
  const ties = new Map(page.edges.map((edge) => [edge.id, edge]));
  const tiesOf = new Map(page.nodes.map((node) => [node.id, []]));
  for (const edge of page.edges) {
    for (const end of new Set([edge.from, edge.to])) tiesOf.get(end).push(edge);
  }

  // Texts. A tooltip is plain text with newlines; vis-network sets it as text.
  const evidenceOf = (node) => node.evidence || [...new Set(tiesOf.get(node.id).flatMap((edge) => edge.evidence))];
  function evidenceText(list) {
    const more = list.length > TIPS ? `\n${words.more} ${list.length - TIPS}` : "";
    return list.length ? `\n${words.evidence}:\n${list.slice(0, TIPS).join("\n")}${more}` : "";
  }
  const nodeFacts = (node) => [page.types[node.group] || node.group, say(node.status), say(node.state)].filter(Boolean).join(" · ");
  function nodeText(node) {
    const badge = node.badge ? `\n${words.shortfall}: ${node.badge}` : "";
    return `${node.name}\n${nodeFacts(node)}${badge}${evidenceText(evidenceOf(node))}`;
  }
  const edgeFacts = (edge) => [page.types[edge.type], say(edge.kind), say(edge.status), say(edge.modality), say(edge.state)].filter(Boolean).join(" · ");
  const arrow = (edge) => (edge.arrows ? "→" : "—");
  function edgeText(edge) {
    const ends = `${things.get(edge.from).name} ${arrow(edge)} ${things.get(edge.to).name}`;
    return `${ends}\n${edgeFacts(edge)}${evidenceText(edge.evidence)}`;
  }
  for (const node of page.nodes) node.title = nodeText(node);
  for (const edge of page.edges) edge.title = edgeText(edge);

  const nodes = new vis.DataSet(page.nodes);
  const edges = new vis.DataSet(page.edges);
  const network = new vis.Network(byId("graph"), { nodes, edges }, JSON.parse(page.options));
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches || page.nodes.length > 1500;
  const motion = calm ? false : { duration: 400, easingFunction: "easeInOutQuad" };
  window.xiaodi = { network, nodes, edges };

  // The frame around the nodes without ties, and the badges.
  network.on("beforeDrawing", (pen) => {
    if (!page.rim) return;
    const [left, top, right, bottom] = page.rim;
    const size = Math.max(20, 12 / network.getScale());
    pen.save();
    pen.strokeStyle = "#b5b5b5";
    pen.lineWidth = 1 / network.getScale();
    pen.strokeRect(left, top, right - left, bottom - top);
    pen.fillStyle = "#595959";
    pen.font = `${size}px system-ui, sans-serif`;
    pen.fillText(words.alone_box, left, bottom + size * 1.2);
    pen.restore();
  });
  // Seen from far, labels on nodes are too small to read: the best connected get theirs at a readable size,
  // as many as find room without covering the symbols and labels of the better connected.
  const ranked = [...page.nodes].sort((a, b) => tiesOf.get(b.id).length - tiesOf.get(a.id).length || (a.id < b.id ? -1 : 1)).slice(0, 300);
  const meet = (a, b) => a[0] < b[2] && a[2] > b[0] && a[1] < b[3] && a[3] > b[1];
  function symbol(node) {
    const { x, y } = network.getPosition(node.id);
    const half = node.size * 0.8;
    return [x - half, y - half, x + half, y + half];
  }
  network.on("afterDrawing", (pen) => {
    const scale = network.getScale();
    const size = FAR / scale;
    const placed = [];
    pen.save();
    Object.assign(pen, { font: `${size}px system-ui, sans-serif`, textAlign: "center", lineJoin: "round" });
    Object.assign(pen, { strokeStyle: "rgba(255,255,255,0.9)", lineWidth: 3 / scale, fillStyle: "#1c1c1c" });
    for (const node of ranked) {
      if (faded.has(node.id)) continue;
      placed.push(symbol(node));
      if (node.font.size * scale >= READABLE) {
        const box = network.getBoundingBox(node.id);
        placed.push([box.left, box.top, box.right, box.bottom]);
        continue;
      }
      const lines = node.label.split("\n");
      const { x, y } = network.getPosition(node.id);
      const half = Math.max(...lines.map((line) => line.length)) * size * 0.52;
      const top = y + node.size * 0.8;
      const box = [x - half, top, x + half, top + size * (1.15 * lines.length + 0.3)];
      if (placed.some((other) => meet(box, other))) continue;
      placed.push(box);
      lines.forEach((line, i) => {
        pen.strokeText(line, x, top + size * (1.15 * i + 1));
        pen.fillText(line, x, top + size * (1.15 * i + 1));
      });
    }
    pen.restore();
  });

  const badged = page.nodes.filter((node) => node.badge);
  network.on("afterDrawing", (pen) => badged.forEach((node) => drawBadge(pen, node)));
  function drawBadge(pen, node) {
    if (nodes.get(node.id).hidden) return;
    const { x, y } = network.getPosition(node.id);
    const size = Math.max(15, 11 / network.getScale());
    pen.save();
    pen.font = `bold ${size}px system-ui, sans-serif`;
    const width = pen.measureText(node.badge).width + size * 0.8;
    pen.translate(x + node.size * 0.6, y - node.size * 0.6 - size * 1.3);
    pen.fillStyle = "#b34700";
    pen.beginPath();
    pen.roundRect(0, 0, width, size * 1.4, size * 0.6);
    pen.fill();
    pen.fillStyle = "#ffffff";
    pen.textBaseline = "middle";
    pen.fillText(node.badge, size * 0.4, size * 0.74);
    pen.restore();
  }

  // Elements of the side panel.
  function element(name, text, className) {
    const made = document.createElement(name);
    made.textContent = text;
    if (className) made.className = className;
    return made;
  }
  function tieItem(edge, text) {
    const item = element("li", text);
    item.append(element("span", edge.evidence.join(" "), "source"));
    return item;
  }
  function nodePanel(node) {
    const list = document.createElement("ul");
    for (const edge of tiesOf.get(node.id)) {
      const out = edge.from === node.id;
      const sign = edge.arrows ? (out ? "→" : "←") : "—";
      list.append(tieItem(edge, `${sign} ${things.get(out ? edge.to : edge.from).name}（${edgeFacts(edge)}）`));
    }
    const badge = node.badge ? ` · ${words.shortfall} ${node.badge}` : "";
    const facts = element("p", nodeFacts(node) + badge, "hint");
    return [element("h2", node.name), facts, element("span", (node.evidence || []).join(" "), "source"), list];
  }
  function edgePanel(edge) {
    const list = document.createElement("ul");
    list.append(tieItem(edge, edgeFacts(edge)));
    return [element("h2", `${things.get(edge.from).name} ${arrow(edge)} ${things.get(edge.to).name}`), list];
  }

  // Selecting: the panel fills, and everything but the neighbours steps back.
  let lit = false;
  function remember(isFaded) {
    faded.clear();
    page.nodes.filter(isFaded).forEach((node) => faded.add(node.id));
  }
  function spotlight(kept, keptEdges) {
    lit = Boolean(kept);
    const on = (id, set) => !set || set.has(id);
    remember((node) => !on(node.id, kept));
    nodes.update(page.nodes.map((node) => ({
      id: node.id,
      opacity: on(node.id, kept) ? 1 : 0.15,
      font: { size: node.font.size, color: on(node.id, kept) ? "#1c1c1c" : "rgba(28,28,28,0.12)", strokeWidth: on(node.id, kept) ? 3 : 0 },
    })));
    edges.update(page.edges.map((edge) => ({
      id: edge.id,
      color: { ...edge.color, opacity: on(edge.id, keptEdges) ? edge.color.opacity : 0.06 },
    })));
  }
  function show(kept, keptEdges, panel) {
    spotlight(new Set(kept), new Set(keptEdges));
    byId("details").replaceChildren(...panel);
    byId("clear").disabled = false;
  }
  function showNode(id) {
    const own = tiesOf.get(id);
    show([id, ...own.flatMap((edge) => [edge.from, edge.to])], own.map((edge) => edge.id), nodePanel(things.get(id)));
  }
  function clear() {
    if (lit) spotlight();
    network.unselectAll();
    byId("details").replaceChildren(element("p", words.details, "hint"));
    byId("clear").disabled = true;
  }
  network.on("click", (event) => {
    const edge = ties.get(event.edges[0]);
    if (event.nodes.length) showNode(event.nodes[0]);
    else if (edge) show([edge.from, edge.to], [edge.id], edgePanel(edge));
    else clear();
  });
  byId("clear").addEventListener("click", clear);

  // Zoom and search.
  const zoom = (factor) => network.moveTo({ scale: network.getScale() * factor, animation: motion });
  byId("fit").addEventListener("click", () => network.fit({ animation: motion }));
  byId("closer").addEventListener("click", () => zoom(1.4));
  byId("farther").addEventListener("click", () => zoom(1 / 1.4));
  function focus(id) {
    network.selectNodes([id]);
    network.focus(id, { scale: Math.max(0.9, network.getScale()), animation: motion });
    showNode(id);
    byId("found").hidden = true;
  }
  function matches(text) {
    const wanted = text.trim().toLowerCase();
    const rank = (node) => [node.name.toLowerCase().indexOf(wanted), node.name.length, -tiesOf.get(node.id).length];
    const hits = wanted ? page.nodes.filter((node) => node.name.toLowerCase().includes(wanted) || node.id === wanted) : [];
    const byRank = (a, b) => rank(a).reduce((found, value, i) => found || value - rank(b)[i], 0);
    return hits.sort(byRank).slice(0, 8);
  }
  function hit(node) {
    const item = document.createElement("li");
    const button = element("button", node.name);
    button.type = "button";
    button.append(element("span", page.types[node.group] || node.group, "en"));
    button.addEventListener("click", () => focus(node.id));
    item.style.padding = "0";
    item.append(button);
    return item;
  }
  const find = byId("find");
  find.addEventListener("input", () => {
    const hits = matches(find.value);
    byId("found").replaceChildren(...(hits.length ? hits.map(hit) : [element("li", words.nothing)]));
    byId("found").hidden = !find.value.trim();
  });
  find.addEventListener("keydown", (event) => {
    if (event.key === "Escape") byId("found").hidden = true;
    const first = event.key === "Enter" && matches(find.value)[0];
    if (first) focus(first.id);
  });

  // The legend's boxes show and hide types.
  const off = (name) => new Set([...document.querySelectorAll(`input[data-${name}]:not(:checked)`)].map((box) => box.dataset[name]));
  function filter() {
    const groups = off("group");
    const types = off("type");
    const gone = (id) => groups.has(things.get(id).group);
    remember((node) => gone(node.id));
    nodes.update(page.nodes.map((node) => ({ id: node.id, hidden: gone(node.id) })));
    edges.update(page.edges.map((edge) => ({ id: edge.id, hidden: types.has(edge.type) || gone(edge.from) || gone(edge.to) })));
  }
  byId("legend").addEventListener("change", filter);
  if (matchMedia("(max-width: 800px)").matches) byId("legend").open = false;
})();
