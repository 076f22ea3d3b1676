"""The short pathways of the demonstration's catalogue: one lesson, one quiz, and what is shared between them."""

from dataclasses import dataclass

ONE_ANSWER = "single"


@dataclass(frozen=True)
class Short:
    """A pathway of one sequence or two. lesson: (title, minutes, paragraphs of HTML, key point); questions: (text, answers, right, feedback).

    shared: names of library objects shared between pathways, in their order after the quiz.
    """

    slug: str
    title: str
    themes: tuple[str, ...]
    summary: str
    objectives: tuple[str, ...]
    audience: str
    lesson: tuple[str, int, str, str]
    questions: tuple[tuple[str, tuple[str, ...], int, str], ...]
    shared: tuple[str, ...] = ()


THEMES = {
    "vendre": "Vendre et se faire connaître",
    "numerique": "Numérique",
    "gerer": "Gérer son entreprise",
    "equipe": "Équipe et apprentis",
    "securite": "Hygiène et sécurité",
    "environnement": "Environnement",
}

GOOGLE = Short(
    "etre-trouve-sur-google",
    "Être trouvé sur Google",
    ("vendre", "numerique"),
    "Une fiche d’établissement complète, des avis qui rassurent : les clients d’à côté vous trouvent avant les autres.",
    ("Créer et vérifier sa fiche d’établissement", "Répondre aux avis, bons et mauvais", "Lire les statistiques de la fiche"),
    "Artisans qui reçoivent du public ou se déplacent chez leurs clients.",
    (
        "Votre fiche d’établissement",
        25,
        "<h2>Ce que voit un client pressé</h2><p>Il tape votre métier et sa ville. Trois fiches apparaissent, avec une note, des horaires et un "
        "bouton pour appeler. Une fiche incomplète passe derrière.</p><h2>Les cinq lignes qui comptent</h2><ul><li>le nom exact de "
        "l’enseigne ;</li><li>la catégorie principale ;</li><li>les horaires, jours fériés compris ;</li><li>le téléphone ;</li><li>dix photos "
        "à vous.</li></ul><h2>Les avis</h2><p>Demandez-les au moment où le client est content. Répondez à tous en deux phrases, jamais sous le "
        "coup de la colère.</p>",
        "Un mauvais avis auquel on répond calmement rassure plus que dix bons avis sans réponse.",
    ),
    (
        (
            "Quand mettre à jour ses horaires ?",
            ("Avant chaque jour férié", "Une fois par an", "Jamais"),
            0,
            "Un client déçu devant une porte close ne revient pas.",
        ),
        (
            "Un avis est injuste. Que faire ?",
            ("L’ignorer", "Répondre calmement, avec un fait", "Écrire un faux avis"),
            1,
            "Vous écrivez pour ceux qui liront.",
        ),
        (
            "Quelles photos publier ?",
            ("Celles d’un catalogue", "Les vôtres, récentes", "Aucune"),
            1,
            "On veut voir votre atelier et votre travail.",
        ),
    ),
    ("questions", "action"),
)
INVOICES = Short(
    "devis-et-factures",
    "Des devis et des factures sans faute",
    ("gerer",),
    "Les mentions qui protègent, un modèle qui sert toujours, et moins d’impayés.",
    ("Écrire un devis complet", "Numéroter et dater ses factures", "Relancer sans se fâcher"),
    "Chefs d’entreprise, conjoints et secrétaires.",
    (
        "Du devis à l’encaissement",
        30,
        "<h2>Le devis engage</h2><p>Il porte la date, votre nom, votre adresse et votre numéro SIRET, le détail de chaque prestation, le prix "
        "hors taxes et toutes taxes comprises, et sa durée de validité. Signé par le client, il vaut contrat.</p><h2>La facture se "
        "suit</h2><p>Un numéro unique, dans l’ordre, sans trou. La date de paiement y figure, avec les pénalités de retard et, entre "
        "professionnels, l’indemnité forfaitaire de 40 €.</p><h2>Relancer</h2><p>Un appel aimable le lendemain de l’échéance règle la plupart "
        "des retards : le plus souvent, la facture s’est perdue.</p>",
        "Ce qui n’est pas écrit sur le devis se paie rarement.",
    ),
    (
        ("Que devient un devis signé ?", ("Un contrat", "Une idée de prix", "Une facture"), 0, "Il engage les deux parties."),
        ("Peut-on sauter un numéro de facture ?", ("Oui", "Non", "Une fois par an"), 1, "La suite doit être continue."),
        (
            "Quand relancer la première fois ?",
            ("Le lendemain de l’échéance", "Trois mois après", "Jamais"),
            0,
            "Plus on attend, moins on est payé.",
        ),
    ),
    ("action",),
)
HYGIENE = Short(
    "hygiene-alimentaire",
    "L’hygiène au laboratoire et en cuisine",
    ("securite",),
    "Le froid, le chaud, les mains, les dates : les gestes de la méthode HACCP, applicables dès demain.",
    ("Tenir la chaîne du froid", "Refroidir et réchauffer sans risque", "Remplir un relevé qui sert vraiment"),
    "Boulangers, pâtissiers, bouchers, traiteurs et restaurateurs.",
    (
        "Les gestes qui évitent l’intoxication",
        35,
        "<h2>Le froid</h2><p>Les denrées très périssables se gardent entre 0 et 4 °C. On relève la température deux fois par jour, et on note "
        "aussi ce qu’on a fait quand elle était trop haute.</p><h2>Le chaud</h2><p>Un plat servi chaud reste à 63 °C au moins. Pour le "
        "refroidir, on descend de 63 à 10 °C en moins de deux heures, en petites portions.</p><h2>Les mains</h2><p>Trente secondes, savon, "
        "poignets compris, avant chaque reprise et après les œufs, la viande crue et les poubelles.</p>",
        "Un relevé sans action corrective ne prouve rien.",
    ),
    (
        (
            "À quelle température garder un plat chaud ?",
            ("Au moins 63 °C", "40 °C", "La température de la pièce"),
            0,
            "En dessous, les bactéries se multiplient.",
        ),
        (
            "De 63 à 10 °C, en combien de temps ?",
            ("Moins de 2 heures", "Une nuit", "Peu importe"),
            0,
            "Petites portions, cellule ou bain glacé.",
        ),
        (
            "Le réfrigérateur est à 9 °C. Que noter ?",
            ("Rien", "La température seule", "La température et l’action faite"),
            2,
            "L’action corrective est la preuve.",
        ),
    ),
    ("half_day_practice", "action"),
)
PRIVACY = Short(
    "rgpd-petite-entreprise",
    "Le RGPD pour un petit atelier",
    ("gerer", "numerique"),
    "Ce qu’on peut garder, combien de temps, et quoi faire le jour où un fichier se perd.",
    ("Lister ses fichiers de clients", "Répondre à une demande d’effacement", "Réagir à une fuite de données"),
    "Toute entreprise qui tient un carnet de clients.",
    (
        "Vos fichiers, leurs droits",
        25,
        "<h2>Moins on garde, mieux on dort</h2><p>On ne demande que ce qui sert : pour livrer un gâteau, une adresse ; pas une date de "
        "naissance. On fixe une durée : trois ans sans nouvelles, et la fiche d’un prospect s’efface.</p><h2>Le registre</h2><p>Un tableau "
        "suffit : quel fichier, pour quoi faire, qui le voit, jusqu’à quand.</p><h2>Le jour où ça va mal</h2><p>Téléphone volé, boîte "
        "piratée : on note, on change les mots de passe, et si des personnes risquent quelque chose on prévient la CNIL sous 72 heures.</p>",
        "Un fichier qui ne sert plus est un risque, pas un trésor.",
    ),
    (
        (
            "Que demander pour une livraison ?",
            ("L’adresse et un téléphone", "La date de naissance", "Tout, au cas où"),
            0,
            "Seulement ce qui sert.",
        ),
        (
            "Dans quel délai prévenir la CNIL d’une fuite à risque ?",
            ("72 heures", "Un mois", "Un an"),
            0,
            "Et les personnes, si le risque est élevé.",
        ),
        ("Un prospect muet depuis trois ans ?", ("On le garde", "On l’efface", "On le vend"), 1, "C’est la durée recommandée."),
    ),
    ("questions",),
)
FIRST_AID = Short(
    "reagir-a-un-accident",
    "Réagir à un accident à l’atelier",
    ("securite", "equipe"),
    "Protéger, alerter, secourir : les bons gestes avant l’arrivée des secours.",
    ("Protéger sans se mettre en danger", "Donner une alerte complète", "Agir sur une brûlure ou un saignement"),
    "Toute personne qui travaille en atelier ou sur chantier.",
    (
        "Les trois premières minutes",
        30,
        "<h2>Protéger</h2><p>Couper la machine, le courant, le gaz. On ne devient pas la seconde victime.</p><h2>Alerter</h2><p>Le 15, le 18 "
        "ou le 112 ; le 114 par message pour qui n’entend pas. Où, quoi, combien de blessés, et on ne raccroche pas le "
        "premier.</p><h2>Secourir</h2><p>Un saignement abondant : on appuie, et on maintient. Une brûlure : eau tempérée, dix minutes au "
        "moins. Un malaise : on allonge, on rassure, on surveille.</p><p>Cette leçon ne remplace pas une formation de secouriste.</p>",
        "On coupe la machine avant de tendre la main.",
    ),
    (
        ("Que faire d’abord ?", ("Protéger", "Courir", "Filmer"), 0, "Une seconde victime n’aide personne."),
        (
            "Sur une brûlure, d’abord…",
            ("De l’huile", "De l’eau tempérée, dix minutes", "De la glace"),
            1,
            "Jamais de corps gras ni de glace.",
        ),
        (
            "Quel numéro par message ?",
            ("Le 114", "Le 12", "Le 3000"),
            0,
            "Pour les personnes sourdes ou malentendantes, ou si parler est dangereux.",
        ),
    ),
    ("half_day_practice",),
)
WINDOW = Short(
    "une-vitrine-qui-fait-entrer",
    "Une vitrine qui fait entrer",
    ("vendre",),
    "Trois secondes pour arrêter un passant : un thème, de la lumière, un prix.",
    ("Choisir un thème par mois", "Placer au niveau des yeux ce qui se vend", "Mesurer l’effet d’une vitrine"),
    "Commerçants et artisans qui ont une boutique.",
    (
        "Trois secondes sur le trottoir",
        20,
        "<h2>Une idée à la fois</h2><p>Une vitrine qui dit tout ne dit rien. Un thème, une couleur, trois hauteurs.</p><h2>La "
        "lumière</h2><p>Éclairez l’objet, pas le passant. Le soir, une vitrine allumée jusqu’à 22 heures travaille pour vous ; ensuite, on "
        "éteint.</p><h2>Le prix</h2><p>L’afficher est une obligation, et c’est ce qui fait pousser la porte.</p>",
        "Comptez ceux qui s’arrêtent, une heure par semaine, toujours la même.",
    ),
    (
        ("Combien de thèmes dans une vitrine ?", ("Un", "Cinq", "Autant que de produits"), 0, "Une idée se voit en trois secondes."),
        ("Afficher les prix en vitrine…", ("est interdit", "est obligatoire", "fait fuir"), 1, "Et cela rassure."),
        ("Où placer ce qu’on veut vendre ?", ("Au sol", "À hauteur des yeux", "En haut"), 1, "C’est là que le regard se pose."),
    ),
    ("forum_show", "action"),
)
PHOTO = Short(
    "photographier-ses-produits",
    "Photographier ses produits avec un téléphone",
    ("vendre", "numerique"),
    "Une fenêtre, un fond, trois angles : des photos qui donnent envie, sans matériel.",
    ("Utiliser la lumière du jour", "Composer une image simple", "Préparer ses photos pour le site et les réseaux"),
    "Tous les artisans qui montrent leur travail.",
    (
        "La lumière d’une fenêtre",
        25,
        "<h2>La lumière</h2><p>De côté, près d’une fenêtre, sans soleil direct et sans flash. Une feuille blanche en face éclaircit les "
        "ombres.</p><h2>Le fond</h2><p>Bois, ardoise, papier uni : rien qui attire l’œil plus que le produit.</p><h2>Trois angles</h2><p>De "
        "haut, de trois quarts, de très près. Essuyez l’objectif avant chaque série.</p>",
        "Une bonne photo montre une seule chose.",
    ),
    (
        ("La meilleure lumière ?", ("Le flash", "Une fenêtre, de côté", "Le plafonnier"), 1, "Douce et gratuite."),
        ("Le fond doit être…", ("uni", "décoré", "le plus coloré possible"), 0, "Le produit d’abord."),
        ("Avant chaque série…", ("on zoome", "on essuie l’objectif", "on ajoute un filtre"), 1, "La farine et la sciure voilent tout."),
    ),
    ("forum_show",),
)
GREEN = Short(
    "eco-gestes",
    "Réduire l’eau, l’énergie et les déchets",
    ("environnement", "gerer"),
    "Des gestes qui se voient sur la facture : mesurer, régler, trier, réparer.",
    ("Lire ses factures d’eau et d’énergie", "Choisir trois actions qui rapportent", "Trier les déchets de l’atelier"),
    "Toutes les entreprises artisanales.",
    (
        "Mesurer avant d’agir",
        30,
        "<h2>Mesurer</h2><p>Relevez les compteurs le soir et le matin : ce qui tourne la nuit coûte toute l’année.</p><h2>Régler</h2><p>Un "
        "degré de chauffage en moins, c’est environ 7 % d’énergie. Un joint de chambre froide usé se remplace en dix "
        "minutes.</p><h2>Trier</h2><p>Papier et carton, métal, plastique, verre, bois : séparés, certains se vendent.</p>",
        "Le déchet le moins cher est celui qu’on n’a pas produit.",
    ),
    (
        ("Par quoi commencer ?", ("Mesurer", "Acheter une machine", "Attendre"), 0, "On n’économise que ce qu’on connaît."),
        ("Un degré de chauffage en moins ?", ("Environ 7 %", "Rien", "La moitié"), 0, "C’est l’ordre de grandeur admis."),
        ("Un joint de chambre froide usé…", ("se remplace", "se peint", "s’ignore"), 0, "Dix minutes, quelques euros."),
    ),
    ("action",),
)
HIRING = Short(
    "recruter-sans-se-tromper",
    "Recruter sans se tromper",
    ("equipe", "gerer"),
    "Décrire le poste, écouter, essayer, accueillir : une embauche réussie se prépare.",
    ("Rédiger une annonce claire", "Conduire un entretien équitable", "Faire les démarches avant le premier jour"),
    "Chefs d’entreprise qui embauchent pour la première fois, ou à nouveau.",
    (
        "Du besoin au premier jour",
        35,
        "<h2>Décrire</h2><p>Ce que la personne fera le lundi matin, les horaires, le salaire. Une annonce sans salaire fait perdre les "
        "meilleurs.</p><h2>Écouter</h2><p>Les mêmes questions à tous, sur le métier. L’âge, l’origine, la famille ou la santé n’ont pas leur "
        "place.</p><h2>Déclarer</h2><p>La déclaration préalable à l’embauche se fait avant l’arrivée, au plus tôt huit jours avant.</p>",
        "On recrute pour une attitude, on forme au geste.",
    ),
    (
        (
            "Quand faire la déclaration préalable ?",
            ("Avant l’embauche", "Dans le mois", "À la fin de l’essai"),
            0,
            "Dans les huit jours qui précèdent.",
        ),
        (
            "Quelle question poser ?",
            ("Avez-vous des enfants ?", "Racontez un chantier difficile", "Quel âge avez-vous ?"),
            1,
            "Sur le métier, et la même pour tous.",
        ),
        ("Le salaire dans l’annonce ?", ("Oui", "Non", "Seulement s’il est haut"), 0, "Tout le monde gagne du temps."),
    ),
    ("questions", "action"),
)
RISKS = Short(
    "document-unique",
    "Écrire son document unique",
    ("securite", "gerer"),
    "Regarder son atelier avec d’autres yeux, classer les risques, décider ce qui change.",
    ("Faire le tour de l’atelier avec l’équipe", "Classer les risques", "Tenir le document à jour"),
    "Employeurs, dès le premier salarié.",
    (
        "Le tour de l’atelier",
        30,
        "<h2>Pourquoi</h2><p>Dès le premier salarié, l’employeur écrit les risques et ce qu’il fait pour les réduire. Bien fait, c’est aussi "
        "une liste de travaux utiles.</p><h2>Comment</h2><p>Poste par poste, avec ceux qui y travaillent : chute, coupure, poussière, bruit, "
        "charges, route, stress. Pour chacun : gravité, fréquence, décision, date.</p><h2>Ensuite</h2><p>On le reprend après chaque accident "
        "et chaque changement de machine.</p>",
        "Celui qui fait le geste connaît le risque.",
    ),
    (
        ("À partir de combien de salariés ?", ("Un", "Onze", "Cinquante"), 0, "Dès le premier."),
        ("Avec qui l’écrire ?", ("Seul", "Avec ceux qui tiennent les postes", "Avec un client"), 1, "Ils savent où l’on se blesse."),
        ("Après un accident…", ("on le reprend", "on le jette", "on n’y touche pas"), 0, "C’est le moment d’agir."),
    ),
    ("action",),
)
SHORT = (GOOGLE, INVOICES, HYGIENE, PRIVACY, FIRST_AID, WINDOW, PHOTO, GREEN, HIRING, RISKS)
