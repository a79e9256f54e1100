# Teilnahmebedingungen auf Deutsch. In jedem Katalog stehen dieselben Namen; die Tests wachen darüber.

# Kapitel und Wörter vor einer Bestimmung
chapter-overview = Was Sie sammeln
chapter-earning = So sammeln Sie
chapter-together = Wie die Regeln zusammenwirken
chapter-levels = Stufen: { $name }
chapter-expiry = Gültigkeit
chapter-rewards = Prämien
chapter-partners = Partner
chapter-returns = Wenn Sie etwas zurückgeben
chapter-definitions = Was die Wörter bedeuten
you-get = Sie erhalten
for = Für
dates = Wann
if = Voraussetzung
rounded = Rundung
at-most = Höchstens
at-least = Mindestens
usable = Einlösbar
paid = Gutgeschrieben
reached-if = Erreicht, wenn
kept-if = Behalten, wenn
perk = Vorteil
reaching = Beim Erreichen
leaving = Beim Verlust
issued = Ausgabe
valid = Gültig
costs-word = Preis
stores = Filialen
conversion = Umtausch

# Überblick
unit-status = Sie sammeln { $unit }. Sie zählen für Ihre Stufe und können nicht ausgegeben werden.
unit-money = Sie sammeln { $unit } in { $currency }.
unit-worth =
  { $count ->
    [one] { $points } ist { $money } wert.
   *[other] { $points } sind { $money } wert.
  }
unit-plain = Sie sammeln { $unit }.
zone = Tage und Uhrzeiten gelten in der Zeitzone { $zone }.
zones-of-stores = In Filialen anderer Zeitzonen gelten Datum und Uhrzeit der Filiale.
week-starts = Eine Woche beginnt am { $day }.
members-known = Nur registrierte Mitglieder nehmen teil.
members-join = Sie nehmen ab Ihrem ersten Einkauf mit der Karte teil.
leavers-keep = Endet Ihre Mitgliedschaft, so bleiben Punkte und Gutscheine { $length } erhalten; beginnt sie bis dahin wieder, haben Sie sie wieder.
leavers-lose = Endet Ihre Mitgliedschaft, so verfallen Punkte und Gutscheine.
accounts-merge = Zwei Konten einer Person können zu einem werden: Punkte behalten ihre Daten, und Einkäufe zählen zusammen.
accounts-merge-levels = Zwei Konten einer Person können zu einem werden: Punkte behalten ihre Daten, Einkäufe zählen zusammen, und die bessere Stufe bleibt.

# Aufzählungen, Zahlen
list-and = { $first } und { $last }
list-or = { $first } oder { $last }
number-of = { $number } { $what }
measure-litre = Liter
measure-liter = Liter
measure-gallon =
  { $count ->
    [one] Gallone
   *[other] Gallonen
  }
measure-kilogram = Kilogramm
measure-kilometre = Kilometer
measure-kilometer = Kilometer
measure-mile =
  { $count ->
    [one] Meile
   *[other] Meilen
  }
measure-metre = Meter
measure-meter = Meter
measure-hour =
  { $count ->
    [one] Stunde
   *[other] Stunden
  }
measure-minute =
  { $count ->
    [one] Minute
   *[other] Minuten
  }
items = { $number } Stück
lines-counted = { $count ->
    [one] { $number } Zeile
   *[other] { $number } Zeilen
  }
different-counted = { $number } verschiedene
events-counted = { $number } Mal
purchases-counted = { $count ->
    [one] { $number } Einkauf
   *[other] { $number } Einkäufe
  }
plain-counted = { $number }
units-counted = { $count ->
    [one] { $number } Einheit
   *[other] { $number } Einheiten
  }
activities-counted = { $count ->
    [one] { $number } Aktivität
   *[other] { $number } Aktivitäten
  }
one-item = Stück
one-line = Zeile
one-unit = Einheit
length-days = { $count ->
    [one] 1 Tag
   *[other] { $count } Tage
  }
length-weeks = { $count ->
    [one] 1 Woche
   *[other] { $count } Wochen
  }
length-months = { $count ->
    [one] 1 Monat
   *[other] { $count } Monate
  }
