"""Which column is what, as it is guessed."""

from __future__ import annotations

import pytest

from signatories.reading import guess, headings, read_list

ALL = ("organization", "contact_name", "contact_title", "email")


@pytest.mark.parametrize(
    "heading",
    [
        "Organization,Contact name,Title,E-mail",
        "ORGANIZATION NAME,Full Name,Job title,Email Address",
        "Organización,Nombre,Cargo,Correo electrónico",
        "Nombre de la organización,Persona de contacto,Puesto,Correo",
        "Company,Contact,Position,Work e-mail",
        "Name,Contact,Role,Mail",
        "Your organization’s legal name,Name of the contact,Their title,E-mail of the contact",
    ],
)
def test_headings_in_english_and_spanish_are_known(heading):
    read = read_list(f"{heading}\nFriends,Ada,Director,ada@x.org\n")
    assert (guess(read).roles, guess(read).heading) == (ALL, 1)


def test_first_and_last_names_go_together():
    read = read_list("Nombre,Apellidos,Correo\nJosé,Núñez,jose@x.org")
    assert guess(read).roles == ("first_name", "last_name", "email")


def test_exports_of_address_books_are_known():
    outlook = "First Name,Last Name,Title,Company,Job Title,E-mail Address,E-mail Type,E-mail Display Name\n"
    read = read_list(outlook + "Ada,Okafor,Ms.,Friends,Director,ada@x.org,SMTP,Ada Okafor\n")
    roles = dict(zip(headings(read, 1), guess(read).roles, strict=True))
    assert {name: role for name, role in roles.items() if role} == {
        "First Name": "first_name",
        "Last Name": "last_name",
        "Company": "organization",
        "Job Title": "contact_title",
        "E-mail Address": "email",
    }
    google = "Name,Organization Name,Organization Title,E-mail 1 - Label,E-mail 1 - Value\n"
    read = read_list(google + "Ada Okafor,Friends,Director,Work,ada@x.org\n")
    assert guess(read).roles == ("contact_name", "organization", "contact_title", "", "email")


def test_without_headings_the_cells_tell():
    read = read_list("ada@x.org\tAda Okafor\tDirector\tFriends of the Harbor\nben@y.org\tBen Li\tPresident\tMill Workers Union")
    assert (guess(read).roles, guess(read).heading) == (("email", "contact_name", "contact_title", "organization"), 0)
    assert guess(read_list("Mill Workers Union,ben@y.org\nReef,ada@x.org")).roles == ("organization", "email")
    assert guess(read_list("Ben Li,ben@y.org\nAda Okafor,ada@x.org")).roles == ("contact_name", "email")


def test_titles_above_the_headings_are_above_the_people():
    read = read_list("Our spring list,,\n,,\nOrganization,Name,E-mail\nFriends,Ada,ada@x.org\n")
    assert guess(read).heading == 3
    assert headings(read, 3) == ("Organization", "Name", "E-mail")


def test_a_first_person_is_no_heading_though_they_are_called_so():
    assert guess(read_list("Organization of Names,Ada,ada@x.org\nReef,Ben,ben@y.org")).heading == 0
