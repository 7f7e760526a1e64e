/** What a notice says, before it is set: the same words as HTML and as plain text. */
export type Letter = {
  readonly subject: string
  /** The line that mail programs show beside the subject. */
  readonly preview: string
  readonly heading: string
  readonly paragraphs: readonly string[]
  readonly facts: readonly Fact[]
  readonly button?: { readonly label: string; readonly url: string } | undefined
  readonly links: readonly { readonly label: string; readonly url: string }[]
  /** Who writes, and why. */
  readonly footer: string
}

export type Fact = { readonly label: string; readonly value: string }
