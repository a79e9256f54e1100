# Choix d’un programme en français : les lignes de leur tableau, et ce qui vaut.

row-rounding = arrondi
row-negative-lines = lignes négatives
row-amount = montant
row-other-currencies = autres monnaies
row-other-measures = autres mesures
row-base-of-a-percentage = base d’une part
row-limit-reached = limite atteinte
row-limit-counts = compte de la limite
row-window-paid = crédit de la période
row-best-of = choix entre les règles
row-track-in-a-condition = compteur dans une condition
row-level-in-a-rule = niveau dans une règle
row-rule-date = date de la règle
row-deciding-date-to-come = date déterminante à venir
row-levels-entered = accès aux niveaux
row-after-review = après le réexamen
row-29-February = 29 février
row-week = semaine
row-expiry = expiration
row-expiry-counts-from = début du délai d’expiration
row-expiry-by-level = expiration selon le niveau
row-end-of-a-pause = fin d’une pause
row-burn-order = ordre d’utilisation
row-automatic-reward = récompense remise d’office
row-points-are-taken = reprise des points
row-missing-points = points manquants
row-levels-of-a-returned-receipt = niveaux dus à un achat rendu
row-rewards-of-a-returned-receipt = récompenses dues à un achat rendu
row-spent-points = points utilisés
row-memory = mémoire
row-unknown-member = membre inconnu
row-receipt-without-member = ticket sans membre
row-membership-ends = fin de l’adhésion
row-points-to-others = points à d’autres
row-funding = prise en charge

choice-refused = refus
choice-memory-days = { $count ->
    [one] { $days } jour
   *[other] { $days } jours
  }
choice-memory-nothing = aucune
choice-week = à partir du { $day }
choice-leap-before = le 28 février les autres années
choice-leap-after = le 1er mars les autres années
choice-unknown-joins = adhère avec la première opération, au niveau le plus bas
choice-guests-pass = accepté, ne rapporte rien
choice-leavers-keep = { $count ->
    [one] points et bons sont conservés pendant { $days } jour
   *[other] points et bons sont conservés pendant { $days } jours
  }
choice-leavers-lose = points et bons sont perdus
choice-currency-converted = { $count ->
    [one] conversion ligne par ligne au dernier cours, vieux de { $days } jour au plus
   *[other] conversion ligne par ligne au dernier cours, vieux de { $days } jours au plus
  }
choice-measure-none = les lignes dans une autre mesure ne comptent pas
choice-measure-counts = les lignes en { $measures } comptent selon leur facteur exact
choice-taken = { $sources }
choice-taken-pending = ce qui n’est pas encore utilisable de l’achat
choice-taken-points = ce qui est utilisable, d’abord de l’achat
choice-taken-vouchers = bons non utilisés, les plus récents d’abord
choice-missing-owed = restent dus
choice-missing-forgiven = sont abandonnés
choice-missing-cut = sont déduits du remboursement, le reste demeure dû
choice-level-kept = conservés
choice-level-falls = reviennent à ce que permet le reste
choice-reward-goes = les bons non utilisés sont repris, d’où qu’ils viennent
choice-reward-undone = annulées tant qu’elles sont inutilisées et que leurs points manquent ; les autres restent
choice-spent-old = { $count ->
    [one] rendus avec leur ancienne date, ceux qui ont expiré pour { $days } jour
   *[other] rendus avec leur ancienne date, ceux qui ont expiré pour { $days } jours
  }
choice-spent-least = { $count ->
    [one] rendus avec leur ancienne date, pour { $days } jour au moins
   *[other] rendus avec leur ancienne date, pour { $days } jours au moins
  }
