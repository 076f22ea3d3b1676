"""“Réussir ma stratégie Facebook”: the modules of the pathway the demonstration tells."""

from demo.content.shapes import Module, Question, Screen

UNDERSTAND = Module(
    slug="comprendre",
    title="Comprendre ce que Facebook apporte à un artisan",
    minutes=40,
    objectives="Savoir à quoi sert une page professionnelle, ce qu’elle coûte en temps et ce qu’on peut en attendre.",
    screens=(
        Screen(
            "Pourquoi une page, et pas un profil",
            (
                "Un profil Facebook est fait pour une personne, une page est faite pour une entreprise. La page affiche vos horaires, "
                "votre adresse, votre téléphone ; elle peut être gérée à plusieurs et donne des statistiques.",
                "Vendre avec un profil personnel est contraire aux règles de Facebook : il peut être fermé du jour au lendemain, "
                "avec toutes les photos et tous les contacts.",
            ),
            "Une entreprise, une page. Gardez votre profil pour vos proches.",
        ),
        Screen(
            "Qui vous lit vraiment",
            (
                "Dans une ville de 15 000 habitants, une page de commerce suivie par 800 personnes touche en moyenne 60 à 120 "
                "personnes à chaque publication. C’est peu, mais ce sont des voisins : ceux qui peuvent pousser votre porte.",
                "Une bonne page n’a pas besoin de milliers d’abonnés. Elle a besoin d’abonnés qui habitent à moins de vingt minutes.",
            ),
            "Cherchez des voisins, pas des chiffres.",
        ),
        Screen(
            "Combien de temps y passer",
            (
                "Deux publications par semaine suffisent pour commencer. Préparez-les en une fois, par exemple le lundi quand la "
                "boutique est fermée : vingt minutes pour choisir deux photos et écrire deux textes courts.",
                "Ajoutez cinq minutes par jour pour répondre aux messages. Un client qui écrit le soir commande souvent ailleurs "
                "s’il n’a pas de réponse le lendemain.",
            ),
            "Une heure par semaine, tenue toute l’année, vaut mieux qu’un week-end entier puis rien.",
            ("Lundi : deux publications préparées", "Chaque jour : cinq minutes de réponses", "Fin de mois : un regard sur les chiffres"),
        ),
        Screen(
            "Ce que Facebook ne fera pas",
            (
                "Une page ne remplace ni la qualité de ce que vous vendez, ni l’accueil, ni une enseigne visible. Elle rappelle que "
                "vous existez, montre votre savoir-faire et facilite le premier contact.",
                "Avant de commencer, écrivez en une phrase ce que vous attendez : plus de commandes de gâteaux d’anniversaire, plus de "
                "passage le mercredi, un apprenti à la rentrée. Toute la suite du parcours s’appuie sur cette phrase.",
            ),
            "Un objectif écrit vaut dix bonnes résolutions.",
        ),
    ),
    questions=(
        Question(
            "Vous ouvrez une pâtisserie. Que créez-vous sur Facebook ?",
            ("Un second profil au nom de la boutique", "Une page professionnelle", "Un groupe privé"),
            1,
            "La page est faite pour les entreprises : horaires, statistiques, plusieurs gestionnaires.",
        ),
        Question(
            "Quels abonnés comptent le plus pour un commerce de quartier ?",
            ("Ceux qui habitent à proximité", "Les plus nombreux possible, peu importe où", "Les autres professionnels du métier"),
            0,
            "Un abonné proche peut devenir un client dès demain.",
        ),
        Question(
            "Quel rythme est réaliste pour commencer ?",
            ("Trois publications par jour", "Deux publications par semaine", "Une publication par trimestre"),
            1,
            "Deux publications par semaine se préparent en vingt minutes, et se tiennent toute l’année.",
        ),
    ),
)

