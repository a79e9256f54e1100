# Conditions en français. Les mêmes noms figurent dans chaque catalogue ; les tests y veillent.

# Chapitres et mots devant une clause
chapter-overview = Ce que vous collectez
chapter-earning = Comment collecter
chapter-together = Comment les règles se combinent
chapter-levels = Niveaux : { $name }
chapter-expiry = Durée de validité
chapter-rewards = Récompenses
chapter-partners = Partenaires
chapter-returns = En cas de retour
chapter-definitions = Sens des mots
you-get = Vous recevez
for = Pour
dates = Quand
if = Condition
rounded = Arrondi
at-most = Au maximum
at-least = Au minimum
usable = Utilisable
paid = Crédité
reached-if = Atteint si
kept-if = Conservé si
perk = Avantage
reaching = En l’atteignant
leaving = En le perdant
issued = Émission
valid = Valable
costs-word = Prix
stores = Magasins
conversion = Échange

# Aperçu
unit-status = Vous collectez : { $unit }. Cela compte pour votre niveau et ne peut pas être dépensé.
unit-money = Vous collectez : { $unit }, en { $currency }.
unit-worth =
  { $count ->
    [one] { $points } vaut { $money }.
   *[other] { $points } valent { $money }.
  }
unit-plain = Vous collectez : { $unit }.
zone = Les jours et les heures sont ceux du fuseau horaire { $zone }.
zones-of-stores = Dans les magasins d’autres fuseaux horaires, la date et l’heure du magasin font foi.
week-starts = Une semaine commence le { $day }.
members-known = Seuls les membres enregistrés participent.
members-join = Vous participez dès votre premier achat avec la carte.
leavers-keep = Si votre adhésion prend fin, vos points et bons restent { $length } ; si elle reprend d’ici là, vous les retrouvez.
leavers-lose = Si votre adhésion prend fin, points et bons sont perdus.
accounts-merge = Deux comptes d’une même personne peuvent n’en faire qu’un : les points gardent leurs dates et les achats comptent ensemble.
accounts-merge-levels = Deux comptes d’une même personne peuvent n’en faire qu’un : les points gardent leurs dates, les achats comptent ensemble et le meilleur niveau reste.

# Listes, nombres
list-and = { $first } et { $last }
list-or = { $first } ou { $last }
number-of = { $number } { $what }
measure-litre =
  { $count ->
    [one] litre
   *[other] litres
  }
measure-liter =
  { $count ->
    [one] litre
   *[other] litres
  }
measure-gallon =
  { $count ->
    [one] gallon
   *[other] gallons
  }
measure-kilogram =
  { $count ->
    [one] kilogramme
   *[other] kilogrammes
  }
measure-kilometre =
  { $count ->
    [one] kilomètre
   *[other] kilomètres
  }
measure-kilometer =
  { $count ->
    [one] kilomètre
   *[other] kilomètres
  }
measure-mile =
  { $count ->
    [one] mille
   *[other] milles
  }
measure-metre =
  { $count ->
    [one] mètre
   *[other] mètres
  }
measure-meter =
  { $count ->
    [one] mètre
   *[other] mètres
  }
measure-hour =
  { $count ->
    [one] heure
   *[other] heures
  }
measure-minute =
  { $count ->
    [one] minute
   *[other] minutes
  }
items = { $count ->
    [one] { $number } article
   *[other] { $number } articles
  }
lines-counted = { $count ->
    [one] { $number } ligne
   *[other] { $number } lignes
  }
different-counted = { $number } différents
events-counted = { $number } fois
purchases-counted = { $count ->
    [one] { $number } achat
   *[other] { $number } achats
  }
plain-counted = { $number }
units-counted = { $count ->
    [one] { $number } unité
   *[other] { $number } unités
  }
activities-counted = { $count ->
    [one] { $number } activité
   *[other] { $number } activités
  }
one-item = article
one-line = ligne
one-unit = unité
length-days = { $count ->
    [one] 1 jour
   *[other] { $count } jours
  }
length-weeks = { $count ->
    [one] 1 semaine
   *[other] { $count } semaines
  }
length-months = { $count } mois
length-years = { $count ->
    [one] 1 an
   *[other] { $count } ans
  }

