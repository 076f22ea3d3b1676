from accounts.models import User


def test_a_manager_sees_the_people_of_the_region_only(cast):
    seen = set(User.objects.visible_to(cast.manager))
    assert {cast.owner, cast.member, cast.tutor, cast.coach, cast.manager} == seen
    assert cast.owner not in User.objects.visible_to(cast.other_manager)


def test_search_ignores_accents_and_case(cast):
    assert list(User.objects.search("rene TANGUY")) == [cast.manager]
