/** The digits a reader typed, without the spaces and dashes that cards are written with. */
export function digitsOf(text: string): string {
  return text.replace(/\D/g, '')
}

/** Groups of four as on the card; 4-6-5 for the 15-digit cards that start with 34 or 37. */
export function groupNumber(text: string): string {
  const digits = digitsOf(text).slice(0, 19)
  if (/^3[47]/.test(digits)) {
    return [digits.slice(0, 4), digits.slice(4, 10), digits.slice(10, 15)].filter(Boolean).join(' ')
  }
  return digits.match(/.{1,4}/g)?.join(' ') ?? ''
}

/** The check digit that catches every single mistyped digit and most swapped neighbours. */
export function passesLuhn(number: string): boolean {
  const digits = digitsOf(number)
  if (digits.length < 12 || digits.length > 19) return false
  const sum = [...digits].reverse().reduce((total, digit, position) => {
    const doubled = Number(digit) * (position % 2 === 1 ? 2 : 1)
    return total + (doubled > 9 ? doubled - 9 : doubled)
  }, 0)
  return sum % 10 === 0
}

/** "1" stays, "4" becomes "04 / ", "1227" becomes "12 / 27", "2027" years keep their last two. */
export function groupExpiry(text: string): string {
  const digits = digitsOf(text)
  const padded = /^[2-9]/.test(digits) ? `0${digits}` : digits
  const month = padded.slice(0, 2)
  const year = padded.slice(2, 6)
  const short = year.length === 4 && year.startsWith('20') ? year.slice(2) : year.slice(0, 2)
  const typing = year.startsWith('20') && year.length > 2 && year.length < 4 ? year : short
  return padded.length > 2 ? `${month} / ${typing}` : month
}

export type Expiry = { readonly month: number; readonly year: number }

/** The month and the four-digit year, or nothing while it is incomplete or impossible. */
export function readExpiry(text: string): Expiry | undefined {
  const match = /^(\d{2})(\d{2})$/.exec(digitsOf(text))
  if (!match) return undefined
  const month = Number(match[1])
  return month >= 1 && month <= 12 ? { month, year: 2000 + Number(match[2]) } : undefined
}

/** A card is good until the last day of its month. */
export function hasPassed(expiry: Expiry, now: Date): boolean {
  const thisMonth = now.getFullYear() * 12 + now.getMonth()
  return expiry.year * 12 + (expiry.month - 1) < thisMonth
}
