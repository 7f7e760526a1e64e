/**
 * The program cannot start as things are. The message is one plain sentence for the person at the
 * terminal: what is wrong, and what to do about it. No stack is shown for it.
 */
export class Refusal extends Error {
  override readonly name: string = 'Refusal'
}

/** A command was not called as it must be; the message says how it is called. Exit code 2. */
export class Misuse extends Refusal {
  override readonly name = 'Misuse'
}
