// The button is for those with JavaScript; the hint below it says the same to everybody else.
const button = document.querySelector<HTMLButtonElement>('[data-print]')
if (button) {
  button.hidden = false
  button.addEventListener('click', () => window.print())
}

// Without it the compiler would take the names above for those of every other script.
export {}
