/** Asked at the start, and again whenever the session in the frame is over. */
async function getLink() {
  const reply = await fetch('/api/portal-link', { method: 'POST' })
  if (!reply.ok) throw new Error(`The shop answered ${reply.status}.`)
  return (await reply.json()).url
}

const theme = document.querySelector('#theme')
const locale = document.querySelector('#locale')
const mounted = window.Tallystick.mount(document.querySelector('#billing'), {
  getLink,
  locale: locale.value,
  theme: theme.value,
})

theme.addEventListener('change', () => mounted.setAppearance({ theme: theme.value }))
locale.addEventListener('change', () => mounted.setAppearance({ locale: locale.value }))
