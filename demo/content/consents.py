# SPDX-License-Identifier: EUPL-1.2
"""The texts that people of the demonstration read and accept."""

from typing import Any

NOTICE: dict[str, Any] = {
    "title": "Ce que nous faisons de vos données",
    "body": "<p>Nous gardons votre nom, votre adresse électronique et ce que vous faites dans vos formations, pour vous former, vous accompagner et "
    "prouver que la formation a eu lieu.</p><p>Vous pouvez à tout moment voir ces données, les emporter, les corriger ou demander leur effacement : "
    "page « Mes données » de votre compte.</p>",
}
TERMS: dict[str, Any] = {
    "title": "Conditions d’utilisation",
    "box": "J’ai lu les conditions d’utilisation et je les accepte.",
    "body": "<h2>Votre compte est à vous</h2><p>Ne prêtez pas votre mot de passe. Ce que vous écrivez sur le forum porte votre nom.</p>"
    "<h2>Les autres sont des personnes</h2><p>Restez courtois. Un message blessant est retiré.</p>"
    "<h2>Les contenus</h2><p>Les leçons et les fiches sont pour vous ; ne les publiez pas ailleurs.</p>",
}
NEWS: dict[str, Any] = {
    "title": "Nouvelles formations",
    "box": "Je veux être prévenu(e) par courriel quand une nouvelle formation ouvre.",
    "body": "<p>Quelques courriels par an. Vous changez d’avis quand vous voulez, page « Mes consentements ».</p>",
}
INTEREST: dict[str, Any] = {
    "title": "Votre demande de renseignement",
    "box": "J’accepte que ma demande soit transmise à la région choisie, qui me répondra.",
    "body": "<p>La région choisie lit ce que vous écrivez et vous répond. Rien d’autre n’en est fait.</p>",
}

# first name, last name, telephone, message
INTERESTED = [
    ("Gaël", "Tanneau", "06 00 00 00 01", "Je reprends une crêperie en mai : peut-on suivre la formation avant l’ouverture ?"),
    ("Aïcha", "Benhaddou", "", "Je suis malentendante. Les vidéos ont-elles des sous-titres ?"),
    ("Loïc", "Stéphan", "06 00 00 00 02", ""),
]
