import { h } from './dom.ts';

// **bold**, plain web addresses and international phone numbers; everything else stays as it is.
const inline =
  /\*\*([^*\n]+)\*\*|(https?:\/\/[^\s<>()（），。；、"'”]+[^\s<>()（），。；、"'”.,;:!?])|(\+\d{1,3}(?: ?\d){7,12})/g;
const numbered = /^(\d+)[.、)]\s+/;
const bullet = /^[-*•]\s+/;

/** Article text as nodes: paragraphs, lists, bold and links; a small part of Markdown, with no HTML and no pictures. */
export function renderText(text: string): Node[] {
  const nodes: Node[] = [];
  let list: HTMLElement | null = null;
  for (const line of text.split('\n')) {
    const content = line.trim();
    const tag = numbered.test(content) ? 'ol' : bullet.test(content) ? 'ul' : null;
    if (content === '') continue;
    if (tag === null) {
      list = null;
      nodes.push(paragraph(content));
      continue;
    }
    if (list === null || list.localName !== tag) {
      list = h(tag, tag === 'ol' ? { start: numbered.exec(content)?.[1] ?? '1' } : {});
      nodes.push(list);
    }
    list.append(h('li', {}, ...renderInline(content.replace(numbered, '').replace(bullet, ''))));
  }
  return nodes;
}

function paragraph(content: string): HTMLElement {
  const heading = /^#{1,6}\s+(.*)$/.exec(content);
  return heading === null
    ? h('p', {}, ...renderInline(content))
    : h('p', { class: 'heading' }, ...renderInline(heading[1] ?? ''));
}

function renderInline(text: string): Node[] {
  const nodes: Node[] = [];
  let end = 0;
  for (const match of text.matchAll(inline)) {
    nodes.push(document.createTextNode(text.slice(end, match.index)));
    nodes.push(toElement(match));
    end = match.index + match[0].length;
  }
  return [...nodes, document.createTextNode(text.slice(end))];
}

function toElement([whole, bold, address]: RegExpExecArray): HTMLElement {
  if (bold !== undefined) return h('strong', {}, bold);
  if (address !== undefined) return link(address);
  return h('a', { href: `tel:${whole.replaceAll(' ', '')}`, class: 'phone' }, whole);
}

function link(address: string): HTMLElement {
  return h(
    'a',
    { href: address, target: '_blank', rel: 'noopener noreferrer nofollow' },
    address.replace(/^https?:\/\//, ''),
  );
}
