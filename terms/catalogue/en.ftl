# Customer terms in English. The same names stand in every catalogue; the tests hold them to it.

# Chapters and words before a clause
chapter-overview = What you collect
chapter-earning = How you earn
chapter-together = How rules go together
chapter-levels = Levels: { $name }
chapter-expiry = How long it lasts
chapter-rewards = Rewards
chapter-partners = Partners
chapter-returns = When you return something
chapter-definitions = What the words mean
you-get = You get
for = For
dates = When
if = Condition
rounded = Rounding
at-most = At most
at-least = At least
usable = Can be used
paid = Credited
reached-if = Reached if
kept-if = Kept if
perk = Benefit
reaching = As you reach it
leaving = As you lose it
issued = Issued
valid = Valid
costs-word = Price
stores = Stores
conversion = Exchange

# Overview
unit-status = You collect { $unit }. They count for your level and cannot be spent.
unit-money = You collect { $unit } in { $currency }.
unit-worth =
  { $count ->
    [one] { $points } is worth { $money }.
   *[other] { $points } are worth { $money }.
  }
unit-plain = You collect { $unit }.
zone = Days and hours are those of the time zone { $zone }.
zones-of-stores = In stores of other time zones, dates and hours of a purchase are those of the store.
week-starts = A week begins on { $day }.
members-known = Only registered members take part.
members-join = You take part from your first purchase with the card on.
leavers-keep = If your membership ends, you keep points and vouchers for { $length }; if it begins again by then, you have them again.
leavers-lose = If your membership ends, points and vouchers are gone.
accounts-merge = Two accounts of one person can become one: points keep their dates, and what was bought counts together.
accounts-merge-levels = Two accounts of one person can become one: points keep their dates, what was bought counts together, and the better level stays.

# Lists, numbers
list-and = { $first } and { $last }
list-or = { $first } or { $last }
number-of = { $number } { $what }
measure-litre =
  { $count ->
    [one] litre
   *[other] litres
  }
measure-liter =
  { $count ->
    [one] liter
   *[other] liters
  }
measure-gallon =
  { $count ->
    [one] gallon
   *[other] gallons
  }
measure-kilogram =
  { $count ->
    [one] kilogram
   *[other] kilograms
  }
measure-kilometre =
  { $count ->
    [one] kilometre
   *[other] kilometres
  }
measure-kilometer =
  { $count ->
    [one] kilometer
   *[other] kilometers
  }
measure-mile =
  { $count ->
    [one] mile
   *[other] miles
  }
measure-metre =
  { $count ->
    [one] metre
   *[other] metres
  }
measure-meter =
  { $count ->
    [one] meter
   *[other] meters
  }
measure-hour =
  { $count ->
    [one] hour
   *[other] hours
  }
measure-minute =
  { $count ->
    [one] minute
   *[other] minutes
  }
items = { $count ->
    [one] { $number } item
   *[other] { $number } items
  }
lines-counted = { $count ->
    [one] { $number } line
   *[other] { $number } lines
  }
different-counted = { $number } different
events-counted = { $count ->
    [one] { $number } time
   *[other] { $number } times
  }
purchases-counted = { $count ->
    [one] { $number } purchase
   *[other] { $number } purchases
  }
plain-counted = { $number }
units-counted = { $count ->
    [one] { $number } unit
   *[other] { $number } units
  }
activities-counted = { $count ->
    [one] { $number } activity
   *[other] { $number } activities
  }
one-item = item
one-line = line
one-unit = unit
length-days = { $count ->
    [one] 1 day
   *[other] { $count } days
  }
length-weeks = { $count ->
    [one] 1 week
   *[other] { $count } weeks
  }
length-months = { $count ->
    [one] 1 month
   *[other] { $count } months
  }
length-years = { $count ->
    [one] 1 year
   *[other] { $count } years
  }

# Windows
window-receipt = per purchase
window-ever = in all
window-day = per day
window-week = per week (from { $day } on)
window-month = per calendar month
window-quarter = per calendar quarter
window-year = per calendar year
window-year-from = per year (from { $day } on)
window-membership-year = per year of your membership
window-since-tier = per year since your level last changed
window-dates = from { $from } to { $to }
window-rolling = in any { $length }

