/** "Bước 2/5" in words, and the same as a thin bar. */
export function Progress({ label }: { label: string }) {
  const [, step, of] = /(\d+)\s*\/\s*(\d+)/.exec(label) ?? []
  return (
    <div className="progress">
      <p>{label}</p>
      {step && of && (
        <svg viewBox="0 0 100 1" preserveAspectRatio="none" aria-hidden="true">
          <rect className="whole" width="100" height="1" />
          <rect className="part" width={Math.min(100, (100 * Number(step)) / Number(of))} height="1" />
        </svg>
      )}
    </div>
  )
}