# Périodes
window-receipt = par achat
window-ever = en tout
window-day = par jour
window-week = par semaine (à partir du { $day })
window-month = par mois civil
window-quarter = par trimestre civil
window-year = par année civile
window-year-from = par année (à partir du { $day })
window-membership-year = par année d’adhésion
window-since-tier = par année depuis le dernier changement de niveau
window-dates = du { $from } au { $to }
window-rolling = sur une période quelconque de { $length }

# Délais
end-week = fin de la semaine
end-month = fin du mois
end-quarter = fin du trimestre
end-half-year = fin du semestre
end-year = fin de l’année civile
end-year-from = fin de l’année (à partir du { $day })
end-membership-year = fin de votre année d’adhésion
deadline-after = { $length } à compter { $from }
deadline-after-end = { $length } à compter de la { $end } ({ $from })
deadline-this = jusqu’à la { $end }
deadline-next = { $count ->
    [1] jusqu’à la { $end } suivant celle en cours
   *[other] jusqu’à la { $end }, { $count } plus loin
  }
snap-end = puis jusqu’à la { $end }
snap-end-of-named = puis jusqu’à fin { $month }
snap-birth-month = puis jusqu’à la fin du mois de votre anniversaire
snap-on = puis jusqu’au prochain { $day }
snap-on-either = puis jusqu’au prochain { $one } ou { $other }, selon ce qui vient en premier
start-field = de la date { $field }
start-earning = du jour de la collecte
start-availability = du jour à partir duquel ils sont utilisables
start-entry = du jour où il est atteint
start-joining = du jour de l’adhésion
start-issue = du jour de l’émission
cycle-year = à la fin de chaque année (à partir du { $day })
cycle-week = à la fin de chaque semaine
cycle-ends = chaque année à la fin de { $months }
cycle-months = { $count ->
    [one] à la fin de chaque mois
   *[other] à la fin de chaque période de { $count } mois
  }
dates-between = du { $from } au { $to }
dates-from = à partir du { $from }
dates-to = jusqu’au { $to }
dates-always = en tout temps

# Ce qui est mesuré
amount-charged = prix payé pour { $lines }
amount-before-discounts = prix avant remises pour { $lines }
amount-without-tax = prix hors taxe pour { $lines }
amount-paid-by = ce qui a été payé pour { $lines } par { $tenders }
amount-less-paid-by = prix payé pour { $lines }, sans ce qui a été payé par { $tenders }
amount-quantity = quantité en { $measure } de { $lines }
amount-items = nombre d’articles de { $lines }
amount-lines = nombre de lignes du ticket de { $lines }
amount-different = nombre de { $texts } différents de { $lines }
amount-each-line = pour chaque ligne de { $lines } : { $figure }
amount-quantity-all = quantité en { $measure }
amount-items-all = nombre d’articles
amount-lines-all = nombre de lignes du ticket
amount-different-all = nombre de { $texts } différents
amount-events = nombre d’achats
amount-activities = nombre d’activités
amount-times = nombre d’achats et d’activités
texts-category = catégories
texts-brand = marques
texts-sku = références
texts-name = noms d’articles
texts-label = labels
texts-store = magasins
texts-channel = canaux
texts-partner = partenaires
figure-larger = le plus grand de { $left } et { $right }
figure-smaller = le plus petit de { $left } et { $right }
figure-plus = { $left } plus { $right }
figure-less = { $left } moins { $right }
figure-times = { $left } fois { $right }
figure-table = valeur dans le tableau { $table } (sinon { $otherwise })
this-line = cette ligne
line-discount = remise de la ligne
line-tax = taxe de la ligne
line-quantity = quantité de la ligne
lines-all = tous les articles
lines-such = articles : { $such }
line-any = quelconque
line-in = ils font partie de { $lines }
line-category = catégorie { $values }
line-brand = marque { $values }
line-sku = référence { $values }
line-name = nom { $values }
line-label = label { $values }
line-measure = vendu en { $measure }
line-items = vendu à la pièce

