// A slider beside each percent, in step with its number. It is faint and counts for nothing until touched.
export function bindPercent(form) {
  form.addEventListener("input", ({ target }) => {
    const slides = target.dataset?.beside;
    const slider = slides ? target : form.querySelector(`[data-beside="${CSS.escape(target.id ?? "")}"]`);
    if (!slider) return;
    const box = document.getElementById(slider.dataset.beside);
    if (slides) box.value = slider.value;
    else slider.value = box.value || 50;
    slider.classList.toggle("unset", !box.value);
  });
}
