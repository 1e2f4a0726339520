// A button for those with JavaScript; everybody else is told where their browser has one.
const button = document.querySelector<HTMLButtonElement>('[data-print]')
if (button) {
  button.hidden = false
  document.querySelector('[data-print-how]')?.remove()
  button.addEventListener('click', () => window.print())
}

// Without it the compiler would take the names above for those of every other script.
export {}
