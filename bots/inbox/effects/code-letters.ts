/** Without what is mistaken for something else when read aloud, written down or shown small: B8, G6, IL1, O0, S5, Z2. */
export const codeLetters = 'ACDEFHJKMNPQRTUVWXY23456789'
