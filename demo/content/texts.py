"""Texts of the demonstration's pathways: quizzes, instructions, summary sheets, frequent questions."""

POSITIONING = [
    (
        "single",
        "<p>Avez-vous déjà une page Facebook pour votre entreprise ?</p>",
        2,
        "Une page professionnelle est le point de départ du parcours.",
        [("Oui, et je publie régulièrement", True), ("Oui, mais je n’y touche plus", False), ("Non, pas encore", False)],
    ),
    (
        "multiple",
        "<p>Quelles informations un client cherche-t-il d’abord sur une page ?</p>",
        2,
        "Horaires, adresse et téléphone : tout le reste vient après.",
        [("Les horaires", True), ("L’adresse", True), ("Le chiffre d’affaires", False), ("Le téléphone", True)],
    ),
    ("true_false", "<p>On peut vendre avec son profil personnel sans risque.</p>", 1, "C’est contraire aux règles de Facebook.", False),
    (
        "single",
        "<p>La « portée » d’une publication, c’est…</p>",
        2,
        "La portée compte les personnes qui ont vu la publication.",
        [("le nombre de personnes qui l’ont vue", True), ("le nombre de « J’aime »", False), ("le nombre d’abonnés", False)],
    ),
    (
        "numeric",
        "<p>Combien de publications par semaine suffisent pour bien commencer ?</p>",
        1,
        "Deux : un rythme que l’on tient.",
        ("2", "1", ""),
    ),
    (
        "ordering",
        "<p>Remettez ces étapes dans l’ordre.</p>",
        2,
        "L’objectif d’abord, la mesure à la fin.",
        ["Écrire son objectif", "Créer la page", "Publier régulièrement", "Mesurer les résultats"],
    ),
    (
        "matching",
        "<p>Associez chaque publication à sa famille.</p>",
        2,
        "Alternez les familles pour ne pas lasser.",
        [("Le feuilletage filmé au fournil", "Le geste"), ("La tarte du samedi", "Le produit"), ("Les horaires de Noël", "Le pratique")],
    ),
]

WELCOME_PAGE = [
    (
        "text",
        "<p>Bienvenue. Ce parcours vous accompagne pendant trente jours pour construire une présence Facebook utile à votre entreprise, "
        "au rythme d’une à deux heures par semaine.</p>"
        "<h2>Comment ça se passe</h2><ul><li>quatre modules à suivre quand vous voulez, chez vous ;</li>"
        "<li>une classe virtuelle et une demi-journée en présentiel ;</li><li>une étude de cas sur votre propre page, corrigée par "
        "votre tutrice ;</li><li>un quiz final.</li></ul>",
    ),
    (
        "key_point",
        {
            "title": "Avant de commencer",
            "text": "<p>Gardez sous la main votre téléphone, deux ou trois photos de votre travail et un cahier.</p>",
        },
    ),
    (
        "text",
        "<h2>Qui vous accompagne</h2><p>Une tutrice de contenu répond à vos questions sur le fond et corrige votre étude de cas. Un tuteur "
        "motivationnel prend de vos nouvelles et vous aide à tenir le rythme.</p>",
    ),
]

CASE_STUDY = (
    "<p>Présentez la stratégie Facebook de votre entreprise pour les trois prochains mois, en deux pages au plus :</p>"
    "<ol><li>votre objectif, en une phrase, et à qui vous vous adressez ;</li><li>un calendrier de huit publications "
    "(date, famille, photo, première ligne) ;</li><li>les deux chiffres que vous suivrez et comment vous les relierez à vos ventes."
    "</li></ol><p>Joignez au moins une capture d’écran de votre page.</p>"
)