# Conditions
not = pas : { $what }
at-least-of = au moins { $number } parmi : { $parts }
some-lines = votre achat contient un article de { $lines }
some-lines-such = votre achat contient de tels articles : { $lines }
no-lines = votre achat ne contient aucun article de { $lines }
no-lines-such = votre achat ne contient pas de tels articles : { $lines }
date-is = { $left } est le { $right }
date-is-not = { $left } n’est pas le { $right }
date-from = { $left } est le { $right } ou après
date-to = { $left } est le { $right } ou avant
date-after = { $left } est après le { $right }
date-before = { $left } est avant le { $right }
is = { $left } est égal à { $right }
is-not = { $left } n’est pas { $right }
is-at-least = { $left } : au moins { $right }
is-at-most = { $left } : au plus { $right }
is-above = { $left } : plus de { $right }
is-below = { $left } : moins de { $right }
field-is = { $field } est { $values }
field-yes = { $field } est oui
field-present = { $field } est connu
channel-is = vous achetez par { $values }
store-is = vous achetez dans le magasin { $values }
coupon-is = vous utilisez le bon { $values }
paid-by = vous payez par { $values }
on-days = le { $days }
in-months = en { $months }
on-month-days = { $days } du mois
month-day = le { $from }
month-days-between = du { $from } au { $to }
month-last-days = { $count ->
    [one] le dernier jour
   *[other] les { $count } derniers jours
}
nth-weekday = le { $nth ->
    [first] premier
    [second] deuxième
    [third] troisième
    [fourth] quatrième
    [fifth] cinquième
   *[last] dernier
} { $weekday }
hours = de { $from } à { $to }
first-purchase = c’est votre premier achat
on-birthday = le jour de votre anniversaire
near-birthday = { $count ->
    [one] au plus un jour avant ou après votre anniversaire
   *[other] au plus { $count } jours avant ou après votre anniversaire
  }
birth-month = dans le mois de votre anniversaire
within-joining = { $length } au plus après votre adhésion
within-reaching = { $length } au plus après le jour depuis lequel vous avez sans interruption { $level } ou un niveau supérieur
within-date = { $length } au plus avant ou après la date { $date }
within-after-date = { $length } au plus après la date { $date }
age-at-least = { $count ->
    [one] vous avez un an ou plus
   *[other] vous avez { $count } ans ou plus
}
age-below = { $count ->
    [one] vous avez moins d’un an
   *[other] vous avez moins de { $count } ans
}
of-joining = de votre adhésion
of-date = de la date { $date }
of-reaching = du jour depuis lequel vous avez sans interruption { $level } ou un niveau supérieur
on-anniversary = au jour anniversaire { $day }
near-anniversary = { $count ->
    [one] au plus un jour avant ou après le jour anniversaire { $day }
   *[other] au plus { $count } jours avant ou après le jour anniversaire { $day }
  }
level-is = votre niveau est { $level }
level-is-not = votre niveau n’est pas { $level }
level-at-least = votre niveau est { $level } ou supérieur
level-at-most = votre niveau est { $level } ou inférieur
level-above = votre niveau est supérieur à { $level }
level-below = votre niveau est inférieur à { $level }
level-earned = vous avez atteint vous-même le niveau { $level }
level-granted = le niveau { $level } vous a été accordé
track-including = { $track } (cet achat compris)
track-including-activity = { $track } (cette activité comprise)
days-since-purchase = temps écoulé depuis votre dernier achat
balance-of = votre solde de { $unit }
subject-purchases = vos achats
subject-points = { $unit } collectés
subject-points-from = points de { $rules }
subject-activities = vos activités { $kind }
subject-field = somme de { $field }
subject-row-day = jours consécutifs avec { $with }
subject-row-week = semaines consécutives avec { $with }
subject-row-month = mois consécutifs avec { $with }
row-purchase = un achat
subject-days = jours où vous avez fait un achat
subject-days-of = jours avec { $kind }
subject-different = nombre de { $texts } différents
subject-different-of = nombre de { $texts } différents avec { $kind }
subject-given = ce que vous avez reçu
track-is = { $subject }, { $window }.

