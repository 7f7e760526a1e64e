/** What a customer reads in the frame's place. What developers read is English, as their tools are. */
type Words = { readonly failed: string; readonly retry: string }

const catalogue: Readonly<Record<string, Words>> = {
  en: { failed: 'This could not be shown.', retry: 'Try again' },
  de: { failed: 'Das konnte nicht angezeigt werden.', retry: 'Erneut versuchen' },
  fr: { failed: 'L’affichage a échoué.', retry: 'Réessayer' },
}

const english: Words = { failed: 'This could not be shown.', retry: 'Try again' }

export function wordsFor(locale: string | undefined): Words {
  const wish = locale === undefined || locale === 'auto' ? navigator.language : locale
  return catalogue[wish.slice(0, 2).toLowerCase()] ?? english
}