length-years = { $count ->
    [one] 1 Jahr
   *[other] { $count } Jahre
  }

# Zeiträume
window-receipt = pro Einkauf
window-ever = insgesamt
window-day = pro Tag
window-week = pro Woche (ab { $day })
window-month = pro Kalendermonat
window-quarter = pro Kalenderquartal
window-year = pro Kalenderjahr
window-year-from = pro Jahr (ab { $day })
window-membership-year = pro Jahr Ihrer Mitgliedschaft
window-since-tier = pro Jahr seit der letzten Änderung Ihrer Stufe
window-dates = vom { $from } bis { $to }
window-rolling = in einem beliebigen Zeitraum (Länge: { $length })

# Fristen
end-week = Ende der Woche
end-month = Ende des Monats
end-quarter = Ende des Quartals
end-half-year = Ende des Halbjahres
end-year = Ende des Kalenderjahres
end-year-from = Ende des Jahres (ab { $day })
end-membership-year = Ende Ihres Mitgliedsjahres
deadline-after = { $length } ab dem { $from }
deadline-after-end = { $length } ab dem { $end } ({ $from })
deadline-this = bis zum { $end }
deadline-next = { $count ->
    [1] bis zum { $end } nach dem laufenden
   *[other] bis zum { $end }, { $count } weiter
  }
snap-end = dann bis zum { $end }
snap-end-of-named = dann bis Ende { $month }
snap-birth-month = dann bis zum Ende Ihres Geburtsmonats
snap-on = dann bis zum nächsten { $day }
snap-on-either = dann bis zum nächsten { $one } oder { $other }, je nachdem, was früher ist
start-field = Datum { $field }
start-earning = Tag des Sammelns
start-availability = Tag, ab dem eingelöst werden kann
start-entry = Tag des Erreichens
start-joining = Tag der Anmeldung
start-issue = Tag der Ausgabe
cycle-year = am Ende jedes Jahres (ab { $day })
cycle-week = am Ende jeder Woche
cycle-ends = jedes Jahr Ende { $months }
cycle-months = { $count ->
    [one] am Ende jedes Monats
   *[other] alle { $count } Monate, am Monatsende
  }
dates-between = vom { $from } bis { $to }
dates-from = ab { $from }
dates-to = bis { $to }
dates-always = jederzeit

# Was gemessen wird
amount-charged = bezahlter Preis für { $lines }
amount-before-discounts = Preis vor Rabatten für { $lines }
amount-without-tax = Preis ohne Steuer für { $lines }
amount-paid-by = was für { $lines } mit { $tenders } bezahlt wurde
amount-less-paid-by = bezahlter Preis für { $lines } ohne das, was mit { $tenders } bezahlt wurde
amount-quantity = Menge in { $measure } von { $lines }
amount-items = Stückzahl von { $lines }
amount-lines = Zahl der Belegzeilen von { $lines }
amount-different = Zahl verschiedener { $texts } von { $lines }
amount-each-line = je Zeile von { $lines }: { $figure }
amount-quantity-all = Menge in { $measure }
amount-items-all = Stückzahl
amount-lines-all = Zahl der Belegzeilen
amount-different-all = Zahl verschiedener { $texts }
amount-events = Zahl der Einkäufe
amount-activities = Zahl der Aktivitäten
amount-times = Zahl der Einkäufe und Aktivitäten
texts-category = Kategorien
texts-brand = Marken
texts-sku = Artikel
texts-name = Warennamen
texts-label = Kennzeichen
texts-store = Filialen
texts-channel = Kanäle
texts-partner = Partner
figure-larger = der höhere Wert von { $left } und { $right }
figure-smaller = der niedrigere Wert von { $left } und { $right }
figure-plus = { $left } plus { $right }
figure-less = { $left } minus { $right }
figure-times = { $left } mal { $right }
figure-table = Wert in der Tabelle { $table } (sonst { $otherwise })
this-line = diese Zeile
line-discount = Rabatt der Zeile
line-tax = Steuer der Zeile
line-quantity = Menge der Zeile
lines-all = alle Waren
lines-such = Waren: { $such }
line-any = beliebig
line-in = sie gehören zu { $lines }
line-category = Kategorie { $values }
line-brand = Marke { $values }
line-sku = Artikelnummer { $values }
line-name = Name { $values }
line-label = Kennzeichen { $values }
line-measure = verkauft in { $measure }
line-items = verkauft nach Stück