# Ce que donnent les règles
rate-per = { $points } par { $per } (mesure : { $amount })
rate-per-full = { $points } par tranche entière de { $per } (mesure : { $amount })
rate-in-level = Avec le niveau { $level } : { $rate }
rate-within-receipt = L’achat qui atteint un niveau en a le taux à partir du montant qui l’atteint
bands-whole = selon le montant ({ $amount }), le tout au plus haut palier atteint :
bands-each-part = selon le montant ({ $amount }), chaque partie à son palier :
band = À partir de { $from } : { $rate }
share = { $percent } de ce que vous recevez de { $rules }
share-on = { $percent } de ce que vous recevriez de { $rules } pour { $lines } seuls
share-exact = { $share }, avant arrondi
gives-over = { $gives }, calculé ensemble { $window }
for-activity = { $kind } (hors achat)
decided-by = la date dans { $field } fait foi
retroactive = Vos achats antérieurs de la même période comptent aussi ; ce que l’ancienne version a déjà donné pour eux est déduit.
versions-by-dates = Plusieurs versions de cette règle peuvent convenir à un achat, car différentes dates décident ; la plus récente dont la date convient s’applique.
over-window = { $condition } (calculé ensemble)
paid-at-once = dès que c’est dû ; ce qui n’est plus dû est repris
paid-at-end = à la fin de cette période
paid-after = { $length } après la fin de cette période
shared-with-companions = C’est partagé à parts égales entre vous et les personnes associées à l’achat.
gift = En outre, le membre indiqué dans { $field } reçoit { $points }.
rounding = { $mode }, { $place }, à un multiple de { $step }
rounding-whole = { $mode }, { $place }, à un nombre entier de { $unit }
round-down = vers le bas
round-up = vers le haut
round-half-up = au plus proche, la moitié vers le haut
round-half-even = au plus proche, la moitié vers le nombre pair
round-once = une fois par achat
round-once-alone = une fois
round-per-line = pour chaque ligne
round-together = une fois pour toutes les règles ensemble
limit-points = { $points } { $window }
limit-times = { $count } fois { $window }
limit-uses = { $count } fois { $window }
limit-pieces = { $count ->
    [one] une pièce { $window }
   *[other] { $number } pièces { $window }
  }
limit-per = { $points } par { $per } (mesure : { $amount })
limit-per-full = { $points } par tranche entière de { $per } (mesure : { $amount })
limit-household = { $limit }, pour tout votre foyer ensemble
limit-everyone = { $limit }, pour tous les membres ensemble : premier arrivé, premier servi
limit-whole = { $limit } ; ce qui n’entre pas en entier n’est pas donné
available-on-activity = dès que { $kind } est signalé pour l’achat

# Comment les règles se combinent
stack-all = { $rules } s’additionnent.
stack-best = De { $rules }, seule compte la règle qui donne le plus.
stack-first = De { $rules }, seule compte, dans cet ordre, la première règle qui donne quelque chose.
stack-best-per-line = Pour chaque ligne du ticket, seule compte, de { $rules }, la règle qui donne le plus.
stack-first-per-line = Pour chaque ligne du ticket, seule compte, de { $rules }, la première règle qui donne quelque chose.
stack-multiply = { $rules } se multiplient.

# Niveaux
level-held = Un niveau est valable { $until }.
level-for-ever = Un niveau atteint vous reste acquis.
level-at-once = Votre niveau suit aussitôt vos totaux, vers le haut et vers le bas.
after-one-down = S’il n’est pas conservé, vous descendez d’un niveau.
after-base = S’il n’est pas conservé, vous revenez au niveau de base.
after-qualifies = S’il n’est pas conservé, vous recevez le niveau auquel vos totaux donnent droit.
review-days = Ce que vous avez atteint est examiné le { $days } et compte dès lors.
newcomers = Les nouveaux membres ont le niveau { $level } { $until }.
level-of-all = Tout le monde a ce niveau.
level-uses = L’atteindre consomme { $amount }.
level-carries = Du reste, au plus { $amount } sont reportés.
all-expire = expirent : tous les { $unit }

# Validité
never-expires = Pas d’expiration.
expires-after = Expiration : { $when }
expires-idle = Tout expire après { $idle }
expires-all-at = Tout expire : { $end }
expires-decay = Après { $idle }, { $part } (au moins { $least }) expirent, puis de nouveau tous les { $every }
idle = { $length } sans { $acts }
act-purchase = achat
act-redeem = utilisation
act-transfer = échange
act-activity = { $kind }
said-if = { $said } (si { $conditions })
said-of-rules = { $said } (points de { $rules })
tier-later = Votre niveau au moment de l’expiration fait foi.
pause-goes-on = Rien n’expire tant que : { $conditions } ; ensuite, le délai reprend.
pause-restarts = Rien n’expire tant que : { $conditions } ; ensuite, le délai entier recommence.
pause-at-once = Rien n’expire tant que : { $conditions } ; ce qui est échu expire ensuite aussitôt.
extended = Ce qui a été collecté { $dates } reste valable plus longtemps ({ $length }).
reminded = { $count ->
    [one] Nous vous le rappelons un jour avant.
   *[other] Nous vous le rappelons { $count } jours avant.
  }
