// Runs in the page of drawn cards, not in Node: answers what is wrong with them, one line each. Measured are the edges of every element
// against its card, blank cards, text that is cut, and the contrast of text with its ground.
(() => {
  const luminance = (color) => {
    const [r = 0, g = 0, b = 0] = color.map((part) => {
      const share = part / 255;
      return share <= 0.03928 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const parts = (color) => (color.match(/[\d.]+/g) ?? []).map(Number);
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
      // Code may scroll in its own box; charts are measured by their outer box.
      if (element.closest('pre') || (element.closest('svg') && element.tagName !== 'svg')) continue;
      const box = element.getBoundingClientRect();
      if (box.width === 0 || box.height === 0) continue;
      if (box.right > edge.right + 1 || box.left < edge.left - 1)
        found.push(
          `<${element.tagName.toLowerCase()} ${element.className}> sticks out: ${(element.textContent ?? '').slice(0, 60)}`,
        );
      const own = [...element.childNodes].some(
        (node) => node.nodeType === 3 && (node.textContent ?? '').trim() !== '',
      );
      if (!own || element.closest('button')) continue;
      const style = getComputedStyle(element);
      const [text, back] = [luminance(parts(style.color).slice(0, 3)), luminance(ground(element))];
      const ratio = (Math.max(text, back) + 0.05) / (Math.min(text, back) + 0.05);
      if (ratio < 4.5)
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