SHEETS = {
    "marks": (
        "<h2>L’essentiel</h2><ul><li>Une entreprise, une page : jamais de vente depuis un profil personnel.</li>"
        "<li>On cherche des voisins, pas des chiffres.</li><li>Deux publications par semaine, cinq minutes de réponses par jour.</li></ul>"
        "<h2>À faire cette semaine</h2><ol><li>Écrire votre objectif en une phrase.</li><li>Choisir deux photos prises à la lumière du "
        "jour.</li></ol>"
    ),
    "build": (
        "<h2>L’essentiel</h2><ul><li>Le même nom sur la vitrine, la page et les factures.</li><li>Horaires, adresse, téléphone : à jour "
        "avant tout.</li><li>Deux administrateurs, et la double authentification.</li><li>Trois fois le métier, une fois la vente.</li></ul>"
        "<h2>Modèle de publication</h2><p>Première ligne qui se voit ou se goûte, une seule idée, une invitation à agir.</p>"
    ),
    "practise": (
        "<h2>L’essentiel</h2><ul><li>Portée et interactions, notées une fois par mois.</li><li>« Comment nous avez-vous connus ? » à chaque "
        "commande.</li><li>Une publicité de 20 €, seulement pour ce qui marche déjà.</li></ul>"
    ),
}

FAQ = [
    ("Combien de temps faut-il prévoir ?", "<p>Environ neuf heures en tout, sur trente jours. Chaque module annonce sa durée.</p>"),
    ("Puis-je suivre le parcours sur mon téléphone ?", "<p>Oui. Vous reprenez où vous vous êtes arrêté, sur n’importe quel appareil.</p>"),
    (
        "Je n’ai pas réussi le quiz, que faire ?",
        "<p>Vous pouvez le recommencer : c’est votre meilleur score qui compte. Votre tutrice peut aussi vous aider.</p>",
    ),
    (
        "Que se passe-t-il à la fin des trente jours ?",
        "<p>L’accès aux modules se ferme. Vous gardez vos résultats, vos fiches de synthèse et votre certificat.</p>",
    ),
]

# Questions about one step, wherever it is used: (object, question, answer).
ACTIVITY_FAQ = [
    (
        "creer-sa-page",
        "Faut-il une page à part de mon compte personnel ?",
        "<p>Oui. La page est celle de l’entreprise : vos clients la suivent sans être vos amis, et vous pouvez la confier à quelqu’un.</p>",
    ),
    (
        "case",
        "Puis-je rendre mon étude de cas en plusieurs fois ?",
        "<p>Oui : ce que vous écrivez est gardé comme brouillon. Votre tutrice ne le lit qu’après « Rendre mon travail ».</p>",
    ),
]

PRICES_PAGE = [
    (
        "text",
        "<h2>Ce que coûte vraiment une heure de travail</h2><p>Additionnez ce que vous devez payer chaque année, que vous travailliez ou non : "
        "loyer, assurances, remboursements, cotisations. Divisez par les heures que vous pouvez réellement facturer – souvent 1 100 à 1 300 "
        "par an, pas 1 600.</p>",
    ),
    ("key_point", {"title": "", "text": "<p>Une heure non facturée se paie sur toutes les autres.</p>"}),
]

APPRENTICE_PAGE = [
    (
        "text",
        "<h2>Le premier jour compte double</h2><p>Un apprenti bien accueilli reste. Préparez son vestiaire, présentez-le à chacun par son "
        "prénom, expliquez les règles de sécurité avant le premier geste.</p><h2>Le maître d’apprentissage</h2><p>Il montre, laisse faire, "
        "corrige, puis laisse seul. Quinze minutes de bilan le vendredi évitent bien des ruptures.</p>",
    ),
    ("quote", "On n’apprend pas un métier en regardant, on l’apprend en ratant à côté de quelqu’un qui sait."),
]

PRICES_QUIZ = [
    (
        "single",
        "<p>Quelles heures diviser pour trouver votre coût horaire ?</p>",
        1,
        "Seules les heures facturables paient vos charges.",
        [("Les heures facturables", True), ("Toutes les heures d’ouverture", False), ("35 heures par semaine", False)],
    ),
    (
        "numeric",
        "<p>Charges annuelles 39 000 €, 1 300 heures facturables : quel coût horaire, en euros ?</p>",
        1,
        "39 000 ÷ 1 300 = 30 €.",
        ("30", "0", "€"),
    ),
]
