import {
  Body,
  Button,
  Container,
  Head,
  Heading,
  Hr,
  Html,
  Link,
  Preview,
  Section,
  Text,
} from '@react-email/components'
import { render } from '@react-email/render'
import { type CSSProperties, createElement as h, type ReactElement, type ReactNode } from 'react'
import type { Fact, Letter } from './letter.ts'

/** The letter as mail programs want it: HTML that stands alone, and the same as plain text. */
export async function setLetter(
  letter: Letter,
): Promise<{ readonly html: string; readonly text: string }> {
  return { html: await render(page(letter)), text: plain(letter) }
}

/** By hand: what a library makes of the HTML takes longer than the HTML, and tears apart what belongs together. */
function plain({ heading, paragraphs, facts, button, links, footer }: Letter): string {
  const places = [...(button ? [button] : []), ...links]
  const blocks = [
    heading,
    ...paragraphs,
    facts.map(({ label, value }) => `${label}: ${value}`).join('\n'),
    ...places.map(({ label, url }) => `${label}:\n${url}`),
    `-- \n${footer}`,
  ]
  return `${blocks.filter((block) => block !== '').join('\n\n')}\n`
}

function page({
  subject,
  heading,
  preview,
  paragraphs,
  facts,
  button,
  links,
  footer,
}: Letter): ReactElement {
  return h(
    Html,
    { lang: 'en' },
    h(Head, {}, h('title', {}, subject)),
    // biome-ignore lint/correctness/noChildrenProp: its type wants them among the properties
    h(Preview, { children: preview }),
    h(
      Body,
      { style: styles.body },
      h(
        Container,
        { style: styles.card },
        h(Heading, { as: 'h1', style: styles.heading }, heading),
        ...paragraphs.map((text) => h(Text, { key: text, style: styles.text }, text)),
        facts.length > 0 ? h(Section, { style: styles.facts }, ...facts.map(factLine)) : null,
        button && h(Button, { href: button.url, style: styles.button }, button.label),
        ...links.map(({ label, url }) =>
          h(
            Text,
            { key: url, style: styles.text },
            h(Link, { href: url, style: styles.link }, label),
          ),
        ),
        h(Hr, { style: styles.rule }),
        h(Text, { style: styles.footer }, footer),
      ),
    ),
  )
}

function factLine({ label, value }: Fact): ReactNode {
  return h(
    Text,
    { key: label, style: styles.fact },
    h('span', { style: styles.factLabel }, `${label}: `),
    value,
  )
}

const family = "'IBM Plex Sans', -apple-system, 'Segoe UI', Roboto, Arial, sans-serif"
const styles = {
  body: { backgroundColor: '#f4f5f7', fontFamily: family, margin: 0, padding: '24px 0' },
  card: {
    backgroundColor: '#ffffff',
    border: '1px solid #d5d9e0',
    borderRadius: '8px',
    padding: '32px',
    maxWidth: '520px',
  },
  heading: { fontSize: '20px', lineHeight: '28px', margin: '0 0 16px', color: '#16181d' },
  text: { fontSize: '15px', lineHeight: '23px', margin: '0 0 14px', color: '#16181d' },
  facts: { margin: '4px 0 18px', borderLeft: '3px solid #d5d9e0', paddingLeft: '14px' },
  fact: { fontSize: '15px', lineHeight: '24px', margin: 0, color: '#16181d' },
  factLabel: { color: '#5b6270' },
  button: {
    backgroundColor: '#16181d',
    color: '#ffffff',
    borderRadius: '6px',
    padding: '12px 20px',
    fontSize: '15px',
    fontWeight: 600,
    margin: '0 0 16px',
  },
  link: { color: '#2348c5', textDecoration: 'underline' },
  rule: { borderColor: '#e4e7ec', margin: '20px 0 14px' },
  footer: { fontSize: '13px', lineHeight: '20px', margin: 0, color: '#5b6270' },
} satisfies Record<string, CSSProperties>