# Voraussetzungen
not = nicht: { $what }
at-least-of = mindestens { $number } von diesen: { $parts }
some-lines = Ihr Einkauf enthält etwas aus { $lines }
some-lines-such = Ihr Einkauf enthält solche Waren: { $lines }
no-lines = Ihr Einkauf enthält nichts aus { $lines }
no-lines-such = Ihr Einkauf enthält keine solchen Waren: { $lines }
date-is = { $left } ist der { $right }
date-is-not = { $left } ist nicht der { $right }
date-from = { $left } ist der { $right } oder später
date-to = { $left } ist der { $right } oder früher
date-after = { $left } liegt nach dem { $right }
date-before = { $left } liegt vor dem { $right }
is = { $left } ist gleich { $right }
is-not = { $left } ist nicht { $right }
is-at-least = { $left }: mindestens { $right }
is-at-most = { $left }: höchstens { $right }
is-above = { $left }: mehr als { $right }
is-below = { $left }: weniger als { $right }
field-is = { $field } ist { $values }
field-yes = { $field }: ja
field-present = { $field } ist bekannt
channel-is = Sie kaufen über { $values }
store-is = Sie kaufen in der Filiale { $values }
coupon-is = Sie lösen den Coupon { $values } ein
paid-by = Sie zahlen mit { $values }
on-days = am { $days }
in-months = im { $months }
on-month-days = { $days } des Monats
month-day = am { $from }
month-days-between = vom { $from } bis zum { $to }
month-last-days = { $count ->
    [one] am letzten Tag
   *[other] an den letzten { $count } Tagen
}
nth-weekday = am { $nth ->
    [first] ersten
    [second] zweiten
    [third] dritten
    [fourth] vierten
    [fifth] fünften
   *[last] letzten
} { $weekday }
hours = von { $from } bis { $to }
first-purchase = es ist Ihr erster Einkauf
on-birthday = an Ihrem Geburtstag
near-birthday = { $count ->
    [one] höchstens einen Tag vor oder nach Ihrem Geburtstag
   *[other] höchstens { $count } Tage vor oder nach Ihrem Geburtstag
  }
birth-month = im Monat Ihres Geburtstags
within-joining = bis { $length } nach Ihrer Anmeldung
within-reaching = bis { $length } nach dem Tag, seit dem Sie ohne Unterbrechung { $level } oder eine höhere Stufe haben
within-date = höchstens { $length } vor oder nach dem Datum { $date }
within-after-date = höchstens { $length } nach dem Datum { $date }
age-at-least = { $count ->
    [one] Sie sind ein Jahr alt oder älter
   *[other] Sie sind { $count } Jahre alt oder älter
}
age-below = { $count ->
    [one] Sie sind jünger als ein Jahr
   *[other] Sie sind jünger als { $count } Jahre
}
of-joining = Ihrer Anmeldung
of-date = des Datums { $date }
of-reaching = des Tages, seit dem Sie ohne Unterbrechung { $level } oder eine höhere Stufe haben
on-anniversary = am Jahrestag { $day }
near-anniversary = { $count ->
    [one] höchstens einen Tag vor oder nach dem Jahrestag { $day }
   *[other] höchstens { $count } Tage vor oder nach dem Jahrestag { $day }
  }
