import { Type } from 'typebox'
import { choice, decimal, decimalIn, text } from './schemas.ts'

export const priceModels = ['standard', 'dynamic', 'volume', 'percentage'] as const

const percentage = (description: string) =>
  text(description, { pattern: '^([0-9](\\.[0-9]{1,4})?|10(\\.0{1,4})?)$' })

/**
 * The four forms of a price; `amount` makes the decimals, which are stricter where clients send
 * them.
 */
const propertiesOf = (title: string, amount: typeof decimal) =>
  Type.Union(
    [
      Type.Object(
        { unitPrice: amount('Price of one, in major units; negative is a rebate.') },
        { description: 'Model `standard`.' },
      ),
      Type.Object(
        {
          maxPrice: amount('Highest price of one that an event may name.'),
          minPrice: amount('Lowest price of one that an event may name.'),
        },
        { description: 'Model `dynamic`: each event names its price.' },
      ),
      Type.Object(
        {
          default: amount('Price of the first unit of a period.'),
          parameters: Type.Object(
            {
              function: Type.Literal('linear', { description: 'Always `linear`.' }),
              gradient: amount('What each unit before adds to the price of the next.'),
              max: amount('Highest price of one.'),
              min: amount('Lowest price of one.'),
            },
            { description: 'After n units, one costs clamp(default + gradient × n, min, max).' },
          ),
        },
        { description: 'Model `volume`: the price of one follows the period’s volume.' },
      ),
      Type.Object(
        {
          maxCharge: amount('Highest charge, in major units.'),
          minCharge: amount('Lowest charge, in major units; nothing is due at zero quantity.'),
          percentage: percentage('Fraction of the quantity: 0.03 is 3 %.'),
        },
        { description: 'Model `percentage`: clamp(quantity × percentage, minCharge, maxCharge).' },
      ),
    ],
    { title, description: 'The figures of the price, in the form of its model.' },
  )

export const propertiesIn = propertiesOf('PricePropertiesInput', decimalIn)
export const PriceProperties = propertiesOf('PriceProperties', decimal)

export const tieredModels = ['graduated', 'tiered_volume'] as const

/** Prices of more than one figure, over the quantity of a whole period. */
const pricingOf = (title: string, amount: typeof decimal) =>
  Type.Union(
    [
      Type.Object(
        {
          model: choice(
            tieredModels,
            '`graduated`: each unit costs what its tier says; `tiered_volume`: all units cost what ' +
              'the tier of the whole quantity says.',
          ),
          tiers: Type.Array(
            Type.Object({
              upTo: Type.Optional(
                amount('The last quantity of the tier, included; the last tier has none.'),
              ),
              unitPrice: amount('Price of one within the tier, in major units.'),
              flatFee: Type.Optional(
                amount(
                  'Due once when the tier is reached, in major units; that of the first tier even ' +
                    'without usage. 0 when left out.',
                ),
              ),
            }),
            { minItems: 1, maxItems: 100, description: 'From the lowest to the highest.' },
          ),
        },
        { description: 'Models `graduated` and `tiered_volume`.' },
      ),
      Type.Object(
        {
          model: Type.Literal('package', { description: 'Always `package`.' }),
          size: amount('How many units a package holds; a started one counts whole.'),
          price: amount('Price of a package, in major units.'),
          freeUnits: Type.Optional(
            amount('How many units of a period cost nothing; 0 when left out.'),
          ),
        },
        { description: 'Model `package`.' },
      ),
    ],
    {
      title,
      description:
        'What it costs where one figure cannot say it; `model` is then `standard` and ' +
        '`properties.unitPrice` is `0`. For metered prices that are due after the period.',
    },
  )

export const pricingIn = pricingOf('PricingInput', decimalIn)
export const Pricing = pricingOf('Pricing', decimal)
