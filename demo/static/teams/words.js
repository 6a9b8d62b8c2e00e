// The little Markdown of bots, as nodes: paragraphs, lists, bold, italics, links. Nothing becomes HTML.
const PATTERN = /\*\*(.+?)\*\*|_(.+?)_|\[([^\]]+)\]\((https?:\/\/[^)\s]+)\)/g;

function inline(parent, text, follow) {
  let last = 0;
  for (const found of text.matchAll(PATTERN)) {
    parent.append(text.slice(last, found.index));
    const [all, bold, italic, words, address] = found;
    const node = document.createElement(bold ? "strong" : italic ? "em" : "a");
    node.textContent = bold ?? italic ?? words;
    if (address) {
      node.href = address;
      node.addEventListener("click", (event) => {
        event.preventDefault();
        follow(address);
      });
    }
    parent.append(node);
    last = found.index + all.length;
  }
  parent.append(text.slice(last));
}

export function written(text, follow) {
  const whole = document.createDocumentFragment();
  let list = null;
  for (const line of text.split(/\r?\n/)) {
    const item = /^\s*[-*] (.+)$/.exec(line);
    if (item) {
      if (!list) whole.append((list = document.createElement("ul")));
      const node = document.createElement("li");
      inline(node, item[1], follow);
      list.append(node);
    } else if (line.trim()) {
      list = null;
      const node = document.createElement("p");
      inline(node, line, follow);
      whole.append(node);
    }
  }
  return whole;
}