level-is = Ihre Stufe ist { $level }
level-is-not = Ihre Stufe ist nicht { $level }
level-at-least = Ihre Stufe ist { $level } oder höher
level-at-most = Ihre Stufe ist { $level } oder tiefer
level-above = Ihre Stufe liegt über { $level }
level-below = Ihre Stufe liegt unter { $level }
level-earned = Sie haben die Stufe { $level } selbst erreicht
level-granted = die Stufe { $level } wurde Ihnen verliehen
track-including = { $track } (dieser Einkauf eingeschlossen)
track-including-activity = { $track } (diese Aktivität eingeschlossen)
days-since-purchase = Zeit seit Ihrem letzten Einkauf
balance-of = Ihr Guthaben an { $unit }
subject-purchases = Ihre Einkäufe
subject-points = gesammelte { $unit }
subject-points-from = Punkte aus { $rules }
subject-activities = Ihre Aktivitäten { $kind }
subject-field = Summe von { $field }
subject-row-day = Tage nacheinander mit { $with }
subject-row-week = Wochen nacheinander mit { $with }
subject-row-month = Monate nacheinander mit { $with }
row-purchase = einem Einkauf
subject-days = Tage, an denen Sie eingekauft haben
subject-days-of = Tage mit { $kind }
subject-different = Zahl verschiedener { $texts }
subject-different-of = Zahl verschiedener { $texts } bei { $kind }
subject-given = was Sie erhalten haben
track-is = { $subject }, { $window }.

# Was Regeln geben
rate-per = { $points } je { $per } (gemessen: { $amount })
rate-per-full = { $points } je volle { $per } (gemessen: { $amount })
rate-in-level = Mit der Stufe { $level }: { $rate }
rate-within-receipt = Der Einkauf, der eine Stufe erreicht, hat deren Satz ab dem Betrag, mit dem sie erreicht ist
bands-whole = nach Höhe ({ $amount }), der ganze Betrag zur höchsten erreichten Staffel:
bands-each-part = nach Höhe ({ $amount }), jeder Teil zu seiner Staffel:
band = Ab { $from }: { $rate }
share = { $percent } dessen, was Sie aus { $rules } erhalten
share-on = { $percent } dessen, was Sie aus { $rules } allein für { $lines } erhielten
share-exact = { $share }, vor dem Runden
gives-over = { $gives }, zusammengerechnet { $window }
for-activity = { $kind } (kein Einkauf)
decided-by = das Datum in { $field } entscheidet
retroactive = Auch frühere Einkäufe desselben Zeitraums zählen mit; was es dafür nach der früheren Fassung schon gab, wird angerechnet.
versions-by-dates = Mehrere Fassungen dieser Regel können auf einen Einkauf passen, weil verschiedene Daten entscheiden; es gilt die neueste, deren Datum passt.
over-window = { $condition } (zusammengerechnet)
paid-at-once = sobald der Anspruch besteht; was nicht mehr zusteht, wird zurückgenommen
paid-at-end = am Ende dieser Zeit
paid-after = nach dem Ende dieser Zeit (Frist: { $length })
shared-with-companions = Es wird zu gleichen Teilen auf Sie und alle verteilt, die am Einkauf teilhaben.
gift = Zudem erhält das Mitglied, das in { $field } genannt ist: { $points }.
rounding = { $mode }, { $place }, auf Vielfache von { $step }
rounding-whole = { $mode }, { $place }, auf ganze { $unit }
round-down = abgerundet
round-up = aufgerundet
round-half-up = kaufmännisch gerundet
round-half-even = gerundet, Hälften zur geraden Zahl
round-once = einmal je Einkauf
round-once-alone = einmal
round-per-line = je Zeile
round-together = einmal für alle Regeln zusammen
limit-points = { $points } { $window }
limit-times = { $count } Mal { $window }
limit-uses = { $count } Mal { $window }
limit-pieces = { $count ->
    [one] ein Stück { $window }
   *[other] { $number } Stück { $window }
  }
limit-per = { $points } je { $per } (gemessen: { $amount })
limit-per-full = { $points } je volle { $per } (gemessen: { $amount })
limit-household = { $limit }, für Ihren Haushalt zusammen gezählt
limit-everyone = { $limit }, für alle Mitglieder zusammen gezählt: wer zuerst kommt, bekommt sie
limit-whole = { $limit }; was nicht ganz hineinpasst, wird nicht gegeben
available-on-activity = sobald { $kind } für den Einkauf gemeldet ist

# Wie die Regeln zusammenwirken
stack-all = { $rules } werden zusammengezählt.
stack-best = Von { $rules } zählt nur die Regel, die am meisten gibt.
stack-first = Von { $rules } zählt, in dieser Reihenfolge, nur die erste Regel, die etwas gibt.
stack-best-per-line = Für jede Zeile des Belegs zählt von { $rules } nur die Regel, die dafür am meisten gibt.
stack-first-per-line = Für jede Zeile des Belegs zählt von { $rules } nur die erste Regel, die dafür etwas gibt.
stack-multiply = { $rules } werden miteinander multipliziert.