choice-spent-cash = remboursés à hauteur de l’argent qu’ils avaient déduit du prix
choice-steps-expire = pas entiers, le reste expire
choice-steps-stay = pas entiers, le reste demeure
choice-voucher-per-step = un bon par pas
choice-one-voucher = un seul bon pour tous les pas
choice-rounding = { $mode }, { $place }, { $to }
choice-round-down = à l’inférieur
choice-round-up = au supérieur
choice-round-half-up = au plus proche, moitié au supérieur
choice-round-half-even = au plus proche, moitié au chiffre pair
choice-round-once = une fois
choice-round-per-line = ligne par ligne
choice-round-together = avec les autres règles du groupe
choice-to-whole = en { $unit } entiers
choice-to-decimal = à une décimale ({ $unit })
choice-to-decimals = à { $decimals } décimales ({ $unit })
choice-to-multiples = aux multiples de { $step } { $unit }
choice-negatives-out = ne comptent pas
choice-negatives-counted = comptent telles quelles ; un total inférieur à zéro vaut zéro
choice-amounts = { $all }
choice-charged = après remises, taxes comprises
choice-before-discounts = avant remises, taxes comprises
choice-without-tax = après remises, hors taxes
choice-part-paid-by = la part payée avec { $kinds }
choice-less-paid-by = sans la part payée avec { $kinds }
choice-less-lines = sans { $lines }
choice-share-final = ce que la règle a finalement donné
choice-share-exact = sa valeur exacte, avant l’arrondi
choice-share-of-lines = ce qu’elle donnerait pour ces seules lignes, arrondi, sans ses limites
choice-share-of-lines-exact = ce qu’elle donnerait pour ces seules lignes, avant l’arrondi
choice-track-including = { $track }, cet achat compris
choice-track-including-activity = { $track }, cette activité comprise
choice-track-before = { $track } avant l’opération
choice-level-within = dès le même achat, à partir du montant qui permet de l’atteindre
choice-level-on-date = celui de la date { $field }
choice-level-before = celui d’avant l’opération
choice-date-event = la date de l’opération
choice-date-field = la date { $field }, ou celle de l’opération si elle manque
choice-date-future = la version de cette date, le niveau d’aujourd’hui
choice-paid-at-once = dès que c’est dû
choice-paid-at-end = à la fin
choice-paid-after = après la fin (délai : { $length })
choice-funded-all = { $partner }, en totalité
choice-funded-shares = { $shares }
choice-funded-share = { $percent } par { $who }
choice-us = nous
choice-gifts-always = chaque fois que la règle donne quelque chose à son propre membre
choice-gifts-limited = chaque fois que la règle donne quelque chose à son propre membre ; les limites comptent pour qui reçoit
choice-best-per-line = ligne par ligne, avant l’arrondi
choice-best-of-receipt = sur tout le ticket, après leurs propres limites ; à égalité, la première nommée
choice-entered-at-once = tout de suite, vers le haut comme vers le bas
choice-entered-after = après chaque opération, à partir de la suivante
choice-entered-as = au début du { $days }
choice-one-down = un niveau plus bas
choice-what-qualifies = au niveau que permettent les totaux
choice-to-base = au niveau de base
choice-expiry-never = jamais
choice-expiry-written = selon le programme
choice-used-soonest = d’abord ce qui expire en premier, puis le plus ancien
choice-used-oldest = le plus ancien d’abord
choice-used-newest = le plus récent d’abord
choice-used-proportion = de tout en proportion
choice-from-event = le jour de l’opération, même tant que ce n’est pas utilisable
choice-from-availability = le jour où l’utilisation devient possible
choice-from-field = la date { $field }, ou le jour de l’opération si elle manque
choice-level-later = le niveau, chaque fois qu’il change, jusqu’à l’expiration
choice-level-earning = le niveau au moment de collecter
choice-pause-goes-on = le délai reprend là où il s’était arrêté
choice-pause-restarts = chaque crédit reçoit un délai entier
choice-pause-at-once = ce qui est échu expire aussitôt
choice-per-member = par membre
choice-per-household = par foyer, tous ses membres ensemble
choice-per-all = pour tous ensemble, dans l’ordre des opérations
choice-counts-window = sur la période de la règle, { $who }
choice-counts-receipt = par ticket, d’un membre
choice-counts-part = par ticket, arrondi à l’inférieur
choice-counts-steps = { $who } ; pas utilisés
choice-counts-redemptions = { $who } ; utilisations
choice-counts-events = { $who } ; opérations dans lesquelles la règle a donné quelque chose
choice-fits-whole = ce qui n’entre pas en entier n’est pas donné
choice-fits-part = la part qui entre est donnée