buckets = Une utilisation ne prend que ce qui a été collecté ensemble, { $window }.
used-soonest = Ce qui expire en premier est utilisé en premier ({ $unit }).
used-oldest = Le plus ancien est utilisé en premier ({ $unit }).
used-newest = Le plus récent est utilisé en premier ({ $unit }).
used-proportion = Tout est utilisé en proportion ({ $unit }).

# Récompenses
costs = { $points } : { $gives }
price-field = { $unit } selon { $field }
per-use = { $points } par utilisation
a-voucher = un bon : { $gives }
gives-money = remise de { $money }
gives-percent = remise de { $percent }
gives-per-measure = remise de { $money } par { $per }
gives-cap = { $gives }, pour au plus { $most }
gives-cheapest = { $count ->
    [one] l’article le moins cher est offert
   *[other] les { $count } articles les moins chers sont offerts
  }
free = gratuit : { $gives }
gives-cash = { $money } en espèces
bought-for = articles pour { $money }
worth-at = Chez { $partner }, il vaut { $percent } de son montant.
share-of-purchase = { $percent } de l’achat
whole-purchase = Elle doit payer l’achat entier.
issued-on-days = chaque année : { $days }
issued-on-reaching = d’office, dès que le solde suffit
issued-on-birthday = automatiquement, le jour de votre anniversaire
issued-on-anniversary = automatiquement, à chaque anniversaire { $day }
issued-idle = d’office, après { $length } sans achat
rest-stays = Le reste demeure.
rest-expires = Le reste expire.
voucher-per-step = Vous recevez un bon par palier.

# Partenaires
converts =
  { $count ->
    [one] { $points } devient { $gets } { $into }
   *[other] { $points } deviennent { $gets } { $into }
  }
converts-plus = { $said }, et { $more } { $into } de plus par tranche entière de { $per }
converts-plus-once = { $said }, et une fois { $more } { $into } de plus pour { $per }
converts-automatic = Cela se fait d’office { $when }, par autant de paliers entiers que possible.

# Retours
returns-again = Si vous retournez des articles, l’achat est recalculé comme si vous ne les aviez pas achetés, et la différence est reprise.
returns-pending = { $place ->
    [first] On reprend d’abord ce qui, de l’achat, n’est pas encore utilisable.
   *[then] On reprend ensuite ce qui, de l’achat, n’est pas encore utilisable.
  }
returns-points = On reprend ce qui est utilisable : d’abord de l’achat, puis du reste.
returns-vouchers = { $place ->
    [first] On reprend d’abord les bons non utilisés obtenus contre des points, à commencer par les plus récents ; les points restants vous sont rendus.
   *[then] On reprend ensuite les bons non utilisés obtenus contre des points, à commencer par les plus récents ; les points restants vous sont rendus.
  }
returns-owe = Ce qui manque alors est compensé avec vos prochains gains.
returns-forgive = Ce qui manque alors est abandonné.
returns-cut = Ce qui manque alors est déduit du remboursement.
returns-tiers = Les niveaux atteints grâce aux articles retournés sont perdus, avec ce qu’ils avaient donné.
returns-tiers-kept = Votre niveau reste acquis.
returns-others = Ce que d’autres ont reçu grâce à l’achat leur est repris de la même manière.
returns-spent = { $count ->
    [one] Ce que vous aviez utilisé pour l’achat revient avec son ancienne date ; si elle est passée, pour un jour.
   *[other] Ce que vous aviez utilisé pour l’achat revient avec son ancienne date ; si elle est passée, pour { $count } jours.
  }
returns-spent-cash = Les points utilisés pour cet achat sont rendus sous la forme de la somme déduite.
returns-spent-least = { $count ->
    [one] Ce que vous aviez utilisé pour l’achat revient avec son ancienne date, pour au moins un jour.
   *[other] Ce que vous aviez utilisé pour l’achat revient avec son ancienne date, pour au moins { $count } jours.
  }
returns-days = { $count ->
    [one] Les retours sont pris en compte pendant un jour.
   *[other] Les retours sont pris en compte pendant { $count } jours.
  }
returns-none = Les retours ne sont pas pris en compte.

