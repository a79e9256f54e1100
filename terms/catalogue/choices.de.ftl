# Festlegungen eines Programms auf Deutsch: die Zeilen ihrer Tabelle, und was gilt.

row-rounding = Rundung
row-negative-lines = Negative Zeilen
row-amount = Betrag
row-other-currencies = Andere Währungen
row-other-measures = Andere Masse
row-base-of-a-percentage = Grundlage eines Anteils
row-limit-reached = Grenze erreicht
row-limit-counts = Grenze zählt
row-window-paid = Zeitraum wird gutgeschrieben
row-best-of = Auswahl unter Regeln
row-track-in-a-condition = Zähler in einer Bedingung
row-level-in-a-rule = Stufe in einer Regel
row-rule-date = Datum der Regel
row-deciding-date-to-come = Entscheidendes Datum in der Zukunft
row-levels-entered = Stufen werden erreicht
row-after-review = Nach der Überprüfung
row-29-February = 29. Februar
row-week = Woche
row-expiry = Verfall
row-expiry-counts-from = Verfall zählt ab
row-expiry-by-level = Verfall nach Stufe
row-end-of-a-pause = Ende einer Pause
row-burn-order = Reihenfolge des Einlösens
row-automatic-reward = Prämie von selbst
row-points-are-taken = Punkte werden zurückgenommen
row-missing-points = Fehlende Punkte
row-levels-of-a-returned-receipt = Stufen aus einem zurückgegebenen Einkauf
row-rewards-of-a-returned-receipt = Prämien aus einem zurückgegebenen Einkauf
row-spent-points = Eingelöste Punkte
row-memory = Gedächtnis
row-unknown-member = Unbekanntes Mitglied
row-receipt-without-member = Beleg ohne Mitglied
row-membership-ends = Ende der Mitgliedschaft
row-points-to-others = Punkte an andere
row-funding = Kostenträger

choice-refused = abgelehnt
choice-memory-days = { $count ->
    [one] ein Tag
   *[other] { $days } Tage
  }
choice-memory-nothing = keines
choice-week = ab { $day }
choice-leap-before = in anderen Jahren der 28. Februar
choice-leap-after = in anderen Jahren der 1. März
choice-unknown-joins = tritt mit dem ersten Vorgang bei, auf der untersten Stufe
choice-guests-pass = wird angenommen und bringt nichts
choice-leavers-keep = { $count ->
    [one] Punkte und Gutscheine bleiben einen Tag lang
   *[other] Punkte und Gutscheine bleiben { $days } Tage lang
  }
choice-leavers-lose = Punkte und Gutscheine verfallen
choice-currency-converted = { $count ->
    [one] Zeile um Zeile umgerechnet zum letzten Kurs, höchstens einen Tag alt
   *[other] Zeile um Zeile umgerechnet zum letzten Kurs, höchstens { $days } Tage alt
  }
choice-measure-none = Zeilen in einem anderen Mass zählen nicht
choice-measure-counts = Zeilen in { $measures } zählen mit ihrem genauen Faktor
choice-taken = { $sources }
choice-taken-pending = noch nicht Einlösbares aus dem Einkauf
choice-taken-points = Einlösbares, zuerst aus dem Einkauf
choice-taken-vouchers = ungenutzte Gutscheine, die neuesten zuerst
choice-missing-owed = bleiben geschuldet
choice-missing-forgiven = werden erlassen
choice-missing-cut = werden von der Rückzahlung abgezogen, der Rest bleibt geschuldet
choice-level-kept = bleiben
choice-level-falls = fallen zurück auf das, wofür der Rest reicht
choice-reward-goes = ungenutzte Gutscheine werden zurückgenommen, gleich woher
choice-reward-undone = werden rückgängig gemacht, solange sie ungenutzt sind und ihre Punkte fehlen; andere bleiben
choice-spent-old = { $count ->
    [one] kommen mit ihrem alten Datum zurück, abgelaufene für einen Tag
   *[other] kommen mit ihrem alten Datum zurück, abgelaufene für { $days } Tage
  }
choice-spent-least = { $count ->
    [one] kommen mit ihrem alten Datum zurück, mindestens für einen Tag
   *[other] kommen mit ihrem alten Datum zurück, mindestens für { $days } Tage
  }
