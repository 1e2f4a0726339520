const drawings = {
  gate: 'M5 20v-8a7 7 0 0 1 14 0v8M3 20h18M9 14l2.2 2.3L15 12',
  tick: 'M4 12.5l5.2 5.5L20 6.5',
  hourglass: 'M6 3h12M6 21h12M7 3c0 5 3 6.5 5 9 2-2.5 5-4 5-9M7 21c0-5 3-6.5 5-9 2 2.5 5 4 5 9',
  warning: 'M12 3.5L2 20.5h20zM12 10v5M12 17.5v.5',
  box: 'M6 3h12a3 3 0 0 1 3 3v12a3 3 0 0 1-3 3H6a3 3 0 0 1-3-3V6a3 3 0 0 1 3-3z',
  ticked: 'M6 3h12a3 3 0 0 1 3 3v12a3 3 0 0 1-3 3H6a3 3 0 0 1-3-3V6a3 3 0 0 1 3-3zM7.5 12.5l3.2 3.3L16.8 8.5',
  camera:
    'M3 8.5a1.5 1.5 0 0 1 1.5-1.5H8l1.5-2.5h5L16 7h3.5a1.5 1.5 0 0 1 1.5 1.5v9a1.5 1.5 0 0 1-1.5 1.5h-15A1.5 1.5 0 0 1 3 17.5zM12 16.5a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7z',
  dot: 'M12 5a7 7 0 1 0 0 14 7 7 0 0 0 0-14z',
  ring: 'M12 5a7 7 0 1 0 0 14 7 7 0 0 0 0-14z',
  square: 'M6 6h12v12H6z',
  up: 'M12 20V5M5.5 11.5L12 5l6.5 6.5',
  down: 'M12 4v15M5.5 12.5L12 19l6.5-6.5',
  outward: 'M8 5h11v11M19 5L6 18',
}

/** A small drawing; what it means is said by the words beside it, so screen readers pass it by. */
export function Icon({ name }: { name: keyof typeof drawings }) {
  return (
    <svg className={`icon ${name}`} viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      <path d={drawings[name]} />
    </svg>
  )
}
