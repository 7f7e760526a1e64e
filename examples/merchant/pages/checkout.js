const said = document.querySelector('#said')
const order = await (await fetch('/api/orders', { method: 'POST' })).json()

window.Tallystick.mount(document.querySelector('#checkout'), {
  url: order.url,
  locale: 'en',
  async onEvent({ type, code }) {
    if (type === 'payment_error') said.textContent = `Not paid yet: ${code}.`
    if (type !== 'payment_success') return
    // The event says that it is worth asking, no more.
    const { status, amount, currency } = await (await fetch(`/api/orders/${order.id}`)).json()
    said.textContent =
      status === 'completed'
        ? `${amount} ${currency} paid: here are your credits.`
        : 'Almost there.'
  },
})