# Le pourquoi des points
story-title = Les points de { $id } : { $date }, { $time }
story-gave = Ce qui a été crédité
story-nothing = Ce qui n’a rien donné, et pourquoi
story-after = Ensuite
story-rule-gave = { $rule } : { $points }
story-window = Période
story-due = { $due } sont dus pour cette période, { $before } ont déjà été crédités
story-measured = Mesuré
story-amount = { $value } ({ $amount })
story-rate = Taux
story-exact = exactement { $exact }, { $rounding } : { $points }
story-exact-default = exactement { $exact }, { $rounding } (rien d’autre n’est convenu) : { $points }
story-cut = { $limit } : ramené à { $points }
story-place = Dans le programme
story-at-once = tout de suite
story-from = à partir du { $date }
story-until = jusqu’au { $date }
story-for-ever = sans limite
story-because = Raison
story-enough = Il aurait suffi
story-not-met = non rempli : { $condition }
story-too-little = trop peu : { $amount }
story-zero = cela ne donne rien
story-used-up = épuisé : { $limit }
story-earlier = une règle placée avant donne quelque chose
story-better = une autre règle donne plus
story-more = { $more } de plus ({ $amount })
story-level = niveau : { $from }, désormais { $to }, { $until }
story-pending = { $points } en attente
story-owed = { $points } de dette
story-redemption = Utilisation { $id } : { $date }, { $time }
story-voucher = Bon utilisé, { $id } : { $date }, { $time }
story-grant = Crédit manuel { $id } : { $date }, { $time }
story-transfer = Échange { $id } : { $date }, { $time }
story-member = Modification de votre adhésion { $id } : { $date }, { $time }
story-return = Retour { $id } : { $date }, { $time }
story-time = Ce que le temps a apporté : { $date }, { $time }
story-from-hour = à partir de { $time }
story-repeated = Cette opération a déjà été reçue ; ce qui a été décidé alors reste valable.
story-late = L’opération a été reçue en retard ; sa propre date est déterminante.
story-of = { $name } : { $said }

# Ce qui s’est passé par ailleurs
story-expired = Expiré entre-temps
story-expired-lot = { $points }, jusqu’au { $date }
story-reminders = Rappels
story-reminded = { $points } à utiliser jusqu’au { $date } au plus tard
story-account = Comptes
story-joined = Le compte { $member } a été réuni à celui-ci, avec { $points }
story-no-points = aucun point
story-returned = Ce que le retour a changé
story-came-back = Rendu de { $receipt } : { $lines }
story-line = { $quantity } de la ligne { $line }
story-undone = { $receipt } est annulé.
story-nothing-left = Il n’en reste rien.
story-gives-less = Pour le reste, { $rule } donne moins : { $points }
story-gives-more = Pour le reste, { $rule } donne plus : { $points }
story-points-back = Ce qui avait été utilisé pour cela est rendu : { $points }
story-cash-back = { $money } sont remboursés pour ce qui avait été utilisé
story-refund-cut = Le remboursement est réduit de { $money }.
story-taken = Repris : { $points } ({ $parts })
story-taken-pending = pas encore utilisable de l’achat : { $points }
story-taken-own = { $points } de l’achat
story-taken-expired = déjà expiré, considéré comme repris : { $points }
story-taken-other = { $points } du reste du solde
story-taken-vouchers = { $points } de bons annulés
story-taken-owed = reste dû : { $points }
story-taken-cut = déduit du remboursement : { $points }
story-taken-forgiven = abandonné : { $points }
story-rewards = Récompenses
story-reward = { $gives } { $cost }
story-for = pour { $points }
story-for-nothing = sans contrepartie
story-as-voucher = avec un bon
story-off = { $money } déduits de l’achat
story-good-until = valable jusqu’au { $date }
story-issued = remise d’office le { $date }
story-vouchers = { $count ->
    [one] un bon ({ $gives })
   *[other] { $number } bons ({ $gives } chacun)
  }
story-voucher-used = { $count ->
    [one] utilisé
   *[other] utilisés
  }
story-voucher-expired = { $count ->
    [one] expiré
   *[other] expirés
  }
story-voucher-cancelled = { $count ->
    [one] annulé
   *[other] annulés
  }
story-voucher-back = { $count ->
    [one] peut de nouveau être utilisé
   *[other] peuvent de nouveau être utilisés
  }