# Deadlines
end-week = the end of the week
end-month = the end of the month
end-quarter = the end of the quarter
end-half-year = the end of the half-year
end-year = the end of the calendar year
end-year-from = the end of the year (from { $day } on)
end-membership-year = the end of your membership year
deadline-after = { $length } after { $from }
deadline-after-end = { $length } after { $end } of { $from }
deadline-this = until { $end }
deadline-next = { $count ->
    [1] until { $end } after this one
   *[other] until { $end }, { $count } further on
  }
snap-end = then to { $end }
snap-end-of-named = then to the end of { $month }
snap-birth-month = then to the end of the month of your birthday
snap-on = then to the next { $day }
snap-on-either = then to the next { $one } or { $other }, whichever comes first
start-field = { $field }
start-earning = the day of earning
start-availability = the day from which they can be used
start-entry = the day you reached it
start-joining = the day you joined
start-issue = the day of issue
cycle-year = at the end of every year (from { $day } on)
cycle-week = at the end of every week
cycle-ends = at the end of { $months } every year
cycle-months = { $count ->
    [one] at the end of every month
   *[other] at the end of every { $count } months
  }
dates-between = from { $from } to { $to }
dates-from = from { $from } on
dates-to = until { $to }
dates-always = at all times

# What is measured
amount-charged = the price paid for { $lines }
amount-before-discounts = the price before discounts of { $lines }
amount-without-tax = the price without tax of { $lines }
amount-paid-by = what was paid for { $lines } by { $tenders }
amount-less-paid-by = the price paid for { $lines } without what was paid by { $tenders }
amount-quantity = the quantity in { $measure } of { $lines }
amount-items = the number of items of { $lines }
amount-lines = the number of receipt lines of { $lines }
amount-different = the number of different { $texts } of { $lines }
amount-each-line = for each line of { $lines }: { $figure }
amount-quantity-all = the quantity in { $measure }
amount-items-all = the number of items
amount-lines-all = the number of receipt lines
amount-different-all = the number of different { $texts }
amount-events = the number of purchases
amount-activities = the number of activities
amount-times = the number of purchases and activities
texts-category = categories
texts-brand = brands
texts-sku = articles
texts-name = names of goods
texts-label = labels
texts-store = stores
texts-channel = channels
texts-partner = partners
figure-larger = the larger of { $left } and { $right }
figure-smaller = the smaller of { $left } and { $right }
figure-plus = { $left } plus { $right }
figure-less = { $left } less { $right }
figure-times = { $left } times { $right }
figure-table = the value in the table { $table } (otherwise { $otherwise })
this-line = this line
line-discount = the discount on the line
line-tax = the tax in the line
line-quantity = the quantity of the line
lines-all = all goods
lines-such = goods: { $such }
line-any = any
line-in = they belong to { $lines }
line-category = category { $values }
line-brand = brand { $values }
line-sku = article number { $values }
line-name = name { $values }
line-label = label { $values }
line-measure = sold in { $measure }
line-items = sold by the item

# Conditions
not = not: { $what }
at-least-of = at least { $number } of these: { $parts }
some-lines = your purchase has something of { $lines }
some-lines-such = your purchase has such goods: { $lines }
no-lines = your purchase has nothing of { $lines }
no-lines-such = your purchase has no such goods: { $lines }
date-is = { $left } is { $right }
date-is-not = { $left } is not { $right }
date-from = { $left } is { $right } or later
date-to = { $left } is { $right } or earlier
date-after = { $left } is after { $right }
date-before = { $left } is before { $right }
is = { $left } is { $right }
is-not = { $left } is not { $right }
is-at-least = { $left } is at least { $right }
is-at-most = { $left } is at most { $right }
is-above = { $left } is above { $right }
is-below = { $left } is below { $right }
field-is = { $field } is { $values }
field-yes = { $field } is yes
field-present = { $field } is known
channel-is = you buy through { $values }
store-is = you buy in the store { $values }
coupon-is = you use the coupon { $values }
paid-by = you pay by { $values }
on-days = on { $days }
in-months = in { $months }
on-month-days = on { $days } of the month
month-day = the { $from }
month-days-between = the { $from } to the { $to }
month-last-days = { $count ->
    [one] the last day
   *[other] the last { $count } days
}
nth-weekday = { $nth ->
    [first] the first
    [second] the second
    [third] the third
    [fourth] the fourth
    [fifth] the fifth
   *[last] the last
} { $weekday }
hours = from { $from } to { $to }
first-purchase = it is your first purchase
on-birthday = on your birthday
near-birthday = { $count ->
    [one] at most one day before or after your birthday
   *[other] at most { $count } days before or after your birthday
  }
