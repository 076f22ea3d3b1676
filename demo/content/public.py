"""Texts of the demonstration's public site."""

from datetime import date

HERO_TITLE = "La formation des artisans, à votre rythme"
HERO_TEXT = "<p>Des parcours courts sur les questions de votre métier : quelques heures à distance, un groupe, un tuteur, et une demi-journée ensemble.</p>"
STEPS = [
    {"icon": "map", "title": "Choisissez un parcours court", "text": "Quelques heures, sur une question de votre métier. La durée et le programme sont dits d’avance."},
    {"icon": "users", "title": "Suivez-le avec un groupe", "text": "À votre rythme, sur un ordinateur ou un téléphone, avec quelqu’un qui répond."},
    {"icon": "award", "title": "Repartez avec un certificat", "text": "Votre travail est corrigé, et les fiches de synthèse restent à vous."},
]  # fmt: skip
FIGURES = [
    {"value": "13", "label": "parcours courts, d’une demi-heure à neuf heures", "source": ""},
    {"value": "1 à 2 h", "label": "par semaine suffisent", "source": ""},
    {"value": "9 sur 10", "label": "apprenants recommandent leur parcours", "source": "Enquête imaginaire, pour la démonstration"},
]
WITNESSES = [
    {
        "words": "J’ai suivi les modules le soir, après la fermeture. La tutrice a regardé ma page avec moi : j’ai changé trois choses, et le "
        "carnet de rendez-vous s’est rempli.",
        "name": "Soizic",
        "trade": "Coiffeuse à Vitré",
        "picture": None,
    },
    {
        "words": "Je croyais ne pas avoir le temps. Vingt minutes par-ci, vingt minutes par-là : je l’ai fini en trois semaines.",
        "name": "Yann",
        "trade": "Menuisier à Auray",
        "picture": None,
    },
]
QUESTIONS = [
    {"question": "Combien cela coûte-t-il ?", "answer": "<p>Pour la plupart des artisans, rien : votre fonds de formation prend en charge le parcours. Votre chambre vous aide à monter le dossier.</p>"},
    {"question": "Faut-il être à l’aise avec un ordinateur ?", "answer": "<p>Non. Si vous savez ouvrir un e-mail, vous saurez suivre un parcours, sur un téléphone aussi.</p>"},
    {"question": "Et si j’ai un handicap ?", "answer": "<p>Dites-le nous avant de commencer : chaque région a un référent qui adapte le parcours avec vous.</p>"},
]  # fmt: skip
CALL = {
    "title": "Prêt à être mieux trouvé ?",
    "text": "Trente jours pour une page Facebook qui amène des clients, avec une tutrice et un groupe.",
}

NEWS = [
    (2, "news", "Treize parcours au catalogue", "treize-parcours", "Dix parcours courts rejoignent le catalogue : devis, hygiène, photo, vitrine, embauche…", "<p>Chacun tient en une à cinq heures. Ils ont été écrits avec des artisans et relus par les conseillers des chambres.</p><h2>Comment s’inscrire</h2><p>Ouvrez un parcours, choisissez une session dans votre région, et écrivez à l’adresse indiquée.</p>"),
    (6, "call", "Devenez témoin de votre métier", "devenez-temoin", "Nous cherchons dix artisans pour raconter, en trois minutes, ce qu’un parcours a changé chez eux.", "<p>Le tournage dure une heure, chez vous. Écrivez à l’assistance en disant votre métier et votre ville.</p>"),
    (11, "opportunity", "Une aide pour la transition écologique de l’atelier", "aide-transition", "Des conseillers visitent gratuitement les ateliers qui ont suivi « Réduire l’eau, l’énergie et les déchets ».", "<p>La visite dure une demi-journée et donne un plan d’actions chiffré. Places limitées.</p>"),
    (19, "news", "Les demi-journées reprennent à La Réunion", "demi-journees-reunion", "À Sainte-Clotilde, le laboratoire rouvre après travaux.", "<p>Huit postes, une hotte neuve, et un accès de plain-pied.</p>"),
]  # fmt: skip

HELP_LEAD = "Les réponses aux questions les plus fréquentes, et à qui s’adresser."
HELP = [
    ("text", "<h2>Une question sur votre parcours ?</h2><p>Écrivez à votre tuteur : son adresse est sur la page de votre parcours.</p>"),
    ("text", "<h2>Un souci technique ?</h2><p>L’assistance répond du lundi au vendredi, de 9 h à 17 h. Son adresse est au bas de chaque page.</p>"),
    (
        "questions",
        {
            "heading": "Questions fréquentes",
            "questions": [
                {"question": "Je n’ai pas reçu mon lien", "answer": "<p>Regardez dans les courriers indésirables, puis demandez-en un nouveau depuis la page « Se connecter ».</p>"},
                {"question": "Le texte est trop petit", "answer": "<p>Le bouton « AA », en haut de chaque page, l’agrandit.</p>"},
                {"question": "Puis-je changer d’appareil ?", "answer": "<p>Oui : vous reprenez où vous vous êtes arrêté.</p>"},
            ],
        },
    ),
]  # fmt: skip
LEGAL = (
    "<h2>Éditeur</h2><p>Réseau des chambres de métiers (démonstration), 12 avenue Marceau, 75008 Paris.</p>"
    "<h2>Hébergement</h2><p>Hébergeur de démonstration, en France.</p>"
    '<h2>Logiciel</h2><p>Ce site fonctionne avec un logiciel libre : <a href="/logiciel-libre/">licence et code source</a>.</p>'
)
PRIVACY = (
    "<p>Vos données servent à organiser votre formation et à en apporter la preuve. Elles ne sont ni vendues ni croisées avec d’autres.</p>"
    "<h2>Vos droits</h2><p>Vous pouvez consulter vos données, les faire corriger ou effacer en écrivant à l’assistance. Nous répondons sous un mois."
    "</p><h2>Cookies</h2><p>Le site n’en pose que deux : celui de votre connexion, et celui de la taille du texte que vous choisissez.</p>"
)
STATEMENT = {
    "organisation": "Le réseau des chambres de métiers (démonstration)",
    "state": "partial",
    "rate": 87,
    "auditor": "une équipe interne, pour la démonstration",
    "audited_on": date(2026, 10, 12),
    "not_conforming": "<ul><li>Certains modules fournis par des tiers ne se suivent pas entièrement au clavier.</li><li>Les anciennes vidéos n’ont pas toutes une transcription.</li></ul>",
    "exempted": "<p>Les fichiers déposés par les apprenants.</p>",
    "tested_with": "<ul><li>NVDA et Firefox, sur Windows</li><li>VoiceOver et Safari, sur macOS et iOS</li></ul>",
    "pages_checked": "<ul><li>accueil, catalogue, un parcours</li><li>connexion, espace de l’apprenant, une étape</li><li>aide, mentions légales</li></ul>",
    "plan": "<p>2027 : transcription des vidéos. 2028 : remplacement des anciens modules.</p>",
    "contact_email": "assistance@demo.example",
    "contact_phone": "09 70 00 00 00",
}
