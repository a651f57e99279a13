// What a page does besides being read. Nothing here is needed: all of it works without.
const life = new AbortController();
export const unmount = () => life.abort();

// A choice counts at once; a day only when it is whole, so its form keeps the button.
document.addEventListener('change', event => {
  if (event.target.matches('form.filters select')) event.target.form.requestSubmit();
}, life);

// `/` leads to the first field, as in many a terminal program.
document.addEventListener('keydown', event => {
  const isFree = !event.ctrlKey && !event.metaKey && !event.altKey && !event.target.closest('input, select, textarea');
  const field = document.querySelector('form.filters select, form.filters input:not([type=hidden])');
  if (event.key === '/' && isFree && field) {
    event.preventDefault();
    field.focus();
  }
}, life);
