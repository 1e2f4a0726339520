/** Remembers what a function made of the latest inputs: cells of a column repeat. @param most how many are kept */
export function remember<Input, Output>(
  make: (input: Input) => Output,
  most = 5000,
): (input: Input) => Output {
  const made = new Map<Input, Output>()
  return (input) => {
    const known = made.get(input)
    if (known !== undefined || made.has(input)) return known as Output
    if (made.size >= most) made.clear()
    const output = make(input)
    made.set(input, output)
    return output
  }
}
