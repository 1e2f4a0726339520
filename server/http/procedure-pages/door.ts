/** A way into a conversation with the assistant at one procedure. */
export interface Door {
  /** The channel's name: "Telegram". */
  label: string
  /** Opens the conversation there; also what its QR code holds. */
  url: string
}