CREATE = Module(
    slug="creer-sa-page",
    title="Créer une page qui donne envie d’entrer",
    minutes=50,
    objectives="Créer sa page, choisir ses photos, remplir les informations que les clients cherchent.",
    screens=(
        Screen(
            "Le nom et la catégorie",
            (
                "Reprenez exactement le nom de votre enseigne, suivi de la ville s’il existe ailleurs : « Pâtisserie Le Goff – "
                "Landerneau ». Pas de majuscules partout, pas de slogan dans le nom.",
                "La catégorie décide de ce que Facebook propose : « Pâtisserie » donne un menu et des horaires, « Entreprise locale » "
                "n’en donne pas.",
            ),
            "Le même nom sur la vitrine, la page et les factures : on vous retrouve.",
        ),
        Screen(
            "Deux photos décident de tout",
            (
                "La photo de profil est vue en tout petit : un logo simple ou votre produit le plus reconnaissable, sur fond uni.",
                "La photo de couverture montre le lieu ou le geste : la vitrine au matin, les mains qui dressent une tarte. Prenez-la "
                "à la lumière du jour, sans flash, à l’horizontale.",
            ),
            "Lumière du jour, fond rangé, une seule idée par photo.",
        ),
        Screen(
            "Les informations que l’on cherche",
            (
                "Neuf visiteurs sur dix viennent chercher trois choses : êtes-vous ouvert, où êtes-vous, comment vous joindre. "
                "Remplissez-les d’abord, et tenez les horaires à jour pendant les congés.",
                "Ajoutez un bouton « Appeler » plutôt que « En savoir plus » : pour un gâteau d’anniversaire, on téléphone.",
            ),
            "Des horaires faux coûtent plus cher que pas de page du tout.",
            ("Horaires, y compris jours fériés", "Adresse exacte et stationnement", "Téléphone et bouton « Appeler »"),
        ),
        Screen(
            "Qui peut publier",
            (
                "Donnez un accès à une deuxième personne de confiance : si vous perdez votre téléphone, la page n’est pas perdue avec lui.",
                "Choisissez le rôle juste : une vendeuse peut répondre aux messages sans pouvoir supprimer la page. Activez la double "
                "authentification sur chaque compte qui gère la page.",
            ),
            "Toujours deux administrateurs, toujours la double authentification.",
        ),
    ),
    questions=(
        Question(
            "Quel nom choisir pour la page ?",
            ("LE MEILLEUR PÂTISSIER DU FINISTÈRE", "Pâtisserie Le Goff – Landerneau", "Monique LG"),
            1,
            "Le nom de l’enseigne et la ville : c’est ce que les clients tapent.",
        ),
        Question(
            "Quelle information vérifier avant tout ?",
            ("La date de création de l’entreprise", "Les horaires", "Le nombre de salariés"),
            1,
            "Un client venu pour rien ne revient pas.",
        ),
        Question(
            "Combien d’administrateurs pour une page ?",
            ("Un seul, c’est plus sûr", "Deux au moins", "Tous les salariés"),
            1,
            "Deux personnes de confiance : la page survit à un téléphone perdu.",
        ),
        Question(
            "Quelle photo de couverture fonctionne le mieux ?",
            (
                "Une photo du lieu ou du geste, à la lumière du jour",
                "Un texte avec toutes les promotions",
                "Une image trouvée sur internet",
            ),
            0,
            "Le vrai lieu et le vrai geste donnent confiance ; une image prise ailleurs peut être un droit d’auteur à payer.",
        ),
    ),
)

PUBLISH = Module(
    slug="publier",
    title="Publier : quoi, quand, comment",
    minutes=45,
    objectives="Construire un calendrier de publications tenable et écrire des textes courts qui font réagir.",
    screens=(
        Screen(
            "Quatre familles de publications",
            (
                "Montrez le geste (une pâte que l’on feuillette), le produit (la tarte du samedi), les gens (l’apprenti qui réussit son "
                "premier Paris-Brest) et le pratique (congés, commandes de Noël).",
                "Alternez. Une page qui ne fait que vendre lasse ; une page qui ne vend jamais n’aide pas votre entreprise.",
            ),
            "Trois fois le métier, une fois la vente.",
        ),
        Screen(
            "Écrire court",
            (
                "La première ligne décide de la lecture. Commencez par ce qui se voit ou se goûte : « Ce matin, 40 kg de fraises de "
                "Plougastel sont arrivés. »",
                "Une publication, une idée, une invitation à agir : réserver, passer, commenter. Relisez à voix haute avant d’envoyer.",
            ),
            "Si la première phrase ne donne pas faim, recommencez.",
        ),
        Screen(
            "Le bon moment",
            (
                "Publiez quand vos clients regardent leur téléphone : avant le travail, à la pause de midi, après le dîner. Vos "
                "statistiques diront mieux que n’importe quelle règle.",
                "Programmez à l’avance : Facebook publie à l’heure dite, même si vous êtes au fournil.",
            ),
            "Préparer le lundi, publier toute la semaine.",
        ),
        Screen(
            "Répondre, même aux mécontents",
            (
                "Remerciez les commentaires aimables d’un mot. Devant une critique, répondez une fois, calmement, avec une proposition "
                "concrète, puis invitez à poursuivre par téléphone.",
                "Ne supprimez une critique que si elle est injurieuse. Les autres lecteurs jugent surtout votre réponse.",
            ),
            "On vous lit surtout quand vous répondez.",
        ),
    ),
    questions=(
        Question(
            "Quelle première ligne donne le plus envie de lire ?",
            (
                "Bonjour à tous, nous espérons que vous allez bien.",
                "Ce matin, 40 kg de fraises de Plougastel sont arrivés.",
                "PROMO PROMO PROMO",
            ),
            1,
            "Ce qui se voit et se goûte arrête le regard.",
        ),
        Question(
            "Un client se plaint en public d’un gâteau trop sec. Que faire ?",
            ("Supprimer le commentaire", "Répondre calmement, proposer une solution, continuer par téléphone", "Ne rien dire"),
            1,
            "Les autres lecteurs regardent surtout comment vous traitez un client.",
        ),
        Question(
            "Quelle proportion de publications de vente est raisonnable ?",
            ("Toutes", "Environ une sur quatre", "Aucune"),
            1,
            "Trois fois le métier, une fois la vente.",
        ),
    ),
)

