// Print is light, whatever theme is on the screen: the light theme is put on while the page is printed.
const printing = matchMedia("print");
let onScreen;
printing.addEventListener("change", () => {
  const root = document.documentElement;
  if (printing.matches) {
    onScreen = root.dataset.theme;
    root.dataset.theme = "light";
  } else if (onScreen !== undefined) {
    root.dataset.theme = onScreen;
  }
});
