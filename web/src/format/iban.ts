/** In groups of four, as banks print it; what cannot be part of one is left out. */
export function groupIban(text: string): string {
  const plain = plainIban(text).slice(0, 34)
  return plain.match(/.{1,4}/g)?.join(' ') ?? ''
}

/** Whether its check digits are right (ISO 13616): they catch nearly every slip of the finger. */
export function passesIbanCheck(text: string): boolean {
  const plain = plainIban(text)
  if (!/^[A-Z]{2}\d{2}[A-Z0-9]{11,30}$/.test(plain)) return false
  const turned = plain.slice(4) + plain.slice(0, 4)
  const digits = turned.replace(/[A-Z]/g, (letter) => String(letter.charCodeAt(0) - 55))
  return BigInt(digits) % 97n === 1n
}

function plainIban(text: string): string {
  return text.toUpperCase().replace(/[^A-Z0-9]/g, '')
}