birth-month = in the month of your birthday
within-joining = within { $length } of your joining
within-reaching = within { $length } of reaching { $level } (or a higher level, without falling below it since)
within-date = at most { $length } before or after the date { $date }
within-after-date = at most { $length } after the date { $date }
age-at-least = { $count ->
    [one] you are one year old or older
   *[other] you are { $count } years old or older
}
age-below = { $count ->
    [one] you are younger than one year
   *[other] you are younger than { $count } years
}
of-joining = your joining
of-date = the date { $date }
of-reaching = your reaching { $level } (or a higher level, without falling below it since)
on-anniversary = on the anniversary of { $day }
near-anniversary = { $count ->
    [one] at most one day before or after the anniversary of { $day }
   *[other] at most { $count } days before or after the anniversary of { $day }
  }
level-is = your level is { $level }
level-is-not = your level is not { $level }
level-at-least = your level is { $level } or higher
level-at-most = your level is { $level } or lower
level-above = your level is above { $level }
level-below = your level is below { $level }
level-earned = you earned the level { $level }
level-granted = the level { $level } was given to you
track-including = { $track } (this purchase included)
track-including-activity = { $track } (this activity included)
days-since-purchase = the time since your last purchase
balance-of = your balance of { $unit }
subject-purchases = your purchases
subject-points = { $unit } that you earned
subject-points-from = points from { $rules }
subject-activities = your activities { $kind }
subject-field = the sum of { $field }
subject-row-day = days in a row with { $with }
subject-row-week = weeks in a row with { $with }
subject-row-month = months in a row with { $with }
row-purchase = a purchase
subject-days = days on which you bought something
subject-days-of = days with { $kind }
subject-different = the number of different { $texts }
subject-different-of = the number of different { $texts } with { $kind }
subject-given = what you were given
track-is = { $subject }, { $window }.

# What rules give
rate-per = { $points } per { $per }, measured by { $amount }
rate-per-full = { $points } per full { $per }, measured by { $amount }
rate-in-level = With the level { $level }: { $rate }
rate-within-receipt = The purchase that reaches a level has its rate from the amount on with which it is reached
bands-whole = by { $amount }, all of it at the highest step that is reached:
bands-each-part = by { $amount }, each part at its own step:
band = From { $from } on: { $rate }
share = { $percent } of what you get from { $rules }
share-on = { $percent } of what you would get from { $rules } for { $lines } alone
share-exact = { $share }, before rounding
gives-over = { $gives }, taken together { $window }
for-activity = { $kind } (not a purchase)
decided-by = the date in { $field } decides
retroactive = It also counts what you bought before in the same period; what earlier terms gave for it is taken off.
versions-by-dates = Several terms of this name may fit a purchase, because different dates decide; the newest whose own date fits is the one that counts.
over-window = { $condition } (taken together)
paid-at-once = as soon as it is due; what is no longer due is taken back
paid-at-end = at the end of that time
paid-after = { $length } after the end of that time
shared-with-companions = It is shared evenly among you and those who take part in the purchase.
gift = In addition the member named in { $field } gets { $points }.
rounding = { $mode }, { $place }, to multiples of { $step }
rounding-whole = { $mode }, { $place }, to whole { $unit }
round-down = down
round-up = up
round-half-up = to the nearest, halves up
round-half-even = to the nearest, halves to the even neighbour
round-once = once for the purchase
round-once-alone = once
round-per-line = for each line
round-together = once for all rules together
limit-points = { $points } { $window }
limit-times = { $count ->
    [one] once { $window }
   *[other] { $count } times { $window }
  }
limit-uses = { $count ->
    [one] once { $window }
   *[other] { $count } times { $window }
  }
limit-pieces = { $count ->
    [one] one piece { $window }
   *[other] { $number } pieces { $window }
  }
