/** Small drawings that carry a meaning which the words beside them say as well; all hidden from screen readers. */
const common = { viewBox: '0 0 24 24', 'aria-hidden': true, focusable: false, className: 'icon' } as const

export function GateIcon() {
  return (
    <svg {...common} className="icon gate">
      <path d="M5 20v-8a7 7 0 0 1 14 0v8M3 20h18M9 14l2.2 2.3L15 12" />
    </svg>
  )
}

export function TickIcon() {
  return (
    <svg {...common}>
      <path d="M4 12.5l5.2 5.5L20 6.5" />
    </svg>
  )
}

export function HourglassIcon() {
  return (
    <svg {...common}>
      <path d="M6 3h12M6 21h12M7 3c0 5 3 6.5 5 9 2-2.5 5-4 5-9M7 21c0-5 3-6.5 5-9 2 2.5 5 4 5 9" />
    </svg>
  )
}

export function WarningIcon() {
  return (
    <svg {...common}>
      <path d="M12 3.5L2 20.5h20zM12 10v5M12 17.5v.5" />
    </svg>
  )
}

/** A paper of a checklist: an empty box, or a ticked one. */
export function BoxIcon({ ticked }: { ticked: boolean }) {
  return (
    <svg {...common} className={ticked ? 'icon box ticked' : 'icon box'}>
      <rect x="3" y="3" width="18" height="18" rx="3" />
      {ticked && <path d="M7.5 12.5l3.200 3.300L16.800 8.5" />}
    </svg>
  )
}

export function SendIcon() {
  return (
    <svg {...common}>
      <path d="M12 20V5M5.5 11.5L12 5l6.5 6.5" />
    </svg>
  )
}

export function DownIcon() {
  return (
    <svg {...common}>
      <path d="M12 4v15M5.5 12.5L12 19l6.5-6.5" />
    </svg>
  )
}

export function OutwardIcon() {
  return (
    <svg {...common}>
      <path d="M8 5h11v11M19 5L6 18" />
    </svg>
  )
}