# Stufen
level-held = Eine Stufe gilt { $until }.
level-for-ever = Eine erreichte Stufe behalten Sie für immer.
level-at-once = Ihre Stufe folgt Ihren Summen sofort, nach oben und nach unten.
after-one-down = Wird sie nicht behalten, gehen Sie eine Stufe zurück.
after-base = Wird sie nicht behalten, gehen Sie auf die unterste Stufe zurück.
after-qualifies = Wird sie nicht behalten, erhalten Sie die Stufe, für die Ihre Summen reichen.
review-days = Was Sie erreicht haben, wird am { $days } angesehen und gilt von da an.
newcomers = Neue Mitglieder halten { $level } { $until }.
level-of-all = Diese Stufe haben alle.
level-uses = Beim Erreichen werden { $amount } verbraucht.
level-carries = Vom Rest werden höchstens { $amount } übernommen.
all-expire = alle { $unit } verfallen

# Gültigkeit
never-expires = Sie verfallen nicht.
expires-after = Verfall: { $when }
expires-idle = Alle verfallen nach { $idle }
expires-all-at = Alle verfallen am { $end }
expires-decay = Nach { $idle } verfallen { $part } davon (mindestens { $least }), und danach immer wieder (alle { $every })
idle = einer Frist ({ $length }) ohne { $acts }
act-purchase = Einkauf
act-redeem = Einlösung
act-transfer = Umtausch
act-activity = { $kind }
said-if = { $said } (wenn { $conditions })
said-of-rules = { $said } (Punkte aus { $rules })
tier-later = Ihre Stufe zur Zeit des Verfalls entscheidet.
pause-goes-on = Nichts verfällt, solange gilt: { $conditions }; danach läuft die Zeit weiter.
pause-restarts = Nichts verfällt, solange gilt: { $conditions }; danach beginnt die ganze Frist neu.
pause-at-once = Nichts verfällt, solange gilt: { $conditions }; Überfälliges verfällt danach sofort.
extended = Was { $dates } gesammelt wurde, gilt länger (um: { $length }).
reminded = { $count ->
    [one] Wir erinnern Sie einen Tag vorher.
   *[other] Wir erinnern Sie { $count } Tage vorher.
  }
buckets = Eine Einlösung verwendet nur, was { $window } zusammen gesammelt wurde.
used-soonest = Zuerst wird verwendet, was zuerst verfällt ({ $unit }).
used-oldest = Zuerst wird das Älteste verwendet ({ $unit }).
used-newest = Zuerst wird das Neueste verwendet ({ $unit }).
used-proportion = Aus allen Gutschriften wird anteilig verwendet ({ $unit }).

# Prämien
costs = { $points }: { $gives }
price-field = { $unit } nach Angabe in { $field }
per-use = { $points } je Einlösung
a-voucher = ein Gutschein: { $gives }
gives-money = { $money } Rabatt
gives-percent = { $percent } Rabatt
gives-per-measure = { $money } Rabatt je { $per }
gives-cap = { $gives }, für höchstens { $most }
gives-cheapest = { $count ->
    [one] der günstigste Artikel ist gratis
   *[other] die { $count } günstigsten Artikel sind gratis
  }
free = gratis: { $gives }
gives-cash = { $money } bar
bought-for = Waren für { $money }
worth-at = Bei { $partner } gilt er mit { $percent } seines Betrags.
share-of-purchase = { $percent } des Einkaufs
whole-purchase = Sie muss den ganzen Einkauf bezahlen.
issued-on-days = jedes Jahr am { $days }
issued-on-reaching = von selbst, sobald es reicht
issued-on-birthday = von selbst, an Ihrem Geburtstag
issued-on-anniversary = von selbst, an jedem Jahrestag { $day }
issued-idle = von selbst, ohne Einkauf seit: { $length }
rest-stays = Was übrig ist, bleibt.
rest-expires = Was übrig ist, verfällt.
voucher-per-step = Sie erhalten für jede Stufe des Preises einen Gutschein.