limit-per = { $points } per { $per }, measured by { $amount }
limit-per-full = { $points } per full { $per }, measured by { $amount }
limit-household = { $limit }, counted for your household together
limit-everyone = { $limit }, counted for all members together: first come, first served
limit-whole = { $limit }; an award that does not fit is not given at all
available-on-activity = as soon as { $kind } is reported for the purchase

# How rules go together
stack-all = { $rules } add up.
stack-best = Of { $rules } only the one that gives most counts.
stack-first = Of { $rules } only the first that gives something counts, in this order.
stack-best-per-line = For every line of the receipt, only the one of { $rules } that gives most for it counts.
stack-first-per-line = For every line of the receipt, only the first of { $rules } that gives something for it counts.
stack-multiply = { $rules } multiply each other.

# Levels
level-held = A level is held: { $until }.
level-for-ever = A level that you have reached is yours for ever.
level-at-once = Your level follows your sums at once, up and down.
after-one-down = If you do not keep it, you go one level down.
after-base = If you do not keep it, you go to the lowest level.
after-qualifies = If you do not keep it, you go to the level that your sums qualify for.
review-days = What you have reached is looked at on { $days }, and counts from then on.
newcomers = New members hold { $level }: { $until }.
level-of-all = Everybody holds this level.
level-uses = Reaching it uses up { $amount }.
level-carries = At most { $amount } of the rest is carried on.
all-expire = all { $unit } expire

# Expiry
never-expires = They do not expire.
expires-after = They expire { $when }
expires-idle = All of them expire after { $idle }
expires-all-at = All of them expire at { $end }
expires-decay = After { $idle }, { $part } of them (at least { $least }) expire, and again every { $every }
idle = { $length } without { $acts }
act-purchase = a purchase
act-redeem = a redemption
act-transfer = an exchange
act-activity = { $kind }
said-if = { $said } (if { $conditions })
said-of-rules = { $said } (points from { $rules })
tier-later = Your level at the time of expiry decides.
pause-goes-on = Nothing expires while { $conditions }; then the time goes on.
pause-restarts = Nothing expires while { $conditions }; then the full time begins again.
pause-at-once = Nothing expires while { $conditions }; what is overdue then expires at once.
extended = What was earned { $dates } lasts { $length } longer.
reminded = { $count ->
    [one] We remind you one day before.
   *[other] We remind you { $count } days before.
  }
buckets = One use takes { $window } only what was earned then.
used-soonest = { $unit } that expire soonest are used first.
used-oldest = The oldest { $unit } are used first.
used-newest = The newest { $unit } are used first.
used-proportion = { $unit } of all dates are used in proportion.

# Rewards
costs = { $points }: { $gives }
price-field = the number of { $unit } in { $field }
per-use = { $points } per use
a-voucher = a voucher for { $gives }
gives-money = { $money } off
gives-percent = { $percent } off
gives-per-measure = { $money } off per { $per }
gives-cap = { $gives }, for at most { $most }
gives-cheapest = { $count ->
    [one] the cheapest item is free
   *[other] the { $count } cheapest items are free
  }
free = free: { $gives }
gives-cash = { $money } in cash
bought-for = goods for { $money }
worth-at = At { $partner } it counts as { $percent } of its money.
share-of-purchase = { $percent } of the purchase
whole-purchase = It must pay for the whole purchase.
issued-on-days = every year on { $days }
issued-on-reaching = by itself, as soon as you have enough
issued-on-birthday = by itself, on your birthday
issued-on-anniversary = by itself, on every anniversary of { $day }
issued-idle = by itself, after { $length } without a purchase
rest-stays = What is left stays.
rest-expires = What is left expires.
voucher-per-step = You get a voucher for each step.

# Partners
converts =
  { $count ->
    [one] { $points } becomes { $gets } { $into }
   *[other] { $points } become { $gets } { $into }
  }
converts-plus = { $said }, and { $more } { $into } more for each full { $per }
converts-plus-once = { $said }, and once { $more } { $into } more for { $per }
converts-automatic = This happens by itself { $when }, with as many full steps as you have.

# Returns
returns-again = If you return goods, the purchase is decided again as if you had not bought them, and the difference is taken back.
returns-pending = { $place ->
    [first] What cannot be used yet is taken from the purchase first.
   *[then] Then what cannot be used yet is taken from the purchase.
  }