story-partners = Partenaires
story-pays = { $partner } paie { $money } pour { $points } de { $rule }
story-others = Autres membres
story-sent = { $rule } : { $points } pour { $to }
story-shared = { $member } en paie { $points }
story-shared-back = rendu à { $member } : { $points }
story-levels = Niveaux
story-renewed = { $level } est renouvelé, { $until }
story-level-gave = { $points } avec le niveau { $level }
story-written = Fixé dans le programme
story-defaults = Non fixé, donc en vigueur
story-choice = { $of }, { $row } : { $value }

# Choix
choices-title = Ce qui vaut dans { $name }
choice-by-default = { $value } (par défaut)
choice-by-text = { $value }
choice-of-programme = Programme
choice-of-returns = Retours
choice-of-limit = Limite : { $limit }
choice-then = , puis{" "}

# Opérations refusées
story-refused = Pourquoi { $id } a été refusé : { $date }, { $time }
story-about = Il s’agit de
story-there-is = Il y a
story-nothing-changed = Rien n’a été modifié.
enough-least = au moins { $value }
enough-most = au plus { $value }
enough-from = à partir du { $value }
refused-no-member = Le ticket ne nomme aucun membre ; rien ne peut donc être crédité.
refused-unknown-member = Ce programme est réservé aux membres inscrits, et cette adhésion n’est pas connue.
refused-id-reused = Le numéro de cette opération a déjà servi à autre chose.
refused-out-of-order = L’opération est antérieure à la dernière du compte, et ce programme n’accepte rien après coup.
refused-too-late = Cela remonte à trop longtemps.
refused-nothing-remembered = Ce programme ne tient pas compte des retours.
refused-unknown-receipt = Le compte ne comporte pas un tel achat ni une telle utilisation, ou ils remontent à trop longtemps.
refused-not-returnable = Seuls des achats et des utilisations peuvent être annulés.
refused-before-purchase = Le retour est daté d’avant l’achat.
refused-nothing-left = Tout a déjà été rendu.
refused-unknown-line = Le ticket ne comporte pas une telle ligne.
refused-line-twice = Une ligne du ticket est citée deux fois.
refused-more-than-bought = Il est rendu plus que ce qui reste de l’achat.
refused-quantity-not-above-zero = Ce qui est rendu doit être supérieur à zéro.
refused-no-lines = Une utilisation s’annule en entier.
refused-no-household = Vous n’appartenez à aucun foyer.
refused-household-full = Le foyer compte déjà autant de membres que possible.
refused-merge-with-itself = Un compte ne peut pas être réuni avec lui-même.
refused-merge-unknown = Le compte à réunir avec celui-ci n’existe pas.
refused-already-merged = Le compte a déjà été réuni avec un autre.
refused-account-out-of-order = L’opération est antérieure à la dernière de l’un des comptes.
refused-not-a-member = Votre adhésion a pris fin.
refused-before-joining = C’était avant le début de votre adhésion.
refused-already-a-member = Votre adhésion existe déjà.
refused-own-gift = Personne ne reçoit, pour son propre achat, ce qui est destiné à d’autres.
refused-not-enough-points = Le solde ne suffit pas.
refused-below-minimum = C’est moins que le minimum par utilisation.
refused-above-maximum = C’est plus que le maximum par utilisation.
refused-not-a-step = Ce nombre n’est pas possible ; il y a des paliers fixes.
refused-unknown-conversion = Cet échange n’est pas possible.
refused-wrong-unit = La récompense ne s’obtient pas ainsi.
refused-not-in-force = Ce n’est pas possible ce jour-là.
refused-not-eligible = Une condition n’était pas remplie.
refused-limit-reached = Le maximum possible est atteint.
refused-no-receipt = La récompense se déduit d’un achat, et aucun n’a été transmis.
refused-above-receipt = C’est plus que la part de l’achat qui peut être payée ainsi.
refused-below-receipt = L’achat entier doit être payé ainsi, et c’est moins.
refused-below-purchase = L’achat est inférieur à ce que demande la récompense.
refused-issued-by-itself = Cette récompense vous est remise d’office.
refused-no-voucher = Vous n’avez pas autant de bons.
refused-voucher-gone = Le bon a été utilisé ou a expiré.
refused-nothing-to-pay = Rien sur le ticket ne peut être payé ainsi.
refused-out-of-range = Un total dépasserait ce qui peut être tenu.
