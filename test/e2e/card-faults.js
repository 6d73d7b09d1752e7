// Runs in the page of drawn cards, not in Node: answers what is wrong with them, one line each. Measured are the edges of every element
// against its card, blank cards, text that is cut, the contrast of text with its ground (WCAG AA: 4.5, for large text 3; buttons and the
// words of charts as well), pictures without a text that stands for them, fields without a label.
(() => {
  const luminance = (color) => {
    const [r = 0, g = 0, b = 0] = color.map((part) => {
      const share = part / 255;
      return share <= 0.03928 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const parts = (color) => (color.match(/[\d.]+/g) ?? []).map(Number);
  /** At least 24 px, or 18.66 px and bold. */
  const enough = ({ fontSize, fontWeight }) =>
    parseFloat(fontSize) >= 24 || (parseFloat(fontSize) >= 18.66 && Number(fontWeight) >= 700) ? 3 : 4.5;
  const ground = (element) => {
    for (let at = element; at !== null; at = at.parentElement) {
      const [r = 0, g = 0, b = 0, alpha = 1] = parts(getComputedStyle(at).backgroundColor);
      if (alpha > 0.99) return [r, g, b];
    }
    return [255, 255, 255];
  };
  return [...document.querySelectorAll('.frame')].flatMap((frame) => {
    const title = frame.closest('section')?.getAttribute('aria-label') ?? '';
    const found = [];
    const edge = frame.getBoundingClientRect();
    if (frame.querySelector('.frame-error')) found.push('could not be drawn');
    if (edge.height < 60 || (frame.textContent ?? '').trim().length < 10) found.push('is blank');
    for (const element of frame.querySelectorAll('*')) {
      if (element.tagName === 'IMG' && !element.hasAttribute('alt'))
        found.push('has a picture without a text');
      if (
        element.matches('input:not([type=hidden]), select, textarea') &&
        !element.labels?.length &&
        !element.getAttribute('aria-label') &&
        !element.getAttribute('aria-labelledby')
      )
        found.push(`has a field without a label: ${element.tagName.toLowerCase()} ${element.id}`);
      const inChart = element.closest('svg') && element.tagName !== 'svg';
      if (inChart && element.tagName !== 'text') continue;
      // Code may scroll in its own box.
      if (element.closest('pre')) continue;
      const box = element.getBoundingClientRect();
      if (box.width === 0 || box.height === 0) continue;
      if (box.right > edge.right + 1 || box.left < edge.left - 1)
        found.push(
          `<${element.tagName.toLowerCase()} ${element.className}> sticks out: ${(element.textContent ?? '').slice(0, 60)}`,
        );
      const own = [...element.childNodes].some(
        (node) => node.nodeType === 3 && (node.textContent ?? '').trim() !== '',
      );
      if (!own) continue;
      const style = getComputedStyle(element);
      const ink = parts(inChart ? style.fill : style.color).slice(0, 3);
      const [text, back] = [luminance(ink), luminance(ground(element))];
      const ratio = (Math.max(text, back) + 0.05) / (Math.min(text, back) + 0.05);
      if (ratio < enough(style))
        found.push(`text is hard to see (${ratio.toFixed(1)}): ${(element.textContent ?? '').slice(0, 60)}`);
      if (
        element.scrollWidth > element.clientWidth + 1 &&
        style.overflowX === 'hidden' &&
        style.textOverflow !== 'ellipsis'
      )
        found.push(`text is cut: ${(element.textContent ?? '').slice(0, 60)}`);
    }
    return [...new Set(found)].slice(0, 4).map((fault) => `${title} ${fault}`);
  });
})();