returns-points = What can be used is taken: from the purchase first, then from the rest.
returns-vouchers = { $place ->
    [first] Unused vouchers that you got for points are taken first, the latest first of all; points that are left of them come back.
   *[then] Then unused vouchers that you got for points are taken, the latest first; points that are left of them come back.
  }
returns-owe = What is missing then is set off against what you earn next.
returns-forgive = What is missing then is waived.
returns-cut = What is missing then is taken off the refund.
returns-tiers = Levels that the returned goods opened are lost again, with what they gave.
returns-tiers-kept = Your level stays.
returns-others = What others got because of the purchase is taken back from them in the same way.
returns-spent = { $count ->
    [one] What you had spent on the purchase comes back with its old date; if that has passed, for one day.
   *[other] What you had spent on the purchase comes back with its old date; if that has passed, for { $count } days.
  }
returns-spent-cash = Points that were spent on it come back as the money that they took off.
returns-spent-least = { $count ->
    [one] What you had spent on the purchase comes back with its old date, for at least one day.
   *[other] What you had spent on the purchase comes back with its old date, for at least { $count } days.
  }
returns-days = { $count ->
    [one] Returns are possible for one day.
   *[other] Returns are taken into account for { $count } days.
  }
returns-none = Returns are not taken into account.

# Stories of events
story-title = Why { $id } got its points: { $date }, { $time }
story-gave = What was given
story-nothing = What gave nothing, and why
story-after = Afterwards
story-rule-gave = { $rule }: { $points }
story-window = Over
story-due = { $due } are due for this time, { $before } were given before
story-measured = Measured
story-amount = { $value } of { $amount }
story-rate = Rate
story-exact = exactly { $exact }, rounded { $rounding }: { $points }
story-exact-default = exactly { $exact }, rounded { $rounding } (nothing else is written): { $points }
story-cut = { $limit }: cut to { $points }
story-place = In the programme
story-at-once = at once
story-from = from { $date }
story-until = until { $date }
story-for-ever = without end
story-because = Because
story-enough = Enough would have been
story-not-met = this does not hold: { $condition }
story-too-little = there is too little of { $amount }
story-zero = it comes to nothing
story-used-up = nothing is left of what is possible at most: { $limit }
story-earlier = a rule that comes before it gives something
story-better = another rule gives more
story-more = { $more } more of { $amount }
story-level = level: { $from }, now { $to }, { $until }
story-pending = { $points } pending
story-owed = { $points } owed
story-redemption = Redemption { $id }: { $date }, { $time }
story-voucher = Use of a voucher { $id }: { $date }, { $time }
story-grant = Credit by hand { $id }: { $date }, { $time }
story-transfer = Exchange { $id }: { $date }, { $time }
story-member = Change of your membership { $id }: { $date }, { $time }
story-return = Return { $id }: { $date }, { $time }
story-time = What came with time: { $date }, { $time }
story-from-hour = from { $time }
story-repeated = This came before; what was decided then holds.
story-late = It came in late; its own date decides.
story-of = { $name }: { $said }

# What happened beside
story-expired = Expired in the meantime
story-expired-lot = { $points }, good until { $date }
story-reminders = Reminders
story-reminded = { $points } can be used until { $date } at the latest
story-account = Accounts
story-joined = The account { $member } went up into this one, with { $points }
story-no-points = no points
story-returned = What the return changed
story-came-back = Of { $receipt } came back: { $lines }
story-line = { $quantity } of line { $line }
story-undone = { $receipt } is undone.
story-nothing-left = Nothing of it remains.
story-gives-less = { $rule } gives { $points } less for what remains
story-gives-more = { $rule } gives { $points } more for what remains
story-points-back = What was used for it comes back: { $points }
story-cash-back = { $money } are paid back for what was used for it
story-refund-cut = The refund is { $money } smaller.
story-taken = Taken: { $points } ({ $parts })
story-taken-pending = { $points } from what could not be used yet
story-taken-own = { $points } from what the purchase brought
story-taken-expired = { $points } expired before, counted as taken
story-taken-other = { $points } from the rest of the account
story-taken-vouchers = { $points } from vouchers that were cancelled
story-taken-owed = { $points } owed from now on
story-taken-cut = { $points } taken off the refund
story-taken-forgiven = { $points } let go
story-rewards = Rewards
story-reward = { $gives } { $cost }
story-for = for { $points }
story-for-nothing = for nothing
story-as-voucher = as a voucher
story-off = { $money } off the purchase
story-good-until = good until { $date }
story-issued = came by itself on { $date }
story-vouchers = { $count ->
    [one] a voucher ({ $gives })
   *[other] { $number } vouchers ({ $gives } each)
  }
