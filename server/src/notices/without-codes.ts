type Text = { readonly html: string; readonly text: string }

/**
 * A letter as its merchant may read it: who follows a claim link proves to have read the mail, so the merchant does not
 * see where it leads.
 */
export function withoutCodes({ html, text }: Text): Text {
  return { html: hidden(html), text: hidden(text) }
}

function hidden(text: string): string {
  return text.replaceAll(/(\/claim\/clm_[0-9a-z]+#)[0-9A-Za-z_-]+/g, '$1…')
}
