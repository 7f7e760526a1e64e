import { type ReactNode, useCallback, useEffect, useState } from 'react'
import { type Claim, type ClaimClient, claimClient } from '../api/claim.ts'
import { RequestFailure } from '../api/request.ts'
import { texts } from '../texts/texts.ts'
import { Page, ViewTitle } from '../ui/page.tsx'
import { Skeleton } from '../ui/skeleton.tsx'
import { Trouble } from '../ui/trouble.tsx'
import { useLoad } from '../ui/use-load.ts'
import { NewUserForm } from './new-user-form.tsx'
import { SignInForm } from './sign-in-form.tsx'
import { useAccept } from './use-accept.ts'

/** Where somebody who followed a claim link takes the account over. */
export function ClaimPage(): ReactNode {
  const [client] = useState(claimClient)
  const read = useCallback(
    (signal: AbortSignal) =>
      client ? client.open(signal) : Promise.reject(new RequestFailure('denied')),
    [client],
  )
  const { value: claim, failure, reload } = useLoad(read)
  const words = texts.claim
  useEffect(() => {
    document.title = [texts.claim.documentTitle, claim?.merchant].filter(Boolean).join(' · ')
  }, [claim])
  return (
    <Page name={claim?.merchant}>
      {failure && claim === undefined ? (
        <Trouble failure={failure} invalid={words.invalid} retry={reload} />
      ) : null}
      {claim === undefined && failure === undefined ? (
        <Skeleton label={words.loading} lines={4} block={true} page={true} />
      ) : null}
      {claim && client ? <Claiming claim={claim} client={client} /> : null}
    </Page>
  )
}

type Wanted = { readonly claim: Claim; readonly client: ClaimClient }

function Claiming({ claim, client }: Wanted): ReactNode {
  const words = texts.claim
  const [signsIn, setSignsIn] = useState(claim.hasLogin)
  const { accept, account, over, busy, code } = useAccept(client)
  if (over) return <Trouble failure={over} invalid={words.invalid} retry={() => undefined} />
  if (account) {
    return (
      <section className="view">
        <ViewTitle arrived={true}>{words.doneTitle}</ViewTitle>
        <p>{words.done(account.email)}</p>
      </section>
    )
  }
  const Form = signsIn ? SignInForm : NewUserForm
  return (
    <section className="view">
      <h1>{words.title(claim.merchant)}</h1>
      <p>{words.lead(claim.customer)}</p>
      <Form claim={claim} accept={accept} busy={busy} code={code} />
      <button
        type="button"
        className="button button-quiet"
        onClick={() => setSignsIn((before) => !before)}
      >
        {signsIn ? words.newInstead : words.signInInstead}
      </button>
    </section>
  )
}
