-- A link reads the usage of its own subscription, not of every one that its customer has.
alter policy tally_portal_admitted on tally.usage_events
  using (merchant_id = (select tally.current_org()) and customer_id = (select tally.current_customer())
    and subscription_id = (select tally.current_subject()))
  with check (merchant_id = (select tally.current_org()) and customer_id = (select tally.current_customer())
    and subscription_id = (select tally.current_subject()));
alter policy tally_portal_admitted on tally.usage_refunds
  using (merchant_id = (select tally.current_org()) and customer_id = (select tally.current_customer())
    and exists (select from tally.usage_events as e where e.merchant_id = usage_refunds.merchant_id
      and e.usage_event_id = usage_refunds.usage_event_id))
  with check (false);
