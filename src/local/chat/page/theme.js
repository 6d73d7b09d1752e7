// Sets light or dark before the first paint: what was chosen here before, else what the system says. A classic script for that reason.
(() => {
  const chosen = localStorage.getItem('theme');
  const dark = chosen === null ? matchMedia('(prefers-color-scheme: dark)').matches : chosen === 'dark';
  document.documentElement.dataset.theme = dark ? 'dark' : 'light';
})();