# Partner
converts =
  { $count ->
    [one] { $points } wird zu { $gets } { $into }
   *[other] { $points } werden zu { $gets } { $into }
  }
converts-plus = { $said }, und { $more } { $into } mehr je volle { $per }
converts-plus-once = { $said }, und einmal { $more } { $into } mehr für { $per }
converts-automatic = Das geschieht von selbst { $when }, mit so vielen vollen Schritten wie möglich.

# Rückgaben
returns-again = Geben Sie Waren zurück, so wird der Einkauf neu berechnet, als hätten Sie sie nicht gekauft; der Unterschied wird zurückgenommen.
returns-pending = { $place ->
    [first] Zuerst wird genommen, was aus dem Einkauf noch nicht einlösbar ist.
   *[then] Dann wird genommen, was aus dem Einkauf noch nicht einlösbar ist.
  }
returns-points = Genommen wird Einlösbares: zuerst aus dem Einkauf, dann vom Übrigen.
returns-vouchers = { $place ->
    [first] Zuerst werden ungenutzte Gutscheine zurückgenommen, die Sie für Punkte erhalten haben, die neuesten zuerst; übrige Punkte erhalten Sie zurück.
   *[then] Dann werden ungenutzte Gutscheine zurückgenommen, die Sie für Punkte erhalten haben, die neuesten zuerst; übrige Punkte erhalten Sie zurück.
  }
returns-owe = Was dann fehlt, wird mit den nächsten Gutschriften verrechnet.
returns-forgive = Was dann fehlt, wird erlassen.
returns-cut = Was dann fehlt, wird von der Rückzahlung abgezogen.
returns-tiers = Stufen, die durch die zurückgegebenen Waren erreicht wurden, gehen mit dem, was es dafür gab, wieder verloren.
returns-tiers-kept = Ihre Stufe bleibt.
returns-others = Was andere durch den Einkauf erhalten haben, wird ihnen ebenso genommen.
returns-spent = { $count ->
    [one] Was Sie für den Einkauf eingelöst hatten, kommt mit seinem alten Datum zurück; ist es vorbei, für einen Tag.
   *[other] Was Sie für den Einkauf eingelöst hatten, kommt mit seinem alten Datum zurück; ist es vorbei, für { $count } Tage.
  }
returns-spent-cash = Dafür eingelöste Punkte kommen als das Geld zurück, um das sie den Preis gesenkt haben.
returns-spent-least = { $count ->
    [one] Was Sie für den Einkauf eingelöst hatten, kommt mit seinem alten Datum zurück, mindestens für einen Tag.
   *[other] Was Sie für den Einkauf eingelöst hatten, kommt mit seinem alten Datum zurück, mindestens für { $count } Tage.
  }
returns-days = { $count ->
    [one] Rückgaben werden einen Tag lang berücksichtigt.
   *[other] Rückgaben werden { $count } Tage lang berücksichtigt.
  }
returns-none = Rückgaben werden nicht berücksichtigt.

# Geschichten zu Ereignissen
story-title = So kam { $id } zu Punkten: { $date }, { $time }
story-gave = Was gutgeschrieben wurde
story-nothing = Was nichts brachte, und warum
story-after = Danach
story-rule-gave = { $rule }: { $points }
story-window = Zeitraum
story-due = { $due } stehen für diesen Zeitraum zu, { $before } gab es davor
story-measured = Gemessen
story-amount = { $value } ({ $amount })
story-rate = Satz
story-exact = genau { $exact }, { $rounding }: { $points }
story-exact-default = genau { $exact }, { $rounding } (nichts anderes ist vereinbart): { $points }
story-cut = { $limit }: gekürzt auf { $points }
story-place = Im Programm
story-at-once = sofort
story-from = ab { $date }
story-until = bis { $date }
story-for-ever = unbefristet
story-because = Grund
story-enough = Genügt hätte
story-not-met = nicht erfüllt: { $condition }
story-too-little = zu wenig: { $amount }
story-zero = es ergibt nichts
story-used-up = ausgeschöpft ist: { $limit }
story-earlier = eine Regel, die davor steht, bringt etwas
story-better = eine andere Regel bringt mehr
story-more = { $more } mehr ({ $amount })
story-level = Stufe: { $from }, nun { $to }, { $until }
story-pending = { $points } vorgemerkt
story-owed = { $points } geschuldet
story-redemption = Einlösung { $id }: { $date }, { $time }
story-voucher = Gutschein eingelöst, { $id }: { $date }, { $time }
story-grant = Gutschrift von Hand { $id }: { $date }, { $time }
story-transfer = Umtausch { $id }: { $date }, { $time }
story-member = Änderung Ihrer Mitgliedschaft { $id }: { $date }, { $time }
story-return = Rückgabe { $id }: { $date }, { $time }
story-time = Was die Zeit brachte: { $date }, { $time }
story-from-hour = ab { $time }
story-repeated = Dieser Vorgang kam schon einmal; es gilt, was damals entschieden wurde.
story-late = Der Vorgang kam verspätet; es entscheidet sein eigenes Datum.
story-of = { $name }: { $said }