choice-spent-cash = kommen als das Geld zurück, um das sie den Preis gesenkt haben
choice-steps-expire = ganze Schritte, der Rest verfällt
choice-steps-stay = ganze Schritte, der Rest bleibt
choice-voucher-per-step = ein Gutschein je Schritt
choice-one-voucher = ein Gutschein für alle Schritte
choice-rounding = { $mode }, { $place }, auf { $to }
choice-round-down = abgerundet
choice-round-up = aufgerundet
choice-round-half-up = kaufmännisch gerundet
choice-round-half-even = gerundet, Hälften zur geraden Zahl
choice-round-once = einmal
choice-round-per-line = Zeile um Zeile
choice-round-together = zusammen mit den anderen Regeln ihres Verbunds
choice-to-whole = ganze { $unit }
choice-to-decimal = eine Nachkommastelle ({ $unit })
choice-to-decimals = { $decimals } Nachkommastellen ({ $unit })
choice-to-multiples = Vielfache von { $step } { $unit }
choice-negatives-out = zählen nicht
choice-negatives-counted = zählen, wie sie sind; eine Summe unter null ist null
choice-amounts = { $all }
choice-charged = nach Rabatten, mit Steuer
choice-before-discounts = vor Rabatten, mit Steuer
choice-without-tax = nach Rabatten, ohne Steuer
choice-part-paid-by = der Teil, der mit { $kinds } bezahlt wurde
choice-less-paid-by = ohne den Teil, der mit { $kinds } bezahlt wurde
choice-less-lines = ohne { $lines }
choice-share-final = was die Regel am Ende gab
choice-share-exact = ihr genauer Wert vor dem Runden
choice-share-of-lines = was sie allein für diese Zeilen gäbe, gerundet, ohne ihre Grenzen
choice-share-of-lines-exact = was sie allein für diese Zeilen gäbe, vor dem Runden
choice-track-including = { $track }, dieser Einkauf eingeschlossen
choice-track-including-activity = { $track }, diese Aktivität eingeschlossen
choice-track-before = { $track } vor dem Vorgang
choice-level-within = noch im selben Einkauf, ab dem Betrag, mit dem sie erreicht ist
choice-level-on-date = die am Datum { $field } gehaltene
choice-level-before = die vor dem Vorgang gehaltene
choice-date-event = das Datum des Vorgangs
choice-date-field = das Datum { $field }, oder das des Vorgangs, wo es fehlt
choice-date-future = die Fassung jenes Datums, die Stufe von heute
choice-paid-at-once = sobald der Anspruch besteht
choice-paid-at-end = am Ende
choice-paid-after = nach dem Ende (Frist: { $length })
choice-funded-all = { $partner }, vollständig
choice-funded-shares = { $shares }
choice-funded-share = { $percent } durch { $who }
choice-us = uns
choice-gifts-always = jedes Mal, wenn die Regel dem eigenen Mitglied etwas gibt
choice-gifts-limited = jedes Mal, wenn die Regel dem eigenen Mitglied etwas gibt; Grenzen zählen für die Empfänger
choice-best-per-line = Zeile um Zeile, vor dem Runden
choice-best-of-receipt = für den ganzen Beleg, nach den eigenen Grenzen; bei Gleichstand die zuerst genannte
choice-entered-at-once = sofort, nach oben und nach unten
choice-entered-after = nach jedem Vorgang, ab dem nächsten
choice-entered-as = mit Beginn des { $days }
choice-one-down = eine Stufe tiefer
choice-what-qualifies = die Stufe, für die es reicht
choice-to-base = die unterste Stufe
choice-expiry-never = nie
choice-expiry-written = wie im Programm bestimmt
choice-used-soonest = zuerst, was zuerst verfällt, dann das Älteste
choice-used-oldest = das Älteste zuerst
choice-used-newest = das Neueste zuerst
choice-used-proportion = aus allem anteilig
choice-from-event = dem Tag des Vorgangs, auch solange noch nicht einlösbar
choice-from-availability = dem Tag, ab dem eingelöst werden kann
choice-from-field = dem Datum { $field }, oder dem Tag des Vorgangs, wo es fehlt
choice-level-later = die Stufe, sobald sie sich ändert, bis zum Verfall
choice-level-earning = die Stufe beim Sammeln
choice-pause-goes-on = die Zeit läuft weiter, wo sie stehen blieb
choice-pause-restarts = für jede Gutschrift beginnt die ganze Frist neu
choice-pause-at-once = Überfälliges verfällt sofort
choice-per-member = je Mitglied
choice-per-household = je Haushalt, alle seine Mitglieder zusammen
choice-per-all = für alle zusammen, in der Reihenfolge der Vorgänge
choice-counts-window = über den Zeitraum der Regel, { $who }
choice-counts-receipt = je Beleg, eines Mitglieds
choice-counts-part = je Beleg, abgerundet
choice-counts-steps = { $who }; eingelöste Schritte
choice-counts-redemptions = { $who }; Einlösungen
choice-counts-events = { $who }; Vorgänge, in denen die Regel etwas gab
choice-fits-whole = was nicht ganz hineinpasst, wird nicht gegeben
choice-fits-part = der Teil, der hineinpasst, wird gegeben
