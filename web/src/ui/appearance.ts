import { chooseLocale } from '../format/locale.ts'
import { isLanguage, languageFor, regionFor } from '../texts/language.ts'
import { chooseTexts } from '../texts/texts.ts'
import { type Branding, readPageData } from './page-data.ts'

const themes = ['light', 'dark'] as const
type Theme = (typeof themes)[number] | 'auto'

/** How a page is to look: what its host asks for by address or message, or what the merchant chose. */
export type Appearance = { readonly locale?: unknown; readonly theme?: unknown }

/** Chooses language, theme and colours before anything is drawn. */
export async function dress(): Promise<void> {
  const { branding = {} } = readPageData()
  const wished = new URLSearchParams(location.search)
  const wish = { locale: wished.get('locale'), theme: wished.get('theme') }
  paint(branding)
  setTheme(wish.theme ?? branding.theme)
  await speak([wish.locale, branding.locale])
}

/** Changes what a host asks for while the page is open; what it does not name stays. */
export async function redress({ locale, theme }: Appearance): Promise<void> {
  if (theme !== undefined) setTheme(theme)
  if (typeof locale === 'string' && isLanguage(locale)) await speak([locale])
}

async function speak(wishes: readonly (string | null | undefined)[]): Promise<void> {
  const readers = navigator.languages
  const language = languageFor(wishes, readers)
  document.documentElement.lang = language
  chooseLocale(regionFor(language, readers))
  await chooseTexts(language)
}

function setTheme(wish: unknown): void {
  const theme: Theme = themes.find((one) => one === wish) ?? 'auto'
  if (theme === 'auto') delete document.documentElement.dataset['theme']
  else document.documentElement.dataset['theme'] = theme
}

/** Through the object model: the policy of the page lets no style be written into it. */
function paint({ accent }: Branding): void {
  if (accent === undefined) return
  const { style } = document.documentElement
  const { light, dark } = accent
  const set = (name: string, inLight: string, inDark: string) =>
    style.setProperty(name, `light-dark(${inLight}, ${inDark})`)
  set('--accent', light.accent, dark.accent)
  set('--accent-hover', light.accentHover, dark.accentHover)
  set('--accent-ink', light.accentInk, dark.accentInk)
}
