/** What a photo may be at most: more than phones take, and less than would fill a small machine's memory. */
export const photoBounds = {
  bytes: 10 * 1024 * 1024,
  pixels: 40_000_000,
  /** See `PhotoHeader`. */
  unpackedBytes: 240_000_000,
}