MEASURE = Module(
    slug="mesurer",
    title="Mesurer et s’améliorer",
    minutes=45,
    objectives="Lire les statistiques de sa page, choisir deux chiffres à suivre, décider d’une publicité locale.",
    screens=(
        Screen(
            "Deux chiffres suffisent",
            (
                "La portée dit combien de personnes ont vu une publication ; les interactions disent combien ont réagi. Notez-les une "
                "fois par mois dans un cahier : la tendance compte plus que le chiffre.",
                "Oubliez le nombre d’abonnés : il monte toujours, et ne dit pas si l’on vous lit.",
            ),
            "Portée et interactions, une fois par mois.",
        ),
        Screen(
            "Relier aux ventes",
            (
                "Demandez à chaque commande : « Comment nous avez-vous connus ? » Un trait dans un cahier suffit. En trois mois, vous "
                "saurez ce que la page rapporte.",
                "Un code donné seulement sur Facebook (« dites FRAISE ») fait le même travail.",
            ),
            "Ce qui n’est pas compté au comptoir n’existe pas.",
        ),
        Screen(
            "Une publicité locale, pas plus de 20 €",
            (
                "Attendez d’avoir une publication qui a bien marché toute seule, puis payez pour la montrer à quinze kilomètres autour "
                "de chez vous pendant quatre jours. 20 € suffisent pour savoir.",
                "Si rien ne se passe au comptoir, ne recommencez pas : changez de publication.",
            ),
            "On ne paie que pour amplifier ce qui marche déjà.",
        ),
    ),
    questions=(
        Question(
            "Quels chiffres suivre chaque mois ?",
            ("Le nombre d’abonnés", "La portée et les interactions", "Le nombre de photos publiées"),
            1,
            "La portée dit qui vous a vu, les interactions qui a réagi.",
        ),
        Question(
            "Quand payer une publicité ?",
            ("Pour une publication qui a déjà bien marché", "Pour la toute première publication", "Chaque semaine, par principe"),
            0,
            "On amplifie ce qui marche.",
        ),
        Question(
            "Comment savoir si la page fait vendre ?",
            ("En demandant aux clients comment ils vous ont connu", "En comptant les « J’aime »", "On ne peut pas le savoir"),
            0,
            "Un trait dans un cahier à chaque commande suffit.",
        ),
    ),
)

FINAL = Module(
    slug="quiz-final",
    title="Quiz final",
    minutes=20,
    objectives="Vérifier l’ensemble des acquis du parcours.",
    screens=(
        Screen(
            "Avant de commencer",
            (
                "Huit questions reprennent tout le parcours. Il faut plus de 70 % pour réussir ; vous pouvez recommencer.",
                "Comptez vingt minutes, au calme. Si vous devez vous arrêter, vous reprendrez où vous en étiez.",
            ),
            "Relisez vos fiches de synthèse : elles contiennent tout.",
        ),
    ),
    questions=(
        UNDERSTAND.questions[0],
        UNDERSTAND.questions[2],
        CREATE.questions[0],
        CREATE.questions[2],
        PUBLISH.questions[0],
        PUBLISH.questions[1],
        MEASURE.questions[0],
        MEASURE.questions[1],
    ),
    pass_mark=70,
)

MODULES = (UNDERSTAND, CREATE, PUBLISH, MEASURE, FINAL)
