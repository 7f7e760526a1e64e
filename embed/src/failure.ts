import type { FailureCode } from './events.ts'
import { wordsFor } from './words.ts'

type Failure = {
  readonly code: FailureCode
  readonly reason: string
  readonly locale: string | undefined
  readonly retry: () => void
}

/** What may be over a moment later; the others wait for a developer. */
const passing: readonly FailureCode[] = ['unreachable', 'link_failed', 'unknown_link']

/** Says in the frame's place what went wrong, and to developers in the console, too. */
export function showFailure(place: Element, { code, reason, locale, retry }: Failure): void {
  // biome-ignore lint/suspicious/noConsole: the console is where developers of the host page look.
  console.error(`Tallystick: ${reason}`)
  const document = place.ownerDocument
  const words = wordsFor(locale)
  const note = document.createElement('div')
  note.setAttribute('role', 'alert')
  const sentence = document.createElement('p')
  sentence.textContent = passing.includes(code) ? words.failed : `${words.failed} ${reason}`
  note.append(sentence)
  if (passing.includes(code)) {
    const button = document.createElement('button')
    button.type = 'button'
    button.textContent = words.retry
    button.addEventListener('click', retry)
    note.append(button)
  }
  place.replaceChildren(note)
}