# Was sonst geschah
story-expired = Inzwischen verfallen
story-expired-lot = { $points }, gültig bis { $date }
story-reminders = Erinnerungen
story-reminded = { $points } einlösbar bis { $date }
story-account = Konten
story-joined = Das Konto { $member } ist in diesem aufgegangen, mit { $points }
story-no-points = keinem Guthaben
story-returned = Was die Rückgabe änderte
story-came-back = Aus { $receipt } kam zurück: { $lines }
story-line = { $quantity } von Zeile { $line }
story-undone = { $receipt } ist rückgängig gemacht.
story-nothing-left = Davon bleibt nichts übrig.
story-gives-less = Für das Übrige bringt { $rule } weniger: { $points }
story-gives-more = Für das Übrige bringt { $rule } mehr: { $points }
story-points-back = Dafür Eingelöstes kommt zurück: { $points }
story-cash-back = Für dafür Eingelöstes werden { $money } zurückgezahlt
story-refund-cut = Die Rückzahlung wird um { $money } gekürzt.
story-taken = Zurückgenommen: { $points } ({ $parts })
story-taken-pending = { $points } noch nicht Einlösbares aus dem Einkauf
story-taken-own = { $points } aus dem Einkauf
story-taken-expired = { $points } schon verfallen, gelten als genommen
story-taken-other = { $points } aus dem übrigen Guthaben
story-taken-vouchers = { $points } aus zurückgenommenen Gutscheinen
story-taken-owed = { $points } weiterhin geschuldet
story-taken-cut = { $points } mit der Rückzahlung verrechnet
story-taken-forgiven = { $points } erlassen
story-rewards = Prämien
story-reward = { $gives } { $cost }
story-for = für { $points }
story-for-nothing = kostenlos
story-as-voucher = mit Gutschein
story-off = { $money } vom Einkauf abgezogen
story-good-until = gültig bis { $date }
story-issued = von selbst ausgestellt am { $date }
story-vouchers = { $count ->
    [one] ein Gutschein ({ $gives })
   *[other] { $number } Gutscheine (je { $gives })
  }
story-voucher-used = eingelöst
story-voucher-expired = abgelaufen
story-voucher-cancelled = zurückgenommen
story-voucher-back = { $count ->
    [one] kann wieder eingelöst werden
   *[other] können wieder eingelöst werden
  }
story-partners = Partner
story-pays = { $partner } zahlt { $money } für { $points } aus { $rule }
story-others = Andere Mitglieder
story-sent = { $rule }: { $points } für { $to }
story-shared = { $member } zahlt davon { $points }
story-shared-back = Zurück an { $member }: { $points }
story-levels = Stufen
story-renewed = { $level } ist erneuert, { $until }
story-level-gave = { $points } mit der Stufe { $level }
story-written = Im Programm festgelegt
story-defaults = Nicht festgelegt, deshalb gilt
story-choice = { $of }, { $row }: { $value }

# Festlegungen
choices-title = Was in { $name } gilt
choice-by-default = { $value } (Vorgabe)
choice-by-text = { $value }
choice-of-programme = Programm
choice-of-returns = Rückgaben
choice-of-limit = Grenze: { $limit }
choice-then = , dann{" "}