story-voucher-used = used
story-voucher-expired = expired
story-voucher-cancelled = cancelled
story-voucher-back = can be used again
story-partners = Partners
story-pays = { $partner } pays { $money } for { $points } from { $rule }
story-others = Other members
story-sent = { $rule }: { $points } for { $to }
story-shared = { $member } pays { $points } of it
story-shared-back = Back to { $member }: { $points }
story-levels = Levels
story-renewed = { $level } is renewed, { $until }
story-level-gave = { $points } with the level { $level }
story-written = Laid down in the programme
story-defaults = Not laid down, so this holds
story-choice = { $of }, { $row }: { $value }

# Choices
choices-title = What holds in { $name }
choice-by-default = { $value } (the default)
choice-by-text = { $value }
choice-of-programme = The programme
choice-of-returns = Returns
choice-of-limit = Limit: { $limit }
choice-then = , then{" "}

# Events that were refused
story-refused = Why { $id } was refused: { $date }, { $time }
story-about = It is about
story-there-is = There is
story-nothing-changed = Nothing was changed.
enough-least = at least { $value }
enough-most = at most { $value }
enough-from = from { $value }
refused-no-member = The receipt names no member, so nobody can be credited.
refused-unknown-member = This programme is for registered members only, and this membership is not known.
refused-id-reused = The number of this event was used before for something else.
refused-out-of-order = It is earlier than the latest event of the account, and this programme takes nothing afterwards.
refused-too-late = This lies too far back.
refused-nothing-remembered = Returns are not taken into account in this programme.
refused-unknown-receipt = The account has no such purchase and no such redemption, or it lies too far back.
refused-not-returnable = Only purchases and redemptions can be returned.
refused-before-purchase = The return is dated before the purchase.
refused-nothing-left = Everything has come back before.
refused-unknown-line = The receipt has no such line.
refused-line-twice = One line of the receipt is named twice.
refused-more-than-bought = More is to come back than is left of the purchase.
refused-quantity-not-above-zero = What comes back must be more than zero.
refused-no-lines = A redemption is returned as a whole.
refused-no-household = You are in no household.
refused-household-full = The household has as many members as it may have.
refused-merge-with-itself = An account cannot be joined with itself.
refused-merge-unknown = The account that was to be joined with this one does not exist.
refused-already-merged = The account was joined with another one before.
refused-account-out-of-order = It is earlier than the latest event of one of the accounts.
refused-not-a-member = Your membership has ended.
refused-before-joining = That was before your membership began.
refused-already-a-member = Your membership has begun before.
refused-own-gift = Nobody gets what is meant for others out of a purchase of their own.
refused-not-enough-points = There is not enough on the account.
refused-below-minimum = This is less than the least of one use.
refused-above-maximum = This is more than the most of one use.
refused-not-a-step = So many cannot be taken; there are fixed steps.
refused-unknown-conversion = This cannot be exchanged into that.
refused-wrong-unit = The reward cannot be had for this.
refused-not-in-force = It is not to be had on this day.
refused-not-eligible = Something that is asked for was missing.
refused-limit-reached = What is possible at most has been used.
refused-no-receipt = The reward is taken off a purchase, and none was sent with it.
refused-above-receipt = This is more than may be paid of the purchase like this.
refused-below-receipt = The whole purchase must be paid like this, and this is less.
refused-below-purchase = The purchase is smaller than the reward asks for.
refused-issued-by-itself = You get this reward without asking for it.
refused-no-voucher = You do not hold so many vouchers.
refused-voucher-gone = The voucher has been used, or it has ended.
refused-nothing-to-pay = Nothing on the receipt can be paid with it.
refused-out-of-range = A total would become larger than can be kept.
