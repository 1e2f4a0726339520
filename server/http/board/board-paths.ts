/** The addresses of a unit's board. @param unit a slug, or `all` */
export const boardPaths = {
  board: (unit: string) => `/u/${unit}`,
  item: (unit: string, id: string) => `/u/${unit}/${id}`,
  event: (unit: string, id: string) => `/u/${unit}/${id}.ics`,
  feed: (unit: string) => `/u/${unit}/feed.xml`,
  poster: (unit: string) => `/u/${unit}/poster`,
}