# Vorgänge, die abgelehnt wurden
story-refused = Warum { $id } abgelehnt wurde: { $date }, { $time }
story-about = Es geht um
story-there-is = Vorhanden
story-nothing-changed = Es wurde nichts verändert.
enough-least = mindestens { $value }
enough-most = höchstens { $value }
enough-from = ab { $value }
refused-no-member = Auf dem Beleg steht kein Mitglied; deshalb kann niemandem etwas gutgeschrieben werden.
refused-unknown-member = Dieses Programm ist nur für angemeldete Mitglieder, und diese Mitgliedschaft ist nicht bekannt.
refused-id-reused = Die Nummer dieses Vorgangs wurde schon für etwas anderes verwendet.
refused-out-of-order = Der Vorgang ist früher als der letzte des Kontos, und dieses Programm nimmt nichts nachträglich an.
refused-too-late = Das liegt zu weit zurück.
refused-nothing-remembered = Rückgaben werden in diesem Programm nicht berücksichtigt.
refused-unknown-receipt = Auf dem Konto gibt es keinen solchen Einkauf und keine solche Einlösung, oder sie liegen zu weit zurück.
refused-not-returnable = Nur Einkäufe und Einlösungen können zurückgegeben werden.
refused-before-purchase = Die Rückgabe liegt zeitlich vor dem Einkauf.
refused-nothing-left = Es wurde bereits alles zurückgegeben.
refused-unknown-line = Diese Zeile gibt es auf dem Beleg nicht.
refused-line-twice = Eine Zeile des Belegs ist zweimal genannt.
refused-more-than-bought = Es soll mehr zurückgegeben werden, als vom Einkauf noch übrig ist.
refused-quantity-not-above-zero = Was zurückgegeben wird, muss mehr als null sein.
refused-no-lines = Eine Einlösung wird als Ganzes zurückgegeben.
refused-no-household = Sie gehören zu keinem Haushalt.
refused-household-full = Der Haushalt hat bereits so viele Mitglieder, wie er haben darf.
refused-merge-with-itself = Ein Konto kann nicht mit sich selbst zusammengelegt werden.
refused-merge-unknown = Das Konto, das mit diesem zusammengelegt werden soll, gibt es nicht.
refused-already-merged = Das Konto wurde bereits mit einem anderen zusammengelegt.
refused-account-out-of-order = Der Vorgang ist früher als der letzte eines der Konten.
refused-not-a-member = Ihre Mitgliedschaft ist beendet.
refused-before-joining = Das war vor dem Beginn Ihrer Mitgliedschaft.
refused-already-a-member = Ihre Mitgliedschaft besteht bereits.
refused-own-gift = Was für andere bestimmt ist, erhält niemand aus dem eigenen Einkauf.
refused-not-enough-points = Das Guthaben reicht nicht aus.
refused-below-minimum = Das ist weniger, als je Einlösung nötig ist.
refused-above-maximum = Das ist mehr, als je Einlösung möglich ist.
refused-not-a-step = So viele können nicht eingesetzt werden; es gibt feste Stufen.
refused-unknown-conversion = Dieser Umtausch ist nicht möglich.
refused-wrong-unit = Dafür ist die Prämie nicht zu haben.
refused-not-in-force = An diesem Tag ist das nicht zu haben.
refused-not-eligible = Eine Voraussetzung fehlte.
refused-limit-reached = Das Mögliche ist ausgeschöpft.
refused-no-receipt = Die Prämie wird von einem Einkauf abgezogen, und es wurde keiner mitgeschickt.
refused-above-receipt = Das ist mehr, als vom Einkauf so bezahlt werden darf.
refused-below-receipt = Der ganze Einkauf muss so bezahlt werden, und das ist weniger.
refused-below-purchase = Der Einkauf ist kleiner, als es die Prämie verlangt.
refused-issued-by-itself = Diese Prämie erhalten Sie von selbst.
refused-no-voucher = So viele Gutscheine haben Sie nicht.
refused-voucher-gone = Der Gutschein wurde eingelöst oder ist abgelaufen.
refused-nothing-to-pay = Auf dem Beleg gibt es nichts, was damit bezahlt werden kann.
refused-out-of-range = Eine Summe würde höher, als geführt werden kann.
